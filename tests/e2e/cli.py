"""The contract of the command line, row by row: what each command does and says."""
import json
import os
import pty
import re
import stat

from harness import (CANTCREAT, DATAERR, IOERR, NOINPUT, NOPERM, OK, UNAVAILABLE, USAGE, Desk, Tap,
                     ready_desk, session)

tap = Tap()
ID = re.compile(r"[0-9a-hjkmnp-tv-z]{26}$")


def expect(result, code, name, out=None, err=None):
    good = result.code == code
    if out is not None:
        good = good and bool(re.search(out, result.out))
    if err is not None:
        good = good and bool(re.search(err, result.err)) and result.err.count("\n") == 1
    return tap.ok(good, name, result)


def ids(result, n, name):
    lines = result.lines()
    tap.ok(result.code == OK and len(lines) == n and all(map(ID.match, lines)), name, result)
    return lines


def words():
    desk = Desk()
    expect(desk.run("--version"), OK, "--version", out=r"^sotay \d+\.\d+\.\d+$")
    for args in ("help",), ("--help",):
        result = desk.run(*args)
        tap.ok(result.code == OK and all(re.search(r"^  %s\b" % word, result.out, re.M) for word in (
            "init village household team member topic settings log status list show edit void undo followup "
            "due summary report check backup restore passphrase recover demo telex help").split()),
            "%s names every command" % args[0], result)
    expect(desk.run("log", "--help"), OK, "COMMAND --help", out="sotay log")
    expect(desk.run("help", "member"), OK, "help COMMAND", out="sotay member remove NAME")
    expect(desk.run("help", "member", lang="vi"), OK, "help in Vietnamese", out="Tùy chọn")
    expect(desk.run(env={"TERM": "xterm"}), UNAVAILABLE, "no command and no terminal: no screen",
           err="sotay help")
    for args, word in ((("frobnicate",), "frobnicate"), (("list", "--frob"), "--frob"),
                       (("list", "--nil"), "--nil"), (("list", "x"), "x"), (("show",), "missing"),
                       (("village",), "sotay: village: .*add, list, show"), (("village", "frob"), "sotay: village: frob: "),
                       (("report", "foo"), "sotay: report: foo: .*close, show"), (("log", "x"), "help log"),
                       (("list", "--village"), "--village"), (("--lang", "fr", "list"), "--lang"),
                       (("list", "--json=1"), "--json"), (("init",), "--level"),
                       (("help", "frob"), "frob"), (("show", "--lang"), "--lang"),
                       (("followup", "done"), "missing"), (("show", "a", "b", "c"), "b"),
                       (("list", "-x"), "-x")):
        expect(desk.run(*args), USAGE, "usage: %s" % " ".join(args), err=word)
    expect(desk.run("village", "--help"), OK, "help on a command that lacks its verb", out="sotay village list")
    for args, word in ((("member", "add", "--json", "--new-passphrase-file", "x"), "--new-passphrase-file"),
                       (("village", "add", "--json", "--households", "3"), "--households"),
                       (("team", "add", "--json", "--villages=1"), "--villages"),
                       (("member", "add", "X", "--kdf-mem", "19"), "--kdf-mem")):
        expect(desk.run(*args), USAGE, "not together: %s" % " ".join(args), err=word + ": (not|only) together with --")
    expect(desk.run("report", "send", "2026-W47"), UNAVAILABLE, "report send is to come", err="report send")
    for args in (("sync", "usb"),
                 ("help", "erase"), ("sync", "--help"),
                 ("indicators", "--set", "BRVT-2024"), ("audit",)):
        expect(desk.run(*args), UNAVAILABLE, "%s is to come" % " ".join(args), err="not available in this version")
    expect(desk.run("erase", "x", lang="vi"), UNAVAILABLE, "and in Vietnamese", err="sotay: erase: chưa có trong bản này")
    expect(desk.run("erase", "--help", lang="vi"), UNAVAILABLE, "its help says it once", err="sotay: erase: chưa có trong bản này")
    for fmt in "xlsx", "pdf", "odt", "png", "chat":
        expect(desk.run("summary", "--format", fmt), UNAVAILABLE, "%s is to come" % fmt, err=fmt)
    desk.close()


def languages():
    desk = Desk()
    vietnamese, english = "không có lệnh này", "no such command"
    for env, wanted in (({"LC_ALL": "C"}, vietnamese), ({"LC_ALL": "", "LANG": "C"}, vietnamese),
                        ({"LC_ALL": "en_US.UTF-8"}, english), ({"LC_ALL": "", "LANG": "en"}, english),
                        ({"LC_ALL": "C", "LC_MESSAGES": "en_GB"}, english),
                        ({"LC_ALL": "vi_VN.UTF-8", "LANG": "en_US"}, vietnamese),
                        ({"LC_ALL": "POSIX", "LANGUAGE": "en"}, vietnamese),
                        ({"LC_ALL": "de_DE.ISO-8859-1"}, vietnamese)):
        expect(desk.run("frob", lang=None, env=env), USAGE, "language of %s" % env, err=wanted)
    expect(desk.run("frob", lang="vi", env={"LC_ALL": "en_US"}), USAGE, "--lang wins", err=vietnamese)
    expect(desk.run("frob", "--lang=en", lang=None), USAGE, "--lang after the command", err=english)
    desk.close()


