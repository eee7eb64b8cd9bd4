"""What tells people how it is used: the man pages in both languages, the page for beginners,
the list of commands and the completion of a shell. None can say what another does not.
"""
import collections
import fcntl
import os
import pty
import re
import struct
import subprocess
import termios

from harness import OK, Desk, Tap

tap = Tap()
source = os.environ.get("srcdir", ".")
WIDTH = 79


def read(name):
    with open(os.path.join(source, name), encoding="utf-8") as file:
        return file.read()


def complete(desk, *words):
    return desk.run("completion", stdin="".join(word + "\n" for word in words)).lines()


# ---- the man pages ----

def sections(page):
    """Of each section: its tags, reduced to what is typed; its options with how often; its examples."""
    page = re.sub(r"\\f.", "", re.sub(r'^\.\\".*\n', "", page, flags=re.M)).replace("\\-", "-")
    for section in re.split(r"^\.S[HS] .*\n", page, flags=re.M)[1:]:
        tags = [re.findall(r"(?<![\w.])-{0,2}[a-z][a-z0-9-]*(?!\w)", re.sub(r"^\.\w+ ", "", line))
                for line in re.findall(r"^\.T[PQ]\n(.*)$", section, re.M)]
        yield (tags, collections.Counter(re.findall(r"--[a-z][a-z-]+", section)),
               re.findall(r"^\.nf\n(.*?)^\.fi", section, re.M | re.S))


def man_pages(desk):
    english, vietnamese = (list(sections(read(name))) for name in ("docs/sotay.1", "docs/vi/sotay.1"))
    tap.equal(len(vietnamese), len(english), "the man pages have the same sections")
    for i, what in enumerate(("the same commands, options and codes", "the same options in the texts", "the same examples")):
        differ = [(a[i], b[i]) for a, b in zip(english, vietnamese) if a[i] != b[i]]
        tap.ok(not differ, what, "English %s\nVietnamese %s" % differ[0] if differ else "")
    tags = [tag for section in english for tag in section[0]]
    options = set().union(*(section[1] for section in english))
    tap.ok(len(tags) > 50 and len(options) > 40, "there is something to compare", (len(tags), len(options)))
    for name in complete(desk, ""):
        # "village, ... list" stands for all registers; what has verbs has each of them.
        mine = [tag for tag in tags if name in tag]
        verbs = complete(desk, name, "") if name != "help" else []
        registers = [tag for tag in tags if "village" in tag]
        missing = [verb for verb in verbs if not any(verb in tag for tag in mine or registers) and
                   not any(verb in tag for tag in registers)]
        tap.ok(mine and not missing, "the man page explains %s" % name, missing)
        unknown = set(word for word in complete(desk, name, "--")) - options
        tap.ok(not unknown, "with every option of %s" % name, unknown)


# ---- the page for beginners ----

def page(desk):
    shown = desk.run("help", "bat-dau", lang="vi")
    lines = shown.lines()
    tap.ok(shown.code == OK and lines[:2] == ["Bắt đầu với sổ tay", "=================="], "help bat-dau shows it", shown)
    tap.equal(desk.run("help", "bat-dau").out, shown.out, "in every language of the program")
    tap.ok(len(lines) > 100 and all(len(line) <= WIDTH for line in lines), "no line is wider than %d" % WIDTH)
    left = [line for line in lines if re.search(r"[`#*]|\]\(", line)]
    tap.ok(not left, "no sign of its markup is left", left)
    alone = subprocess.run([desk.program, "help", "bat-dau"], cwd=desk.home, env={"LOCPATH": "/nonexistent"},
                           stdout=subprocess.PIPE, timeout=60).stdout.decode()
    tap.equal(alone, shown.out, "without a home, a locale and any other file")
    for lang, wanted in ("vi", "sotay help bat-dau"), ("en", "sotay help bat-dau"):
        tap.ok(wanted in desk.run("help", lang=lang).lines()[-1], "the list of commands names it: " + lang)


