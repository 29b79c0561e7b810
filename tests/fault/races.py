"""64 processes race for the same steps (claim, apply, verify, reopen) of the same
findings: each race has exactly one winner, four eyes hold, the log is intact."""
import subprocess

import faults

FULL, SHORT = 20000, 200
PROCESSES = 64
SECONDS_A_RACE = 2.0


def run(size):
    lines = []
    with faults.engines("races") as places:
        for name, place in places:
            # a race over a server takes several times as long
            races = size if name == "sqlite" or size > SHORT else max(size // 4, 1)
            try:
                out = faults.driver("race", *place.words, str(PROCESSES), str(races),
                                    timeout=120 + SECONDS_A_RACE * size)
            except subprocess.TimeoutExpired:
                raise faults.Failed("%s: not done in time" % name)
            faults.intact(place)
            lines.append("%s: %s" % (name, out.strip()))
    return "\n  ".join(lines)