def making():
    desk = Desk()
    result = desk.init()
    code = result.lines()[-1] if result.lines() else ""
    tap.ok(result.code == OK and re.match(r"^([0-9a-z]{5}-){6}[0-9a-z]{5}$", code),
           "init prints the recovery code on its own line", result)
    tap.equal(stat.S_IMODE(os.stat(desk.vault).st_mode), 0o600, "the data file is its owner's")
    tap.equal(sorted(os.listdir(desk.home)), ["pass", "sotay.vault"], "init leaves nothing else")
    expect(desk.init(), CANTCREAT, "init never replaces", err="already exists")

    other = Desk()
    expect(other.run("init", "--level", "team", "--unit", "26572", "--unit-name", "X", "--member", "Lan",
                     "--kdf-mem", "18", "--kdf-ops", "2"), USAGE, "memory below the floor", err="--kdf-mem")
    expect(other.run("init", "--level", "team", "--unit", "26572", "--unit-name", "X", "--member", "Lan",
                     "--kdf-mem", "19", "--kdf-ops", "1"), USAGE, "passes below the floor", err="--kdf-ops")
    expect(other.run("init", "--level", "village", "--unit", "1", "--unit-name", "X", "--member", "L"),
           USAGE, "unknown level", err="--level")
    expect(other.run("init", "--level", "team", "--unit", "1", "--unit-name", "X"), USAGE,
           "init needs a member", err="--member")
    expect(other.init("--unit", "a b"), DATAERR, "bad unit code", err=r"unit.*\[bad_code\]")
    expect(other.init("--unit-name", ""), DATAERR, "an empty name", err=r"init: unit_name: text empty.*\[bad_text\]")
    expect(other.init("--passphrase-file", other.write("empty", "\n")), USAGE, "an empty password",
           err="empty")
    expect(other.init("--passphrase-file", other.path("none")), NOINPUT, "no password file", err="none")
    code_file = other.write("code", "")
    expect(other.init("--recovery-file", code_file), CANTCREAT, "the code's file is never replaced", err="code")
    tap.ok(not os.path.exists(other.vault), "and then there is no data file")
    os.unlink(code_file)
    result = other.init("--recovery-file", code_file)
    text = open(code_file).read() if os.path.exists(code_file) else ""
    tap.ok(result.code == OK and re.match(r"^([0-9a-z]{5}-){6}[0-9a-z]{5}\n$", text) and
           text.strip() not in result.out, "--recovery-file has the code, the screen has not", result)
    tap.equal(stat.S_IMODE(os.stat(code_file).st_mode), 0o600, "the code's file is its owner's")

    loud = Desk()
    result = loud.init("--vault", loud.path("a\x1b[31m\x9b.vault"))
    tap.ok(result.code == OK and b"\x1b" not in result.raw and b"[31m" in result.raw, "a path is printed harmless", result)
    copy = loud.path("b\x1b[0m")
    loud.env["SOTAY_VAULT"] = loud.path("a\x1b[31m\x9b.vault")
    result = loud.run("backup", copy)
    tap.ok(result.code == OK and b"\x1b" not in result.raw, "that of a backup too", result)
    loud.env["SOTAY_VAULT"] = loud.path("c\x1b[0m")
    result = loud.run("restore", copy)
    tap.ok(result.code == OK and b"\x1b" not in result.raw, "and that of a restored file", result)
    loud.close()

    default = Desk()
    env = {"SOTAY_VAULT": "", "XDG_DATA_HOME": ""}
    expect(default.init(env=env), OK, "init at the default place")
    folder = default.path(".local/share/sotay")
    tap.ok(os.path.exists(folder + "/sotay.vault") and stat.S_IMODE(os.stat(folder).st_mode) == 0o700,
           "its folder is its owner's")
    expect(default.run("list", env=env), OK, "and it is found there")
    expect(default.init(env={"SOTAY_VAULT": "", "XDG_DATA_HOME": default.path("data")}), OK, "XDG_DATA_HOME")
    tap.ok(os.path.exists(default.path("data/sotay/sotay.vault")), "is honoured")
    for each in desk, other, default:
        each.close()


def passphrases():
    desk = Desk()
    desk.init()
    no_file = {"SOTAY_PASSPHRASE_FILE": ""}
    expect(desk.run("list", env=no_file), USAGE, "no terminal, no file: named", err="--passphrase-file")
    for name, content in (("crlf", "mật khẩu thử\r\nx"), ("bare", "mật khẩu thử"),
                          ("nfd", "ma\u0323\u0302t kh\u0061\u0302\u0309u th\u0075\u031b\u0309\n")):
        expect(desk.run("list", "--passphrase-file", desk.write(name, content)), OK, "password file: " + name)
    expect(desk.run("list", "--passphrase-file", desk.write("wrong", "khác\n")), NOPERM, "wrong password",
           err="wrong password")
    expect(desk.run("list", "--passphrase-file", desk.write("latin", b"m\xeat\n")), USAGE, "not UTF-8", err="UTF-8")
    expect(desk.run("list", "--member", "Nobody"), NOPERM, "an unknown user", err="no user of that name")
    expect(desk.run("list", env={"SOTAY_MEMBER": "Nobody"}), NOPERM, "SOTAY_MEMBER", err="no user of that name")
    result = desk.run("village", "add", "--json", "--passphrase-file", "-",
                      stdin='mật khẩu thử\n{"code":"26572-01","name":"Ấp Bắc"}\n')
    ids(result, 1, "password and data on standard input")
    result = desk.run("village", "add", "--json", "--passphrase-file=-",
                      stdin='mật khẩu thử\r\n\ufeff\n\n{"code":"26572-02","name":"B"}\n{"code":1}')
    expect(result, DATAERR, "data lines count from the first after the password", err=r"line 4: code")
    expect(desk.run("list", "--passphrase-file", "/dev/fd/0", stdin="mật khẩu thử\n"), OK, "a pipe as file")

    new = desk.write("new", "mật khẩu mới\n")
    expect(desk.run("passphrase", "--new-passphrase-file", new), OK, "passphrase changes it")
    expect(desk.run("list"), NOPERM, "the old one opens nothing", err="wrong password")
    expect(desk.run("list", "--passphrase-file", new), OK, "the new one opens")
    expect(desk.run("passphrase", "--passphrase-file", "-", "--new-passphrase-file", "-", stdin="mật khẩu mới\nxx\n"),
           USAGE, "standard input has one first line", err="standard input")
    expect(desk.run("passphrase", "--passphrase-file", new, "--new-passphrase-file", "-", stdin="tám ký tự\n"), OK,
           "the new one on standard input")
    expect(desk.run("list", "--passphrase-file", desk.write("ba", "tám ký tự")), OK, "opens")
    desk.close()

    desk = Desk()
    code_file = desk.path("code")
    desk.init("--recovery-file", code_file)
    expect(desk.run("recover", "--code-file", code_file, "--new-passphrase-file", new := desk.write("new", "mật khẩu mới")),
           OK, "recover with the code's file")
    expect(desk.run("list", "--passphrase-file", new), OK, "its new password opens")
    code = open(code_file).read().strip()
    typed = desk.write("typed", "  " + code.upper().replace("-", " ") + "\r\n")
    expect(desk.run("recover", "--code-file", typed, "--new-passphrase-file", new), OK, "the code as people type it")
    letter = "2" if code[7] != "2" else "3"
    slip = desk.write("slip", code[:7] + letter + code[8:])
    expect(desk.run("recover", "--code-file", slip, "--new-passphrase-file", new), NOPERM, "a slip of the pen",
           err="group 2")
    expect(desk.run("recover", "--code-file", slip, "--new-passphrase-file", new, lang="vi"), NOPERM,
           "in Vietnamese", err="nhóm thứ 2")
    expect(desk.run("recover", "--code-file", code_file, "--new-passphrase-file", new, "--member", "LAN"), OK,
           "for somebody whose slot has his name in other letters")
    expect(desk.run("recover", "--code-file", code_file, "--new-passphrase-file", new, "--member", "X"), NOINPUT,
           "for somebody who is not there", err="X")
    desk.close()


