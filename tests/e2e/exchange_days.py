"""Bad days of laptops that exchange files: sticks, copies, restores, forgers. The real program, the real keys.

Each file has its verdict and its reason, a person is told in his language, the exit code is right, and nothing
else is harmed: what the desk shows before is what it shows after.
"""
import contextlib
import json
import os
import random
import shutil
import sys

from harness import DATAERR, IOERR, NOINPUT, NOPERM, OK, Desk, Tap, session

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "sync", "crypto"))
import vectors_make as make  # noqa: E402

tap = Tap()

carried = {}  # every file that was, in its order
ARRIVED = {"xa_da_nhan", "cap_tren_da_nhan"}


def must(desk, *args, **how):
    result = desk.run(*args, **how)
    if result.code:
        raise RuntimeError(str(result))
    return result


def verdicts(result):
    """"accepted", "foreign not_ours": of each file, sorted."""
    return sorted(" ".join(line.split("\t")[::2]).strip() for line in result.lines())


def shown(desk, key="fingerprint"):
    """What a laptop says it is; its codes are for life, and asked for once."""
    if key not in desk.codes:
        found = must(desk, "device", "show", "--json").objects()[0]
        desk.codes = {name: found[name] for name in ("fingerprint", "root_fingerprint")}
        return found[key]
    return desk.codes[key]


def view(desk):
    """What people see: sessions and sums."""
    return [must(desk, *args).out for args in
            (("list", "--json"), ("summary", "--month", "2026-11", "--by", "village", "--format", "json"))]


def notes(desk):
    return sorted(found["note"] for found in must(desk, "list", "--json").objects())


def states(desk):
    return [o["state"] for o in must(desk, "outbox", "--json").objects() if o["kind"] == "batch"]


class Stick:
    """A folder that is carried."""

    def __init__(self, desk, name="stick"):
        self.path = desk.path(name)
        os.mkdir(self.path)

    def names(self):
        return sorted(os.listdir(self.path))

    def files(self):
        return [os.path.join(self.path, name) for name in self.names()]

    def clear(self):
        for path in self.files():
            os.unlink(path)


def enrol(above, below, *more, team="T01"):
    """Asked, heard, answered, typed; the answer's bytes."""
    request, answer = below.path("request"), below.path("answer")
    for path in request, answer:
        if os.path.exists(path):
            os.unlink(path)
    commune = below.level == "commune"
    must(below, "device", "request", "-o", request, *([] if commune else ["--team", team]))
    must(above, "device", "enrol", request, "-o", answer, "--fingerprint",
         shown(below, "root_fingerprint" if commune else "fingerprint"), *more)
    must(below, "import", answer, "--root", shown(above, "root_fingerprint"))
    return answer


def desk_of(level, unit="26572"):
    desk = Desk()
    desk.level, desk.codes = level, {}
    result = desk.init(level=level, unit=unit)
    if result.code:
        raise RuntimeError(str(result))
    return desk


def log(desk, note, **changes):
    must(desk, "log", stdin=[session(note=note, household=None, channel="lop_nhom", followups=[], **changes)])


def carry(source, target, stick):
    """All that waits at one desk, taken in at the other."""
    stick.clear()
    must(source, "batch", "-o", stick.path)
    for path in stick.files():
        with open(path, "rb") as file:
            carried.setdefault(file.read())
    return target.run("import", *stick.files())


@contextlib.contextmanager
def unharmed(*desks):
    """Whatever comes within it, the desks show what they showed before, and are sound."""
    before = [view(desk) for desk in desks]
    yield
    tap.equal([view(desk) for desk in desks], before, "nothing is harmed by it")
    tap.ok(all(desk.run("check").code == OK for desk in desks), "and the books are sound")


def refuses(desk, path, wanted, code, words, name):
    """A file is refused so, and a person told."""
    got = desk.run("import", path, lang="vi")
    tap.ok(verdicts(got) == [wanted] and got.code == code and words in got.err, name, got)


# ---- what only a forger makes ----

