"""Words and forms by which a text denies, holds back, leaves open, asks or confirms what it speaks of.

The headline forms were found by reading every second claim's headlines of Emergent's development half and checked on
the others (docs/quality.md).
"""

from __future__ import annotations

import re

DENIAL = re.compile(
    r"(?<!not )(?<!n't )(?<!n’t )(?<!never )(?<!nobody )(?<!no one )"
    r"\b(?:false|hoax|debunk\w*|no evidence|not true|untrue|fake|misleading|myth|refute[sd]?|incorrect|baseless|"
    r"unfounded|fabricated|den(?:y|ied|ies)|disput\w+|contradict\w*|no truth|satir\w+|wrongly|inaccurate|prank|made up|"
    r"made-up|retract\w*|disprov\w+|shoots? down|dismiss\w*|contrary to|not the case|publicity stunt)\b",
    re.IGNORECASE,
)
HELD_BACK = re.compile(
    r"\b(?:reportedly|alleg\w+|rumou?r\w*|unconfirmed|claims?|claimed|purported\w*|supposed\w*|could|might|may|"
    r"whether|if|appears?|apparently|said to|speculat\w+|possibl[ey]|unclear|question\w*|reports? say|investigat\w+|"
    r"unverified|believed to|likely|could neither)\b",
    re.IGNORECASE,
)
OPEN = re.compile(
    r"\b(?:unknown|unclear|remains? to be|more research|further (?:research|studies|study)|inconclusive|mixed results|"
    r"not yet|little is known|no conclusion|insufficient|scarce|debated)\b",
    re.IGNORECASE,
)
CONFIRMING = re.compile(
    r"\b(?:confirm\w*|official(?:ly)?|found that|shows? that|according to (?:data|figures|a study)|indeed|evidence "
    r"that|proven|verified|records show|data show|we found|results (?:show|suggest|indicate)|demonstrat\w+)\b",
    re.IGNORECASE,
)
NOTHING_FOUND = re.compile(
    r"\b(?:no (?:significant |statistically |clear )?(?:\w+ )?(?:difference|effect|association|link|relation\w*|"
    r"impact|correlation|change|benefit)|not (?:significantly )?(?:associated|linked|related|affect\w*|influence\w*|"
    r"change\w*|differ\w*)|nothing to do|neither|failed to|did not (?:affect|change|influence|reduce|increase|"
    r"improve)|unaffected|irrespective|regardless)\b",
    re.IGNORECASE,
)
# Headlines say such things in fewer words: "Hoax!", "No, …", "… casts doubt on …".
_HEADLINE_DENIAL = re.compile(
    r"\b(?:falsely|hoax\w*|faked|faking|bogus|myths|refuting|fabricat\w+|denying|pranks?|pranked|doubts?|doubtful|"
    r"s[kc]eptic\w*|not real|n[o']t real|duped?|fools?|fooled|staged|parody|spoof|exaggerat\w+|sham|photoshop\w*|"
    r"rejects?|rejected|nonsense|never happened|probably not|unlikely|apologi[sz]es? for|urban legend|imposter|"
    r"impostor|scam|sets? the record straight|setting the record straight|wrong|walks? back|backtrack\w*|retracts?|"
    r"withdraws?)\b|^\W*(?:no|nope|sorry|relax|calm down)\b(?=[,:!.\-–— ]*\s)(?! one\b| more\b)",
    re.IGNORECASE,
)
_PASSED_ON = re.compile(
    r"\b(?:reports?|reported to|claiming|purport\w*|apparent(?:ly)?|questions?|questioned|prob(?:es?|ing)|believed|"
    r"thought to|suspect\w*|probably|sources?|predict\w*|eye[ds]|in talks|mystery|confusion|leak\w*|analysts?|"
    r"insiders?|tipped|expected|insists?|what we know|verify|confirmation|accord(?:ing|s) to|complain\w*|boasts?|"
    r"hints?|suggests?|seem\w*|looking (?:in)?to|fears?|feared|debate|potential(?:ly)?|considering|aims?|plans?|"
    r"planning|wants?|hopes?)\b",
    re.IGNORECASE,
)
_SAID = re.compile(r"\b(?:says?|said|tells?|told)\b|^[^:]{3,30}: |[-–—:] *[\w .]{3,20}$", re.IGNORECASE)
_ASKED = re.compile(
    r"\?|^\W*(?:is|are|was|were|did|does|do|has|have|had|will|can|could|would|should|why|how)\b", re.IGNORECASE
)
_HEADLINE = 200
_STOPS = re.compile(r"[.!”\"’')]\s*$|[.!?]\s+[A-Z].*[.!?]")


def is_headline(text: str) -> bool:
    """One short line that does not end like a sentence."""
    stripped = text.strip()
    return 0 < len(stripped) <= _HEADLINE and "\n" not in stripped and not _STOPS.search(stripped)


def headline_denies(headline: str) -> bool:
    """Whether a headline says that what it is about is not so."""
    return bool(DENIAL.search(headline) or _HEADLINE_DENIAL.search(headline))


def headline_holds_back(headline: str) -> str:
    """How a headline keeps its distance from what it passes on: "hedged", "attributed", or "" where it does not."""
    if HELD_BACK.search(headline) or _PASSED_ON.search(headline) or _ASKED.search(headline):
        return "hedged"
    return "attributed" if _SAID.search(headline) else ""


def times_held_back(text: str) -> int:
    """How often a text keeps its distance from what it tells: "reportedly", "may", "sources", …"""
    return len(HELD_BACK.findall(text)) + len(_PASSED_ON.findall(text))
