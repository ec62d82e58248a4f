"""SQLite under many writers: nobody is ever told that the database is locked."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.conftest import size
from tests.running.service import ROOT, environment

pytestmark = [pytest.mark.services, pytest.mark.timeout(600)]

WRITERS = 8
SECONDS = size(4, 60)
WORST_WAIT = size(30, 10)  # beside a whole test suite nobody can promise ten seconds

# One process that forks: what is measured is writing, not starting Django eight times.
WRITE = """
import json, multiprocessing, sys, time
import django
django.setup()
from django.core.management import call_command
from django.db import OperationalError, connections, transaction
from verification import audit
from verification.models import Rating

def write(number, seconds):
    until = time.monotonic() + seconds
    done, locked, worst = 0, 0, 0.0
    while time.monotonic() < until:
        began = time.monotonic()
        try:
            with transaction.atomic():  # reads, then writes: what fails at once with Django's own settings
                Rating.objects.count()
                audit.append(None, audit.Act("tried", "writer", number))
            done += 1
        except OperationalError:
            locked += 1
        worst = max(worst, time.monotonic() - began)
        time.sleep(0.005)
    return done, locked, worst

call_command("migrate", verbosity=0)
connections.close_all()
writers, seconds = int(sys.argv[1]), float(sys.argv[2])
with multiprocessing.get_context("fork").Pool(writers) as pool:
    figures = pool.starmap(write, [(number, seconds) for number in range(writers)], chunksize=1)
held = audit.verify()
print(json.dumps({"figures": figures, "rows": held.rows, "broken": held.broken_seq}))
"""


def test_eight_writers_are_never_refused(tmp_path: Path) -> None:
    settings = {**environment(tmp_path), "DJANGO_SETTINGS_MODULE": "config.settings"}
    ran = subprocess.run(
        [sys.executable, "-c", WRITE, str(WRITERS), str(SECONDS)],
        cwd=ROOT,
        env=settings,
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 0, ran.stderr
    told = json.loads(ran.stdout)
    written = [done for done, _, _ in told["figures"]]
    assert [locked for _, locked, _ in told["figures"]] == [0] * WRITERS
    assert max(worst for _, _, worst in told["figures"]) < WORST_WAIT
    assert all(written), "nobody starves"
    assert (told["rows"], told["broken"]) == (sum(written), None)
