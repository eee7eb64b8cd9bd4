"""Sending by hand: what waits goes into a folder, once, whole, unreadable on the way; sticks that fail.

A team's laptop and its commune's desk, enrolled by the commands themselves. The stick is a folder; where
it is pulled out, full or read-only the system says so ($SOTAY_FAULTY, fault_shim.c) for its files alone.
"""
import os
import re
import shutil
import time

import harness

NOTE = "Bà Năm tự làm được"
HINT = "cạnh đình Đông Hải"

tap = harness.Tap()


class Stick:
    """A folder that is carried."""

    def __init__(self, desk, name="stick"):
        self.path = desk.path(name)
        os.mkdir(self.path)

    def file(self, name):
        return os.path.join(self.path, name)

    def names(self):
        """All of them, hidden ones, too."""
        return sorted(os.listdir(self.path))

    def content(self):
        return {name: open(self.file(name), "rb").read() for name in self.names()}

    def clear(self):
        for name in self.names():
            os.unlink(self.file(name))


def must(desk, *args, **how):
    result = desk.run(*args, **how)
    if result.code:
        raise RuntimeError(str(result))
    return result


def states(desk):
    """State of each batch of an outbox, and what it says at its end."""
    objects = must(desk, "outbox", "--json").objects()
    return [o["state"] for o in objects if o["kind"] == "batch"], objects[-1]


def code_of(desk, key):
    return must(desk, "device", "show", "--json").objects()[0][key]


def enrol(above, below, stick):
    key = "fingerprint" if below.level == "team" else "root_fingerprint"
    code = code_of(below, key)
    must(below, "device", "request", "-o", stick.path)
    request = "sotay-dang-ky_t01_%s.stb" % code[:4].lower()
    tap.equal(stick.names(), [request], "a request that is put into a folder has its name there")
    must(above, "device", "enrol", stick.file(request), "--fingerprint", code, "-o", stick.path)
    answer = [name for name in stick.names() if name != request]
    tap.ok(len(answer) == 1 and answer[0].startswith("sotay-cho_t01_20261121_"), "and an answer, too", answer)
    must(below, "import", stick.file(answer[0]), "--root", code_of(above, "root_fingerprint"))
    stick.clear()


def desk_of(level, unit="26572"):
    desk = harness.Desk()
    desk.level = level
    result = desk.init(level=level, unit=unit)
    if result.code:
        raise RuntimeError(str(result))
    return desk


def team_desk():
    desk = desk_of("team")
    desk.fill()
    must(desk, "household", "add", "26572-01/H003", "--hint", HINT)
    return desk


# ---- without being enrolled ----

def not_enrolled(team):
    stick = team.path("nowhere")
    result = team.run("batch", "-o", stick)
    tap.ok(result.code == harness.NOPERM and result.err.count("\n") == 1 and "not enrolled" in result.err,
           "batch on a laptop that is not enrolled is refused", result)
    tap.ok("gửi thì chưa" in team.run("batch", "-o", stick, lang="vi").err, "and it says so in Vietnamese")
    tap.ok(not os.path.exists(stick), "nothing is made then")
    found, last = states(team)
    tap.ok(not found and last["operations_unpacked"] > 0, "the outbox shows what waits to be packed", last)


def no_way_up(commune):
    """A commune that nobody enrolled: it has entries that are to go up, and nobody to answer."""
    stick = commune.path("nowhere")
    for lang, words in ("en", "device request -o FILE"), ("vi", "xã chưa đăng ký với cấp trên"):
        result = commune.run("batch", "-o", stick, lang=lang)
        tap.ok(result.code == harness.NOPERM and result.err.count("\n") == 1 and words in result.err and not result.out,
               "batch at a commune without a level above is refused, with the next step (%s)" % lang, result)
    tap.ok(not os.path.exists(stick) and not states(commune)[0], "nothing is made then, and nothing packed")


# ---- up and back ----

def up_and_back(team, commune, stick):
    must(team, "log", stdin=[harness.session(note=NOTE), harness.session(date="2026-11-18")])
    must(team, "report", "close", "2026-W46", "--nil")
    sent = must(team, "batch", "-o", stick.path)
    tap.equal(sent.lines(), [stick.file("sotay_t01_20261121_0001.stb")], "batch prints the file")
    tap.ok("2 sessions, 1 report" in sent.err, "and says what stands in it", sent.err)
    found, last = states(team)
    tap.equal((found, last["sessions_left"], last["operations_unpacked"]), (["da_gui_di"], 2, 0),
              "it is sent then, and has not arrived")
    before = stick.content()
    again = must(team, "batch", "-o", stick.path)
    tap.ok(again.lines() == sent.lines() and stick.content() == before, "written again it is the same file", again)
    must(commune, "import", stick.path)
    answers = must(commune, "batch", "-o", stick.path)
    tap.ok("not enrolled with the upper level" in answers.err, "a commune without a level above hears that nothing goes up", answers)
    tap.ok(answers.lines() and all("/sotay-cho_t01_20261121_" in line for line in answers.lines()),
           "the commune answers", answers)
    before = stick.content()
    must(commune, "batch", "-o", stick.path)
    tap.equal(sorted(stick.content()), sorted(before), "and answers once")
    tap.equal(states(commune)[1]["sessions_left"], 2, "where no level above is known what is here has not reached it either")
    must(team, "import", stick.path)
    found, last = states(team)
    tap.equal((found, last["sessions_left"]), (["xa_da_nhan"], 0), "the team hears that all has arrived")
    tap.ok("0 sessions have not reached" in must(team, "outbox").out, "and says so in sessions")
    tap.ok("Xã đã nhận" in must(team, "outbox", lang="vi").out, "in Vietnamese, too")


