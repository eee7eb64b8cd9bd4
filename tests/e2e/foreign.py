"""A commune's desk with what its teams' laptops wrote: conflicts, households that are one, whose a
code is. What other laptops wrote comes in by foreign.c."""
import json

from harness import DATAERR, NOINPUT, NOPERM, OK, USAGE, Desk, Tap, session

tap = Tap()


def must(result):
    if result.code:
        raise RuntimeError(str(result))
    return result


def team(code, members, village):
    desk = Desk()
    must(desk.init(member=members[0]))
    for name, records in (
            ("village", [{"code": "26572-01", "name": "Ấp Bắc"}, {"code": "26572-02", "name": "Ấp Đông"}]),
            ("household", [{"village": "26572-01", "code": "H001", "kinds": ["thuong"], "hint": "cạnh đình"},
                           {"village": "26572-01", "code": "H002", "hint": "nhà %s" % code}]),
            ("team", [{"code": code, "name": "Tổ %s" % code, "villages": [village]}]),
            ("member", [{"code": each, "name": each, "team": code} for each in members])):
        must(desk.run(name, "add", "--json", stdin=records))
    return desk


def says(result, code, words, name):
    tap.ok(result.code == code and words in result.out + result.err and
           (code == OK or result.err.count("\n") == 1), name, result)


one, two = team("T01", ["Lan", "Bình"], "26572-01"), team("T02", ["Lan", "Minh"], "26572-02")
commune = Desk()
must(commune.init(level="commune", member="Hoa"))
visit = must(one.log(session(note="gốc", followups=[]))).lines()[0]
other = must(two.log(session(note="hai"))).lines()[0]
commune.take(one, team="T01")
commune.take(two, team="T02")


def shown(rec=visit):
    return commune.run("show", rec, "--json").objects()[0]


# ---- whose a code is ----
tap.equal(sorted(s["by"][0] for s in commune.run("list", "--json").objects()), ["T01/Lan", "T02/Lan"],
          "people of teams show with their team")
tap.equal(sorted(m["code"] for m in commune.run("member", "list", "--json").objects()),
          ["Hoa", "T01/Bình", "T01/Lan", "T02/Lan", "T02/Minh"], "in the register, too")
tap.equal([m["code"] for m in commune.run("member", "show", "T02/Lan", "--json").objects()], ["T02/Lan"],
          "such a code names a record")
week = ("summary", "--week", "2026-W47", "--by", "member", "--columns", "so_luot", "--format")
groups = json.loads(commune.run(*week, "json").out)["groups"]
tap.equal([(g["key"], g["label"], g["columns"]["so_luot"]) for g in groups],
          [("T01/Lan", "Lan", 1), ("T02/Lan", "Lan", 1)], "two teams' Lan are two in JSON")
for form in "csv", "text":
    result = commune.run(*week, form)
    tap.ok("Lan (T01/Lan)" in result.out and "Lan (T02/Lan)" in result.out, "and told apart in %s" % form, result)
as_read = {key: value for key, value in shown().items() if key in session()}
says(commune.run("edit", visit, stdin=json.dumps(as_read)), DATAERR, "everything is so already", "what was read is no change")
for by in ["T02/Lan"], ["Lan"]:
    result = commune.log(session(by=by, household=None, channel="cho"))
    tap.ok(result.code == DATAERR and "[unknown_member]" in result.err, "%s is not entered here" % by[0], result)
says(commune.run("log", stdin=[session(by=["T02/Lan"])], lang="vi"), DATAERR, "của tổ hoặc đơn vị khác", "and it is said why")
says(commune.run("member", "add", "T02/Minh", "--new-passphrase-file", commune.passfile), DATAERR, "of another team or unit",
     "who is not of this desk is given no password")
must(commune.run("member", "add", "Lan", "--team", "T01"))
groups = json.loads(commune.run(*week, "json").out)["groups"]
tap.equal([(g["key"], g["columns"]["so_luot"]) for g in groups], [("Lan", 1), ("T02/Lan", 1)],
          "whom the commune registers with the team is that team's")
tap.equal(shown()["by"], ["Lan"], "and shows so")

