"""Run the stubs by hand: ``python -m tests.stubs [--latency SECONDS] [--port FIRST]``; Ctrl-C stops them."""

from __future__ import annotations

import argparse
import signal
import sys
from contextlib import ExitStack

from tests.stubs.every import EVERY
from tests.stubs.server import running


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--latency", type=float, default=0.0, help="seconds before each answer")
    parser.add_argument("--port", type=int, default=8101, help="port of the first stub")
    options = parser.parse_args()
    with ExitStack() as stack:
        stubs = [stack.enter_context(running(kind(options.latency), options.port + i)) for i, kind in enumerate(EVERY)]
        lines = [f"{stub.setting}={stub.url}" for stub in stubs]
        lines.append("PROOFDESK_TEST=1")
        lines.append("FETCH_ALLOW_PRIVATE=" + ",".join(stub.url.removeprefix("http://") for stub in stubs))
        sys.stdout.write("\n".join(lines) + "\n")
        for stub in stubs:
            sys.stdout.write(f"# {stub.name} plays {', '.join(sorted(stub.faults))}: POST to {stub.url}/_stub/play\n")
        sys.stdout.flush()
        signal.sigwait({signal.SIGINT, signal.SIGTERM})


if __name__ == "__main__":
    main()
