"""The words of the program are in the program.

The binary alone, copied into an empty folder, started with no environment but
what is named here and no locale the system could give (LOCPATH leads nowhere),
speaks Vietnamese and English, says what it was asked in either, and knows one
from many.
"""
import os
import shutil
import subprocess

from harness import DATAERR, OK, Desk, Tap

tap = Tap()


def alone(desk):
    """The program in a folder of its own, and how to start it there."""
    folder = desk.path("empty")
    os.mkdir(folder)
    program = shutil.copy(desk.program, folder)

    def start(*args, **env):
        bare = {"HOME": folder, "LOCPATH": "/nonexistent", "SOTAY_NOW": "2026-11-21T09:00", **env}
        for name in ("ASAN_OPTIONS", "UBSAN_OPTIONS"):
            if name in desk.env:
                bare[name] = desk.env[name]
        return subprocess.run([program, *args], env=bare, cwd=folder, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60)
    return folder, start


def both_languages():
    desk = Desk()
    folder, start = alone(desk)
    vietnamese, english = "sổ tay ngoại tuyến", "the offline logbook"
    for how, wanted in (({"LC_ALL": "C"}, vietnamese), ({}, vietnamese), ({"LANG": "C.UTF-8"}, vietnamese),
                        ({"LC_ALL": "vi_VN.UTF-8"}, vietnamese), ({"LC_ALL": "en_US.UTF-8"}, english),
                        ({"LC_ALL": "C.UTF-8", "LANGUAGE": "en"}, vietnamese)):
        result = start("help", **how)
        tap.ok(result.returncode == OK and wanted in result.stdout.decode(), "alone under %s" % (how or "nothing"),
               result.stdout.decode()[:200] + result.stderr.decode())
    for language, wanted in ("vi", vietnamese), ("en", english):
        result = start("--lang", language, "help", LC_ALL="C")
        tap.ok(wanted in result.stdout.decode(), "alone with --lang %s" % language, result.stdout.decode()[:200])
    result = start("--lang", "xx", "help", LC_ALL="C")
    tap.ok("vi hoặc en" in result.stderr.decode(), "an unknown language is refused in a known one", result.stderr.decode())
    result = start("demo", LC_ALL="C")
    tap.ok("Số lượt hướng dẫn" in result.stdout.decode(), "the demo's week is Vietnamese under LC_ALL=C",
           result.stdout.decode()[:300] + result.stderr.decode())
    tap.equal(sorted(os.listdir(folder)), ["sotay"], "nothing came to lie beside it")
    desk.close()


def one_and_many():
    desk = Desk()
    desk.init()
    desk.fill()
    session = {"date": "2026-11-17", "village": "26572-01", "household": "H001", "channel": "tai_nha",
               "topics": [{"topic": "VNEID2", "outcome": "hoan_thanh", "count": 1}]}
    for english, vietnamese in (("1 session is saved", "đã lưu 1 lượt"), ("2 sessions are saved", "đã lưu 2 lượt")):
        desk.run("log", stdin=[session])
        for language, wanted in ("en", english), ("vi", vietnamese):
            result = desk.run("report", "close", "2026-W47", "--nil", lang=language)
            tap.ok(result.code == DATAERR and wanted in result.err, wanted, result)
    desk.close()


for part in both_languages, one_and_many:
    part()
tap.done()
