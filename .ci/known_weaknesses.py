"""Looks the pinned packages up among known weaknesses: `known_weaknesses.py LOCK`. Fails on one that is known.

Where the advisories cannot be had (no network, or a mirror that serves packages alone) it says so and passes: a desk
without internet must be able to build.
"""

import json
import subprocess
import sys

SECONDS = 240
LOOK_UP = ["--require-hashes", "--disable-pip", "--progress-spinner", "off", "--timeout", "5", "--format", "json"]


def looked_up(lock: str) -> list[dict[str, object]] | None:
    """What pip-audit found out about each package of the lock, or None where it found out nothing."""
    command = [sys.executable, "-m", "pip_audit", *LOOK_UP, "--requirement", lock]
    try:
        ran = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        return None
    try:
        packages: list[dict[str, object]] = json.loads(ran.stdout)["dependencies"]
    except (ValueError, KeyError, TypeError):
        return None
    return [package for package in packages if "skip_reason" not in package] or None


if __name__ == "__main__":
    packages = looked_up(sys.argv[1])
    if packages is None:
        sys.stdout.write(f"known weaknesses: not looked up, no advisories can be had from here ({sys.argv[1]})\n")
        sys.exit()
    weak = [package for package in packages if package["vulns"]]
    for package in weak:
        sys.stdout.write(f"{package['name']} {package['version']}: {json.dumps(package['vulns'])[:600]}\n")
    sys.stdout.write(f"known weaknesses: {len(weak)} of {len(packages)} packages looked up have one\n")
    sys.exit(bool(weak))
