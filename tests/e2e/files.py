"""Files that people name: what is never written over, how secrets are read, where things go."""
import hashlib
import os
import pty
import shutil
import signal
import struct
import subprocess
import termios

from harness import (CANTCREAT, CONFIG, DATAERR, IOERR, NOINPUT, NOPERM, OK, PASSPHRASE, USAGE, Desk, Tap,
                     ready_desk, session)

tap = Tap()
BOM = "\ufeff"
NEVER, LETTERS = "never overwritten", "at least 8 letters"


def expect(result, code, name, err=None):
    """err: what the one line on standard error has; None: there is none."""
    good = result.code == code
    if err is None:
        good = good and not result.err
    else:
        good = good and err in result.err and result.err.count("\n") == 1
    return tap.ok(good, name, result)


def contents(desk):
    """What is in each file; links by what they lead to. The data file changes whenever it is opened."""
    have = {}
    for name in os.listdir(desk.home):
        path = desk.path(name)
        have[name] = os.readlink(path) if os.path.islink(path) else path == desk.vault or open(path, "rb").read()
    return have


def kept():
    """A laptop with all that can be lost: two data files, a backup, passwords, a recovery file."""
    desk = ready_desk()
    desk.log(session())
    desk.init("--vault", desk.path("other.vault"), "--recovery-file", desk.path("code"))
    desk.run("backup", desk.path("copy"))
    desk.write("pass2", PASSPHRASE)
    desk.write("columns", "so_luot\tLượt\n")
    code = open(desk.path("code")).read().strip()
    desk.write("typed", BOM + "giữ kỹ\r\n" + code.upper().replace("-", " – ") + "\r\n")
    for name, target in (("to-vault", "sotay.vault"), ("to-wal", "sotay.vault-wal"), ("to-copy", "copy"),
                         ("to-pass", "pass")):
        os.symlink(desk.path(target), desk.path(name))
    return desk


def summary_writes_over_nothing_kept():
    desk = kept()
    names = ["sotay.vault", "sotay.vault-wal", "sotay.vault.lock", "sotay.vault.sotay-new", "to-vault", "to-vault-wal",
             "to-wal", "other.vault", "other.vault-wal", "other.vault.lock", "copy", "to-copy", "pass", "to-pass", "code", "typed"]
    before = contents(desk)
    for name in names:
        expect(desk.run("summary", "--force", "-o", desk.path(name)), CANTCREAT, "summary -o %s --force" % name, err=NEVER)
    expect(desk.run("summary", "--force", "-o", "./sotay.vault", "--vault", "sotay.vault", cwd=desk.home), CANTCREAT,
           "by another spelling", err=NEVER)
    expect(desk.run("summary", "-o", desk.vault), CANTCREAT, "without --force likewise", err=NEVER)
    expect(desk.run("summary", "-o", desk.vault, lang="vi"), CANTCREAT, "in Vietnamese", err="không bao giờ ghi đè")
    result = desk.run("summary", "--force", "-o", desk.path("pass2"), "--passphrase-file", desk.path("pass2"))
    expect(result, CANTCREAT, "the password's file of this call", err=NEVER)
    result = desk.run("summary", "--force", "-o", desk.path("columns"), "--profile", desk.path("columns"))
    expect(result, CANTCREAT, "the columns' file of this call", err=NEVER)
    after = contents(desk)
    tap.ok(before == after, "nothing was changed, nothing is new",
           sorted(set(before) ^ set(after)) + [name for name in before if after.get(name) != before[name]])
    for name in "hard", "hard-copy":
        os.link(desk.path("copy" if "copy" in name else "sotay.vault"), desk.path(name))
        expect(desk.run("summary", "--force", "-o", desk.path(name)), CANTCREAT, "through a link: " + name, err=NEVER)
        os.unlink(desk.path(name))
    expect(desk.run("summary", "--force", "-o", desk.write("note", "hello\n" * 3)), OK, "any other file is replaced")
    tap.ok("Tam Long" in open(desk.path("note")).read(), "by the figures")
    expect(desk.run("check"), OK, "and the data file is whole")
    expect(desk.run("list", "--vault", desk.path("other.vault")), OK, "the other one, too")
    desk.close()


