"""A damaged page is never taken for nothing: a command prints what it should, or that the file is damaged.

A data file of a hundred sessions and more; a byte of every page in turn changed, and every command
that reads over it. What is printed with exit 0 is what is printed over the whole file; else
it is 65, in one line. The same with a read that fails in place of the damage, which is 74.
Of all the pairs some are tried, always the same; with $HEAVY all.
"""
import random

import harness
from sweep import VAULT, Folder, base_of, pool, sample, sweep

OF_THE_FILE = {"SOTAY_FAULT_PATH": VAULT}
PAGE = 8192 # and as much before the first (docs/format-vault.md)
VILLAGES = ["26572-01", "26572-02", "26572-03", "26572-04"]
TOPICS = ["VNEID1", "VNEID2", "CKS", "DVCNOP", "TTNH", "TTQR", "ATLD", "TMBAN", "HDDT", "YTSK"]
OUTCOMES = ["hoan_thanh", "tu_lam", "mot_phan", "hen_lai", "chuyen", "chua_du_dk"]
CHANNELS = ["tai_nha", "nha_van_hoa", "lop_nhom", "cho", "zalo"]
MEMBERS = ["Lan", "Bình", "Hoa"]
TEAMS = ["T01", "T02"]
NOTES = ["Bà Năm tự làm được", "Điện thoại hết bộ nhớ", "Hẹn tuần sau quay lại cài lại từ đầu", "Con gái giúp thêm"]

tap = harness.Tap()
draw = random.Random(20261121)


# ---- a data file worth reading ----

