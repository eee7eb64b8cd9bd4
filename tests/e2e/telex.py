"""The typing engine as a filter, and how much of the language it types right.

For each syllable of Debian's Vietnamese word list (package hunspell-vi) the keys a person would strike are made here, from the letters'
decomposition alone, with the tone at the end of the word and with every mark
as soon as it can be. The same for every name of a unit in the national list.

Then what must come out as it is typed: the words of Debian's American list (package wamerican),
names of the field, a page of everything that is written there.
"""
import os
import re
import unicodedata

from harness import DATAERR, OK, USAGE, Desk, Tap

WORDS = "/usr/share/hunspell/vi_VN.dic"
ENGLISH = "/usr/share/dict/american-english"
UNITS = "store/data/units_2tier.tsv"
TONES = {"\u0300": "f2", "\u0309": "r3", "\u0303": "x4", "\u0301": "s1", "\u0323": "j5"}
MARKS = {"\u0302": "6", "\u031b": "7", "\u0306": "8"}

tap = Tap()
desk = Desk()


def typed(lines, method="telex", tone="old"):
    result = desk.run("telex", "--method", method, "--tone", tone, stdin="".join(
        line + "\n" for line in lines))
    return result.lines() if result.code == OK else []


def keys(word, method, at_once):
    """The keys of a word; its tone last, or right after its vowel."""
    out = last = ""
    before = None
    for letter in word:
        base, *marks = unicodedata.normalize("NFD", letter)
        mark = tone = ""
        if base in "đĐ":
            base = "d" if base == "đ" else "D"
            mark = "9" if method == "vni" else base
        for each in marks:
            if each in TONES:
                tone = TONES[each][method == "vni"]
            elif method == "vni":
                mark = MARKS[each]
            else:
                mark = base if each == "\u0302" else "w"
        if method == "telex" and before == base.lower() == "o" and not mark:
            mark = base  # a third o takes the circumflex back
        out += base + mark + (tone if at_once else "")
        last += "" if at_once else tone
        before = None if mark else base.lower()
    return out + last


def apart(word):
    """A word without its tone, and the tone: equal where only its place differs."""
    marks = unicodedata.normalize("NFD", word)
    return (unicodedata.normalize("NFC", "".join(c for c in marks if c not in TONES)),
            "".join(c for c in marks if c in TONES))


def shares(words, method, tone, at_once):
    """Percent exactly right, percent right but for where the tone stands, what is wrong."""
    got = typed([keys(word, method, at_once) for word in words], method, tone)
    if len(got) != len(words):
        return 0, 0, ["%d lines for %d" % (len(got), len(words))]
    exact = sum(map(str.__eq__, got, words))
    wrong = [(word, result) for word, result in zip(words, got) if apart(word) != apart(result)]
    return 100 * exact / len(words), 100 - 100 * len(wrong) / len(words), wrong


def words():
    with open(WORDS, encoding="utf-8") as file:
        listed = [line.split("/")[0].strip() for line in file][1:]
    # The list is written in the new style: what the old one can reach is less.
    for method in "telex", "vni":
        for tone, floor in ("old", 98.8), ("new", 99.9):
            for at_once in False, True:
                exact, right, wrong = shares(listed, method, tone, at_once)
                tap.ok(exact >= floor and right >= 99.9,
                       "%s, %s style, tone %s: of %d syllables %.2f %% exact, "
                       "%.2f %% but for its place"
                       % (method, tone, "at once" if at_once else "at the end", len(listed),
                          exact, right), wrong)


def units():
    names = set()
    with open(os.path.join(os.environ["srcdir"], UNITS), encoding="utf-8") as file:
        for line in file:
            names.update(re.findall(r"[^\W\d_]+", unicodedata.normalize("NFC", line)))
    # In Telex a final r, a bare W and an a in Ana are keys: VNI has none of these.
    names = sorted(names)
    for at_once in False, True:
        exact, right, wrong = shares(names, "vni", "old", at_once)
        tap.ok(len(names) > 1000 and right == 100,
               "every one of %d words in names of units, tone %s"
               % (len(names), "at once" if at_once else "at the end"), wrong)


