"""Rating scales that a desk can start from, each step with its colour and its label in German and French.

After the published scales of PolitiFact (Truth-O-Meter) and Snopes, the labels of the AVeriTeC shared task, and the
five-point scale that many desks use. The explanations are our own words.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.core.cache import cache
from django.db import transaction
from django.db.models import Max

from claims.errors import InvalidInput
from claims.roles import Actor
from verification import audit
from verification.models import Rating

STEPS_KEY = "steps-of-the-scale"
STEPS_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Step:
    """One rating; without a value it stands outside the scale and needs no evidence, unless ``decisive`` says so."""

    slug: str
    label: str
    value: int | None
    colour: str
    de: str
    fr: str
    why: str
    decisive: bool | None = None


TRUE = "The claim is accurate, and nothing important is missing."
FALSE = "The claim is not accurate."
SCALES: dict[str, tuple[str, tuple[Step, ...]]] = {
    "politifact": (
        "PolitiFact",
        (
            Step("true", "True", 6, "green", "Wahr", "Vrai", TRUE),
            Step("mostly-true", "Mostly true", 5, "lime", "Größtenteils wahr", "Plutôt vrai",
                 "The claim is accurate, but needs clarification."),
            Step("half-true", "Half true", 4, "yellow", "Halb wahr", "À moitié vrai",
                 "The claim is partly accurate, but leaves out important details."),
            Step("mostly-false", "Mostly false", 3, "orange", "Größtenteils falsch", "Plutôt faux",
                 "The claim holds a grain of truth, but gives a wrong impression."),
            Step("false", "False", 2, "red", "Falsch", "Faux", FALSE),
            Step("pants-on-fire", "Pants on fire", 1, "maroon", "Glatt gelogen", "Mensonge éhonté",
                 "The claim is not accurate, and absurd as well."),
        ),
    ),
    "snopes": (
        "Snopes",
        (
            Step("true", "True", 5, "green", "Wahr", "Vrai", TRUE),
            Step("mostly-true", "Mostly true", 4, "lime", "Größtenteils wahr", "Plutôt vrai",
                 "The heart of the claim is true; something beside it is not."),
            Step("mixture", "Mixture", 3, "yellow", "Teils, teils", "Mélange",
                 "True and false parts are both of weight."),
            Step("mostly-false", "Mostly false", 2, "orange", "Größtenteils falsch", "Plutôt faux",
                 "The heart of the claim is false; something beside it is true."),
            Step("false", "False", 1, "red", "Falsch", "Faux", FALSE),
            Step("unproven", "Unproven", None, "grey", "Unbelegt", "Non prouvé",
                 "The evidence found neither supports nor refutes the claim."),
            Step("outdated", "Outdated", None, "blue", "Überholt", "Périmé",
                 "It was true once; events have passed it by.", True),
            Step("miscaptioned", "Miscaptioned", None, "orange", "Falsch beschriftet", "Mal légendé",
                 "The picture is real; what is said about it is not.", True),
            Step("misattributed", "Misattributed", None, "orange", "Falsch zugeschrieben", "Mal attribué",
                 "It was said, but by somebody else.", True),
            Step("satire", "Satire", None, "blue", "Satire", "Satire",
                 "It was meant as a joke and taken for news.", True),
        ),
    ),
    "averitec": (
        "AVeriTeC",
        (
            Step("supported", "Supported", 3, "green", "Belegt", "Confirmé",
                 "The evidence supports the claim."),
            Step("conflicting", "Conflicting evidence or cherry-picking", 2, "yellow", "Widersprüchlich belegt",
                 "Preuves contradictoires",
                 "The evidence goes both ways, or the claim leaves out what speaks against it."),
            Step("refuted", "Refuted", 1, "red", "Widerlegt", "Réfuté", "The evidence refutes the claim."),
            Step("not-enough-evidence", "Not enough evidence", None, "grey", "Zu wenig Belege", "Preuves insuffisantes",
                 "What was found does not decide it."),
        ),
    ),
    "five-point": (
        "Five points",
        (
            Step("true", "True", 5, "green", "Wahr", "Vrai", TRUE),
            Step("mostly-true", "Mostly true", 4, "lime", "Größtenteils wahr", "Plutôt vrai",
                 "The claim is accurate, but needs clarification."),
            Step("half-true", "Half true", 3, "yellow", "Halb wahr", "À moitié vrai",
                 "The claim is partly accurate, but leaves out important details."),
            Step("mostly-false", "Mostly false", 2, "orange", "Größtenteils falsch", "Plutôt faux",
                 "The claim holds a grain of truth, but gives a wrong impression."),
            Step("false", "False", 1, "red", "Falsch", "Faux", FALSE),
            Step("unproven", "Unproven", None, "grey", "Unbelegt", "Non prouvé",
                 "The evidence found neither supports nor refutes the claim."),
        ),
    ),
}  # fmt: skip


def take_over(name: str, *, actor: Actor) -> list[Rating]:
    """Makes the named scale the desk's. Steps of the old one are switched off; verdicts that have them keep them.

    Raises InvalidInput for a scale that there is not.
    """
    if name not in SCALES:
        raise InvalidInput(f"There is no scale “{name[:40]}”. Known are: {', '.join(SCALES)}.")
    steps = SCALES[name][1]
    with transaction.atomic():
        Rating.objects.exclude(slug__in=[step.slug for step in steps]).update(active=False)
        made = [
            Rating.objects.update_or_create(
                slug=step.slug,
                defaults={
                    "label": step.label,
                    "value": step.value,
                    "explanation": step.why,
                    "decisive": step.value is not None if step.decisive is None else step.decisive,
                    "position": position,
                    "active": True,
                    "colour": step.colour,
                    "translations": {"de": step.de, "fr": step.fr},
                },
            )[0]
            for position, step in enumerate(steps)
        ]
        audit.append(actor, audit.Act("scale_taken_over", "rating", made[0].pk, data={"scale": name}))
    cache.delete(STEPS_KEY)
    return made


def steps_of_scale() -> int:
    """How many steps the desk's scale has; kept for a minute, since every rating on a page asks."""
    kept: int | None = cache.get(STEPS_KEY)
    if kept is None:
        kept = Rating.objects.filter(active=True).aggregate(most=Max("value"))["most"] or 0
        cache.set(STEPS_KEY, kept, STEPS_SECONDS)
    return kept