class Forger:
    """Somebody with a laptop's keys, or with none that anybody knows."""

    def __init__(self, keys):
        self.seed, self.box = bytes.fromhex(keys["sign"]), bytes.fromhex(keys["box"])
        self.sign_pk, self.box_pk = make.sign_public(self.seed), make.x25519(self.box)
        self.inc = bytes.fromhex(keys.get("inc", "07" * 16))
        self.lane = make.blake(self.sign_pk + self.inc, 16)[:8].hex()
        self.n = 0

    def op(self, kind, fields, rec=None, lane=None, n=None):
        self.n += 1
        links = ({"rec": rec}, {"base": [rec]}) if rec else ({}, {})
        return make.compact({"n": n or self.n, "lane": lane or self.lane, **links[0], "type": kind, "set": fields,
                             **links[1], "hlc": 117652684800000000 + self.n, "clk": "ok", "who": "Ma",
                             "salt": "0" * 26})


def stranger(number):
    return Forger({"sign": "%02x" % number * 32, "box": "%02x" % (number + 1) * 32})


class Root:
    def __init__(self, keys):
        self.seed, self.box = bytes.fromhex(keys["root"]), bytes.fromhex(keys["unit_box"])
        self.sign_pk, self.box_pk = make.sign_public(self.seed), make.x25519(self.box)

    def certify(self, key, unit, level, team=None, number=1, kind="laptop", codes=None):
        c = {**make.certificate(key, self, kind, level, team, "Ma", number), "unit": unit,
             "codes": [unit] if codes is None else codes, "expires": None}
        return make.link(c, self.seed)


def lines_of(ops):
    return b"".join(line + b"\n" for line in ops)


def padded(raw):
    """Lines that a reader of documents and receipts passes over, so that the frame has its least size."""
    return raw + b'{"x":"%s"}\n' % (b"." * 300)


def batch(forger, chain, ops, unit, to, reader=1, made="2026-11-21T16:40", n=1, number=1):
    raw = lines_of(ops)
    root = make.blake(b"".join(b"\0" + make.blake(line, 16) for line in ops))
    own = {"lane": forger.lane, "inc": forger.inc.hex(), "number": number,
           "prev": None if number == 1 else "0" * 64, "first": n, "count": len(ops), "audit": None, "seen": []}
    manifest = {**make.manifest("batch", to, own, raw, root), "unit": unit, "reader": reader, "made": made}
    return make.package(chain, manifest, raw, forger.seed)


def other(forger, chain, form, own, raw, unit, to):
    manifest = {**make.manifest(form, to, own, raw, make.blake(raw)), "unit": unit}
    return make.package(chain, manifest, raw, forger.seed)


def sealed(desk, name, package, key):
    return desk.write(name, make.envelope(package, [key]))


# ---- the days ----

def wrong_codes(commune, team, second):
    request, answer = team.path("ask"), team.path("reply")
    must(team, "device", "request", "-o", request, "--team", "T01")
    wrong = shown(team)[:-1] + ("B" if shown(team)[-1] != "B" else "C")
    for lang, words in ("en", "code"), ("vi", "mã"):
        got = commune.run("device", "enrol", request, "-o", answer, "--fingerprint", wrong, lang=lang)
        tap.ok(got.code == NOPERM and words in got.err.lower() and not os.path.exists(answer),
               "a code that was mistyped enrols nobody (%s)" % lang, got)
    must(commune, "device", "enrol", request, "-o", answer, "--fingerprint", shown(team))
    root = shown(commune, "root_fingerprint")
    before = view(team)
    got = team.run("import", answer, "--root", root[:-1] + ("B" if root[-1] != "B" else "C"), lang="vi")
    tap.ok(got.code == DATAERR and verdicts(got) == ["foreign unknown_root"] and "đọc lại" in got.err,
           "nor does one that the team mistyped", got)
    tap.equal((view(team), shown(team, "enrolled")), (before, False), "and nothing is taken")
    got = second.run("import", answer, "--root", root, lang="vi")
    tap.ok(got.code == DATAERR and verdicts(got) == ["foreign not_for_us"] and "không phải gửi cho máy này" in got.err,
           "an answer for another laptop is not taken", got)
    must(team, "import", answer, "--root", root)


