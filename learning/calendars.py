"""Calendars: the meetings and visits of an office, as a table and as an .ics file (RFC 5545).

Reads the meetings of knowledge.store. Only a rhythm that the clause fixes ('monthly', 'quarterly', 'annual') becomes a
series, and as no document gives a date, the reader gives the first one. Whatever the text leaves open is listed to be
confirmed and gets no date.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import icalendar

from knowledge import sayings
from knowledge.articles import plural
from knowledge.citations import Citation
from knowledge.closed import Closed
from knowledge.errors import KnowledgeError
from knowledge.rules import Meeting
from knowledge.store import Clause, Store
from learning.offices import Citer, Office, titled

RHYTHMS = {"monthly": "monthly", "quarterly": "quarterly", "annual": "yearly", "annually": "yearly", "yearly": "yearly",
           "weekly": "weekly"}  # fmt: skip
EVERY = {"weekly": "every week", "monthly": "every month", "quarterly": "every three months", "yearly": "every year"}
_RULES: dict[str, dict[str, Any]] = {
    "weekly": {"freq": "weekly"}, "monthly": {"freq": "monthly"}, "quarterly": {"freq": "monthly", "interval": 3},
    "yearly": {"freq": "yearly"},
}  # fmt: skip
YEARS = range(2000, 2101)  # of a first meeting; a slip of the finger gives others, and no calendar program shows them
_TIME_WORDS = re.compile(r"\b(bi[\s-]?)?(weekly|monthly|quarterly|annual|annually|yearly)\b", re.IGNORECASE)
_AMBIGUOUS = re.compile(r"\bbi[\s-]?(weekly|monthly|annual|annually|yearly)\b", re.IGNORECASE)
UNIT = {"weekly": "week", "monthly": "month", "annual": "year", "annually": "year", "yearly": "year"}


class Held(Closed):
    """One meeting or visit of an office as one clause states it.

    `frequency` is as written; `rhythm` a key of EVERY where the clause fixes one, else `confirm` says what is open.
    """

    name: str
    frequency: str | None
    rhythm: str | None
    confirm: str | None
    visit: bool
    chairs: bool
    others: tuple[str, ...]
    purpose: str | None
    own: bool  # stated among the office's own duties, not in another's list
    citation: Citation

    @property
    def how_often(self) -> str:
        return EVERY[self.rhythm] if self.rhythm else "to be confirmed"


def meetings(store: Store, office: Office, cite: Citer) -> tuple[Held, ...]:
    """The meetings and visits of an office: those of its own clauses first, then those where others name it."""
    found: list[Held] = []
    for id_ in office.documents:
        for clause in store.clauses_of(id_):
            mine = [m for m in clause.meetings if any(office.holds(id_, k) for k in (*m.attendees, m.chair))]
            found += [_held(store, office, cite, clause, meeting, mine) for meeting in mine]
    settled = [h if h.own else _perhaps_another(office, h, found) for h in found]
    return (*(h for h in settled if h.own), *(h for h in settled if not h.own))


def _held(store: Store, office: Office, cite: Citer, clause: Clause, meeting: Meeting, mine: Sequence[Meeting]) -> Held:
    rhythm = RHYTHMS.get((meeting.frequency or "").casefold())
    confirm = None if rhythm else _open(meeting, clause)
    if rhythm and _others_in(clause, meeting):
        others = sayings.listed([f"“{word}”" for word in _others_in(clause, meeting)])
        rhythm, confirm = None, f"The clause says both “{meeting.frequency}” and {others}: ask which of them is meant."
    wider = next((m for m in mine if m != meeting and set(m.attendees) < set(meeting.attendees)), None)
    if rhythm and wider:
        rhythm, confirm = None, f"Part of “{wider.name}” above: the clause does not say which of those meetings."
    others_ = [store.roles[clause.document, k].name for k in meeting.attendees if not office.holds(clause.document, k)]
    return Held(
        name=sayings.capital(meeting.name), frequency=meeting.frequency, rhythm=rhythm, confirm=confirm,
        visit=bool(re.search(r"\bvisits?\b", meeting.name, re.IGNORECASE)),
        chairs=office.holds(clause.document, meeting.chair), others=tuple(map(titled, others_)),
        purpose=meeting.purpose, own=any(office.holds(clause.document, k) for k in clause.bearers),
        citation=cite(clause),
    )  # fmt: skip


def _open(meeting: Meeting, clause: Clause) -> str:
    """What has to be asked where the clause fixes no rhythm."""
    if not meeting.frequency:
        return "The clause does not say how often."
    said = f"“{meeting.frequency}”" if meeting.frequency.casefold() in clause.quote.casefold() else meeting.frequency
    twice = _AMBIGUOUS.search(meeting.frequency)
    if twice:
        unit = UNIT[twice[1].casefold()]
        return f"The clause says {said}: that may mean twice a {unit} or every two {unit}s. Ask which is meant."
    return f"The clause says {said}: it fixes no dates. Agree them with those who take part."


def _others_in(clause: Clause, meeting: Meeting) -> list[str]:
    """Words for another rhythm in the clause that belong to no other meeting of it: then the text cannot be relied on."""
    explained = " ".join(m.frequency or "" for m in clause.meetings).casefold()
    said = dict.fromkeys(match[0] for match in _TIME_WORDS.finditer(clause.quote))
    return [word for word in said if word.casefold() not in explained]


def _perhaps_another(office: Office, held: Held, found: Sequence[Held]) -> Held:
    """A meeting from another office's list: it makes no series where it may be one that is listed already, or where a
    whole group is named of which each member may or may not be meant."""
    if not held.rhythm:
        return held
    text = None
    if plural(office.name) or office.name.endswith("staff"):
        text = (
            f"{held.citation.clause} is another office's duty; it does not say that each of you takes part each time."
        )
    for other in found:
        alike = RHYTHMS.get((other.frequency or "").casefold()) == held.rhythm and set(other.others) == set(held.others)
        if other is not held and alike and (other.own or other.confirm):
            text = f"This may be the same meeting as {other.citation.clause}; the text does not say. Ask before you enter it."
    return held.model_copy(update={"rhythm": None, "confirm": text}) if text else held


def table(held: Sequence[Held]) -> list[tuple[str, str, str, str, str]]:
    """Rows of meeting, how often, with whom, clause, and what is to be confirmed."""
    return [(h.name, h.how_often, "; ".join(h.others) or "not stated", h.citation.clause, h.confirm or "the date")
            for h in held]  # fmt: skip


def lines(office: Office, held: Sequence[Held]) -> Iterator[tuple[str, int, str | None]]:
    """The meetings as text for a screen: (text, indent, style)."""
    yield f"Meetings of {office.name}, {office.council}", 0, "bold"
    fixed = sum(1 for h in held if h.rhythm)
    yield f"{len(held)} in all. The text fixes how often for {fixed}; it gives a date for none.", 0, None
    for meeting in held:
        yield "", 0, None
        yield f"{meeting.name}: {meeting.how_often}", 0, "bold"
        if meeting.others:
            yield f"With: {'; '.join(meeting.others)}", 2, None
        if meeting.confirm:
            yield f"To confirm: {meeting.confirm}", 2, None
        cited = meeting.citation
        yield f"“{cited.shown}”", 2, None
        yield cited.where, 4, "cyan"
    yield "", 0, None


# --- as a file -------------------------------------------------------------------------------------------------------


def start(text: str) -> date:
    """The date that a reader wrote as 2026-09-01. Raises no_such_date, or no_such_year for a year outside YEARS."""
    try:
        first = date.fromisoformat(text.strip())
    except ValueError:
        raise KnowledgeError("no_such_date", date=text) from None
    if first.year not in YEARS:
        raise KnowledgeError("no_such_year", date=text, first=YEARS.start, last=YEARS.stop - 1)
    return first


def ics(office: Office, held: Sequence[Held], first: date, made: datetime | None = None) -> bytes:
    """The meetings with a fixed rhythm as all-day series that begin on `first`, tentative and without end.

    What is to be confirmed stands in the calendar's description, never among the events. `made` is when the file was
    made (now, if not given). The same office gives the same UIDs and a later file higher SEQUENCEs, so that it replaces
    an earlier one (RFC 5545, 3.8.7.4). All-day dates belong to no time zone.
    """
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Dutydesk//Meetings of an office//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", f"{office.name}, {office.council}: meetings")
    calendar.add("x-wr-caldesc", _left_out(held))
    seen: set[str] = set()
    for meeting in held:
        if not meeting.rhythm:
            continue
        calendar.add_component(_event(office, meeting, first, made or datetime.now(timezone.utc), seen))
    return calendar.to_ical()


def write(office: Office, held: Sequence[Held], first: date, path: Path) -> int:
    """Writes the calendar to a file, unless nothing has a fixed rhythm; how many series it holds.

    Raises no_such_place.
    """
    count = sum(1 for meeting in held if meeting.rhythm)
    try:
        if count:
            path.write_bytes(ics(office, held, first))
    except OSError as error:
        raise KnowledgeError("no_such_place", place=path, problem=error.strerror or error) from None
    return count


def _event(office: Office, held: Held, first: date, made: datetime, seen: set[str]) -> icalendar.Event:
    event = icalendar.Event()
    named = f"{office.council} {office.family} {held.citation.document} {held.citation.clause} {held.name}"
    uid = hashlib.sha256(named.encode()).hexdigest()[:32]
    while uid in seen:
        uid = hashlib.sha256(uid.encode()).hexdigest()[:32]
    seen.add(uid)
    event.add("uid", f"{uid}@dutydesk")
    event.add("sequence", int(made.timestamp() // 60))  # the minutes since 1970
    event.add("dtstamp", made)
    event.add("dtstart", first)
    event.add("dtend", first + timedelta(days=1))
    event.add("rrule", {**_RULES[held.rhythm or ""], **_by_day(held.rhythm or "", first)})
    event.add("summary", f"{held.name} (date to be set)")
    event.add("description", _description(held))
    event.add("status", "TENTATIVE")
    event.add("transp", "TRANSPARENT")
    return event


def _by_day(rhythm: str, first: date) -> dict[str, Any]:
    """For the 29th to 31st: the last day up to it that the month has, as RFC 5545 otherwise leaves short months out."""
    if rhythm == "weekly" or first.day < 29 or (rhythm == "yearly" and (first.month, first.day) != (2, 29)):
        return {}
    month = {"bymonth": 2} if rhythm == "yearly" else {}
    return {**month, "bymonthday": list(range(28, first.day + 1)), "bysetpos": -1}


def _description(held: Held) -> str:
    said = [
        f"Date to be set by you: the clause says {EVERY[held.rhythm or '']} (“{held.frequency}”) and gives no date."
    ]
    if held.others:
        said.append(f"With: {'; '.join(held.others)}.")
    if held.chairs:
        said.append("The clause names this office as its chair.")
    cited = held.citation
    said.append(f"“{cited.shown}”\n{cited.where}")
    return "\n".join((*said, *cited.notes))


def _left_out(held: Sequence[Held]) -> str:
    left = [f"{h.name} ({h.citation.clause}): {h.confirm}" for h in held if not h.rhythm]
    said = "All dates are to be set by you: the document gives none."
    return f"{said} Not in this calendar, because it has to be confirmed first: {' '.join(left)}" if left else said
