"""The invented year: it is shown and gone again, or kept; every rule of the engine holds for it;
the same day gives the same figures; and it looks like a team's work."""
import collections
import datetime
import os
import re
import signal
import stat
import subprocess
import time
import unicodedata

from harness import CANTCREAT, NOW, OK, Desk, Tap

tap = Tap()
TODAY = NOW[:10]
PASSWORD = b"demo1234"


def demo(desk, *args, **how):
    """Run it with a temporary folder of its own; what is left there afterwards is the second."""
    temp = desk.path("temp")
    os.makedirs(temp, exist_ok=True)
    env = {"TMPDIR": temp, **how.pop("env", {})}
    result = desk.run("demo", *args, env=env, **how)
    return result, os.listdir(temp)


def kept(desk, name, **how):
    """A demo in a folder, as the data file of the desk from then on."""
    result, _ = demo(desk, desk.path(name), **how)
    desk.vault = os.path.join(desk.path(name), "sotay.vault")
    desk.passfile = desk.write(name + ".pass", PASSWORD + b"\n")
    desk.env.update(SOTAY_VAULT=desk.vault, SOTAY_PASSPHRASE_FILE=desk.passfile)
    return result


def week_of(text):
    return re.search(r"\((\d\d/\d\d/\d{4}) - \d\d/\d\d/\d{4}\)", text).group(1)


def columns(line):
    return len(unicodedata.normalize("NFC", line))


def shown_and_gone():
    desk = Desk()
    begun = time.monotonic()
    result, left = demo(desk, lang=None)
    took = time.monotonic() - begun
    tap.ok(result.code == OK and not result.err, "demo runs", result)
    tap.ok(took < 5, "it takes less than 5 s", "%.1f s" % took)
    tap.ok("Xã Minh Tân (mẫu)" in result.out and week_of(result.out) == "16/11/2026",
           "it shows this week", result)
    tap.ok(all(columns(line) <= 80 for line in result.lines()), "in 80 columns", result)
    tap.equal(left, [], "nothing is left in the temporary folder")
    tap.ok(not os.path.exists(desk.vault), "the usual data file is not touched")
    english, _ = demo(desk, lang="en")
    tap.ok("Households visited" in english.out, "--lang en", english)
    run_dir = desk.path("run")
    os.mkdir(run_dir)
    result, left = demo(desk, env={"XDG_RUNTIME_DIR": run_dir})
    tap.equal((result.code, left, os.listdir(run_dir)), (OK, [], []), "nor in the runtime folder")
    result, _ = demo(desk, env={"XDG_RUNTIME_DIR": desk.path("missing")})
    tap.equal(result.code, OK, "without a runtime folder the temporary one is taken")
    desk.close()


def signals():
    """The moment the folder is there, the program is told to stop."""
    desk = Desk()
    temp = desk.path("temp")
    os.mkdir(temp)
    for number in signal.SIGINT, signal.SIGTERM, signal.SIGHUP:
        process = subprocess.Popen(desk.command("demo"), env={**desk.env, "TMPDIR": temp},
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        deadline = time.monotonic() + 20
        while not os.listdir(temp) and process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.001)
        modes = [stat.S_IMODE(os.stat(os.path.join(temp, name)).st_mode)
                 for name in os.listdir(temp)]
        process.send_signal(number)
        out, err = process.communicate(timeout=60)
        name = signal.Signals(number).name
        tap.equal((process.returncode, out, err), (-number, b"", b""), "%s ends it" % name)
        tap.equal((modes, os.listdir(temp)), ([0o700], []),
                  "%s: the folder was private, and is gone" % name)
    folder = desk.path("kept")
    process = subprocess.Popen(desk.command("demo", folder), env=desk.env,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    while not os.path.exists(folder) and process.poll() is None:
        time.sleep(0.001)
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=60)
    tap.ok(not os.path.exists(folder), "stopped while filling a folder: none is there",
           os.path.exists(folder) and os.listdir(folder))
    desk.close()