def init_and_backup_write_over_nothing_kept():
    desk = kept()
    new = desk.path("new.vault")
    os.symlink(new, desk.path("to-new"))
    before = sorted(os.listdir(desk.home))
    for name in ("new.vault", "new.vault-wal", "new.vault.sotay-new", "new.vault.sotay-new-wal", "new.vault.lock",
                 "other.vault-wal", "code", "pass", "to-pass", "to-new-wal"):
        expect(desk.init("--vault", desk.path("to-new" if name == "to-new-wal" else "new.vault"), "--recovery-file",
                         desk.path(name)), CANTCREAT, "init --recovery-file %s" % name, err=NEVER)
    tap.equal(sorted(os.listdir(desk.home)), before, "no data file is made then")
    for name in "other.vault-wal", "sotay.vault.sotay-new", "pass", "code":
        expect(desk.run("backup", desk.path(name)), CANTCREAT, "backup %s" % name, err=NEVER)
    tap.equal(sorted(os.listdir(desk.home)), before, "and no backup")
    for args in (("init", "--level", "team", "--unit", "26572", "--unit-name", "X", "--member", "Lan"),
                 ("restore", desk.path("copy"))):
        expect(desk.run(*args, "--vault", desk.path("other.vault-wal")), CANTCREAT,
               "%s makes no data file of the name of another's log" % args[0], err=NEVER)
    expect(desk.run("list", "--vault", desk.path("other.vault")), OK, "the other data file opens as before")
    desk.close()


def secrets():
    desk = Desk()
    desk.init("--recovery-file", desk.path("code"))
    for name, text in (("a mark of Notepad's", BOM + PASSPHRASE + "\r\n"), ("CR alone", PASSPHRASE + "\r"),
                       ("a mark and nothing after", BOM + PASSPHRASE)):
        expect(desk.run("list", "--passphrase-file", desk.write("p", text)), OK, "password file: " + name)
    result = desk.run("village", "add", "--json", "--passphrase-file", "-",
                      stdin=BOM + PASSPHRASE + "\r\n" + BOM + '{"code":"26572-01","name":"A"}\r\n')
    expect(result, OK, "on standard input, before data")
    expect(desk.run("list", "--passphrase-file", desk.write("p", BOM + "\r\n")), USAGE, "nothing but a mark", err="empty")
    expect(desk.run("list", "--passphrase-file", desk.write("p", PASSPHRASE.encode("utf-16"))), USAGE, "no UTF-8 at all",
           err="no text")
    code = open(desk.path("code")).read().strip()
    new = desk.write("new", BOM + "mật khẩu mới\r\n")
    plain = desk.write("plain", "mật khẩu mới")
    for name, text in (("en dashes", BOM + code.replace("-", "–") + "\r\n"), ("em dashes", code.replace("-", " — ")),
                       ("hard spaces and hyphens", code.replace("-", "\u00a0\u2011\u200b").upper())):
        result = desk.run("recover", "--code-file", desk.write("c", text), "--new-passphrase-file", new)
        expect(result, OK, "recovery code with " + name)
    expect(desk.run("list", "--passphrase-file", plain), OK, "a mark before a new password is none of it")
    desk.close()


