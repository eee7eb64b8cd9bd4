"""A system that fails at any call: a command is whole and there, or not there at all, and says which.

Every command that writes, and every call it makes of the system ($SOTAY_FAULTY, fault_shim.c):
an error, once and ever after, a disk that fills up, half of what was asked for, an error of
what was done all the same, the end of the process before and after. Then the data file is
opened afresh, with nothing in its way:

- ended with 0: what was asked for is there, whole;
- ended otherwise: it is not there, or the line says that it may be;
- always: the data file opens by a password that was good before or after, it is whole, and
  nothing readable lies about.

The same again while the program mends what a kill left behind. Of all these some are tried,
always the same; with $HEAVY all. And every command that writes with a standard output that
takes nothing: it is done, and said to be, or it shows a code, and nothing is done.
"""
import os
import re

import harness
from sweep import HEAVY, VAULT, Bad, Folder, base_of, pool, sample, sweep, without

NEW = "mật khẩu mới"
SHOWN = "newcode"
SEALED = "sotay_t01_20261121_0001.stb"
NOTE = "Bà Năm tự làm được"
KDF = "--kdf-mem", "19", "--kdf-ops", "2"
# What each call can do; an open that makes nothing is told from one that does by nobody here.
KINDS = {
    "open": ("EIO", "EMFILE", "ENOSPC"),
    "read": ("EIO", "short", "EIO ever"),
    "write": ("EIO", "ENOSPC", "short", "full", "late", "kill", "killed", "EIO ever"),
    "sync": ("EIO", "late", "kill", "killed", "EIO ever"),
    "truncate": ("EIO", "kill", "killed"),
    "rename": ("EIO", "EACCES", "late", "kill", "killed"),
    "remove": ("EIO", "kill", "killed"),
    "link": ("EIO", "kill", "killed"),
    "folder": ("EIO", "ENOSPC", "kill", "killed"),
    "close": ("EIO",),
}
# And while a crash is mended.
MENDING = {call: tuple(kind for kind in kinds if kind in ("EIO", "ENOSPC", "kill"))
           for call, kinds in KINDS.items()}
KILLED = -9
# What is said where it cannot be known, where all is done, and where all but a password is.
DOUBT = re.compile(r"may hold|may have been saved|may (still )?be able")


HALF = re.compile(r"saved, but has no password yet|cannot unlock any more, but|enrolled, but the answer is not")
CLAIM = re.compile(r"all is saved|it is done|(done|saved|changed|recorded|made|completed|restored|written), but(?! has no)")

tap = harness.Tap()


# ---- looks: what a folder holds, as text that can be compared ----

def lines_of(*args):
    """Records that a command lists."""
    def look(folder):
        folder.be_whole()
        return without(folder.must(*args, "--json"), "id", "origin", "session", "history")
    return look


def statuses(folder):
    folder.be_whole()
    return folder.must("summary", "--year", "2026", "--format", "json")


def closed(folder):
    """Whether a week is, which a report shows."""
    folder.be_whole()
    return "exit %d" % folder.run("report", "show", "2026-W46").code


def opens(folder, password, *more):
    return folder.run("list", "--passphrase-file", folder.file(password), *more).code == 0


def passwords(folder):
    """Which of the two opens it; one always does."""
    old, new = opens(folder, "pass"), opens(folder, "new")
    if not old and not new:
        raise Bad("no password opens it: %s" % folder.run("list"))
    folder.be_whole("--passphrase-file", folder.file("pass" if old else "new"))
    return "old %d new %d" % (old, new)


def member_hoa(folder):
    """Her record, and whether her password opens it; never that without the record."""
    folder.be_whole()
    known = '"code":"Hoa"' in folder.must("member", "list", "--json")
    way_in = opens(folder, "new", "--member", "Hoa")
    if way_in and not known:
        raise Bad("a password that belongs to no record")
    return "record %d password %d" % (known, way_in)


def binh_opens(folder):
    """Whether one who was registered before can unlock."""
    folder.be_whole()
    if '"name":"Trần Bình"' not in folder.must("member", "list", "--json"):
        raise Bad("his record was changed")
    return "password %d" % opens(folder, "new", "--member", "Bình")


