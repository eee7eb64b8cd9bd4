"""What holds of records whichever way they come in: rules between fields, codes and names,
searches, and what each command says of them."""
import json
import re

from harness import DATAERR, NOINPUT, OK, UNAVAILABLE, USAGE, Desk, Tap, ready_desk, session

tap = Tap()
desk = ready_desk()


def is_refused(result, code, pattern, name):
    tap.ok(result.code == code and result.out == "" and result.err.count("\n") == 1 and
           re.search(pattern, result.err), name, result)


def edit(rec, changes):
    return desk.run("edit", rec, stdin=json.dumps(changes))


# ---- edit holds what log holds ----
visit = desk.log(session()).lines()[0]
is_refused(edit(visit, {"topics": [{"topic": "TTQR", "outcome": "tu_lam"}]}), DATAERR,
           r"followups\[0\]\.topic.*\[unknown_topic\]", "topics are not edited away from a follow-up's")
is_refused(edit(visit, {"people": 1, "female": 0, "topics": [{"topic": "VNEID2", "outcome": "hoan_thanh", "count": 2}]}),
           DATAERR, r"topics\[0\]\.count.*\[bad_count\]", "a count is held to the people that are edited")
early = desk.log(session(date="2026-11-10", followups=[{"kind": "den_lai", "due": "2026-11-12"}])).lines()[0]
is_refused(edit(early, {"date": "2026-11-13"}), DATAERR, r"followups\[0\]\.due.*\[bad_date\]",
           "a date is not edited past a follow-up's due")
tap.ok(edit(early, {"date": "2026-11-12"}).code == OK, "up to the due date it is")

# ---- what was good stays editable ----
own = {"code": "RIENG", "short": "Riêng", "vi": "Nội dung riêng", "group": "khac", "cap": "none"}
desk.run("topic", "add", "--json", stdin=[own])
many = desk.log(session(followups=[], topics=[{"topic": "RIENG", "outcome": "tu_lam", "count": 9}])).lines()[0]
tap.ok(edit("RIENG", {"cap": "people"}).code == OK, "an own topic's cap is changed")
tap.ok(edit(many, {"note": "sửa"}).code == OK, "and earlier sessions stay editable")
is_refused(edit(many, {"people": 3}), DATAERR, r"\[bad_count\]", "but what the rule speaks of is held to it")

# ---- codes and names ----
desk.run("member", "add", "--json", stdin=[{"code": "\u00a0\u00d0a\u0323t\u3164", "name": "\u200bLê\u00a0\u0189ạt\u2800"}])
tap.equal([(m["code"], m["name"]) for m in desk.run("member", "list", "--json").objects() if "ạt" in m["code"]],
          [("Đạt", "Lê Đạt")], "names are composed and trimmed, and Ð is Đ")
tap.ok(desk.log(session(by=[" \u0189ạt"], household=" H001\u00a0")).code == OK, "references likewise")
for code in "đạt", "ĐẠT", "\u00d0ạt", "LAN", "bình":
    is_refused(desk.run("member", "add", code), DATAERR, r"code.*\[bad_code\]", "another %s" % code)
for code in "La\u200bn", "Hoa\u3164Hoa", "Ho\u2800a", "Ho\u0007a", "\u3164", "Ho\u00ada":
    is_refused(desk.run("member", "add", "--json", stdin=[{"code": code, "name": "x"}]), DATAERR,
               r"\[bad_code\]", "nothing invisible in a code: %r" % code)
is_refused(desk.run("team", "add", "t01", "Khác"), DATAERR, r"\[bad_code\]", "teams differ by more than capitals")
tap.ok(desk.run("list", "--member", "\u00a0Lan ").code == OK, "who unlocks is named as a record is")

# ---- a unit's codes ----
is_refused(desk.run("village", "add", "99999-01", "Xa"), DATAERR, r"99999-01.*\[bad_code\]", "a village of another unit")
tap.ok(desk.run("settings", "--codes", "26575 26572,26575").code == OK, "former codes are a setting")
tap.equal(desk.run("settings", "--json").objects(),
          [{"unit": "26572", "unit_name": "Phường Tam Long", "codes": ["26575", "26572"]}], "which is shown")