# ---- fields changed on two laptops ----
says(commune.run("conflicts"), OK, "None", "no conflict yet")
must(one.run("edit", visit, stdin='{"note":"của tổ","people":3,"minutes":40}'))
must(commune.run("edit", visit, stdin='{"note":"của xã","people":5,"minutes":40}'))
commune.take(one, team="T01")
listed = commune.run("conflicts", "--json").objects()
tap.equal([(c["id"], c["type"], [(f["field"], sorted(str(v["value"]) for v in f["values"])) for f in c["fields"]])
           for c in listed], [(visit, "session", [("note", ["của tổ", "của xã"]), ("people", ["3", "5"])])],
          "both values of each field, none where they agree")
tap.equal(sorted(v["by"] for v in listed[0]["fields"][0]["values"]), ["Hoa", "Lan"], "and whose they are")
tap.equal(listed[0]["fields"][0]["values"][0]["value"], shown()["note"], "the one that shows first")
for lang, words in ("vi", ["Ghi chú (note)", "1* ", "21/11/2026 09:00", "Để chọn: sotay conflicts resolve"]), ("en", ["Notes (note)"]):
    result = commune.run("conflicts", lang=lang)
    tap.ok(result.code == OK and all(word in result.out for word in words), "conflicts in %s" % lang, result)
history = [line for line in commune.run("show", visit).out.split("History:")[1].splitlines() if "Notes" in line]
tap.ok(len(history) == 2 and all("gốc → " in line for line in history) and "without having seen" in history[1],
       "each change tells what it was where it was made", "\n".join(history))
for args, code, words in (((visit, "note", "3"), NOINPUT, "note"), ((visit, "note", "x"), USAGE, "x"),
                          ((visit, "note", "0"), USAGE, "0"), ((visit, "nosuch", "1"), NOINPUT, "nosuch"),
                          ((visit, "minutes", "1"), NOINPUT, "minutes"), ((other, "note", "1"), NOINPUT, "note"),
                          (("zzzzzzzz", "note", "1"), NOINPUT, "zzzzzzzz"), ((visit, "note"), USAGE, "missing")):
    says(commune.run("conflicts", "resolve", *args), code, words, "refused: resolve %s" % " ".join(args[1:]))
tap.equal(commune.run("conflicts", "--json").objects(), listed, "and nothing has changed")

must(commune.run("member", "add", "An", "--role", "thanh_vien", "--team", "T02", "--new-passphrase-file",
                 commune.write("an", "mật khẩu của An\n"), "--kdf-mem", "19", "--kdf-ops", "2"))
as_an = {"SOTAY_PASSPHRASE_FILE": commune.path("an")}
says(commune.run("conflicts", "resolve", visit, "note", "2", env=as_an), NOPERM, "ask Hoa", "a member of another team may not")
loser = listed[0]["fields"][0]["values"][1]["value"]
tap.equal(must(commune.run("conflicts", "resolve", visit[:8], "note", "2")).lines(), [visit], "one is taken")
tap.equal((shown()["note"], shown()["conflict"]), (loser, True), "it shows; the other field is left to choose")
tap.ok({"của tổ", "của xã"} <= {step["set"].get("note") for step in shown()["history"]}, "the loser stays in the history")
must(commune.run("conflicts", "resolve", visit, "so nguoi", "1", lang="vi"))
tap.equal((shown()["conflict"], commune.run("conflicts", "--json").out), (False, ""), "no conflict is left")
says(commune.run("conflicts", "resolve", visit, "people", "1"), NOINPUT, "people", "it is resolved once")
must(one.foreign("take", "commune", "26572", "-", "26572", stdin=commune.foreign("give")) and
     one.run("conflicts"))
tap.equal(one.run("show", visit, "--json").objects()[0]["note"], loser, "the team's laptop has what was chosen")
says(commune.run("undo", lang="vi"), OK, "Đã hoàn tác: chọn giá trị", "undo names it")
says(commune.run("undo"), OK, "conflicts resolve", "and the one before")
tap.equal(shown()["note"], listed[0]["fields"][0]["values"][0]["value"], "what showed before is back")

# ---- households that are one ----
twice = [h for h in commune.run("household", "list", "--json").objects() if h["code"] == "H001"]
tap.ok(len(twice) == 2 and all(h["same"] is None and len(h["id"]) == 26 for h in twice),
       "a code that two have goes with their ids", twice)