def household(i):
    return {"village": VILLAGES[i % 4], "code": "H%03d" % (1 + i // 4),
            "kinds": draw.sample(["thuong", "kinh_doanh", "uu_tien"], 1),
            "hint": draw.choice(["nhà cổng xanh", "cạnh giếng", None]), "guided_since": None}


def visit(households):
    day = "2026-%02d-%02d" % (draw.randint(6, 10), draw.randint(1, 28))
    where, people = draw.choice(households), draw.randint(1, 5)
    chosen = draw.sample(TOPICS, draw.randint(1, 3))
    due = [{"kind": "den_lai", "due": "2026-11-%02d" % draw.randint(1, 30), "topic": chosen[0]}]
    return harness.session(
        date=day, time="%02d:%02d" % (draw.randint(7, 17), draw.randint(0, 59)),
        village=where["village"], household=where["code"], channel=draw.choice(CHANNELS), people=people,
        female=draw.randint(0, people), over60=draw.randint(0, people),
        topics=[{"topic": topic, "outcome": draw.choice(OUTCOMES), "count": None, "blocker": None}
                for topic in chosen],
        followups=due if draw.random() < 0.3 else [], note=draw.choice(NOTES),
        by=draw.sample(MEMBERS, draw.randint(1, 2)))


def status(where):
    return {"village": where["village"], "household": where["code"], "date": "2026-10-%02d" % draw.randint(1, 28),
            "residents": 4, "adults": 3, "smartphones": draw.randint(0, 3), "eid2": draw.randint(0, 3)}


def filled(desk):
    """The folder whose copies are damaged; the ids of sessions in it."""
    base = base_of(desk)
    households = [household(i) for i in range(80)]
    if desk.init().code:
        raise RuntimeError("init")
    for register, records in (
        ("village", [{"code": code, "name": "Ấp %d" % i, "households": 90 + i} for i, code in enumerate(VILLAGES)]),
        ("household", households),
        ("team", [{"code": code, "name": "Tổ " + code, "villages": VILLAGES[2 * i:2 * i + 2]}
                  for i, code in enumerate(TEAMS)]),
        ("member", [{"code": code, "name": "Nguyễn " + code, "role": "thanh_vien", "team": draw.choice(TEAMS)}
                    for code in MEMBERS]),
        ("topic", [{"code": "RIENG", "short": "Việc riêng", "vi": "Việc riêng của tổ", "en": "Our own",
                    "group": "khac", "unit": "lượt"}]),
        ("campaign", [{"code": "NGAY1010", "name": "Ngày 10/10", "from": "2026-10-10", "to": "2026-10-10", "tag": "10/10"}]),
        ("target", [{"set": "HCM-2026", "code": "HCM01", "number": 95.5}])):
        base.must(register, "add", "--json", stdin=records)
    ids = base.must("log", stdin=[visit(households) for _ in range(150)]).split()
    base.must("status", stdin=[status(where) for where in households[::2]])
    for i in ids[:20]:
        base.must("edit", i, stdin=b'{"note": "' + "Sửa lại cho đúng".encode() + b'"}')
    for i in ids[20:24]:
        base.must("void", i)
    for promise in base.run("followup", "list", "--all", "--json").objects()[:5]:
        base.must("followup", "done", promise["id"])
    base.must("report", "close", "2026-W40", "--team", "T01", "--text", "-",
              stdin=[{"kho_khan": "Mạng yếu", "ke_hoach": "Đi lại Ấp 2"}])
    base.must("report", "close", "2026-W41", "--team", "T02", "--nil")
    return base, ids


def commands(base, ids):
    """All that read; "@" stands for the folder."""
    promise = base.run("followup", "list", "--json").objects()[0]["id"]
    period = "--from", "2026-06-01", "--to", "2026-10-31"
    figures = "summary", "--year", "2026"
    read = [
        ("list",), ("list", "--json"), ("list", "--json", *period), ("list", "--month", "2026-08"),
        ("list", "--week", "2026-W32"), ("list", "--village", "26572-02", "--json"),
        ("list", "--topic", "CKS"), ("list", "--household", "26572-01/H003"), ("list", "--voided"),
        ("list", "--search", "tu lam"), ("list", "--search", "gieng", "--json"),
        ("list", "--search", "không có đâu"), ("show", ids[0]), ("show", ids[21], "--json"),
        ("show", ids[100], "--json"), ("show", promise),
        ("household", "list"), ("household", "list", "--json"), ("household", "list", "--village", "26572-03"),
        ("household", "show", "26572-01/H001"), ("household", "show", "26572-03/H010", "--json"),
        ("village", "list"), ("village", "list", "--json"), ("village", "show", "26572-02"),
        ("team", "list"), ("team", "list", "--json"), ("team", "show", "T01", "--json"),
        ("member", "list"), ("member", "list", "--json"), ("member", "show", "Lan"),
        ("topic", "list"), ("topic", "list", "--json"), ("topic", "show", "RIENG", "--json"),
        ("campaign", "list", "--json"), ("target", "list"), ("summary", "--week", "2026-W40", "--by", "day"),
        ("followup", "list"), ("followup", "list", "--json"), ("followup", "list", "--all", "--json"),
        ("due",), ("due", "--json"),
        (*figures,), (*figures, "--format", "json"), (*figures, "--format", "csv", "--by", "village"),
        (*figures, "--format", "json", "--by", "team"), (*figures, "--by", "topic"),
        (*figures, "--format", "csv", "--by", "outcome"), (*figures, "--format", "json", "--by", "member"),
        ("summary", "--month", "2026-07", "--by", "channel"), ("summary", "--week", "2026-W40", "--format", "json"),
        ("report", "show", "2026-W40"), ("report", "show", "2026-W40", "--json"),
        ("report", "show", "2026-W41", "--team", "T02"), ("teams",), ("device", "show"), ("device", "list", "--json"),
        ("outbox",), ("outbox", "--json"), ("import", "list", "--json"), ("quarantine", "--json"),
        ("check",), ("backup", "@backup"),
    ]
    return [command for command in read if base.run(command[0], "--help").code == 0]


# ---- one command over one thing that is wrong ----

class Reading:
    """A command: what it prints over the whole file, and how often it reads."""

    def __init__(self, base, number, command):
        twin = Folder(base.desk, "clean-%d" % number, base)
        self.base, self.number, self.command = base, number, command
        counts, result = twin.calls(*self.arguments(twin), env=OF_THE_FILE)
        if result.code:
            raise RuntimeError(str(result))
        self.out, self.reads = self.shown(twin, result), counts["read"]
        twin.close()

    def arguments(self, folder):
        return [folder.file(arg[1:]) if arg.startswith("@") else arg for arg in self.command]

    def shown(self, folder, result):
        return result.out.replace(folder.path, "")

    def attempt(self, name, code, page=None, **how):
        """Over a copy, its page damaged: what is printed, or the exit code."""
        folder = Folder(self.base.desk, "%s-%d" % (name.replace(" ", "-"), self.number), self.base)
        if page is not None:
            content = bytearray(folder.read(VAULT))
            content[page * PAGE + random.Random(page).randrange(PAGE)] ^= 1
            with open(folder.vault, "wb") as out:
                out.write(content)
        result = folder.run(*self.arguments(folder), **how)
        left = "backup" in folder.names() and result.code
        folder.close()
        if left:
            why = "a backup was left behind"
        elif result.code == 0:
            why = "something else is shown" if self.shown(folder, result) != self.out else None
        elif result.code != code:
            why = "exit %d" % result.code
        else:
            why = "not one line" if result.err.count("\n") != 1 or not result.err.startswith("sotay: ") else None
        return "%s: %s: %s; %r" % (name, " ".join(self.command), why, result.err) if why else None


def main():
    desk = harness.Desk()
    base, ids = filled(desk)
    readings = list(pool.map(lambda numbered: Reading(base, *numbered), enumerate(commands(base, ids))))
    pages = len(base.read(VAULT)) // PAGE - 1
    tap.ok(90 <= pages <= 160, "a data file of some size: %d pages, %d commands" % (pages, len(readings)))

    pairs = [(reading, page) for page in range(pages + 1) for reading in readings] # 0 is the header
    tries = sample(pairs, 60, "pages")
    wrong = sweep(lambda pair: pair[0].attempt("page %d" % pair[1], harness.DATAERR, page=pair[1]), tries)
    tap.ok(not wrong, "a damaged page: %d of %d pairs" % (len(tries), len(pairs)), "\n".join(wrong))

    faults = [(reading, "read %d %s" % (n, how)) for reading in readings
              for n in range(1, reading.reads + 1) for how in ("EIO", "EIO ever")]
    tries = sample(faults, 45, "reads")
    wrong = sweep(lambda pair: pair[0].attempt(pair[1], harness.IOERR, fault=pair[1], env=OF_THE_FILE), tries)
    tap.ok(not wrong, "a read that fails: %d of %d" % (len(tries), len(faults)), "\n".join(wrong))
    desk.close()
    tap.done()


if __name__ == "__main__":
    main()