def on_terminal(desk, args, answers):
    """Run on a terminal of its own, typing an answer at each prompt: exit code and all that showed."""
    pid, fd = pty.fork()
    if pid == 0:
        env = {**desk.env, "SOTAY_PASSPHRASE_FILE": ""}
        os.execve(desk.program, desk.command(*args), env)
    shown = b""
    for answer in answers:
        while not shown.rstrip().endswith(b":"):
            shown += os.read(fd, 1000)
        os.write(fd, answer.encode() + b"\n")
        shown += b"|"
    try:
        while chunk := os.read(fd, 1000):
            shown += chunk
    except OSError:
        pass
    _, status = os.waitpid(pid, 0)
    os.close(fd)
    return os.waitstatus_to_exitcode(status), shown.decode()


def terminal():
    desk = Desk()
    new = ("init", "--level", "team", "--unit", "26572", "--unit-name", "X", "--member", "Lan", "--kdf-mem=19", "--kdf-ops=2")
    code, shown = on_terminal(desk, new, ["mật khẩu", "khác"])
    tap.ok(code == USAGE and "do not match" in shown and not os.path.exists(desk.vault), "a new password is typed twice",
           "%d %s" % (code, shown))
    code, shown = on_terminal(desk, new, ["mật khẩu", "mật khẩu"])
    tap.ok(code == OK and "mật khẩu" not in shown, "without echo", "%d %s" % (code, shown))
    code, shown = on_terminal(desk, ("list",), ["mật khẩu"])
    tap.ok(code == OK and "mật khẩu" not in shown and "Password:" in shown, "asked once to unlock", "%d %s" % (code, shown))
    code, shown = on_terminal(desk, ("list",), ["sai"])
    tap.ok(code == NOPERM and "wrong password" in shown, "a wrong one", "%d %s" % (code, shown))
    code, shown = on_terminal(desk, ("list",), [""])
    tap.ok(code == USAGE and "empty" in shown, "an empty one", "%d %s" % (code, shown))
    desk.close()


def registers():
    desk = Desk()
    desk.init()
    ids(desk.run("village", "add", "26572-01", "Ấp Bắc", "--households", "210"), 1, "village add CODE NAME")
    ids(desk.run("household", "add", "26572-01/H001", "--kinds", "thuong,kinh_doanh", "--hint", "gốc đa",
                 "--guided-since", "2026-03"), 1, "household add VILLAGE/CODE")
    ids(desk.run("team", "add", "T01", "Tổ Ấp Bắc", "--villages=26572-01"), 1, "team add")
    ids(desk.run("member", "add", "Bình", "--name", "Trần Bình", "--role", "thanh_vien", "--team", "T01"), 1,
        "member add")
    ids(desk.run("topic", "add", "--json", stdin=[{"code": "RIENG", "short": "Riêng", "vi": "Nội dung riêng",
                                                  "group": "khac", "cap": "none"}]), 1, "topic add")
    expect(desk.run("topic", "add"), USAGE, "topic add takes JSON", err="--json")
    expect(desk.run("household", "add", "H9"), USAGE, "a household names its village", err="26572-01/H001")
    expect(desk.run("village", "add", "26572-01", "X"), DATAERR, "a code twice", err=r"code.*\[bad_code\]")
    expect(desk.run("village", "add", "26572-03", "X", "--households", "many"), USAGE, "not a number", err="--households")
    expect(desk.run("team", "add", "T02", "X", "--villages", "26572-99"), DATAERR, "an unknown village",
           err=r"villages.*\[unknown_village\]")

    forms = {
        "village": [{"code": "26572-01", "name": "Ấp Bắc", "households": 210}],
        "household": [{"village": "26572-01", "code": "H001", "kinds": ["thuong", "kinh_doanh"],
                       "hint": "gốc đa", "guided_since": "2026-03"}],
        "team": [{"code": "T01", "name": "Tổ Ấp Bắc", "villages": ["26572-01"]}],
    }
    for name, records in forms.items():
        result = desk.run(name, "list", "--json")
        tap.ok(result.code == OK and [list(o.items()) for o in result.objects()] ==
               [list(r.items()) for r in records], "%s list --json is the input form" % name, result)
    members = desk.run("member", "list", "--json").objects()
    tap.equal([m["code"] for m in members], ["Bình", "Lan"], "member list has who made the file too")
    topics = desk.run("topic", "list", "--json").objects()
    tap.ok(len(topics) > 60 and {t["code"] for t in topics} >= {"VNEID2", "RIENG"}, "topic list: catalogue and own")
    for name, word in (("village", "Ấp Bắc"), ("household", "gốc đa"), ("team", "Tổ Ấp Bắc"), ("member", "Trần Bình"),
                       ("topic", "RIENG")):
        result = desk.run(name, "list", lang="vi")
        tap.ok(result.code == OK and word in result.out and max(map(len, result.lines())) <= 80,
               "%s list as text" % name, result)
    for name, code in (("village", "26572-01"), ("household", "26572-01/H001"), ("household", "H001"), ("team", "T01"),
                       ("member", "Bình"), ("topic", "RIENG")):
        result = desk.run(name, "show", code, "--json")
        tap.ok(result.code == OK and result.objects()[0]["type"] == name and result.objects()[0]["history"],
               "%s show %s" % (name, code), result)
        expect(desk.run("show", code), OK, "show %s" % code, out="History")
    expect(desk.run("village", "show", "26572-77"), NOINPUT, "an unknown village", err="26572-77")
    for name in "household", "team":
        expect(desk.run(name, "list", "--village", "nope"), NOINPUT, name + " list of an unknown village", err="nope")
    shown = desk.run("topic", "show", "VNEID2", "--json").objects()[0]
    tap.ok(shown["type"] == "topic" and shown["code"] == "VNEID2" and "history" not in shown and "id" not in shown,
           "topic show of the catalogue", shown)
    expect(desk.run("topic", "show", "VNEID2"), OK, "as text", out="VNEID2\n")
    expect(desk.run("topic", "show", "NOPE"), NOINPUT, "an unknown topic", err="NOPE")
    result = desk.run("topic", "show", "RIENG", lang="vi")
    tap.ok(result.code == OK and "none" not in result.out and "không giới hạn" in result.out, "no raw codes", result)
    expect(desk.run("household", "list", "--village", "26572-01"), OK, "household list --village", out="H001")

    copy = Desk()
    copy.init()
    for name in forms:
        result = copy.run(name, "add", "--json", stdin=desk.run(name, "list", "--json").raw)
        ids(result, 1, "%s list --json feeds back into add" % name)
    desk.close()
    copy.close()


