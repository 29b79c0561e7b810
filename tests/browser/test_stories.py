#!/usr/bin/env python3
"""Whole pieces of work in a real browser, with scripts and without: stories.js."""
import sys

import browse

COST = 60
sys.exit(browse.main("stories"))
