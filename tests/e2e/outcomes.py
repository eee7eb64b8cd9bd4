"""What a command says is what has become of it: done, not done, or not to be known.

Standard output that takes nothing, a recovery code nobody saw, a password and the undo after it.
"""
import os
import re

from harness import CANTCREAT, DATAERR, IOERR, NOPERM, OK, PASSPHRASE, Desk, Tap, session

tap = Tap()
CODE = re.compile(r"^(\w{5}-){6}\w{5}$", re.M)


def expect(result, code, name, err=None):
    good = result.code == code and (err is None or re.search(err, result.err)) and (
        code == OK or result.err.count("\n") == 1)
    return tap.ok(good, name, "wanted %s %s\n%s" % (code, err or "", result))


def into_nothing(desk, *args, **how):
    with open("/dev/full", "wb") as full:
        return desk.run(*args, stdout=full, **how)


def into_a_closed_pipe(desk, *args):
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb") as pipe:
        return desk.run(*args, stdout=pipe)


def init_like(desk):
    return ("init", "--level", "team", "--unit", "26572", "--unit-name", "Tam Long", "--member", "Lan",
            "--kdf-mem", "19", "--kdf-ops", "2")


def a_code_nobody_saw_has_no_data_file():
    desk = Desk()
    before = sorted(os.listdir(desk.home))
    for name, run in (("a full device", into_nothing), ("a closed pipe", into_a_closed_pipe)):
        expect(run(desk, *init_like(desk)), IOERR, "init into %s" % name, err="standard output")
        tap.equal(sorted(os.listdir(desk.home)), before, "leaves nothing behind")
        expect(run(desk, *init_like(desk), "--recovery-file", desk.path("code")), IOERR,
               "init into %s, the code into a file" % name, err="standard output")
        tap.equal(sorted(os.listdir(desk.home)), before, "leaves nothing behind, nor that file")
    env = {"SOTAY_VAULT": "", "XDG_DATA_HOME": ""}
    into_nothing(desk, *init_like(desk), env=env)
    tap.equal(sorted(os.listdir(desk.home)), before, "nor the folders of the default place")
    desk.close()


def what_is_done_is_called_done():
    desk = Desk()
    code = desk.path("code")
    desk.init("--recovery-file", code)
    desk.fill()
    desk.log(session())
    second = desk.write("second", "mật khẩu thứ hai\n")
    third = desk.write("third", "mật khẩu thứ ba\n")
    expect(into_nothing(desk, "backup", desk.path("copy")), IOERR, "backup, nothing printed", err="it is done")
    there = {"SOTAY_VAULT": desk.path("there")}
    expect(into_nothing(desk, "restore", desk.path("copy"), env=there), IOERR, "restore", err="it is done")
    result = desk.run("list", "--json", env=there)
    tap.ok(result.code == OK and len(result.lines()) == 1, "both are there and whole", result)
    expect(into_nothing(desk, "passphrase", "--new-passphrase-file", second), IOERR, "passphrase", err="it is done")
    expect(desk.run("list"), NOPERM, "the old password opens no more")
    expect(desk.run("list", "--passphrase-file", second), OK, "the new one does")
    expect(into_nothing(desk, "recover", "--code-file", code, "--new-passphrase-file", third), IOERR, "recover",
           err="it is done")
    desk.env["SOTAY_PASSPHRASE_FILE"] = third
    expect(into_nothing(desk, "undo"), NOPERM, "undo of a password", err="cannot be taken back")
    desk.log(session(note="hai"))
    expect(into_nothing(desk, "undo"), IOERR, "undo", err="it is done")
    tap.equal(len(desk.run("list", "--json").lines()), 1, "is done as well")
    desk.close()


def another_recovery_code():
    desk = Desk()
    old, new = desk.path("old"), desk.path("new")
    desk.init("--recovery-file", old)
    password = desk.write("second", PASSPHRASE + "\n")

    def recovers(code):
        return desk.run("recover", "--code-file", code, "--new-passphrase-file", password)

    result = recovers(old)
    tap.ok(result.code == OK and "stays valid" in result.out, "recover leaves the code valid, and says so", result)
    for run in into_nothing, into_a_closed_pipe:
        expect(run(desk, "recovery-code", "new"), IOERR, "a new code that cannot be shown", err="nothing is changed")
    expect(desk.run("recovery-code", "new", "--recovery-file", old), CANTCREAT, "nor replaces a file", err="old")
    expect(recovers(old), OK, "the old one holds")
    result = desk.run("recovery-code", "new", "--recovery-file", new)
    tap.ok(result.code == OK and os.stat(new).st_mode & 0o777 == 0o600 and not CODE.search(result.out),
           "a new one into a file", result)
    expect(recovers(old), NOPERM, "the old one opens nothing any more", err="recovery code")
    expect(recovers(new), OK, "the new one does")
    result = desk.run("recovery-code", "new")
    shown = CODE.search(result.out)
    tap.ok(result.code == OK and shown and "old backups need its code" in result.out, "shown on standard output", result)
    expect(recovers(new), NOPERM, "and so on", err="recovery code")
    expect(recovers(desk.write("shown", shown.group() if shown else "")), OK, "what was shown opens")
    desk.fill()
    desk.run("member", "add", "Hoa", "--role", "thanh_vien", "--new-passphrase-file", password,
             "--kdf-mem", "19", "--kdf-ops", "2", "--member", "Lan")
    expect(desk.run("recovery-code", "new", "--member", "Hoa"), NOPERM, "not for a plain member", err="permission")
    desk.close()


def undo_stops_at_what_is_no_record():
    desk = Desk()
    desk.init()
    desk.fill()
    desk.log(session())
    key = ("--new-passphrase-file", desk.passfile, "--kdf-mem", "19", "--kdf-ops", "2")

    def unlocks(name):
        return desk.run("list", "--member", name).code == OK

    def undo(name, err, lang="en"):
        expect(desk.run("undo", "--member", "Lan", lang=lang), NOPERM, name, err=err)
        tap.equal(len(desk.run("list", "--json", "--member", "Lan").lines()), 1, "and the session stays")

    desk.run("passphrase", *key[:2])
    undo("undo after passphrase", "changing the password: this cannot be taken back")
    undo("in Vietnamese", "đổi mật khẩu: không hoàn tác được", lang="vi")
    desk.run("recovery-code", "new")
    undo("undo after recovery-code new", "the new recovery code: this cannot be taken back")
    added = desk.run("member", "add", "Hoa", "--role", "thanh_vien", *key)
    tap.ok(added.code == OK and unlocks("Hoa"), "a member with a password", added)
    expect(desk.run("void", "Hoa", "--member", "Lan"), DATAERR, "is not taken out while he has one",
           err="Hoa: can unlock this laptop")
    result = desk.run("undo", "--member", "Lan")
    tap.ok(result.code == OK and "member add (1)" in result.out, "undo takes him back", result)
    tap.ok(not unlocks("Hoa") and "Hoa" not in desk.run("member", "list").out, "record and password")
    desk.run("member", "add", "Bình", *key)
    tap.ok(unlocks("Bình"), "one who was registered is given a password")
    undo("undo after that", "giving a member a password: this cannot be taken back")
    desk.run("member", "remove", "Bình", "--member", "Lan")
    tap.ok(not unlocks("Bình"), "and loses it")
    undo("undo after member remove", "taking a member's password away: this cannot be taken back")
    desk.close()


if __name__ == "__main__":
    a_code_nobody_saw_has_no_data_file()
    what_is_done_is_called_done()
    another_recovery_code()
    undo_stops_at_what_is_no_record()
    tap.done()
