"""Worries: a concern about a child, and "what is my part?": answered from the asker's office and council.

Like knowledge.kinds, functions take the desk (knowledge.answers.Knowledge) and a Reading.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from knowledge import refusals, safety, sayings
from knowledge import text as t
from knowledge.kinds import answer, duties
from knowledge.outcomes import Clarification, NotCovered, Option, Outcome
from knowledge.questions import Context, Kind
from knowledge.readings import Reading
from knowledge.search import Candidate
from knowledge.store import Stated, Store

if TYPE_CHECKING:
    from knowledge.answers import Knowledge

# 'Who is supposed to let us know they've got it?' asks for somebody else's duty, whatever was told before.
_OTHERS_DUTY = re.compile(
    r"\b(?:who|which (?:\w+ )?\w+)\b(?! (?:do|should|can|must|shall|would|am|are) (?:i|we)\b)(?:(?!\b(?:i|we)\b)[^.?!]){0,40}?"
    r"\b(?:supposed|meant|should|ought|has|have|must|responsible|checks?|makes? sure|oversees?|decides?|lets?|job)\b",
    re.IGNORECASE,
)


# 'Who do I pass it on to?', 'which team gets told?'
_PASSED_ON = re.compile(
    r"\b(?:who|whom|where|which team)\b(?: \w+){0,3}? (?:do|should|must|can|will|would) (?:i|we)\b(?: \w+){0,2}? (?:pass|report|tell|refer|hand|take|send|give|ring|phone|call|contact|speak|talk|go)\b"
    r"|\b(?:do|must|should|shall) (?:i|we)\b(?: \w+){0,4}? (?:let (?:\w+ ){1,3}know|tell (?:you|them|anyone|anybody|someone|somebody|your|the)|report|ring|inform|pass)\b"
    r"|\b(?:who|which team|whom) (?:in the council |here |then |else )?(?:gets|is|has to be|needs to be|must be) told\b"
    r"|^\W*(?:so |and |ok |right |then )*what (?:do|should|must|shall|can) (?:i|we|she|he|they) do(?: now| next| then| about (?:it|this|that|him|her|them))?\W*$"
    r"|^\W*(?:so |and |ok |right |then )*what (?:now|next|happens now)\W*$",
    re.IGNORECASE,
)
_A_WORRY = re.compile(
    r"\b(?:an? worry|worries|(?:welfare |safeguarding |child protection )?concerns?)\b", re.IGNORECASE
)


def told(desk: Knowledge, reading: Reading, ranked: Sequence[Candidate]) -> bool:
    """Whether a worry about a child is told, and nothing else asked that a clause answers better."""
    if reading.kind is Kind.COMPARE and reading.first_person and safety.sounds_worried(reading.text):
        return True  # 'who do I hand a worry to in each of the two?'
    tells = reading.kind is Kind.WORRY and (reading.likely(Kind.WORRY) > 0.5 or safety.sounds_worried(reading.text))
    mine = (
        reading.kind in (Kind.MINE, Kind.WHAT)
        and reading.first_person
        and (reading.topics & {"referral", "child-protection"} or safety.sounds_worried(reading.text))
    )
    if not tells and not mine:
        return False
    best = ranked[0] if ranked else None
    referring = usual(desk, reading)
    fits = refusals.answerable(reading, ranked, desk.search)
    others = others_duty(reading)
    if best and best.stated.id not in referring and fits >= (refusals.BAR if others else refusals.UNCLEAR) and (
        others or not safety.sounds_worried(reading.text)
    ):  # fmt: skip
        return False  # no harm is told of, or somebody else's duty is asked for
    clear = best and refusals.ahead(ranked) >= refusals.APART and fits >= refusals.CLEAR
    if not best or (best.stated.id in referring and (tells or not clear)):
        return True
    if clear:
        return False
    if {"other-staff"} & set(best.stated.bearer_families):
        return True
    if tells and "referral" in best.stated.topics and best.stated.recipients:
        return True
    return tells


# 'A kid said something about home that's bugging me.'
_SAID_BY_A_CHILD = re.compile(
    r"\b(?:kid|child|pupil|girl|boy|lad|lass|teenager|student|youngster|little one|one of my \w+)\b[^.?!]{0,60}\b(?:said|told|tells|says|mentioned|let slip|disclosed|confided|came out with|blurted)\b",
    re.IGNORECASE,
)


# A visit to a home: whoever makes it may have a duty of their own to tell of it.
_VISITED = re.compile(r"\breg(?:ulation|s)?\.? ?33\b|\bvisit\w*\b|\bwent round\b|\bon my rota\b", re.IGNORECASE)


def whom_to_tell(reading: Reading, context: Context) -> bool:
    """'Who do I tell about a worry?', or the same of the worry that was told before."""
    harm = safety.sounds_worried(reading.text) and not _VISITED.search(reading.text)
    told_of = harm or _A_WORRY.search(reading.text) or _SAID_BY_A_CHILD.search(reading.text)
    about = reading.first_person and told_of and _PASSED_ON.search(reading.text)
    return bool(about and not reading.families) or handed_on(reading, context)


# 'What must all staff do with a concern?': the same, asked of those whose duty to pass it on is written down.
_DONE_WITH = re.compile(
    r"\bwhat (?:must|should|do|does|can|is|are|has|have)\b[^.?!]{2,50}\bdo(?:ing)? (?:with|about|if|when|once)\b[^.?!]{0,30}?\b(?:concerns?|worry|worries|worried|concerned)\b",
    re.IGNORECASE,
)
_ANYBODY = re.compile(r"\b(?:staff|everybody|everyone|anybody|anyone|people|workers?|employees?)\b", re.IGNORECASE)
_REFERRING = ("other-staff", "frontline-staff", "councillors")
_WORRIED = frozenset(
    t.stem(w) for w in "concern concerned worry worried welfare staff everyone people worker employee".split()
)


def of_office(reading: Reading) -> Reading | None:
    """The reading of a question what staff or councillors do with a worry, as that of one of them; None of any other."""
    anybody = ("other-staff",) if _ANYBODY.search(reading.text) else ()
    families = reading.families or anybody
    if len(families) != 1 or families[0] not in _REFERRING or set(reading.particular) - _WORRIED:
        return None
    return replace(reading, asker=families[0], families=families) if _DONE_WITH.search(reading.text) else None


def handed_on(reading: Reading, context: Context) -> bool:
    """Whether a message asks whom to tell of the child that was spoken of just before: 'police are coming. Who else do I tell?'"""
    before = context.kind in (Kind.DANGER.value, Kind.WORRY.value) and context.council in (None, *reading.councils)
    named = any(m.kind == "family" and m.key != "council" for m in reading.mentions)
    return before and not named and not reading.terms and bool(_PASSED_ON.search(reading.text))


def usual(desk: Knowledge, reading: Reading) -> set[int]:
    """The statements that tell this asker what to do with a concern, in the councils to search."""
    return {s.id for council in reading.councils for s in referrals(desk.store, council, reading.asker)}


def others_duty(reading: Reading) -> bool:
    """Whether somebody else's duty is asked for: 'who checks that …?'"""
    return bool(_OTHERS_DUTY.search(t.asked(reading.text) or reading.text))