def one_stick_for_two(commune, team, second, stick):
    log(team, "a1")
    log(second, "b1")
    for desk in team, second:
        must(desk, "batch", "-o", stick.path)
    got = must(commune, "import", stick.path)
    tap.equal(verdicts(got), ["accepted", "accepted"], "two teams' batches on one stick")
    must(commune, "batch", "-o", stick.path)
    for desk in team, second:
        got = desk.run("import", stick.path, lang="vi")
        found = verdicts(got)
        others = found.count("foreign not_for_us")
        tap.ok(others and "Gửi nơi khác: %d " % others in got.err and "không phải gửi cho máy này" not in got.err,
               "in a folder what is for others is counted, not told one by one", got)
        tap.ok(found.count("accepted") >= 1 and set(found) <= {"accepted", "already", "foreign not_for_us"},
               "each team takes what is its own, its own batch is here already", got)
        tap.equal(states(desk), ["xa_da_nhan"], "and hears that all has arrived")


def pulled_out(commune, team, stick):
    stick.clear()
    log(team, "a2")
    must(team, "batch", "-o", stick.path)
    before = view(commune)
    for fault, code, words in (("open 1 ENOENT", NOINPUT, "không có tệp này"), ("open 1 EIO", IOERR, "không đọc"),
                               ("read 1 EIO", IOERR, "không đọc"), ("read 2 EIO ever", IOERR, "không đọc")):
        got = commune.run("import", stick.path, fault=fault, env={"SOTAY_FAULT_PATH": "/stick/"}, lang="vi")
        tap.ok(got.code == code and not got.out and words in got.err,
               "a stick that is pulled out while it is read (%s)" % fault, got)
    tap.equal(view(commune), before, "has brought nothing")
    must(commune, "import", stick.path)
    tap.ok("a2" in notes(commune), "and the next time all is taken")
    stick.clear()
    for fault in "write 1 EIO", "sync 1 EIO", "any 3 kill":
        got = commune.run("batch", "-o", stick.path, fault=fault, env={"SOTAY_FAULT_PATH": "/stick/"})
        left = [name for name in stick.names() if not name.startswith(".")]
        tap.ok(got.code != OK and not left, "one that is pulled out while it is written has no half file (%s)" % fault,
               (got, left))
    must(commune, "batch", "-o", stick.path)
    team.run("import", *stick.files())
    tap.equal(set(states(team)), {"xa_da_nhan"}, "and the reply goes with the next call")


def restored_commune(commune, team, second, stick):
    """From a month ago: what the teams hear goes back, and comes right again."""
    all_before = notes(commune)
    kept = commune.path("backup")
    must(commune, "backup", kept)
    log(team, "a3")
    log(second, "b3")
    for desk in team, second:
        carry_ok(desk, commune, stick)
    carry(commune, team, stick)
    tap.equal(states(team)[-1], "xa_da_nhan", "before it is restored the commune has all")
    full = notes(commune)
    os.unlink(commune.vault)
    must(commune, "restore", kept)
    tap.equal(notes(commune), all_before, "the commune is as it was a month ago")
    stick.clear()
    must(commune, "batch", "-o", stick.path)
    got = team.run("import", *stick.files())
    tap.equal(states(team)[-1], "da_gui_di", "the team hears that its last batch is not there any more")
    for desk in team, second:
        carry(desk, commune, stick)
        carry(commune, desk, stick)
    tap.equal(notes(commune), full, "it is sent again, and nothing is lost")
    tap.equal({state for desk in (team, second) for state in states(desk)} - ARRIVED, set(), "and all is well again")
    return got


def carry_ok(source, target, stick):
    got = carry(source, target, stick)
    tap.ok("accepted" in verdicts(got), "a batch is carried", got)


