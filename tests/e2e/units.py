"""An upper level's desk with two communes whose teams use the same codes, and a third that is silent.

All by commands: enrolled, sealed, carried as files. What it shows of each commune is compared with
oracle.py's figures of that commune alone.
"""
import json
import os

import oracle
from harness import DATAERR, NOW, OK, USAGE, Desk, Tap, session

WEEK = oracle.period("week", "2026-W47")
TOPIC = {"code": "RIENG", "short": "Riêng", "group": "dinh_danh"}

tap = Tap()


def must(desk, *args, **how):
    result = desk.run(*args, **how)
    if result.code:
        raise RuntimeError(str(result))
    return result


def desk_of(level, unit, name, member):
    desk = Desk()
    desk.level, desk.unit = level, unit
    must(desk, "init", "--level", level, "--unit", unit, "--unit-name", name, "--member", member,
         "--kdf-mem", "19", "--kdf-ops", "2")
    return desk


def enrol(above, below):
    shown = {desk: must(desk, "device", "show", "--json").objects()[0] for desk in (above, below)}
    request, answer = below.path("request"), below.path("answer")
    must(below, "device", "request", "-o", request)
    must(above, "device", "enrol", request, "--fingerprint",
         shown[below]["fingerprint" if below.level == "team" else "root_fingerprint"], "-o", answer)
    refused = below.run("import", answer)
    tap.equal(refused.code, DATAERR, "an answer whose code nobody typed is refused")
    tap.equal(len(must(below, "quarantine", "--json").lines()), 1, "and listed")
    must(below, "import", answer, "--root", shown[above]["root_fingerprint"])
    tap.equal(must(below, "quarantine", "--json").lines(), [], "until it is taken")


class Commune:
    """Its desk and its team's laptop, and what was entered on both as the oracle counts it."""

    def __init__(self, unit, name, village, people):
        self.unit, self.village = unit, village
        self.desk = desk_of("commune", unit, name, "Hoa")
        self.team = desk_of("team", unit, name, "Lan")
        self.book = oracle.Book(unit, name, "Hoa", oracle.day(NOW[:10]))
        self.book.members = [{"code": "Hoa", "name": "Hoa", "team": None}]
        self.register(people)
        enrol(self.desk, self.team)
        self.visit(self.team, household="H001", people=people, female=1,
                   topics=[{"topic": "RIENG", "outcome": "hoan_thanh", "count": 1, "blocker": None}],
                   followups=[{"kind": "den_lai", "due": "2026-11-19", "topic": "RIENG"}])
        self.state(adults=people)

    def register(self, households):
        village = {"code": self.village, "name": "Ấp Bắc", "households": 100 + households}
        house = {"village": self.village, "code": "H001", "kinds": [], "hint": None, "guided_since": None}
        team = {"code": "T01", "name": "Tổ Ấp Bắc", "villages": [self.village]}
        member = {"code": "Lan", "name": "Lan", "role": "to_truong", "team": "T01"}
        for name, record, to in (("village", village, self.book.villages), ("household", house, self.book.households),
                                 ("team", team, self.book.teams), ("member", member, self.book.members),
                                 ("topic", {**TOPIC, "vi": "Riêng " + self.unit}, [])):
            must(self.team, name, "add", "--json", stdin=[record])
            to.append(record)
        self.book.topics["RIENG"] = TOPIC

    def visit(self, desk, **how):
        record = session(village=self.village, by=["Lan" if desk is self.team else "Hoa"], **how)
        self.id = must(desk, "log", stdin=[record]).out.strip()
        self.book.sessions.append({**record, "id": self.id, "voided": False, "day": oracle.day(record["date"]),
                                   "followups": [{**f, "closed": None} for f in record["followups"]]})

    def state(self, **figures):
        record = {"village": self.village, "household": "H001", "date": "2026-11-17", "residents": 9, **figures}
        id = must(self.team, "status", stdin=[record]).out.strip()
        self.book.statuses.append({**dict.fromkeys(FIGURES), **record, "id": id, "day": oracle.day(record["date"])})

    def close_week(self, desk, team, typed=(), **said):
        file = desk.write("texts", json.dumps(said)) if said else None
        must(desk, "report", "close", WEEK["label"], *(["--text", file] if file else []),
             *(word for code in typed for word in ("--set", "%s=%s" % (code, typed[code]))))
        self.book.reports.append({"period": WEEK["label"], "from": WEEK["from"], "to": WEEK["to"], "team": team,
                                  "nil": False, **said, **dict(typed)})

    def close(self):
        self.team.close()
        self.desk.close()


