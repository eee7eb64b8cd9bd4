"""Memory that runs out at any moment: the program ends with 71, nothing half done, or does its work.

Each request for memory is refused once, in a run of its own ($SOTAY_OOM, oom_shim.c): in
`log`, in `list`, and on the screen from before the save of a visit to leaving. Of each
only some are tried, evenly spread; $HEAVY set: all, and on the screen every twelfth of
those before the save.
"""
import concurrent.futures
import fcntl
import os
import re
import select
import shutil
import signal
import struct
import subprocess
import termios
import time

import harness

OSERR = 71
SAID = "sotay: not enough memory\n"
HEAVY = bool(os.environ.get("HEAVY"))
FULL = harness.session(note="Bà Năm tự làm được", people=4, female=3, over60=1, by=["Lan", "Bình"],
                       topics=[{"topic": "VNEID2", "outcome": "hoan_thanh", "count": 2,
                                "blocker": None},
                               {"topic": "VNEID1", "outcome": "tu_lam", "count": 1,
                                "blocker": None}])
# The lock screen's password; a visit to the first household: 4 people, 3 women, 1 over 60, a topic done.
KEYS = (harness.PASSPHRASE + "\r" + "n1\r431" + "12").encode()
SAVE, LEAVE = b"\x13", b"q"
PASTES = b"\x1b[?2004h"  # the terminal is the program's: it asks for pastes to be marked

tap = harness.Tap()
pool = concurrent.futures.ThreadPoolExecutor(os.cpu_count() or 2)


class Copy:
    """A data file like the desk's, for one run; only what changed in it is looked into."""

    def __init__(self, desk, name):
        self.desk, self.path = desk, desk.path(name + ".vault")
        shutil.copyfile(desk.vault, self.path)

    def env(self, **more):
        return {**self.desk.env, "SOTAY_VAULT": self.path, **more}

    def untouched(self):
        log = self.path + "-wal"
        if os.path.exists(log) and os.path.getsize(log):
            return False
        with open(self.path, "rb") as ours, open(self.desk.vault, "rb") as theirs:
            return ours.read() == theirs.read()

    def sessions(self):
        """What it holds, ids and states apart; a string when it is not sound."""
        check = self.desk.run("check", env=self.env())
        if check.code:
            return str(check)
        listed = self.desk.run("list", "--json", env=self.env())
        return [without_ids(s) for s in listed.objects()] if not listed.code else str(listed)

    def close(self):
        for name in os.listdir(self.desk.home):
            if name.startswith(os.path.basename(self.path)):
                os.unlink(self.desk.path(name))


def without_ids(session):
    return {k: v for k, v in session.items() if k not in ("id", "origin", "version")}


def refused(n):
    return {"SOTAY_OOM_AT": str(n)}


def count_of(desk):
    with open(desk.path("count")) as counted:
        return int(counted.read())