def words_of_the_page():
    """What it says that the screen says, the screen says; the keys it names are keys."""
    text = read("docs/bat-dau.md")
    catalogue = re.findall(r'^msgstr(?:\[\d\])? ((?:".*"\n)+)', read("locales/vi.po"), re.M)
    said = {"".join(re.findall(r'"(.*)"', entry)).replace('\\"', '"') for entry in catalogue}
    others = {"Terminal", "Xong.", "tiếng", "—", "Sổ tay"}
    quoted = set(re.findall(r'"([^"\n]+)"', text)) - others
    unsaid = [words for words in quoted if not any(entry.startswith(words) for entry in said)]
    tap.ok(len(quoted) > 4 and not unsaid, "the screen says what the page quotes", unsaid)

    rows = re.findall(r"^\tA\(\w+, [^,]+, (.+?), (.+?),", read("tui/term/action.h"), re.M)
    names = {"'\\n'": "Enter", "'\\t'": "Tab", "' '": "Space", "27": "Esc", "KEY_DC": "Del", "KEY_BTAB": "Shift+Tab",
             "KEY_LEFT": "←", "KEY_RIGHT": "→", "KEY_UP": "↑", "KEY_DOWN": "↓"}
    keys = {"+", "-", "=", "v", "t", "h", "^Z"}  # of the fields of a visit; the terminal's
    for key in sum(map(list, rows), []):
        letter = re.fullmatch(r"(?:CTRL\()?'(.)'\)?", key)
        keys.add(names.get(key) or (("^" + letter[1].upper() if "CTRL" in key else letter[1]) if letter else ""))
    named = {key for key in re.findall(r"`([^`\n]+)`", text) if not re.match(r"[a-z0-9][a-z0-9 ~.-]", key)}
    tap.ok(len(named) > 20 and named <= keys, "the keys it names are keys", named - keys)
    for name, told in ("the page", text), ("the README", read("README.md")):
        commands = set(re.findall(r"(?:`| {4})sotay ([a-z-]+)", told))
        tap.ok(commands <= set(complete(desk, "")), "the commands that %s names are commands" % name, commands)
        tap.ok({"device", "batch", "import", "outbox"} <= commands, "and those that send and receive are among them", commands)


def on_a_terminal(desk):
    """Where a screen is full it waits; whoever has read enough leaves."""
    for answer, cols, whole in ("\n", 80, True), ("q\n", 80, False), ("\n", 40, True):
        child, terminal = pty.fork()
        if not child:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 24, cols, 0, 0))
            os.execve(desk.program, [desk.program, "--lang", "vi", "help", "bat-dau"], desk.env)
        out = b""
        while True:
            try:
                got = os.read(terminal, 4096)
            except OSError:
                break
            if not got:
                break
            out += got
            if out.decode("utf-8", "replace").endswith(" --"):
                os.write(terminal, answer.encode())
        os.waitpid(child, 0)
        os.close(terminal)
        text = out.decode().replace("\r\n", "\n")
        pages = text.split("-- Enter")
        last = desk.run("help", "bat-dau").lines()[-1]
        # A line wider than the terminal takes two rows of it; after the answer one is left over.
        rows = [sum(max(1, -(-len(line) // cols)) for line in part.split("\n")[1 if i else 0:-1]) for i, part in enumerate(pages)]
        tap.ok((last in text) == whole and (len(pages) > 4) == whole and max(rows) <= 23 and min(rows[:-1]) >= 22,
               "on a terminal of %d columns it comes by pages, %s" % (cols, "to the end" if whole else "until q"),
               "%s\n%s" % (rows, text[-300:]))


# ---- completion ----

def completion(desk):
    names = complete(desk, "")
    listed = re.findall(r"^  (\S+) ", desk.run("help").out, re.M)
    tap.equal(names, list(dict.fromkeys(name for name in listed if not name.startswith("-"))), "every command, in the order of help")
    for words, wanted in ((("vil",), ["village"]), (("village", ""), ["add", "list", "show"]), (("village", "l"), ["list"]),
                          (("report", ""), ["close", "show"]), (("frobnicate", ""), []), (("log", ""), []),
                          (("init", "--level", "c"), ["commune"]), (("init", "--level", "=", "te"), ["team"]),
                          (("init", "--level", "="), ["team", "commune", "upper"]),
                          (("init", "--level=u",), ["--level=upper"]),
                          (("--vault", "list", "sum",), ["summary"]), (("--vault=x", "sum"), ["summary"]),
                          (("--vault", "=", "x", "sum"), ["summary"]), (("--lang", ""), ["vi", "en"]),
                          (("summary", "--week", "--by", "vill"), ["village"]), (("list", "--week", "--sea"), ["--search"]),
                          (("summary", "-o", ""), []), (("backup", ""), []), (("help", "rec"), ["recover", "recovery-code"]),
                          (("help", "bat"), ["batch", "bat-dau"]), (("member", "remove", "--new"), []),
                          (("member", "add", "--new"), ["--new-passphrase-file"]), ((), [])):
        tap.equal(complete(desk, *words), wanted, "after '%s'" % " ".join(words))
    for name in names:
        verbs = complete(desk, name, "") if name != "help" else []
        used = set(re.findall(r"^  (--[a-z-]+)", desk.run("help", name).out, re.M))
        used |= set(re.findall(r" (--[a-z-]+) ", desk.run("help", name).lines()[0]))
        found = set(complete(desk, name, "--")) - set(complete(desk, "--"))
        tap.ok(used - set(complete(desk, "--")) == found and (verbs or True), "the options of " + name, used ^ found)


desk = Desk()
man_pages(desk)
page(desk)
words_of_the_page()
on_a_terminal(desk)
completion(desk)
desk.close()
tap.done()