def slots():
    desk = ready_desk()
    new = desk.write("new", "mật khẩu Bình\n")
    ids(desk.run("member", "add", "Hoa", "--role", "to_truong", "--team", "T01", "--new-passphrase-file", new,
                 "--kdf-mem", "19", "--kdf-ops", "2"), 1, "member add with a slot")
    expect(desk.run("list", "--member", "Hoa", "--passphrase-file", new), OK, "she unlocks")
    nfd = "Bi\u0300nh"
    ids(desk.run("member", "add", nfd, "--new-passphrase-file", new, "--kdf-mem=19", "--kdf-ops=2"), 1,
        "a slot for who is registered already, named in NFD")
    expect(desk.run("list", "--member", nfd, "--passphrase-file", new), OK, "who may be named so")
    expect(desk.run("list", "--passphrase-file", new, env={"SOTAY_MEMBER": nfd}), OK, "in the environment too")
    expect(desk.run("member", "add", "Hoa", "--new-passphrase-file", new), CANTCREAT, "a slot twice", err="Hoa")
    desk.run("member", "add", "Tư", "--team", "T01")
    result = desk.run("member", "add", "Tư", "--name", "Lê Tư", "--role", "to_truong", "--new-passphrase-file", new,
                      "--kdf-mem=19", "--kdf-ops=2")
    tap.ok(result.code == OK and ("Lê Tư", "to_truong", "T01") in [(m["name"], m["role"], m["team"]) for m in
           desk.run("member", "list", "--json").objects()], "fields given with a later slot are applied", result)
    desk.run("member", "add", "Sáu", "--name", "Trần Sáu", "--team", "T01")
    result = desk.run("member", "add", "Sáu", "--new-passphrase-file", new, "--kdf-mem=19", "--kdf-ops=2")
    tap.ok(result.code == OK and "Trần Sáu" in [m["name"] for m in desk.run("member", "list", "--json").objects()],
           "and those not given stay", result)
    desk.run("member", "remove", "Sáu")
    expect(desk.run("member", "add", "Lan", "--role", "thanh_vien"), DATAERR, "without a slot it is a second record",
           err=r"code.*\[bad_code\]")
    desk.run("member", "remove", "Tư")
    before = desk.run("member", "list", "--json").out
    expect(desk.run("member", "add", "Mới", "--role", "no_such", "--new-passphrase-file", new), DATAERR,
           "a bad role", err=r"role.*\[unknown_code\]")
    tap.equal(desk.run("member", "list", "--json").out, before, "leaves no record")
    expect(desk.run("list", "--member", "Mới", "--passphrase-file", new), NOPERM, "and no slot", err="no user of that name")
    bình = ("--member", "Bình", "--passphrase-file", new)
    expect(desk.run("member", "remove", "Hoa", *bình), NOPERM, "a plain member removes nobody", err="permission")
    expect(desk.run("backup", desk.path("b"), *bình), NOPERM, "nor backs up", err="permission")
    expect(desk.run("village", "add", "26572-09", "X", *bình), NOPERM, "nor registers villages", err="permission")
    expect(desk.run("member", "remove", "Hoa"), OK, "member remove")
    expect(desk.run("list", "--member", "Hoa", "--passphrase-file", new), NOPERM, "she unlocks no longer",
           err="no user of that name")
    tap.ok("Hoa" in desk.run("member", "list").out, "her record stays")
    expect(desk.run("member", "remove", "Lan"), NOPERM, "nobody takes his own", err="Lan: your own")
    long = "ờ" * 22
    expect(desk.run("member", "add", long, "--new-passphrase-file", new), DATAERR, "a name the lock screen cannot bear",
           err=long + ": name too long")
    tap.ok(long not in desk.run("member", "list").out, "leaves no record either")
    expect(desk.run("member", "remove", "Hoa"), NOINPUT, "not twice", err="Hoa")
    expect(desk.run("member", "remove", "Bình"), OK, "remove another")
    expect(desk.run("member", "remove", "Lan"), NOPERM, "the last one stays", err="Lan")
    for i in range(20):
        result = desk.run("member", "add", "M%d" % i, "--new-passphrase-file", new, "--kdf-mem=19", "--kdf-ops=2")
        if result.code:
            break
    expect(result, CANTCREAT, "key slots come to an end", err="M%d: all key slots are taken" % i)
    tap.ok("M%d" % i not in desk.run("member", "list").out, "and then there is no record either")
    desk.close()


