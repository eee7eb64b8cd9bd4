"""The stick on fresh systems: the smallest Debian of each release it is for, without a network.

Needs root, debootstrap and the network to make those systems, and build/stick, which
./bootstrap check-stick makes before. A machine that does not permit it skips, and says why.
"""
import concurrent.futures
import glob
import os
import pty
import re
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "e2e"))
from harness import DATAERR, NOPERM, OK, UNAVAILABLE, Tap  # noqa: E402

tap = Tap()
stick = os.path.join(os.path.dirname(os.environ["SOTAY"]), "stick")
PATIENCE = 60  # seconds, for a machine that has other work
SUITES = {"debian-12": "bookworm", "debian-13": "trixie"}
VIETNAMESE, ENGLISH = {"LANG": "vi_VN.UTF-8"}, {"LANG": "en_US.UTF-8"}
PASSWORD = "mat khau may"
HOME = "/srv/nha"  # in those systems; nobody's there

# In namespaces of its own: no network but a loopback that is down, a /proc and terminals.
ENTER = """
mount -t proc proc "$1/proc"
mount -t devpts -o newinstance,ptmxmode=0666,gid=5,mode=620 devpts "$1/dev/pts"
rm -f "$1/dev/ptmx"; ln -s pts/ptmx "$1/dev/ptmx"
root=$1 user=$2; shift 2
exec chroot --userspec="$user" "$root" /usr/bin/env -i "$@"
"""


