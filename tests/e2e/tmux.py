"""A second opinion on the screen: the same program in tmux, another terminal than the one of tests/tui.

tmux runs with a socket and a folder of its own, without anybody's settings;
whatever happens, no server is left behind.
"""
import os
import re
import shutil
import subprocess
import tempfile
import time

from harness import Desk, Tap

PATIENCE = 30  # seconds, for a machine that has other work


class Tmux:
    """The program alone in a tmux of its own, 80 columns and 24 rows; the server ends with it."""

    def __init__(self, env, command):
        self.folder = tempfile.mkdtemp(prefix="tmux", dir="/tmp")  # a socket's path is short
        self.env = {**env, "TMUX_TMPDIR": self.folder}
        with open(os.path.join(self.folder, "conf"), "w") as conf:
            conf.write("set -g status off\nset -g escape-time 0\n")
        self.tell("new-session", "-d", "-x", "80", "-y", "24", *command)

    def tell(self, *args):
        return subprocess.run(["tmux", "-u", "-f", os.path.join(self.folder, "conf"), "-L", "sotay"] + list(args),
                              env=self.env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60)

    def keys(self, *keys):
        self.tell("send-keys", *keys)

    def type(self, text):
        self.tell("send-keys", "-l", text)

    def rows(self):
        """The screen's rows without the blanks at their ends."""
        out = self.tell("capture-pane", "-p").stdout.decode()
        return [row.rstrip() for row in out.split("\n")[:-1]]

    def wait(self, good):
        """The rows once they are good, twice in a row: a whole screen. Else the last ones."""
        end, before = time.monotonic() + PATIENCE, None
        while True:
            rows = self.rows()
            if (good(rows) and rows == before) or time.monotonic() > end:
                return rows
            before = rows if good(rows) else None
            time.sleep(0.02)

    def shows(self, tap, text, name):
        rows = self.wait(lambda rows: any(text in row for row in rows))
        tap.ok(any(text in row for row in rows), name, "\n".join(rows))
        return rows

    def cursor(self, tap, wanted, name):
        end, at = time.monotonic() + PATIENCE, None
        while at != wanted and time.monotonic() < end:
            out = self.tell("display-message", "-p", "#{cursor_y} #{cursor_x}").stdout
            at = tuple(map(int, out.split()))
        tap.equal(at, wanted, name)

    def running(self):
        return self.tell("has-session").returncode == 0

    def ended(self):
        """Whether the program has left by itself, within patience."""
        end = time.monotonic() + PATIENCE
        while self.running() and time.monotonic() < end:
            time.sleep(0.02)
        return not self.running()

    def close(self):
        """Whatever happened, no server is left behind."""
        self.tell("kill-server")
        gone = self.ended()
        shutil.rmtree(self.folder, ignore_errors=True)
        return gone


def picture_of_the_readme():
    with open(os.path.join(os.environ.get("srcdir", "."), "README.md"), encoding="utf-8") as f:
        picture = re.search(r"The main screen.*?```\n(.*?)```", f.read(), re.S).group(1)
    return [row.rstrip() for row in picture.split("\n")[:-1]]


def the_main_screen(tap, desk):
    tmux = Tmux(desk.env, desk.command("demo", lang="vi"))
    try:
        tmux.shows(tap, "1/4", "the demo opens on its tour")
        tmux.keys("Escape")
        wanted = picture_of_the_readme()
        rows = tmux.wait(lambda rows: rows == wanted)
        tap.equal(rows, wanted, "the main screen is the README's, row by row")
        tmux.keys("q")
        tap.ok(tmux.ended(), "q leaves")
    finally:
        tap.ok(tmux.close(), "no server is left")


def a_visit(tap, desk):
    made = desk.run("demo", desk.path("year"))
    desk.vault = desk.env["SOTAY_VAULT"] = desk.path("year/sotay.vault")
    desk.write("pass", "demo1234\n")
    tap.equal(made.code, 0, "a year of invented work")
    before = len(desk.run("list").lines())
    tmux = Tmux(desk.env, desk.command(lang="vi"))
    try:
        tmux.shows(tap, "> Lan", "the lock screen knows the member")
        tmux.type("demo1234")
        tmux.keys("Enter")
        tmux.shows(tap, "Tuần này", "the password opens it")
        tmux.type("n021")
        tmux.keys("Enter")
        tmux.shows(tap, "Hộ H021", "a household by its number")
        tmux.type("2101")
        tmux.keys("Tab", "Tab", "Tab", "Tab")
        tmux.shows(tap, "Telex", "in the note the typing method works")
        tmux.type("Baf Nawm tuwj lafm dduwowcj")
        tmux.shows(tap, "Bà Năm tự làm được", "Telex makes Vietnamese of it")
        tmux.keys("C-s")
        tmux.shows(tap, "Đã lưu · H021", "a visit is saved")
        tmux.type("s")
        rows = tmux.shows(tap, "· Tất cả · mới trước", "the list of sessions")
        tap.equal(rows[0], " Lượt hướng dẫn" + "Xã Minh Tân (mẫu) · Lan".rjust(64), "its title")
        tap.equal(rows[2], " Ngày       Giờ   Địa điểm                 Hình thức Người  Nội dung hướng dẫn", "its columns")
        # Those without a time come first, and which of them does not matter.
        tap.ok(" 21/11/2026       H021 cổng gỗ,… · Ấp Bắc  Tại nhà   2      Phòng tránh lừa đảo" in rows[3:],
               "the visit stands in it", "\n".join(rows))
        tmux.cursor(tap, (3, 1), "the cursor is on the first row")
        tmux.keys("Down")
        tmux.shows(tap, " 2/", "down to the next one")
        tmux.cursor(tap, (4, 1), "and the cursor with it")
        tmux.tell("resize-window", "-x", "60", "-y", "20")
        rows = tmux.wait(lambda rows: len(rows) == 20 and rows[19].endswith("? Trợ giúp"))
        tap.ok(len(rows) == 20 and rows[19].endswith("Esc Quay lại  ? Trợ giúp") and all(len(row) <= 60 for row in rows),
               "a smaller window: 60 columns, 20 rows, help and the way back at the end", "\n".join(rows))
        tmux.cursor(tap, (4, 1), "the cursor stays on its row")
        tmux.keys("Escape")
        tmux.shows(tap, "Tuần này", "back at the main screen")
        tmux.keys("q")
        tap.ok(tmux.ended(), "q leaves")
    finally:
        tap.ok(tmux.close(), "no server is left")
    listed = desk.run("list", "--json", "--search", "ba nam tu lam duoc").objects()
    tap.ok(any(record["note"] == "Bà Năm tự làm được" and record["household"] == "H021" for record in listed),
           "what was saved is in the data file, letter for letter", listed[:2])
    tap.equal(len(desk.run("list").lines()), before + 1, "and is one session more")


tap = Tap()
for part in (the_main_screen, a_visit):
    desk = Desk()
    part(tap, desk)
    desk.close()
tap.done()
