"""Every figure of a summary, worked out anew and plainly from the lines that went in.

It shares nothing with the program but the tables in store/data/, whose words
it reads itself, and it is as slow as it likes: for each group it takes the
set of sessions that carry the value and walks over it once a column.
"""
import csv
import datetime
import os
from decimal import ROUND_HALF_UP, Decimal

DATA = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "store", "data")
AXES = ("village", "team", "member", "group", "topic", "channel", "outcome", "blocker", "day")
SUCCESS = ("hoan_thanh", "tu_lam", "mot_phan")
# What a household's figures add up to; and, in a hundred, of which of its figures they are a part.
STATUS = {"tt_dd": ("eid1", "eid2"), "tt_dvc": ("dvc",), "tt_tk": ("bank",),
          "tt_cks": ("signature",), "tt_sk": ("health_record",), "tt_lon": ("adults",),
          "tt_15": ("age15plus",), "tt_dd2": ("eid2",), "tt_as": ("welfare",),
          "tt_tk18": ("bank18",), "tt_phocap": ("literate",), "tt_kdtm": ("cashless",),
          "tt_app": ("app",), "tt_2g": ("phone2g",)}
RATES = {"tl_dd": ("tt_dd", "adults"), "tl_dvc": ("tt_dvc", "adults"),
         "tl_tk": ("tt_tk", "age15plus"), "tl_dd2": ("tt_dd2", "adults"),
         "tl_as": ("tt_as", "adults"), "tl_tk18": ("tt_tk18", "adults"),
         "tl_phocap": ("tt_phocap", "adults"), "tl_kdtm": ("tt_kdtm", "adults"),
         "tl_app": ("tt_app", "residents"), "tl_cks": ("tt_cks", "adults"),
         "tl_sk": ("tt_sk", "residents")}
# Households that have something, and, in a hundred, of those that said whether they do.
HAVING = {"tt_smart": "smartphones", "tt_cq": "fibre"}
SHARES = {"tl_smart": "smartphones", "tl_cq": "fibre", "tl_hkd": "biz_epay"}
TYPED = ("so_tin", "tl_hstt", "tl_sohoa")
NARRATIVES = ("kho_khan", "nguyen_nhan", "kien_nghi", "ke_hoach", "cach_lam", "ghi_chu")
HEAD = ("ky", "don_vi", "nguoi_lap", "ngay_lap")


