"""What the end-to-end tests share: TAP, and the real program in a home of its own.

The program is $SOTAY. Every Desk has its own folder with a data file made with
the cheapest key derivation allowed, a fixed clock and an empty environment, so
that tests can run side by side and give the same result anywhere.
"""
import itertools
import json
import os
import shutil
import subprocess
import sys
import tempfile

NOW = "2026-11-21T09:00"
PASSPHRASE = "mật khẩu thử"

# sysexits.h
OK, USAGE, DATAERR, NOINPUT, UNAVAILABLE, SOFTWARE = 0, 64, 65, 66, 69, 70
CANTCREAT, IOERR, TEMPFAIL, NOPERM, CONFIG = 73, 74, 75, 77, 78

SESSION = {"date": "2026-11-17", "time": "14:30", "village": "26572-01", "household": "H001",
           "channel": "tai_nha", "minutes": 25, "people": 2, "female": 1, "over60": 0,
           "attempt": None,
           "topics": [{"topic": "VNEID2", "outcome": "hoan_thanh", "count": 1, "blocker": None}],
           "followups": [{"kind": "den_lai", "due": "2026-11-24", "topic": "VNEID2"}],
           "note": "Bà Năm tự làm được", "by": ["Lan"], "tags": []}


numbers = itertools.count()


class Tap:
    def __init__(self):
        self.count = self.failed = 0

    def ok(self, good, name, detail=""):
        self.count += 1
        self.failed += not good
        print("%sok %d - %s" % ("" if good else "not ", self.count, name.replace("#", "")))
        if not good:
            for line in str(detail).splitlines()[:20]:
                print("#   " + line)
        sys.stdout.flush()
        return good

    def equal(self, got, wanted, name):
        return self.ok(got == wanted, name, "got    %r\nwanted %r" % (got, wanted))

    def skip(self, name, why):
        self.count += 1
        print("ok %d - %s # SKIP %s" % (self.count, name, why))

    def done(self):
        print("1..%d" % self.count)
        sys.exit(1 if self.failed else 0)


class Result:
    def __init__(self, args, process):
        self.args, self.code = args, process.returncode
        self.raw = process.stdout
        self.out = process.stdout.decode("utf-8", "replace")
        self.err = process.stderr.decode("utf-8", "replace")

    def lines(self):
        return self.out.splitlines()

    def objects(self):
        return [json.loads(line) for line in self.lines()]

    def __str__(self):
        return "sotay %s\nexit %s\nstdout %s\nstderr %s" % (
            " ".join(self.args), self.code, self.out[:1500], self.err[:1500])


def as_lines(records):
    return "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records)


class Desk:
    """A laptop: a folder, a passphrase file, the path of a data file."""

    def __init__(self, now=NOW):
        self.program = os.environ["SOTAY"]
        self.home = tempfile.mkdtemp(prefix="desk", dir=os.environ.get("TMPDIR"))
        self.vault = os.path.join(self.home, "sotay.vault")
        self.passfile = self.write("pass", PASSPHRASE + "\n")
        self.env = {"HOME": self.home, "PATH": "/usr/bin:/bin", "TZ": "UTC", "LC_ALL": "C.UTF-8",
                    "SOTAY_NOW": now, "SOTAY_VAULT": self.vault,
                    "SOTAY_PASSPHRASE_FILE": self.passfile}
        for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS"):
            if name in os.environ:
                self.env[name] = os.environ[name]

    def path(self, name):
        return os.path.join(self.home, name)

    def write(self, name, content):
        if isinstance(content, str):
            content = content.encode()
        with open(self.path(name), "wb") as out:
            os.fchmod(out.fileno(), 0o600)
            out.write(content)
        return self.path(name)

    def command(self, *args, lang="en", faulty=False):
        program = os.environ["SOTAY_FAULTY"] if faulty else self.program
        return [program] + (["--lang", lang] if lang else []) + list(args)

    def run(self, *args, stdin=b"", lang="en", env=None, fault=None, **more):
        """stdin: bytes, text, or a list of records. lang None leaves the choice to env.

        fault: what the system does wrong, fault_shim.c: "write 3 EIO", "sync 1 late", "any 7 kill".
        """
        if isinstance(stdin, list):
            stdin = as_lines(stdin)
        if isinstance(stdin, str):
            stdin = stdin.encode()
        env = {**self.env, **(env or {}), **({"SOTAY_FAULT": fault} if fault else {})}
        command = self.command(*args, lang=lang, faulty=fault or "SOTAY_FAULT_COUNT" in env)
        process = subprocess.run(command, input=stdin, stdout=more.pop("stdout", subprocess.PIPE),
                                 stderr=subprocess.PIPE, env=env, timeout=60, **more)
        if process.stdout is None:
            process.stdout = b""
        return Result(args, process)

    def calls(self, *args, env=None, **how):
        """How often each of the shim's calls is made by a command, which is done; and its Result."""
        name = self.path("calls-%d" % next(numbers))
        result = self.run(*args, env={**(env or {}), "SOTAY_FAULT_COUNT": name}, **how)
        with open(name) as counted:
            counts = {call: int(n) for call, n in map(str.split, counted)}
        os.unlink(name)
        return counts, result

    def init(self, *more, level="team", unit="26572", member="Lan", **how):
        return self.run("init", "--level", level, "--unit", unit, "--unit-name",
                        "Phường Tam Long", "--member", member, "--kdf-mem", "19", "--kdf-ops", "2",
                        *more, **how)

    def fill(self):
        """Two villages, two households, a team and its members."""
        steps = [
            ("village", [{"code": "26572-01", "name": "Ấp Bắc", "households": 210},
                         {"code": "26572-02", "name": "Ấp Đông", "households": 150}]),
            ("household", [{"village": "26572-01", "code": "H001", "kinds": ["thuong"],
                            "hint": None, "guided_since": None},
                           {"village": "26572-02", "code": "H002", "kinds": [], "hint": None,
                            "guided_since": None}]),
            ("team", [{"code": "T01", "name": "Tổ Ấp Bắc", "villages": ["26572-01"]}]),
            ("member", [{"code": "Lan", "name": "Lan", "role": "to_truong", "team": "T01"},
                        {"code": "Bình", "name": "Trần Bình", "role": None, "team": "T01"}]),
        ]
        for name, records in steps:
            result = self.run(name, "add", "--json", stdin=records)
            if result.code:
                raise RuntimeError(str(result))

    def log(self, *records, **how):
        return self.run("log", stdin=list(records), **how)

    def foreign(self, *args, stdin="", env=None):
        """foreign.c on this desk's data file; its output."""
        command = [os.environ["SOTAY_FOREIGN"]] + [str(arg) for arg in args]
        process = subprocess.run(command, input=stdin.encode(), env={**self.env, **(env or {})}, timeout=60,
                                 stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        if process.returncode:
            raise RuntimeError("%s: %s" % (command[1:], process.stderr.decode()))
        return process.stdout.decode()

    def take(self, other, level="team", unit="26572", team="-", codes=None):
        """Take in all that was made on another laptop, which is this; the key of the import."""
        return int(self.foreign("take", level, unit, team, codes or unit, stdin=other.foreign("give")))

    def close(self):
        shutil.rmtree(self.home, ignore_errors=True)


def session(**changes):
    return {**SESSION, **changes}


def ready_desk():
    desk = Desk()
    result = desk.init()
    if result.code:
        raise RuntimeError(str(result))
    desk.fill()
    return desk