def short_passwords():
    desk = Desk()
    short = desk.write("short", "bảychữô\n")  # seven letters, eleven bytes
    decomposed = desk.write("nfd", "ta\u0301mchu\u031b\u0303o\u0302m\n")  # eight letters, eleven code points
    result = desk.init("--passphrase-file", short)
    expect(result, USAGE, "init", err=LETTERS)
    tap.ok(not os.path.exists(desk.vault), "makes nothing")
    desk.init("--recovery-file", desk.path("code"))
    for args in (("passphrase",), ("member", "add", "Hoa", "--kdf-mem=19", "--kdf-ops=2"),
                 ("recover", "--code-file", desk.path("code"))):
        result = desk.run(*args, "--new-passphrase-file", short)
        expect(result, USAGE, "%s refuses seven letters" % args[0], err=LETTERS)
    result = desk.run("passphrase", "--new-passphrase-file", desk.write("seven", "ta\u0301mchu\u031b\u0303o\u0302\n"), lang="vi")
    expect(result, USAGE, "marks are no letters", err="ít nhất 8 ký tự")
    tap.ok("Hoa" not in desk.run("member", "list").out, "who was refused is not registered")
    expect(desk.run("list", "--passphrase-file", short), NOPERM, "to open, any length is tried", err="wrong password")
    expect(desk.run("passphrase", "--new-passphrase-file", decomposed), OK, "eight letters are enough")
    expect(desk.run("list", "--passphrase-file", desk.write("nfc", "támchữôm")), OK, "and open")
    desk.close()


def readable_passwords():
    desk = Desk()
    desk.init()
    os.chmod(desk.passfile, 0o644)
    expect(desk.run("list"), OK, "a password file others can read is used, with a warning", err="others can read")
    os.chmod(desk.passfile, 0o640)
    expect(desk.run("list", lang="vi"), OK, "the group are others", err="người khác đọc được")
    os.chmod(desk.passfile, 0o600)
    expect(desk.run("list"), OK, "one's own is used without")
    new = desk.write("new", "mật khẩu mới\n")
    os.chmod(new, 0o604)
    expect(desk.run("passphrase", "--new-passphrase-file", new), OK, "a new one likewise", err="new: others can read")
    desk.close()


def costly():
    """Memory times passes of Argon2id: bounded when it is chosen and before it is worked through."""
    desk = Desk()
    for mem, ops in (("1024", "5"), ("65", "64")):
        expect(desk.init("--kdf-mem", mem, "--kdf-ops", ops), USAGE, "init with %s MiB × %s" % (mem, ops), err="4096")
    expect(desk.init("--kdf-mem", "1025"), USAGE, "init with 1,025 MiB", err="--kdf-mem")
    expect(desk.init("--kdf-ops", "65"), USAGE, "init with 65 passes", err="--kdf-ops")
    desk.init("--recovery-file", desk.path("code"))
    expect(desk.run("member", "add", "Hoa", "--new-passphrase-file", desk.passfile, "--kdf-mem=1024", "--kdf-ops=64"), USAGE,
           "member add", err="4096")
    with open(desk.vault, "r+b") as vault:
        block = bytearray(vault.read(8192))
        for copy in (0, 4096):
            struct.pack_into("<II", block, copy + 96 + 4, 1024, 5)
            block[copy + 4064:copy + 4096] = hashlib.blake2b(block[copy:copy + 4064], digest_size=32).digest()
        vault.seek(0)
        vault.write(block)
    expect(desk.run("list"), DATAERR, "a data file of the former version above it", err="made by a former version")
    expect(desk.run("list", lang="vi"), DATAERR, "in Vietnamese", err="do phiên bản cũ tạo")
    expect(desk.run("recover", "--code-file", desk.path("code"), "--new-passphrase-file", desk.passfile), DATAERR,
           "by its recovery code, too", err="former version")
    expect(desk.run("restore", desk.vault, "--vault", desk.path("new")), DATAERR, "as a backup, too", err="former version")
    desk.close()


KNOWN = """
#include <pwd.h>
struct passwd *getpwuid(uid_t uid) { static struct passwd p; p.pw_name = "ai"; p.pw_dir = "%s"; p.pw_uid = uid; return &p; }
"""


def known_home(desk):
    """What makes a folder of the desk's the home that the system knows, not that of who builds; None without a compiler."""
    compiler, library = shutil.which("cc"), desk.path("known.so")
    source = desk.write("known.c", KNOWN % desk.path("known"))
    if not compiler or subprocess.call([compiler, "-shared", "-fPIC", "-o", library, source]):
        return None
    return {"LD_PRELOAD": library, "ASAN_OPTIONS": desk.env.get("ASAN_OPTIONS", "") + ":verify_asan_link_order=0"}


