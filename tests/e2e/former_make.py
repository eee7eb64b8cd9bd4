"""Makes a small data file as the program of today does, to be opened by those to come.

    SOTAY=build/sotay python3 tests/e2e/former_make.py schema-5.vault

Run it before store/db/schema.c gets its next migration, with the program as it is, and keep
the file in tests/data/former: tests/e2e/former.py opens whatever is called schema-N.vault. It uses nothing
that the first version did not have, so that the answers are the same for all of them. No
person in it is a real one.
"""
import json
import os
import subprocess
import sys

PASSWORD = "mật khẩu thử"
VILLAGES = [{"code": "26572-01", "name": "Ấp Bắc", "households": 210},
            {"code": "26572-02", "name": "Ấp Đông", "households": 150}]
HOUSEHOLDS = [("26572-01", "H001", ["kinh_doanh"], "Gần chợ", None),
              ("26572-01", "H002", ["thuong"], "Cổng xanh", None),
              ("26572-01", "H003", ["kinh_doanh", "uu_tien"], None, None),
              ("26572-02", "H001", [], None, "2025-06")]
MEMBERS = [("Lan", "Lan", "to_truong"), ("Bình", "Trần Bình", "thanh_vien")]
TOPIC = {"code": "SODO", "short": "Sổ đỏ số", "vi": "Tra cứu sổ đỏ trực tuyến", "group": "dich_vu_cong",
         "cap": "people", "status": "dvc"}


def topic(code, outcome, count=None, blocker=None):
    return {"topic": code, "outcome": outcome, "count": count, "blocker": blocker}


def session(date, household, people, *topics, village="26572-01", channel="tai_nha", **more):
    return {"date": date, "time": "14:30", "village": village, "household": household,
            "channel": channel, "people": people, "topics": list(topics), "by": ["Lan"], **more}


FIRST_WEEK = [
    session("2026-11-10", "H001", 2, topic("VNEID2", "hoan_thanh", 1), topic("TMQR", "tu_lam", 1),
            minutes=25, female=1, note="Bà Năm tự làm được",
            followups=[{"kind": "den_lai", "due": "2026-11-19", "topic": "VNEID2"}]),
    session("2026-11-12", "H003", 1, topic("TTNH", "hen_lai", None, "khong_mang")),
]
SECOND_WEEK = [
    session("2026-11-17", "H002", 3, topic("SODO", "hoan_thanh", 2), topic("TTNH", "hoan_thanh", 1),
            female=2, over60=1, by=["Bình", "Lan"], note="Gặp ông Ðào ở đình"),
    session("2026-11-18", None, 25, topic("KNDT", "chi_tuyen_truyen"), channel="lop_nhom", minutes=90),
    session("2026-11-19", "H001", 1, topic("HTTB", "mot_phan", 1, "chi_phi"), village="26572-02",
            tags=["ngay1010"]),
    {"date": "2026-11-19", "village": "26572-01", "household": "H003", "channel": "tai_nha",
     "attempt": "vang", "by": ["Lan"]},
    session("2026-11-20", "H001", 4, topic("APPDP", "hoan_thanh", 4)),
]
STATUS = [("2026-11-10", "H001", {"residents": 4, "adults": 3, "age15plus": 3, "smartphones": 2,
                                  "fibre": 1, "eid1": 1, "eid2": 1, "dvc": 0, "bank": 2}),
          ("2026-11-17", "H002", {"residents": 2, "adults": 2, "age15plus": 2, "smartphones": 0,
                                  "fibre": 0, "eid2": 1, "dvc": 1})]


def main(name):
    here = os.path.dirname(os.path.abspath(__file__))
    vault = os.path.abspath(os.path.join(here, "..", "data", "former", name))
    env = {"HOME": here, "PATH": "/usr/bin:/bin", "TZ": "UTC", "LC_ALL": "C.UTF-8",
           "SOTAY_VAULT": vault, "SOTAY_PASSPHRASE_FILE": "-"}

    def run(day, *args, lines=()):
        given = PASSWORD + "\n" + "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
        done = subprocess.run([os.environ["SOTAY"], "--lang", "en", *args], input=given.encode(),
                              env={**env, "SOTAY_NOW": day + "T20:00"}, capture_output=True)
        if done.returncode:
            sys.exit("%s: %s" % (args, done.stderr.decode()))
        return done.stdout.decode().split("\n")

    run("2026-11-09", "init", "--level", "team", "--unit", "26572", "--unit-name", "Phường Tam Long",
        "--member", "Lan", "--kdf-mem", "19", "--kdf-ops", "2")
    for kind, lines in (("village", VILLAGES),
                        ("household", [{"village": v, "code": c, "kinds": k, "hint": h, "guided_since": s}
                                       for v, c, k, h, s in HOUSEHOLDS]),
                        ("team", [{"code": "T01", "name": "Tổ Ấp Bắc",
                                   "villages": [v["code"] for v in VILLAGES]}]),
                        ("member", [{"code": c, "name": n, "role": r, "team": "T01"} for c, n, r in MEMBERS]),
                        ("topic", [TOPIC])):
        run("2026-11-09", kind, "add", "--json", lines=lines)
    run("2026-11-12", "log", lines=FIRST_WEEK)
    run("2026-11-15", "report", "close", "2026-W46")
    run("2026-11-18", "edit", "26572-01/H002", lines=[{"kinds": ["kinh_doanh"]}])
    run("2026-11-18", "edit", "26572-01/H003", lines=[{"kinds": ["thuong"]}])
    ids = run("2026-11-20", "log", lines=SECOND_WEEK)
    run("2026-11-20", "void", ids[4])
    run("2026-11-20", "status", lines=[{"date": d, "village": "26572-01", "household": h, **figures}
                                       for d, h, figures in STATUS])
    promised = json.loads(run("2026-11-20", "followup", "list", "--json")[0])
    run("2026-11-20", "followup", "done", promised["id"])


main(sys.argv[1])
