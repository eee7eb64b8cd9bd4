"""Summaries of the real program against figures worked out apart from it.

First the worked cases of tests/data/golden; then 2,000 sessions drawn with a
fixed seed over seven years, summarised for weeks, months, quarters, years and
ranges by every axis, each cell compared with oracle.py's; last a unit without
teams, whose reports carry figures that were typed in.
"""
import datetime
import json
import os
import random

import oracle
from harness import Desk, Tap

HERE = os.path.dirname(os.path.abspath(__file__))
GOLDEN = os.path.join(HERE, "..", "data", "golden")
REGISTERED, NOW = "2027-01-02T09:00", "2027-02-15T09:00"
KINDS_CHANGE = "2027-01-10", "2027-01-11", "2027-01-25"
OPTION = {"week": "--week", "month": "--month", "quarter": "--quarter", "year": "--year"}

tap = Tap()


def need(result):
    if result.code:
        raise RuntimeError(str(result))
    return result


def asked(desk, p, axis=None):
    """The program's summary of a period."""
    args = ["summary", "--format", "json"]
    if p["kind"] in OPTION:
        args += [OPTION[p["kind"]], p["label"]]
    elif p["kind"] == "range":
        args += ["--from", str(p["from"]), "--to", str(p["to"])]
    else:
        args += ["--report", p["label"]]
    return need(desk.run(*(args + (["--by", axis] if axis else [])))).objects()[0]


# --- the worked cases ---------------------------------------------------------


