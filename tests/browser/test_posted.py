#!/usr/bin/env python3
"""Pages that only forms lead to, and forms that were refused, in a real browser: posted.js."""
import sys

import browse

COST = 60
sys.exit(browse.main("posted"))
