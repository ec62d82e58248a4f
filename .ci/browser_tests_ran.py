"""Fails unless the tests in a real browser ran: `browser_tests_ran.py REPORT.xml` (pytest's JUnit report)."""

import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

if not Path(sys.argv[1]).exists():
    sys.exit("pytest wrote no report; it did not come as far as running a test.")
report = ElementTree.parse(sys.argv[1])  # noqa: S314 - written by our own test run
cases = [case for case in report.iter("testcase") if "tests.browser" in case.get("classname", "")]
skipped = [case for case in cases if case.find("skipped") is not None]
if not cases or skipped:
    sys.exit(f"{len(skipped)} of {len(cases)} browser tests were skipped; all must run here. Is Chromium installed?")