def recovers(folder, code):
    if code not in folder.names():
        return False
    twin = Folder(folder.desk, os.path.basename(folder.path) + "-twin", folder)
    result = twin.run("recover", "--code-file", twin.file(code), "--new-passphrase-file", twin.file("new"))
    twin.close()
    return result.code == 0


def made(folder):
    """A new data file, and a recovery code for it that somebody has."""
    if VAULT not in folder.names():
        return "none"
    folder.be_whole()
    if not recovers(folder, "code"):
        raise Bad("a data file without its recovery code")
    return "made"


def codes(folder):
    """Which of two recovery codes is good; one always is, and somebody has it."""
    folder.be_whole()
    old, new = recovers(folder, "code"), recovers(folder, SHOWN)
    if not old and not new:
        raise Bad("no recovery code is good")
    return "old %d new %d" % (old, new)


def copied(folder):
    """A backup: none, or one that restores to what the original holds."""
    original = lines_of("list")(folder)
    if "backup" not in folder.names():
        return "none"
    copy = ("--vault", folder.file("restored"))
    folder.must("restore", folder.file("backup"), *copy)
    folder.be_whole(*copy)
    if without(folder.must("list", "--json", *copy), "id", "origin") != original:
        raise Bad("the backup holds something else")
    for name in folder.names():
        if name.startswith("restored"):
            os.unlink(folder.file(name))
    return "whole"


def lane(folder, *where):
    """The lane of what is entered from now on."""
    entered = folder.must("log", *where, stdin=[harness.session(note="lane")]).strip()
    for line in folder.must("list", "--json", *where).splitlines():
        if entered in line:
            return re.search(r'"origin":"(\w+)"', line).group(1)
    raise Bad("what was entered is not there")


def restored(folder, *ours):
    """A restored data file, opened so: none, or whole and a laptop of its own."""
    if VAULT not in folder.names():
        return "none"
    folder.be_whole(*ours)
    held = without(folder.must("list", "--json", *ours), "id", "origin")
    original = ("--vault", folder.file("original"))
    if held != without(folder.must("list", "--json", *original), "id", "origin"):
        raise Bad("the restored data file holds something else")
    if lane(folder, *ours) == lane(folder, *original):
        raise Bad("the restored data file goes on in the lane of the original")
    return "whole"


def restored_by_code(folder):
    """The same, opened by the new password and by no other, and still by the code."""
    if VAULT not in folder.names():
        return "none"
    if opens(folder, "pass") or not opens(folder, "new") or not recovers(folder, "code"):
        raise Bad("a restored data file that the new password or the code does not open, or the old one does")
    return restored(folder, "--passphrase-file", folder.file("new"))


def figures(folder):
    """The file a summary is written into."""
    folder.be_whole()
    return folder.read("out").decode() if "out" in folder.names() else "none"


def exported(folder):
    """The file with the keys: none, or all of it."""
    folder.be_whole()
    return folder.read("identity").decode() if "identity" in folder.names() else "none"


def sent(folder):
    """The file of what waits: none, or whole, which the laptop that sealed it can see."""
    folder.be_whole()
    if SEALED not in folder.names():
        return "none"
    folder.must("inspect", folder.file(SEALED))
    return "there"


def asked(folder):
    """A request to be enrolled: none, or all of it."""
    folder.be_whole()
    return folder.read("request").hex() if "request" in folder.names() else "none"


def enrolled(folder):
    """The laptops that are, and whether the answer is there."""
    folder.be_whole()
    return "%s answer %d" % (folder.must("device", "list", "--json"), "answer" in folder.names())


# ---- the commands ----

def keep_code(folder, result):
    """What somebody writes down who sees a recovery code."""
    shown = re.search(r"^\w{5}(-\w{5}){6}$", result.out, re.M)
    if shown:
        folder.write("code" if "code" not in folder.names() else SHOWN, shown.group() + "\n")


