"""Memory that runs out at any moment: the program ends with 71, nothing half done, or does its work.

Each request for memory is refused in a run of its own ($SOTAY_OOM, oom_shim.c), it alone and
with all after it: in commands that write and that read, and, it alone, on the screen from
before the save of a visit to leaving. Of each only some are tried, evenly spread; $HEAVY set:
all, and on the screen every twelfth of those before the save.
"""
import fcntl
import os
import re
import select
import signal
import struct
import subprocess
import termios
import time

import harness
from sweep import HEAVY, Bad, Folder, base_of, sweep, without

OSERR = 71
SAID = "sotay: not enough memory\n"
FULL = harness.session(note="Bà Năm tự làm được", people=4, female=3, over60=1, by=["Lan", "Bình"],
                       topics=[{"topic": "VNEID2", "outcome": "hoan_thanh", "count": 2,
                                "blocker": None},
                               {"topic": "VNEID1", "outcome": "tu_lam", "count": 1,
                                "blocker": None}])
# The lock screen's password; a visit to the first household: 4 people, 3 women, 1 over 60, two topics done.
KEYS = (harness.PASSPHRASE + "\r" + "n1\r431" + "16").encode()
LAST_KEY = b"Digital signature" # offered as the sixth, and once more when it is chosen
SAVE, LEAVE = b"\x13", b"q"
PASTES = b"\x1b[?2004h"  # the terminal is the program's: it asks for pastes to be marked

tap = harness.Tap()


def memory_env(folder, **more):
    return {**folder.desk.env, "SOTAY_VAULT": folder.vault, **more}


def count_of(folder):
    with open(folder.file("count")) as counted:
        return int(counted.read())