def sessions():
    desk = ready_desk()
    first, second, third = ids(desk.log(
        session(), session(date="2026-11-10", time=None, note="Chị Đào hỏi ví"),
        session(date="2026-11-18", household=None, channel="hop_thon", people=40, female=None, over60=None,
                village="26572-02", topics=[{"topic": "ATLD", "outcome": "chi_tuyen_truyen"}], followups=[])),
        3, "log prints one full id a line")
    listed = desk.run("list", "--json").objects()
    tap.equal([s["id"] for s in listed], [second, first, third], "list: by date, time, id")
    tap.equal(list(listed[1]), list(session()) + ["id", "state", "origin", "version", "voided"],
              "list --json: the keys in their order")
    tap.equal({k: listed[1][k] for k in session()}, session(), "what went in comes out")
    tap.equal((listed[1]["state"], listed[1]["version"], listed[1]["voided"]), ("da_luu", 1, False), "saved here")
    tap.ok(re.match(r"[0-9a-f]{16}$", listed[1]["origin"]), "origin is the lane")
    tap.equal(listed[2]["topics"][0], {"topic": "ATLD", "outcome": "chi_tuyen_truyen", "count": None,
                                       "blocker": None}, "missing fields are null")
    for args, wanted in ((("--week", "2026-W47"), [first, third]), (("--week",), [first, third]),
                         (("--week=2026-W46",), [second]), (("--month", "2026-11"), [second, first, third]),
                         (("--quarter", "2026-Q3"), []), (("--year", "2026"), [second, first, third]),
                         (("--from", "2026-11-18"), [third]), (("--to", "2026-11-10"), [second]),
                         (("--from", "2026-11-11", "--to", "2026-11-17"), [first]),
                         (("--village", "26572-02"), [third]), (("--topic", "ATLD"), [third]),
                         (("--household", "26572-01/H001"), [second, first]), (("--household", "H001"), [second, first]),
                         (("--village", "26572-01", "--household", "H001"), [second, first]),
                         (("--search", "dao vi"), [second]), (("--search", "ĐÀO xyz"), []), (("--voided",), [])):
        result = desk.run("list", "--json", *args)
        tap.ok(result.code == OK and [s["id"] for s in result.objects()] == wanted, "list %s" % " ".join(args), result)
    for args, code in ((("--week", "2026-W54"), USAGE), (("--month", "2026-13"), USAGE), (("--from", "17/11/2026"), USAGE),
                       (("--from", "2026-11-02", "--to", "2026-11-01"), USAGE), (("--week", "--month"), USAGE),
                       (("--village", "26572-99"), NOINPUT), (("--topic", "NOPE"), NOINPUT),
                       (("--household", "H999"), NOINPUT), (("--village", "26572-02", "--household", "H001"), NOINPUT)):
        expect(desk.run("list", *args), code, "list %s: %d" % (" ".join(args), code), err="sotay: list: ")
    text = desk.run("list", lang="vi")
    tap.ok(text.code == OK and len(text.lines()) == 3 and max(map(len, text.lines())) <= 80 and
           "17/11/2026 14:30 26572-01/H001" in text.out and "Tại nhà" in text.out, "list as text fits 80 columns", text)

    result = desk.run("show", first[:6], "--json")
    tap.ok(result.code == OK and result.objects()[0]["id"] == first, "show by six letters", result)
    expect(desk.run("show", first[:5]), USAGE, "five are too few", err=first[:5])
    expect(desk.run("show", "u" * 8), USAGE, "not letters of an id", err="uuuuuuuu")
    expect(desk.run("show", "zzzzzzzz"), NOINPUT, "an id nobody has", err="zzzzzzzz")
    result = desk.run("show", first.upper(), lang="vi")
    tap.ok(result.code == OK and "Bà Năm tự làm được" in result.out and "Lịch sử" in result.out, "show as text", result)

    ids(desk.run("edit", first, stdin='{\n "people": 3,\n "note": null\n}\n'), 1, "edit takes one object, on any lines")
    shown = desk.run("show", first, "--json").objects()[0]
    tap.equal((shown["people"], shown["note"], shown["version"], len(shown["history"])), (3, None, 2, 2), "edited")
    expect(desk.run("edit", first, stdin='{"people":3}'), DATAERR, "nothing new", err="so already")
    expect(desk.run("edit", first, stdin='{"people":0}'), DATAERR, "a bad value", err=r"people.*\[bad_number\]")
    expect(desk.run("edit", first, stdin='{"people":2'), DATAERR, "broken JSON", err=r"\[cut_off\]")
    expect(desk.run("edit", first, stdin='{} {}'), DATAERR, "two objects", err=r"\[bad_json\]")
    ids(desk.run("void", first), 1, "void")
    expect(desk.run("void", first), DATAERR, "void twice", err="before")
    expect(desk.run("void", "26572-01/H001"), DATAERR, "a household sessions stand on", err="H001: sessions or other records")
    expect(desk.run("void", "T01"), DATAERR, "a team with members", err="T01: sessions or other records")
    tap.equal([s["id"] for s in desk.run("list", "--json").objects()], [second, third], "a voided one is not listed")
    tap.equal([s["id"] for s in desk.run("list", "--voided", "--json").objects()], [first], "but with --voided")
    expect(desk.run("undo"), OK, "undo the void", out=r"void \(1\)")
    expect(desk.run("undo"), OK, "undo the edit", out=r"edit \(1\)")
    tap.equal(desk.run("show", first, "--json").objects()[0]["people"], 2, "as it was")
    expect(desk.run("undo", lang="vi"), OK, "undo the log: one command, one step", out=r"Đã hoàn tác: ghi lượt hướng dẫn \(\d+\)")
    tap.equal(desk.run("list", "--json").out, "", "all three are gone")
    for verb in "member add", "team add", "household add", "village add":
        expect(desk.run("undo"), OK, "undo " + verb, out=re.escape(verb))
    result = desk.run("undo")
    while result.code == OK:
        result = desk.run("undo")
    expect(result, DATAERR, "until there is nothing left", err="nothing to take back")
    expect(desk.run("check"), OK, "and all is whole", out="OK")
    desk.close()


def others():
    """What somebody else has put his hand to is kept by undo, and it says so."""
    desk = ready_desk()
    new = desk.write("new", "mật khẩu Hoa\n")
    desk.run("member", "add", "Hoa", "--role", "to_truong", "--team", "T01", "--new-passphrase-file", new,
             "--kdf-mem=19", "--kdf-ops=2")
    hoa = ("--member", "Hoa", "--passphrase-file", new)
    first, second = desk.log(session(followups=[]), session(followups=[], note="hai")).lines()
    ids(desk.run("edit", first, *hoa, stdin='{"minutes":40}'), 1, "another member edits")
    result = desk.run("undo", "--member", "Lan", lang="vi")
    tap.ok(result.code == OK and result.lines() == ["Đã hoàn tác: ghi lượt hướng dẫn (1)",
           "Giữ nguyên (người khác đã sửa hoặc đang dùng, hoặc trái quy định): 1"], "undo says what it keeps", result)
    tap.equal([s["id"] for s in desk.run("list", "--json").objects()], [first], "hers stays")
    third, = desk.log(session(followups=[], note="ba")).lines()
    desk.run("edit", third, *hoa, stdin='{"minutes":41}')
    for lang, why in ("en", "undo: log: others have"), ("vi", "undo: ghi lượt hướng dẫn: người khác"):
        if lang == "vi":
            third, = desk.log(session(followups=[], note="tư")).lines()
            desk.run("edit", third, *hoa, stdin='{"minutes":42}')
        expect(desk.run("undo", lang=lang), NOPERM, "nothing taken back (%s)" % lang, out="^$", err=why)
    desk.close()