def two_copies(commune, team, stick):
    copy = Desk()
    copy.codes = {}
    shutil.copy(team.vault, copy.vault)
    log(team, "a4")
    log(copy, "c4")
    lanes = [shown(team, "lane")]
    carry_ok(team, commune, stick)
    got = carry(copy, commune, stick)
    tap.ok("accepted" in verdicts(got) and "copy of it is in use" in got.err, "of two copies in use the commune is told",
           got)
    for desk in team, copy:
        got = carry(commune, desk, stick)
        tap.ok("copy of it is in use" in got.err, "and each of the two", got)
        lanes.append(shown(desk, "lane"))
    tap.equal(len(set(lanes)), 3, "each goes on in a lane of its own")
    log(team, "a5")
    log(copy, "c5")
    for _ in range(2):
        for desk in team, copy:
            carry(desk, commune, stick)
            carry(commune, desk, stick)
    tap.equal([shown(desk, "lane") for desk in (team, copy)], lanes[1:], "once")
    tap.ok({"a4", "c4", "a5", "c5"} <= set(notes(commune)), "and nothing of either is lost")
    tap.equal({state for desk in (team, copy) for state in states(desk)} - ARRIVED, set(), "all is acknowledged")
    copy.close()


def wrong_clock(commune, team, stick):
    """What was entered before the clock lost its battery is packed, and arrives, in 1970."""
    clock = {"SOTAY_NOW": "1970-01-01T09:00"}
    log(team, "a1970")
    stick.clear()
    got = team.run("batch", "-o", stick.path, env=clock, lang="vi")
    tap.ok(got.code == OK and "_19700101_" in got.out, "a laptop whose clock says 1970 sends", got)
    got = commune.run("import", *stick.files())
    tap.ok("accepted" in verdicts(got) and "a1970" in notes(commune), "and it is taken", got)
    carry(commune, team, stick)
    tap.equal(set(states(team)), {"xa_da_nhan"}, "and acknowledged")
    other = desk_of("commune", "26581")
    got = other.run("import", *stick.files(), env=clock)
    tap.ok(set(verdicts(got)) == {"foreign not_for_us"}, "a desk whose clock says 1970 judges as any other", got)
    other.close()


def other_commune(commune, stranger_commune, upper, its_team, stick):
    """Batches of another commune's team, as they are, and sealed anew for this one."""
    stick.clear()
    must(its_team, "batch", "-o", stick.path)
    refuses(commune, stick.files()[0], "foreign not_for_us", DATAERR, "không phải gửi cho máy này",
            "a batch of another commune's team")
    root, box = Root(json.loads(stranger_commune.foreign("keys"))), Root(json.loads(commune.foreign("keys"))).box_pk
    team = Forger(json.loads(its_team.foreign("keys")))
    ops = [team.op("village", {"code": "26572-77", "name": "Ấp giả"}), team.op("village", {"code": "26572-78",
                                                                                         "name": "Ấp giả"})]
    for unit in "26575", "26572":
        chain = root.certify(team, unit, "team", "T01") + root.certify(root, unit, "commune", kind="unit")
        path = sealed(commune, "forged-" + unit, batch(team, chain, ops, unit, "26572"), box)
        refuses(commune, path, "foreign unknown_root", DATAERR, "chưa biết",
                "a certificate of another commune, for unit " + unit)
    # At the level above the same root is known, and says no more than it may.
    upper_box = Root(json.loads(upper.foreign("keys"))).box_pk
    chain = root.certify(team, "26572", "team", "T01") + root.certify(root, "26572", "commune", kind="unit")
    path = sealed(upper, "forged", batch(team, chain, ops, "26572", "26572"), upper_box)
    refuses(upper, path, "foreign unknown_root", DATAERR, "chưa biết", "one of a commune's that says it is another")


