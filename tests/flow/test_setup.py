"""setup itself: its words, and that it installs what is missing and only that.
apt, dpkg-query, id and sudo are stand-ins here, found by PATH."""
import os
import subprocess
import sys
import tempfile

import tap

TOOLS = ("sh", "dirname", "cat", "printf", "env", "rm")


class Machine:
    """A folder of programs, and nothing else on PATH."""

    def __init__(self, work, name):
        self.bin = os.path.join(work, name)
        self.log = os.path.join(work, name + ".log")
        os.mkdir(self.bin)
        for tool in TOOLS:
            for folder in ("/bin", "/usr/bin"):
                if os.path.exists(os.path.join(folder, tool)):
                    os.symlink(os.path.join(folder, tool), os.path.join(self.bin, tool))
                    break

    def add(self, name, script):
        path = os.path.join(self.bin, name)
        with open(path, "w") as f:
            f.write('#!/bin/sh\necho "%s $*" >>"%s"\n%s\n' % (name, self.log, script))
        os.chmod(path, 0o755)

    def setup(self, *args):
        run = subprocess.run(["/bin/sh", os.path.join(tap.ROOT, "setup"), *args],
                             env={"PATH": self.bin}, stdin=subprocess.DEVNULL,
                             stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        return run.returncode, run.stdout.decode("utf8", "replace")

    def calls(self, name):
        lines = open(self.log).read().splitlines() if os.path.exists(self.log) else []
        return [x for x in lines if x.startswith(name + " ")]


def main():
    with tempfile.TemporaryDirectory() as work:
        m = Machine(work, "plain")
        status, said = m.setup("build")
        tap.ok(status == 1 and "没有 apt" in said and "no apt" in said, "no apt: said in both languages",
               said)
        status, said = m.setup("bulid")
        tap.ok(status == 1 and "bulid" in said and "bench" in said, "an unknown verb: named, with help",
               said)
        status, said = m.setup("help")
        verbs = [v for v in ("demo", "test", "build", "bench", "fuzz", "clean", "help")
                 if "  " + v in said]
        tap.ok(status == 0 and len(verbs) == 7, "help lists every verb", said)

        m = Machine(work, "whole")
        m.add("dpkg-query", "printf installed")
        m.add("apt-get", "exit 0")
        m.add("meson", "exit 1")
        m.setup("build")
        tap.same(m.calls("apt-get"), [], "nothing missing: apt is not called")
        tap.ok(m.calls("meson"), "and the build starts")

        lacking = 'case "$*" in *libzip-dev*) exit 1 ;; esac\nprintf installed'
        m = Machine(work, "user")
        m.add("dpkg-query", lacking)
        m.add("apt-get", "exit 0")
        m.add("id", "echo 1000")
        status, said = m.setup("build")
        tap.ok(status == 1 and "root" in said and "install -y" in said and "libzip-dev" in said
               and not m.calls("apt-get"), "neither root nor sudo: said, with the command to run", said)
        m.add("sudo", 'exec "$@"')
        m.setup("build")
        tap.ok(m.calls("sudo") and m.calls("apt-get"), "sudo is used where it is")

        m = Machine(work, "root")
        m.add("dpkg-query", lacking)
        m.add("apt-get", "exit 0")
        m.add("id", "echo 0")
        m.add("meson", "exit 1")
        m.setup("build")
        calls = m.calls("apt-get")
        tap.ok(len(calls) == 2 and calls[0].endswith(" update") and calls[1].endswith(
            "install -y --no-install-recommends libzip-dev"), "only what is missing is installed",
            "\n".join(calls))
        m.add("apt-get", "exit 100")
        status, said = m.setup("build")
        tap.ok(status == 1 and "apt 没有装成" in said and "apt did not succeed" in said,
               "apt fails: said in both languages", said)
        status, said = m.setup("test")
        tap.ok(status == 1, "test ends with status 1 where nothing can be installed", said)
    return tap.done()


sys.exit(main())
