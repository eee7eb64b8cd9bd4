"""What ./bootstrap asks the system for, and where it builds; a system of stubs answers."""
import os
import shutil
import subprocess
import tempfile

from harness import OK, USAGE, Tap

tap = Tap()
HERE = os.path.dirname(os.path.abspath(__file__))
STUBS = {  # a system on which nothing is installed and nothing can be
    "id": "echo 0",
    "dpkg-query": "exit 1",
    "apt-cache": 'case "$3" in *-14-dev* | *pkgconf*) ;; *) echo "$3" ;; esac',
    "apt-get": 'case "$*" in *" install "*) echo "$*" >>"$ASKED"; echo "E: none" ; exit 1 ;; esac',
}


class Checkout:
    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="bootstrap", dir=os.environ.get("TMPDIR"))
        os.mkdir(self.path("source"))
        os.mkdir(self.path("stubs"))
        shutil.copy(os.path.join(HERE, "..", "..", "bootstrap"), self.path("source"))
        for name, body in STUBS.items():
            with open(self.path("stubs/" + name), "w") as out:
                out.write("#!/bin/sh\n%s\n" % body)
                os.fchmod(out.fileno(), 0o755)

    def path(self, name):
        return os.path.join(self.folder, name)

    def run(self, *args, stubs=True):
        env = {"PATH": (self.path("stubs") + ":" if stubs else "") + "/usr/bin:/bin", "ASKED": self.path("asked"),
               "HOME": self.folder}
        return subprocess.run([self.path("source/bootstrap"), *args], cwd=self.folder, env=env, capture_output=True, text=True,
                              timeout=60)

    def asked(self, *args):
        """The packages it wants to install."""
        if os.path.exists(self.path("asked")):
            os.unlink(self.path("asked"))
        self.run(*args)
        with open(self.path("asked")) as asked:
            return set(asked.read().split())

    def close(self):
        shutil.rmtree(self.folder)


def packages(checkout):
    tests, runtime = {"libcmocka-dev", "libvterm-dev", "python3", "hunspell-vi",
                      "wamerican"}, {"libclang-rt-dev"}
    for args, wanted, unwanted in ((("build",), {"gcc", "libsodium-dev", "pkg-config"}, tests | runtime | {"clang"}),
                                   (("build", "--enable-tests"), {"gcc"} | tests, {"clang"}),
                                   (("build", "--enable-partners"), {"tmux", "groff-base", "dpkg-dev"}, tests - {"python3"}),
                                   (("deb",), {"gcc", "dpkg-dev"}, tests | runtime | {"clang"}),
                                   (("check-stick",), {"gcc", "dpkg-dev", "debootstrap"}, tests - {"python3"}),
                                   (("check", "CC=clang", "--enable-sanitize"), tests | {"clang"} | runtime, set()),
                                   (("check", "--enable-sanitize", "CC=clang-19"), tests | {"clang"} | runtime, set()),
                                   (("fuzz",), {"gcc", "clang"} | runtime, tests)):
        asked = checkout.asked(*args)
        tap.ok(wanted <= asked and not asked & unwanted, "%s installs what it needs" % " ".join(args),
               "missing %s\ntoo many %s" % (wanted - asked, asked & unwanted))


def words(checkout):
    for args in ("help",), ("--help",), ("-h",):
        result = checkout.run(*args)
        tap.ok(result.returncode == OK and "./bootstrap check" in result.stdout and not result.stderr, "%s is help" % args, result)
    for args in (), ("frobnicate",), ("-b", "there"), ("-b", "there", "frobnicate"):
        result = checkout.run(*args)
        tap.ok(result.returncode == USAGE and "./bootstrap check" in result.stderr and not result.stdout,
               "wrong usage: %s" % " ".join(args), result)
    tap.equal(sorted(os.listdir(checkout.folder)), ["asked", "source", "stubs"], "and no folder is made for it")


def places(checkout):
    """A source whose configure tells where it was run."""
    for name, body in (("source/configure", "pwd >>../where; exit 1"), ("stubs/dpkg-query", "echo installed")):
        with open(checkout.path(name), "w") as out:
            out.write("#!/bin/sh\n%s\n" % body)
            os.fchmod(out.fileno(), 0o755)
    os.mkdir(checkout.path("source/build-aux"))
    for name in "configure.ac", "Makefile.am", "Makefile.in", "build-aux/tap-driver.sh":
        open(checkout.path("source/" + name), "w").close()
        os.utime(checkout.path("source/" + name), (0, 0))
    for folder in "there", checkout.path("absolute"):
        checkout.run("-b", folder, "build")
        where = checkout.path("where")
        tap.equal(os.path.exists(where) and open(where).read().strip(), os.path.realpath(checkout.path(folder)),
                  "-b %s is seen from where one is" % os.path.basename(folder))
        if os.path.exists(where):
            os.unlink(where)


checkout = Checkout()
for part in (packages, words, places):
    part(checkout)
checkout.close()
tap.done()