def spread(first, last, some):
    """Of the numbers first..last so many, evenly; with HEAVY all."""
    span = last - first + 1
    some = span if HEAVY else min(some, span)
    return [first + i * span // some for i in range(some)]


class Tally:
    def __init__(self):
        self.ended = self.done = self.stayed = 0

    def line(self):
        said = ", %d said so and stayed" % self.stayed if self.stayed else ""
        return "%d ended with %d, %d went on%s" % (self.ended, OSERR, self.done, said)


def held(folder):
    """The sessions in a data file that is whole."""
    folder.must("check")
    return without(folder.must("list", "--json"), "id", "origin")


# ---- the command line ----

def backed_up(folder):
    """The sessions in the backup; nothing without one."""
    if "backup" not in folder.names():
        return ""
    os.rename(folder.vault, folder.file("original"))
    folder.must("restore", folder.file("backup"))
    return held(folder)


class Command:
    def __init__(self, *args, stdin=b"", look=held):
        self.name, self.args, self.stdin, self.look = args[0], args, stdin, look
        self.tally = Tally()

    def run(self, folder, **env):
        args = [folder.file(arg[1:]) if arg.startswith("@") else arg for arg in self.args]
        return subprocess.run([os.environ["SOTAY_OOM"], "--lang", "en", *args], input=self.stdin,
                              capture_output=True, env=memory_env(folder, **env), timeout=60)

    def prepare(self, base):
        """Once with memory enough: what is before, what after, how often memory is asked for."""
        self.base = base
        whole = Folder(base.desk, self.name + "-whole", base)
        self.before = self.look(whole)
        self.clean = self.run(whole, SOTAY_OOM_COUNT=whole.file("count"))
        self.out = self.shown(whole, self.clean)
        self.total = count_of(whole)
        self.after = self.look(whole)
        whole.close()
        return self.clean.returncode == 0 and (self.out or self.before != self.after)

    def shown(self, folder, result):
        """What it printed, but for the ids it gave."""
        return re.sub(rb"^\w{26}$", b"ID", result.stdout.replace(folder.path.encode(), b""), flags=re.M)

    def wrong_end(self, code, err):
        """Either of the two ends there are, and what was said."""
        if code == OSERR:
            self.tally.ended += 1
            return None if "not enough memory" in err and err.count("\n") == 1 else "said %r" % err
        self.tally.done += 1
        return None if code == 0 and not err else "exit %d, said %r" % (code, err)

    def wrong_work(self, folder, result):
        """What it promised is there; otherwise it is, or it is not."""
        shown = self.shown(folder, result)
        promised = result.returncode == 0 or b"ID" in shown
        if result.returncode == 0 and shown != self.out or not self.out.startswith(shown):
            return "it printed %r" % result.stdout
        if not promised and folder.untouched():
            return None
        found = self.look(folder)
        if found != self.after and (promised or found != self.before):
            return "exit %d, it holds %s" % (result.returncode, found)
        return None

    def attempt(self, n, ever):
        folder = Folder(self.base.desk, "%s-%d%s" % (self.name, n, ever), self.base)
        try:
            result = self.run(folder, SOTAY_OOM_AT=str(n), **({"SOTAY_OOM_EVER": "1"} if ever else {}))
            why = self.wrong_end(result.returncode, result.stderr.decode()) or self.wrong_work(folder, result)
        except Bad as bad:
            why = str(bad)
        folder.close()
        return "request %d%s: %s" % (n, ever, why) if why else None


def try_commands(some):
    desk = harness.Desk()
    base = base_of(desk)
    desk.init()
    desk.fill()
    desk.log(*[harness.session(date="2026-11-%d" % day, note="ngày %d" % day) for day in range(10, 15)])
    first = desk.run("list", "--json").objects()[0]["id"]
    for command in (
        Command("log", stdin=harness.as_lines([FULL]).encode()),
        Command("edit", first, stdin=b'{"people": 3, "note": "khac"}'),
        Command("list", "--json"),
        Command("summary", "--year", "2026", "--by", "village", "--format", "json"),
        Command("backup", "@backup", look=backed_up),
    ):
        tap.ok(command.prepare(base), "%s with memory enough" % command.name, command.clean)
        for ever in "", " and after":
            numbers = spread(1, command.total, some)
            wrong = sweep(lambda n: command.attempt(n, ever), numbers)
            tap.ok(not wrong and command.tally.ended, "%s: %d of %d requests refused%s: %s" % (
                command.name, len(numbers), command.total, ever, command.tally.line()), "\n".join(wrong))
            command.tally = Tally()
    desk.close()


# ---- the screen ----

class Screen:
    """The program on a terminal; all keys are typed ahead."""

    def __init__(self, folder, **env):
        self.master, self.slave = os.openpty()
        fcntl.ioctl(self.slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self.before = termios.tcgetattr(self.slave)
        self.shown = b""
        env = memory_env(folder, TERM="xterm-256color", **env)
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


def end_on_screen(screen, folder, expected, tally):
    """How a run ended that was refused memory: None, or what is wrong."""
    code = screen.wait_end()
    promised = code == 0 or b"Saved" in screen.shown
    if code not in (0, OSERR) and b"not enough memory" in screen.shown and folder.untouched():
        tally.stayed += 1 # at the lock screen: libsodium's guarded memory is asked for by hand
        return None
    if code not in (0, OSERR):
        return "exit %d, %r" % (code, screen.shown[-300:])
    tally.ended += code == OSERR
    tally.done += code == 0
    if not screen.left_as_found():
        return "exit %d, the terminal is left as %r" % (code, screen.shown[-300:])
    if not promised and folder.untouched():
        return None
    found = held(folder)
    if found != expected and (promised or found != ""):
        return "exit %d, it holds %s" % (code, found)
    return None


def save_once(base, expected, tally):
    def run(n):
        folder = Folder(base.desk, "screen-%d" % n, base)
        screen = Screen(folder, SOTAY_OOM_AT=str(n))
        try:
            if screen.wait_for(PASTES) and screen.type(KEYS + SAVE) and screen.wait_for(b"Saved"):
                screen.type(LEAVE)
            why = end_on_screen(screen, folder, expected, tally)
        except Bad as bad:
            why = str(bad)
        screen.close()
        folder.close()
        return "request %d: %s" % (n, why) if why else None
    return run


def save_whole(base):
    """With memory enough: what is held then, requests before the save, all of them; and how it went."""
    whole = Folder(base.desk, "whole", base)
    screen = Screen(whole, SOTAY_OOM_COUNT=whole.file("count"))
    screen.wait_for(PASTES)
    screen.type(KEYS)
    screen.read_until(lambda: screen.shown.count(LAST_KEY) == 2)
    screen.process.send_signal(signal.SIGUSR1)
    screen.read_until(lambda: "count" in whole.names() and whole.read("count"))
    first = count_of(whole)
    screen.type(SAVE)
    screen.wait_for(b"Saved")
    screen.type(LEAVE)
    code = screen.wait_end()
    expected = held(whole)
    tap.ok(code == 0 and expected.count("VNEID1") == 1 and screen.left_as_found(),
           "saved on the screen with memory enough", screen.shown[-300:])
    screen.close()
    return expected, first, count_of(whole)


def try_screen(some):
    desk = harness.Desk()
    base = base_of(desk)
    desk.init()
    desk.fill()
    expected, first, total = save_whole(base)
    sweeps = [("the screen", spread(first, total, some))]
    if HEAVY: # what comes before: opening, unlocking, typing
        sweeps.append(("the screen before it", range(1, first, 12)))
    for name, numbers in sweeps:
        tally = Tally()
        wrong = sweep(save_once(base, expected, tally), numbers)
        tap.ok(not wrong and tally.ended, "%s: %d of %d requests refused: %s, the terminal as it was" % (
            name, len(numbers), total, tally.line()), "\n".join(wrong))
    desk.close()


if __name__ == "__main__":
    try_commands(10)
    try_screen(60)
    tap.done()
