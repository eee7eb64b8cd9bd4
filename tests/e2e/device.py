"""Keys on the command line: asking to be enrolled, enrolling, listing, revoking; who counts, and what is never shown."""
import os

from harness import CANTCREAT, DATAERR, NOINPUT, NOPERM, OK, USAGE, Desk, Tap, session

tap = Tap()


def shown(desk):
    return desk.run("device", "show", "--json").objects()[0]


def listed(desk):
    return desk.run("device", "list", "--json").objects()


def fields(found, *names):
    return tuple(found[name] for name in names)


team, officer, upper = Desk(), Desk(), Desk()
team.init()
officer.init(level="commune", member="Hạnh")
upper.init(level="upper", unit="77", member="Bình")
team.run("team", "add", "T01", "Tổ Ấp Bắc")
request, answer = team.path("request"), officer.path("answer")

# --- asking ---
result = team.run("device", "request", "-o", request)
code, root = shown(team)["fingerprint"], shown(officer)["root_fingerprint"]
tap.ok(result.code == OK and code in result.out, "who asks is told what to read out", result)
found = officer.run("inspect", "--json", request).objects()[0]
tap.ok(found["format"] == "request" and found["request"]["team"] == "T01" and
       found["request"]["name"] == "Tổ Ấp Bắc" and found["request"]["fingerprint_begins"] == code[:4],
       "a request, of the only team there is", found)
tap.equal(team.run("device", "request", "-o", request).code, CANTCREAT, "a file that is there is not written over")
tap.equal(officer.run("device", "request", "--team", "T01", "-o", officer.path("x")).code, USAGE,
          "a commune has no team")
tap.equal(fields(shown(team), "enrolled", "unit", "level", "team", "expires"), (False, "26572", "team", None, None),
          "before it, nobody knows the laptop")

# --- a wrong request, a wrong code ---
said = []
ENROL = ("device", "enrol", request, "-o", answer, "--fingerprint")
wrong = code[:-1] + ("B" if code[-1] == "A" else "A")
result = officer.run(*ENROL, wrong)
said.append(result)
tap.ok(result.code == NOPERM and result.err.count("\n") == 1 and not os.path.exists(answer) and not listed(officer),
       "a code that is another's enrols nobody", result)
with open(request, "rb") as file:
    whole = file.read()
for name, data, status in (("cut", whole[:-1], DATAERR), ("changed", whole[:120] + b"x" + whole[121:], DATAERR),
                           ("none of ours", b"hello", DATAERR), ("empty", b"", DATAERR)):
    result = officer.run("device", "enrol", officer.write("bad", data), "-o", answer, "--fingerprint", code)
    tap.ok(result.code == status and not os.path.exists(answer), "a request that is " + name, result)
tap.equal(officer.run("device", "enrol", officer.path("none"), "-o", answer, "--fingerprint", code).code, NOINPUT,
          "one that is not there")
tap.equal(officer.run(*ENROL, code, "--expires", "soon").code, USAGE, "a day that is none")
tap.equal(officer.run(*ENROL, code, "--expires", "2026-11-20").code, DATAERR, "a day that is over")
tap.equal(officer.run(*ENROL, code, "--codes", "26999").code, DATAERR, "villages of another commune")
result = team.run(*ENROL, code)
tap.equal(result.code, NOPERM, "a team's laptop enrols nobody")
result = upper.run(*ENROL, code)
tap.equal(result.code, DATAERR, "nor the level above a team's")
tap.equal(listed(officer), [], "none of that enrolled it")

# --- who does not know his team; a folder that is not there yet ---
lost = Desk()
lost.init(member="Mai")
for village in ("26572-01", "Ấp Bắc"), ("26572-02", "Ấp Đông"):
    lost.run("village", "add", *village)
result = lost.run("device", "request", "-o", lost.path("stick") + "/")
names = os.listdir(lost.path("stick")) if os.path.isdir(lost.path("stick")) else []
tap.ok(result.code == OK and len(names) == 1 and names[0].startswith("sotay-dang-ky_26572-may_"),
       "a laptop of no team asks under a name that is no unit's, in a folder that is made", "%s\n%s" % (result, names))
tap.ok("device enrol FILE --team CODE" in result.err, "and hears who says its team", result)

# --- a team no register has ---
empty = Desk()
empty.init(level="commune", member="Hạnh")
empty.run("village", "add", "26572-01", "Ấp Bắc")
ENROL_LOST = ("device", "enrol", lost.path("stick/" + names[0]), "--fingerprint", shown(lost)["fingerprint"],
              "--team", "Tổ 2", "-o", empty.path("answer"))