class Case:
    """A command in a folder: what it is given, and the look that shows whether it was done.

    fresh: files that are not there before. between: a state that is neither before nor after and
    may stay when the line says so. holds: files that may hold something readable. keeps: files
    that stay as they are, to the byte.
    """

    def __init__(self, name, *args, look, stdin=b"", fresh=(), between=None, holds=(), reads=False,
                 folder=None, kinds=KINDS, keeps=()):
        self.name, self.args, self.look, self.stdin = name, args, look, stdin
        self.fresh, self.between, self.holds, self.reads = fresh, between, holds, reads
        self.folder, self.kinds, self.keeps = folder, kinds, keeps

    def arguments(self, folder):
        return [folder.file(arg[1:]) if arg.startswith("@") else arg for arg in self.args]

    def prepare(self, base):
        """Its own folder, done once as it should be: what is before and after, and all its calls."""
        self.folder = Folder(base.desk, "case-" + self.name, self.folder or base)
        for name in self.fresh:
            os.unlink(self.folder.file(name))
        twin = Folder(base.desk, "clean-" + self.name, self.folder)
        self.before = self.look(twin)
        twin.close()
        twin = Folder(base.desk, "clean-" + self.name, self.folder)
        counts, result = twin.calls(*self.arguments(twin), stdin=self.stdin)
        if result.code:
            raise RuntimeError(str(result))
        self.output, self.names_after = result.out, twin.names()
        keep_code(twin, result)
        self.after = self.look(twin)
        twin.close()
        if (self.before == self.after) != self.reads:
            raise RuntimeError("%s: the look does not see it: %s" % (self.name, self.before))
        self.tries = [(self, "%s %d %s" % (call, n, kind)) for call, kinds in self.kinds.items()
                      for n in range(1, counts[call] + 1) for kind in kinds]
        if len(self.tries) < 20:
            raise RuntimeError("%s: the shim sees no calls: %s" % (self.name, counts))
        return self


def readable(case, folder):
    """What can be read in a file that should not hold it."""
    given = {"pass", "new", "code", SHOWN, *case.holds}
    for name in folder.names() - given:
        content = folder.read(name)
        for text in (NOTE, harness.PASSPHRASE, NEW, folder.desk.code):
            if text.encode() in content:
                return "%r can be read in %s" % (text, name)
    return None


def changed(case, folder):
    for name in case.keeps:
        if name not in folder.names() or folder.read(name) != case.folder.read(name):
            return "%s was changed" % name
    return None


def left_behind(case, folder, result, fault):
    """Files that nobody asked for; where removing fails, or the process was killed, there may be some.

    A log that could not be emptied stays, and with it the mark of how far it goes.
    """
    if result.code == KILLED or fault.startswith("remove") or fault.endswith("ever"):
        return None
    log, lock, names = VAULT + "-wal", VAULT + ".lock", folder.names()
    more = names - (case.names_after if result.code == 0 or says_more(result) else case.folder.names()) - {log}
    if log in names and lock in names and folder.read(lock):
        more -= {lock}
    return "left behind: %s" % ", ".join(sorted(more)) if more else None


def says_more(result):
    """Whether it says more than that it was not done."""
    return any(said.search(result.err) for said in (DOUBT, HALF, CLAIM))


def right_code(result):
    """Reading or writing failed; of a file that was given, also that it cannot be read."""
    return (result.code in (harness.CANTCREAT, harness.IOERR) or
            (result.code == harness.NOINPUT and VAULT not in result.err))


def wrong_result(case, result, how, state):
    """What is wrong with how it ended, beside what is there now."""
    done, ok, killed = state == case.after, result.code == 0, result.code == KILLED
    unclear = killed or (not ok and DOUBT.search(result.err))
    half = not ok and HALF.search(result.err)
    if result.code in (harness.SOFTWARE, -6, -11) or (killed and "kill" not in how):
        return "crashed"
    if ok and case.reads and result.out != case.output:
        return "ended well with something else: " + result.out
    if ok and not done:
        return "ended well, and it is not so: now " + state
    if not ok and not killed and not right_code(result):
        return "the wrong code"
    if not ok and not killed and result.err.count("\n") != 1:
        return "not one line"
    if "short" in how and not ok:
        return "half at a time was too little"
    if not ok and CLAIM.search(result.err) and not done:
        return "it says that it is done, and it is not: now " + state
    if half and state != case.between:
        return "it says that it is half done, and it is not: now " + state
    if VAULT in case.fresh and DOUBT.search(result.err):
        return "in doubt of what was only being made"
    if state not in (case.before, case.after) and not ((unclear or half) and state == case.between):
        return "neither done nor undone: now " + state
    if not case.reads and not ok and not unclear and not CLAIM.search(result.err) and done:
        return "it says no, and it was done"
    return None


