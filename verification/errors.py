"""What can go wrong while a claim is being settled.

claims.errors.ProofdeskError
└── UserError
    ├── NotAllowed
    │   └── Denied          the role, or the person, may not do this act
    ├── InvalidInput
    │   └── VerdictIncomplete   what a verdict still lacks
    └── Conflict
        ├── IllegalMove     this state does not lead to that one
        ├── LostRace        somebody else moved it first
        ├── StaleVersion    it was edited since it was read
        └── CopyDamaged     the stored bytes of a source are no longer what was stored
"""

from __future__ import annotations

from claims.errors import Conflict, InvalidInput, NotAllowed


class Denied(NotAllowed):
    code = "denied"


class VerdictIncomplete(InvalidInput):
    code = "verdict_incomplete"


class IllegalMove(Conflict):
    code = "illegal_move"


class LostRace(Conflict):
    code = "lost_race"


class StaleVersion(Conflict):
    code = "stale_version"


class CopyDamaged(Conflict):
    code = "copy_damaged"