def self_made_upper(commune, upper, team):
    """A commune's root that signs itself an upper level, and what it then says to both sides of it."""
    keys = json.loads(commune.foreign("keys"))
    root, made = Root(keys), stranger(41)
    chain = root.certify(made, "77", "upper", codes=[]) + root.certify(root, "77", "upper", kind="unit", codes=[])
    ops = [made.op("topic", {"code": "GIA", "short": "Giả", "vi": "Chủ đề giả", "group": "khac", "unit": "lượt",
                             "cap": "people"}), made.op("village", {"code": "26575-66", "name": "Ấp giả"})]
    upper_box = Root(json.loads(upper.foreign("keys"))).box_pk
    refuses(upper, sealed(upper, "self", batch(made, chain, ops, "77", "77"), upper_box), "foreign unknown_root", DATAERR,
            "chưa biết", "a commune that signs itself an upper level, to the upper level")
    it = Forger(json.loads(team.foreign("keys")))
    raw = padded(make.compact([made.lane, "77", "upper", "", []]) + b"\n" + lines_of(ops))
    to = "l-" + it.sign_pk.hex()
    refuses(team, sealed(team, "self", other(made, chain, "document", {"from": None}, raw, "77", to), it.box_pk),
            "foreign unknown_root", DATAERR, "chưa biết", "and to a team")
    for level, unit in ("commune", "26575"), ("upper", "26572"):
        chain = root.certify(made, unit, level) + root.certify(root, unit, level, kind="unit")
        refuses(upper, sealed(upper, "self2", batch(made, chain, ops, unit, "77"), upper_box), "foreign unknown_root",
                DATAERR, "chưa biết", "a commune's root that certifies %s %s" % (level, unit))


def overreaching_team(commune, team, second):
    """A team's laptop, its keys in the hands of somebody who writes packages himself."""
    root = Root(json.loads(commune.foreign("keys")))
    me, victim = Forger({**json.loads(team.foreign("keys")), "inc": "5a" * 16}), Forger(json.loads(second.foreign("keys")))
    chain = root.certify(me, "26572", "team", "T01", number=9) + root.certify(root, "26572", "commune", kind="unit")
    to = "l-" + victim.sign_pk.hex()
    lane = shown(second, "lane")
    raw = padded(make.compact({"lane": lane, "whole": [], "part": [], "held": [], "aside": 0, "up": None}) + b"\n")
    own = {"epoch": 1999999999999, "number": 9, "token": "0" * 32}
    before = states(second)
    refuses(second, sealed(second, "receipt", other(me, chain, "receipt", own, raw, "26572", to), victim.box_pk),
            "foreign not_for_us", DATAERR, "không phải gửi cho máy này", "a receipt by a team's laptop")
    tap.equal(states(second), before, "what was acknowledged stays so")
    raw = padded(make.compact([me.lane, "26572", "commune", "", ["26572"]]) + b"\n" +
                 me.op("topic", {"code": "GIA", "short": "x", "vi": "x", "group": "khac", "unit": "x", "cap": "people"}) +
                 b"\n")
    refuses(second, sealed(second, "document", other(me, chain, "document", {"from": None}, raw, "26572", to),
                           victim.box_pk), "foreign not_for_us", DATAERR, "không phải gửi cho máy này",
            "a document by a team's laptop")
    # What is another lane's does not pack.
    me.n = 0
    ops = [me.op("village", {"code": "26572-55", "name": "Ấp giả"}, lane=shown(commune, "lane")),
           me.op("village", {"code": "26572-56", "name": "Ấp giả"})]
    refuses(commune, sealed(commune, "lines", batch(me, chain, ops, "26572", "26572"), root.box_pk), "damaged bad_body",
            DATAERR, "Hỏng", "the commune's lane in a team's batch")
    # Nor is an officer made by his team: the batch is taken, the change put aside.
    lines = [line.split(" ", 2)[2] for line in commune.foreign("give").splitlines()]
    officer = make.operation_id(next(line for line in lines if '"type":"member"' in line).encode())
    me.n = 0
    ops = [me.op("member", {"role": "thanh_vien"}, rec=officer),
           me.op("member", {"code": "Ma", "name": "Ma", "role": "can_bo_xa"})]
    before = must(commune, "member", "list", "--json").out
    got = commune.run("import", sealed(commune, "role", batch(me, chain, ops, "26572", "26572"), root.box_pk))
    tap.ok(got.code == OK and verdicts(got) == ["accepted"], "a team's laptop that changes the officer's role", got)
    tap.equal(must(commune, "member", "list", "--json").out, before, "has changed nobody's")
    aside = [o for o in must(commune, "quarantine", "--json").objects() if o.get("reason") == "rights"]
    tap.equal(len(aside), 2, "it is put aside, for its rights")
    got = must(commune, "quarantine", lang="vi")
    tap.ok("không được" in got.out, "and a person can read why", got)


