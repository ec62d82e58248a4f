"""Many people at once at a running service: made in one process, calling from many threads."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import requests

from tests.running.service import Service

_MAKE = """
import json
from tests.verification import desk
from verification.tokens import create_token
from verification.permissions import SCOPES, SCOPE_ROLE
from claims.roles import at_least
made = []
for number in range({count}):
    person = desk.person("{role}", name="{role}-{tag}-" + str(number))
    scopes = [scope for scope in SCOPES if at_least("{role}", SCOPE_ROLE[scope])]
    made.append(create_token(person, scopes=scopes)[1])
print(json.dumps(made))
"""
_CLAIMS = """
import json
from tests.verification import desk
about = desk.article(url="https://paper.example/{tag}")
made = []
for number in range({count}):
    row = desk.check("open", desk.claim(about, key="{tag}" + str(number)))
    made.append([row.claim_id, row.claim.version, desk.evidence(row, ).pk if {evidence} else None])
print(json.dumps(made))
"""


@dataclass(frozen=True)
class Caller:
    """One person's program."""

    address: str
    token: str

    def call(self, method: str, path: str, body: object = None, **headers: str) -> requests.Response:
        return requests.request(
            method,
            f"{self.address}/api/v1{path}",
            json=body,
            headers={"Authorization": f"Bearer {self.token}", **headers},
            timeout=120,
        )


def people(service: Service, role: str, count: int, tag: str) -> list[Caller]:
    """So many people of a role."""
    out = service.manage("shell", "-v", "0", "-c", _MAKE.format(count=count, role=role, tag=tag))
    return [Caller(service.address, token) for token in json.loads(out.splitlines()[-1])]


def open_claims(service: Service, count: int, tag: str, evidence: bool = False) -> list[list[Any]]:
    """So many claims open for review: [claim, version, a piece of evidence]."""
    out = service.manage("shell", "-v", "0", "-c", _CLAIMS.format(count=count, tag=tag, evidence=evidence))
    made: list[list[Any]] = json.loads(out.splitlines()[-1])
    return made


def at_once(acts: Sequence[Callable[[], Any]]) -> list[Any]:
    """Each in its thread, all let go at the same instant; what they returned."""
    gate = threading.Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        gate.wait(60)
        return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [done.result() for done in [pool.submit(run, act) for act in acts]]
