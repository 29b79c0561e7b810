#!/usr/bin/env python3
"""Every page in a real browser, for every role that may see it: pages.js."""
import sys

import browse

COST = 60
sys.exit(browse.main("pages"))
