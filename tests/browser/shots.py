#!/usr/bin/env python3
"""Pictures of every page, for people to look at. usage: shots.py DIR (./setup shots DIR)."""
import os
import sys

import browse

if len(sys.argv) != 2:
    sys.exit(__doc__)
if browse.missing():
    sys.exit("shots.py: no pictures without " + browse.missing())
folder = os.path.abspath(sys.argv[1])
os.makedirs(folder, exist_ok=True)
with browse.office(units=20, findings=120) as made:
    browse.drive(made, "shots", folder=folder)