tap.ok(desk.run("village", "add", "26575-01", "Ấp Cũ").code == OK, "villages may begin with them")
is_refused(desk.run("settings", "--codes", "2657"), DATAERR, r"codes: 2657.*\[bad_code\]", "five digits each")

# ---- what stays ----
is_refused(desk.run("void", "Lan"), DATAERR, "Lan: can unlock", "one's own record is not taken out")
is_refused(desk.run("void", "T01"), DATAERR, "T01: sessions or other records", "a team with members is not taken out")

# ---- searching ----
desk.log(session(note="gặp \u00d0ào ở ɖình"))
for words in "dao dinh", "Đào", "\u00d0ÀO", "\u0189ình":
    tap.equal(len(desk.run("list", "--search", words, "--json").lines()), 1, "found by %s" % words)
for signs in "%", "*", "😀", " …! ":
    result = desk.run("list", "--search", signs, "--json")
    tap.ok(result.code == OK and result.out == "" and result.err.count("\n") == 1 and
           "no letter or digit" in result.err, "signs only find nothing, and it is said: %s" % signs, result)

# ---- names of records ----
is_refused(desk.run("show", "26572-01/H099"), NOINPUT, "26572-01/H099: not found", "a household nobody knows")
is_refused(desk.run("show", "26572-77"), NOINPUT, "26572-77: not found", "a village nobody knows")
for name, kind in (("26572-01", "village"), ("26572-01/H001", "household"), ("H001", "household"),
                   ("T01", "team"), ("Bình", "member"), ("RIENG", "topic"), ("VNEID2", "topic")):
    tap.equal([shown["type"] for shown in desk.run("show", name, "--json").objects()], [kind], "show %s" % name)

# ---- nothing to do, too much to do ----
for command in ("log",), ("status",), ("village", "add", "--json"):
    result = desk.run(*command)
    tap.ok(result.code == OK and result.out == "" and result.err.count("\n") == 1 and "nothing was saved" in result.err,
           "%s without a line says so" % command[0], result)
long_text = desk.write("long", "Khó khăn:" + "\n" * 1000000 + "a:\n" * 1000000)
is_refused(desk.run("report", "close", "2026-W45", "--text", long_text), DATAERR, r"kho_khan.*\[bad_text\]",
           "a report of megabytes is refused at once")
desk.write("newlines", "\n" * 1000000 + "Đường xa\n")
tap.ok(desk.run("report", "close", "2026-W46", "--text", desk.path("newlines")).code == OK, "newlines are no text")
worked = desk.run("report", "close", "2026-W47").lines()[0]
is_refused(edit(worked, {"nil": True}), DATAERR, "not without activity", "no activity is not edited into a week of work")

# ---- topics that move figures ----
for status, good in (("bank+bank18", True), ("-phone2g", True), ("bank+bank", False), ("bank bank18", False),
                     ("residents", False), ("+bank", False)):
    line = {"code": "DI" + ("1" if good else "0") + str(len(status)), "short": "Đi", "vi": "Đi", "group": "khac", "status": status}
    result = desk.run("topic", "add", "--json", stdin=[line])
    if good:
        tap.equal([t["status"] for t in desk.run("topic", "list", "--json").objects() if t["code"] == line["code"]],
                  [status], "a topic moves %s" % status)
    else:
        is_refused(result, DATAERR, r"status.*\[unknown_code\]", "no topic moves %r" % status)
shown = desk.run("topic", "show", "HT2G", lang="vi").out
tap.ok("− Điện thoại 2G còn dùng" in shown, "what goes down is said so", shown)

# ---- figures typed in ----
closing = "report", "close", "2026-W45"
is_refused(desk.run(*closing, "--set", "so_tin=12", "--set", "tl_hstt=82,1"), DATAERR, r"tl_hstt: only the unit's own .*\[bad_number\]",
           "a unit's own figure is in no team's report")
typed = desk.run(*closing, "--set", "so_tin=12", "--set=so_tin=13")
tap.equal(desk.run("report", "show", "2026-W45", "--json").objects()[0]["so_tin"], 13, "figures are typed in with closing")
tap.ok(desk.run(*closing).code == OK and desk.run("report", "show", "2026-W45", "--json").objects()[0]["so_tin"] == 13,
       "closing again leaves them")