def unreadable(stick):
    wrong = [(name, text) for name, content in stick.content().items()
             for text in (NOTE, HINT, "26572-01", "Ấp Bắc", "sotayp", '"lane"') if text.encode() in content]
    tap.equal(wrong, [], "no file on the stick has anything readable")


def as_text(team, commune, stick):
    stick.clear()
    must(team, "log", stdin=[harness.session(note=NOTE)])
    sent = must(team, "batch", "-o", stick.path, "--armour")
    name = os.path.basename(sent.lines()[0])
    tap.ok(name.endswith(".txt") and stick.content()[name].startswith(b"-----BEGIN AGE ENCRYPTED FILE-----\n"),
           "as text it goes through what carries only text", sent)
    taken = must(commune, "import", stick.file(name))
    tap.ok(taken.out.startswith("accepted\t"), "and is taken as such", taken)


# ---- sticks that fail ----

# What the stick does at which call on it, the exit code, and what is said.
FAILS = [
    ("open 1 EROFS", harness.NOPERM, "read-only"),
    ("open 1 ENOENT", harness.CANTCREAT, ""),
    ("write 1 full", harness.IOERR, "disk is full"),
    ("write 1 EIO", harness.IOERR, ""),
    ("write 1 EIO ever", harness.IOERR, ""),
    ("sync 1 EIO", harness.IOERR, ""),
    ("sync 2 EIO", harness.IOERR, ""),
    ("rename 1 EIO", harness.IOERR, ""),
    ("close 1 EIO", harness.IOERR, ""),
    ("any 2 kill", -9, ""),
    ("any 4 killed", -9, ""),
]


def fails(team, stick):
    name = os.path.basename(must(team, "batch", "-o", stick.path).lines()[-1])
    whole = stick.content()[name]
    for fault, code, why in FAILS:
        stick.clear()
        result = team.run("batch", "-o", stick.path, fault=fault, env={"SOTAY_FAULT_PATH": "/stick/"})
        there = stick.content()
        seen = {n: c for n, c in there.items() if not n.startswith(".")}
        good = result.code == code and why in result.err and (code == -9 or result.err.count("\n") == 1)
        good = good and all(c == whole for c in seen.values()) and (code == -9 or set(there) == set(seen))
        tap.ok(good, "a stick that fails (%s) has no half file, and it is said" % fault, "%s\n%s" % (result, sorted(there)))
        must(team, "batch", "-o", stick.path)
        now = {n: c for n, c in stick.content().items() if not n.startswith(".")}
        tap.equal(now, {name: whole}, "and the next try puts it there, once (%s)" % fault)
    stick.clear()


def aged(path, hours=25):
    """As if it had been written so long ago, by the laptop's clock, which $SOTAY_NOW is not."""
    then = time.time() - hours * 3600
    os.utime(path, (then, then), follow_symlinks=False)


def put_old(path):
    with open(path, "wb") as out:
        out.write(b"x")
    aged(path)


def leftovers(team, stick):
    """What a killed program left on a stick goes a day later; nothing else does."""
    team.run("batch", "-o", stick.path, fault="any 4 killed", env={"SOTAY_FAULT_PATH": "/stick/"})
    left = stick.names()
    tap.ok(len(left) == 1 and re.fullmatch(r"\.sotay_t01_20261121_[0-9]{4}\.stb\.[0-9a-f]{16}", left[0]),
           "a program that is killed while it writes leaves a hidden file", left)
    left = stick.file(left[0])
    aged(left, 23)
    must(team, "batch", "-o", stick.path)
    tap.ok(os.path.exists(left), "another may still write it: it stays for a day")
    aged(left)
    name = ".sotay_t01_20261121_0001.stb."
    kept = [name + "0123456789abcde", name + "0123456789ABCDEF", name + "swp", name[1:] + "0123456789abcdef",
            ".notes.stb.0123456789abcdef", ".sotay.vault.0123456789abcdef", ".sotay_t01.stb.0123456789abcdef"]
    for each in kept:
        put_old(stick.file(each))
    folder, link, inner = name + "00000000000000aa", name + "00000000000000bb", name + "00000000000000cc"
    os.mkdir(stick.file(folder))
    os.mkdir(stick.file("deeper"))
    put_old(stick.file("deeper/" + inner))
    os.symlink(stick.file(kept[0]), stick.file(link))
    for each in folder, link:
        aged(stick.file(each))
    before = stick.names()
    must(team, "batch", "-o", stick.path + "/")
    tap.equal(stick.names(), [each for each in before if each != os.path.basename(left)],
              "the next batch takes that file away, and no other")
    tap.ok(os.path.exists(stick.file("deeper/" + inner)), "nor one in a folder below")
    answers = [".sotay-cho_t01_20261121_3fa9c210-2.txt.0123456789abcdef", ".sotay-dang-ky_t01_7cpz.stb.0123456789abcdef"]
    for each in answers:
        put_old(stick.file(each))
    before = stick.names()
    team.run("import", stick.path)
    tap.equal(stick.names(), before, "an import only reads")
    must(team, "batch", "-o", stick.path)
    tap.equal(stick.names(), [each for each in before if each not in answers], "what was unfinished of answers goes, too")
    shutil.rmtree(stick.file("deeper"))
    os.rmdir(stick.file(folder))
    stick.clear()


