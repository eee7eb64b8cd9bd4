"""What people and programs get wrong in records: refused by line, field and
reason, in their language, with exit code 65 and nothing saved."""
import json
import re

from harness import DATAERR, OK, Tap, as_lines, ready_desk, session

tap = Tap()
desk = ready_desk()
START = desk.log(session()).lines()
LISTED = desk.run("list", "--json").out


def refused(stdin, line, field, reason, name, command=("log",)):
    """The whole input is refused, in both languages, with one line that says where and why."""
    for lang, word in (("en", "line"), ("vi", "dòng")):
        result = desk.run(*command, stdin=stdin, lang=lang)
        where = "%s %d: " % (word, line) + (field + ": " if field else "")
        tap.ok(result.code == DATAERR and result.out == "" and result.err.count("\n") == 1 and
               result.err.startswith("sotay: %s: %s" % (" ".join(w for w in command if w[0] != "-"), where)) and
               result.err.endswith(" [%s]\n" % reason), "%s (%s)" % (name, lang), result)


def bad(changes, field, reason, name, without=()):
    """A session that is wrong after two that are right: line 3 is named, none is saved."""
    record = {k: v for k, v in session(**changes).items() if k not in without}
    refused(as_lines([session(), session(), record]), 3, field, reason, name)


def topic(**changes):
    return {"topics": [{**session()["topics"][0], **changes}]}


# ---- codes and fields ----
bad({"village": "26572-99"}, "village", "unknown_village", "a village nobody knows")
bad({"household": "H999"}, "household", "unknown_household", "a household that does not exist")
bad({"household": "H002"}, "household", "unknown_household", "a household of another village")
bad({"channel": "email"}, "channel", "unknown_code", "an unknown channel")
bad({"by": ["Nobody"]}, "by", "unknown_member", "an unknown member")
bad(topic(topic="MOON"), "topics[0].topic", "unknown_topic", "an unknown topic")
bad(topic(outcome="great"), "topics[0].outcome", "unknown_code", "an unknown outcome")
bad(topic(blocker="rain"), "topics[0].blocker", "unknown_code", "an unknown blocker")
bad({"mood": "good"}, "mood", "unknown_field", "an unknown field")
bad({"id": "x"}, "id", "unknown_field", "a field that is ours to give")
bad(topic(mood=1), "topics[0].mood", "unknown_field", "an unknown field inside")
bad({"attempt": "asleep", "topics": None}, "attempt", "unknown_code", "an unknown attempt")


def told(changes, why, name):
    """The line says which codes there are, and stays one line."""
    result = desk.run("log", stdin=as_lines([session(**changes)]))
    tap.ok(result.code == DATAERR and result.err.count("\n") == 1 and ": %s [" % why in result.err, name, result)


told(topic(topic="VNEID"), "no such topic; like it: VNEID1, VNEID2, VNEIDGT, VNEIDQ; all of them: sotay topic list",
     "the topics like it are named, and who lists them")
told(topic(topic="MOON"), "no such topic; all of them: sotay topic list", "none is like it")
told({"channel": "tainha"}, "no such code; like it: tai_nha", "the channel that was meant")
told({"channel": "Tại nhà"}, "no such code; like it: tai_nha", "also by its name")
told({"channel": "email"}, "no such code; there are: tai_nha, nha_van_hoa, lop_nhom, hop_thon, mot_cua, cho, truong, "
     "dien_thoai, zalo, khac", "all channels, where none is like it")
told(topic(outcome="hoanthanh"), "no such code; like it: hoan_thanh", "the outcome that was meant")
told(topic(outcome=1), "no such code, or one twice", "none for what is no code")
told({"followups": [{"kind": "den_lai", "topic": "TTQR"}]}, "no such topic", "none for a topic there is, but not in this session")

# ---- figures ----
bad(topic(count=-1), "topics[0].count", "bad_count", "a count below zero")
bad(topic(count=3), "topics[0].count", "bad_count", "a count above the people present (cap = people)")
bad(topic(outcome="tu_choi"), "topics[0].count", "bad_count", "a count with an outcome that is no success")
bad(topic(count=5001, topic="DVCNOP") | {"followups": []}, "topics[0].count", "bad_count", "a count beyond bounds")
bad(topic(count=1.5), "topics[0].count", "bad_count", "a count that is no whole number")
bad({"female": 3}, "female", "too_many", "more women than people")
bad({"over60": 3}, "over60", "too_many", "more over 60 than people")
bad({"people": -2}, "people", "bad_number", "people below zero")
bad({"people": 0, "female": 0}, "people", "bad_number", "nobody there and yet guided")
bad({"people": "2"}, "people", "bad_number", "a number as text")
bad({"minutes": 1441}, "minutes", "bad_number", "longer than a day")
bad({"channel": "lop_nhom", "people": None, "female": None, "over60": None, **topic(count=None)}, "people", "bad_number",
    "a class without people")