for form, marked in (("json", '"typed":["so_tin"]'), ("csv", "tuyên truyền (nhập tay)"), ("text", "13 (typed in)")):
    out = desk.run("summary", "--week", "2026-W45", "--columns", "so_tin,tl_hstt", "--format", form).out
    tap.ok(marked in out, "marked as typed in: %s" % form, out)
out = desk.run("summary", "--week", "2026-W45", "--by", "team", "--columns", "so_tin,so_luot").out
tap.ok("Typed in with the report: News" in out, "and in a table of groups", out)
for sets, code, pattern in (("so_tin=-1", DATAERR, r"\[bad_number\]"), ("so_tin=1.5", DATAERR, r"\[bad_number\]"),
                            ("tl_hstt=100,5", DATAERR, r"\[bad_number\]"), ("tl_hstt=12.345", DATAERR, r"\[bad_number\]"),
                            ("so_luot=3", USAGE, "counted, not typed in"), ("abc=3", USAGE, "no such column"),
                            ("so_tin", USAGE, "column=number")):
    is_refused(desk.run(*closing, "--set", sets), code, pattern, "not to be typed in: %s" % sets)
desk.run(*closing, "--set", "so_tin=")
tap.equal(desk.run("report", "show", "2026-W45", "--json").objects()[0]["so_tin"], None, "an empty one goes")
tap.ok('"typed"' not in desk.run("summary", "--week", "2026-W45", "--format", "json").out, "and is marked no more")

# ---- closing again, after what was counted changed ----
desk.run("report", "close", "2026-W44")
desk.log(session(date="2026-10-28"))
again = desk.run("report", "close", "2026-W44", "--set", "so_tin=4")
tap.ok(again.code == OK and "2026-W44" in again.err and "stay as they were closed" in again.err,
       "closing for one figure says that the others stay", again)
tap.equal(desk.run("report", "show", "2026-W44", "--json").objects()[0]["figures"].get("so_luot"), 0, "and they do")
tap.equal((desk.run("report", "close", "2026-W44").err, desk.run("report", "show", "2026-W44", "--json").objects()[0]["figures"]["so_luot"]),
          ("", 1), "closing with nothing else takes those of now")

# ---- campaigns and targets ----
campaign = {"code": "DATDAI90", "name": "90 ngày đất đai", "from": "2026-09-01", "to": "2026-11-29", "tag": "đất đai",
            "targets": [{"code": "kq_ddai", "team": None, "number": 300.0}, {"code": "kq_ddai", "team": "T01", "number": 42.5}]}
tap.ok(desk.run("campaign", "add", "--json", stdin=[campaign]).code == OK, "campaign add --json")
tap.ok(desk.run("campaign", "add", "NGAY1010", "Ngày 10/10", "--from", "2026-10-10", "--to", "2026-10-10", "--tag", "10/10",
                "--targets", "so_luot=50,ho_tham=20").code == OK, "campaign add")
listed = desk.run("campaign", "list", "--json").objects()
tap.equal((listed[0], [c["code"] for c in listed]), (campaign, ["DATDAI90", "NGAY1010"]), "campaign list, by the first day")
shown = desk.run("campaign", "show", "NGAY1010", lang="vi").out
tap.ok("10/10/2026" in shown and "Số lượt hướng dẫn: 50" in shown, "campaign show", shown)
tap.ok(edit("NGAY1010", {"name": "Ngày Chuyển đổi số"}).code == OK and desk.run("undo").code == OK and
       desk.run("show", "NGAY1010", "--json").objects()[0]["name"] == "Ngày 10/10", "it is edited, and that undone")
tap.ok(desk.run("void", "NGAY1010").code == OK and len(desk.run("campaign", "list", "--json").lines()) == 1, "and taken out")
is_refused(desk.run("campaign", "add", "A", "A", "--from", "2026-10-10", "--to", "2026-10-09", "--tag", "a"), DATAERR,
           r"to.*\[bad_date\]", "its days run forward")
