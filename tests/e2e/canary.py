"""Nothing readable on the disk: a canary in every text field, looked for in every file.

The real program is driven through all that writes, killed in the middle of
writing, and made to crash; then every file it left (data file, log, backup,
whatever else lies there) is searched for every canary in UTF-8, UTF-16 and
UTF-32, composed, decomposed, folded and in capitals. The same run with
$SOTAY_UNSEALED, the program over a cipher that does nothing, must find them.
"""
import os
import random
import resource
import signal
import subprocess
import tempfile
import time
import unicodedata

from harness import PASSPHRASE, Desk, Tap, as_lines

FIELDS = ["unit_name", "village", "hint", "team", "member", "note", "tag", "short", "label",
          "english", "counted", "difficulty", "cause", "proposal", "plan", "practice", "remark",
          "edited", "killed"]
MARKS = ["Ngọc", "Ẩn", "Đường", "Phượng", "Hữu", "Kỳ", "Ỷ", "Xuyến", "Vẹt", "Tỏi"]
CODE = "ZQ.CANARY-77"


def canary(field):
    i = FIELDS.index(field)
    return "%sbíẩn%s%02d" % (MARKS[i % len(MARKS)], "abcdefghijklmnopqrs"[i], i)


def fold(text):
    plain = unicodedata.normalize("NFD", text.lower()).replace("đ", "d")
    return "".join(c for c in plain if not unicodedata.combining(c))


def shapes(text):
    forms = {text, unicodedata.normalize("NFD", text), fold(text), text.upper()}
    return {form.encode(code) for form in forms
            for code in ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le")}


NEEDLES = {field: shapes(canary(field)) for field in FIELDS}
NEEDLES["code"] = shapes(CODE)
NEEDLES["passphrase"] = shapes(PASSPHRASE)


def found(desk):
    """(needle, file) for all that is readable anywhere but in the passphrase's own file."""
    hits = set()
    for folder, _, names in os.walk(desk.home):
        for name in names:
            path = os.path.join(folder, name)
            if path == desk.passfile or not os.path.isfile(path):
                continue
            with open(path, "rb") as f:
                content = f.read()
            hits |= {(what, name) for what, forms in NEEDLES.items()
                     if any(form in content for form in forms)}
    return hits


def visit(note, **more):
    return {"date": "2026-11-17", "village": "26572-01", "household": CODE, "channel": "tai_nha",
            "topics": [{"topic": "RIENG", "outcome": "tu_lam"}], "note": note, **more}


def use_everything(desk):
    """All commands that write, with a canary wherever a text goes."""
    def run(*args, **how):
        result = desk.run(*args, **how)
        if result.code:
            raise RuntimeError(str(result))
        return result

    desk.run("init", "--level", "team", "--unit", "26572", "--unit-name", canary("unit_name"),
             "--member", "Lan", "--kdf-mem", "19", "--kdf-ops", "2")
    run("village", "add", "--json", stdin=[{"code": "26572-01", "name": canary("village")}])
    run("household", "add", "--json",
        stdin=[{"village": "26572-01", "code": CODE, "hint": canary("hint")}])
    run("team", "add", "--json",
        stdin=[{"code": "T01", "name": canary("team"), "villages": ["26572-01"]}])
    run("member", "add", "--json", stdin=[{"code": "M1", "name": canary("member")}])
    run("topic", "add", "--json",
        stdin=[{"code": "RIENG", "short": canary("short"), "vi": canary("label"),
                "en": canary("english"), "group": "khac", "unit": canary("counted")}])
    first = run("log", stdin=[visit(canary("note"), tags=[canary("tag")])]).lines()[0]
    run("edit", first, stdin=as_lines([{"note": canary("edited")}]))
    run("report", "close", "2026-W46", "--team", "T01", "--text", "-",
        stdin=as_lines([{"kho_khan": canary("difficulty"), "nguyen_nhan": canary("cause"),
                         "kien_nghi": canary("proposal"), "ke_hoach": canary("plan"),
                         "cach_lam": canary("practice"), "ghi_chu": canary("remark")}]))
    run("list", "--search", canary("note"))
    run("void", first)
    run("undo")
    run("summary", "--year", "2026")
    run("check")
    run("backup", desk.path("backup.vault"))


def start_log(desk, lines, **more):
    with tempfile.TemporaryFile() as source:  # outside the desk's folder
        source.write(lines)
        source.seek(0)
        return subprocess.Popen(desk.command("log"), stdin=source, stdout=subprocess.DEVNULL,
                                stderr=subprocess.DEVNULL, env=desk.env, cwd=desk.home, **more)


def wait_for_writing(desk, process):
    """Until its log has begun to grow, however slow this build is."""
    log = desk.vault + "-wal"
    start = os.path.getsize(log) if os.path.exists(log) else 0
    while process.poll() is None:
        if os.path.exists(log) and os.path.getsize(log) > max(start, 1 << 16):
            return
        time.sleep(0.002)


def cut_short(desk, tries):
    """Log thousands of lines, killed at different moments; what was readable after each."""
    lines = as_lines([visit(canary("killed") + " %d" % i) for i in range(4000)]).encode()
    hits, killed = set(), 0
    chance = random.Random(77)
    for i in range(tries):
        process = start_log(desk, lines)
        if i % 2:
            time.sleep(0.05 + chance.random() * 0.5)
        else:
            wait_for_writing(desk, process)
            time.sleep(chance.random() * 0.02)
        process.send_signal(signal.SIGSTOP)
        hits |= found(desk)  # in the middle of it
        process.send_signal(signal.SIGKILL)
        killed += process.wait() == -signal.SIGKILL
    return hits, killed


def crash(desk):
    """A crash with core dumps allowed: no core may appear."""
    def allow():
        resource.setrlimit(resource.RLIMIT_CORE, (resource.getrlimit(resource.RLIMIT_CORE)[1],) * 2)

    before = set(os.listdir(desk.home))
    lines = as_lines([visit(canary("killed")) for _ in range(4000)]).encode()
    process = start_log(desk, lines, preexec_fn=allow)
    time.sleep(0.2)
    process.send_signal(signal.SIGSEGV)
    process.wait()
    new = {n for n in os.listdir(desk.home) if n not in before and "core" in n}
    return new, found(desk)


tap = Tap()
desk = Desk()
use_everything(desk)
tap.equal(found(desk), set(), "a canary in every text field: in no byte of any file")
hits, killed = cut_short(desk, 8)
tap.equal(hits, set(), "none while writing and after SIGKILL in the middle of it")
tap.ok(killed > 0, "at least one of them was killed before it was done", killed)
cores, hits = crash(desk)
tap.equal((cores, hits), (set(), set()), "no core file after a crash, nothing readable")
tap.equal(desk.run("check").code, 0, "and all is whole")
desk.close()

desk = Desk()
desk.program = os.environ["SOTAY_UNSEALED"]
use_everything(desk)
seen = {what for what, _ in found(desk)}
# The passphrase is in no file even then; every field is.
tap.equal(sorted(seen), sorted(set(NEEDLES) - {"passphrase", "killed"}),
          "without a cipher the same search finds every one of them")
hits, _ = cut_short(desk, 8)
tap.ok("killed" in {what for what, _ in hits}, "and what was being written, too", hits)
desk.close()
tap.done()