result = empty.run(*ENROL_LOST)
tap.ok(result.code == OK and "to add it: sotay team add 'Tổ 2' NAME --villages CODE" in result.err,
       "the commune hears how it is added, as the shell takes it", result)
empty.run("team", "add", "Tổ 2", "Tổ Ấp Bắc", "--villages", "26572-01")
os.unlink(empty.path("answer"))
result = empty.run(*ENROL_LOST)
tap.ok(result.code == OK and "register" not in result.err, "and no more when it is", result)
empty.close()
lost.close()

# --- enrolling ---
officer.write("taken", "x")
result = officer.run("device", "enrol", request, "-o", officer.path("taken"), "--fingerprint", code)
tap.ok(result.code == CANTCREAT and not listed(officer), "where the answer cannot be written nothing is done", result)
result = officer.run(*ENROL, code.lower().replace("-", " "), "--expires", "2028-12-31")
said.append(result)
tap.ok(result.code == OK and root in result.out and os.path.exists(answer),
       "the right code, typed in small letters: the answer, and the code to read out", result)
tap.ok("T01" in result.out and "team T01 is not in the commune's register" in result.err,
       "whom it enrolled is said, and that no register has that team", result)
tap.ok("to add it: sotay team add T01 NAME --villages CODE" in result.err, "and how it is added", result)
result = officer.run("device", "list")
said.append(result)
tap.ok(result.code == OK and "T01 Tổ Ấp Bắc" in result.out and "31/12/2028" in result.out, "it is listed", result)
found = listed(officer)
tap.ok(len(found) == 1 and fields(found[0], "kind", "unit", "level", "team", "name", "expires", "revoked", "heard") ==
       ("laptop", "26572", "team", "T01", "Tổ Ấp Bắc", "2028-12-31", False, None), "with all that is known", found)
tag = found[0]["device"]

found = officer.run("summary", "--format", "json").objects()[0]["teams"]
tap.equal(found, {"expected": 1, "closed": 0, "missing": ["T01"]}, "its team is waited for though no register has it")

found = team.run("inspect", "--json", answer).objects()[0]
tap.equal(found["signer"]["counts"], False, "to the team the commune is nobody yet")
result = team.run("import", answer, "--root", code)
tap.ok(result.code == DATAERR and not shown(team)["enrolled"], "nor with a code that is not the commune's", result)
result = team.run("import", answer, "--root", root.lower())
tap.equal(result.code, OK, "with the code the officer read out it is taken")
tap.equal(fields(shown(team), "enrolled", "team", "expires"), (True, "T01", "2028-12-31"), "and the laptop is enrolled")
found = team.run("inspect", "--json", answer).objects()[0]
tap.equal(found["signer"]["counts"], True, "what the commune signs counts now")
tap.equal(listed(team), [], "a team's laptop has enrolled nobody")
result = officer.run("device", "enrol", answer, "-o", officer.path("x"), "--fingerprint", code)
tap.equal(result.code, DATAERR, "an answer is no request")
result = officer.run("device", "enrol", request, "-o", officer.path("shorter"), "--fingerprint", code, "--expires",
                     "2027-06-30")
tap.ok(result.code == OK and "Until                      31/12/2028\n" in result.out and
       "an earlier certificate holds until 31/12/2028" in result.err, "a shorter day is not the one that holds", result)
officer.run("undo")
result = officer.run("device", "enrol", request, "-o", officer.path("longer"), "--fingerprint", code, "--expires",
                     "2029-12-31")
tap.ok(result.code == OK and "Until                      31/12/2029\n" in result.out and "--expires" not in result.err,
       "a longer one is", result)
officer.run("undo")
result = officer.run("device", "enrol", request, "-o", officer.path("x"), "--fingerprint", code, "--team", "T02")
tap.equal(result.code, DATAERR, "a laptop is of one team for life")

# --- revoking ---
for args, status in ((("T09",), NOINPUT), ((tag[:5],), NOINPUT), (("T01", "--keep", "x"), USAGE),
                     (("T01", "--keep", "0123456789abcdef:1"), NOINPUT)):
    result = officer.run("device", "revoke", *args)
    tap.equal(result.code, status, "revoke %s" % " ".join(args))