def followups():
    desk = ready_desk()
    first, second = desk.log(session(), session(followups=[{"kind": "goi_lai", "due": "2026-11-19"},
                                                           {"kind": "ubnd", "due": "2027-06-01"}])).lines()
    desk.log({"date": "2026-11-20", "village": "26572-02", "household": "H002", "channel": "tai_nha", "attempt": "vang"})
    result = desk.run("followup", "list", "--json")
    rows = result.objects()
    tap.equal([r["due"] for r in rows], ["2026-11-19", "2026-11-24", "2027-06-01"], "followup list: by due date")
    tap.equal(list(rows[0]), ["id", "session", "village", "household", "kind", "due", "topic", "status", "closed"],
              "followup list --json: its keys")
    tap.equal((rows[1]["session"], rows[1]["household"], rows[1]["status"], rows[1]["closed"]),
              (first, "H001", "mo", None), "an open one")
    due = desk.run("due", "--json").objects()
    tap.equal([(d["list"], d.get("due"), d["household"]) for d in due],
              [("overdue", "2026-11-19", "H001"), ("coming", "2026-11-24", "H001"), ("visit", None, "H002")], "due")
    result = desk.run("due", lang="vi")
    tap.ok(all(word in result.out for word in ("Quá hạn:", "Trong 7 ngày tới:", "Nên đến tiếp:", "19/11/2026")) and
           max(map(len, result.lines())) <= 80, "due as text", result)
    ids(desk.run("followup", "done", rows[0]["id"]), 1, "followup done")
    ids(desk.run("followup", "cancel", rows[1]["id"][:8]), 1, "followup cancel")
    expect(desk.run("followup", "done", rows[0]["id"]), DATAERR, "done twice", err="so already")
    expect(desk.run("followup", "done", first), NOINPUT, "a session is none", err=first)
    tap.equal([r["id"] for r in desk.run("followup", "list", "--json").objects()], [rows[2]["id"]], "one is left open")
    closed = {r["id"]: (r["status"], r["closed"]) for r in desk.run("followup", "list", "--all", "--json").objects()}
    tap.equal(closed, {rows[0]["id"]: ("xong", "2026-11-21"), rows[1]["id"]: ("huy", "2026-11-21"),
                       rows[2]["id"]: ("mo", None)}, "--all has the closed ones")
    expect(desk.run("undo"), OK, "undo the cancelling", out="followup cancel")
    tap.equal(len(desk.run("followup", "list", "--json").objects()), 2, "it is open again")
    desk.close()


def statuses():
    desk = ready_desk()
    snapshot = {"village": "26572-01", "household": "H001", "date": "2026-11-17", "residents": 4, "adults": 3,
                "age15plus": 3, "smartphones": 2, "fibre": 1, "eid1": 0, "eid2": 2}
    status, = ids(desk.run("status", stdin=[snapshot]), 1, "status")
    shown = desk.run("show", status, "--json").objects()[0]
    tap.equal((shown["type"], shown["eid2"], shown["shop"]), ("status", 2, None), "show a status")
    expect(desk.run("show", status, lang="vi"), OK, "as text", out="Định danh mức độ 2 +2")
    for changes, field in (({"adults": 5}, "adults"), ({"smartphones": 4}, "smartphones"), ({"eid1": 2}, "eid2"),
                           ({"fibre": 2}, "fibre"), ({"residents": -1}, "residents"), ({"household": "H9"}, "household"),
                           ({"date": "2026-11-22"}, "date"), ({"rooms": 3}, "rooms")):
        expect(desk.run("status", stdin=[snapshot, {**snapshot, **changes}]), DATAERR, "status: bad %s" % field,
               err="line 2: %s: " % field)
    desk.close()


def reports():
    desk = ready_desk()
    desk.log(session())
    expect(desk.run("report", "close", "2026-W47", "--nil"), DATAERR, "nil, but there was work", err="2026-W47")
    ids(desk.run("report", "close", "2026-W46", "--nil"), 1, "report close --nil")
    text = "Mưa cả tuần.\n\nKhó khăn, vướng mắc: Sóng yếu\nở ấp Bắc\nke_hoach:\n  Đi tiếp\r\n"
    first, = ids(desk.run("report", "close", "2026-W47", "--text", "-", stdin=text), 1, "report close --text")
    report = desk.run("report", "show", "2026-W47", "--json").objects()[0]
    tap.equal([report[k] for k in ("period", "team", "nil", "kho_khan", "ke_hoach", "ghi_chu", "kien_nghi")],
              ["2026-W47", "T01", False, "Sóng yếu\nở ấp Bắc", "Đi tiếp", "Mưa cả tuần.", None], "its sections")
    again = desk.run("report", "close", "2026-W47", "--text", desk.write("t.json", json.dumps({"kien_nghi": "Thêm máy"})))
    tap.equal(again.lines(), [first], "closing again is the same report")
    report = desk.run("report", "show", "2026-W47", "--json").objects()[0]
    tap.equal((report["kien_nghi"], report["kho_khan"]), ("Thêm máy", "Sóng yếu\nở ấp Bắc"), "what is not given is kept")
    desk.run("report", "close", "2026-W47")
    kept = desk.run("report", "show", "2026-W47", "--json").objects()[0]
    tap.equal([kept[k] for k in ("kien_nghi", "kho_khan", "ke_hoach")], ["Thêm máy", "Sóng yếu\nở ấp Bắc", "Đi tiếp"],
              "closing without texts keeps all")
    desk.run("report", "close", "2026-W47", "--text", "-", stdin="KHÓ KHĂN: Máy cũ\nke hoach:\n\nmo hinh: Chợ số\n")
    kept = desk.run("report", "show", "2026-W47", "--json").objects()[0]
    tap.equal([kept[k] for k in ("kho_khan", "ke_hoach", "cach_lam", "ghi_chu")], ["Máy cũ", None, "Chợ số", "Mưa cả tuần."],
              "short headings in any case; an empty one empties")
    for key, value in ("nil", "true"), ("period", '"2026-W40"'), ("team", "null"):
        text = desk.write("own.json", '{"%s":%s}' % (key, value))
        expect(desk.run("report", "close", "2026-W47", "--text", text), DATAERR, "%s is no text" % key,
               err=r"own.json: %s: .*\[unknown_field\]" % key)
    for args, code in ((("close", "2026-W60"), USAGE), (("close", "x"), USAGE), (("show", "2026-W40"), NOINPUT),
                       (("close", "2026-W45", "--team", "T99"), DATAERR),
                       (("close", "2026-W45", "--text", desk.path("none")), NOINPUT),
                       (("close", "2026-W45", "--text", desk.write("bad.json", '{"x":"y"}')), DATAERR),
                       (("close", "2026-W45", "--text", desk.write("latin.txt", b"\xea\n")), DATAERR)):
        expect(desk.run("report", *args), code, "report %s: %d" % (" ".join(map(os.path.basename, args)), code), err="sotay: report ")
    for key in "2026-11", "2026-Q4", "2026":
        ids(desk.run("report", "close", key), 1, "report close " + key)
    desk.run("team", "add", "T02", "Tổ Ấp Đông", "--villages", "26572-02")
    desk.run("edit", "Lan", stdin='{"team":null}')
    expect(desk.run("report", "close", "2026-W44"), USAGE, "nobody knows whose report", err="--team")
    ids(desk.run("report", "close", "2026-W44", "--team", "T02"), 1, "--team says it")
    desk.close()


