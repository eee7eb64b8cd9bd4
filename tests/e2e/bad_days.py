"""Bad days: data files that are not what they should be, full disks, power cut
off in the middle. Each ends in a clear line and the right exit code; what was
saved before is there afterwards, and nothing is half there."""
import hashlib
import os
import random
import resource
import shutil
import signal
import subprocess
import time

from harness import (CANTCREAT, CONFIG, DATAERR, IOERR, NOINPUT, NOPERM, OK, TEMPFAIL, USAGE, Desk, Tap, as_lines,
                     ready_desk, session)

HEAVY = bool(os.environ.get("HEAVY"))
tap = Tap()
rng = random.Random(20261121)


def refused(result, code, name, *words):
    return tap.ok(result.code == code and result.out == "" and result.err.count("\n") == 1 and
                  result.err.startswith("sotay: ") and all(w in result.err for w in words), name, result)


def both(desk, code, name, vietnamese, english, *args, **how):
    refused(desk.run(*args, lang="vi", **how), code, name + " (vi)", vietnamese)
    refused(desk.run(*args, lang="en", **how), code, name + " (en)", english)


def bytes_of(path):
    with open(path, "rb") as file:
        return file.read()


def wrong_files():
    desk = Desk()
    both(desk, NOINPUT, "no data file", "chưa có tệp dữ liệu", "no data file", "list")
    os.mkdir(desk.vault)
    both(desk, DATAERR, "a folder", "không phải tệp dữ liệu", "no data file of sotay", "list")
    os.rmdir(desk.vault)
    for name, content in (("a text file", b"Danh sach ho\n" * 5000), ("a short text file", b"x"), ("an empty file", b""),
                          ("an SQLite database", b"SQLite format 3\0" + bytes(20000))):
        desk.write("sotay.vault", content)
        both(desk, DATAERR, name, "không phải tệp dữ liệu", "no data file of sotay", "list")
        tap.equal(bytes_of(desk.vault), content, name + " is left as it was")
    desk.close()

    desk = ready_desk()
    desk.log(session())
    whole = bytes_of(desk.vault)
    for name, size in (("cut in the header", 5000), ("cut after the header", 8192), ("cut in a page", len(whole) - 3000),
                       ("without its last page", len(whole) - 8192)):
        desk.write("sotay.vault", whole[:size])
        result = desk.run("check", lang="vi")
        tap.ok(result.code == DATAERR and result.err.count("\n") == 1 and "OK" not in result.out, name, result)
    for page in 1, 2, len(whole) // 8192 - 1:
        at = page * 8192 + 1000
        desk.write("sotay.vault", whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1:])
        result = desk.run("check")
        tap.ok(result.code == DATAERR and "damaged" in result.err, "one bit changed in block %d" % page, result)
    page = len(whole) // 8192 - 1
    both(desk, DATAERR, "the damaged page is named", "sotay.vault: trang %d: " % page, "sotay.vault: page %d: " % page, "check")
    backup = desk.path("copy")
    os.rename(desk.vault, backup)
    both(desk, DATAERR, "and in a backup", "copy: trang %d " % page, "copy: page %d " % page, "restore", backup)
    os.unlink(backup)
    desk.write("sotay.vault", whole)
    tap.equal(desk.run("check").code, OK, "the whole file is whole")

    both(desk, NOPERM, "a user who is none here", "Hoa: không có người dùng tên này", "Hoa: no user of that name", "list", "--member", "Hoa")
    wrong = desk.write("wrong", "không phải\n")
    both(desk, NOPERM, "a wrong password", "sai mật khẩu", "wrong password", "list", "--passphrase-file", wrong)
    desk.close()


def newer():
    desk = ready_desk()
    # Each copy of the header has its format number at 8 and its digest at the end (docs/format-vault.md).
    whole = bytearray(bytes_of(desk.vault))
    for at in 0, 4096:
        whole[at + 8] += 1
        whole[at + 4064:at + 4096] = hashlib.blake2b(whole[at:at + 4064], digest_size=32).digest()
    desk.write("sotay.vault", bytes(whole))
    both(desk, CONFIG, "a data file newer than the program", "sotay mới hơn", "newer sotay", "list")
    tap.equal(bytes_of(desk.vault), bytes(whole), "is not touched")
    desk.close()