def attempt(one):
    case, fault = one
    call, n, how = fault.split(" ", 2)
    folder = Folder(case.folder.desk, "%s-%s" % (case.name, fault.replace(" ", "-")), case.folder)
    folder.in_doubt = True
    try:
        result = folder.run(*case.arguments(folder), stdin=case.stdin, fault=fault)
        why = None
        if how in ("kill", "killed") and result.code != KILLED:
            why = "was not killed"
        why = why or changed(case, folder) or left_behind(case, folder, result, fault) or readable(case, folder)
        keep_code(folder, result)
        why = why or wrong_result(case, result, how,
                                  case.before if folder.untouched() else case.look(folder))
    except Bad as bad:
        why = str(bad)
    finally:
        folder.close()
    return "%s: %s: %s; exit %s, %s" % (case.name, fault, why, result.code,
                                        result.err.strip()) if why else None


def base_folder(desk):
    """Everything the commands want to find."""
    base = base_of(desk)
    base.write("pass", harness.PASSPHRASE + "\n")
    base.write("new", NEW + "\n")
    made = base.run("init", "--level", "team", "--unit", "26572", "--unit-name", "Phường Tam Long",
                    "--member", "Lan", *KDF, "--recovery-file", base.file("code"))
    if made.code:
        raise RuntimeError(str(made))
    desk.code = base.read("code").decode().strip()
    desk.fill()
    desk.log(harness.session(note=NOTE), harness.session(date="2026-11-18", note=NOTE, people=3))
    return base


def office_of(base, visit):
    """A commune's desk with what base holds, which changed the visit as a laptop of base did, too."""
    office, apart = Folder(base.desk, "base-office"), Folder(base.desk, "base-apart", base)
    for name in "pass", "new":
        office.write(name, base.read(name).decode())
    office.must("init", "--level", "commune", "--unit", "26572", "--unit-name", "Phường Tam Long", "--member", "Lan",
                *KDF, "--recovery-file", office.file("code"))
    taken = "take", "team", "26572", "T01", "26572"
    office.foreign(*taken, stdin=base.foreign("give"))
    office.must("edit", visit, stdin=b'{"people": 7}')
    apart.must("edit", visit, stdin=b'{"people": 9}')
    office.foreign(*taken, stdin=apart.foreign("give"))
    office.must("household", "add", "26572-01/H901")
    office.must("household", "add", "26572-01/H902")
    return office


def exchanging(base):
    """Cases of a laptop with what base holds, which its commune enrolled, and of that commune's desk."""
    office, laptop = Folder(base.desk, "base-receiving"), Folder(base.desk, "base-sending", base)
    office.write("pass", base.read("pass").decode())
    office.must("init", "--level", "commune", "--unit", "26572", "--unit-name", "Phường Tam Long", "--member", "Lan",
                *KDF, "--recovery-file", office.file("code"))
    own, root = (folder.run("device", "show", "--json").objects()[0] for folder in (laptop, office))
    request, answer = office.file("request"), office.file("answer")
    laptop.must("device", "request", "-o", request)
    office.must("device", "enrol", request, "--fingerprint", own["fingerprint"], "-o", answer)
    laptop.must("import", answer, "--root", root["root_fingerprint"])
    sending = Folder(base.desk, "base-sends", laptop)
    sending.must("batch", "-o", office.file("."))
    taken = Folder(base.desk, "base-taken", office)
    taken.must("import", taken.file(SEALED))
    number = taken.run("import", "list", "--json").objects()[-1]["n"]
    return [
        Case("batch", "batch", "-o", "@", look=sent, folder=laptop),
        Case("import", "import", "@" + SEALED, look=lines_of("list"), folder=office, keeps=(SEALED,)),
        Case("import-undo", "import", "undo", str(number), look=lines_of("list"), folder=taken),
    ]


