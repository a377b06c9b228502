"""Timings: how often, and how soon, in the words of the clause; and the meetings for which no clause says how often."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from knowledge.sayings import capital
from learning.items import Item, Kind, item
from learning.making.bearers import because
from learning.making.material import LONGEST_QUESTION, Material
from learning.making.nearness import Sense, nearness
from learning.wording import Deed

UNSAID = "It does not say"
# How clauses say how often and how soon; the longest first.
OFTEN = re.compile(
    r"\b(bi[- ]?monthly|bi[- ]?annual|monthly|quarterly|annual(?:ly)?|on a regular basis|regular(?:ly)?|occasional|"
    r"frequency as agreed|weekly|fortnightly)\b", re.I,
)  # fmt: skip
SOON = re.compile(r"\b(without delay|immediately|promptly|quickly)\b", re.I)
_OTHERS_OFTEN = ("Monthly", "Quarterly", "Annual", "Weekly", "Bi monthly")
_OTHERS_SOON = ("Within 24 hours", "By the next working day", "At the next supervision")
# How the same is said in the plain sentences, and what is left when it is taken out.
_SAID = (
    (r",? every (month|quarter)\b", ""), (r", as often as is agreed", ""), (r" (annually|monthly|quarterly)$", ""),
    (r"\bthe annual\b(?= (CSC |staff ))", "the"), (r"\b(?:an|a) [\"“]?(?:bi monthly|bi annual|monthly|quarterly|annual)[\"”]? ", "a "),
    (r"\b(at|the) (monthly|quarterly) (?=meetings|Practice|performance review)", r"\1 "),
    (r"\b(report|checked) regularly\b", r"\1"), (r"\breceive regular\b", "receive"), (r"\bhave regular\b", "have"),
    (r",? without delay,?", ""), (r"\btold immediately and\b", "told and"), (r"\bunderperformance quickly\b", "underperformance"),
)  # fmt: skip

# Deeds that are done time and again: nobody asks how often somebody is to make sure of something.
_MEETS = re.compile(r"^(attend|chair|co-chair|meet|visit|hold|have|take part|carry out .*\bvisit)\b")


def propose(material: Material) -> Iterator[Iterable[Item]]:
    for one in material.deeds:
        own = material.citation(one.stated.clause).pieces[-1]
        often = {w.casefold() for w in OFTEN.findall(own)}
        soon = {w.casefold() for w in SOON.findall(own)}
        text = unsaid(one.text)
        if len(often | soon) == 1 and text != one.text and not one.lead and " and that " not in text:
            (words,) = often or soon
            yield _item(material, one, text, words, soon=bool(soon))
        elif not often | soon and _unset(material, one):
            yield _item(material, one, one.text, UNSAID, soon=False)


def unsaid(text: str) -> str:
    """A deed without how often or how soon."""
    for said, left in _SAID:
        text = re.sub(said, left, text)
    return re.sub(r"\ba (?=[AEIOaeio])", "an ", re.sub(r"\s+", " ", text)).strip()


def _unset(material: Material, one: Deed) -> bool:
    """Whether a deed is a meeting or visit of which no clause says how often."""
    meetings = material.clauses[one.stated.clause].meetings
    return (
        bool(_MEETS.search(one.text))
        and bool(meetings)
        and all(m.frequency is None for m in meetings)
        and not one.stated.timing
    )


def _item(material: Material, one: Deed, text: str, words: str, soon: bool) -> Iterator[Item]:
    gap = words == UNSAID
    right = UNSAID if gap else f"“{capital(words)}”"
    subject = material.the_office(one.stated.document, one.stated.bearers[0])
    modal = one.binds.split()[0] if one.binds.split()[0] in ("must", "should", "will") else ""
    question = f"In {material.the(one.stated.document)}, how {'soon' if soon else 'often'} {modal} {subject} {text}?"
    if not modal or len(question) > LONGEST_QUESTION:
        return
    used = _in_use(material, one.stated.document)
    for chosen in _choices(words, gap, soon):
        wrong = [w if w == UNSAID else f"“{w}”" for w in chosen]
        near = nearness((_sense(words, used),), [(_sense(w, used),) for w in chosen], _as_often)
        explanation = because([one])
        explanation += (
            " Neither this clause nor another says how often." if gap else f" The clause's words are “{words}”."
        )
        if words.startswith("bi"):
            explanation += f" “{capital(words)}” can be read in two ways; the document does not say which is meant."
        yield item(
            Kind.GAP if gap else Kind.FREQUENCY, question, right, wrong, citations=material.cite(one.stated.clause),
            topics=one.stated.topics, families=one.stated.bearer_families, nearness=near,
            explanation=explanation,
        )  # fmt: skip


def _choices(words: str, gap: bool, soon: bool) -> Iterator[tuple[str, ...]]:
    """Other times, two sets to choose among. Where it is unsaid, one of them is as long as the right option."""
    if gap:
        yield "Monthly", "Quarterly", "On a regular basis"
        yield "On a regular basis", "Annual", "Bi monthly"
        return
    others = _OTHERS_SOON if soon else tuple(w for w in _OTHERS_OFTEN if _class(w) != _class(words))
    for start in (0, 1):
        yield others[start : start + 3] if soon else (*others[start : start + 2], UNSAID)


def _class(words: str) -> str:
    return re.sub(r"(ly|\W)+$", "", words.casefold())


_LADDER = ("week", "fortnight", "month", "bi month", "quarter", "bi annual", "annual")
_VAGUE = ("regular", "on a regular basis", "occasional", "frequency as agreed", "it does not say")


def _sense(words: str, used: frozenset[str]) -> Sense:
    """A time as an option: nearer where the document uses it too, and among times of its own sort."""
    kind = _class(words)
    sort = "period" if kind in _LADDER else "vague" if kind in _VAGUE else "deadline"
    return Sense(kind, "used" if kind in used else f"unused {kind}", sort)


def _as_often(one: str, other: str) -> float:
    """How like two times are: the fewer steps lie between them from weekly to annual, the nearer."""
    if one in _LADDER and other in _LADDER:
        return 1 - abs(_LADDER.index(one) - _LADDER.index(other)) / len(_LADDER)
    return 0.5 if one in _VAGUE and other in _VAGUE else 0.0


def _in_use(material: Material, document: str) -> frozenset[str]:
    """How often and how soon a document says anywhere, and that of some meeting it says nothing."""
    text = " ".join(c.quote for c in material.clauses.values() if c.document == document)
    said = {_class(word) for pattern in (OFTEN, SOON) for word in pattern.findall(text)}
    return frozenset({*said, _class(UNSAID)})