def golden_lines(name):
    with open(os.path.join(GOLDEN, name + ".jsonl"), encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def golden():
    desk = Desk()
    need(desk.init())
    need(desk.run("village", "add", "--json", stdin=golden_lines("villages")))
    need(desk.run("household", "add", "--json", stdin=golden_lines("households")))
    need(desk.run("log", stdin=golden_lines("sessions")))
    for case in golden_lines("expected"):
        p = case["period"]
        p = {**p, "from": oracle.day(p["from"]), "to": oracle.day(p["to"])}
        got = asked(desk, p, case["by"])
        mine = {"period": got["period"], "filled": got["filled"], "by": got["by"],
                "columns": {c: got["columns"][c] for c in case["columns"]},
                "groups": [{"key": g["key"], "columns": {
                    c: g["columns"][c] for c in wanted["columns"]}}
                    for g, wanted in zip(got["groups"], case["groups"])]}
        same = mine == case and len(got["groups"]) == len(case["groups"])
        tap.ok(same, "golden: %s" % case["period"]["label"], "got    %r\nwanted %r" % (mine, case))
    desk.close()


# --- drawn at random ----------------------------------------------------------

VILLAGES = [("26572-01", "Ấp Bắc", 291), ("26572-02", "Khu phố Đông Hải", 128),
            ("26572-03", "Thôn Đăk Tẻh", 96), ("26572-04", "Ấp Phước Thới", None),
            ("26572-05", "Thôn Hòa Bình", 64)]
TEAMS = [("T01", "Tổ Một", ["26572-01", "26572-02"]), ("T02", "Tổ Hai", ["26572-02", "26572-03"]),
         ("T03", "Tổ Ba", ["26572-04"]), ("T04", "Tổ Bốn", [])]
# By given name: a before ă before â, tones after letters, d before đ.
MEMBERS = [("an", "Nguyễn Văn An", "T01"), ("anh", "Lê Anh", None), ("ang", "Hồ Ăng", "T04"),
           ("can", "Trần Thị Cẩn", "T02"), ("dung", "Võ Dung", "T01"),
           ("dao", "Phạm Thị Đào", "T03"), ("Lan", "Lan", None), ("lan2", "Bùi Thị Lan", "T02")]
TOPIC = {"code": "SODO", "short": "Sổ đỏ số", "vi": "Tra cứu sổ đỏ trực tuyến", "en": None,
         "group": "dich_vu_cong", "unit": None, "cap": None, "status": None}
STATUS_FIGURES = ("smartphones", "eid1", "eid2", "dvc", "signature", "telehealth", "bank18",
                  "welfare", "literate", "cashless")
KINDS = ([], ["thuong"], ["ngheo"], ["kinh_doanh"], ["kinh_doanh", "uu_tien"],
         ["nong_nghiep", "can_ngheo"])


def pick_day(rng):
    """Years' ends, W53 and leap days more often than other days."""
    if rng.random() < 0.4:
        middle = datetime.date(rng.choice((2020, 2021, 2023, 2024, 2025, 2026)), 12, 31)
        return middle + datetime.timedelta(rng.randint(-10, 12))
    if rng.random() < 0.1:
        return rng.choice((datetime.date(2020, 2, 29), datetime.date(2024, 2, 29)))
    if rng.random() < 0.6:
        return datetime.date(2026, 1, 1) + datetime.timedelta(rng.randint(0, 364))
    return datetime.date(2020, 1, 1) + datetime.timedelta(rng.randint(0, 2550))


def draw_entry(rng, code, people):
    outcome = rng.choice(list(oracle.VOCAB["outcome"]) + ["hoan_thanh"] * 6)
    count = None
    if outcome in oracle.SUCCESS and rng.random() < 0.7:
        count = rng.randint(0, min(people, 5) if people else 3)
    blocker = rng.choice(list(oracle.VOCAB["blocker"])) if rng.random() < 0.4 else None
    return {"topic": code, "outcome": outcome, "count": count, "blocker": blocker}


def draw_session(rng, households):
    village = rng.choice(VILLAGES)[0]
    channel = rng.choice(["tai_nha"] * 10 + list(oracle.VOCAB["channel"]))
    codes = [h["code"] for h in households if h["village"] == village]
    crowd = channel in ("lop_nhom", "hop_thon")
    household = rng.choice(codes) if channel == "tai_nha" or (
        not crowd and rng.random() < 0.5) else None
    date = pick_day(rng)
    session = {"date": str(date), "time": "%02d:%02d" % (rng.randint(7, 20), rng.randint(0, 59)),
               "village": village, "household": household, "channel": channel,
               "minutes": rng.choice((None, rng.randint(0, 170))), "people": None, "female": None,
               "over60": None, "attempt": None, "topics": [], "followups": [], "note": None,
               "by": rng.sample([m[0] for m in MEMBERS], rng.choice((1, 1, 1, 2, 3))), "tags": []}
    if not crowd and rng.random() < 0.15:
        session["attempt"] = rng.choice(list(oracle.VOCAB["attempt"]))
        return session
    if crowd or rng.random() < 0.85:
        session["people"] = rng.randint(8, 60) if crowd else rng.randint(1, 5)
        for name in "female", "over60":
            session[name] = rng.choice((None, rng.randint(0, session["people"])))
    codes = rng.sample(list(oracle.TOPICS) + [TOPIC["code"]] * 2, rng.choice((1, 1, 2, 2, 3, 5)))
    session["topics"] = [draw_entry(rng, code, session["people"]) for code in dict.fromkeys(codes)]
    for _ in range(rng.choice((0, 0, 0, 1, 1, 2))):
        session["followups"].append({
            "kind": rng.choice(list(oracle.VOCAB["followup"])),
            "due": rng.choice((None, str(date + datetime.timedelta(rng.randint(0, 40))))),
            "topic": rng.choice((None, codes[0]))})
    return session


def draw_status(rng, household):
    residents = rng.randint(1, 7)
    over15 = rng.randint(1, residents)
    adults = rng.randint(1, over15)
    status = {"village": household["village"], "household": household["code"],
              "date": str(pick_day(rng)), "residents": residents, "adults": adults,
              "age15plus": over15}
    for name in STATUS_FIGURES:
        status[name] = rng.randint(0, adults)
    status["eid2"] = rng.randint(0, adults - status["eid1"])
    for name in "bank", "ewallet":
        status[name] = rng.randint(0, over15)
    for name in "health_record", "vssid", "app", "phone2g":
        status[name] = rng.randint(0, residents)
    for name in "fibre", "shop", "biz_epay":
        status[name] = rng.randint(0, 1)
    for name in list(status)[4:]:
        if rng.random() < 0.15:
            status[name] = None
    return status


def enter_registers(desk, rng, book):
    book.villages = [{"code": c, "name": n, "households": h} for c, n, h in VILLAGES]
    book.teams = [{"code": c, "name": n, "villages": v} for c, n, v in TEAMS]
    book.members = [{"code": c, "name": n, "role": "to_truong" if c == "Lan" else "thanh_vien",
                     "team": t} for c, n, t in MEMBERS]
    book.member_order = [m[0] for m in MEMBERS]
    book.topics = {TOPIC["code"]: TOPIC}
    for code, _, _ in VILLAGES:
        for n in range(1, 31):
            since = "20%02d-%02d" % (rng.randint(19, 26), rng.randint(1, 12))
            book.households.append({"village": code, "code": "H%03d" % n,
                                    "kinds": rng.choice(KINDS),
                                    "hint": None,
                                    "guided_since": since if rng.random() < 0.2 else None})
    for kind, records in (("village", book.villages), ("household", book.households),
                          ("team", book.teams), ("member", book.members), ("topic", [TOPIC])):
        mixed = list(records)
        rng.shuffle(mixed)
        need(desk.run(kind, "add", "--json", stdin=mixed, env={"SOTAY_NOW": REGISTERED}))
    for date in KINDS_CHANGE:
        for home in rng.sample(book.households, 12):
            kinds = rng.choice([k for k in KINDS if k != home["kinds"]])
            path = "%s/%s" % (home["village"], home["code"])
            if desk.run("edit", path, stdin=json.dumps({"kinds": kinds}),
                        env={"SOTAY_NOW": date + "T08:00"}).code == 0:
                home.setdefault("later", []).append((oracle.day(date), kinds))


def enter_sessions(desk, rng, book):
    drawn = [draw_session(rng, book.households) for _ in range(2000)]
    ids = []
    for start in range(0, len(drawn), 700):
        ids += need(desk.run("log", stdin=drawn[start:start + 700])).lines()
    tap.equal(len(set(ids)), 2000, "2,000 sessions are entered")
    for session, id in zip(drawn, ids):
        session.update(id=id, voided=False, day=oracle.day(session["date"]))
        for followup in session["followups"]:
            followup["closed"] = None
    book.sessions = drawn
    statuses = [draw_status(rng, h) for h in rng.choices(book.households, k=260)]
    statuses += [{**s, "eid1": 0, "bank": None} for s in rng.sample(statuses, 20)]  # the same day
    for status, id in zip(statuses, need(desk.run("status", stdin=statuses)).lines()):
        status["id"] = id
    book.statuses = statuses


def change(desk, rng, book):
    """Void some, close some of what was promised, close some periods."""
    for session in rng.sample(book.sessions, 15):
        need(desk.run("void", session["id"]))
        session["voided"] = True
    sessions = {s["id"]: s for s in book.sessions}
    listed = need(desk.run("followup", "list", "--all", "--json")).objects()
    for row in sorted(rng.sample(sorted(listed, key=lambda r: r["id"]), 24), key=lambda r: r["id"]):
        session = sessions[row["session"]]
        wanted = {k: row[k] for k in ("kind", "due", "topic")}
        followup = next(f for f in session["followups"] if not f["closed"] and
                        {k: f[k] for k in wanted} == wanted)
        closed = session["day"] + datetime.timedelta(rng.randint(0, 45))
        closed = min(closed, datetime.date(2027, 2, 15))
        need(desk.run("followup", rng.choice(("done", "cancel")), row["id"],
                      env={"SOTAY_NOW": "%sT20:00" % closed}))
        followup["closed"] = closed
    closings = [("week", "2026-W4%d" % n, "T0%d" % t) for n in range(4, 9) for t in (1, 2)]
    closings += [("week", "2022-W10", "T03"), ("month", "2026-11", "T04"), ("month", "2026-11", "T02"),
                 ("week", "2026-W53", "T03"), ("year", "2026", "T03"), ("quarter", "2026-Q4", "T02")]
    for kind, label, team in closings:
        p = oracle.period(kind, label)
        report = {"period": label, "from": p["from"], "to": p["to"], "team": team, "nil": False}
        typed = {c: n for c, n in (("so_tin", rng.randint(0, 30)),) if rng.random() < 0.6}
        report.update(typed)
        args = ["report", "close", label, "--team", team]
        args += [a for c in typed for a in ("--set", "%s=%s" % (c, typed[c]))]
        if any(p["from"] <= s["day"] <= p["to"] for s in book.sessions) and rng.random() < 0.8:
            texts = {c: "%s của %s:\ntuần %s, \"khó\"" % (c, team, label)
                     for c in rng.sample(oracle.NARRATIVES, 3)}
            need(desk.run(*(args + ["--text", desk.write("text.json", json.dumps(texts))])))
            report.update(texts)
        else:
            need(desk.run(*args))
        book.reports.append(report)


IN_TURN = tuple(axis for axis in oracle.AXES if axis != "day")


def periods():
    """What is asked, each with its axes."""
    rotating = 0
    for year, weeks in ((2020, (1, 9, 52, 53)), (2021, (1, 2)), (2022, (10, 11)),
                        (2026, range(1, 54)), (2027, (1, 2, 4, 6))):
        for week in weeks:
            yield "week", "%d-W%02d" % (year, week), (IN_TURN[rotating % 8],)
            rotating += 1
    for label in ["2026-%02d" % m for m in range(1, 13)] + ["2020-02", "2024-02", "2020-12", "2027-01"]:
        yield "month", label, (IN_TURN[rotating % 8],)
        rotating += 1
    for label in ["2026-Q%d" % q for q in range(1, 5)] + ["2020-Q1", "2024-Q4"]:
        yield "quarter", label, (IN_TURN[rotating % 8],)
        rotating += 1
    yield "half", "2026-H2", ("team",)
    yield "nine_months", "2026-9M", ("village",)
    for year in range(2020, 2027):
        yield "year", str(year), (IN_TURN[rotating % 8],)
        rotating += 1
    for label, axis in (("2020-12-20..2021-01-10", "team"), ("2024-02-29..2024-02-29", "topic"),
                        ("2020-01-01..2027-02-15", "group"), ("2026-12-28..2027-01-03", "blocker"),
                        ("2026-06-15..2026-12-14", "member")):
        yield "range", label, (axis,)
    # Each axis over a short and a long period, and without any; a year has too many days for us.
    yield "week", "2026-W47", (None,) + oracle.AXES
    yield "year", "2026", (None,) + IN_TURN
    yield "month", "2024-02", ("day",)
    yield "range", "2026-12-21..2027-01-10", ("day",)


def difference(got, wanted, path=""):
    """Where two answers differ, for the person who has to find out why."""
    if isinstance(got, dict) and isinstance(wanted, dict) and list(got) == list(wanted):
        return [d for k in got for d in difference(got[k], wanted[k], path + "/" + k)]
    if isinstance(got, list) and isinstance(wanted, list) and len(got) == len(wanted):
        return [d for i, pair in enumerate(zip(got, wanted))
                for d in difference(*pair, "%s/%d" % (path, i))]
    same = got == wanted and isinstance(got, type(wanted))
    return [] if same else ["%s: got %r, wanted %r" % (path, got, wanted)]


def drawn():
    rng = random.Random(20261121)
    desk = Desk(now=NOW)
    need(desk.run("init", "--level", "commune", "--unit", "26572", "--unit-name", "Phường Tam Long",
                  "--member", "Lan", "--kdf-mem", "19", "--kdf-ops", "2", env={"SOTAY_NOW": REGISTERED}))
    book = oracle.Book("26572", "Phường Tam Long", "Lan", oracle.day(NOW[:10]))
    enter_registers(desk, rng, book)
    enter_sessions(desk, rng, book)
    change(desk, rng, book)
    for kind, label, axes in periods():
        p = oracle.period(kind, label)
        for axis in axes:
            found = difference(asked(desk, p, axis), book.summary(p, axis))
            tap.ok(not found, "%s %s by %s" % (kind, label, axis or "nothing"), "\n".join(found))
    desk.close()


# --- typed in with the unit's own reports ------------------------------------------


def typed():
    desk = Desk(now=NOW)
    need(desk.run("init", "--level", "commune", "--unit", "26572", "--unit-name", "Phường Tam Long",
                  "--member", "Lan", "--kdf-mem", "19", "--kdf-ops", "2"))
    book = oracle.Book("26572", "Phường Tam Long", "Lan", oracle.day(NOW[:10]))
    book.members = [{"code": "Lan", "name": "Lan", "role": "quan_tri", "team": None}]
    for kind, label, figures in (
            ("week", "2026-W44", {"so_tin": 3, "tl_hstt": 70}),
            ("week", "2026-W45", {"so_tin": 5, "tl_hstt": 72.25, "tl_sohoa": 40.5}),
            ("week", "2026-W46", {"so_tin": 0}),
            ("week", "2026-W47", {}),
            ("week", "2026-W48", {"tl_hstt": 66.67}),
            ("month", "2026-11", {"so_tin": 20}),       # for its weeks, also the one that began in October
            ("quarter", "2026-Q4", {"tl_sohoa": 55}),
            ("month", "2026-09", {"so_tin": 100000, "tl_hstt": 100, "tl_sohoa": 0})):
        sets = [a for c in figures for a in ("--set", "%s=%s" % (c, str(figures[c]).replace(".", ",")))]
        need(desk.run("report", "close", label, *sets))
        p = oracle.period(kind, label)
        book.reports.append({"period": label, "from": p["from"], "to": p["to"], "team": None,
                             "nil": False, **figures})
    for kind, label in (("week", "2026-W45"), ("week", "2026-W46"), ("week", "2026-W47"),
                        ("month", "2026-10"), ("month", "2026-11"), ("quarter", "2026-Q3"),
                        ("quarter", "2026-Q4"), ("year", "2026"), ("range", "2026-10-26..2026-11-15")):
        p = oracle.period(kind, label)
        for axis in None, "team", "day":
            found = difference(asked(desk, p, axis), book.summary(p, axis))
            tap.ok(not found, "typed in: %s by %s" % (label, axis or "nothing"), "\n".join(found))
    desk.close()


golden()
drawn()
typed()
tap.done()
