"""One invented event, told by a wire agency, by those who copied it, and by those who went there themselves."""

from __future__ import annotations

from verification.independence import Source

WIRE = """PORT ELLERY (Reuters) - A ferry with 212 people aboard sank off Port Ellery on Monday evening, and 41 of
them died, the coastguard said in what is the worst accident on the route in four decades.

The Marigold had left the northern quay shortly after six when it began to take in water through its bow
door. Within twenty minutes it lay on its side on a sandbank half a mile from the harbour wall.

Fishing boats that were on their way home took most of the survivors out of the water. Thirty of them
were treated for cold in the hospital of Ellery, where the car park was turned into a ward.

"The bow door had not been closed, and nobody on the bridge could see that it was open," said Ruth Amsel,
the judge who was asked on Tuesday to lead an inquiry.

Northern Line, the operator, said it would pay for the funerals and had stopped its ten other ferries for
checks. Its shares fell by a fifth in early trading.

The transport minister is to speak in parliament on Wednesday. (Reporting by Jon Vale; Editing by Ada
Moss)"""

CUT = "\n\n".join(WIRE.split("\n\n")[:4]) + "\n\nSubscribe to our newsletter. All rights reserved."
REHEADED = "Horror on the night boat: dozens drown off Ellery\n\nBy a staff writer\n\n" + "\n\n".join(
    WIRE.replace("PORT ELLERY (Reuters) - ", "").split("\n\n")[:5]
)
REORDERED = "\n\n".join([WIRE.split("\n\n")[i] for i in (1, 0, 4, 2, 3)]).replace("(Reuters) - ", "")

OWN_REPORT = """When Lena Hart heard the horn of the Marigold from her kitchen, she thought of fog. Then she saw the
lights lean.

Her brother's boat was the first to reach the ferry that went down off Port Ellery. He pulled eleven
people over the side with a boat hook, she told the Ellery Post, and went back twice.

By midnight the coastguard counted 41 dead of the 212 people who had bought tickets at the northern quay.
The company that runs the route, Northern Line, would not say who had checked the door at the bow that
evening.

"The bow door had not been closed, and nobody on the bridge could see that it was open," the judge Ruth
Amsel said outside the town hall, where flags hung low. Her inquiry begins on Thursday."""

RETOLD = """At least 41 people died when a ferry sank off Port Ellery, Reuters reported on Tuesday.

The vessel went over within minutes of leaving the quay on Monday night, according to Reuters, which
spoke to the coastguard. Of the 212 people aboard most were saved by fishermen. Northern Line, which runs
the ferry, has halted its fleet, and its shares fell. A judge, Ruth Amsel, has been asked to find out why
the bow door of the Marigold was open."""

OTHER_WIRE = """LONDON (Reuters) - The pound fell against the dollar on Tuesday as traders waited for figures on wages,
dealers said.

Sterling was down half a cent in thin trade. Economists expect pay to have risen more slowly in the
autumn, which would let the central bank cut its rate in the new year."""

FURNITURE = """
Follow us for all the latest. Sign up to our newsletter and never miss a story from around the coast.
We may receive a commission if you buy through links on this page, at no cost to you whatsoever.
All rights reserved. No part of this page may be reproduced without permission of the publisher.

About the author
The author writes about towns on the coast and lives by the sea with a dog. Write to the author with your own stories,
tips and photographs, and find all of the author's earlier work on the page of the author at the address below."""


def source(number: int, site: str, text: str, title: str = "", publisher: str = "") -> Source:
    return Source(number, f"https://{site}/{number}", site, title, text, publisher)