# ---- what belongs together ----
bad({"attempt": "vang"}, "attempt", "attempt_with_topics", "an attempt with topics")
bad({"attempt": "vang", "topics": None, "followups": []}, "attempt", "attempt_with_topics", "an attempt with people")
bad({"household": None}, "household", "unknown_household", "at home without a household")
bad({"topics": []}, "topics", "no_topics", "neither topics nor attempt")
bad({"topics": session()["topics"] * 2}, "topics[1].topic", "no_topics", "a topic twice")
bad({}, "date", "bad_date", "no date", without=("date",))
bad({}, "channel", "unknown_code", "no channel", without=("channel",))

# ---- dates and times ----
bad({"date": "2026-11-22"}, "date", "bad_date", "a date in the future")
bad({"date": "2019-12-31"}, "date", "bad_date", "a date before there were teams")
for text in "2026-02-29", "17/11/2026", "2026-11-17 ", "hôm nay", "2026-13-01", "":
    bad({"date": text}, "date", "bad_date", "no date: %r" % text)
bad({"date": 20261117}, "date", "bad_date", "a date as number")
for text in "25:61", "24:00", "9:00", "09:00:00":
    bad({"time": text}, "time", "bad_time", "no time: %r" % text)
bad({"followups": [{"kind": "den_lai", "due": "2026-11-16"}]}, "followups[0].due", "bad_date", "due before the visit")
bad({"followups": [{"kind": "den_lai", "due": "2028-11-18"}]}, "followups[0].due", "bad_date", "due in two years and a day")
bad({"followups": [{"kind": "pray"}]}, "followups[0].kind", "unknown_code", "an unknown follow-up")
bad({"followups": [{"kind": "den_lai", "topic": "TTQR"}]}, "followups[0].topic", "unknown_topic",
    "a follow-up of a topic that was none")

# ---- texts ----
bad({"note": "x" * 2001}, "note", "bad_text", "a note too long")
bad({"note": "ghi chú " * 400000}, "note", "bad_text", "a note of 3 MB")
for name, text in (("an escape sequence", "\x1b[2J"), ("a bell", "\x07"), ("a C1 control", "\x9b31m"), ("a carriage return", "a\rb"),
                   ("a text turned round", "a\u202eb"), ("DEL", "\x7f")):
    bad({"note": "xin " + text}, "note", "bad_text", name + " in a note")
bad({"note": 5}, "note", "bad_text", "a note that is a number")
bad({"tags": ["t"] * 11}, "tags", "bad_text", "too many tags")
bad({"tags": ["dài" * 20]}, "tags", "bad_text", "a tag too long")

# ---- JSON ----
GOOD = as_lines([session()]).encode()
for name, line, reason in (
        ("text that is not UTF-8", GOOD.replace("Năm".encode(), b"N\xe3m"), "bad_utf8"),
        ("an overlong form", GOOD.replace("Năm".encode(), b"N\xc0\x80m"), "bad_utf8"),
        ("a lone surrogate", GOOD.replace("Năm".encode(), b"\\ud800"), "bad_unicode"),
        ("a surrogate as UTF-8", GOOD.replace("Năm".encode(), b"\xed\xa0\x80"), "bad_utf8"),
        ("NUL in a text", GOOD.replace("Năm".encode(), b"\\u0000"), "nul"),
        ("a raw control character", GOOD.replace("Năm".encode(), b"\x1b[2J"), "bad_json"),
        ("a key twice", GOOD.replace(b'"people": 2', b'"people": 2, "people": 1'), "duplicate_key"),
        ("a key twice inside", GOOD.replace(b'"count": 1', b'"count": 1, "count": 1'), "duplicate_key"),
        ("a number beyond 64 bits", GOOD.replace(b'"people": 2', b'"people": 99999999999999999999'), "bad_number"),
        ("NaN", GOOD.replace(b'"people": 2', b'"people": NaN'), "bad_json"),
        ("no closing brace", GOOD.rstrip()[:-1] + b"\n", "cut_off"),
        ("an array", b"[1]\n", "not_object"),
        ("a word", b"hello\n", "bad_json"),
        ("two objects in a line", GOOD.rstrip() + GOOD, "bad_json"),
        ("too many levels", b'{"a":' + b"[" * 5000 + b"]" * 5000 + b"}\n", "too_deep"),
        ("a line of 17 MB", b'{"note":"' + b"a" * (17 << 20) + b'"}\n', "too_long")):
    for lang, word in (("en", "line 2: "), ("vi", "dòng 2: ")):
        result = desk.run("log", stdin=GOOD + line, lang=lang)
        tap.ok(result.code == DATAERR and result.out == "" and result.err.count("\n") == 1 and word in result.err and
               result.err.endswith("[%s]\n" % reason), "%s (%s)" % (name, lang), result)

# ---- other records ----
refused([{"code": "26572-03", "name": "A"}, {"code": "X", "name": "B"}], 2, "code: X", "bad_code", "a bad village code",
        ("village", "add", "--json"))
