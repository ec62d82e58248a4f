"""Where the parts that the product brings along keep their files, when nobody named others."""

from __future__ import annotations

import hashlib
import ipaddress
import json
import os
import secrets
import tempfile
from pathlib import Path

LONGEST_SOCKET_PATH = 100  # the kernel's limit is 107 bytes; longer paths fail at bind()


def broker_socket(data_dir: Path) -> Path:
    """Path of the embedded broker's Unix socket: under the data directory, or a short private folder if too long."""
    path = data_dir / "run" / "broker.sock"
    if len(os.fsencode(path)) <= LONGEST_SOCKET_PATH:
        return path
    digest = hashlib.sha256(os.fsencode(data_dir)).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"proofdesk-{os.getuid()}-{digest}" / "broker.sock"


def kept_secret(path: Path) -> str:
    """The secret key kept at ``path``; made at random (owner-readable only) on the first call."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    key = secrets.token_urlsafe(50)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(key)
    return key


def is_loopback(entry: str) -> bool:
    """Whether ``host:port`` names this machine itself."""
    host = entry.rsplit(":", 1)[0].strip().strip("[]").lower()
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def last_address(data_dir: Path) -> str:
    """Where `up` serves this data directory, or last did; empty when it never ran."""
    try:
        told = json.loads((data_dir / "run" / "up.lock").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return ""
    address = told.get("address") if isinstance(told, dict) else None
    return address if isinstance(address, str) and address.startswith(("http://", "https://")) else ""