def newer(commune, team):
    root = Root(json.loads(commune.foreign("keys")))
    me = Forger({**json.loads(team.foreign("keys")), "inc": "6b" * 16})
    chain = root.certify(me, "26572", "team", "T01", number=9) + root.certify(root, "26572", "commune", kind="unit")
    ops = [me.op("weather", {"sky": "x" * 200}), me.op("village", {"code": "26572-57", "name": "Ấp mới"})]
    number = 6000000001
    path = sealed(commune, "newer", batch(me, chain, ops, "26572", "26572", reader=2, number=number), root.box_pk)
    refuses(commune, path, "newer", OK, "mới hơn", "a batch of a newer format")
    tap.equal(verdicts(commune.run("import", path)), ["already"], "it is kept, once")
    for command in "quarantine", "outbox":
        got = must(commune, command, lang="vi")
        tap.ok(" %d " % number in got.out, "a number that somebody else decides is told as it is (%s)" % command, got)


def stolen(commune, second, stick):
    """Revoked from an earlier batch on; what comes later is kept aside."""
    for note in "s1", "s2":
        log(second, note)
        carry_ok(second, commune, stick)
    lane = shown(second, "lane")
    last = len(states(second))
    before = notes(commune)
    must(commune, "device", "revoke", "T02", "--keep", "%s:%d" % (lane, last - 1))
    tap.equal(notes(commune), [note for note in before if note != "s2"], "of a stolen laptop stays what is kept")
    log(second, "s3")
    stick.clear()
    must(second, "batch", "-o", stick.path)
    refuses(commune, stick.files()[-1], "quarantined revoked", OK, "không còn giá trị", "what it packs after that")
    held = [o for o in must(commune, "quarantine", "--json").objects() if o.get("reason") == "revoked"]
    tap.ok(len(held) >= 1, "and is listed", held)
    found = must(commune, "inspect", "--json", stick.files()[-1]).objects()[0]
    tap.equal((found["verdict"], found["signer"]["counts"]), ("ok", False), "whole as it is, it does not count here")
    must(commune, "undo")
    tap.equal(notes(commune), sorted(before + ["s3"]), "a revocation taken back, all of it counts")


def expired(commune, stick):
    team = desk_of("team")
    team.fill()
    enrol(commune, team, "--expires", "2026-11-22", team="T04")
    log(team, "e1")
    late = {"SOTAY_NOW": "2026-11-25T09:00"}
    stick.clear()
    got = must(team, "batch", "-o", stick.path, env=late)
    tap.ok("ended on 22/11/2026" in got.err, "packing says that the certificate is over", got)
    refuses(commune, stick.files()[0], "quarantined expired", OK, "hết hạn", "packed after its certificate had expired")
    told(commune, team, stick, late)
    got = must(team, "outbox", env=late, lang="vi").out
    tap.ok("0 lượt chưa tới xã" in got and "1 lượt" in got.split("Xã giữ lại")[-1] and "hết hạn" in got,
           "the team is told that it does not count there, and why", got)
    found = must(team, "outbox", "--json", env=late).objects()
    tap.equal(([o["held"] for o in found[:-1]], found[-1]["sessions_held"], found[-1]["aside"]), (["expired"], 1, 0),
              "as JSON, too")
    answer = team.path("renewed")
    must(commune, "device", "enrol", team.path("request"), "-o", answer, "--fingerprint", shown(team))
    tap.ok("e1" in notes(commune), "a certificate that is renewed: what was held counts", commune.run("quarantine"))
    got = team.run("import", answer, env=late)
    tap.equal(verdicts(got), ["accepted"], "and the team takes its new one")
    told(commune, team, stick, late)
    found = must(team, "outbox", "--json", env=late).objects()
    tap.equal(([o["held"] for o in found[:-1]], found[-1]["sessions_held"]), ([None], 0), "then nothing is kept aside")
    tap.ok("Xã giữ lại" not in must(team, "outbox", env=late, lang="vi").out, "nor said to be")
    put_aside(commune, team, stick, late)
    team.close()


