"""The words of the program are in the program.

The binary alone, copied into an empty folder, started with no environment but
what is named here and no locale the system could give (LOCPATH leads nowhere),
speaks Vietnamese and English, says what it was asked in either, and knows one
from many.
"""
import os
import re
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


# ---- what undo can name ----

def sources():
    """The C of the program, without comments, in one line a file."""
    for room in "store", "sync", "tui":
        for folder, _, files in os.walk(os.path.join(os.environ["srcdir"], room)):
            for name in files:
                if name.endswith((".c", ".h")):
                    with open(os.path.join(folder, name), encoding="utf-8") as file:
                        yield name, " ".join(re.sub(r"/\*.*?\*/", " ", file.read(), flags=re.S).split())


def arguments(code, function):
    """Of every call of a function: its arguments, as they are written."""
    for call in re.finditer(r"\b%s\(" % function, code):
        depth, words = 0, [""]
        for letter in code[call.end():]:
            depth += (letter in "([{") - (letter in ")]}")
            if depth < 0:
                break
            if letter == "," and not depth:
                words.append("")
            else:
                words[-1] += letter
        yield words


def every_transaction_has_a_word():
    """Each verb a transaction or stroke is begun with, through whatever function hands it on."""
    files = dict(sources())
    code = " ".join(files.values())
    defines = dict(re.findall(r'#define (\w+) "(\w+)"', code))
    at, verbs, todo = {}, set(), ["book_begin", "book_stroke"]
    while todo:
        function = todo.pop()
        at[function] = next(i for words in arguments(code, function) for i, word in enumerate(words)
                            if word.strip() == "const char *verb")
        for words in arguments(code, function):
            verb = words[at[function]]
            verbs |= set(re.findall(r'"(\w+)"', verb))
            verbs |= {defines[name] for name in re.findall(r"[A-Z_]{4,}", verb)}
        # A definition with the parameter, whose body hands it to this one.
        for name, text in re.findall(r"(\w+)\([^(){};]*const char \*verb\b[^(){};]*\) \{(.*?)(?=\} (?:static |int |void |bool |#|/|$))", code):
            if name not in at and name not in todo and any("verb" in words for words in (
                    [word.strip() for word in call] for call in arguments(text, function))):
                todo.append(name)
    # One is put together, of the names of the registers.
    tap.ok('"%s_add"' in files["cmd_register.c"], "verbs of registers are put together")
    verbs |= {name + "_add" for name in re.findall(r'REGISTER\("(\w+)"', files["commands.c"])}
    table = re.findall(r'\{ ("\w+"|[A-Z_]+), N_\("', files["transaction_words.c"])
    words = {defines.get(word) or word.strip('"') for word in table}
    tap.ok({"log", "edit", "void", "setup", "followup_cancel", "recover", "slot_remove", "team_add",
            "member_add_key", "settings"} <= verbs, "the verbs of the sources are found", sorted(verbs))
    # What undo passes over needs none.
    tap.equal(sorted(verbs - words), ["batch", "sent", "settle", "undo"], "all that undo can take back or stop at has a word")
    tap.equal(sorted(words - verbs), [], "and no other")


for part in both_languages, one_and_many, every_transaction_has_a_word:
    part()
tap.done()