def enrolling(base):
    """Cases of a commune's desk, where a laptop asks and is enrolled."""
    asking, name = Folder(base.desk, "base-asking"), "device"
    asking.write("pass", harness.PASSPHRASE + "\n")
    asking.must("init", "--level", "commune", "--unit", "26572", "--unit-name", "Phường Tam Long", "--member", "Lan",
                *KDF, "--recovery-file", asking.file("code"))
    asking.must("team", "add", "T01", "Tổ Một")
    base.must(name, "request", "-o", asking.file("request"))
    code = base.run(name, "show", "--json").objects()[0]["fingerprint"]
    enrol = name, "enrol", "@request", "--fingerprint", code, "-o", "@answer"
    known = Folder(base.desk, "base-enrolled", asking)
    known.must(*(known.file(arg[1:]) if arg.startswith("@") else arg for arg in enrol))
    between = enrolled(known).replace("answer 1", "answer 0")
    return [
        Case("request", name, "request", "-o", "@request", look=asked, holds=("request",)),
        Case("enrol", *enrol, look=enrolled, folder=asking, between=between, keeps=("request",)),
        Case("revoke", name, "revoke", "T01", look=enrolled, folder=known),
    ]


def cases(base):
    listed = base.run("list", "--json").objects()
    promised = base.run("followup", "list", "--json").objects()
    hoa = Folder(base.desk, "base-hoa", base)
    hoa.must("member", "add", "Hoa", "--role", "thanh_vien",
             "--new-passphrase-file", hoa.file("new"), *KDF)
    saved = Folder(base.desk, "base-saved", base)
    saved.must("backup", saved.file("original"))
    full = Folder(base.desk, "base-full", base)
    full.write("out", "what was there before\n")
    office = office_of(base, listed[0]["id"])
    status = {"village": "26572-01", "household": "H001", "date": "2026-11-17", "residents": 4,
              "adults": 3, "smartphones": 2, "eid2": 2}
    init = "init", "--level", "team", "--unit", "26572", "--unit-name", "Tam Long", "--member", "Lan", *KDF
    week = "summary", "--week", "2026-W47", "-o", "@out"
    sessions = lines_of("list")
    topic = {"code": "RIENG", "short": "Việc riêng", "vi": "Việc riêng của tổ", "en": "Our own",
             "group": "khac", "unit": "lượt"}
    return [
        Case("init", *init, look=made, fresh=(VAULT, "code")),
        Case("init-file", *init, "--recovery-file", "@code", look=made, fresh=(VAULT, "code")),
        Case("log", "log", look=sessions, stdin=[harness.session(note=NOTE, people=4)] * 3),
        Case("edit", "edit", listed[0]["id"], look=sessions, stdin=b'{"people": 5, "note": "khac"}'),
        Case("void", "void", listed[0]["id"], look=sessions),
        Case("void-member", "void", "Bình", look=lines_of("member", "list")),
        Case("undo", "undo", look=sessions),
        Case("undo-member", "undo", look=member_hoa, folder=hoa, between="record 1 password 0"),
        Case("household", "household", "add", "26572-01/H009", look=lines_of("household", "list")),
        Case("household-same", "household", "same", "26572-01/H901", "26572-01/H902",
             look=lines_of("household", "list"), folder=office),
        Case("conflict", "conflicts", "resolve", listed[0]["id"], "people", "2", look=sessions, folder=office),
        Case("village", "village", "add", "26572-09", "Ấp Mới", look=lines_of("village", "list")),
        Case("team", "team", "add", "T09", "Tổ Mới", look=lines_of("team", "list")),
        Case("member", "member", "add", "Hoa", "--role", "thanh_vien", "--new-passphrase-file", "@new",
             *KDF, look=member_hoa, between="record 1 password 0"),
        Case("member-known", "member", "add", "Bình", "--new-passphrase-file", "@new", *KDF,
             look=binh_opens),
        Case("remove", "member", "remove", "Hoa", look=member_hoa, folder=hoa),
        Case("topic", "topic", "add", "--json", look=lines_of("topic", "list"), stdin=[topic]),
        Case("campaign", "campaign", "add", "NGAY1010", "Ngày 10/10", "--from", "2026-10-10", "--to", "2026-10-10",
             "--tag", "10/10", look=lines_of("campaign", "list")),
        Case("target", "target", "add", "HCM-2026", "HCM01", "95,5", look=lines_of("target", "list")),
        Case("status", "status", look=statuses, stdin=[status]),
        Case("followup", "followup", "done", promised[0]["id"], look=lines_of("followup", "list", "--all")),
        Case("cancel", "followup", "cancel", promised[0]["id"],
             look=lines_of("followup", "list", "--all")),
        Case("settings", "settings", "--codes", "26572,26575", look=lines_of("settings")),
        Case("close", "report", "close", "2026-W46", "--team", "T01", "--nil", look=closed),
        Case("passphrase", "passphrase", "--new-passphrase-file", "@new", look=passwords),
        Case("recover", "recover", "--code-file", "@code", "--new-passphrase-file", "@new",
             look=passwords),
        Case("code", "recovery-code", "new", look=codes),
        Case("code-file", "recovery-code", "new", "--recovery-file", "@" + SHOWN, look=codes),
        Case("backup", "backup", "@backup", look=copied),
        Case("identity", "identity", "export", "-o", "@identity", look=exported),
        Case("restore", "restore", "@original", look=restored, fresh=(VAULT,), folder=saved,
             keeps=("original",)),
        Case("restore-code", "restore", "@original", "--code-file", "@code", "--new-passphrase-file", "@new",
             look=restored_by_code, fresh=(VAULT,), folder=saved, keeps=("original", "code", "new")),
        Case("summary", *week, look=figures, holds=("out",)),
        Case("overwrite", *week, "--force", look=figures, holds=("out",), folder=full),
        *enrolling(base),
        *exchanging(base),
    ]