class System:
    """A fresh Debian in a folder."""

    def __init__(self, name):
        self.name = name
        self.root = tempfile.mkdtemp(prefix="stick.", dir="/var/tmp")
        os.chmod(self.root, 0o755)
        self.made = subprocess.run(["debootstrap", "--variant=minbase", SUITES[name], self.root, *mirror()],
                                   stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        for name in "etc/resolv.conf", "etc/apt/sources.list":
            if os.path.exists(self.path(name)):
                os.unlink(self.path(name))
        self.stick = "/media/nguoi dung/USB 1/stick"
        if not self.made.returncode:
            os.makedirs(self.path(HOME))
            shutil.copytree(stick, self.path(self.stick))

    def path(self, name):
        return os.path.join(self.root, name.lstrip("/"))

    def command(self, *command, user="root", **env):
        env = {"HOME": HOME, "PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "TERM": "xterm-256color", **env}
        return ["unshare", "-mnpf", "--kill-child", "sh", "-ec", ENTER, "sh", self.root, user,
                *("%s=%s" % pair for pair in env.items()), *command]

    def run(self, *command, stdin=b"", **how):
        done = subprocess.run(self.command(*command, **how), input=stdin, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              timeout=300)
        return done.returncode, done.stdout.decode("utf-8", "replace")

    def install(self, at=None, **how):
        return self.run("sh", (at or self.stick) + "/cai-dat.sh", **how)

    def type(self, talk, *command, **how):
        """The command on a terminal: what is waited for and then typed, in turn; exit code and all it said."""
        child, terminal = pty.fork()
        if not child:
            command = self.command(*command, **how)
            os.execvp(command[0], command)
        out, end, talk = b"", time.monotonic() + PATIENCE, list(talk)
        while time.monotonic() < end:
            if not select.select([terminal], [], [], 1)[0]:
                continue
            try:
                got = os.read(terminal, 65536)
            except OSError:
                got = b""
            if not got:
                break
            out += got
            if talk and talk[0][0] in out.decode("utf-8", "replace"):
                os.write(terminal, talk.pop(0)[1].encode())
        else:
            os.kill(child, signal.SIGKILL)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        os.close(terminal)
        return (status if not talk else "never said %r" % talk[0][0]), out.decode("utf-8", "replace")

    def version(self, package="sotay"):
        return self.run("dpkg-query", "-W", "-f=${db:Status-Status} ${Version}", package)[1]

    def packages(self):
        return set(self.run("dpkg-query", "-W", "-f=${binary:Package}\n")[1].split())

    def close(self):
        shutil.rmtree(self.root, ignore_errors=True)


def mirror():
    """MIRROR, else where this system's own packages come from."""
    if os.environ.get("MIRROR"):
        return [os.environ["MIRROR"]]
    for name in sorted(glob.glob("/etc/apt/sources.list") + glob.glob("/etc/apt/sources.list.d/*")):
        with open(name) as file:
            found = re.search(r"^(?:URIs:|deb(?: \[.*\])?) (https?://\S+/debian)/?(?: |$)", file.read(), re.M)
        if found:
            return [found[1]]
    return []


def repacked(system, name, package="sotay_*", **fields):
    """A package of the stick with other fields, and one file more, in the system's /NAME.deb."""
    with tempfile.TemporaryDirectory() as folder:
        root = os.path.join(folder, "root")
        subprocess.run(["dpkg-deb", "-R", *glob.glob("%s/%s.deb" % (stick, package)), root], check=True)
        control = os.path.join(root, "DEBIAN/control")
        with open(control) as file:
            text = file.read()
        for field, value in fields.items():
            text = re.sub(r"^%s: .*$" % field, "%s: %s" % (field, value), text, flags=re.M)
        with open(control, "w") as file:
            file.write(text)
        with open(os.path.join(root, "usr/share/doc/other"), "w") as file:
            file.write(name)
        subprocess.run(["dpkg-deb", "--root-owner-group", "-b", root, system.path(name + ".deb")], check=True,
                       stdout=subprocess.DEVNULL)
    return "/%s.deb" % name


def no_traces():
    """The package was built here, and nothing in it says where."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["dpkg-deb", "-x", packages[0], folder], check=True)
        with open(folder + "/usr/bin/sotay", "rb") as file:
            program = file.read()
    tap.ok(os.path.dirname(os.path.dirname(stick)).encode() not in program and b"store/db/db.c" in program,
           "the program does not name the folder it was built in")


def fresh(system):
    before = system.packages()
    tap.ok("libncursesw6" not in " ".join(before), "%s: lacks what the program needs" % system.name, before)
    code, said = system.run("cat", "/proc/net/dev")
    tap.equal((code, re.findall(r"^ *(\S+):", said, re.M)), (OK, ["lo"]), "%s: has no network" % system.name)
    code, said = system.install(**VIETNAMESE)
    tap.ok(code == OK and "Cài sotay bản %s." % version in said and "Xong." in said and "sotay help bat-dau" in said,
           "%s: the stick installs it, in Vietnamese" % system.name, said)
    tap.equal(system.version(), "installed " + version, "%s: it is installed" % system.name)
    added = {name.split(":")[0] for name in system.packages() - before}
    print("# %s: with it came %s" % (system.name, " ".join(sorted(added - {"sotay"}))))
    tap.equal(system.run("dpkg", "--audit"), (OK, ""), "%s: nothing is half installed" % system.name)
    tap.equal(system.run("sotay", "--version"), (OK, "sotay %s\n" % version), "%s: it runs" % system.name)


def opens(system):
    for lang in "C", "vi_VN.UTF-8":
        code, said = system.type([("1/4", "\033"), ("Trang ch", "q")], "sotay", "demo", LANG=lang)
        tap.ok(code == OK and "Xã Minh Tân" in said, "%s: the screen opens with LANG=%s" % (system.name, lang), repr(said[-800:]))


def data_stays(system):
    with open(system.path(HOME + "/pass"), "w") as file:
        file.write("mật khẩu thử\n")
        os.fchmod(file.fileno(), 0o600)
    name = HOME + "/.local/share/sotay/sotay.vault"
    using = {"SOTAY_PASSPHRASE_FILE": HOME + "/pass", "SOTAY_NOW": "2026-12-01T09:00"}
    code, said = system.run("sotay", "init", "--level", "team", "--unit", "26572", "--unit-name", "Phường Tam Long",
                            "--member", "Lan", "--kdf-mem", "19", "--kdf-ops", "2", **using)
    tap.equal(code, OK, "%s: a data file" % system.name)
    with open(system.path(name), "rb") as file:
        content = file.read()
    for how in "-r", "-P":
        code, said = system.run("dpkg", how, "sotay")
        with open(system.path(name), "rb") as file:
            same = file.read() == content
        tap.ok(code == OK and same and system.run("sh", "-c", "! command -v sotay")[0] == OK,
               "%s: dpkg %s takes the program away and leaves the data" % (system.name, how), said)
    code, said = system.run("dpkg", "-i", repacked(system, "older", Version="0.0.9"))
    tap.equal((code, system.version()), (OK, "installed 0.0.9"), "%s: an older version" % system.name)
    code, said = system.install(**VIETNAMESE)
    tap.ok(code == OK and "từ bản 0.0.9 lên bản %s" % version in said and system.version() == "installed " + version
           and not os.path.exists(system.path("/usr/share/doc/other")), "%s: is updated" % system.name, said)
    code, said = system.run("sotay", "check", **using)
    tap.ok(code == OK, "%s: and opens the data file as before" % system.name, said)


def again(system):
    code, said = system.install(LANG="C")
    tap.ok(code == OK and "cài lại" in said, "%s: once more does no harm; LANG=C is Vietnamese" % system.name, said)
    code, said = system.install(**ENGLISH)
    tap.ok(code == OK and "Done." in said and "Xong" not in said, "%s: in English where LANG says so" % system.name, said)
    system.run("dpkg", "-i", repacked(system, "newer", Version="99.1"))
    code, said = system.install(**VIETNAMESE)
    tap.ok(code == OK and "giữ nguyên" in said and system.version() == "installed 99.1",
           "%s: a newer version is kept" % system.name, said)
    system.run("dpkg", "-P", "sotay")


def one_version(system):
    """libncursesw6 wants libtinfo6 of just its own version: another one on the system is followed, or said."""
    tinfo = "thu-vien/%s/libtinfo6_*" % system.name
    theirs = system.version("libtinfo6")
    system.run("dpkg", "-P", "sotay", "libncursesw6")
    code, said = system.run("dpkg", "-i", repacked(system, "tinfo-newer", tinfo, Version="99.1"))
    tap.equal((code, system.version("libtinfo6")), (OK, "installed 99.1"), "%s: a newer library" % system.name)
    code, said = system.install(**VIETNAMESE)
    tap.ok(code == UNAVAILABLE and "mới hơn bản trên USB" in said and "installed" not in system.version("libncursesw6"),
           "%s: that the stick does not fit is said, nothing is done" % system.name, said)
    code, said = system.run("dpkg", "-i", repacked(system, "tinfo-older", tinfo, Version="6.0"))
    code, said = system.install(**VIETNAMESE)
    tap.ok(code == OK and system.version("libtinfo6") == theirs and system.run("dpkg", "--audit") == (OK, ""),
           "%s: an older library is updated with the one that needs it" % system.name, said)
    system.run("dpkg", "-P", "sotay")


def refusals(system):
    def refused(code, words, name, at=system.stick, **how):
        got, said = system.install(at, **{**VIETNAMESE, **how})
        tap.ok(got == code and words in said and "installed" not in system.version(), "%s: %s" % (system.name, name), said)

    def other(name):
        shutil.copytree(stick, system.path("/" + name))
        return "/" + name

    def sums(at):
        subprocess.run("find . -type f ! -name SHA256SUMS | sort | xargs -d '\\n' sha256sum >SHA256SUMS", shell=True,
                       cwd=system.path(at), check=True)

    release = system.path("/etc/os-release")
    with open(release) as file:
        kept = file.read()
    for text, name in (("ID=ubuntu\nVERSION_ID=24.04\n", "ubuntu-24.04"), ("ID=debian\nVERSION_ID=11\n", "debian-11"), ("", "-")):
        os.unlink(release)
        with open(release, "w") as file:
            file.write(text)
        refused(UNAVAILABLE, "Máy này là: " + name, "refused where the system is %s" % name)
    with open(release, "w") as file:
        file.write(kept)

    at = other("arch")
    os.unlink(glob.glob(system.path(at) + "/sotay_*.deb")[0])
    os.rename(system.path(repacked(system, "foreign", Architecture="arm64")), system.path(at + "/sotay_1_arm64.deb"))
    sums(at)
    refused(UNAVAILABLE, "dành cho máy arm64", "refused on another kind of computer", at)

    at = other("damaged")
    with open(glob.glob(system.path(at) + "/thu-vien/%s/*.deb" % system.name)[0], "r+b") as file:
        file.seek(-9, 2)
        file.write(b"x")
    refused(DATAERR, "bị hỏng", "a damaged file of the stick is noticed before anything is done", at)

    refused(NOPERM, "không được phép", "who has no password for it installs nothing", user="nobody")
    subprocess.run(["chroot", system.root, "chpasswd"], input=("root:%s\n" % PASSWORD).encode(), check=True)
    code, said = system.type([("Password:", "wrong\n")], "sh", system.stick + "/cai-dat.sh", user="nobody", **VIETNAMESE)
    tap.ok(code == NOPERM and "Chưa cài gì" in said, "%s: nor who types a wrong one" % system.name, said)
    code, said = system.type([("Password:", PASSWORD + "\n")], "sh", system.stick + "/cai-dat.sh", user="nobody", **VIETNAMESE)
    tap.ok(code == OK and "Xong." in said and system.version() == "installed " + version,
           "%s: the administrator's password is asked for, and does" % system.name, said)


def why_not():
    if os.geteuid():
        return "only root can make fresh systems"
    if not shutil.which("debootstrap"):
        return "debootstrap is not here"
    if subprocess.run(["unshare", "-mnpf", "mount", "-t", "proc", "proc", "/proc"], stderr=subprocess.DEVNULL).returncode:
        return "this machine permits no namespaces"
    return None


packages = glob.glob(stick + "/sotay_*.deb")
if not tap.equal(len(packages), 1, "there is a stick: ./bootstrap check-stick makes it"):
    tap.done()
version = os.path.basename(packages[0]).split("_")[1]
no_traces()
names = sorted(set(os.listdir(stick + "/thu-vien")) & set(SUITES))
why = why_not()
if why:
    tap.skip("the stick on %s" % ", ".join(names), why)
    tap.done()
with concurrent.futures.ThreadPoolExecutor() as makers:
    systems = list(makers.map(System, names))
try:
    for system in systems:
        if tap.equal(system.made.returncode, 0, "%s: a fresh system" % system.name):
            for part in fresh, opens, data_stays, again, one_version, refusals:
                part(system)
        else:
            print("# " + system.made.stdout.decode()[-500:].replace("\n", "\n# "))
finally:
    for system in systems:
        system.close()
tap.done()