def told(commune, team, stick, env):
    """The commune's answers, taken in by the team; what that said."""
    stick.clear()
    must(commune, "batch", "-o", stick.path, env=env)
    return team.run("import", *stick.files(), env=env)


def put_aside(commune, team, stick, env):
    """What a team entered and may not: its own laptop says so, until it is taken."""
    must(team, "campaign", "add", "--json",
         stdin=[{"code": "CD", "name": "Của tổ", "from": "2026-11-01", "to": "2026-11-30", "tag": "cd"}])
    stick.clear()
    must(team, "batch", "-o", stick.path, env=env)
    must(commune, "import", *stick.files(), env=env)
    got = told(commune, team, stick, env)
    tap.ok("put 1 entry of this laptop aside" in got.err, "what was put aside there is said when that is heard", got)
    tap.ok("put 1 entry of this laptop aside" in must(team, "outbox", env=env).out, "and in the outbox")
    tap.equal(must(team, "outbox", "--json", env=env).objects()[-1]["aside"], 1, "with its number")
    listed = [o for o in must(team, "quarantine", "--json", env=env).objects() if o["kind"] == "told"]
    tap.equal([(o["type"], o["creates"], o["reason"]) for o in listed], [("campaign", True, "aside")],
              "which entry it is one can look up")
    tap.ok("xã đã để riêng" in must(team, "quarantine", env=env, lang="vi").out, "in Vietnamese, too")


def erased(commune, upper):
    """An erasure taken back in time leaves nothing behind; after seven days nothing comes back, and that is said."""
    root = Root(json.loads(commune.foreign("keys")))
    me = Forger({**json.loads(commune.foreign("keys")), "inc": "6f" * 16})
    chain = root.certify(me, "26572", "commune", number=9) + root.certify(root, "26572", "commune", kind="unit")
    visit = next(o for o in must(upper, "list", "--json").objects() if o["village"].startswith("26572-"))
    key = make.x25519(bytes.fromhex(json.loads(upper.foreign("keys"))["unit_box"]))
    ops = [me.op("erase", {"records": [visit["id"]]}), me.op("weather", {"sky": "x" * 200})]
    path = sealed(upper, "erased", batch(me, chain, ops, "26572", "77"), key)
    for now, gone in ("2026-11-22T09:00", False), ("2026-12-01T09:00", True):
        env = {"SOTAY_NOW": now}
        must(upper, "import", path, env={"SOTAY_NOW": "2026-11-21T16:40"})
        must(upper, "outbox", env=env)
        number = must(upper, "import", "list", "--json", env=env).objects()[-1]["n"]
        got = must(upper, "import", "undo", str(number), env=env)
        tap.equal(("does not come back" in got.out, visit["id"] in must(upper, "list", "--json", env=env).out),
                  (gone, not gone), "an erasure taken back on " + now[:10])


def receipt_before(commune, upper, team, stick):
    """The upper level's receipt of a team's batch comes to a commune that was restored and has not got it."""
    kept = commune.path("backup2")
    must(commune, "backup", kept)
    log(team, "r1")
    stick.clear()
    must(team, "batch", "-o", stick.path)
    files = {path: open(path, "rb").read() for path in stick.files()}
    must(commune, "import", *stick.files())
    carry(commune, upper, stick)
    stick.clear()
    must(upper, "batch", "-o", stick.path)
    os.unlink(commune.vault)
    must(commune, "restore", kept)
    got = commune.run("import", *stick.files())
    tap.ok("accepted" in verdicts(got), "a receipt that comes before its batch is taken", got)
    tap.ok("r1" not in notes(commune), "the batch is not there yet")
    stick.clear()
    for path, data in files.items():
        with open(path, "wb") as out:
            out.write(data)
    must(commune, "import", *stick.files())
    tap.ok("r1" in notes(commune), "then it comes")
    carry(commune, team, stick)
    tap.equal(states(team)[-1], "cap_tren_da_nhan", "and the team hears that it is at the upper level")