def try_cases(base, cases, each):
    for case in pool.map(lambda case: case.prepare(base), cases):
        tries = sample(case.tries, each, case.name)
        wrong = sweep(attempt, tries)
        tap.ok(not wrong, "%s: %d of %d faults" % (case.name, len(tries), len(case.tries)),
               "\n".join(wrong))


# ---- the undo of a member and his password, stopped between the two ----

def try_half(case):
    """Every sync of it fails in turn: each of these lines comes, is true, and what it asks for ends it."""
    lines = {"cannot unlock any more, but the record is still there": (case.between,),
             "may still be able to unlock this laptop": (case.before, case.between)}
    todo = dict(lines)
    for fault in (fault for _, fault in case.tries if re.fullmatch(r"sync \d+ EIO", fault)):
        folder = Folder(case.folder.desk, "half-" + fault.replace(" ", "-"), case.folder)
        result = folder.run(*case.args, fault=fault)
        for line in [line for line in todo if line in result.err]:
            state, again = case.look(folder), folder.run(*case.args)
            tap.ok(result.code == harness.IOERR and result.err.count("\n") == 1 and "Hoa: " in result.err and
                   state in todo.pop(line) and again.code == 0 and case.look(folder) == case.after,
                   "undo: " + line, "%s: %s\n%s\n%s" % (fault, state, result, again))
        folder.close()
    tap.equal(sorted(todo), [], "an undo that stops between a password and its record says so")


# ---- nothing can be printed ----

# Commands that change nothing, and one that makes what is thrown away (demo.py).
READS = {"list", "show", "conflicts", "due", "check", "telex", "completion", "help", "demo", "followup list", "report show",
         "device show", "device list", "import list", "inspect", "outbox", "quarantine",
         *(register + how for register in ("village", "household", "team", "member", "topic", "campaign",
                                           "target")
           for how in (" list", " show"))}


def in_vain(folder, case, how):
    """The command with a standard output that takes nothing."""
    args, more = case.arguments(folder), {"stdin": case.stdin}
    if how == "closed":
        return folder.run(*args, **more, preexec_fn=lambda: os.close(1))
    if how == "full":
        with open("/dev/full", "wb") as out:
            return folder.run(*args, **more, stdout=out)
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb") as out:
        return folder.run(*args, **more, stdout=out)


