"""Scrutiny: questions that a scrutiny office may put to the holder of a duty, each with the clause of that duty.

Reads knowledge.store; used by learning.packs. A question asks how a stored duty is met and claims nothing else.
"""

from __future__ import annotations

import re
from collections import Counter

from knowledge.articles import the
from knowledge.citations import Citation
from knowledge.closed import Closed
from knowledge.store import Stated, Store, StoredRole
from learning import offices
from learning.offices import Citer, Office, titled

MOST, EACH = 12, 3  # questions in all, and to one duty-holder
EXECUTIVE = ("leader", "lead-member", "chief-executive", "managing-director")
_SURE = re.compile(r"^(?P<who>.{3,120}?) must (?P<what>(?:make sure|ensure) .+)\.$")
_CONDITION = re.compile(r"\b(?:when|where|while|if|as|once|after|before|under|in|for example)\b", re.IGNORECASE)
_OWN = re.compile(r"\b(?:they|their|them|its|it|these|this)\b", re.IGNORECASE)


class Asked(Closed):
    """A question, whom to ask, and the clause of the duty that it asks about."""

    holder: str
    text: str
    citation: Citation


def scrutinises(store: Store, office: Office) -> bool:
    """Whether the office holds scrutiny: a member or body with a duty of scrutiny, or grouped so by its document."""
    if office.kind not in ("member", "body") or office.family in EXECUTIVE:
        return False
    grouped = any(role.group == "scrutiny" for role in office.roles) and office.family != "corporate-management"
    return grouped or any("scrutiny" in s.topics for _, s in offices.duties(store, office))


def questions(store: Store, office: Office, cite: Citer) -> tuple[tuple[Asked, ...], int]:
    """Questions to the duty-holders of the same documents, chosen by the office's own topics, and of how many duties
    they were chosen; none for an office that does not scrutinise."""
    if not scrutinises(store, office):
        return (), 0
    topics = Counter(topic for _, s in offices.duties(store, office) for topic in s.topics)
    found: dict[int, tuple[StoredRole, Stated]] = {}
    for role in store.roles.values():
        if role.document in office.documents and _answerable(store, office, role):
            for stated in store.duties_of(role.document, role.key):
                if stated.strength in ("ensure", "must", "must_immediately"):
                    found.setdefault(stated.id, (role, stated))
    ranked = sorted(
        found.values(), key=lambda pair: (not _sure(pair[1]), -sum(topics[t] for t in pair[1].topics), pair[1].id)
    )
    chosen: list[tuple[StoredRole, Stated]] = []
    for role, stated in ranked:
        asked = sum(1 for other, _ in chosen if other.key == role.key)
        if asked < EACH and len(chosen) < MOST and all(s.clause != stated.clause for _, s in chosen):
            chosen.append((role, stated))
    chosen.sort(key=lambda pair: pair[1].id)
    asked_ = (Asked(holder=titled(r.name), text=_text(r, s), citation=cite(s.clause)) for r, s in chosen)
    return tuple(asked_), len(found)


def _answerable(store: Store, office: Office, role: StoredRole) -> bool:
    kind = store.families[role.family].kind if role.family else ""
    return not office.holds(role.document, role.key) and (kind == "officer" or role.family in EXECUTIVE)


def _sure(stated: Stated) -> str | None:
    """What the duty makes sure of, where the sentence can be turned into a question without changing a word of it."""
    match = _SURE.match(stated.plain)
    if not match or _OWN.search(match["what"]) or _CONDITION.search(match["who"].replace("Invest in", "")):
        return None
    return match["what"]


def _text(role: StoredRole, stated: Stated) -> str:
    what = _sure(stated)
    if what:
        return f"Ask {the(role.name)}: how do you {what}?"
    return f"Ask {the(role.name)}: “{stated.plain}” How is this done, and how do you know?"
