"""A data file of every former schema (tests/data/former): opened, brought up to today's, whole,
listed and summed as it was meant, and gone on with."""
import glob
import json
import os
import re
import shutil

from harness import NOW, OK, Desk, Tap

HERE = os.path.dirname(os.path.abspath(__file__))
FORMER = os.path.join(HERE, "..", "data", "former")
tap = Tap()

# What former_make.py put in, worked out by hand: of the week and of the month so far.
KINDS = {"26572-01/H001": ["kinh_doanh"], "26572-01/H002": ["kinh_doanh"], "26572-01/H003": ["thuong"],
         "26572-02/H001": []}
WEEK = {"so_luot": 3, "so_khong": 1, "so_nguoi": 29, "so_nu": 2, "so_60": 1, "ho_tham": 2, "ho_lan_dau": 1,
        "ho_luy_ke": 4, "so_buoi": 1, "nguoi_buoi": 25, "gio_hd": 1.5, "kq_nh": 1, "kq_qr": None,
        "kq_appdp": None, "ln_dvc": 3, "kq_kns": 25, "hen": 0, "tt_smart": 1, "tt_cq": 1, "tt_dd": 2,
        "tt_dvc": 1, "tt_tk": 2, "tt_lon": 5, "tl_dd": 66.6667, "tt_dd2": 2, "tl_dd2": 40.0, "tl_smart": 50.0,
        "tl_cq": 50.0, "tt_2g": None, "tl_hkd": None, "so_tin": None, "tong_ho": 360, "so_tv": 2,
        "kho_khan": "Lo ngại chi phí (1)"}
MONTH = {"so_luot": 5, "so_nguoi": 32, "kq_vneid2": 1, "kq_qr": 1, "kq_nh": 1, "ho_tham": 4, "ho_lan_dau": 3}


def summary(desk, *period):
    return desk.run("summary", *period, "--format", "json").objects()[0]["columns"]


def some(columns, wanted):
    return {code: columns[code] for code in wanted}


def opened(desk, name):
    check = desk.run("check")
    tap.ok(check.code == OK and not check.err, "%s: opens, and is whole" % name, check)
    listed = desk.run("list", "--json").objects()
    tap.equal([s["date"] for s in listed], ["2026-11-10", "2026-11-12", "2026-11-17", "2026-11-18", "2026-11-19",
                                            "2026-11-19"], "%s: its sessions" % name)
    tap.equal(len(desk.run("list", "--voided", "--json").objects()), 1, "%s: one of them taken out" % name)
    for words in "Đào", "dao dinh", "sodo", "cong xanh":
        tap.equal(len(desk.run("list", "--search", words, "--json").lines()), 1, "%s: found by %s" % (name, words))
    kinds = {"%s/%s" % (h["village"], h["code"]): h["kinds"] for h in desk.run("household", "list", "--json").objects()}
    tap.equal(kinds, KINDS, "%s: kinds of households" % name)
    tap.equal(some(summary(desk, "--week", "2026-W47"), WEEK), WEEK, "%s: the week" % name)
    tap.equal(some(summary(desk, "--month", "2026-11"), MONTH), MONTH, "%s: the month" % name)
    teams = desk.run("summary", "--week", "2026-W46", "--format", "json").objects()[0]["teams"]
    tap.equal(teams, {"expected": 1, "closed": 1, "missing": []}, "%s: a report of then" % name)
    shown = desk.run("show", "SODO", "--json").objects()[0]
    tap.equal(shown["status"], "dvc", "%s: an own topic's figure" % name)


def hints_stay(desk, name):
    """A hint lay in the operation that made its household: such lines are marked, and no others."""
    lines = desk.foreign("give").splitlines()
    marked = [line for line in lines if line.split(" ", 2)[2].startswith("!")]
    hinted = [line for line in lines if '"type":"household"' in line and '"hint":' in line]
    tap.ok(hinted and marked == hinted, "%s: hints stay in the commune" % name, (marked, hinted))


def gone_on(desk, name):
    """What is new holds for what was there: the kind at the time, not that of now."""
    rows = [{"village": "26572-01", "household": "H%03d" % n, "date": "2026-11-11", "biz_epay": int(n < 3)}
            for n in (1, 2, 3)]
    tap.equal(desk.run("status", stdin=rows).code, OK, "%s: new figures" % name)
    rates = [summary(desk, "--week", week)["tl_hkd"] for week in ("2026-W46", "2026-W47")]
    tap.equal(rates, [50.0, 100.0], "%s: businesses at each week's end" % name)
    for args in (("report", "close", "2026-W47", "--set", "so_tin=4"),
                 ("campaign", "add", "NGAY1010", "Ngày 10/10", "--from", "2026-10-10", "--to", "2026-10-10",
                  "--tag", "ngay1010"),
                 ("target", "add", "HCM-2026", "HCM01", "95,5"),
                 ("undo",), ("edit", "26572-01/H001")):
        result = desk.run(*args, stdin=json.dumps({"kinds": ["ngheo"]}) if args[0] == "edit" else b"")
        tap.ok(result.code == OK, "%s: %s" % (name, " ".join(args[:2])), result)
    tap.equal(summary(desk, "--week", "2026-W47")["so_tin"], 4, "%s: a figure typed in" % name)
    check = desk.run("check")
    tap.ok(check.code == OK, "%s: whole again" % name, check)


vaults = sorted(glob.glob(os.path.join(FORMER, "*.vault")))
with open(os.path.join(HERE, "..", "..", "store", "db", "schema.c"), encoding="utf-8") as source:
    newest = max(int(n) for n in re.findall(r"^static const char migration_(\d+)", source.read(), re.M))
tap.equal([os.path.basename(v) for v in vaults], ["schema-%d.vault" % n for n in range(1, newest)],
          "one of every former schema is kept")
for vault in vaults:
    desk = Desk(now=NOW)
    shutil.copyfile(vault, desk.vault) # the tarball's are read-only, the copy is not
    opened(desk, os.path.basename(vault)[:-6])
    hints_stay(desk, os.path.basename(vault)[:-6])
    gone_on(desk, os.path.basename(vault)[:-6])
    desk.close()
tap.done()
