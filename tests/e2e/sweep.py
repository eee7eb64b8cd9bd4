"""What the tests share that try a command once for each thing that can go wrong in it.

Each try has a Folder of its own, a copy of one that was prepared; afterwards what it
holds is looked at by the program as it is, with nothing in its way.
"""
import concurrent.futures
import json
import os
import random
import shutil

HEAVY = bool(os.environ.get("HEAVY"))
VAULT = "sotay.vault"

pool = concurrent.futures.ThreadPoolExecutor(os.cpu_count() or 2)


class Bad(Exception):
    """What a look found that must never be."""


def sample(tries, some, seed):
    """Of these so many, always the same; with HEAVY all."""
    tries = list(tries)
    if HEAVY or len(tries) <= some:
        return tries
    return random.Random(seed).sample(tries, some)


def sweep(run, tries):
    """run(one) is None, or what is wrong; all that is wrong, first how many."""
    wrong = [why for why in pool.map(run, tries) if why]
    return ["%d wrong" % len(wrong)] + wrong if wrong else []


class Folder:
    """A folder with a data file of the desk's; all its files are of this try alone."""

    def __init__(self, desk, name, source=None):
        self.desk, self.source = desk, source
        self.path = desk.path(name)
        if source:
            shutil.copytree(source.path, self.path)
        else:
            os.mkdir(self.path)
        self.vault = self.file(VAULT)
        self.in_doubt = False # after something went wrong: looks verify it, too

    def file(self, name):
        return os.path.join(self.path, name)

    def write(self, name, content):
        with open(self.file(name), "w") as out:
            os.fchmod(out.fileno(), 0o600) # of a password that others can read one is warned
            out.write(content)
        return self.file(name)

    def read(self, name):
        with open(self.file(name), "rb") as content:
            return content.read()

    def names(self):
        return set(os.listdir(self.path))

    def run(self, *args, env=None, **how):
        return self.desk.run(*args, env={"SOTAY_VAULT": self.vault, **(env or {})}, **how)

    def calls(self, *args, env=None, **how):
        return self.desk.calls(*args, env={"SOTAY_VAULT": self.vault, **(env or {})}, **how)

    def foreign(self, *args, **how):
        return self.desk.foreign(*args, env={"SOTAY_VAULT": self.vault}, **how)

    def untouched(self):
        """Whether it is still, to the byte, what it was copied from."""
        return self.names() == self.source.names() and all(
            self.read(name) == self.source.read(name) for name in self.names())

    def must(self, *args, **how):
        """What a command prints that must work here."""
        result = self.run(*args, **how)
        if result.code:
            raise Bad("afterwards %s" % result)
        return result.out

    def be_whole(self, *args):
        if self.in_doubt:
            self.must("check", *args)

    def close(self):
        shutil.rmtree(self.path)


def base_of(desk):
    """Where the desk's data file lies from now on: the folder that others are copies of."""
    base = Folder(desk, "base")
    desk.vault = desk.env["SOTAY_VAULT"] = base.vault
    return base


def without(lines, *fields):
    """Lines of JSON without the fields that are new every time, in an order that does not lean on them."""
    found = []
    for line in lines.splitlines():
        record = json.loads(line)
        for field in fields:
            record.pop(field, None)
        found.append(json.dumps(record, ensure_ascii=False))
    return "\n".join(sorted(found))
