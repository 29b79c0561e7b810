"""A ledger on a small file system that fills up: the action is refused with a
sentence, nothing that was acknowledged is lost, and it goes on once there is
room. Needs root, to mount a tmpfs."""
import os
import subprocess
import tempfile

import faults

FULL, SHORT = 5, 1
MEGABYTES = 8


def fill(path, leave):
    """A file that takes what is free but `leave` bytes."""
    with open(path, "wb", buffering=0) as f:
        stat = os.statvfs(os.path.dirname(path))
        left = stat.f_bavail * stat.f_frsize - leave
        while left > 0:
            left -= f.write(b"\0" * min(left, 1 << 16))


def once(mount, number):
    led = os.path.join(mount, "ledger%d" % number)
    place = ("--ledger", led, "--as", "钟实")
    ballast = os.path.join(mount, "ballast")
    faults.must(faults.huiyin("init", led, "--as", "钟实").returncode == 0, "init")
    fill(ballast, 160 << 10)
    done = 1
    refused = None
    for i in range(400):
        if i % 4 == 3:
            path = os.path.join(faults.ROOT, "examples", ("clean.txt", "careless.txt")[i // 4 % 2])
            run = faults.huiyin("import", path, *place)
        else:
            run = faults.huiyin("act", "add-unit", "--name", "社区%d" % i, *place)
        if run.returncode:
            refused = run.words
            break
        done += "早已" not in run.words and "已有，就是" not in run.words
    faults.must(refused, "the disk never was full")
    faults.must("磁盘" in refused or "空间" in refused or "No space" in refused,
                "refused with another sentence: " + refused)
    os.unlink(ballast)
    run = faults.huiyin("verify", "--ledger", led)
    faults.must(run.returncode == 0 and run.out.startswith("%d events" % done),
                "%d were acknowledged: %s" % (done, run.out + run.words))
    run = faults.huiyin("act", "add-unit", "--name", "竹溪社区", *place)
    faults.must(run.returncode == 0, "it does not go on: " + run.words)
    faults.intact(faults.Place(led, led + "/evidence", ("--ledger", led)))
    return done, refused.strip().splitlines()[-1]


def run(size):
    if os.geteuid() != 0:
        raise faults.Skipped("mounting a small tmpfs needs root")
    mount = tempfile.mkdtemp(prefix="huiyin-full-")
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=%dm" % MEGABYTES, "tmpfs", mount],
                          stderr=subprocess.PIPE)
    if made.returncode:
        os.rmdir(mount)
        raise faults.Skipped("no tmpfs can be mounted: " + made.stderr.decode().strip())
    try:
        told = [once(mount, i) for i in range(size)]
    finally:
        subprocess.run(["umount", mount])
        os.rmdir(mount)
    return "%d times full after %s actions: %s" % (size, [d for d, _ in told], told[0][1])
