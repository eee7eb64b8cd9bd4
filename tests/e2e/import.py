"""What comes by files: taken in, refused, listed, taken back, by the command line alone."""
import os
import re
import shutil

from harness import DATAERR, NOINPUT, NOPERM, OK, USAGE, Desk, Tap, ready_desk, session

tap = Tap()


def verdicts(result):
    """"accepted x.stb", "foreign x.stb not_ours": what scripts read."""
    rows = [line.split("\t") for line in result.lines()]
    return sorted(" ".join([row[0], os.path.basename(row[1])] + row[2:]).strip() for row in rows)


def code(desk, key="fingerprint"):
    return desk.run("device", "show", "--json").objects()[0][key]


def tries(desk, *args):
    """What a try says; the data file is the same to the byte."""
    with open(desk.vault, "rb") as file:
        before = file.read()
    result = desk.run("import", "--dry-run", *args)
    with open(desk.vault, "rb") as file:
        tap.ok(file.read() == before, "a try writes nothing", result)
    return result


def enrolment(team, commune):
    request, answer = commune.path("ask.stb"), team.path("answer.stb")
    asked = team.run("device", "request", "-o", request, "--team", "T01")
    tap.equal(asked.code, OK, "a team's laptop asks")
    tried = tries(commune, request)
    tap.equal((tried.code, verdicts(tried)), (OK, ["accepted ask.stb"]), "a commune's desk that never exchanged tries")
    listed = commune.run("import", request)
    tap.equal((listed.code, verdicts(listed)), (OK, ["accepted ask.stb"]), "the request is listed")
    tap.ok("1 laptop asks to be enrolled" in listed.err, "and a person told", listed)
    tap.equal(verdicts(commune.run("import", request)), ["already ask.stb"], "once")
    other = team.run("import", request)
    tap.equal((other.code, verdicts(other)), (DATAERR, ["foreign ask.stb not_for_us"]), "not at a team's laptop")
    given = commune.run("device", "enrol", request, "--fingerprint", code(team), "-o", answer)
    tap.ok(given.code == OK, "the commune answers", given)

    none = team.run("import", answer)
    tap.equal((none.code, verdicts(none)), (DATAERR, ["foreign answer.stb unknown_root"]),
              "without the commune's code the answer is a stranger's")
    tap.ok("--root" in none.err, "and a line says how to type it", none)
    tap.equal(team.run("import", answer, "--root", "XYZ").code, USAGE, "a code is sixteen letters")
    wrong = team.run("import", answer, "--root", code(team))
    tap.equal((wrong.code, verdicts(wrong)), (DATAERR, ["foreign answer.stb unknown_root"]), "nor with another's")
    root = code(commune, "root_fingerprint")
    tried = tries(team, answer, "--root", root.lower())
    tap.equal((tried.code, verdicts(tried)), (OK, ["accepted answer.stb"]), "a try says that it would be taken")
    tap.ok("With it this laptop is enrolled" in tried.err and "enrolled now" not in tried.err, "and what it would bring", tried)
    tap.equal(team.run("device", "show", "--json").objects()[0]["enrolled"], False, "and keeps nothing")
    taken = team.run("import", answer, "--root", root)
    tap.equal((taken.code, verdicts(taken)), (OK, ["accepted answer.stb"]), "with it the answer is taken")
    tap.ok("enrolled now" in taken.err, "and the person told", taken)
    tap.equal(team.run("device", "show", "--json").objects()[0]["enrolled"], True, "the laptop is enrolled")
    tap.equal(verdicts(team.run("import", answer)), ["already answer.stb"], "a second time it changes nothing")
    undo = team.run("undo")
    tap.ok(undo.code == NOPERM and "import undo" in undo.err, "undo says how an import is taken back", undo)
    return answer


def batches(team, commune):
    """A team's week arrives, once; taken back and brought again; its reply comes down."""
    up, down = team.path("up"), commune.path("down")
    team.log(session())
    team.run("report", "close", "2026-W47")
    sent = team.run("batch", "-o", up)
    tap.ok(sent.code == OK, "the team packs", sent)
    tried = tries(commune, up)
    tap.equal((tried.code, [v.split()[0] for v in verdicts(tried)]), (OK, ["accepted"]), "its batch is tried")
    tap.ok("Would take in 1 batch of 1 team: 1 session, 1 weekly report" in tried.err and "Received" not in tried.err,
           "what would come is said", tried)
    tap.ok(re.search("Only tried.*\n.*0 of 1 teams; missing: T01", tried.err), "and who is missing as long as it has not", tried)
    came = commune.run("import", up)
    tap.equal((came.code, [v.split()[0] for v in verdicts(came)]), (OK, ["accepted"]), "the batch is taken")
    tap.ok("1 batch of 1 team: 1 session, 1 weekly report" in came.err, "what came is said", came)
    tap.ok("Week 47: 1 of 1 teams" in came.err, "and who is missing", came)
    vi = commune.run("import", up, lang="vi")
    tap.equal([v.split()[0] for v in verdicts(vi)], ["already"], "a second time it is here already")
    tap.ok("Đã có rồi: 1" in vi.err and "Tuần 47: đã có 1/1 tổ" in vi.err, "in the person's language", vi)
    rows = commune.run("import", "list", "--json").objects()
    number = next(str(row["n"]) for row in rows if row["format"] == "batch")
    tap.equal(len(commune.run("list", "--json").objects()), 1, "the session is in the commune's book")
    tap.equal(commune.run("import", "undo", number).code, OK, "it is taken back")
    tap.equal(len(commune.run("list", "--json").objects()), 0, "and nothing of it is left")
    held = commune.run("quarantine", "--json").objects()
    tap.equal([(row["team"], row["number"], row["reason"]) for row in held if row["kind"] == "batch"],
              [("T01", 1, "undone")], "but that it is held")
    tap.equal([v.split()[0] for v in verdicts(commune.run("import", up))], ["accepted"], "by hand it comes again")
    tap.equal(len(commune.run("list", "--json").objects()), 1, "as it was")
    tap.equal(commune.run("batch", "-o", down).code, OK, "the commune replies")
    back = team.run("import", down)
    tap.ok(back.code == OK and "has received 1 batch" in back.err, "the reply is taken", back)


