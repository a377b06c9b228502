"""Wording: the plain sentences of the rules taken apart, so that questions and options can be made of their own words.

Reads knowledge.store; feeds learning.making. "The Leader of the Council must make sure that …" becomes an office, the
strength of what is asked of it, and a deed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge.sayings import capital
from knowledge.store import Stated, StoredRole

UNSAID = "No clause says"  # an option: right where nothing is said, wrong where something is

# How a plain sentence binds its office, and how that is said after "who".
BINDS = {
    "must each": "must", "must in particular": "must", "must also": "must", "must": "must", "should": "should",
    "will jointly": "will jointly", "will": "will", "has to": "has to", "have to": "has to",
    "is responsible for": "is responsible for", "are responsible for": "is responsible for",
    "have the specific responsibility for": "has the specific responsibility for",
    "are committed to": "is committed to", "are both committed to": "is committed to",
    "are always to": "is always to", "are to": "is to", "is there to": "is there to", "can": "can",
}  # fmt: skip
_BIND = re.compile(r"\s(" + "|".join(sorted(map(re.escape, BINDS), key=len, reverse=True)) + r")\b")
_INFINITIVE = {"is responsible for": "be responsible for", "has the specific responsibility for": "be responsible for",
               "is committed to": "be committed to"}  # fmt: skip
# What the sentence adds from the lead-in; in a question it would say the answer.
_ADDED = re.compile(
    r", (and|who) answers to the CDFSC for it(?=\.?$)|, as (the statutory )?DCS(?=,)|, because [^.]+(?=\.?$)"
)
_LEAD = re.compile(r"^(If [^§]+?|Under section [^,]+), (?=(the|key|youth) )")
_WHEN = re.compile(r"^(Every (?:month|quarter)) (?=the )")
_FINITE = re.compile(
    r"^(?:As one example of (?P<of>[^,]+), )?(?P<office>[^§]+?) (?P<verb>raises|sets|makes|uses|provides) (?P<rest>.+)$"
)
_NO_OFFICE = re.compile(
    r"\b(that|sets|says|recommends|names|where|there|there's|list of|help to|duty|document|objective|review of|occasionally)\b|, the |^(In|For) ",
    re.I,
)
# 'Ensure that …' and 'Make sure the …' become one: among options the wording would tell which council they come from.
_SURE = re.compile(
    r"^(?:Ensure that |(?:Ensure|Make sure) (?=(?:the|a|an|there|their|all|any|every|they|he|she|it|its|staff|children|partner|measures|"
    r"specific|appropriate|effective|expert|both)\b(?! working)))"
)
# Words that point at something outside the sentence: a deed with one of them cannot stand alone.
_POINTS = re.compile(
    r"\b(in this regard|these priorities|this objective|this work|listed|three things|seven key|such as the one)\b"
)


@dataclass(frozen=True)
class Deed:
    """One duty in words that can stand alone.

    `lead` is the circumstance before the office ("If a dispute is recorded"), `office` the subject as the sentence has
    it, `binds` what follows "who", `text` the rest without a full stop.
    """

    stated: Stated
    lead: str
    office: str
    binds: str
    text: str

    @property
    def option(self) -> str:
        """The deed as one choice among others: an infinitive with a capital letter."""
        lead = _INFINITIVE.get(self.binds)
        text = capital(f"{lead} {self.text}" if lead else self.text)
        return _SURE.sub("Make sure that ", text)

    @property
    def inner(self) -> str:
        """The option in the middle of a sentence, as behind "to"."""
        return self.option[:1].lower() + self.option[1:]

    def asked(self, who: str) -> str:
        """The deed as a question: 'who must make sure that referrals are acknowledged?'"""
        question = f"{who} {self.binds} {_rest(self)}?"
        return f"{self.lead[:1].lower()}{self.lead[1:]}, {question}" if self.lead else question


def deed(stated: Stated) -> Deed | None:
    """The deed of a duty, or None where its sentence cannot be taken apart or points at something outside."""
    plain = _ADDED.sub("", stated.plain.strip())
    plain = re.sub(r"(\)), must", r"\1 must", plain).rstrip(".")
    if stated.kind != "duty" or _POINTS.search(plain):
        return None
    lead, after = "", ""
    if circumstance := _LEAD.match(plain):
        lead, plain = circumstance[1], plain[circumstance.end() :]
    elif when := _WHEN.match(plain):
        after, plain = f", {when[1].lower()}", plain[when.end() :]
    found = _BIND.search(plain)
    if found:
        office, binds, text = plain[: found.start()], BINDS[found[1]], plain[found.end() :].strip()
    else:
        finite = _FINITE.match(plain)
        if not finite:
            return None
        office, binds, text = finite["office"], finite["verb"], f"{finite['verb'][:-1]} {finite['rest']}"
        after = f", as one example of {finite['of']}" if finite["of"] else ""
    if aside := re.match(r", ((?:through|together with|with) [^,]+), (.+)$", text):
        text = f"{aside[2]}, {aside[1]}"  # "must, through the Chief Executive, hold …" reads better with that behind
    office = re.sub(r", through [^,]+,?$", "", office)
    if text.startswith(",") or _NO_OFFICE.search(office) or len(office) > 110:
        return None
    text = re.sub(r"(,? and) (?:must|should) (?=[a-z])", r"\1 ", text)
    return Deed(stated, lead, capital(office), binds, text + after)


def _rest(deed: Deed) -> str:
    """What follows the binding words in a question; for a finite verb ('raises') all but that verb."""
    return deed.text if deed.binds in set(BINDS.values()) else deed.text.partition(" ")[2]


_LOWERED = {"The", "A", "All", "Every", "Each", "Both", "Other", "Designated", "Social", "Child", "Reviewing", "Team",
            "Select", "Commissioning"}  # fmt: skip


def small(text: str) -> str:
    """A subject in the middle of a sentence: 'the Leader of the Council', 'every member …'; names keep their capitals."""
    first, _, rest = text.partition(" ")
    if first in ("Social", "Team", "Child", "Reviewing", "Designated", "Commissioning") and rest[:1].isupper():
        return text
    return f"{first.lower()} {rest}" if first in _LOWERED and rest else text


def titled(role: StoredRole) -> str:
    """An office as a choice: its name in the document, without an article."""
    return capital(re.sub(r"^the ", "", role.name, flags=re.IGNORECASE))