def officers_reports():
    """At a commune's desk a report without --team is the unit's own, also where there is one team."""
    desk = Desk()
    desk.run("init", "--level", "commune", "--unit", "26572", "--unit-name", "Phường Tam Long", "--member", "Lan",
             "--kdf-mem", "19", "--kdf-ops", "2")
    desk.run("village", "add", "26572-01", "Ấp Bắc")
    desk.run("team", "add", "T01", "Tổ Ấp Bắc", "--villages", "26572-01")
    ids(desk.run("report", "close", "2026-W47", "--text", "-", stdin="Khó khăn: Mưa"), 1, "the unit's own")
    shown = desk.run("report", "show", "2026-W47", "--json").objects()
    tap.equal([(r["team"], r["kho_khan"]) for r in shown], [(None, "Mưa")], "is no team's")
    tap.equal(desk.run("summary", "--week", "2026-W47", "--format", "json").objects()[0]["teams"],
              {"expected": 1, "closed": 0, "missing": ["T01"]}, "and closes none")
    ids(desk.run("report", "close", "2026-W47", "--team", "T01", "--text", "-", stdin="Khó khăn: Máy cũ"), 1, "a team's")
    tap.equal([r["team"] for r in desk.run("report", "show", "2026-W47", "--json").objects()], [None, "T01"], "beside it")
    same = desk.run("report", "close", "2026-W47", "--team", "T01", "--text", "-", stdin="Khó khăn: Máy cũ\nKiến nghị: Thêm máy")
    tap.ok(same.code == OK and not same.err, "the same words are no news", same)
    expect(desk.run("report", "close", "2026-W47", "--team", "T01", "--text", "-", stdin="Kiến nghị: Mua máy\nKhó khăn: Máy cũ"),
           OK, "words that are replaced are shown", err="report close: kien_nghi: .*Thêm máy")
    desk.run("report", "close", "2026-W47", "--team", "T01", "--text", "-", stdin="Kiến nghị:\nKhó khăn: Máy cũ")
    month = desk.run("summary", "--month", "2026-11", "--format", "json").objects()[0]
    tap.equal(month["columns"]["kho_khan"], "Tuần 47: Mưa\nTổ Ấp Bắc, Tuần 47: Máy cũ", "a month's texts say whose they are")
    group, = desk.run("summary", "--week", "2026-W46", "--by", "team", "--format", "json").objects()[0]["groups"]
    tap.ok(group["closed"] is False and group["columns"]["so_luot"] is None and group["label"] == "Tổ Ấp Bắc",
           "a team without a report has its row", group)
    expect(desk.run("edit", shown[0]["id"], stdin='{"figures":{"so_luot":9}}') if "id" in shown[0] else
           desk.run("report", "close", "2026-W47", "--text", "-", stdin='{"figures":{"so_luot":9}}'), DATAERR,
           "figures are the program's alone", err="figures")
    desk.close()


def summaries():
    desk = ready_desk()
    desk.log(session(), session(date="2026-11-18", attempt=None))
    result = desk.run("summary", "--format", "json")
    summary = result.objects()[0] if result.code == OK else {}
    tap.ok(summary and summary["period"] == {"kind": "week", "label": "2026-W47", "from": "2026-11-16",
                                             "to": "2026-11-22"} and summary["columns"]["so_luot"] == 2,
           "summary: this week when nothing is said", result)
    for args, label in ((("--week",), "2026-W47"), (("--month=2026-10",), "2026-10"), (("--quarter", "2026-Q4"), "2026-Q4"),
                        (("--year",), "2026"), (("--report", "2026-W47"), "2026-W47"),
                        (("--from", "2026-11-01", "--to", "2026-11-02"), "2026-11-01..2026-11-02")):
        result = desk.run("summary", "--format=json", *args)
        tap.ok(result.code == OK and result.objects()[0]["period"]["label"] == label, "summary %s" % " ".join(args), result)
    for axis in "village team member group topic channel outcome blocker".split():
        result = desk.run("summary", "--format", "json", "--by", axis)
        tap.ok(result.code == OK and result.objects()[0]["by"] == axis, "summary --by " + axis, result)
    result = desk.run("summary", lang="vi")
    tap.ok(result.code == OK and "Phường Tam Long" in result.out and "16/11/2026" in result.out, "summary as text", result)
    result = desk.run("summary", "--format", "csv", "--columns", "so_luot,so_nguoi")
    tap.ok(result.code == OK and result.raw.startswith(b"\xef\xbb\xbf") and result.raw.count(b"\r\n") == 2,
           "summary as CSV", result)
    profile = desk.write("profile.tsv", "1\tso_luot\tSố lượt\n")
    expect(desk.run("summary", "--format", "csv", "--profile", profile), OK, "--profile", out="Số lượt")
    result = desk.run("summary", "--by", "village", "--columns", "ho_tham,so_khong,so_luot", lang="vi")
    header = next((l for l in result.lines() if l.startswith("Thôn") or "Lượt HD" in l), "")
    tap.ok(result.code == OK and 0 < header.find("Hộ đến thăm") < header.find("Lượt HD"), "the table has the columns asked for",
           result)
    result = desk.run("summary", "--by", "village")
    tap.ok(result.code == OK and 
           re.search(r"^ +Guidance +People guided +Households\nVillage +sessions +\(attendances\) +visited$", result.out, re.M) and
           "Not in the table" not in result.out and max(map(len, result.lines())) <= 80, "by itself: three", result)
    result = desk.run("summary", "--by", "village", "--columns", "so_luot,so_nguoi,ho_tham,so_khong,so_nu,so_60,hen")
    tap.ok(result.code == OK and "Not in the table: " in result.out and max(map(len, result.lines())) <= 80,
           "what does not fit is named", result)
    expect(desk.run("summary", "--profile", desk.write("p2", "so_luot\n# x\nmoon\tX\n")), DATAERR, "a bad profile is named",
           err=r"p2: line 3: code: moon: .*\[unknown_code\]")
    expect(desk.run("summary", "--profile", "/dev/zero"), DATAERR, "no text at all", err=r"/dev/zero: code: .*\[bad_text\]")
    out = desk.path("week.csv")
    expect(desk.run("summary", "--format", "csv", "-o", out), OK, "-o FILE", out="^$")
    tap.ok(os.path.exists(out), "the file is there")
    expect(desk.run("summary", "--format", "json", "-o", out), CANTCREAT, "it is not overwritten", err="week.csv")
    expect(desk.run("summary", "--format", "json", "-o", out, "--force"), OK, "but with --force")
    tap.ok(open(out).read().startswith("{"), "it is replaced")
    for args, code in ((("--by", "moon"), USAGE), (("--columns", "so_luot,moon"), USAGE), (("--format", "doc"), USAGE),
                       (("--columns", "so_luot", "--profile", profile), USAGE), (("--report", "W1"), USAGE),
                       (("--profile", desk.path("none")), NOINPUT), (("--week", "2026-W99"), USAGE),
                       (("--profile", desk.write("p", "moon\tX\n")), DATAERR),
                       (("-o", desk.path("no/such/file")), CANTCREAT)):
        expect(desk.run("summary", *args), code, "summary %s: %d" % (" ".join(map(os.path.basename, args)), code),
               err="sotay: summary: ")
    desk.close()