def folders(team, answer):
    folder = team.path("stick")
    os.makedirs(folder + "/a/b")
    for i in range(50):
        with open("%s/a/IMG_%02d.jpg" % (folder, i), "wb") as out:
            out.write(b"\xff\xd8\xff\xe0 a photo")
    with open(answer, "rb") as file:
        whole = file.read()
    for name, data in ("a/b/x (1).bin", whole), ("a/cut.STB", whole[:100]), ("sotay.txt", b"my notes"):
        with open("%s/%s" % (folder, name), "wb") as out:
            out.write(data)
    os.mkfifo(folder + "/a/pipe.stb")
    os.symlink("..", folder + "/a/loop")
    took = team.run("import", folder)
    tap.equal(verdicts(took), ["already x (1).bin", "damaged cut.STB cut", "foreign pipe.stb not_ours",
                               "foreign sotay.txt not_ours"], "a folder: each of ours has its line")
    tap.equal(took.code, DATAERR, "and damaged ones end with 65")
    tap.ok("Not of sotay: 51" in took.err, "others are counted alone", took)
    vi = team.run("import", folder + "/a/cut.STB", lang="vi")
    tap.ok("Hỏng: tệp bị cắt" in vi.err, "why, in the person's language", vi)
    both = team.run("import", folder + "/a/gone.stb", answer)
    tap.equal((both.code, verdicts(both)), (NOINPUT, ["already answer.stb"]), "one that is not there stops no other")
    with open(folder + "/a/b/x (1).bin", "rb") as file:
        tap.ok(file.read() == whole, "files that came are as they were")


def lists(team):
    rows = team.run("import", "list", "--json").objects()
    tap.equal([(row["file"], row["verdict"], row["reason"]) for row in rows if row["verdict"] != "foreign"],
              [("answer.stb", "accepted", ""), ("cut.STB", "damaged", "cut")], "the list has each once")
    number = next(str(row["n"]) for row in rows if row["verdict"] == "accepted")
    tap.ok(re.search(r"answer\.stb +received", team.run("import", "list").out), "and is readable")
    held = team.run("quarantine", "--json").objects()
    tap.equal(sorted((row["kind"], row["file"], row["reason"]) for row in held if row["verdict"] == "damaged"),
              [("file", "cut.STB", "cut")], "quarantine names what was refused")
    tap.ok("Hỏng" in team.run("quarantine", lang="vi").out, "in the person's language")
    bad = next(str(row["n"]) for row in rows if row["verdict"] == "damaged")
    tap.ok(team.run("import", "undo", bad).code != OK, "what was refused cannot be taken back")
    tap.ok(team.run("import", "undo", "999").code != OK, "nor what is not in the list")
    tap.equal(team.run("import", "undo", "x").code, USAGE, "a number is one")
    undone = team.run("import", "undo", number)
    tap.ok(undone.code == OK and "answer.stb" in undone.out, "an import is taken back", undone)
    tap.ok(team.run("import", "undo", number).code != OK, "once")
    again = team.run("import", team.path("answer.stb"))
    tap.equal(verdicts(again), ["accepted answer.stb"], "and the file comes again by hand")
    tap.equal(team.run("check").code, OK, "the book is sound")


def faults(commune):
    """What is said to be taken is in the book, whichever write or sync fails."""
    team = ready_desk()
    request, answer, kept = team.path("ask.stb"), team.path("answer.stb"), team.path("kept")
    team.run("device", "request", "-o", request, "--team", "T01")
    commune.run("device", "enrol", request, "--fingerprint", code(team), "-o", answer)
    root = code(commune, "root_fingerprint")
    shutil.copy(team.vault, kept)
    counts, _ = team.calls("import", answer, "--root", root)
    wrong = []
    cases = [("sync", n) for n in range(1, counts["sync"] + 1)] + [("write", n) for n in range(1, counts["write"], 9)]
    for call, n in cases:
        for name in os.listdir(team.home):
            if name.startswith("sotay.vault"):
                os.unlink(team.path(name))
        shutil.copy(kept, team.vault)
        result = team.run("import", answer, "--root", root, fault="%s %d EIO" % (call, n))
        enrolled = team.run("device", "show", "--json").objects()[0]["enrolled"]
        if ("accepted" in result.out) != enrolled:
            wrong.append("%s %d: enrolled %s\n%s" % (call, n, enrolled, result))
    tap.ok(len(cases) > 10 and not wrong, "a verdict is said only of what is in the book", "\n".join(wrong))
    team.close()


def rights(commune):
    commune.run("member", "add", "Mai", "--role", "thanh_vien", "--new-passphrase-file",
                commune.write("mai", "mật khẩu của Mai\n"), "--kdf-mem", "19", "--kdf-ops", "2")
    refused = commune.run("--member", "Mai", "import", commune.path("ask.stb"),
                          env={"SOTAY_PASSPHRASE_FILE": commune.path("mai")})
    tap.ok(refused.code == NOPERM, "at a commune's desk files are for officers", refused)


def main():
    commune = Desk()
    commune.init(level="commune", member="Hạnh")
    team = ready_desk()
    answer = enrolment(team, commune)
    folders(team, answer)
    lists(team)
    batches(team, commune)
    rights(commune)
    faults(commune)
    team.close()
    commune.close()
    tap.done()


main()
