"""The places that bench/gather.py asks: what is claimed, and stub servers whose pages speak of it."""

from __future__ import annotations

import random
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.stubs.server import Reply, Request, Stub, running

LATENCY, PROVIDERS_ASKED, PAGES_EACH = 0.2, 4, 3
PLACES = ("Port Ellery", "Kelmouth", "Northport", "Ansty", "Brambury", "Colne Hill", "Dunmarsh", "Eastwick")
THINGS = ("ferry", "bridge", "library", "hospital", "tram line", "school", "reservoir", "town hall")
SENTENCES = (
    "The council said on Monday that the {thing} at {place} had cost {number} million pounds.",
    "Residents of {place} had been told that it would be {other} million pounds, and open in March.",
    "A spokesman for the builders would not say who had agreed to the new price of the {thing}.",
    "Work on the {thing} began three years ago, after a long inquiry into the old one.",
    "The member for {place} asked the minister for a full account before the summer.",
    "Nobody at the county could be reached on Tuesday, when the figures were published.",
)


def facts(number: int) -> dict[str, Any]:
    chance = random.Random(number)
    value = chance.randint(3, 900)
    return {"place": chance.choice(PLACES), "thing": chance.choice(THINGS), "number": value, "other": value // 2 + 1}


def statement(number: int) -> str:
    return "The {thing} at {place} cost {number} million pounds, the council said.".format(**facts(number))


def page(number: int, copy: int) -> str:
    """A news page of about 4 kB of text, with what surrounds it on a site."""
    chance = random.Random(f"{number} {copy}")
    told = facts(number)
    paragraphs = [
        " ".join(sentence.format(**told) for sentence in chance.sample(SENTENCES, 4)) + f" ({copy}.{part})"
        for part in range(10)
    ]
    links = "".join(f'<li><a href="/{n}">Section {n}</a></li>' for n in range(30))
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        f"<!doctype html><html lang='en'><head><title>The {told['thing']} of {told['place']}</title></head><body>"
        f"<nav><ul>{links}</ul></nav><article><h1>The {told['thing']} of {told['place']}</h1>{body}</article>"
        f"<footer><ul>{links}</ul></footer></body></html>"
    )


class Place(Stub):
    """Answers every question with the addresses of its pages on it."""

    name, setting = "place", ""

    def answer(self, request: Request) -> Reply:
        if request.path == "/robots.txt":
            return Reply("", 404, content_type="text/plain")
        if request.path == "/ask":
            number = request.params["q"]
            return Reply([f"{self.url}/page/{number}/{copy}" for copy in range(PAGES_EACH)])
        number, copy = request.path.removeprefix("/page/").split("/")
        return Reply(page(int(number), int(copy)), content_type="text/html; charset=utf-8")


def serve(pipe: Any) -> None:
    """Serves in a process of its own: sends the addresses, then for every message the number of requests so far."""
    with ExitStack() as stack:
        stubs = [stack.enter_context(running(Place(LATENCY), host=f"127.0.0.{2 + n}")) for n in range(PROVIDERS_ASKED)]
        pipe.send([stub.url for stub in stubs])
        while pipe.recv():
            pipe.send(sum(len(stub.requests) for stub in stubs))
