"""Makes tests/data/exchange/: one file of each format, all keys given.

Run by hand, `python3 vectors_make.py FOLDER`, when the format changes; written from
docs/format-batch.md and the RFCs alone, without libsodium, so that the program is held
against somebody else's reading of them. Slow and not constant-time: no example to follow.
"""
import base64
import hashlib
import hmac
import json
import os
import sys

# --- RFC 8032, RFC 7748 ---
P = 2 ** 255 - 19
L = 2 ** 252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
I = pow(2, (P - 1) // 4, P)


def add(p, q):
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % P, (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * p[3] * q[3] * D % P, 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(n, p):
    q = (0, 1, 1, 0)
    while n:
        if n & 1:
            q = add(q, p)
        p = add(p, p)
        n >>= 1
    return q


def recover_x(y, sign):
    x2 = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(x2, (P + 3) // 8, P)
    if (x * x - x2) % P:
        x = x * I % P
    return P - x if x & 1 != sign else x


BY = 4 * pow(5, P - 2, P) % P
BX = recover_x(BY, 0)
B = (BX, BY, 1, BX * BY % P)


def compress(p):
    z = pow(p[2], P - 2, P)
    x, y = p[0] * z % P, p[1] * z % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def expand(seed):
    h = hashlib.sha512(seed).digest()
    a = int.from_bytes(h[:32], "little")
    return (a & ((1 << 254) - 8)) | 1 << 254, h[32:]


def sign_public(seed):
    return compress(times(expand(seed)[0], B))


def sign(seed, message):
    a, prefix = expand(seed)
    r = int.from_bytes(hashlib.sha512(prefix + message).digest(), "little") % L
    big_r = compress(times(r, B))
    h = int.from_bytes(hashlib.sha512(big_r + sign_public(seed) + message).digest(), "little") % L
    return big_r + ((r + h * a) % L).to_bytes(32, "little")


def x25519(k, u=(9).to_bytes(32, "little")):
    n = (int.from_bytes(k, "little") & ~7 & ((1 << 255) - 1)) | 1 << 254
    x1 = int.from_bytes(u, "little") & ((1 << 255) - 1)
    x2, z2, x3, z3, swap = 1, 0, x1, 1, 0
    for t in range(254, -1, -1):
        bit = n >> t & 1
        if swap ^ bit:
            x2, x3, z2, z3 = x3, x2, z3, z2
        swap = bit
        a, b = x2 + z2, x2 - z2
        aa, bb = a * a % P, b * b % P
        e = aa - bb
        da, cb = (x3 - z3) * a % P, (x3 + z3) * b % P
        x3, z3 = (da + cb) ** 2 % P, x1 * (da - cb) ** 2 % P
        x2, z2 = aa * bb % P, e * (aa + 121665 * e) % P
    if swap:
        x2, z2 = x3, z3
    return (x2 * pow(z2, P - 2, P) % P).to_bytes(32, "little")


# --- RFC 8439 ---
def chacha_block(key, counter, nonce):
    words = [0x61707865, 0x3320646E, 0x79622D32, 0x6B206574]
    words += [int.from_bytes(key[i:i + 4], "little") for i in range(0, 32, 4)]
    words += [counter] + [int.from_bytes(nonce[i:i + 4], "little") for i in range(0, 12, 4)]
    s = words[:]

    def quarter(a, b, c, d):
        for x, y, z, n in ((a, b, d, 16), (c, d, b, 12), (a, b, d, 8), (c, d, b, 7)):
            s[x] = (s[x] + s[y]) & 0xFFFFFFFF
            v = s[z] ^ s[x]
            s[z] = (v << n | v >> 32 - n) & 0xFFFFFFFF

    for _ in range(10):
        for i in range(4):
            quarter(i, 4 + i, 8 + i, 12 + i)
        for i in range(4):
            quarter(i, 4 + (i + 1) % 4, 8 + (i + 2) % 4, 12 + (i + 3) % 4)
    return b"".join((a + b & 0xFFFFFFFF).to_bytes(4, "little") for a, b in zip(s, words))


def seal(key, nonce, plain):
    stream = b"".join(chacha_block(key, 1 + i, nonce) for i in range(len(plain) // 64 + 1))
    sealed = bytes(a ^ b for a, b in zip(plain, stream))
    once = chacha_block(key, 0, nonce)
    r = int.from_bytes(once[:16], "little") & 0x0FFFFFFC0FFFFFFC0FFFFFFC0FFFFFFF
    text = sealed + bytes(-len(sealed) % 16) + bytes(8) + len(sealed).to_bytes(8, "little")
    tag = 0
    for i in range(0, len(text), 16):
        tag = (tag + int.from_bytes(text[i:i + 16] + b"\1", "little")) * r % (2 ** 130 - 5)
    tag = tag + int.from_bytes(once[16:32], "little") & (1 << 128) - 1
    return sealed + tag.to_bytes(16, "little")


# --- age ---
def hkdf(secret, salt, info):
    prk = hmac.new(salt or bytes(32), secret, hashlib.sha256).digest()
    return hmac.new(prk, info + b"\1", hashlib.sha256).digest()


def b64(data):
    return base64.b64encode(data).rstrip(b"=")


class Random:
    """What the test has the program draw: the bytes 0, 1, 2 … in this order of use."""

    def __init__(self):
        self.at = 0

    def __call__(self, n):
        self.at += n
        return bytes(i & 255 for i in range(self.at - n, self.at))


def envelope(plain, recipients):
    random = Random()
    file_key, salt = random(16), random(16)
    head = b"age-encryption.org/v1\n"
    for pk in recipients:
        once = random(32)
        share = x25519(once)
        key = hkdf(x25519(once, pk), share + pk, b"age-encryption.org/v1/X25519")
        head += b"-> X25519 " + b64(share) + b"\n" + b64(seal(key, bytes(12), file_key)) + b"\n"
    head += b"---"
    mac = hmac.new(hkdf(file_key, b"", b"header"), head, hashlib.sha256).digest()
    assert len(plain) < 65536
    return head + b" " + b64(mac) + b"\n" + salt + seal(
        hkdf(file_key, salt, b"payload"), bytes(11) + b"\1", plain)


def armour(data):
    text = base64.b64encode(data).decode()
    lines = [text[i:i + 64] for i in range(0, len(text), 64)]
    return "\n".join(["-----BEGIN AGE ENCRYPTED FILE-----", *lines,
                      "-----END AGE ENCRYPTED FILE-----", ""]).encode()


# --- BIP 173 ---
def secret_text(secret):
    prefix = "age-secret-key-"
    bits = int.from_bytes(secret, "big") << 4
    values = [bits >> 5 * (51 - i) & 31 for i in range(52)]
    total = 1
    for value in [ord(c) >> 5 for c in prefix] + [0] + [ord(c) & 31 for c in prefix] + values + [0] * 6:
        top = total >> 25
        total = (total & 0x1FFFFFF) << 5 ^ value
        for i, term in enumerate((0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)):
            total ^= term if top >> i & 1 else 0
    values += [(total ^ 1) >> 5 * (5 - i) & 31 for i in range(6)]
    return (prefix + "1" + "".join("qpzry9x8gf2tvdw0s3jn54khce6mua7l"[v] for v in values)).upper()


# --- docs/format-batch.md ---
def blake(data, size=32, **how):
    return hashlib.blake2b(data, digest_size=size, **how).digest()


def compact(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def link(certificate, root):
    payload = compact(certificate)
    return len(payload).to_bytes(2, "little") + payload + sign(root, b"sotay cert    1\n" + payload)


def frame(raw):
    """One zstd frame of one block that is not compressed."""
    assert 256 <= len(raw) < 65536
    return (bytes.fromhex("28b52ffd") + b"\x60" + (len(raw) - 256).to_bytes(2, "little") +
            (len(raw) << 3 | 1).to_bytes(3, "little") + raw)


def package(chain, manifest, raw, seed):
    signed, body = compact(manifest), frame(raw) if raw else b""
    return (b"\x93sotayp\n" + b"".join(n.to_bytes(4, "little") for n in
                                       (1, len(chain), len(signed), len(body))) +
            sign(seed, b"sotay package 1\n" + signed) + chain + signed + body)


def operation_id(line):
    bits = int.from_bytes(blake(line, 16), "big") << 2
    return "".join("0123456789abcdefghjkmnpqrstvwxyz"[bits >> 5 * (25 - i) & 31] for i in range(26))


class Key:
    def __init__(self, sign_seed, box_secret):
        self.seed, self.box = bytes([sign_seed]) * 32, bytes([box_secret]) * 32
        self.sign_pk, self.box_pk = sign_public(self.seed), x25519(self.box)

    def fingerprint(self):
        bits = int.from_bytes(blake(b"sotay finger  1\n" + self.sign_pk + self.box_pk)[:10], "big")
        letters = [("0123456789ABCDEFGHJKMNPQRSTVWXYZ"[bits >> 5 * (15 - i) & 31]) for i in range(16)]
        return "-".join("".join(letters[i:i + 4]) for i in range(0, 16, 4))

    def tag(self):
        return blake(b"sotay tag     1\n" + self.sign_pk, 16)[:8].hex()


def certificate(key, root, kind, level, team, name, number):
    return {"cert": 1, "kind": kind, "sign": key.sign_pk.hex(), "box": key.box_pk.hex(),
            "unit": "26572", "unit_name": "Phường Tam Long", "level": level, "team": team,
            "codes": ["26572", "26575"], "name": name, "issued": "2026-11-21",
            "expires": None if kind == "unit" else "2028-12-31", "number": number,
            "issuer": root.sign_pk.hex()}


def manifest(form, to, own, raw, root):
    common = {"format": form, "reader": 1, "app": "0.1.0", "unit": "26572", "to": to,
              "made": "2026-11-21T16:40", "clk": "ok"}
    if not to:
        del common["to"]
    return {**common, **own, "raw": len(raw), "root": root.hex()}


def main(folder):
    laptop, root, officer = Key(1, 2), Key(3, 4), Key(7, 8)
    of_laptop = link(certificate(laptop, root, "laptop", "team", "T01", "Tổ Ấp Bắc", 1000), root.seed)
    of_officer = link(certificate(officer, root, "laptop", "commune", None, "Hạnh", 1001), root.seed)
    of_unit = link(certificate(root, root, "unit", "commune", None, "", 999), root.seed)
    incarnation = bytes(range(16))
    lane = blake(laptop.sign_pk + incarnation, 16)[:8].hex()
    me = "l-" + laptop.sign_pk.hex()
    files = {}

    own = {"sign": laptop.sign_pk.hex(), "box": laptop.box_pk.hex(), "unit_name": "Phường Tam Long",
           "level": "team", "team": "T01", "name": "Lan, Minh", "lane": lane,
           "villages": ["26572-01"], "members": ["Lan", "Minh"]}
    files["request"] = package(b"", manifest("request", None, own, b"", blake(b"")), b"", laptop.seed)

    def op(n, kind, fields, rec=None):
        links = ({"rec": rec}, {"base": [rec]}) if rec else ({}, {})
        return compact({"n": n, "lane": lane, **links[0], "type": kind, "set": fields, **links[1],
                        "hlc": 117652684800000000 + n, "clk": "ok", "who": "Lan", "salt": "0" * 26})

    ops = [op(1, "village", {"code": "26572-01", "name": "Ấp Bắc"}),
           op(2, "household", {"village": "26572-01", "code": "H001"})]
    ops += [op(3, "household", {"hint": "cạnh chợ"}, operation_id(ops[1])),
            op(4, "village", {"code": "26572-02", "name": "Ấp Nam"})]
    marks = [b"\0", b"\0", b"\1", b"\0"]
    raw = b"\n".join([ops[0], ops[1], b"!" + ops[2], operation_id(ops[3]).encode(), b""])
    batch_root = blake(b"".join(mark + blake(line, 16) for mark, line in zip(marks, ops)))
    own = {"lane": lane, "inc": incarnation.hex(), "number": 1, "prev": None, "first": 1, "count": 4,
           "audit": [7, blake(b"audit").hex()], "seen": []}
    full = raw.replace(operation_id(ops[3]).encode(), ops[3])
    batch = package(of_laptop + of_unit, manifest("batch", "26572", own, full, batch_root), raw,
                    laptop.seed)
    batch_hash = blake(compact(manifest("batch", "26572", own, full, batch_root))).hex()
    files["batch"] = envelope(batch, [root.box_pk, laptop.box_pk])

    raw = compact({"lane": lane, "whole": [[1, batch_hash]], "part": [], "held": [], "aside": 0,
                   "up": None}) + b"\n" + compact({"lane": "0" * 16, "whole": [], "part": [],
                                                   "held": [[2, "0" * 64, "revoked"]], "aside": 2,
                                                   "up": None}) + b"\n"
    epoch, number = 1795200000000, 2
    token = blake(f"{me}\n{epoch}\n{number}".encode(), 16,
                  key=blake(b"sotay token   1\n" + officer.seed)).hex()
    own = {"epoch": epoch, "number": number, "token": token}
    files["receipt"] = armour(envelope(package(of_officer + of_unit, manifest(
        "receipt", me, own, raw, blake(raw)), raw, officer.seed), [laptop.box_pk]))

    raw = compact({"cert": b64(of_laptop).decode(), "units": [b64(of_unit).decode()]}) + b"\n" + compact(
        [lane, "26572", "team", "T01", ["26572"]]) + b"\n"
    files["document"] = envelope(package(of_officer + of_unit, manifest(
        "document", me, {"from": None}, raw, blake(raw)), raw, officer.seed), [laptop.box_pk])

    for name, data in files.items():
        with open(os.path.join(folder, name + ".stb"), "wb") as out:
            out.write(data)
    with open(os.path.join(folder, "names.tsv"), "w", encoding="utf-8") as out:
        for name, key in ("laptop", laptop), ("root", root), ("officer", officer):
            out.write(f"{name}\tfingerprint\t{key.fingerprint()}\n{name}\ttag\t{key.tag()}\n")
        out.write(f"laptop\tlane\t{lane}\nbatch\thash\t{batch_hash}\nreceipt\ttoken\t{token}\n")


if __name__ == "__main__":
    main(sys.argv[1])