def worry(desk: Knowledge, reading: Reading) -> Outcome:
    """A worry about a child, told in any words: the asker's own duty, by council; else the duty of all staff."""
    found = [
        (council, stated) for council in reading.councils for stated in referrals(desk.store, council, reading.asker)
    ]
    found.sort(key=lambda pair: pair[1].strength != "must_immediately")
    outcome = answer(desk, [_labelled(reading, council, stated.plain) for council, stated in found],
                     desk.store.clauses([stated.clause for _, stated in found]))  # fmt: skip
    if not outcome:
        council = sayings.listed(list(reading.councils))
        return NotCovered(
            says=(sayings.NOT_COVERED["no_staff_duty"].format(council=council),), notes=(sayings.NEXT["worry"],)
        )
    notes = [] if _own(reading.asker) or "other-staff" in reading.families else [sayings.ASSUMED_STAFF]
    silent = [council for council in reading.councils if council not in {c for c, _ in found}]
    notes += [sayings.NOT_COVERED["no_staff_duty"].format(council=council) for council in silent]
    if len(reading.councils) > 1 and not reading.named_councils:
        notes.append(sayings.COUNCIL_UNKNOWN)
    return outcome.model_copy(update={"notes": tuple(notes)})


def _own(asker: str | None) -> str | None:
    return asker if asker not in ("other-staff", "frontline-staff") else None


def referrals(store: Store, council: str, asker: str | None) -> list[Stated]:
    """What this council's documents have this asker do with a concern: the office's own duty, then that of all staff."""
    own = _own(asker)
    found = _referral(store, council, own)[:1] if own else []
    if not found or own not in ("councillors", "scrutiny-members", "reg33-councillors"):
        found += _referral(store, council, "other-staff")[:1]
    return found or _referral(store, council, "css")[:1]


def _referral(store: Store, council: str, family: str) -> list[Stated]:
    """Duties to refer or pass on a concern, of a family in a council: the immediate ones first."""
    found = []
    for role in store.roles.values():
        if role.council == council and role.family == family:
            found += [s for s in store.duties_of(role.document, role.key) if "referral" in s.topics]
    return sorted(found, key=lambda s: (s.strength != "must_immediately", s.id))


def mine(desk: Knowledge, reading: Reading) -> Outcome | None:
    """'What is my part?': asked for the asker's own office; where it is unknown and matters, asked back."""
    if reading.asker:
        return duties(desk, reading, [reading.asker])
    if reading.council_known:
        roles = [r for r in desk.store.roles.values() if r.council in reading.councils and r.family
                 and desk.store.duties_of(r.document, r.key)]  # fmt: skip
        first = [f for f in ("practitioners", "other-staff", "councillors", "team-managers", "lead-member", "dcs", "yos", "css", "cdcc", "cdels")
                 if any(r.family == f for r in roles)][:4]  # fmt: skip
        options = tuple(
            Option(
                label=sayings.capital(desk.store.families[f].name),
                message=f"I am one of: {desk.store.families[f].name}",
            )
            for f in first
        )
    else:
        options = tuple(Option(label=council, message=council) for council in desk.store.councils[:4])
    says = (sayings.WHICH_ROLE,) if reading.council_known else (f"{sayings.WHICH_COUNCIL} And what is your role?",)
    return Clarification(says=says, options=options) if len(options) > 1 else None


def _labelled(reading: Reading, council: str, plain: str) -> str:
    return plain if len(reading.councils) == 1 else f"{council}: {plain}"