def folders():
    desk = Desk()
    result = kept(desk, "kept", lang="vi")
    folder = desk.path("kept")
    tap.ok(result.code == OK and not result.err, "demo DIR", result)
    tap.equal(os.listdir(folder), ["sotay.vault"], "only the data file is in it")
    tap.equal(stat.S_IMODE(os.stat(folder).st_mode), 0o700, "the folder is its owner's")
    tap.ok(all(text in result.out for text in (desk.vault, "--member Lan", "demo1234")),
           "it says how to open it", result)
    check = desk.run("check")
    tap.ok(check.code == OK, "it opens, and is whole", check)
    week = desk.run("summary", "--week", "2026-W47", lang="vi")
    tap.ok(week.out.strip() and week.out.strip() in result.out, "what was shown is the week", week)
    with open(desk.vault, "rb") as vault:
        content = vault.read()
    tap.ok(not any(text.encode() in content for text in ("nhà văn hóa", "VNeID", "Phượng")),
           "nothing of it can be read in the file")
    again, _ = demo(desk, folder)
    tap.ok(again.code == CANTCREAT and again.err.count("\n") == 1, "a second time: 73", again)
    with open(desk.vault, "rb") as vault:
        tap.ok(vault.read() == content, "and the first stays as it was")
    for path, name in ((desk.passfile, "a file"), (desk.path("no/such/place"), "no parent")):
        result, _ = demo(desk, path)
        tap.ok(result.code == CANTCREAT and result.err.count("\n") == 1, "%s: 73" % name, result)
    other = desk.path("mine")
    os.mkdir(other)
    with open(os.path.join(other, "note.txt"), "w") as note:
        note.write("x")
    result, _ = demo(desk, other)
    tap.equal((result.code, sorted(os.listdir(other))), (OK, ["note.txt", "sotay.vault"]),
              "a folder that is there already keeps what it has")
    desk.close()


def figures(desk):
    return [desk.run("summary", *args, "--format", "json").out for args in (
        ("--year", "2026"), ("--week", "2026-W46", "--by", "topic"), ("--month", "2026-10", "--by",
                                                                      "member"))]


def without_ids(listing):
    for record in listing.objects():
        yield {k: v for k, v in record.items() if k not in ("id", "origin", "session")}


def same_day_same_figures():
    first, second, other = Desk(), Desk(now=TODAY + "T23:30"), Desk(now="2026-11-20T09:00")
    for desk in first, second, other:
        kept(desk, "kept")
    tap.equal(figures(first), figures(second), "the same day gives the same figures")
    tap.ok(figures(first) != figures(other), "another day gives others")
    lists = [desk.run("list", "--json") for desk in (first, second)]
    ids = [{record["id"] for record in each.objects()} for each in lists]
    tap.ok(ids[0] and not ids[0] & ids[1], "ids differ")
    # Entries of the same minute stand in the order of their ids.
    rows = [sorted(map(repr, without_ids(each))) for each in lists]
    tap.ok(rows[0] == rows[1], "and nothing else does")
    for args in (("household", "list"), ("followup", "list", "--all")):
        rows = [sorted(map(repr, without_ids(desk.run(*args, "--json"))))
                for desk in (first, second)]
        tap.ok(rows[0] and rows[0] == rows[1], "nor in %s" % " ".join(args))
    for desk in first, second, other:
        desk.close()


def share(part, whole):
    return 100.0 * part / whole if whole else 0.0


def between(low, value, high, name):
    tap.ok(low <= value <= high, "%s: %d to %d" % (name, low, high), value)


def plausible():
    desk = Desk()
    kept(desk, "kept")
    sessions = desk.run("list", "--json").objects()
    guided = [s for s in sessions if not s["attempt"]]
    homes = [s for s in sessions if s["channel"] == "tai_nha"]
    days = [datetime.date.fromisoformat(s["date"]) for s in sessions]
    today = datetime.date.fromisoformat(TODAY)
    between(900, len(sessions), 1400, "sessions")
    tap.equal(days[-1], today, "the year ends today")
    between(358, (today - days[0]).days, 370, "its days")
    between(8, share(len(sessions) - len(guided), len(sessions)), 16, "attempts in a hundred")
    for figure in "people", "minutes":
        between(5, share(sum(s[figure] is None for s in guided), len(guided)), 11,
                "in a hundred without %s" % figure)
    by_weekday = collections.Counter(day.isoweekday() for day in days)
    tap.ok(min(by_weekday[6], by_weekday[7]) > max(by_weekday[d] for d in range(1, 6)),
           "weekends are busiest", by_weekday)
    hours = [int(s["time"][:2]) for s in homes if s["time"]]
    between(55, share(sum(h >= 18 for h in hours), len(hours)), 90,
            "in a hundred home visits after 18:00")
    tap.ok(all(s["time"] is None for s in sessions if s["date"] == TODAY),
           "today's hours, which may be to come, are open")
    by_month = collections.Counter(s["date"][:7] for s in sessions if s["channel"] == "lop_nhom")
    tap.ok(all(by_month["2026-%02d" % m] == 1 for m in (3, 4, 5, 6, 7, 8, 9)), "a class a month",
           by_month)
    topics = collections.Counter(t["topic"] for s in guided for t in s["topics"])
    between(45, len(topics), 61, "topics")
    tap.ok("TTNGAY" in {t["topic"] for s in guided if s["date"] == "2026-10-10"
                        for t in s["topics"]}, "the day of digital transformation")
    notes = [s["note"] for s in sessions if s["note"]]
    between(25, share(len(notes), len(sessions)), 60, "in a hundred with a note")
    tap.ok(not any(re.search(r"\d{5}", note) for note in notes), "no note holds a long number")
    tap.ok({m for s in sessions for m in s["by"]} == {"Lan", "Minh", "Hạnh", "Tú", "Phượng", "Sơn"},
           "six members by given name")
    between(1, len(desk.run("list", "--voided", "--json").objects()), 30, "taken out again")
    promises(desk)
    registers(desk)
    weeks(desk, sessions)
    desk.close()


