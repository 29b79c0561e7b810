"""Writers are killed (SIGKILL) at random moments, a notice with its file among what
they write: whatever they acknowledged is in the log, nothing is half applied, each
file that a row names is there. Acknowledgements are noted here, in another process.

A control shows that the check can fail: an acknowledgement of what was never
written, and an event taken out of a copy, must both be found."""
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import threading
import time

import faults

FULL, SHORT = 300, 10
WRITERS = 3
ACKS_FULL = 30000
MOST_SECONDS = 20


class Writer:
    """One that writes until it is killed; what it acknowledged is read as it comes."""

    def __init__(self, place, name):
        self.acks = []
        self.child = subprocess.Popen([faults.DRIVER, "write", *place.words, name, faults.TREE],
                                      stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.reader = threading.Thread(target=self.read)
        self.reader.start()

    def read(self):
        for line in self.child.stdout:
            if line.endswith(b"\n"):
                seq, key = line.split()
                self.acks.append((int(seq), key.decode()))

    def kill(self):
        alive = self.child.poll() is None
        self.child.send_signal(signal.SIGKILL)
        self.child.wait()
        self.reader.join()
        words = self.child.stderr.read().decode("utf8", "replace")
        self.child.stdout.close()
        self.child.stderr.close()
        faults.must(alive, "a writer ended by itself: " + words)


def lost(place, acks):
    """The acknowledged actions that the ledger does not hold."""
    held = set()
    for line in faults.driver("keys", *place.words).splitlines():
        seq, key = line.split()
        held.add((int(seq), key))
    return [ack for ack in acks if ack not in held]


def cycle(place, number, dice, want):
    """Starts writers, lets them get somewhere, kills them at different moments."""
    writers = [Writer(place, "c%d-w%d" % (number, i)) for i in range(WRITERS)]
    end = time.monotonic() + MOST_SECONDS
    while sum(len(w.acks) for w in writers) < want and time.monotonic() < end:
        time.sleep(0.005)
    for writer in dice.sample(writers, len(writers)):
        time.sleep(dice.random() * 0.02)
        writer.kill()
    return [ack for w in writers for ack in w.acks]


def control(place, acks):
    """The check finds what is lost."""
    faults.must(lost(place, acks + [(acks[-1][0] + 1000, "never-written")]),
                "the check did not find an action that was never written")
    copy = place.words[0] + "-copy"
    shutil.copytree(place.words[0], copy)
    db = sqlite3.connect(os.path.join(copy, "ledger.db"))
    seq = acks[len(acks) // 2][0]
    db.execute("DELETE FROM event WHERE seq = ?", (seq,))
    db.commit()
    db.close()
    there = faults.Place(copy, copy + "/evidence", ("--ledger", copy))
    faults.must([a for a, _ in lost(there, acks)] == [seq], "the check did not find a lost event")
    faults.must(faults.huiyin("verify", *there.options).returncode == 1,
                "verify did not find a lost event")
    shutil.rmtree(copy)


def run(size):
    lines = []
    with faults.engines("crashes") as places:
        for name, place in places:
            dice, acks, start = random.Random(size), [], time.monotonic()
            faults.driver("make", *place.words)
            for number in range(size):
                want = ACKS_FULL // FULL if size == FULL else dice.randint(5, 25)
                acks += cycle(place, number, dice, want)
                if size <= 20 or number % 20 == 19:
                    faults.must(not lost(place, acks), "%s: acknowledged and lost: %s"
                                % (name, lost(place, acks)[:5]))
            faults.must(not lost(place, acks), "acknowledged and lost")
            faults.intact(place)
            run = faults.huiyin("check-ledger", "--hashes", *place.options)
            faults.must(run.returncode == 0, run.out + run.words)
            faults.must(acks, "nothing was acknowledged")
            if name == "sqlite":
                control(place, acks)
            lines.append("%s: %d cycles of %d writers, %d acknowledged, 0 lost, 0 half applied, "
                         "in %.0f s" % (name, size, WRITERS, len(acks), time.monotonic() - start))
    return "\n  ".join(lines)
