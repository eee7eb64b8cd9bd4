"""What the README shows is what the program does: the printed week, the first day's commands."""
import os
import re
import subprocess

from harness import Desk, Tap

readme = os.path.join(os.environ.get("srcdir", "."), "README.md")
with open(readme, encoding="utf-8") as f:
    text = f.read()

tap = Tap()
desk = Desk()
shown = re.search(r"prints the week:\n\n```\n(.*?)```", text, re.S).group(1)
tap.equal(desk.run("demo", lang="vi").out, shown, "the week is what sotay demo prints")

commands = re.search(r"```sh\n(\(umask .*?)```", text, re.S).group(1)
commands = commands.replace("build/sotay", desk.program + " --vault first.vault")
commands = commands.replace(" init ", " init --kdf-mem 19 --kdf-ops 2 ")
day = subprocess.run(["bash", "-euc", commands], cwd=desk.home, env=desk.env,
                     stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60)
tap.equal((day.returncode, day.stderr.decode()), (0, ""), "the first day's commands run")
tap.equal(os.path.exists(os.path.join(desk.home, "pass")), False, "no password stays behind")
tap.ok(re.search(r"Số lượt hướng dẫn +1\n", day.stdout.decode()), "and end in the week",
       day.stdout.decode())
for name in re.findall(r"\]\(([^)#]+)\)", text):
    tap.ok(os.path.exists(os.path.join(os.path.dirname(readme), name)), "there is a " + name)
desk.close()
tap.done()