def read_only():
    """Root may write everywhere, so this part runs as nobody where we are root."""
    desk = ready_desk()
    as_nobody = None
    if os.getuid() == 0:
        os.chmod(desk.home, 0o755)
        parent = os.path.dirname(desk.home)
        reachable = os.system("setpriv --reuid=65534 --clear-groups test -x '%s' -a -x '%s'" % (parent, desk.program)) == 0
        if not reachable:
            desk.close()
            tap.skip("a read-only data file", "user nobody cannot reach the build folder")
            return

        def as_nobody():
            os.setgroups([])
            os.setgid(65534)
            os.setuid(65534)
        for name in os.listdir(desk.home):
            os.chown(desk.path(name), 65534, 65534)
        os.chown(desk.home, 65534, 65534)
    tap.equal(desk.run("list", preexec_fn=as_nobody).code, OK, "who owns the folder opens the file")
    os.chmod(desk.vault, 0o400)
    both(desk, NOPERM, "a read-only data file", "chỉ cho đọc", "read-only", "list", preexec_fn=as_nobody)
    os.chmod(desk.vault, 0o600)
    os.chmod(desk.home, 0o500)
    both(desk, NOPERM, "a read-only folder", "chỉ cho đọc", "read-only", "list", preexec_fn=as_nobody)
    result = desk.init("--vault", desk.path("new.vault"), preexec_fn=as_nobody)
    tap.ok(result.code in (CANTCREAT, NOPERM) and "new.vault" in result.err, "init in a read-only folder", result)
    os.chmod(desk.home, 0o700)
    desk.close()