def english():
    """Words of English come out as typed, but those that are a syllable, and those whose short form is a word."""
    with open(ENGLISH, encoding="utf-8") as file:
        listed = sorted(set(re.findall("^[a-z]+$", file.read(), re.M)))
    known = set(listed)
    for how, floor, each in (str, 98.6, 1), (str.capitalize, 98.4, 1), (str.upper, 98.4, 5):
        wanted = [how(word) for word in listed[::each]]
        got = typed(wanted)
        exact = sum(map(str.__eq__, got, wanted))
        short = [(word, result) for word, result in zip(wanted, got) if len(result) < len(word) and
                 result.isascii()]
        lost = [(word, result) for word, result in short if result.lower() not in known]
        tap.ok(len(got) == len(wanted) > 12000 and 100 * exact / len(wanted) >= floor and not lost,
               "English as %s: of %d words %.2f %% as typed, %d a letter less that is a word, too"
               % (how("word"), len(wanted), 100 * exact / len(wanted), len(short)), lost)
    tap.equal(typed(listed[::5], "vni"), listed[::5], "VNI leaves all of them alone")


def brands():
    with open(os.path.join(os.environ["srcdir"], "tests/data/brands.txt"), encoding="utf-8") as file:
        names = file.read().split()
    for method in "telex", "vni":
        tap.equal([pair for pair in zip(names, typed(names, method)) if pair[0] != pair[1]], [],
                  "%d names of the field come out as they are written, %s" % (len(names), method))


def page():
    """A page of all that is written in the field, every letter of it typed."""
    with open(os.path.join(os.environ["srcdir"], "tests/data/typed_page.txt"), encoding="utf-8") as file:
        lines = file.read().splitlines()
    for method in "telex", "vni":
        for at_once in False, True:
            struck = [re.sub(r"[^\W\d_]+", lambda word: word[0] if word[0].isascii() else
                             keys(word[0], method, at_once), line) for line in lines]
            got = typed(struck, method)
            tap.equal([pair for pair in zip(lines, got) if pair[0] != pair[1]], [],
                      "a page of %d lines, %s, tone %s" % (len(lines), method,
                                                           "at once" if at_once else "at the end"))


def the_filter():
    result = desk.run("telex", stdin="Toor coong ngheej\nhoaf\n\nkhuyru")
    tap.equal(result.out, "Tổ công nghệ\nhòa\n\nkhuỷu", "lines in, lines out, no data file needed")
    tap.equal(typed(["hoaf"], tone="new"), ["hoà"], "--tone new")
    tap.equal(typed(["hoa2 d9o6ng2"], "vni"), ["hòa đồng"], "--method vni")
    tap.equal(desk.run("telex", stdin="aas\r\nas\tas\r\n").out, "ấ\r\ná\tá\r\n",
              "CR LF and tabs stay")
    tap.equal(typed(["vieetj\bn", "tieeng \bs", "\b\bas\x7f\x7fb"]), ["viện", "tiếng", "b"],
              "Backspace")
    tap.equal(typed(["cà as", "as"]), ["cà as", "á"],
              "aside after a composed letter, until the next line")
    tap.equal(typed(["e\u0302\u0301 as"]), ["ế as"], "what comes decomposed leaves as NFC")
    tap.equal(typed(["x" * 5000 + " as"]), ["x" * 5000 + " á"], "a long word")
    for bad in b"as\n\xffas\n", b"as\na\0s\n", b"as\n\xed\xa0\x80":
        result = desk.run("telex", stdin=bad)
        tap.ok(result.code == DATAERR and "2" in result.err and result.err.count("\n") == 1 and
               result.out == "á\n", "bad bytes are named by their line", result)
    for args, word in ((("--method", "viqr"), "--method"), (("--tone", "x"), "--tone"),
                       (("x",), "x")):
        result = desk.run("telex", *args)
        tap.ok(result.code == USAGE and word in result.err, "usage: telex %s" % " ".join(args),
               result)
    tap.ok("telex" in desk.run("help", lang="vi").out, "help names it")
    with open("/dev/full", "wb") as full:
        tap.equal(desk.run("telex", stdin="as\n", stdout=full).code, 74, "a full disk is said")


the_filter()
words()
units()
english()
brands()
page()
desk.close()
tap.done()
