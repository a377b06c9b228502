"""Induction: the path for any office of the store, made from its rules; every statement with its clause.

Reads knowledge.store through learning.offices, learning.lessons and learning.gaps; walked by learning.progress.
"""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.store import Store
from learning import calendars, gaps, lessons, lines, offices, picture
from learning.lessons import evenly
from learning.offices import Citer, Office
from learning.picture import Picture
from learning.steps import Part, Path, Standing, Step, Taught, named

TITLES = {
    "expected": ("What is expected of you", "What is expected of it"),
    "words": ("What the words mean", "What the words mean"),
    "lines": ("Whom you answer to, and who answers to you", "Whom it answers to, and who answers to it"),
    "boards": ("Boards and visits", "Who sits on it, and visits"),
    "meetings": ("Your meetings", "Its meetings"),
    "concern": ("What to do with a concern about a child", "What to do with a concern about a child"),
    "gaps": ("What the text does not say", "What the text does not say"),
    "standing": ("Where the document stands", "Where the document stands"),
}


def path(store: Store, council: str, family: str) -> Path:
    """The induction of a role family (its key) in a council.

    Raises no_such_council, no_such_role or no_such_office (with the nearest, or where the office is found).
    """
    office = offices.office(store, council, family)
    cite = Citer(store)
    held = calendars.meetings(store, office, cite)
    accountability, boards = lines.accountability(store, office, cite), lines.boards(store, office, cite)
    expected = lessons.expected(store, office, cite)
    drawn = picture.draw(office, accountability, lines.called(office))
    bodies = [*lessons.boards(office, boards), *lessons.meetings([h for h in held if h.visit])]
    others = lessons.meetings([h for h in held if not h.visit])
    answering = lessons.accountability(store, office, accountability)
    concern = lessons.concern(store, office, cite)
    quoted = [t.citation for taught in (*(t for _, t in expected), bodies, others, answering, concern)
              for t in taught if t.citation]  # fmt: skip
    parts = (
        _part("expected", office, expected),
        _part("words", office, [("", lessons.words(store, cite, quoted))]),
        _part("lines", office, [("", answering)], drawn),
        _part("boards", office, [("", bodies or [lessons.none(office, "boards, panels or visits")])]),
        _part("meetings", office, [("", others or [lessons.none(office, "meetings")])]),
        _part("concern", office, [("", concern)]),
        _part("gaps", office, [("", gaps.gaps(store, office, cite, accountability, boards, held, any(t.citation for t in concern)))]),
        _part("standing", office, [(store.documents[d].short, lessons.standing(store.documents[d]))
                                   for d in office.documents]),
    )  # fmt: skip
    documents = tuple(Standing.of(store.documents[id_]) for id_ in office.documents)
    return Path(council=office.council, family=office.family, office=office.name, documents=documents, parts=parts)


def _part(
    key: str, office: Office, groups: Sequence[tuple[str, Sequence[Taught]]], drawn: Picture | None = None
) -> Part:
    """Groups of statements as steps of at most MOST clauses; a picture goes with the first."""
    title = TITLES[key][not office.person]
    chunks = [(name, chunk) for name, taught in groups for chunk in evenly(taught)]
    steps: list[Step] = []
    taken: set[str] = set()
    for number, (name, chunk) in enumerate(chunks):
        heading = f"{title}: {name}" if name else title
        alike = [n for n, (other, _) in enumerate(chunks) if other == name]
        if len(alike) > 1:
            heading += f" ({alike.index(number) + 1} of {len(alike)})"
        id_ = _id(key, chunk, taken)
        steps.append(Step(id=id_, part=key, title=heading, taught=tuple(chunk), picture=drawn if number == 0 else None))
    taught = tuple(dict.fromkeys(clause for step in steps for clause in step.clauses))
    return Part(key=key, title=title, steps=tuple(steps), check_clauses=taught)


def _id(key: str, chunk: Sequence[Taught], taken: set[str]) -> str:
    """The part and the first clause that no other step of the part is named after."""
    names = [named((t.citation.document, t.citation.clause)) for t in chunk if t.citation] or ["whole"]
    free = next((f"{key}/{name}" for name in names if f"{key}/{name}" not in taken), None)
    number = 2
    while not free:
        candidate = f"{key}/{names[0]}-{number}"
        free = candidate if candidate not in taken else None
        number += 1
    taken.add(free)
    return free