def deaf(case, how):
    folder = Folder(case.folder.desk, "%s-%s" % (case.name, how), case.folder)
    try:
        result = in_vain(folder, case, how)
        keep_code(folder, result)
        state, shows_code = case.look(folder), case.name in ("init", "init-file", "code")
        wanted = "nothing is (made|changed)" if shows_code else CLAIM.pattern
        if not case.output: # it has nothing to say
            good = result.code == 0 and not result.err
        else:
            said = [line for line in result.err.splitlines() if line.startswith("sotay: ")]
            good = result.code == harness.IOERR and len(said) == 1 and re.search(wanted, said[0])
        if state != (case.before if shows_code else case.after):
            good = False
        return None if good else "%s: now %s; %s" % (how, state, result)
    except Bad as bad:
        return "%s: %s" % (how, bad)
    finally:
        folder.close()


def try_in_vain(cases, known):
    """Each case one of the three ways in turn, with HEAVY all of them."""
    ways = ("full", "pipe", "closed")
    tries = [(case, how) for i, case in enumerate(cases) for k, how in enumerate(ways) if HEAVY or (i - k) % 3 == 0]
    heard = [one for one in tries if one[1] != "closed"] # no threads beside a preexec_fn
    found = dict(zip(heard, pool.map(deaf, *zip(*heard))))
    found.update((one, deaf(*one)) for one in tries if one[1] == "closed")
    for case in cases:
        wrong = [found[case, how] for how in ways if found.get((case, how))]
        tap.ok(not wrong, case.name + " that can print nothing", "\n".join(wrong))
    listed = known.split("\n\n")[2].splitlines()
    commands = {line[2:20].strip() for line in listed}
    tried = {name for case in cases for name in (case.args[0], " ".join(case.args[:2]))}
    tap.equal(sorted(commands - tried - READS), [], "every command that writes is tried")


# ---- a fault while a crash is mended ----

MANY = [harness.session(note=NOTE, people=6)] * 20


def crashed(base, which):
    """The folder after a kill at a call of `log`: written, but not yet in its place."""
    folder = Folder(base.desk, "crashed-" + which.replace(" ", "-"), base)
    result = folder.run("log", stdin=MANY, fault=which)
    if result.code != KILLED or not os.path.getsize(folder.vault + "-wal"):
        raise RuntimeError("no crash left a log: %s %s" % (which, result))
    return folder


def kills(base):
    """In the middle of the log, after its commit, in the middle of bringing it in."""
    counts, _ = Folder(base.desk, "counting", base).calls("log", stdin=MANY)
    return ("write %d killed" % (counts["write"] // 4), "sync %d killed" % (counts["sync"] // 2),
            "write %d kill" % (counts["write"] - 4))


def copied_open(crash):
    """The same as a copy that was made while the log was live, and nothing else."""
    folder = Folder(crash.desk, os.path.basename(crash.path) + "-copied", crash)
    os.rename(folder.vault, folder.file("original"))
    os.rename(folder.vault + "-wal", folder.file("original-wal"))
    return folder


def mending(crash, which):
    """What one does after a crash."""
    after, sessions = "-after-" + which.replace(" ", "-"), lines_of("list")
    return [
        Case("list" + after, "list", "--json", look=sessions, reads=True, kinds=MENDING),
        Case("check" + after, "check", look=sessions, reads=True, kinds=MENDING),
        Case("log" + after, "log", look=sessions, stdin=[harness.session(people=7)], kinds=MENDING),
        Case("passphrase" + after, "passphrase", "--new-passphrase-file", "@new", look=passwords,
             kinds=MENDING),
        Case("backup" + after, "backup", "@backup", look=copied, kinds=MENDING),
        Case("restore" + after, "restore", "@original", look=restored, folder=copied_open(crash),
             kinds=MENDING, keeps=("original", "original-wal")),
    ]


def main():
    desk = harness.Desk()
    base = base_folder(desk)
    known = desk.run("help").out
    every = [case for case in cases(base) if "  %s " % case.args[0] in known]
    try_cases(base, every, 2)
    try_half(next(case for case in every if case.name == "undo-member"))
    try_in_vain(every, known)
    for i, which in enumerate(kills(base)):
        crash = crashed(base, which)
        try_cases(crash, mending(crash, which)[slice(None) if HEAVY else slice(i, None, 3)], 2)
    desk.close()
    tap.done()


if __name__ == "__main__":
    main()