def everything(desk, axes):
    """All that can be listed and summed, without what is a file's own."""
    sums = [desk.run("summary", "--month", "2026-11", "--by", axis, "--format", "json") for axis in axes]
    held = [o for o in must(desk, "quarantine", "--json").objects() if o["kind"] != "file"]
    for o in held:
        for own in "n", "at", "file":
            o.pop(own, None)
    return ([must(desk, *args).out for args in (("list", "--json"), ("conflicts", "--json"))] +
            [(result.code, result.out) for result in sums] + [sorted(json.dumps(o, sort_keys=True) for o in held)])


def any_order(before, name, *axes):
    """What was carried on these days, once more at a desk as it was before them: in its order, and in none."""
    shown = []
    for seed in None, 5:
        desk = Desk()
        shutil.copy(before, desk.vault)
        folder = Stick(desk)
        files = list(carried) * (1 if seed is None else 3)
        if seed:
            random.Random(seed).shuffle(files)
        for i, data in enumerate(files):
            path = os.path.join(folder.path, "%04d%s" % (i, (".stb", " (1).bin", ".STB")[i % 3]))
            with open(path, "wb") as out:
                out.write(data)
            if seed and not i % 7:
                with open(path + ".cut.stb", "wb") as out:
                    out.write(data[:len(data) // 2])
                with open(path + ".jpg", "wb") as out:
                    out.write(b"\xff\xd8\xff\xe0 a photo")
        desk.run("import", folder.path)
        shown.append(everything(desk, axes))
        tap.equal(desk.run("check").code, OK, name + " is sound")
        desk.close()
    tap.ok(shown[0][0].count("\n") > 5, name + " has what was carried", shown[0][0])
    for one, another in zip(*shown):
        tap.equal(another, one, name + " shows the same in whatever order files come")


def main():
    upper, commune, far = desk_of("upper", "77"), desk_of("commune"), desk_of("commune", "26575")
    team, second, its = desk_of("team"), desk_of("team"), desk_of("team", "26575")
    for desk in team, second:
        desk.fill()
    must(its, "village", "add", "--json", stdin=[{"code": "26575-01", "name": "Ấp Xa", "households": 10}])
    stick = Stick(team)
    enrol(upper, commune)
    enrol(upper, far)
    enrol(far, its)
    wrong_codes(commune, team, second)
    enrol(commune, second, team="T02")
    before = {desk: desk.path("before") for desk in (commune, upper)}
    for desk, path in before.items():
        shutil.copy(desk.vault, path)
    one_stick_for_two(commune, team, second, stick)
    pulled_out(commune, team, stick)
    wrong_clock(commune, team, stick)
    log(its, "x1", village="26575-01")
    with unharmed(commune, upper, team, second):
        other_commune(commune, far, upper, its, stick)
        self_made_upper(commune, upper, team)
        overreaching_team(commune, team, second)
        newer(commune, team)
    tap.ok("newer" in verdicts(carry(commune, upper, stick)), "and what is of a newer format is passed on")
    receipt_before(commune, upper, team, stick)
    restored_commune(commune, team, second, stick)
    two_copies(commune, team, stick)
    stolen(commune, second, stick)
    expired(commune, stick)
    erased(commune, upper)
    any_order(before[commune], "the commune", "village", "team", "member", "group", "topic")
    any_order(before[upper], "the upper level", "unit", "day", "channel", "outcome", "blocker")
    for desk in upper, commune, far, team, second, its:
        tap.equal(desk.run("check").code, OK, "every book is sound")
        desk.close()
    tap.done()


main()