FIGURES = ("adults age15plus smartphones fibre eid1 eid2 dvc bank ewallet signature health_record vssid telehealth"
           " shop bank18 welfare literate cashless app phone2g biz_epay").split()


def carry(below, above, lang="en"):
    """All that waits goes up; the import's result. What is for others is there, too, and passed over."""
    folder = below.path("stick")
    os.makedirs(folder, exist_ok=True)
    names = [line for line in must(below, "batch", "-o", folder).lines() if "sotay-cho" not in line]
    return must(above, "import", *names, lang=lang)


def summary(desk, axis, *more):
    return json.loads(must(desk, "summary", "--week", WEEK["label"], "--by", axis, "--format", "json", *more).out)


def lines_of_import(upper, one, two):
    taken = carry(one.team, one.desk)
    tap.ok("Received 1 batch of 1 team: 1 session, 1 weekly report\n" in taken.err, "a team's batch at the commune", taken)
    two.desk.run("team", "add", "--json", stdin=[{"code": "T02", "name": "Tổ Hai", "villages": []}])
    two.book.teams.append({"code": "T02", "name": "Tổ Hai", "villages": []})
    taken = carry(two.team, two.desk, "vi")
    tap.ok("Đã nhận 1 gói của 1 tổ: 1 lượt, 0 báo cáo tuần\n" in taken.err and
           "Tuần 47: đã có 0/2 tổ; còn thiếu T01 Tổ Ấp Bắc; T02 Tổ Hai\n" in taken.err, "in Vietnamese", taken)
    for commune in one, two:
        commune.visit(commune.desk, household=None, channel="nha_van_hoa", date="2026-11-18")
    one.close_week(one.desk, None, {"so_tin": 4, "tl_hstt": 81})
    waits = must(one.desk, "outbox").out
    tap.ok("Here, not yet sent up" in waits and "commune" not in waits, "what a commune is to pass on", waits)
    taken = carry(one.desk, upper)
    tap.ok("Received from 1 commune: 1 batch of 1 team, 1 batch of a commune's own: 2 sessions, 2 weekly reports\n"
           in taken.err, "a commune's file at the upper level: whose batches they were", taken)
    tap.ok("Week 47: 1 of 3 communes; missing: 26506 Phường Vũng Tàu (no team known); 26575 Phường B (no team known)\n"
           in taken.err, "and which communes are missing", taken)
    sent = must(one.desk, "outbox", lang="vi").out
    tap.ok(sent.count("Đã gửi đi, cấp trên chưa nhận (") == 2 and "xã chưa nhận" not in sent,
           "what a commune sent, its own or passed on, waits for the upper level", sent)
    states = [o["state"] for o in must(one.desk, "outbox", "--json").objects() if o["kind"] == "batch"]
    tap.equal(states, ["xa_da_nhan", "da_gui_di"], "states in JSON stay those of the format")
    tap.ok("Đã gửi đi, cấp trên chưa nhận" in must(one.desk, "show", one.id, lang="vi").out,
           "a record of the commune's own says so, too")
    taken = carry(two.desk, upper, "vi")
    tap.ok("Đã nhận từ 1 xã: 1 gói của 1 tổ, 1 gói của xã: 2 lượt, 0 báo cáo tuần\n" in taken.err and
           "Tuần 47: đã có 1/3 xã; còn thiếu 26506 Phường Vũng Tàu (chưa biết tổ nào); 26575 Phường B (0/2 tổ)\n"
           in taken.err, "in Vietnamese", taken)