def promises(desk):
    followups = desk.run("followup", "list", "--all", "--json").objects()
    still = [f for f in followups if f["status"] == "mo"]
    between(100, len(followups), 240, "follow-ups")
    between(3, len(still), 35, "of them open")
    between(1, sum(f["due"] is not None and f["due"] < TODAY for f in still), 20, "overdue")
    closed = {f["closed"] for f in followups if f["status"] == "xong"}
    tap.ok(len(closed) > 40 and max(closed) <= TODAY, "the others ended on their days", closed)


def registers(desk):
    homes = desk.run("household", "list", "--json").objects()
    between(150, len(homes), 170, "households")
    tap.ok({k for h in homes for k in h["kinds"]} ==
           {"thuong", "kinh_doanh", "nong_nghiep", "uu_tien"}, "of every kind")
    hints = {h["hint"] for h in homes if h["hint"]}
    tap.ok(len(hints) > 60 and max(map(len, hints)) <= 40, "with landmarks", hints)


def weeks(desk, sessions):
    def summary(key):
        return desk.run("summary", "--week", key, "--format", "json").objects()[0]

    worked = {"%d-W%02d" % datetime.date.fromisoformat(s["date"]).isocalendar()[:2]
              for s in sessions}
    tet = summary("2026-W08")
    tap.ok("2026-W08" not in worked and tet["columns"]["so_luot"] == 0 and
           tet["teams"]["closed"] == 1, "the week of Tết is closed without activity", tet)
    tap.equal(len(worked), 52, "the other weeks have work")
    closed = [key for key in sorted(worked) if summary(key)["teams"]["closed"]]
    tap.equal(closed, sorted(worked)[:-2], "every week is closed but the last and this one")
    early, late = (summary(key)["columns"] for key in ("2026-W02", "2026-W47"))
    for rate in "tl_ho", "tl_dd", "tl_dvc", "tl_tk":
        tap.ok(early[rate] < late[rate], "%s gets better over the year" % rate,
               (early[rate], late[rate]))


def any_day():
    """Whatever day it is: the engine takes it, and what is shown is not empty."""
    desk = Desk()
    for now, weeks_shown in (("2026-11-23T06:00", ("16/11/2026", "23/11/2026")),
                             ("2026-02-19T12:00", ("09/02/2026",)), # Tết: the week before
                             ("2026-01-01T00:00", ("29/12/2025",)),
                             ("2028-02-29T23:59", ("28/02/2028",)),
                             ("2025-03-05T10:00", ("03/03/2025",)),
                             ("2020-01-07T08:00", ("06/01/2020",)),
                             ("2039-06-15T08:00", ("13/06/2039",))):
        result, left = demo(desk, env={"SOTAY_NOW": now}, lang="vi")
        shown = week_of(result.out) if result.code == OK else None
        count = re.search(r"^Số lượt hướng dẫn +([\d.]+)$", result.out, re.M)
        tries = re.search(r"^Lượt đến không gặp.* ([\d.]+)$", result.out, re.M)
        tap.ok(shown in weeks_shown and not left and count and tries and
               int(count.group(1)) + int(tries.group(1)) > 0, "on %s" % now, result)
    desk.close()


shown_and_gone()
signals()
folders()
same_day_same_figures()
plausible()
any_day()
tap.done()
