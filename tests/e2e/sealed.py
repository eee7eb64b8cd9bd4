"""Keys of a desk and files that travel, on the command line: `device show`, `identity export`,
`inspect`. What is sealed here is made by tests/sync/crypto/vectors_make.py, not by the program."""
import os
import stat
import sys

from harness import CANTCREAT, DATAERR, NOINPUT, NOPERM, OK, Desk, Tap

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "sync", "crypto"))
import vectors_make as make  # noqa: E402

DATA = os.path.join(HERE, "..", "data")
REQUEST = os.path.join(DATA, "exchange", "request.stb")
tap = Tap()


def init(desk, level="team", unit="26572"):
    return desk.run("init", "--level", level, "--unit", unit, "--unit-name", "Phường Tam Long",
                    "--member", "Lan", "--kdf-mem", "19", "--kdf-ops", "2")


def shown(desk):
    return desk.run("device", "show", "--json").objects()[0]


def bech32(text):
    """The 32 bytes of a key; its checksum is age's to look at (tests/e2e/age.py)."""
    letters = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
    bits = 0
    for letter in text.lower().rpartition("1")[2][:52]:
        bits = bits << 5 | letters.index(letter)
    return (bits >> 4).to_bytes(32, "big")


def exported(desk, name="identity"):
    """The public keys and the secrets in an identity file."""
    path = desk.path(name)
    result = desk.run("identity", "export", "-o", path)
    if result.code:
        raise RuntimeError(str(result))
    with open(path) as file:
        lines = file.read().splitlines()
    return ([bech32(line.split(": ")[1]) for line in lines if line.startswith("# public key: ")],
            [bech32(line) for line in lines if not line.startswith("#")], lines)


# --- keys ---
team, officer, upper = Desk(), Desk(), Desk()
for desk, level, unit in ((team, "team", "26572"), (officer, "commune", "26572"), (upper, "upper", "77")):
    init(desk, level, unit)
first = {desk: shown(desk) for desk in (team, officer, upper)}
letters = set("0123456789ABCDEFGHJKMNPQRSTVWXYZ-")
tap.ok(all(len(s["fingerprint"]) == 19 and set(s["fingerprint"]) <= letters and len(s["lane"]) == 16
           for s in first.values()), "every desk has a code and a lane", first)
tap.ok(first[team]["root_fingerprint"] is None and first[officer]["root_fingerprint"] and
       first[upper]["root_fingerprint"], "from the commune on a unit has a code of its own", first)
tap.equal({desk: shown(desk) for desk in first}, first, "they stay what they are")
tap.ok(len({s["fingerprint"] for s in first.values()} | {s["root_fingerprint"] for s in first.values()}) == 6,
       "no two are alike")
text = officer.run("device", "show").lines()
tap.ok([line.split()[-1] for line in text[:3]] == [first[officer]["fingerprint"],
                                                   first[officer]["root_fingerprint"], first[officer]["lane"]],
       "for people: the laptop's code, the unit's, the lane", text)

backup = team.path("backup")
team.run("backup", backup)
again = Desk()
result = again.run("restore", backup)
after = shown(again)
tap.ok(after["fingerprint"] == first[team]["fingerprint"] and after["lane"] != first[team]["lane"],
       "a restore keeps the laptop's code and begins a lane", (result, after))

former = Desk()
with open(os.path.join(DATA, "former", "schema-4.vault"), "rb") as source:
    former.write("sotay.vault", source.read())
with_keys = shown(former)
tap.ok(with_keys == shown(former) and len(with_keys["fingerprint"]) == 19,
       "a data file of a former program gets the keys it lacks, once", with_keys)
tap.equal(former.run("check").code, OK, "and is whole with them")

# --- identity export ---
publics, secrets, lines = exported(officer)
tap.ok(len(secrets) == 2 and [make.x25519(s) for s in secrets] == publics,
       "identity export: the unit's box and the laptop's, public and secret", lines)
tap.ok(all(line.startswith("#") or line.startswith("AGE-SECRET-KEY-1") for line in lines),
       "in the form of age", lines)
tap.equal(stat.S_IMODE(os.stat(officer.path("identity")).st_mode), 0o600, "its owner's alone")
team_keys = exported(team)
tap.equal(len(team_keys[1]), 1, "a team's has the laptop's")
tap.equal(officer.run("identity", "export", "-o", officer.path("identity")).code, CANTCREAT,
          "a file that is there is not overwritten")
tap.ok(officer.run("identity", "export", "-o", officer.vault).code not in (OK, None) and
       officer.run("check").code == OK, "nor the data file")
tap.equal(officer.run("identity", "export").code, 64, "it wants a file's name")
other = officer.write("other", "mật khẩu khác\n")
officer.run("member", "add", "Bình", "--role", "thanh_vien", "--new-passphrase-file", other, "--kdf-mem", "19",
            "--kdf-ops", "2")
result = officer.run("identity", "export", "-o", officer.path("b"), "--member", "Bình",
                     "--passphrase-file", other)
tap.ok(result.code == NOPERM and not os.path.exists(officer.path("b")),
       "who does not look after the laptop gets none", result)

# --- inspect ---
laptop, root = make.Key(1, 2), make.Key(3, 4)
OF_UNIT = make.link(make.certificate(root, root, "unit", "commune", None, "", 999), root.seed)
CHAIN = make.link(make.certificate(laptop, root, "laptop", "team", "T01", "Tổ Ấp Bắc", 1000), root.seed) + OF_UNIT
RAW = b"".join(make.compact({"a": i, "b": "x" * 100}) + b"\n" for i in range(5))


def package(raw=RAW, body=None, form="document", to="26572", chain=CHAIN, **own):
    return make.package(chain, {**make.manifest(form, to, {}, raw, make.blake(raw)), **own},
                        raw if body is None else body, laptop.seed)