def not_sent_when_it_failed(team, stick):
    must(team, "log", stdin=[harness.session(date="2026-11-19")])
    result = team.run("batch", "-o", stick.path, fault="write 2 ENOSPC", env={"SOTAY_FAULT_PATH": "/stick/"})
    found, _ = states(team)
    tap.ok(result.code == harness.IOERR and len(result.lines()) == 1 and "1 file is written, but" in result.err,
           "a stick that fills up: what was written before stays and is said", result)
    tap.equal(found[-2:], ["da_gui_di", "da_goi"], "and only that counts as sent")
    tap.equal(len(stick.names()), 1, "no half file lies there")
    both = must(team, "batch", "-o", stick.path)
    tap.ok(len(both.lines()) == 2 and len(stick.names()) == 2 and states(team)[0][-1] == "da_gui_di",
           "the rest goes with the next call", both)


def half_way(team, stick):
    """A read that fails after packing was committed: nobody is told that all is done, for no file is written."""
    must(team, "log", stdin=[harness.session(date="2026-11-19")])
    kept = team.path("kept")
    shutil.copy(team.vault, kept)
    of_the_file = {"SOTAY_FAULT_PATH": "sotay.vault"}
    counts, _ = team.calls("batch", "-o", stick.path, env=of_the_file)
    failed, wrong = 0, []
    for n in range(counts["read"], 0, -2):
        for name in os.listdir(team.home):
            if name.startswith("sotay.vault"):
                os.unlink(team.path(name))
        shutil.copy(kept, team.vault)
        result = team.run("batch", "-o", stick.path, fault="read %d EIO ever" % n, env=of_the_file)
        failed += result.code == harness.IOERR
        if result.code not in (harness.OK, harness.IOERR) or "all is saved" in result.err:
            wrong.append(str(result))
    shutil.copy(kept, team.vault)
    tap.ok(failed > 5 and not wrong, "a file that cannot be read is told, never that all is saved", "\n".join(wrong))


def other_ways(team, stick):
    stick.clear()
    name = os.path.basename(must(team, "batch", "-o", stick.path).lines()[0])
    whole = stick.content()[name]
    stick.clear()
    with open(stick.file(name), "wb") as other:
        other.write(b"another's")
    paths = must(team, "batch", "-o", stick.path).lines()
    tap.ok(paths[0] == stick.file(name[:-4] + "-2.stb") and stick.content()[name] == b"another's" and
           stick.content()[name[:-4] + "-2.stb"] == whole, "a name taken by other bytes gets a number", paths)
    gone = os.path.join(stick.path, "usb", "deep")
    result = team.run("batch", "-o", gone)
    tap.ok(result.code == harness.CANTCREAT and not os.path.exists(os.path.dirname(gone)),
           "a folder whose own folder is gone is not made", result)
    made = stick.file("made")
    must(team, "batch", "-o", made + "/")
    tap.ok(name in os.listdir(made), "one folder is made")
    result = team.run("batch", "-o", stick.file(name))
    tap.ok(result.code == harness.CANTCREAT and open(stick.file(name), "rb").read() == b"another's",
           "a file is no folder", result)


def main():
    team, commune = team_desk(), desk_of("commune")
    not_enrolled(team)
    no_way_up(commune)
    stick = Stick(team)
    enrol(commune, team, stick)
    up_and_back(team, commune, stick)
    unreadable(stick)
    as_text(team, commune, stick)
    fails(team, stick)
    leftovers(team, stick)
    not_sent_when_it_failed(team, stick)
    half_way(team, stick)
    other_ways(team, stick)
    must(team, "log", stdin=[harness.session(date="2026-11-20")])
    must(team, "batch", "-o", stick.path)
    must(team, "undo")
    tap.ok("2026-11-20" not in must(team, "list", "--json").out, "undo passes over what only sent")
    tap.ok(not re.search("đình", must(commune, "check").out) and must(team, "check").code == 0, "both are whole")
    for desk in team, commune:
        desk.close()
    tap.done()


if __name__ == "__main__":
    main()