first, second = (h["id"] for h in twice)
says(commune.run("household", "same", first, first), DATAERR, "joined to none", "not with itself")
says(commune.run("household", "same", first, "26572-01/H009"), NOINPUT, "H009: not found", "not with one nobody knows")
says(commune.run("household", "same", "H001", "26572-01/H002"), USAGE, "H001", "not where the code is several's")
must(commune.run("household", "add", "26572-02/H001"))
says(commune.run("household", "same", first, "26572-02/H001"), DATAERR, "same village", "not of another village")
says(commune.run("household", "same", first, second, env=as_an), NOPERM, "ask Hoa", "an officer says so")
must(commune.run("household", "same", first, "26572-01/H002"))
says(commune.run("household", "same", first, "26572-01/H002"), DATAERR, "so already", "once")
says(commune.run("household", "same", "26572-01/H002", first), DATAERR, "counts for the first", "and not in a circle")
root = commune.run("household", "show", "26572-01/H002", "--json").objects()[0]["id"]
tap.equal({h["id"]: h["same"] for h in commune.run("household", "list", "--json").objects() if "id" in h}[first], root,
          "the list tells which it is one with")
says(commune.run("household", "list"), OK, "= H002 nhà T0", "in words, too")
says(commune.run("household", "show", first), OK, "One household with", "so does the record")
steps = commune.run("household", "show", first).out.split("History:")[1].strip().splitlines()
tap.ok(len(steps) == 2 and "added" in steps[0] and "One household with — → H002" in steps[1],
       "entered in one step, joined in another", steps)
found = {words: {s["id"] for s in commune.run("list", "--json", *words).objects()} for words in
         (("--household", first), ("--household", "26572-01/H002"), ("--search", "đình"), ("--search", "nhà"))}
mine = visit if visit in found["--household", first] else other
tap.equal(found["--household", first], {mine}, "asked for by the joined one, what counts for both")
tap.equal(found["--household", "26572-01/H002"], {mine}, "and by the other")
tap.equal(found["--search", "đình"], {visit, other}, "its own words find its session")
tap.equal(found["--search", "nhà"], {mine}, "and those of the one it counts for")
must(commune.run("household", "same", first, first))
tap.ok("(1)" in commune.run("undo").out and commune.run("list", "--household", "26572-01/H002").out.count("\n") == 1,
       "parted by joining it to itself, and joined by undo")
must(commune.run("household", "same", first, first))
tap.equal(len(commune.run("list", "--search", "nhà", "--json").lines()), 0, "parted, each has its own words")

# ---- what is chosen is named as the list has it ----
made = must(one.log(*[session(date=date, household="H002", followups=[]) for date in ("2026-11-18", "2026-11-18", "2026-11-19")])).lines()
commune.take(one, team="T01")
for each in made:
    must(one.run("edit", each, stdin='{"note":"của tổ","people":3}'))
    must(commune.run("edit", each, stdin='{"note":"của xã","people":5}'))
commune.take(one, team="T01")
briefs = {line[:10]: line[12:] for line in must(commune.run("conflicts")).lines() if line[0] not in " *"}
twin, single = briefs[made[0][:10]], briefs[made[2][:10]]
tap.ok(twin == briefs[made[1][:10]] != single, "two of three read alike", briefs)
says(commune.run("conflicts", "resolve", twin, "Notes", "2"), USAGE, "fits more than one of the list", "they are told apart by their ids")
says(commune.run("conflicts", "resolve", single, "Women", "2"), NOINPUT, "Women", "a field that is in no conflict")
tap.equal(must(commune.run("conflicts", "resolve", single, "Notes (note)", "2")).lines(), [made[2]], "the third, by its words")
tap.equal(must(commune.run("conflicts", "resolve", single.upper(), "số người", "2", lang="vi")).lines(), [made[2]],
          "whatever the case, in the person's language")
says(commune.run("conflicts", "resolve", single, "Notes", "2"), NOINPUT, single, "once it is resolved they name nothing")
tap.ok(commune.run("check").code == OK, "check finds everything right")

for each in one, two, commune:
    each.close()
tap.done()