def sealed(plain, keys=None):
    return make.envelope(plain, keys or publics)


def inspect(data, name="x.stb", desk=officer):
    path = desk.write(name, data)
    result = desk.run("inspect", "--json", path)
    with open(path, "rb") as file:
        if file.read() != data:
            raise RuntimeError("inspect has changed the file")
    return result.code, result.objects()[0] if result.out else {}


def verdict(data, **how):
    code, found = inspect(data, **how)
    return code, found.get("verdict"), found.get("reason")


GOOD = sealed(package())
code, found = inspect(GOOD)
tap.ok(code == OK and found["verdict"] == "ok" and found["reason"] is None and found["container"] == "age" and
       found["recipients"] == 2 and found["format"] == "document" and found["lines"] == 5 and
       found["bytes"] == len(RAW) and found["unit"] == found["to_unit"] == "26572" and
       found["made"] == "2026-11-21T16:40", "inspect: what it is, from whom, for whom, how much", found)
tap.ok(found["signer"]["name"] == "Tổ Ấp Bắc" and found["signer"]["team"] == "T01" and
       not found["signer"]["own_root"] and found["signer"]["counts"] is False, "who signed, by a certificate that is not this desk's", found)
code, found = inspect(make.armour(GOOD).replace(b"\n", b"\r\n"), name="IMG (1).BIN")
tap.ok(code == OK and found["container"] == "armour" and found["lines"] == 5,
       "under any name, as text, with line ends of Windows", found)
tap.equal(verdict(GOOD, desk=team), (DATAERR, "foreign", "not_for_us"), "sealed for others")
tap.equal(verdict(sealed(package(), team_keys[0]), desk=team)[:2], (OK, "ok"), "sealed for a team's laptop")
tap.equal(verdict(GOOD[:-1]), (DATAERR, "damaged", "changed"), "one byte lacks")
tap.equal(verdict(GOOD[:100]), (DATAERR, "damaged", "cut"), "cut in its head")
tap.equal(verdict(b""), (DATAERR, "damaged", "cut"), "empty")
tap.equal(verdict(GOOD[:-40] + bytes([GOOD[-40] ^ 1]) + GOOD[-39:]), (DATAERR, "damaged", "changed"), "one bit")
tap.equal(verdict(b"PK\x03\x04" + bytes(100)), (DATAERR, "foreign", "not_ours"), "no file of ours")
tap.equal(verdict(sealed(b"hello")), (DATAERR, "damaged", "bad_package"), "an envelope of something else")
plain = package()
tap.equal(verdict(sealed(plain[:8] + b"\2" + plain[9:])), (OK, "newer", "newer"), "a newer version")
tap.equal(verdict(sealed(package(reader=2))), (OK, "newer", "newer"), "for newer readers")
tap.equal(verdict(sealed(package(form="song"))), (OK, "newer", "newer"), "of a kind that is not known")
tap.equal(verdict(sealed(package(body=RAW[:-1] + b"!\n"))), (DATAERR, "damaged", "bad_body"), "a line more")
tap.equal(verdict(sealed(package(body=RAW.replace(b"x", b"y")))), (DATAERR, "damaged", "bad_body"), "other lines")
tap.equal(verdict(sealed(package(clk="sure"))), (DATAERR, "damaged", "bad_manifest"), "a manifest that is wrong")
tap.equal(verdict(sealed(package(unit="77"))), (DATAERR, "damaged", "bad_manifest"),
          "a unit that is not the certificate's")
tap.equal(verdict(sealed(plain[:90] + bytes([plain[90] ^ 1]) + plain[91:])),
          (DATAERR, "damaged", "bad_signature"), "a certificate that was changed")
number = plain.index(b'"number":1000')
tap.equal(verdict(sealed(plain[:number + 9] + b"9" + plain[number + 10:])), (DATAERR, "damaged", "bad_signature"),
          "a certificate that its issuer did not sign")
future = make.link({**make.certificate(laptop, root, "laptop", "team", "T01", "x", 1), "cert": 2}, root.seed)
tap.equal(verdict(sealed(package(chain=future + OF_UNIT)))[1], "damaged",
          "a certificate that this program cannot read")
tap.equal(verdict(package(chain=b"")), (DATAERR, "damaged", "bad_signature"), "nobody's")

nowhere = Desk()
result = nowhere.run("inspect", "--json", REQUEST)
found = result.objects()[0]
tap.ok(result.code == OK and found["format"] == "request" and found["request"]["name"] == "Lan, Minh" and
       found["request"]["fingerprint_begins"] == "KH8N", "a request is read without a data file", result)
tap.ok("KH8N-EH1C" not in result.out + nowhere.run("inspect", REQUEST).out,
       "and the rest of its code is for the telephone")
tap.equal(nowhere.run("inspect", officer.write("x.stb", GOOD)).code, NOINPUT, "what is sealed wants the data file")
tap.equal(officer.run("inspect", officer.path("none")).code, NOINPUT, "a file that is not there")
result = officer.run("inspect", officer.home)
tap.ok(result.code == DATAERR and "not_ours" in result.out, "a folder is none of ours", result)
result = officer.run("inspect", officer.write("y.stb", GOOD), lang="vi")
tap.ok(result.code == OK and "Tổ Ấp Bắc · tổ T01 · 26572 Phường Tam Long" in result.out and
       "nguyên vẹn" in result.out, "in Vietnamese", result)
result = officer.run("inspect", officer.write("y.stb", GOOD[:200]), lang="vi")
tap.ok(result.code == DATAERR and "bị cắt" in result.out and "[cut]" in result.out, "what is wrong, too", result)

for desk in (team, officer, upper, again, former, nowhere):
    desk.close()
tap.done()
