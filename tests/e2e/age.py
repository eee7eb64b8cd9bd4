"""The tool `age` opens what is sealed here, and what it seals is opened here: with the keys that
`identity export` writes."""
import os
import subprocess
import sys

from harness import OK, Desk, Tap, session

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "sync", "crypto"))
import vectors_make as make  # noqa: E402

tap = Tap()


def age(*args, data=b""):
    return subprocess.run(["age", *args], input=data, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60)


desk = Desk()
desk.run("init", "--level", "commune", "--unit", "26572", "--unit-name", "Phường Tam Long", "--member", "Lan",
         "--kdf-mem", "19", "--kdf-ops", "2")
identity = desk.path("identity")
desk.run("identity", "export", "-o", identity)
with open(identity) as file:
    recipients = [line.split(": ")[1].strip() for line in file if line.startswith("# public key: ")]
keygen = subprocess.run(["age-keygen", "-y", identity], stdout=subprocess.PIPE, timeout=60)
tap.equal(keygen.stdout.decode().split(), recipients, "age finds the same public keys in what was exported")

# What age seals is opened here, for either of the desk's keys, among those of others.
root, laptop = make.Key(3, 4), make.Key(1, 2)
chain = make.link(make.certificate(laptop, root, "laptop", "team", "T01", "Tổ Ấp Bắc", 1000), root.seed) + \
    make.link(make.certificate(root, root, "unit", "commune", None, "", 999), root.seed)
raw = b"".join(b'{"a":%d}\n' % i for i in range(4000))
package = make.package(chain, make.manifest("document", "26572", {}, raw, make.blake(raw)), raw, laptop.seed)
other = subprocess.run(["age-keygen"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60).stdout.decode()
stranger = [line.split(": ")[1] for line in other.splitlines() if line.startswith("# public key: ")]
for name, keys, form in (("the unit's key", recipients[:1], []), ("the laptop's key", recipients[1:], []),
                         ("many keys, as text", stranger * 20 + recipients, ["-a"])):
    sealed = age("-e", *form, *[word for key in keys for word in ("-r", key)], data=package)
    result = desk.run("inspect", "--json", desk.write("from-age", sealed.stdout))
    found = result.objects()[0] if result.out else {}
    tap.ok(result.code == OK and found["verdict"] == "ok" and found["lines"] == 4000 and
           found["recipients"] == len(keys), "what age seals for %s is opened here" % name, (sealed.stderr, result))
sealed = age("-e", "-r", stranger[0], data=package)
found = desk.run("inspect", "--json", desk.write("from-age", sealed.stdout)).objects()[0]
tap.equal(found["reason"], "not_for_us", "and what it seals for others is not")

# What is sealed here is opened by age: the kept files, which tests/sync/crypto/files.c finds this
# program to write byte for byte; with secrets that are exported in the program's form.
FILES = os.path.join(HERE, "..", "data", "exchange")
secret = desk.write("secret", make.secret_text(laptop.box) + "\n")
for name in "batch", "receipt", "document":
    with open(os.path.join(FILES, name + ".stb"), "rb") as file:
        opened = age("-d", "-i", secret, data=file.read())
    tap.ok(opened.returncode == 0 and opened.stdout.startswith(b"\x93sotayp\n"), "age opens our %s" % name,
           opened.stderr)

# The same with what the program writes and takes: a batch on its way from a team to its commune.
team = Desk()
team.init()
team.run("team", "add", "T01", "Tổ Ấp Bắc")
team.run("village", "add", "26572-01", "Ấp Bắc")
team.run("device", "request", "-o", team.path("request"))
code = team.run("device", "show", "--json").objects()[0]["fingerprint"]
root = desk.run("device", "show", "--json").objects()[0]["root_fingerprint"]
desk.run("device", "enrol", team.path("request"), "--fingerprint", code, "-o", team.path("answer"))
team.run("import", team.path("answer"), "--root", root)
team.log(session(household=None, channel="lop_nhom"))
os.mkdir(team.path("stick"))
sent = team.run("batch", "-o", team.path("stick"))
batch = sent.out.strip()
opened = age("-d", "-i", identity, batch)
tap.ok(opened.returncode == 0 and opened.stdout.startswith(b"\x93sotayp\n"),
       "age opens a batch with what `identity export` wrote", (sent, opened.stderr))
result = desk.run("inspect", desk.write("opened", opened.stdout))
tap.ok(result.code == OK, "what is inside is the package, and verifies", result)
again = age("-e", "-r", recipients[0], data=opened.stdout)
taken = desk.run("import", desk.write("sealed-by-age", again.stdout))
tap.ok(taken.code == OK and taken.out.startswith("accepted\t") and len(desk.run("list", "--json").lines()) == 1,
       "and sealed again by age it is taken", taken)
tap.ok(desk.run("import", batch).out.startswith("already\t"), "then the batch itself is here already")
reply = desk.path("stick")
os.mkdir(reply)
desk.run("batch", "-o", reply)
mine = team.path("identity")
team.run("identity", "export", "-o", mine)
for name in sorted(os.listdir(reply)):
    opened = age("-d", "-i", mine, os.path.join(reply, name))
    tap.ok(opened.returncode == 0 and opened.stdout.startswith(b"\x93sotayp\n"), "age opens what goes back, too",
           (name, opened.stderr))
team.close()
desk.close()
tap.done()