def by_unit(upper, communes):
    got = summary(upper, "unit")
    tap.equal([(g["key"], g["label"]) for g in got["groups"]],
              [("26506", "Phường Vũng Tàu"), ("26572", "Phường A"), ("26575", "Phường B")], "a group a commune")
    silent = {c: v for c, v in got["groups"][0]["columns"].items() if c not in oracle.HEAD and v is not None}
    tap.equal((silent, got["groups"][0]["teams"]), ({}, {"expected": 0, "closed": 0, "missing": []}),
              "of a silent one nothing is known")
    for commune in communes:
        group = next(g for g in got["groups"] if g["key"] == commune.unit)
        wanted = commune.book.summary(WEEK)
        differ = {c: (group["columns"][c], v) for c, v in wanted["columns"].items()
                  if group["columns"][c] != v and c not in oracle.HEAD}
        tap.equal(differ, {}, "%s: its figures are those of what was entered there" % commune.unit)
        missing = [commune.unit + "/" + code for code in wanted["teams"]["missing"]]
        tap.equal(group["teams"], {**wanted["teams"], "missing": missing}, "and its weeks")
    for code in "so_luot", "so_nguoi", "ho_tham", "so_to", "hen", "tt_lon":
        tap.equal(got["columns"][code], sum(g["columns"][code] or 0 for g in got["groups"]), "the whole: " + code)
    tap.equal(got["teams"]["missing"], ["26575/T01", "26575/T02"], "teams are told apart")
    text = must(upper, "summary", "--week", WEEK["label"], "--by", "unit").out
    rows = {line.split("  ")[0]: line.split()[-1] for line in text.splitlines() if line.startswith("Phường")}
    tap.equal(rows, {"Phường Vũng Tàu": "—", "Phường A": "1/1", "Phường B": "0/2"}, "teams closed, in text")
    table = must(upper, "summary", "--week", WEEK["label"], "--by", "unit", "--format", "csv").out
    tap.ok("đã chốt 0/2 tổ" in table and "chưa biết tổ nào" in table and "Xã, phường, đặc khu" in table, "in CSV", table)
    for axis in "area", "xa":
        tap.equal(upper.run("summary", "--by", axis).code, USAGE, "no axis: " + axis)
    refused = communes[0].desk.run("summary", "--by", "unit")
    tap.ok(refused.code == USAGE and refused.err.count("\n") == 1, "below the upper level there is none", refused)


def told_apart(upper):
    """T01, Lan, H001, RIENG of both: each once, by its commune."""
    def keys(axis):
        return [(g["key"], g["columns"]["so_luot"]) for g in summary(upper, axis)["groups"]]

    tap.equal(keys("team"), [("26572/T01", 2), ("26575/T01", 2), ("26575/T02", None)], "by team")
    tap.equal(sorted(keys("member")), [("26572/Hoa", 1), ("26572/T01/Lan", 1), ("26575/Hoa", 1), ("26575/T01/Lan", 1)],
              "by member")
    tap.equal(keys("topic"), [("VNEID2", 2), ("26572/RIENG", 1), ("26575/RIENG", 1)], "by topic")
    listed = must(upper, "list", "--json").objects()
    tap.equal(sorted((s["village"], s["household"] or "", s["by"][0], s["topics"][0]["topic"]) for s in listed),
              [("26572-01", "", "26572/Hoa", "VNEID2"), ("26572-01", "H001", "26572/T01/Lan", "26572/RIENG"),
               ("26575-01", "", "26575/Hoa", "VNEID2"), ("26575-01", "H001", "26575/T01/Lan", "26575/RIENG")], "list")
    promised = must(upper, "followup", "list", "--json").objects()
    tap.equal(sorted(f["topic"] for f in promised if f["due"] == "2026-11-19"), ["26572/RIENG", "26575/RIENG"],
              "followup list")
    due = must(upper, "due", "--json").objects()
    tap.equal(sorted(f["id"] for f in due), sorted(f["id"] for f in promised), "due: nothing double")
    shown = must(upper, "report", "show", WEEK["label"], "--json").objects()
    tap.equal(sorted(r["team"] for r in shown), ["26572/", "26572/T01"], "report show: who closed")
    of_team = must(upper, "report", "show", WEEK["label"], "--team", "26572/T01", "--json").objects()
    tap.equal([r["kho_khan"] for r in of_team], ["mạng yếu"], "a team's, by its code here")
    own = must(upper, "report", "show", WEEK["label"], "--team", "26572/", "--json").objects()
    tap.equal([r["so_tin"] for r in own], [4], "and what a commune closed itself")
    tap.ok(upper.run("report", "show", WEEK["label"], "--team", "T01").code != OK, "a bare code is nobody's here")
    tap.equal(must(upper, "check").code, OK, "the book is sound")


def main():
    upper = desk_of("upper", "77", "Tỉnh Mẫu", "Tâm")
    one, two = Commune("26572", "Phường A", "26572-01", 2), Commune("26575", "Phường B", "26575-01", 3)
    silent = desk_of("commune", "26506", "Phường Vũng Tàu", "Hoa")
    for desk in one.desk, two.desk, silent:
        enrol(upper, desk)
    one.close_week(one.team, "T01", kho_khan="mạng yếu")
    lines_of_import(upper, one, two)
    by_unit(upper, (one, two))
    told_apart(upper)
    for each in upper, one, two, silent:
        each.close()
    tap.done()


main()
