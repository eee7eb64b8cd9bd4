"""The package for Debian: what is in it, by rules of Debian's policy that lintian would hold it to.

It is made here of the build that is tested; ./bootstrap deb makes it of a build of its own.
"""
import configparser
import gzip
import os
import re
import stat
import subprocess
import sys
import xml.dom.minidom

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "e2e"))
from harness import Tap  # noqa: E402

tap = Tap()
source = os.path.abspath(os.environ.get("srcdir", "."))
program = os.environ["SOTAY"]
work = os.environ["HOME"]


def run(*command, **more):
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60, **more)


def text(*command):
    return run(*command).stdout.decode()


def make(folder):
    out = os.path.join(work, folder)
    made = run("sh", os.path.join(source, "docs/packaging/deb.sh"), os.path.dirname(program), version, out)
    if not tap.equal((made.returncode, made.stderr.decode()), (0, ""), "the package is made: " + folder):
        tap.done()
    return made.stdout.decode().strip()


def control_fields():
    fields = dict(re.findall(r"^(\S+): (.*)$", text("dpkg-deb", "-f", deb), re.M))
    tap.equal((fields["Package"], fields["Version"], fields["Architecture"]),
              ("sotay", version, text("dpkg", "--print-architecture").strip()), "its name, version, architecture")
    tap.ok(re.fullmatch(r"[^<>]+ <[^<>@ ]+@[^<>@ ]+>", fields["Maintainer"]), "a maintainer", fields["Maintainer"])
    needed = re.findall(r"NEEDED.*\[(.*)\]", text("readelf", "-d", installed("usr/bin/sotay")))
    owners = {line.split(":")[0] for line in text("dpkg", "-S", *("*/" + name for name in needed)).splitlines()}
    depends = re.findall(r"(?:^|, )([a-z0-9.+-]+)", fields["Depends"])
    tap.ok(needed and depends and set(depends) <= owners and "libc6" in depends,
           "it depends on the packages of the libraries it is linked to", (needed, depends, owners))
    size = sum((os.lstat(path).st_size + 1023) // 1024 if os.path.isfile(path) else 1 for path in paths)
    tap.ok(abs(int(fields["Installed-Size"]) - size) <= 1, "its size when installed", (fields["Installed-Size"], size))


def installed(name):
    return os.path.join(root, name)


def files():
    wanted = {"usr/bin/sotay", "usr/share/applications/sotay.desktop", "usr/share/bash-completion/completions/sotay",
              "usr/share/doc/sotay/bat-dau.md", "usr/share/doc/sotay/changelog.gz", "usr/share/doc/sotay/copyright",
              "usr/share/icons/hicolor/scalable/apps/sotay.svg", "usr/share/man/man1/sotay.1.gz",
              "usr/share/man/vi/man1/sotay.1.gz"}
    found = {os.path.relpath(path, root) for path in paths if not os.path.isdir(path)}
    tap.equal(sorted(found), sorted(wanted), "every file, and no other")
    listing = re.findall(r"^(\S+) (\S+) .* \./(.*)$", text("dpkg-deb", "-c", deb), re.M)
    wrong = [line for line in listing if line[1] != "root/root" or line[0] not in (
        ("drwxr-xr-x",) if line[2].endswith("/") or not line[2] else
        ("-rwxr-xr-x",) if line[2] == "usr/bin/sotay" else ("-rw-r--r--",))]
    tap.ok(len(listing) > len(wanted) and not wrong, "everything is root's, and nobody else can write it", wrong)
    sums = run("md5sum", "--quiet", "-c", os.path.join(control, "md5sums"), cwd=root)
    with open(os.path.join(control, "md5sums")) as listed:
        named = {line.split(None, 1)[1].strip() for line in listed}
    tap.ok(sums.returncode == 0 and named == wanted, "its check sums are those of its files", sums.stdout)
    tap.equal(sorted(os.listdir(control)), ["control", "md5sums"], "no script runs when it is installed or removed")
    size = os.path.getsize(deb)
    print("# package %d bytes, program %d" % (size, os.path.getsize(installed("usr/bin/sotay"))))
    with open(os.path.join(source, "README.md"), encoding="utf-8") as file:
        readme = file.read()
    said = re.search(r"build/(sotay_.*?\.deb)`.*?\bhas (\d+) KB", readme, re.S)
    tap.equal(said and said[1], "sotay_%s_amd64.deb" % version, "the README names it")
    tap.ok(said and abs(int(said[2]) - size / 1000) < 0.15 * size / 1000, "and its size", (said and said[2], size))


def the_program():
    path = installed("usr/bin/sotay")
    headers = text("readelf", "-W", "-h", "-l", "-S", "-d", path)
    tap.ok("DYN" in headers and "GNU_RELRO" in headers and re.search(r"BIND_NOW|NOW", headers),
           "the program is hardened: position-independent, relocations read-only")
    tap.ok(".symtab" not in headers and ".debug" not in headers and ".comment" not in headers, "and stripped", headers)
    said = run(path, "--version")
    tap.equal(said.stdout.decode(), "sotay %s\n" % version, "it runs, and is of this version")


def papers():
    doc = installed("usr/share/doc/sotay/")
    with open(doc + "changelog.gz", "rb") as file:
        head = file.read(10)
    tap.equal((head[3], head[4:8]), (0, bytes(4)), "the changelog is packed without name and time")
    with gzip.open(doc + "changelog.gz", "rt") as file:
        entry = file.read()
    tap.ok(entry.startswith("sotay (%s) " % version) and re.search(
        r"^ -- .+ <.+@.+>  \w{3}, \d{2} \w{3} \d{4} \d\d:\d\d:\d\d [+-]\d{4}$", entry, re.M), "and is of this version", entry)
    with open(doc + "copyright", encoding="utf-8") as file:
        copyright = file.read()
    tap.ok(copyright.startswith("Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n")
           and "/usr/share/common-licenses/Apache-2.0" in copyright and "Expat" in copyright,
           "the licences, ours and that of the units' names")
    with open(os.path.join(source, "COPYING"), encoding="utf-8") as file:
        notices = file.read().partition("PARTS UNDER OTHER LICENCES")[2].split()
    told = copyright.partition("License: SCOWL\n\n")[2].partition("License: SCOWL\n")[2]
    tap.ok(len(notices) > 100 and [word for word in told.split() if word != "."] == notices and
           all(line.startswith(" ") for line in told.splitlines()), "and the notices at the end of COPYING, whole")
    with open(doc + "bat-dau.md", "rb") as file, open(os.path.join(source, "docs/bat-dau.md"), "rb") as ours:
        tap.equal(file.read(), ours.read(), "the page for beginners, as it is")
    for name, path in ("sotay.1", "usr/share/man/man1/sotay.1.gz"), ("vi/sotay.1", "usr/share/man/vi/man1/sotay.1.gz"):
        with gzip.open(installed(path)) as file, open(os.path.join(source, "docs", name), "rb") as ours:
            tap.equal(file.read(), ours.read(), "the man page " + name)


def desktop():
    entry = configparser.ConfigParser(interpolation=None, strict=True)
    entry.optionxform = str
    entry.read(installed("usr/share/applications/sotay.desktop"), encoding="utf-8")
    keys = entry["Desktop Entry"]
    tap.equal((entry.sections(), keys["Type"], keys["Exec"], keys["Terminal"]),
              (["Desktop Entry"], "Application", "sotay", "true"), "it stands among the applications, in a terminal")
    tap.ok(all(keys.get(key + language) for key in ("Name", "Comment", "Keywords") for language in ("", "[en]"))
           and keys["Name[vi]"] == keys["Name"] == "Sổ tay" and keys["Comment[vi]"] == keys["Comment"],
           "its name and what it is for, in Vietnamese and English")
    tap.ok(keys["Keywords"].endswith(";") and keys["Categories"] == "Office;", "lists end in a semicolon")
    icon = installed("usr/share/icons/hicolor/scalable/apps/%s.svg" % keys["Icon"])
    tap.ok(xml.dom.minidom.parse(icon).documentElement.tagName == "svg" and os.path.getsize(icon) < 1500, "its icon, a small one")


def man_pages():
    """Those who make pages of them have nothing to complain about."""
    for page, device in ("sotay.1", "ascii"), ("sotay.1", "latin1"), ("sotay.1", "utf8"), ("vi/sotay.1", "utf8"):
        made = run("groff", "-K", "utf8", "-man", "-ww", "-rLL=80n", "-T" + device, os.path.join(source, "docs", page),
                   env={"LC_ALL": "C", "PATH": os.environ["PATH"]})
        tap.equal((made.returncode, made.stderr.decode()), (0, ""), "%s without a warning, for %s" % (page, device))


def completion():
    """As bash does it, with what is installed."""
    script = """
        PATH=%s:$PATH
        . %s
        complete_words() {
            COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMPREPLY=()
            _sotay
            (IFS=,; echo "${COMPREPLY[*]}")
        }
        complete -p sotay
        complete_words sotay vill
        complete_words sotay village ''
        complete_words sotay --lang = v
        complete_words sotay frobnicate --
    """ % (installed("usr/bin"), installed("usr/share/bash-completion/completions/sotay"))
    said = run("bash", "--norc", "-c", script)
    tap.equal((said.stdout.decode().splitlines(), said.stderr.decode()), (
        ["complete -o default -F _sotay sotay", "village", "add,list,show", "vi",
         "--vault,--passphrase-file,--member,--lang,--help,--version"], ""), "bash completes its commands")


if run("sh", "-c", "command -v dpkg-shlibdeps && command -v dpkg-deb").returncode:
    tap.skip("the package", "no Debian: dpkg-dev is not here")
    tap.done()
version = text(program, "--version").split()[1]
deb = make("one")
root, control = os.path.join(work, "root"), os.path.join(work, "control")
run("dpkg-deb", "-x", deb, root)
run("dpkg-deb", "-e", deb, control)
paths = [os.path.join(folder, name) for folder, folders, names in os.walk(root) for name in folders + names]
tap.equal(stat.S_IMODE(os.stat(root).st_mode), 0o755, "its root can be entered")
for part in control_fields, files, the_program, papers, desktop, man_pages, completion:
    part()
with open(deb, "rb") as first, open(make("two"), "rb") as second:
    tap.ok(first.read() == second.read(), "made again of the same build it is the same, byte by byte")
tap.done()