def table(name):
    with open(os.path.join(DATA, name + ".tsv"), encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


COLUMNS = table("report_columns")
TOPICS = {t["code"]: t for t in table("topics")}
VOCAB = {}
for row in table("vocab"):
    VOCAB.setdefault(row["list"], {})[row["code"]] = row["vi"]


def day(text):
    return datetime.date.fromisoformat(text)


def vn(date):
    return date.strftime("%d/%m/") + "%04d" % date.year


def rounded(number):
    """A Decimal or fraction's (numerator, denominator) to four decimals, half away from zero."""
    numerator, denominator = number
    value = Decimal(numerator) / Decimal(denominator)
    return float(value.quantize(Decimal("0.0001"), ROUND_HALF_UP))


def period(kind, label):
    """{"kind", "label", "from", "to"} as the program prints it; dates as date objects."""
    if kind == "week":
        first = datetime.date.fromisocalendar(int(label[:4]), int(label[6:]), 1)
        last = first + datetime.timedelta(6)
    elif kind == "range":
        first, last = map(day, label.split(".."))
    else:
        year = int(label[:4])
        start, months = {"month": lambda: (int(label[5:]), 1),
                         "quarter": lambda: (int(label[6:]) * 3 - 2, 3),
                         "half": lambda: (int(label[6:]) * 6 - 5, 6),
                         "nine_months": lambda: (1, 9),
                         "year": lambda: (1, 12)}[kind]()
        first = datetime.date(year, start, 1)
        end = start + months
        last = datetime.date(year + (end > 12), end - 12 if end > 12 else end, 1)
        last -= datetime.timedelta(1)
    return {"kind": kind, "label": label, "from": first, "to": last}


def in_words(label):
    """A reporting period before a text: "Tuần 47"."""
    for sign, kind, begin in (("-W", "week", 6), ("-Q", "quarter", 6), ("-", "month", 5)):
        if sign in label:
            return "%s %d" % (VOCAB["period"][kind], int(label[begin:]))
    return "%s %s" % (VOCAB["period"]["year"], label)


def period_words(p):
    year = p["from"].year
    month = p["from"].month
    name = {"week": lambda: "Tuần %d" % p["from"].isocalendar()[1],
            "month": lambda: "Tháng %02d/%d" % (month, year),
            "quarter": lambda: "Quý %s/%d" % (["I", "II", "III", "IV"][month // 3], year),
            "half": lambda: "6 tháng %s năm %d" % ("đầu" if month == 1 else "cuối", year),
            "nine_months": lambda: "9 tháng đầu năm %d" % year,
            "year": lambda: "Năm %d" % year,
            "range": lambda: None}[p["kind"]]()
    days = "%s - %s" % (vn(p["from"]), vn(p["to"]))
    return "%s (%s)" % (name, days) if name else days


class Book:
    """What was entered, and the answers.

    villages, households, teams, members, topics: as entered; a household's "kinds" are those
    it was registered with, "later" its changes as [(date, kinds)]. sessions: as
    entered, with "voided" and in each follow-up "closed" (a date or None);
    `by` filled in. statuses: with "id". reports: {"period": label, "from",
    "to", "team" (None: the unit's own), "nil", texts, figures typed in}. member_order: codes by given name.
    """

    def __init__(self, unit, unit_name, member, today):
        self.unit, self.unit_name, self.member, self.today = unit, unit_name, member, today
        self.villages, self.households, self.teams, self.members = [], [], [], []
        self.sessions, self.statuses, self.reports, self.topics = [], [], [], {}
        self.member_order, self.homes = [], {}

    # --- which sessions belong to what ---

    def topic(self, code):
        return TOPICS.get(code) or self.topics[code]

    def team_of(self, session):
        if session["by"]:
            for member in self.members:
                if member["code"] == session["by"][0] and member["team"]:
                    return member["team"]
        teams = sorted(t["code"] for t in self.teams if session["village"] in t["villages"])
        return teams[0] if teams else None

    def values(self, session, axis):
        if axis == "village":
            return {session["village"]}
        if axis == "channel":
            return {session["channel"]}
        if axis == "day":
            return {str(session["day"])}
        if axis == "member":
            return set(session["by"])
        if axis == "team":
            team = self.team_of(session)
            return {team} if team else set()
        found = {"topic": lambda e: e["topic"], "outcome": lambda e: e["outcome"],
                 "blocker": lambda e: e["blocker"],
                 "group": lambda e: self.topic(e["topic"])["group"]}[axis]
        return {found(e) for e in session["topics"]} - {None}

    def keys(self, axis):
        """All keys an axis can have, in the order of the groups."""
        if axis in ("village", "team"):
            return sorted(r["code"] for r in (self.villages if axis == "village" else self.teams))
        if axis == "member":
            return self.member_order
        if axis == "topic":
            return list(TOPICS) + sorted(self.topics)
        if axis == "day":
            return sorted({str(s["day"]) for s in self.sessions})
        return list(VOCAB["topic_group" if axis == "group" else axis])

    def label(self, axis, key):
        registers = {"village": self.villages, "team": self.teams, "member": self.members}
        if axis in registers:
            return next(r["name"] for r in registers[axis] if r["code"] == key)
        if axis == "topic":
            return self.topic(key)["vi"]
        if axis == "day":
            return vn(day(key))
        return VOCAB["topic_group" if axis == "group" else axis][key]

    # --- the answers ---

    def summary(self, p, axis=None):
        live = [s for s in self.sessions if not s["voided"]]
        answer = {"period": {"kind": p["kind"], "label": p["label"], "from": str(p["from"]),
                             "to": str(p["to"])},
                  "unit": {"code": self.unit, "name": self.unit_name}}
        answer["columns"], answer["filled"] = self.columns(p, live, live, None, None)
        typed = [code for code in TYPED if answer["columns"][code] is not None]
        if typed:
            answer["typed"] = typed
        answer["teams"] = self.closing(p)
        if axis:
            answer["by"], answer["groups"] = axis, []
            for key in self.keys(axis):
                chosen = [s for s in live if key in self.values(s, axis)]
                reported = axis == "team" and any(r["team"] == key for r in self.inside(p))
                group = {"key": key, "label": self.label(axis, key)}
                if reported or any(p["from"] <= s["day"] <= p["to"] for s in chosen):
                    group["columns"] = self.columns(p, chosen, live, axis, key)[0]
                elif axis == "team" and any(t["code"] == key for t in self.teams):
                    group["columns"] = {c: v if c in HEAD else None
                                        for c, v in answer["columns"].items()}
                else:
                    continue
                if axis == "team":
                    group["closed"] = key not in answer["teams"]["missing"]
                answer["groups"].append(group)
        return answer

    def inside(self, p, first=None):
        return [r for r in self.reports if r["from"] >= (first or p["from"]) and r["to"] <= p["to"]]

    def columns(self, p, chosen, live, axis, key):
        """All cells of the sessions `chosen`; `live` is every session that counts."""
        new_year = datetime.date(p["to"].year, 1, 1)
        all_here = [s for s in chosen if p["from"] <= s["day"] <= p["to"]]
        here = [s for s in all_here if not s["attempt"]]
        year = [s for s in chosen if new_year <= s["day"] <= p["to"]]
        known = bool(axis or all_here or self.inside(p))
        known_year = bool(axis or year or self.inside(p, new_year))
        known_ever = bool(axis or [s for s in chosen if s["day"] <= p["to"]] or
                          [r for r in self.reports if r["to"] <= p["to"]])

        def house(sessions):
            return {(s["village"], s["household"]) for s in sessions if s["household"]}

        def total(values):
            values = [v for v in values if v is not None]
            return sum(values) if values else None

        def people(wanted):
            return total(s["people"] for s in here if any(wanted(e["topic"]) for e in s["topics"]))

        def results(codes):
            return total(e["count"] for s in here for e in s["topics"]
                         if e["topic"] in codes and e["outcome"] in SUCCESS)

        visited = house(s for s in here if s["channel"] == "tai_nha")
        cells = {"ky": period_words(p), "don_vi": self.unit_name, "ngay_lap": vn(self.today),
                 "nguoi_lap": next(m["name"] for m in self.members if m["code"] == self.member)}
        cells["ho_tham"] = len(visited) if known else None
        cells["ho_lan_dau"] = (sum(p["from"] <= self.first(h, live) <= p["to"] for h in visited)
                               if known else None)
        cells["ho_luy_ke"] = (len(house(s for s in year if not s["attempt"]))
                              if known_year else None)
        cells["so_luot"] = len(here) if known else None
        cells["so_khong"] = len(all_here) - len(here) if known else None
        cells["so_nguoi"] = total(s["people"] for s in here)
        cells["so_nu"] = total(s["female"] for s in here)
        cells["so_60"] = total(s["over60"] for s in here)
        crowds = [s for s in here if s["channel"] in ("lop_nhom", "hop_thon")]
        cells["so_buoi"] = len(crowds) if known else None
        cells["nguoi_buoi"] = total(s["people"] for s in crowds)
        minutes = total(s["minutes"] for s in here)
        cells["gio_hd"] = None if minutes is None else rounded((minutes, 60))
        for column in COLUMNS:
            code, source = column["code"], column["source"]
            if source.startswith("result topic"):
                cells[code] = results(source.split(" ", 2)[2].split(","))
            elif source.startswith("people of sessions with topic "):
                topic = source.split(" ")[5].rstrip(",")
                cells[code] = people(lambda t: t == topic)
            elif source.startswith("people of sessions with a topic of group "):
                group = source.split(" ")[8].rstrip(",")
                cells[code] = people(lambda t: self.topic(t)["group"] == group)
        bills = house(s for s in here if any(
            e["topic"] in ("TTHD", "TTHDVT", "TTHDN") and e["outcome"] in ("hoan_thanh", "tu_lam")
            for e in s["topics"]))
        cells["kq_hoadon"] = len(bills) if known else None
        waiting = [f for s in chosen if s["day"] <= p["to"] for f in s["followups"]
                   if not f["closed"] or f["closed"] > p["to"]]
        late = [f for f in waiting if f["due"] and day(f["due"]) < p["to"]]
        cells["hen"] = len(waiting) if known_ever else None
        cells["qua_han"] = len(late) if known_ever else None
        self.registers(cells, axis, key)
        self.status(cells, p, axis, key)
        cells["tl_ho"] = None
        if cells["tong_ho"] and cells["ho_luy_ke"] is not None:
            cells["tl_ho"] = rounded((cells["ho_luy_ke"] * 100, cells["tong_ho"]))
        self.narratives(cells, p, axis, key, here)
        self.typed(cells, p, axis, key)
        filled = {code: [sum(s[field] is not None for s in here), len(here)]
                  for code, field in (("so_nguoi", "people"), ("so_nu", "female"),
                                      ("so_60", "over60"), ("gio_hd", "minutes"))}
        return {c["code"]: cells[c["code"]] for c in COLUMNS}, filled

    def first(self, house, live):
        """The day a household was first guided, or the first of that month if it was before."""
        first = min(s["day"] for s in live if not s["attempt"] and
                    (s["village"], s["household"]) == house)
        since = next(h["guided_since"] for h in self.households
                     if (h["village"], h["code"]) == house)
        if since and since < str(first)[:7]:
            return day(since + "-01")
        return first

    def villages_of(self, axis, key):
        if axis == "village":
            return {key}
        if axis == "team":
            return set(next(t["villages"] for t in self.teams if t["code"] == key))
        return {v["code"] for v in self.villages}

    def registers(self, cells, axis, key):
        cells.update(so_to=None, so_tv=None, tong_ho=None)
        if axis not in (None, "village", "team"):
            return
        villages = self.villages_of(axis, key)
        sizes = [v["households"] for v in self.villages if v["code"] in villages]
        teams = [t["code"] for t in self.teams if not axis or
                 (t["code"] == key if axis == "team" else key in t["villages"])]
        members = [m for m in self.members if not axis or m["team"] in teams]
        cells["so_to"] = len(teams) or None
        cells["so_tv"] = len(members) or None
        cells["tong_ho"] = sum(sizes) if sizes and None not in sizes else None

    def status(self, cells, p, axis, key):
        cells.update(dict.fromkeys([*STATUS, *RATES, *HAVING, *SHARES]))
        if axis not in (None, "village", "team"):
            return
        villages = self.villages_of(axis, key)
        newest = {}
        for status in self.statuses:
            house = status["village"], status["household"]
            if day(status["date"]) > p["to"] or (axis and status["village"] not in villages):
                continue
            # Entered in this order: of two of one day, the later one counts.
            if house not in newest or status["date"] >= newest[house]["date"]:
                newest[house] = status

        def figure(status, code):
            parts = [status[name] for name in STATUS[code]]
            return None if None in parts else sum(parts)

        for code, name in HAVING.items():
            have = [s[name] for s in newest.values() if s[name] is not None]
            cells[code] = sum(h >= 1 for h in have) if have else None
        for code, name in SHARES.items():
            have = [s[name] >= 1 for house, s in newest.items() if s[name] is not None and
                    (name != "biz_epay" or "kinh_doanh" in self.kinds(house, p["to"]))]
            if have:
                cells[code] = rounded((100 * sum(have), len(have)))
        for code in STATUS:
            have = [f for f in (figure(s, code) for s in newest.values()) if f is not None]
            cells[code] = sum(have) if have else None
        for code, (part, whole) in RATES.items():
            both = [(figure(s, part), s[whole]) for s in newest.values()]
            both = [(a, b) for a, b in both if a is not None and b is not None]
            if sum(b for _, b in both):
                cells[code] = rounded((100 * sum(a for a, _ in both), sum(b for _, b in both)))

    def kinds(self, house, date):
        """What a household was at the end of a day."""
        if not self.homes:
            self.homes = {(h["village"], h["code"]): h for h in self.households}
        home = self.homes[house]
        kinds = home["kinds"]
        for changed, later in home.get("later", ()):
            if changed <= date:
                kinds = later
        return kinds

    def typed(self, cells, p, axis, key):
        """A sum counts no day of a team's, or of the unit's own reports, twice: long ones first."""
        cells.update(dict.fromkeys(TYPED))
        if axis not in (None, "team"):
            return
        own = [r for r in self.inside(p) if r["team"] is None]
        counted = []
        for report in sorted(self.inside(p), key=lambda r: (r["from"] - r["to"], r["from"])):
            if report.get("so_tin") is None or (axis and report["team"] != key):
                continue
            days = {(report["team"], report["from"] + datetime.timedelta(n))
                    for n in range((report["to"] - report["from"]).days + 1)}
            if not any(days & other for _, other in counted):
                counted.append((report["so_tin"], days))
        cells["so_tin"] = sum(n for n, _ in counted) if counted else None
        for code in "tl_hstt", "tl_sohoa":
            said = [r for r in own if r.get(code) is not None]
            if said and not axis:
                last = max(said, key=lambda r: (r["to"], r["to"] - r["from"]))
                cells[code] = float(last[code])

    def narratives(self, cells, p, axis, key, here):
        said = {code: [] for code in NARRATIVES}
        counts = {}
        for session in here:
            for blocker in {e["blocker"] for e in session["topics"]} - {None}:
                counts[blocker] = counts.get(blocker, 0) + 1
        order = list(VOCAB["blocker"])
        top = sorted(counts, key=lambda b: (-counts[b], order.index(b)))[:3]
        if top:
            said["kho_khan"].append("; ".join("%s (%d)" % (VOCAB["blocker"][b], counts[b])
                                              for b in top))
        if axis in (None, "team"):
            for report in sorted(self.inside(p), key=lambda r: (r["from"], r["to"], r["team"] or "")):
                before = []
                if p["kind"] != "week":
                    before = [] if axis or not report["team"] else [self.label("team", report["team"])]
                    before += [] if report["period"] == p["label"] else [in_words(report["period"])]
                for code in NARRATIVES:
                    if report.get(code) and (not axis or report["team"] == key):
                        said[code].append((": ".join([", ".join(before), report[code]])) if before
                                          else report[code])
        for code in NARRATIVES:
            cells[code] = "\n".join(said[code]) or None

    def closing(self, p):
        closed = {(r["team"], r["period"]) for r in self.reports}
        sundays = [p["from"] + datetime.timedelta(n) for n in range((p["to"] - p["from"]).days + 1)]
        sundays = [s for s in sundays if s.weekday() == 6]
        over = [s for s in sundays if s <= self.today]
        weeks = ["%d-W%02d" % s.isocalendar()[:2] for s in over or sundays]
        missing = []
        for team in sorted(t["code"] for t in self.teams):
            done = (team, p["label"]) in closed
            if p["kind"] != "week" and weeks:
                done = done or all((team, week) in closed for week in weeks)
            if not done:
                missing.append(team)
        return {"expected": len(self.teams), "closed": len(self.teams) - len(missing),
                "missing": missing}
