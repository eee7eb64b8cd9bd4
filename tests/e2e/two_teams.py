"""A commune of two teams, from the laptops' side: what the commune's registers hide, whose report is whose."""
import os
import re

from harness import NOPERM, OK, USAGE, Desk, Tap, ready_desk, session

tap = Tap()


def shown(desk, key):
    return desk.run("device", "show", "--json").objects()[0][key]


def registers(commune):
    """The commune declares the villages without their households, and both teams."""
    for name, records in (
            ("village", [{"code": "26572-01", "name": "Ấp Bắc", "households": None},
                         {"code": "26572-02", "name": "Ấp Đông", "households": 155}]),
            ("team", [{"code": "T01", "name": "Tổ Ấp Bắc", "villages": ["26572-01"]},
                      {"code": "T02", "name": "Tổ Ấp Đông", "villages": ["26572-02"]}])):
        result = commune.run(name, "add", "--json", stdin=records)
        tap.equal(result.code, OK, "the commune has its %ss" % name)


def enrol(commune, team, code):
    request, answer = team.path("ask.stb"), team.path("answer.stb")
    team.run("device", "request", "-o", request, "--team", code)
    given = commune.run("device", "enrol", request, "--fingerprint", shown(team, "fingerprint"), "-o", answer)
    tap.ok(re.search("^Enrolled +%s Tổ Ấp" % code, given.out, re.M) and "register" not in given.err,
           "whom the commune enrolled is said", given)
    team.run("import", answer, "--root", shown(commune, "root_fingerprint"))
    tap.equal(shown(team, "team"), code, "the laptop is of %s" % code)
    return given


def households(desk):
    return {village["code"]: village["households"] for village in desk.run("village", "list", "--json").objects()}


commune, first = Desk(), ready_desk()
commune.init(level="commune", member="Hạnh")
registers(commune)

enrol(commune, first, "T01")

# --- what the commune's record does not say ---
tap.equal(households(first), {"26572-01": 210, "26572-02": 155},
          "a number the commune left empty is the team's, else the commune's")
tap.ok("210" in first.run("village", "list").out, "in the list for people, too")
first.run("report", "close", "2026-W47", "--nil")
found = first.run("report", "show", "2026-W47", "--json").objects()[0]
tap.equal(found["figures"].get("tong_ho"), 210, "and the report that is closed has the households")

# --- two teams: one laptop has the commune's registers, and no report but its own team's ---
second = Desk()
second.init(member="Hoa")
enrol(commune, second, "T02")
tap.ok(second.run("member", "add", "Hoa2", "--name", "Hoa", "--team", "T01").code == OK, "somebody of the other team helps")
closed = second.run("report", "close", "2026-W47", "--nil")
tap.equal(closed.code, OK, "the second team closes its week")
summary = second.run("summary", "--week", "2026-W47", "--format", "json").objects()[0]
tap.equal(summary["teams"], {"expected": 1, "closed": 1, "missing": []}, "that is all its laptop expects", )
text = second.run("summary", "--week", "2026-W47", lang="vi").out
tap.ok("T01" not in text and "1/1" in text, "the table says so", text)
text = second.run("summary", "--week", "2026-W47", "--by", "team", "--format", "json").out
tap.ok('"T01"' not in text, "nobody is missing by team", text)
text = second.run("summary", "--week", "2026-W47", "--format", "csv").out
tap.ok("Tổ Ấp Đông" in text, "the file bears the team's name", text)
refused = second.run("report", "close", "2026-W47", "--nil", "--team", "T01")
tap.ok(refused.code == NOPERM and "T01" in refused.err, "another team's week is not closed there", refused)
tap.equal(len(second.run("report", "show", "2026-W47", "--json").objects()), 1, "and nothing of it stays")
second.run("batch", "-o", second.path("up"))
commune.run("import", second.path("up"))
summary = commune.run("summary", "--week", "2026-W47", "--format", "json").objects()[0]
tap.equal(summary["teams"], {"expected": 2, "closed": 1, "missing": ["T01"]}, "the commune waits for both")

# --- who asks to be enrolled ---
third = Desk()
third.init(member="Mai")
third.run("village", "add", "26572-01", "Ấp Bắc")
for name, code in ("ask-1.stb", "T01"), ("ask-2.stb", "T02"):
    third.run("device", "request", "-o", third.path(name), "--team", code)
second.run("device", "request", "-o", third.path("ask-3.stb"))
came = commune.run("import", *(third.path("ask-%d.stb" % n) for n in (1, 2, 3)))
tap.ok(came.out.count("accepted") == 3 and "1 laptop asks to be enrolled" in came.err,
       "two requests of one laptop are one, that of an enrolled one none", came)

# --- a laptop restored to before it had sent ---
kept = second.path("kept.bak")
tap.equal(second.run("backup", kept).code, OK, "a backup is made")
entered = second.log(session(village="26572-02", household=None, channel="cho", by=["Hoa2"]))
tap.ok(entered.code == OK, "after it a session is entered", entered)
second.run("batch", "-o", second.path("later"))
commune.run("import", second.path("later"))
commune.run("batch", "-o", commune.path("down"))
tap.ok("that this book has not" not in second.run("outbox").out, "nothing is lost yet")
os.unlink(second.vault)
tap.equal(second.run("restore", kept).code, OK, "and the laptop restored to before it")
came = second.run("import", commune.path("down"))
tap.ok("The commune has 1 batch that this book has not" in came.err, "the receipt tells", came)
for _ in range(2):
    found = second.run("outbox", "--json").objects()[-1]
    tap.equal(found["batches_lost"], 1, "and so does the outbox, for good")
tap.ok("Xã có 1 gói mà sổ này không có" in second.run("outbox", lang="vi").out, "in the person's language")

# --- two communes have a T01 ---
upper, other, fourth = Desk(), Desk(), Desk()
upper.init(level="upper", unit="77", member="Bình")
other.init(level="commune", unit="26575", member="Minh")
fourth.init(unit="26575", member="Tâm")
other.run("team", "add", "T01", "Tổ Ấp Nam")
enrol(other, fourth, "T01")
for desk in commune, other:
    request, answer = desk.path("up-ask.stb"), upper.path("answer-%s.stb" % shown(desk, "unit"))
    desk.run("device", "request", "-o", request)
    given = upper.run("device", "enrol", request, "--fingerprint", shown(desk, "root_fingerprint"), "-o", answer)
    tap.ok(re.search("^Enrolled +%s " % shown(desk, "unit"), given.out, re.M), "whom the upper level enrolled", given)
    desk.run("import", answer, "--root", shown(upper, "root_fingerprint"))
    desk.run("batch", "-o", upper.path("in"))
upper.run("import", upper.path("in"))
listed = upper.run("device", "list")
tap.ok("26572/T01" in listed.out and "26575/T01" in listed.out, "the list of laptops names their units", listed)
several = upper.run("device", "revoke", "T01")
tap.ok(several.code == USAGE and "UNIT/TEAM" in several.err, "of several teams of one code one hears how to say which", several)
one = upper.run("device", "revoke", "26575/T01")
tap.ok(one.code == OK and "26575/T01" in one.out, "so it is said", one)
tap.equal([row["unit"] for row in upper.run("device", "list", "--json").objects() if row["revoked"]], ["26575"],
          "and that one alone is revoked")

for desk in (commune, first, second, third, upper, other, fourth):
    desk.close()
tap.done()
