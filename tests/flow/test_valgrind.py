"""A few commands under valgrind: no wrong access, nothing lost. The program is
that of the clang build, which has no sanitizer."""
import os
import shutil
import subprocess
import sys
import tempfile

import tap

COST = 30
PROGRAM = os.path.join(tap.ROOT, "build-clang", "huiyin")


def main():
    if not shutil.which("valgrind"):
        tap.skip("commands under valgrind", "valgrind is not installed")
        return tap.done()
    subprocess.run(["sh", "tests/clang.sh"], cwd=tap.ROOT, check=True, stdout=subprocess.DEVNULL)
    with tempfile.TemporaryDirectory() as work:
        env = dict(os.environ, HUIYIN_LEDGER=os.path.join(work, "ledger"))
        for status, args in ((0, ["parse", "--json", "examples/clean.txt"]),
                             (1, ["check", "examples/careless.txt"]),
                             (0, ["init"]), (0, ["import", "examples/clean.txt"]),
                             (0, ["list", "measures"]), (0, ["verify"])):
            done = subprocess.run(
                ["valgrind", "-q", "--error-exitcode=99", "--leak-check=full",
                 "--errors-for-leak-kinds=definite", PROGRAM, *args], cwd=tap.ROOT, env=env,
                stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            words = done.stderr.decode("utf8", "replace")
            tap.ok(done.returncode == status and (done.stdout or words) and "==" not in words,
                   "valgrind: " + " ".join(args), "status %d\n%s" % (done.returncode, words))
    return tap.done()


sys.exit(main())