def no_home():
    desk = Desk()
    env = {name: value for name, value in desk.env.items() if name not in ("HOME", "SOTAY_VAULT", "XDG_DATA_HOME")}

    def run(*args, **more):
        process = subprocess.run(desk.command(*args), env={**env, **more.pop("env", {})}, capture_output=True, timeout=60, **more)
        return process.returncode, process.stdout.decode(), process.stderr.decode()
    known, there = known_home(desk), desk.path("known/.local/share/sotay/sotay.vault")
    for name, home in (("without HOME it is what the system knows", {}),
                       ("a HOME that is no absolute path is none", {"HOME": "nowhere"})):
        if not known:
            tap.skip(name, "no compiler to make one")
            continue
        code, out, err = run("list", env={**home, **known})
        tap.ok(code == NOINPUT and there in err, name, err)
    tap.equal(run("telex")[0], OK, "what needs no data file needs no home")

    def nobody():
        os.setgroups([])
        os.setgid(4000000)
        os.setuid(4000000)
    try:
        code, out, err = run("list", preexec_fn=nobody)
        tap.ok(code == CONFIG and "--vault" in err and err.count("\n") == 1, "nobody known and no HOME: one line", err)
        tap.equal(run("help", preexec_fn=nobody)[0], OK, "help needs none")
    except (PermissionError, subprocess.SubprocessError):
        tap.skip("nobody known and no HOME: one line", "only root can be nobody")
        tap.skip("help needs none", "only root can be nobody")
    desk.close()


def standard_output_as_a_file():
    desk = ready_desk()
    desk.log(session())
    for more in ((), ("--format", "csv"), ("--force",)):
        plain, named = (desk.run("summary", *more[:2], *o, cwd=desk.home) for o in ((), ("-o", "-")))
        tap.ok(named.code == OK and plain.raw == named.raw != b"" and not os.path.exists(desk.path("-")),
               "summary %s -o - is standard output" % " ".join(more), named)
    desk.close()


def gone_reader():
    read, write = os.pipe()
    os.close(read)
    return write


def readers_that_have_seen_enough():
    desk = ready_desk()
    desk.log(*[session()] * 300)
    files = sorted(os.listdir(desk.home))
    for args in ("list",), ("list", "--json"), ("show", "26572-01"), ("summary",), ("check",), ("help",):
        result = desk.run(*args, stdout=gone_reader())
        tap.ok(result.code == -signal.SIGPIPE and not result.err, "%s ends as cat does" % " ".join(args), result)
    result = desk.run("telex", stdin=b"xin chaof\n" * 20000, stdout=gone_reader())
    tap.ok(result.code == -signal.SIGPIPE and not result.err, "telex, in the middle of its work", result)
    head = subprocess.run(["sh", "-c", '"$0" list --json | head -n 1', desk.program], env=desk.env, capture_output=True,
                          timeout=60)
    tap.ok(head.returncode == OK and head.stdout.count(b"\n") == 1 and not head.stderr, "list | head", head)
    tap.equal(sorted(os.listdir(desk.home)), files, "neither log nor lock is left behind")
    result = desk.run("list", stdout=gone_reader(), preexec_fn=lambda: signal.signal(signal.SIGPIPE, signal.SIG_IGN))
    expect(result, IOERR, "whoever wants no such end is told", err="standard output")
    result = desk.run("log", stdin=[session()], stdout=gone_reader())
    expect(result, IOERR, "what is saved is said to be saved", err="all is saved")
    tap.equal(len(desk.run("list").lines()), len(desk.run("list", "--json").lines()), "listings agree")
    tap.equal(len(desk.run("list", "--json").lines()), 301, "and it is saved")
    desk.close()


