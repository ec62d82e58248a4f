"""Who is behind a saying: the source of its cue by the fullest name that the article gives."""

from __future__ import annotations

from collections.abc import Sequence

from claims.splitting.antecedents import MEN, WOMEN
from claims.splitting.cues import DOCUMENTS, SPEECH
from claims.splitting.definites import is_bare
from claims.splitting.document import Sent, noun_phrase, subtree, understood_subject
from claims.splitting.names import ROLES, TITLES, Mention, plain_name
from claims.splitting.parsing import Word
from claims.splitting.references import FIRST, HE, IT, SHE, THEY, WE, Memory
from claims.splitting.sayings import Saying, is_passive, source_words

_LONGEST = 10
_INITIALS = 2
_OTHERS = {"m": WOMEN, "f": MEN, "": frozenset()}  # "the widow of the patient, Harold Benn": he is no widow
# Verbs by which a document comes from their subject; their forms begin like this.
_ISSUING = ("issu", "releas", "publish", "put", "send", "sent", "writ", "wrote", "post", "fil", "sign")


def speaker_name(saying: Saying, sent: Sent, memory: Memory, mentions: Sequence[Mention]) -> str:
    """The source of a saying by its fullest name; empty when the text names none."""
    source = saying.source
    if source is None:
        return _beside_cue(saying, sent, mentions) if saying.quoted else ""
    if source.lower in DOCUMENTS and not _owner(source, memory, mentions):
        source = _issuer(source) or source
    low = source.lower
    if low in HE or low in SHE:
        if unnamed := memory.unnamed_for(source, sent.index):
            memory.note_unnamed(unnamed, source, sent.index)
            return unnamed
        person = memory.person_for(source, sent.index, source=True) or memory.person_for(source, sent.index)
        if person is None:
            saying.open_questions.append(f"Who is {source.text!r}?")
            return ""
        memory.note_person(person, sent.index, source.start, True)
        return person.name
    if low in FIRST or low in WE:
        return ""
    if low in THEY or low in IT:
        thing = memory.thing_for(source, sent.index)
        if thing is None:
            saying.open_questions.append(f"What does {source.text!r} stand for?")
        return thing.phrase if thing is not None else ""
    described = memory.last_subject(sent.index) if _describes(source) else None
    name = described.name if described is not None else _noun_speaker(source, memory, mentions, saying.verb)
    person = memory.register.persons.get(name)
    if person is not None:
        memory.note_person(person, sent.index, source.start, True)
    elif name:
        name = _with_owner(name, source, sent, memory)
        memory.bodies[name] = None
        memory.note_unnamed(name, source, sent.index)
    return name


def _describes(source: Word) -> bool:
    """``the former bus driver``, ``the 44-year-old``: somebody named right before, said again by what he is."""
    words = source_words(source)
    if source.tag != "NN" or words[0].lower != "the" or any(c.dep == "prep" for c in source.children):
        return False
    return any(w.lower == "former" for w in words[1:]) or source.lower == "old"


def _with_owner(name: str, source: Word, sent: Sent, memory: Memory) -> str:
    """``His spokesman`` as "Tom Ray’s spokesman", where it is clear whose."""
    owner = source_words(source)[0]
    if owner.lower not in ("his", "her") or not name.startswith(owner.text + " "):
        return name
    person = memory.person_for(owner, sent.index)
    return f"{person.name}{'’' if person.name.endswith('s') else '’s'}{name[len(owner.text) :]}" if person else name


def _beside_cue(saying: Saying, sent: Sent, mentions: Sequence[Mention]) -> str:
    """The person named next to a cue whose subject the parse has lost: ``"...," wrote Ann Lee in a note``."""
    if saying.cue is None or saying.base not in SPEECH or (saying.verb is not None and is_passive(saying.verb)):
        return ""
    outside = [m for m in mentions if m.person is not None and sent.quotation_at(m.span[0]) is None]
    near = [m for m in outside if m.span[0] - 1 <= saying.cue[1] + 1 <= m.span[1] or m.span[1] + 1 == saying.cue[0]]
    found = near or outside
    return found[0].person.name if len(found) == 1 and found[0].person is not None else ""