refused([{"code": "26572-03", "name": "A"}, {"code": "26572-03", "name": "B"}], 2, "code", "bad_code",
        "the same code twice in one input", ("village", "add", "--json"))
refused([{"code": "26572-04", "name": "A", "households": 20001}], 1, "households", "bad_number", "too many households",
        ("village", "add", "--json"))
refused([{"village": "26572-99", "code": "H1"}], 1, "village", "unknown_village", "a household of no village",
        ("household", "add", "--json"))
refused([{"village": "26572-01", "code": "H3", "kinds": ["rich"]}], 1, "kinds", "unknown_code", "an unknown kind",
        ("household", "add", "--json"))
refused([{"village": "26572-01", "code": "H3", "hint": "x" * 41}], 1, "hint", "bad_text", "a hint too long",
        ("household", "add", "--json"))
refused([{"village": "26572-01", "code": "H3", "guided_since": "2026-12"}], 1, "guided_since", "bad_date",
        "guided since next month", ("household", "add", "--json"))
refused([{"code": "Hoa", "name": "Hoa", "role": "king"}], 1, "role", "unknown_code", "an unknown role",
        ("member", "add", "--json"))
refused([{"code": "Hoa", "name": "Hoa", "team": "T99"}], 1, "team", "unknown_team", "an unknown team",
        ("member", "add", "--json"))
refused([{"code": "X", "short": "x", "vi": "x", "group": "none"}], 1, "group", "unknown_code", "an unknown group",
        ("topic", "add", "--json"))

tap.equal(desk.run("list", "--json").out, LISTED, "after all of this nothing was saved")
tap.ok("26572-03" not in desk.run("village", "list").out, "no village either")

# A line is counted where it stands, blank lines and byte order mark or not.
result = desk.run("log", stdin=b"\xef\xbb\xbf" + GOOD + b"\n  \r\n" + b'{"date":"x"}\n')
tap.ok(result.code == DATAERR and "line 4: date: " in result.err, "blank lines are skipped but counted", result)

# The value in a message is made harmless before it reaches the terminal.
result = desk.run("log", stdin=[session(village="26572\x1b[31m")])
tap.ok(result.code == DATAERR and "\x1b" not in result.err and "village" in result.err, "no escape gets through", result)

# ---- what is taken, with a word ----
record = session(note="Giấy tờ 079 123 456 789 của bà")
for lang, where, word in (("en", "line 2: note: ", "ID card"), ("vi", "dòng 2: note: ", "CCCD")):
    result = desk.run("log", stdin=[session(), record], lang=lang)
    tap.ok(result.code == OK and len(result.lines()) == 2 and result.err.count("\n") == 1 and where in result.err and
           word in result.err and "079" not in result.err, "a long number warns and is saved (%s)" % lang, result)
result = desk.run("log", stdin=[session(note="hẹn 17/11/2026, 12345678")])
tap.ok(result.code == OK and result.err == "", "eight digits do not", result)
result = desk.run("household", "add", "26572-01/H077", "--hint", "0912345678")
tap.ok(result.code == OK and "hint: " in result.err, "a long number in a hint warns", result)
result = desk.run("village", "add", "26572-09", "Ấp 0912 345 678")
tap.ok(result.code == OK and "name: " in result.err, "and in a name", result)
result = desk.run("report", "close", "2026-W46", "--text", desk.write("dai.txt", "Kiến nghị: gọi 0912345678\n"))
tap.ok(result.code == OK and "kien_nghi: " in result.err, "and in a report", result)

nfd = "Ba\u0300 Na\u0306m tu\u031b\u0323 la\u0300m"
made = desk.log(session(note=nfd, tags=["e\u0302\u0301"])).lines()
shown = desk.run("show", made[0], "--json").objects()[0]
tap.equal((shown["note"], shown["tags"]), ("Bà Năm tự làm", ["ế"]), "NFD comes out as NFC")
made = desk.log(session(note="dòng một\ndòng hai", **{"by": None})).lines()
shown = desk.run("show", made[0], "--json").objects()[0]
tap.equal((shown["note"], shown["by"]), ("dòng một\ndòng hai", ["Lan"]), "newlines stay; who unlocked is who guided")
made = desk.log(session(note="x" * 2000)).lines()
tap.equal(len(desk.run("show", made[0], "--json").objects()[0]["note"]), 2000, "2,000 characters are taken")
result = desk.run("log", stdin=(json.dumps(session()) + "\r\n").encode() * 2 + json.dumps(session()).encode())
tap.ok(result.code == OK and len(result.lines()) == 3, "CR LF, and no line end at the end", result)
result = desk.run("log", stdin="")
tap.ok(result.code == OK and result.out == "" and "nothing was saved" in result.err, "no line, no record", result)
tap.ok(desk.run("check").code == OK, "all is whole")

desk.close()
tap.done()
