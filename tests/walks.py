"""The walks of docs/architecture.md are true, and pages name files that exist.

Each row of a walk names a function and its file. The file defines it, and its
body calls the next one: by name, or through what the row names, a member of a
table of functions or a library that calls back, into a table of the next one's
file. After a row that returns, the next is a function the walk has passed.
"""
import os
import re
import sys

sys.path.insert(0, os.path.join(os.environ["srcdir"], "tests/e2e"))
from harness import Tap  # noqa: E402

ROW = re.compile(r"^\| `(\w+)` \| `([\w/.]+)` \| (?:`(\w+)`|(\*returns\*))? ?\| .+ \|$")
tap = Tap()


def source(path):
    with open(os.path.join(os.environ["srcdir"], path), encoding="utf-8") as file:
        return re.sub(r"/\*.*?\*/", " ", file.read(), flags=re.S)


def body(text, function):
    """What stands between the braces of a function's definition; None without one."""
    found = re.search(r"^\w[^;{}()]*\b%s\([^;{}]*\)\n\{\n(.*?)^\}" % function, text, re.S | re.M)
    return found and found.group(1)


def walks(page):
    """For each heading of the page that has rows: the rows."""
    found, heading = {}, ""
    for line in page.splitlines():
        if line.startswith("#"):
            heading = line.lstrip("# ")
        row = ROW.match(line)
        if row:
            found.setdefault(heading, []).append(row.groups())
    return found


def wrong(rows, at, sources=source):
    """What is not true of a row; "" when all is."""
    function, path, through, returns = rows[at]
    text = body(sources(path), function)
    if text is None:
        return "%s does not define it" % path
    if at + 1 == len(rows):
        return ""
    name, its_path = rows[at + 1][:2]
    if returns:
        return "" if (name, its_path) in [row[:2] for row in rows[:at]] else name + " was not passed before"
    if not re.search(r"\b%s\b" % (through or name), text):
        return "it does not call " + (through or name)
    if through and len(re.findall(r"\b%s\b" % name, sources(its_path))) < 2:
        return "%s hands %s to nobody" % (its_path, name)
    return ""


def a_walk_that_is_not_true():
    files = {"a.c": "int f(void)\n{\n\tg();\n}\n", "b.c": "int g(void)\n{\n\treturn 0;\n}\n"}
    for rows, good in (([("f", "a.c", None, None), ("g", "b.c", None, None)], True),
                       ([("g", "b.c", None, None), ("f", "a.c", None, None)], False),
                       ([("f", "b.c", None, None)], False),
                       ([("f", "a.c", "g", None), ("g", "b.c", None, None)], False),
                       ([("f", "a.c", None, "*returns*"), ("g", "b.c", None, None)], False)):
        tap.equal(not wrong(rows, 0, files.get), good, "seen through: %s" % (rows,))


def files_that_exist():
    top = os.environ["srcdir"]
    pages = ["README.md"] + sorted("docs/" + name for name in os.listdir(os.path.join(top, "docs")) if name.endswith(".md"))
    for page in pages:
        with open(os.path.join(top, page), encoding="utf-8") as file:
            text = file.read()
        named = set(re.findall(r"`((?:store|sync|tui|tests|docs|locales)/[\w./-]+)`", text))
        named |= {os.path.normpath(os.path.join(os.path.dirname(page), link))
                  for link in re.findall(r"\]\(([\w./-]+)\)", text)}
        missing = [path for path in sorted(named) if not os.path.exists(os.path.join(top, path))
                   and not any(os.path.exists(os.path.join(top, path) + end) for end in (".c", ".h"))]
        tap.equal(missing, [], "%s names files that exist" % page)


a_walk_that_is_not_true()
files_that_exist()
with open(os.path.join(os.environ["srcdir"], "docs/architecture.md"), encoding="utf-8") as page:
    found = walks(page.read())
tap.equal(len(found), 3, "three walks")
for heading, rows in found.items():
    tap.ok(len({row[0] for row in rows}) >= 12, "%s: at least twelve functions" % heading, len(rows))
    for at, row in enumerate(rows):
        why = wrong(rows, at)
        tap.ok(not why, "%s: %s" % (heading, row[0]), why)
tap.done()