result = officer.run("device", "revoke", tag[:6])
tap.ok(result.code == OK and listed(officer)[0]["revoked"], "a laptop is revoked by the beginning of its number", result)
result = officer.run("device", "enrol", request, "-o", officer.path("x"), "--fingerprint", code)
tap.equal(result.code, NOPERM, "and is not enrolled again")
result = officer.run("undo")
tap.ok(result.code == OK and not listed(officer)[0]["revoked"], "undo takes that back", result)
result = officer.run("device", "revoke", "T01")
tap.ok(result.code == OK and listed(officer)[0]["revoked"], "by its team", result)
officer.run("undo")
result = officer.run("undo")
tap.ok(result.code == OK and listed(officer) == [], "undone is the enrolment, too", result)
tap.ok(all(code not in result.out + result.err for result in said), "the laptop's code is nowhere on the officer's screen")

# --- a path is printed as the files of an import are ---
odd = officer.path("a\x1b[2J\nb")
result = officer.run("device", "enrol", request, "-o", odd, "--fingerprint", code)
tap.ok(result.code == OK and os.path.exists(odd) and "\x1b" not in result.out and result.out.count("\n") == 3,
       "an answer's", result)
result = officer.run("batch", "-o", officer.path("s\x1b[2J\nb"))
tap.ok(result.code == OK and "\x1b" not in result.out + result.err and result.out.count("\n") == 1, "a file that goes out",
       result)
result = officer.run("device", "enrol", request, "-o", odd, "--fingerprint", code)
tap.ok(result.code == CANTCREAT and "\x1b" not in result.err and result.err.count("\n") == 1, "one that is there",
       result)
officer.run("undo")

# --- the commune asks the level above ---
ask, answer = officer.path("ask"), upper.path("answer")
officer.run("device", "request", "-o", ask)
result = upper.run("device", "enrol", ask, "-o", answer, "--fingerprint", root, "--codes", "26575")
tap.equal(result.code, OK, "a commune is enrolled")
result = officer.run("import", answer, "--root", shown(upper)["root_fingerprint"])
tap.ok(result.code == OK and shown(officer)["enrolled"], "and takes the answer", result)
found = listed(upper)
tap.ok(len(found) == 1 and fields(found[0], "kind", "unit", "level") == ("unit", "26572", "commune"),
       "as a unit", found)
result = officer.run("device", "enrol", request, "-o", officer.path("both"), "--fingerprint", code, "--codes",
                     "26572,26575")
tap.equal(result.code, OK, "its laptops may write of the communes it was given")
result = upper.run("device", "enrol", ask, "-o", upper.path("day"), "--fingerprint", root, "--expires", "2027-06-30")
tap.ok(result.code == OK and "a unit's key holds without a last day" in result.err, "a unit's key has no last day", result)

# --- its data file is lost: another key of the same unit ---
officer.fill()
officer.run("log", stdin=[session()])
officer.run("batch", "-o", officer.path("up"))
upper.run("import", officer.path("up"))
anew = Desk()
anew.init(level="commune", member="Hạnh")
again, root = anew.path("again"), shown(anew)["root_fingerprint"]
anew.run("device", "request", "-o", again)
ENROL = ("device", "enrol", again, "-o", upper.path("second"), "--fingerprint", root)
result = upper.run(*ENROL)
tap.ok(result.code == NOPERM and "'sotay device revoke 26572' comes first" in result.err and len(listed(upper)) > 1 and
       not os.path.exists(upper.path("second")), "a second key of a unit is refused while the first stands", result)
result = upper.run("device", "revoke", "26572")
tap.ok(result.code == OK and listed(upper)[0]["revoked"], "its root is revoked by its code", result)
tap.ok("stays" not in result.out and "1 session is out of the figures now" in result.out and
       upper.run("list", "--json").lines() == [], "and what that takes out is said", result)
held = [row["reason"] for row in upper.run("quarantine", "--json").objects() if row["kind"] == "batch"]
shown_held = upper.run("quarantine", lang="vi").out
tap.ok(held == ["revoked"] and "giấy của máy không còn giá trị" in shown_held, "it is held, in words that are true", shown_held)
result = upper.run(*ENROL)
tap.equal(result.code, OK, "then the new one is enrolled")
result = anew.run("import", upper.path("second"), "--root", shown(upper)["root_fingerprint"])
tap.ok(result.code == OK and shown(anew)["enrolled"], "and takes its answer", result)
tap.ok([desk.run("check").code for desk in (team, officer, upper, anew)] == [OK] * 4, "all is whole")

for desk in (team, officer, upper, anew):
    desk.close()
tap.done()