def keeping():
    desk = ready_desk()
    made = desk.log(session()).lines()
    listed = desk.run("list", "--json").out
    expect(desk.run("check"), OK, "check", out=r"pages: \d+\noperations: \d+\nrecords: \d+\n.*\d+\nOK")
    backup = desk.path("copy.backup")
    expect(desk.run("backup", backup), OK, "backup", out="copy.backup")
    tap.equal(stat.S_IMODE(os.stat(backup).st_mode), 0o600, "the backup is its owner's")
    expect(desk.run("backup", backup), CANTCREAT, "a backup is not overwritten", err="copy.backup")
    expect(desk.run("backup", desk.path("no/such/b")), CANTCREAT, "a backup where no folder is", err="no/such")
    expect(desk.run("restore", backup), CANTCREAT, "restore replaces nothing", err="sotay.vault")
    desk.log(session(note="sau sao lưu"))
    os.rename(desk.vault, desk.path("old"))
    expect(desk.run("restore", backup, "--passphrase-file", desk.write("x", "sai")), NOPERM, "restore: wrong password",
           err="wrong password")
    tap.ok(not os.path.exists(desk.vault), "leaves nothing")
    expect(desk.run("restore", desk.path("none")), NOINPUT, "restore: no such file", err="none")
    expect(desk.run("restore", desk.write("text", "hello\n" * 4000)), DATAERR, "restore: a text file", err="text")
    expect(desk.run("restore", backup, "--member", "LAN"), OK, "restore", out="sotay.vault")
    tap.equal(desk.run("list", "--json").out, listed, "the restored file has what was backed up")
    again = desk.log(session())
    tap.ok(again.code == OK and again.lines() != made, "and takes new sessions", again)
    origins = {s["origin"] for s in desk.run("list", "--json").objects()}
    tap.equal(len(origins), 2, "in a lane of its own")
    expect(desk.run("check"), OK, "check after restore", out="OK")
    desk.close()


def keeping_with_paper():
    """The laptop died, the password is forgotten: the paper of the backup's day is enough."""
    desk = Desk()
    code, new, backup = desk.path("code"), desk.write("new", "mật khẩu mới\n"), desk.path("copy")
    desk.init("--recovery-file", code)
    desk.fill()
    desk.run("backup", backup)
    os.rename(desk.vault, desk.path("old"))
    paper = ("--code-file", code, "--new-passphrase-file", new)
    written = open(code).read()
    slip = desk.write("slip", written[:19] + ("2" if written[19] != "2" else "3") + written[20:])
    expect(desk.run("restore", backup, "--code-file", slip, "--new-passphrase-file", new, lang="vi"), NOPERM,
           "restore by the code: a slip of the pen", err="nhóm thứ 4")
    other = desk.write("other", "7cpzr-ag6z4-qskex-1qmh0-nt5n7-fm284-ab50g")
    expect(desk.run("restore", backup, "--code-file", other, "--new-passphrase-file", new), NOPERM,
           "another laptop's code", err="a backup has that of its day")
    expect(desk.run("restore", backup, *paper[2:]), USAGE, "a new password goes with the code", err="--code-file")
    expect(desk.run("restore", backup, "--code-file", code), USAGE, "and the code with one", err="--new-passphrase-file")
    expect(desk.run("restore", backup, "--code-file", "-", "--new-passphrase-file", "-"), USAGE,
           "standard input has one first line", err="standard input")
    expect(desk.run("restore", backup, *paper, "--member", "Hoa"), NOINPUT, "for nobody", err="Hoa")
    expect(desk.run("restore", desk.path("none"), *paper), NOINPUT, "of no file", err="none")
    expect(desk.run("restore", desk.write("short", "ngắn\n"), *paper), DATAERR, "of a text file", err="short")
    expect(desk.run("restore", backup, "--code-file", code, "--new-passphrase-file", desk.path("short")), USAGE,
           "with a short password", err="too short")
    tap.ok(not any(name.startswith("sotay.vault") for name in os.listdir(desk.home)), "nothing is made of these")
    result = desk.run("restore", backup, *paper)
    expect(result, OK, "restore by the code", out="sotay.vault")
    tap.ok("password is changed" in result.out and "stays valid" in result.out, "and it is said what holds", result)
    expect(desk.run("list"), NOPERM, "the old password opens no more")
    desk.env["SOTAY_PASSPHRASE_FILE"] = new
    expect(desk.log(session()), OK, "the new one does")
    expect(desk.run("check"), OK, "and all is whole", out="OK")
    expect(desk.run("member", "add", "Hoa", "--new-passphrase-file", new, "--kdf-mem=19", "--kdf-ops=2"), OK, "two now")
    several = {"SOTAY_VAULT": desk.path("third")}
    desk.run("backup", desk.path("two"), "--member", "Lan")
    expect(desk.run("restore", desk.path("two"), *paper, env=several), USAGE, "of several it is said who", err="--member")
    expect(desk.run("restore", desk.path("two"), *paper, "--member", "HOA", env=several), OK, "and it is she", out="third")
    expect(desk.run("list", "--member", "Hoa", env=several), OK, "who opens it")
    desk.close()


def outputs():
    desk = ready_desk()
    desk.log(session())
    for args in ("list",), ("help",), ("check",), ("summary",):
        with open("/dev/full", "wb") as full:
            expect(desk.run(*args, stdout=full), IOERR, "%s to a full device" % args[0], err="standard output")
    before = os.path.getsize(desk.vault)
    result = desk.run("list", stdout=1, preexec_fn=lambda: os.close(1))
    tap.ok(result.code == IOERR and os.path.getsize(desk.vault) == before, "standard output closed", result)
    expect(desk.run("check"), OK, "and nothing was printed into the data file", out="OK")
    result = desk.run("log", stdout=open("/dev/full", "wb"), stdin=[session(note="đã lưu")])
    tap.ok(result.code == IOERR and len(desk.run("list", "--json").lines()) == 2,
           "log saves even if the ids cannot be printed", result)
    tap.ok("all is saved" in result.err and result.err.count("\n") == 1, "and says so in one line", result)
    result = desk.run("undo", stdout=open("/dev/full", "wb"), lang="vi")
    tap.ok(result.code == IOERR and "việc đã xong" in result.err, "undo too", result)
    desk.close()


for part in (words, languages, making, passphrases, terminal, registers, slots, sessions, others, followups, statuses, reports, officers_reports, summaries,
             keeping, keeping_with_paper, outputs):
    part()
tap.done()
