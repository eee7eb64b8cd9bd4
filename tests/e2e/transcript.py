"""A page's session is what really happens: its commands are run in order, and say what it says.

A block ```console has commands ("$ " before them, "> " before a line that goes on) and what they print,
standard output and error as they come. What is drawn anew each time (codes of laptops and units, lanes, hashes, ids) stands
in the page as it once was: it is learnt where it first appears, must be the same wherever the page has the
same, and stands in for it in commands.
"""
import os
import re
import subprocess

DRAWN = re.compile(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}|\b[0-9a-f]{16,64}\b|\b[0-9a-z]{26}\b|(?<=[_-])[0-9a-f]{8}(?=\.stb|…)")
SENTINEL = "-- end of command --"


def sessions(page):
    """For each block the list of [command, output]."""
    for block in re.findall(r"^```console\n(.*?)^```", page, re.S | re.M):
        steps = []
        for line in block.splitlines():
            if line.startswith("$ "):
                steps.append([line[2:], ""])
            elif line.startswith("> ") and steps and not steps[-1][1]:
                steps[-1][0] += "\n" + line[2:]
            else:
                steps[-1][1] += line + "\n"
        yield steps


class Shell:
    """One shell for a whole page, so that what is exported stays."""

    def __init__(self, cwd, env, shown=None):
        """shown: what the page has where the folder's path is printed."""
        self.cwd, self.shown = os.path.realpath(cwd), shown or cwd
        self.process = subprocess.Popen(["bash"], cwd=cwd, env=env, stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, stderr=subprocess.STDOUT)

    def run(self, command):
        script = "{ %s\n} </dev/null 2>&1\nprintf '%%s %%d\\n' '%s' $?\n" % (command, SENTINEL)
        self.process.stdin.write(script.encode())
        self.process.stdin.flush()
        out = []
        for line in self.process.stdout:
            text = line.decode("utf-8", "replace")
            before, found, status = text.partition(SENTINEL)
            if found:
                out.append(before)
                return "".join(out).replace(self.cwd, self.shown), int(status)
            out.append(text)
        raise RuntimeError("the shell ended in: " + command)

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def spoken(command, known):
    """A command of the page with what is known to stand for what it names."""
    return DRAWN.sub(lambda m: known.get(m.group(0), m.group(0)), command)


def agrees(shown, real, known):
    """Whether the output is the page's but for what is drawn, which is learnt."""
    a, b = DRAWN.split(shown), DRAWN.split(real)
    drawn = DRAWN.findall(shown), DRAWN.findall(real)
    if a != b:
        return False
    for old, new in zip(*drawn):
        if known.setdefault(old, new) != new:
            return False
    return True


def walk(tap, path, shell, change=lambda command: command):
    """Run a page; change: what a command becomes before it is run. Whether all of it agreed."""
    with open(path, encoding="utf-8") as file:
        page = file.read()
    known, good = {}, True
    for steps in sessions(page):
        for command, shown in steps:
            real, _ = shell.run(change(spoken(command, known)))
            good &= tap.ok(agrees(shown, real, known), command.split("\n")[0][:90],
                           "the page has\n%s\nit says\n%s" % (shown, real))
    return good


def rewrite(path, shell, change=lambda command: command):
    """The page as it would be true now: for who changed what is printed."""
    with open(path, encoding="utf-8") as file:
        page = file.read()
    known = {}

    def block(found):
        out = ["```console\n"]
        for steps in sessions(found.group(0)):
            for command, shown in steps:
                real, _ = shell.run(change(spoken(command, known)))
                agrees(shown, real, known)
                back = {new: old for old, new in known.items()}
                out.append("$ " + command.replace("\n", "\n> ") + "\n")
                out.append(DRAWN.sub(lambda m: back.get(m.group(0), m.group(0)), real))
        return "".join(out) + "```"
    fresh = re.sub(r"^```console\n.*?^```", block, page, flags=re.S | re.M)
    with open(path, "w", encoding="utf-8") as file:
        file.write(fresh)