for args, team, number in ((("HCM-2026", "HCM01", "95,5"), None, 95.5), (("HCM-2026", "HCM01", "90", "--team", "T01"), "T01", 90.0),
                           (("TAMLONG", "XH02", "80"), None, 80.0)):
    tap.ok(desk.run("target", "add", *args).code == OK, "target add %s" % " ".join(args))
tap.equal([(t["set"], t["code"], t["team"], t["number"]) for t in desk.run("target", "list", "--json").objects()],
          [("HCM-2026", "HCM01", None, 95.5), ("HCM-2026", "HCM01", "T01", 90.0), ("TAMLONG", "XH02", None, 80.0)], "target list")
tap.ok(edit("HCM-2026/HCM01/T01", {"number": 91}).code == OK and
       desk.run("target", "show", "HCM-2026/HCM01/T01", "--json").objects()[0]["number"] == 91.0, "a target by its name")
is_refused(desk.run("target", "add", "HCM-2026", "XH02", "80"), DATAERR, r"code.*\[unknown_code\]", "an indicator of another set")
is_refused(desk.run("target", "add", "HCM-2026", "HCM01", "x"), DATAERR, r"number.*\[bad_number\]", "a target is a number")
for args in (("target", "add", "BRVT-2024"), ("target", "add", "BRVT-2024", "XH02"), ("campaign", "add", "C1"),
             ("campaign", "add", "C1", "--from", "2026-10-10", "--to", "2026-10-10"), ("household", "add"),
             ("household", "add", "H001"), ("report", "show"), ("report", "close"), ("followup", "done"), ("backup",)):
    tap.ok(desk.run(*args).code == USAGE, "what is missing is a fault of usage: %s" % " ".join(args))
is_refused(desk.run("campaign", "add", "C1", "--from", "2026-10-10", "--to", "2026-10-10", "--tag", "x", "--targets", "ho_luy_ke=5"),
           DATAERR, r"targets\[0\].code.*\[unknown_code\]", "no aim reaches back beyond a campaign's days")
is_refused(desk.run("report", "show", "2026-W46", "--team", "T77"), NOINPUT, "T77: not found", "no report of a team that is not there")
for args in (("summary", "--campaign", "DATDAI90"), ("indicators",), ("indicators", "--set", "HCM-2026", "--on", "2026-11-21")):
    is_refused(desk.run(*args), UNAVAILABLE, "not available", "to come: %s" % " ".join(args))
is_refused(desk.run("summary", "--from", "2026-01-01", "--to", "2027-01-02", "--by", "day"), USAGE, "366", "not more than 366 days")
days = desk.run("summary", "--week", "2026-W47", "--by", "day", "--format", "json").objects()[0]["groups"]
tap.equal([(g["key"], g["label"], g["columns"]["so_luot"]) for g in days], [("2026-11-17", "17/11/2026", 4)], "a week by day")

tap.ok(desk.run("check").code == OK, "all is whole")
desk.close()

# ---- a new book ----
new = Desk()
for level, unit in (("team", "ABC"), ("team", "2657"), ("commune", "265720"), ("upper", "123456"), ("upper", "A-1"),
                    ("upper", "Đ")):
    is_refused(new.run("init", "--level", level, "--unit", unit, "--unit-name", "X", "--member", "Lan", "--kdf-mem", "19",
                       "--kdf-ops", "2"), DATAERR, r"unit: .*\[bad_code\]", "no unit's code: %s %s" % (level, unit))
is_refused(new.init("--codes", "26572,ABC"), DATAERR, r"codes: ABC.*\[bad_code\]", "no former code")
tap.ok(new.init("--codes", "26572,26575", "--member", "\u00a0\u00d0ạt", "--unit-name", " Xã\u00a0Mới ").code == OK,
       "a merged commune")
tap.equal(new.run("settings", "--json").objects(), [{"unit": "26572", "unit_name": "Xã Mới", "codes": ["26572", "26575"]}],
          "its former codes")
tap.equal([m["code"] for m in new.run("member", "list", "--json").objects()], ["Đạt"], "its first member")
tap.ok(new.run("village", "add", "26575-01", "Ấp Cũ", "--member", "Đạt").code == OK, "its villages")
new.close()
tap.done()
