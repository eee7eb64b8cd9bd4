"""Three desks from nothing, as docs/exchange.md tells it: every command run, every line compared.

With an argument the page is written anew, with what the program says now.
"""
import os
import sys

import transcript
from harness import Desk, Tap

PAGE = os.path.join(os.environ.get("srcdir", "."), "docs", "exchange.md")


def change(command):
    return command.replace("sotay init ", "sotay init --kdf-mem 19 --kdf-ops 2 ")


tap = Tap()
desk = Desk()
programs = desk.path("bin")
os.mkdir(programs)
os.symlink(os.path.abspath(desk.program), os.path.join(programs, "sotay"))
desk.env["PATH"] = programs + ":" + desk.env["PATH"]
for name in ("SOTAY_VAULT", "SOTAY_PASSPHRASE_FILE"):
    del desk.env[name]
work = desk.path("work")
os.mkdir(work)
shell = transcript.Shell(work, desk.env, "/home/lan")
shell.run("umask 077")
if len(sys.argv) > 1:
    transcript.rewrite(PAGE, shell, change)
    sys.exit()
transcript.walk(tap, PAGE, shell, change)
shell.close()
desk.close()
tap.done()