def closed_streams():
    desk = ready_desk()
    desk.log(session())
    figures = desk.run("summary").raw
    for closed in ("<&-", ">&-", "2>&-", "<&- >&- 2>&-"):
        name = desk.path("week" + str(len(closed)) + closed[0])
        shell = subprocess.run(["sh", "-c", 'exec "$0" "$@" ' + closed, *desk.command("summary", "-o", name)], env=desk.env,
                               capture_output=True, timeout=60)
        tap.ok(shell.returncode == (OK if os.path.exists(name) else None) and open(name, "rb").read() == figures,
               "summary -o FILE with %s closed" % closed, shell)
    shell = subprocess.run(["sh", "-c", 'exec "$0" "$@" >&-', *desk.command("summary", "-o", "-")], env=desk.env,
                           capture_output=True, timeout=60)
    tap.ok(shell.returncode == IOERR and b"standard output" in shell.stderr, "-o - with it closed is said", shell)
    expect(desk.run("check"), OK, "nothing went into the data file")
    desk.close()


class Job:
    """A program in the foreground of a terminal, under a shell that can stop it and let it go on."""

    def __init__(self, desk, *args):
        self.back, back = os.pipe()
        self.shell, self.terminal = pty.fork()
        if self.shell == 0:
            try:
                self.lead(desk, args, back)
            finally:
                os._exit(0)
        os.close(back)
        self.shown = b""

    def lead(self, desk, args, back):
        signal.signal(signal.SIGTTOU, signal.SIG_IGN)
        program = os.fork()
        if program == 0:
            os.setpgid(0, 0)
            os.tcsetpgrp(0, os.getpid())
            signal.signal(signal.SIGTTOU, signal.SIG_DFL)
            os.execve(desk.program, desk.command(*args), {**desk.env, "SOTAY_PASSPHRASE_FILE": ""})
        while True:
            _, status = os.waitpid(program, os.WUNTRACED)
            if not os.WIFSTOPPED(status):
                break
            os.tcsetpgrp(0, os.getpid())
            echo = termios.tcgetattr(0)[3] & termios.ECHO
            os.write(back, b"stopped, %s\n" % (b"shown" if echo else b"hidden"))
            os.tcsetpgrp(0, program)
            os.kill(-program, signal.SIGCONT)
        os.write(back, b"ended, %d\n" % os.waitstatus_to_exitcode(status))

    def type(self, keys, times):
        """After the question was asked that many times."""
        while self.shown.count(b"Password: ") < times:
            self.shown += os.read(self.terminal, 1000)
        os.write(self.terminal, keys)

    def end(self):
        report = b""
        while chunk := os.read(self.back, 1000):
            report += chunk
        try:
            while chunk := os.read(self.terminal, 1000):
                self.shown += chunk
        except OSError:
            pass
        os.waitpid(self.shell, 0)
        os.close(self.back)
        os.close(self.terminal)
        return report.decode().splitlines()


def stopped_at_the_question():
    desk = Desk()
    desk.init()
    job = Job(desk, "list")
    job.type(b"m\xe1\xba\xadt kh\x1a", 1)
    job.type(b"\x1a", 2)
    job.type(PASSPHRASE.encode() + b"\n", 3)
    tap.equal(job.end(), ["stopped, shown", "stopped, shown", "ended, 0"],
              "^Z stops the program with the terminal as it was; then it asks again")
    tap.ok(PASSPHRASE.encode() not in job.shown and b"kh" not in job.shown, "and nothing typed shows", job.shown)
    job = Job(desk, "list")
    job.type(b"\x03", 1)
    tap.equal(job.end(), ["ended, %d" % -signal.SIGINT], "^C ends it")
    desk.close()


for part in (summary_writes_over_nothing_kept, init_and_backup_write_over_nothing_kept, secrets, short_passwords,
             readable_passwords, costly, no_home, standard_output_as_a_file, readers_that_have_seen_enough, closed_streams,
             stopped_at_the_question):
    part()
tap.done()
