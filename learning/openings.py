"""Openings: which office an induction is wanted for, from the words of the request and from who asks.

Reads the vocabulary and learning.offices; asks back, with choices, where council or office is missing or unknown.
Used by learning.tutor.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence

from knowledge import sayings
from knowledge import text as t
from knowledge.closed import Closed
from knowledge.outcomes import Lesson, Option
from knowledge.questions import Profile
from knowledge.store import Store
from knowledge.vocabulary import Vocabulary
from learning import offices

OFFERED = 8  # offices that are offered at once
# What follows these words names the office that somebody means, whether or not it is known.
_ROLE = re.compile(
    r"(?:\b(?:i'?m|i am|im|as|induction (?:for|of)|become|became|made|elected|appointed|started as|work as)\s+(?:an?|the|our)?\s*"
    r"(?:(?:new|newly|elected|qualified|appointed|just)\s+)*)(?P<role>[\w'’ -]{3,60}?)(?=\s+(?:in|for|at|of|from|with)\b|\s*[,.;!?]|\s+(?:and|start|begin|please)\b|$)",
    re.IGNORECASE,
)
_OWN = re.compile(r"\b(?:i'?m|i am|im|i've|i have|i was|i work|my)\b", re.IGNORECASE)


class Wanted(Closed):
    """What a request names: keys of the store, None where it is missing. `ask` says what is asked back."""

    council: str | None = None
    family: str | None = None
    ask: Lesson | None = None
    profile: Profile


def wanted(text: str, store: Store, vocabulary: Vocabulary, profile: Profile, before: Profile) -> Wanted:
    """The office that a request names, completed by what was said `before` and by the profile."""
    mentions = vocabulary.mentions(text)
    councils = [m.key for m in mentions if m.kind == "council"]
    councils += [store.documents[m.key].council for m in mentions if m.kind == "document" and m.key in store.documents]
    elsewhere = [m.key for m in mentions if m.kind == "elsewhere"]
    council = next(iter(councils), None) or before.council
    families = _families(text, store, vocabulary, council or profile.council)
    family = families[0] if len(families) == 1 else (before.family if not families else None)
    council = council or (None if elsewhere else profile.council)
    named = _role(text, mentions)
    if not family and not families and not named:
        family = profile.family if profile.family in store.families else None
    stated = bool(_OWN.search(text))
    known = Profile(council=(council if stated else None) or profile.council or council,
                    family=(family if stated else None) or profile.family or family)  # fmt: skip
    if elsewhere and not councils:
        return Wanted(family=family, profile=profile, ask=_councils(store, family, (
            f"I hold no documents of {sayings.listed(elsewhere)}. I hold those of {sayings.listed(store.councils)}.",)))  # fmt: skip
    if len(families) > 1:
        says = ("You named more than one office. Which induction do you want?",)
        return Wanted(council=council, profile=known, ask=_offered(store, council, families, says))
    if not family:
        says = (
            (f"I know no office called ‘{named}’. Which of these is nearest?",)
            if named
            else ("Which office do you hold?",)
        )
        return Wanted(
            council=council, profile=known, ask=_offered(store, council, _nearest(store, council, named), says)
        )
    if not council:
        return Wanted(family=family, profile=known, ask=_councils(store, family, ("Which council is it?",)))
    if (council, family) not in offices.everywhere(store):
        return Wanted(council=council, family=family, profile=profile, ask=_elsewhere(store, council, family))
    return Wanted(council=council, family=family, profile=known)


def names_only(text: str, vocabulary: Vocabulary) -> bool:
    """Whether a message names an office or a council and little else: the answer to what was asked back."""
    mentions = [m for m in vocabulary.mentions(text) if m.kind in ("family", "council", "document", "elsewhere")]
    named = {word for m in mentions for word in t.content(m.text)}
    return bool(mentions) and len(set(t.content(text)) - named) <= 1 and len(text) < 120


def request(store: Store, council: str | None, family: str | None) -> str:
    """What a button sends to begin this induction; `wanted` reads it back."""
    of = f" of {store.families[family].name}" if family else ""
    return f"start the induction{of}{f' in {council}' if council else ''}"


def _families(text: str, store: Store, vocabulary: Vocabulary, council: str | None) -> list[str]:
    """The offices named; of those that lie over one another the longest, and those that the council has before others."""
    held = [m for m in vocabulary.mentions(text) if m.kind == "family"]
    whole = [
        m for m in held if not any(o.start <= m.start and m.end <= o.end and len(o.text) > len(m.text) for o in held)
    ]
    families = list(dict.fromkeys(m.key for m in whole))
    own = [store.families[f].name.casefold() for f in families]
    exact = [
        f for f, name in zip(families, own, strict=True) if f" {name} " in f" {' '.join(text.casefold().split())} "
    ]
    if len(exact) == 1:
        return exact
    here = [f for f in families if (council, f) in offices.everywhere(store)] if council else []
    return here or families


def _role(text: str, mentions: Sequence) -> str | None:
    """The words that name an office which is not known."""
    for match in _ROLE.finditer(text):
        said = match["role"].strip()
        start = match.start("role")
        known = any(m.kind in ("council", "document", "elsewhere", "family") and m.start < start + len(said) and start < m.end
                    for m in mentions)  # fmt: skip
        words = [
            word for word in t.words(said) if word not in t.STOP and word not in ("new", "induction", "start", "here")
        ]
        if words and not known:
            return said[:60]
    return None


def _nearest(store: Store, council: str | None, named: str | None) -> list[str]:
    """Offices that are called something like it; else those of the council with the most duties."""
    here = [f for c, f in offices.everywhere(store) if not council or c == council]
    here = list(dict.fromkeys(f for f in here if store.families[f].kind in ("member", "officer", "school")))
    if named:
        names = {name.casefold(): f for f in here for name in (store.families[f].name, *store.families[f].names)}
        close = [names[c] for c in difflib.get_close_matches(named.casefold(), names, 6, 0.6)]
        if close:
            return list(dict.fromkeys(close))[:4]
    count = {f: sum(len(store.duties_of(r.document, r.key)) for r in store.roles.values()
                    if r.family == f and (not council or r.council == council)) for f in here}  # fmt: skip
    best = sorted(here, key=lambda f: -count[f])[: OFFERED - 1]
    return list(dict.fromkeys(["councillors", *best])) if "councillors" in here else best


def _offered(store: Store, council: str | None, families: Sequence[str], says: tuple[str, ...]) -> Lesson:
    options = tuple(
        Option(label=store.families[f].name, message=request(store, council, f)) for f in families[:OFFERED]
    )
    return Lesson(says=says, options=options, notes=("Choose one, or write what your office is called.",))


def _councils(store: Store, family: str | None, says: tuple[str, ...]) -> Lesson:
    held = [c for c in store.councils if not family or (c, family) in offices.everywhere(store)]
    return Lesson(says=says, options=tuple(Option(label=c, message=request(store, c, family)) for c in held))


def _elsewhere(store: Store, council: str, family: str) -> Lesson:
    """The council's documents do not know the office: where it is found, and the offices that the council has."""
    name = store.families[family].name
    found = [c for c, f in offices.everywhere(store) if f == family]
    says = [f"The documents of {council} have no office called ‘{name}’."]
    if found:
        says.append(f"It is found in: {sayings.listed(found)}.")
    options = [Option(label=f"{name}, {c}", message=request(store, c, family)) for c in found]
    options += [Option(label=f"{store.families[f].name}, {council}", message=request(store, council, f))
                for f in _nearest(store, council, name)[:4]]  # fmt: skip
    return Lesson(says=tuple(says), options=tuple(options))