def in_use():
    desk = ready_desk()
    other = subprocess.Popen(desk.command("log"), env=desk.env, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    other.stdin.write(as_lines([session()]).encode())
    other.stdin.flush()
    for _ in range(100):
        if os.path.exists(desk.vault + ".lock"):
            break
        time.sleep(0.02)
    both(desk, TEMPFAIL, "open in another sotay", "đóng màn hình sotay kia", "close its screen",
         "list")
    out, _ = other.communicate()
    tap.ok(other.returncode == OK and out.count(b"\n") == 1, "the other one goes on")
    tap.equal(len(desk.run("list", "--json").lines()), 1, "and has saved")
    desk.close()


CLOCK = """
#include <time.h>
int clock_gettime(clockid_t id, struct timespec *ts) { (void)id; ts->tv_sec = %d; ts->tv_nsec = 0; return 0; }
"""


def clock():
    desk = ready_desk()
    for now in "2026-11-21T25:00", "yesterday":
        refused(desk.run("list", env={"SOTAY_NOW": now}), USAGE, "SOTAY_NOW=%s" % now, "SOTAY_NOW")
    compiler = shutil.which("cc")
    for year, seconds in ((2015, 1420099200), (2096, 3976214400)):
        name = "a clock that stands at %d" % year
        source, library = desk.write("clock.c", CLOCK % seconds), desk.path("clock%d.so" % year)
        if not compiler or subprocess.call([compiler, "-shared", "-fPIC", "-o", library, source]):
            tap.skip(name, "no compiler to make one")
            continue
        env = {"SOTAY_NOW": "", "LD_PRELOAD": library,
               "ASAN_OPTIONS": desk.env.get("ASAN_OPTIONS", "") + ":verify_asan_link_order=0"}
        both(desk, CONFIG, name, "chạy riêng 'sotay'", "date cannot be right: set it, or run 'sotay'", "log", stdin=[session(date="2026-11-01")], env=env)
        for command in ("list",), ("list", "--json"), ("summary",), ("due",), ("village", "list"), ("check",):
            tap.equal(desk.run(*command, env=env).code, OK, "reading goes on under it: " + " ".join(command))
        new = desk.path("new.vault")
        refused(desk.init("--vault", new, env=env), CONFIG, "no data file is made under it", "date cannot be right")
        tap.ok(not os.path.exists(new), "and none is there")
    tap.equal(desk.run("list", "--json").out, "", "nothing was saved")
    desk.close()


def plain_c():
    desk = ready_desk()
    env = {"LC_ALL": "", "LANG": "C"}
    made = desk.run("log", stdin=[session(note="Đường Nguyễn Huệ, gặp bà Sáu")], env=env, lang=None)
    shown = desk.run("show", made.out[:8], env=env, lang=None)
    tap.ok(shown.code == OK and "Đường Nguyễn Huệ, gặp bà Sáu" in shown.out and "Ghi chú" in shown.out,
           "under LANG=C Vietnamese goes in and comes out whole", shown)
    refused(desk.run("log", stdin="{}\n", env=env, lang=None), DATAERR, "and errors are in Vietnamese", "dòng 1: date: ")
    desk.close()


def unharmed(desk, listed, name):
    """What was there is there, nothing else, and the file takes new records."""
    result = desk.run("list", "--json")
    tap.ok(result.code == OK and result.out == listed, name + ": what was saved is there, nothing else",
           "exit %d, %d lines instead of %d\n%s" % (result.code, result.out.count("\n"), listed.count("\n"), result.err))
    result = desk.run("check")
    tap.ok(result.code == OK, name + ": all is whole", result)


def full_disk():
    desk = ready_desk()
    desk.log(session(), session(note="thứ hai"))
    listed = desk.run("list", "--json").out
    many = as_lines([session(note="ghi chú dài " * 40)]) * 3000
    limit = os.path.getsize(desk.vault) + 500000

    def small_files():
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    result = desk.run("log", stdin=many, preexec_fn=small_files)
    refused(result, IOERR, "no more room in mid-save", "log")
    unharmed(desk, listed, "no more room")
    result = desk.log(session(note="sau đó"))
    tap.ok(result.code == OK, "afterwards it saves again", result)
    desk.close()

    desk = ready_desk()
    desk.log(session())
    listed = desk.run("list", "--json").out
    disk = desk.path("disk")
    os.mkdir(disk)
    if os.system("mount -t tmpfs -o size=1500k tmpfs '%s' 2>/dev/null" % disk) != 0:
        tap.skip("a full disk", "not allowed to mount one")
        desk.close()
        return
    try:
        before = desk.vault
        desk.vault = desk.env["SOTAY_VAULT"] = os.path.join(disk, "sotay.vault")
        shutil.copy(before, desk.vault)
        result = desk.run("log", stdin=many, lang="vi")
        refused(result, IOERR, "a full disk in mid-save", "ổ đĩa đã đầy")
        unharmed(desk, listed, "a full disk")
        result = desk.run("backup", os.path.join(disk, "copy"))
        filler = os.path.join(disk, "filler")
        with open(filler, "wb", buffering=0) as out:
            try:
                while out.write(bytes(4096)):
                    pass
            except OSError:
                pass
        result = desk.run("log", stdin=[session()])
        tap.ok(result.code in (OK, IOERR), "not a byte left: saved, or said", result)
        listed = desk.run("list", "--json")
        for path in "week.json", "copy2":
            command = ("summary", "--format", "json", "-o") if path == "week.json" else ("backup",)
            result = desk.run(*command, os.path.join(disk, path))
            tap.ok(result.code == IOERR and not os.path.exists(os.path.join(disk, path)),
                   "%s on a full disk leaves no half file" % command[0], result)
        result = desk.init("--vault", os.path.join(disk, "new"))
        tap.ok(result.code in (IOERR, CANTCREAT) and not os.path.exists(os.path.join(disk, "new")),
               "init on a full disk leaves nothing", result)
        os.unlink(filler)
        result = desk.log(session(note="có chỗ"))
        tap.ok(result.code == OK, "with room again it saves", result)
        tap.ok(desk.run("check").code == OK, "and all is whole")
    finally:
        os.system("umount '%s'" % disk)
    desk.close()


BLOCK = 4096


class SmallDisk:
    """A disk of its own for the data file, on which so many blocks are free as is wanted."""

    def __init__(self, desk):
        self.path, self.filler = desk.path("disk"), desk.path("disk/filler")
        os.mkdir(self.path)
        self.mounted = os.system("mount -t tmpfs -o size=4m tmpfs '%s' 2>/dev/null" % self.path) == 0

    def leave(self, blocks):
        there = os.statvfs(self.path)
        with open(self.filler, "wb") as out:
            os.posix_fallocate(out.fileno(), 0, there.f_bavail * there.f_bsize - blocks * BLOCK)

    def clear(self):
        for name in os.listdir(self.path):
            os.unlink(os.path.join(self.path, name))


def each_size(attempt):
    """attempt(blocks): whether there was room. Sizes on the way to the least that does; with HEAVY every one."""
    none, enough = -1, 1
    while not attempt(enough):
        none, enough = enough, enough * 2
    while enough - none > 1:
        middle = (none + enough) // 2
        if attempt(middle):
            enough = middle
        else:
            none = middle
    for blocks in range(enough + 8 if HEAVY else 0):
        attempt(blocks)
    return enough


def no_room_for(desk, disk, what, put, args, state, halves):
    """The command with little room: done, or not, or half where its line says so; one line and 74."""
    wrong = []

    def attempt(blocks):
        disk.clear()
        put()
        before = state()
        disk.leave(blocks)
        names = sorted(os.listdir(disk.path))
        result = desk.run(*args)
        left = sorted(os.listdir(disk.path))
        os.unlink(disk.filler)
        after, done = state(), result.code == OK
        half = next((there for line, there in halves.items() if line in result.err), before)
        if not (done and after == "done" or result.code == IOERR and result.err.count("\n") == 1 and
                not result.out and after == half):
            wrong.append("%d blocks: %s; %s" % (blocks, after, result))
        if not done and left != names:
            wrong.append("%d blocks: left behind %s" % (blocks, left))
        return done
    least = each_size(attempt)
    tap.ok(not wrong and least > 4, "%s with less and less room, until %d blocks do" % (what, least), "\n".join(wrong))


def small_disks():
    desk = Desk()
    new, original, backup = desk.write("new", "mật khẩu mới\n"), desk.vault, desk.path("copy")
    code = desk.path("code")
    desk.init("--recovery-file", code)
    desk.fill()
    desk.log(session())
    listed = [{**one, "origin": ""} for one in desk.run("list", "--json").objects()]
    desk.run("backup", backup)
    disk = SmallDisk(desk)
    if not disk.mounted:
        tap.skip("restore with less and less room", "not allowed to mount a disk")
        tap.skip("restore by the code with less and less room", "not allowed to mount a disk")
        tap.skip("member add with less and less room", "not allowed to mount a disk")
        desk.close()
        return
    desk.vault = desk.env["SOTAY_VAULT"] = os.path.join(disk.path, "sotay.vault")

    def is_there(*how):
        if not os.path.exists(desk.vault):
            return "none"
        if desk.run("check", *how).code != OK:
            return "damaged"
        return "done" if [{**one, "origin": ""} for one in desk.run("list", "--json", *how).objects()] == listed else "other"

    def has_hoa():
        if desk.run("check", "--member", "Lan").code != OK:
            return "damaged"
        record = '"Hoa"' in desk.run("member", "list", "--json", "--member", "Lan").out
        unlocks = desk.run("list", "--member", "Hoa", "--passphrase-file", new).code == OK
        return "done" if record and unlocks else "record %d password %d" % (record, unlocks)
    try:
        no_room_for(desk, disk, "restore", lambda: None, ("restore", backup), is_there, {})
        no_room_for(desk, disk, "restore by the code", lambda: None,
                    ("restore", backup, "--code-file", code, "--new-passphrase-file", new),
                    lambda: is_there("--passphrase-file", new), {})
        no_room_for(desk, disk, "member add", lambda: shutil.copy(original, desk.vault),
                    ("member", "add", "Hoa", "--new-passphrase-file", new, "--kdf-mem=19", "--kdf-ops=2"), has_hoa,
                    {"has no password yet": "record 1 password 0"})
    finally:
        os.system("umount '%s'" % disk.path)
    desk.close()


def no_key_without_a_row():
    """No room for the audit row: passwords and slots are as before, and nothing has left."""
    desk = Desk()
    code, new, out = desk.path("code"), desk.write("new", "mật khẩu mới\n"), desk.path("week.csv")
    desk.init("--recovery-file", code)
    desk.run("member", "add", "Hoa", "--new-passphrase-file", new, "--kdf-mem=19", "--kdf-ops=2")

    def no_room():
        resource.setrlimit(resource.RLIMIT_FSIZE, (8192, 8192))  # the header can be written, no log can
    for args in (("passphrase", "--new-passphrase-file", new),
                 ("recover", "--code-file", code, "--new-passphrase-file", new, "--member", "Lan"),
                 ("member", "add", "Ba", "--new-passphrase-file", new, "--kdf-mem=19", "--kdf-ops=2"),
                 ("member", "remove", "Hoa"), ("summary", "-o", out)):
        refused(desk.run(*args, preexec_fn=no_room), IOERR, "no room for the audit: " + " ".join(args[:2]), args[0])
    tap.ok(not os.path.exists(out), "no file was written")
    tap.equal(desk.run("list").code, OK, "the old password opens")
    tap.equal(desk.run("list", "--member", "Lan", "--passphrase-file", new).code, NOPERM, "the new one does not")
    tap.equal(desk.run("list", "--member", "Hoa", "--passphrase-file", new).code, OK, "who had a slot has it")
    tap.equal(desk.run("list", "--member", "Ba", "--passphrase-file", new).code, NOPERM, "who had none has none")
    tap.ok("Ba" not in desk.run("member", "list").out.split(), "and no record")
    tap.equal(desk.run("check").code, OK, "all is whole")
    desk.close()


def killed():
    """SIGKILL at random moments of a log of 10,000 lines: all of it or nothing."""
    desk = ready_desk()
    desk.log(session())
    listed = desk.run("list", "--json").out
    many = as_lines([session(note="ngày %d" % i) for i in range(10000)]).encode()
    start = time.monotonic()
    rehearsal = Desk()
    shutil.copy(desk.vault, rehearsal.vault)
    result = rehearsal.run("log", stdin=many)
    whole = time.monotonic() - start
    tap.ok(result.code == OK and len(result.lines()) == 10000, "10,000 lines in one transaction (%.1f s)" % whole, result.err)
    rehearsal.close()
    killed_in_work = 0
    for i in range(6):
        process = subprocess.Popen(desk.command("log"), env=desk.env, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL)
        feeder = os.fork()
        if feeder == 0:
            try:
                signal.signal(signal.SIGPIPE, signal.SIG_DFL)
                os.write(process.stdin.fileno(), b"")
                with os.fdopen(process.stdin.fileno(), "wb", closefd=False) as out:
                    out.write(many)
            finally:
                os._exit(0)
        process.stdin.close()
        time.sleep(whole * (0.2 + 0.13 * i) * rng.uniform(0.9, 1.1))
        running = process.poll() is None
        process.kill()
        process.wait()
        os.waitpid(feeder, 0)
        result = desk.run("list", "--json")
        lines = result.out.count("\n") - listed.count("\n")
        tap.ok(result.code == OK and lines in (0, 10000) and result.out.startswith(listed[:40]),
               "killed at %d %%: all or nothing" % ((0.2 + 0.13 * i) * 100), "%d lines more\n%s" % (lines, result.err))
        killed_in_work += running
        listed = result.out
    tap.ok(killed_in_work >= 3, "%d of 6 were killed at work" % killed_in_work)
    tap.ok(desk.run("check").code == OK, "all is whole")
    tap.equal(sorted(n for n in os.listdir(desk.home) if n.startswith("sotay.vault")), ["sotay.vault"],
              "nothing is left lying about")

    # Killed while it is made: no data file, and the next attempt works.
    fresh = Desk()
    for delay in 0.01, 0.03, 0.06, 0.1:
        process = subprocess.Popen(fresh.command("init", "--level", "team", "--unit", "26572", "--unit-name", "X", "--member", "L",
                                                 "--kdf-mem", "19", "--kdf-ops", "2"), env=fresh.env,
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(delay)
        process.kill()
        process.wait()
        if os.path.exists(fresh.vault):
            tap.ok(fresh.run("check").code == OK, "killed after %d ms of init: a whole file" % (delay * 1000))
            os.unlink(fresh.vault)
        else:
            tap.ok(True, "killed after %d ms of init: no file" % (delay * 1000))
    result = fresh.init()
    tap.ok(result.code == OK, "init works after all that", result)
    fresh.close()
    desk.close()


def stale_log():
    """Killed after the commit: all is there. Its log, put back later, is refused and named."""
    desk = ready_desk()
    read, write = os.pipe()  # too small for the ids: the program waits there, saved but not closed
    process = subprocess.Popen(desk.command("log"), env=desk.env, stdin=subprocess.PIPE, stdout=write)
    process.stdin.write(as_lines([session()] * 4000).encode())
    process.stdin.close()
    os.close(write)
    os.read(read, 1)
    process.kill()
    process.wait()
    os.close(read)
    log = bytes_of(desk.vault + "-wal")
    tap.ok(len(log) > 8192, "killed after the commit, the log is there")
    tap.equal(len(desk.run("list", "--json").lines()), 4000, "and so are all sessions")
    desk.log(session())
    desk.write("sotay.vault-wal", log)
    both(desk, DATAERR, "an old log beside a newer data file", "-wal", "-wal", "list")
    os.unlink(desk.vault + "-wal")
    tap.equal(len(desk.run("list", "--json").lines()), 4001, "without it all is as it was")
    desk.close()


def no_core():
    """The program can neither be dumped nor, by others of the same user, looked into."""
    desk = ready_desk()
    process = subprocess.Popen(desk.command("log"), env=desk.env, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
    for _ in range(100):
        if os.path.exists(desk.vault + ".lock"):
            break
        time.sleep(0.02)
    with open("/proc/%d/limits" % process.pid) as limits:
        core = next(line for line in limits if line.startswith("Max core file size"))
    tap.equal(core.split()[4:6], ["0", "0"], "no core file")
    process.stdin.close()
    process.wait()
    tap.equal(process.returncode, OK, "an empty log is no error")
    desk.close()


for part in (wrong_files, newer, read_only, in_use, clock, plain_c, full_disk, small_disks, no_key_without_a_row, killed, stale_log, no_core):
    part()
tap.done()