def _noun_speaker(source: Word, memory: Memory, mentions: Sequence[Mention], cue: Word | None = None) -> str:
    phrase = source_words(source)
    if source.text.isupper() and len(source.text) > _INITIALS:  # "BERG:" in a transcript
        of_name = [name for name in memory.register.persons if name.split()[-1].upper() == source.text]
        if len(of_name) == 1:
            return of_name[0]
    inside = {w.i for w in phrase}
    for mention in mentions:
        if mention.person is not None and mention.words[-1] is source:
            return mention.person.name
    for mention in mentions:
        beside = any(w.head is source and w.dep == "appos" for w in mention.words)
        if mention.person is not None and beside and source.lower not in _OTHERS[mention.person.gender]:
            return mention.person.name
    if name := _beside_noun(source, memory):
        return name
    if source.tag == "NNP":
        named = _after_role(phrase, source)
        if named:
            return named
    # "Governor Ann Lee", however it was parsed; but what common nouns say, "Lee supporters", is not said by one person.
    for mention in mentions if source.tag not in ("NN", "NNS") else ():
        if mention.person is not None and mention.words[-1].i in inside and mention.words[-1].dep == "compound":
            return mention.person.name
    role = memory.role_for(phrase)
    if role is not None:
        return role.name
    if len(phrase) == 2 and phrase[0].lower == "the" and is_bare(phrase[0], source):
        name, _ = memory.definites.body(source.lower)
        name = name or memory.body_for(source.lower)
        if name:
            return name
    if source.lower in DOCUMENTS and (owner := _owner(source, memory, mentions)):
        return owner
    phrase = [*phrase, *_restriction(source, phrase[-1], cue)] if phrase else phrase
    while phrase and phrase[0].tag in ("DT", "CC", ",", "``") and phrase[0].lower not in ("some", "all"):
        phrase = phrase[1:]
    return memory.text[phrase[0].start : phrase[-1].end].strip("\"“”'’ ,:") if phrase else ""


def _beside_noun(source: Word, memory: Memory) -> str:
    """``the engineering group Norvane``: the name of a body right behind what it is."""
    name = next((c for c in source.children if c.dep == "appos" and c.tag == "NNP" and c.ent == "ORG"), None)
    if source.tag != "NN" or name is None:
        return ""
    words = noun_phrase(name)
    return memory.text[words[0].start : words[-1].end] if words[0].i == source.i + 1 else ""


def _owner(document: Word, memory: Memory, mentions: Sequence[Mention]) -> str:
    """Whose words ``the office release`` or ``Veltro’s statement`` are, where the text tells."""
    for child in document.children:
        if child.dep not in ("poss", "compound"):
            continue
        if child.ent == "ORG" or (child.dep == "poss" and child.tag.startswith("NN")):
            return _noun_speaker(child, memory, mentions)
        name = memory.definites.body(child.lower)[0] or memory.body_for(child.lower)
        if name:
            return name
    return ""


def _issuer(document: Word) -> Word | None:
    """``His office put out a statement saying …``: who sent the document out, or spoke in it."""
    verb = document.head
    if document.dep == "pobj" and verb.lower == "in":
        verb = verb.head
    elif document.dep != "dobj" or not verb.lower.startswith(_ISSUING):
        return None
    issuer = understood_subject(verb) if verb.tag.startswith("VB") and not is_passive(verb) else None
    return issuer if issuer is not None and issuer is not document else None


def _restriction(source: Word, last: Word, cue: Word | None) -> list[Word]:
    """``representing rural counties`` behind ``a group``: what tells which group it is, if not set off by a comma."""
    for child in source.children:
        if child.dep in ("acl", "relcl") and child.i > last.i:
            words = subtree(child)
            if cue in words:
                return []  # "voters who said …" are voters
            if words[0].i == last.i + 1 and len(words) <= _LONGEST and words[-1].i - words[0].i == len(words) - 1:
                return words
    return []


def _after_role(phrase: Sequence[Word], source: Word) -> str:
    """``CPUC President Ann Lee``: the name behind the last role or title, when there is one."""
    start = next((i for i in range(len(phrase) - 1, -1, -1) if phrase[i].lower in ROLES | TITLES), None)
    if start is None:
        return ""
    name = [w for w in phrase[start + 1 :] if w.i <= source.i]
    if len(name) < 2 and source.ent not in ("PERSON", ""):
        return ""
    return (
        " ".join(plain_name(name)) if name and name[-1] is source and all(w.tag.startswith("NNP") for w in name) else ""
    )