def spread(first, last, some):
    """Of the numbers first..last so many, evenly; with HEAVY all."""
    span = last - first + 1
    some = span if HEAVY else min(some, span)
    return [first + i * span // some for i in range(some)]


def sweep(name, numbers, total, run):
    """run(n) is None, or what is wrong."""
    wrong = ["request %d: %s" % (n, why) for n, why in zip(numbers, pool.map(run, numbers)) if why]
    return wrong, "%s: %d of %d requests refused" % (name, len(numbers), total)


class Tally:
    def __init__(self):
        self.ended = self.done = self.stayed = 0

    def line(self):
        said = ", %d said so and stayed" % self.stayed if self.stayed else ""
        return "%d ended with %d, %d went on%s" % (self.ended, OSERR, self.done, said)


# ---- the command line ----

def run_program(copy, n, *args, stdin=b""):
    return subprocess.run([os.environ["SOTAY_OOM"], "--lang", "en", *args], input=stdin,
                          capture_output=True, env=copy.env(**refused(n)), timeout=60)


def wrong_end(code, err, tally):
    """Either of the two ends there are, and what was said."""
    if code == OSERR:
        tally.ended += 1
        return None if "not enough memory" in err and err.count("\n") == 1 else "said %r" % err
    tally.done += 1
    return None if code == 0 and not err else "exit %d, said %r" % (code, err)


def log_once(desk, expected, tally):
    def run(n):
        copy = Copy(desk, "log-%d" % n)
        result = run_program(copy, n, "log", stdin=harness.as_lines([FULL]).encode())
        why = wrong_end(result.returncode, result.stderr.decode(), tally)
        promised = result.returncode == 0 or result.stdout
        if not why and (promised or not copy.untouched()):
            held = copy.sessions()
            if held != expected and (promised or held != []):
                why = "exit %d, it holds %s" % (result.returncode, held)
        copy.close()
        return why
    return run


def list_once(desk, expected, tally):
    def run(n):
        copy = Copy(desk, "list-%d" % n)
        result = run_program(copy, n, "list", "--json")
        why = wrong_end(result.returncode, result.stderr.decode(), tally)
        if not why and not (expected == result.stdout if result.returncode == 0
                            else expected.startswith(result.stdout)):
            why = "it listed %r" % result.stdout
        if not why and not copy.untouched() and isinstance(copy.sessions(), str):
            why = copy.sessions()
        copy.close()
        return why
    return run


def try_log(some):
    desk = harness.ready_desk()
    whole = Copy(desk, "whole")
    result = subprocess.run([os.environ["SOTAY_OOM"], "log"], input=harness.as_lines([FULL]).encode(),
                            capture_output=True,
                            env=whole.env(SOTAY_OOM_COUNT=desk.path("count")))
    expected, total, tally = whole.sessions(), count_of(desk), Tally()
    tap.ok(result.returncode == 0 and len(expected) == 1 and expected[0]["note"] == FULL["note"],
           "log with memory enough", result.stderr)
    wrong, name = sweep("log", spread(1, total, some), total, log_once(desk, expected, tally))
    tap.ok(not wrong and tally.ended, "%s: %s, a session whole or not at all" % (name, tally.line()),
           "\n".join(wrong))
    desk.close()


def try_list(some):
    desk = harness.ready_desk()
    desk.log(*[harness.session(date="2026-11-%d" % day, note="ngày %d" % day)
               for day in range(10, 15)])
    result = subprocess.run([os.environ["SOTAY_OOM"], "list", "--json"], capture_output=True,
                            env={**desk.env, "SOTAY_OOM_COUNT": desk.path("count")})
    total, tally = count_of(desk), Tally()
    tap.ok(result.stdout.count(b"\n") == 5, "list with memory enough", result.stdout)
    wrong, name = sweep("list --json", spread(1, total, some), total,
                        list_once(desk, result.stdout, tally))
    tap.ok(not wrong and tally.ended, "%s: %s" % (name, tally.line()), "\n".join(wrong))
    desk.close()


# ---- the screen ----

class Screen:
    """The program on a terminal; all keys are typed ahead."""

    def __init__(self, copy, env):
        self.master, self.slave = os.openpty()
        fcntl.ioctl(self.slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self.before = termios.tcgetattr(self.slave)
        self.shown = b""
        env = copy.env(TERM="xterm-256color", **env)
        del env["SOTAY_PASSPHRASE_FILE"]
        self.process = subprocess.Popen([os.environ["SOTAY_OOM"], "--lang", "en"], env=env,
                                        stdin=self.slave, stdout=self.slave, stderr=self.slave)

    def type(self, keys):
        return os.write(self.master, keys)

    def read_until(self, done, patience=30):
        end = time.monotonic() + patience
        while time.monotonic() < end:
            if select.select([self.master], [], [], 0.02)[0]:
                self.shown += os.read(self.master, 65536)
            elif done():
                return True
        return False

    def wait_for(self, text):
        """Whether it is shown; False when the program has ended without."""
        self.read_until(lambda: text in self.shown or self.process.poll() is not None)
        return text in self.shown

    def wait_end(self):
        if not self.read_until(lambda: self.process.poll() is not None):
            self.process.kill()
        return self.process.wait()

    def left_as_found(self):
        """Modes and main screen; nothing but the last line on it."""
        opened, last = b"\x1b[?1049h" in self.shown, self.shown.rpartition(b"\x1b[?1049l")[2]
        words = re.sub(rb"\x1b(\[[?0-9;]*[a-zA-Z]|[>=])|\r", b"", last if opened else self.shown)
        return (termios.tcgetattr(self.slave) == self.before and
                self.shown.rfind(b"\x1b[?25l") <= self.shown.rfind(b"\x1b[?25h") and
                words.decode() in ("", SAID))

    def close(self):
        os.close(self.master)
        os.close(self.slave)


def save_once(desk, expected, tally):
    def run(n):
        copy = Copy(desk, "screen-%d" % n)
        screen = Screen(copy, refused(n))
        if screen.wait_for(PASTES) and screen.type(KEYS + SAVE) and screen.wait_for(b"Saved"):
            screen.type(LEAVE)
        code = screen.wait_end()
        promised = code == 0 or b"Saved" in screen.shown
        why = None
        if code not in (0, OSERR) and b"not enough memory" in screen.shown and copy.untouched():
            tally.stayed += 1 # at the lock screen: libsodium's guarded memory is asked for by hand
        elif code not in (0, OSERR):
            why = "exit %d, %r" % (code, screen.shown[-300:])
        elif not screen.left_as_found():
            why = "exit %d, the terminal is left as %r" % (code, screen.shown[-300:])
        elif promised or not copy.untouched():
            held = copy.sessions()
            if held != expected and (promised or held != []):
                why = "exit %d, it holds %s" % (code, held)
        tally.ended += code == OSERR
        tally.done += code == 0
        screen.close()
        copy.close()
        return why
    return run


def try_screen(some):
    desk = harness.ready_desk()
    whole = Copy(desk, "whole")
    screen = Screen(whole, {"SOTAY_OOM_COUNT": desk.path("count")})
    screen.wait_for(PASTES)
    screen.type(KEYS)
    screen.read_until(lambda: False, 1)
    screen.process.send_signal(signal.SIGUSR1)
    screen.read_until(lambda: os.path.exists(desk.path("count")))
    first = count_of(desk)
    screen.type(SAVE)
    screen.wait_for(b"Saved")
    screen.type(LEAVE)
    code = screen.wait_end()
    expected, total, tally = whole.sessions(), count_of(desk), Tally()
    tap.ok(code == 0 and len(expected) == 1 and screen.left_as_found(),
           "saved on the screen with memory enough", screen.shown[-300:])
    screen.close()
    wrong, name = sweep("the screen", spread(first, total, some), total,
                        save_once(desk, expected, tally))
    tap.ok(not wrong and tally.ended,
           "%s: %s, the terminal as it was" % (name, tally.line()), "\n".join(wrong))
    if HEAVY: # what comes before: opening, unlocking, typing
        tally = Tally()
        wrong, name = sweep("the screen before it", range(1, first, 12), first,
                            save_once(desk, expected, tally))
        tap.ok(not wrong and tally.ended, "%s: %s" % (name, tally.line()), "\n".join(wrong))
    desk.close()


if __name__ == "__main__":
    try_log(80)
    try_list(60)
    try_screen(60)
    tap.done()
