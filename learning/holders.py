"""Holders: which role of the documents a trainer's word means, what that office must do, and answers in words.

Reads knowledge.store and learning.scenarios; used by learning.naming, learning.marking and learning.checking.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from knowledge import text as t
from knowledge.closed import Closed
from knowledge.errors import KnowledgeError
from knowledge.rules import nearest
from knowledge.store import Clause, Stated, Store, StoredRole
from knowledge.vocabulary import singular
from learning.scenarios import Scenario, Wrong

NOT_STATED = "The document does not say."


class Office(Closed):
    """An office, body or service by the name to be shown. One that no document of the council names has no role."""

    name: str
    family: str | None
    role: StoredRole | None = None

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name, *(self.role.also if self.role else ()))


@lru_cache(maxsize=4096)
def find(store: Store, word: str, council: str, documents: tuple[str, ...]) -> Office | None:
    """The office that `word` names by key or name: of these documents first, then of the council, then of any."""
    near = [role for role in store.roles.values() if role.document in documents]
    council_wide = [role for role in store.roles.values() if role.council == council and role.document not in documents]
    for role in _named(word, [*near, *council_wide]):
        return Office(name=role.name, family=role.family, role=role)
    for key, family in store.families.items():
        if word == key or _same(word, (family.name, *family.names)):
            for role in [*near, *council_wide]:
                if role.family == key:
                    return Office(name=role.name, family=key, role=role)
            return Office(name=family.name, family=key)
    for role in _named(word, list(store.roles.values())):
        return Office(name=role.name, family=role.family)
    return None


def found(store: Store, scenario: Scenario, word: str) -> Office:
    """The office of a scenario that was checked. Raises no_such_role for one that was not."""
    office = find(store, word, scenario.council, scenario.documents)
    if office is None:
        raise KnowledgeError("no_such_role", role=word, nearest=nearest_office(store, word, scenario.council))
    return office


def find_clause(store: Store, reference: str) -> Clause:
    """The clause 'document/reference'. Raises no_such_document or no_such_clause."""
    document, _, own = reference.partition("/")
    if document not in store.documents:
        raise KnowledgeError("no_such_document", document=document, known=", ".join(store.documents))
    return store.clause(document, own)


def the(office: Office) -> str:
    """The office in a sentence: 'the Managing Director', 'all Councillors', 'youth offending teams'."""
    first, _, rest = office.name.partition(" ")
    if first in ("All", "The", "Both"):
        return f"{first.lower()} {rest}"
    return office.name if first.islower() else f"the {office.name}"


def answer_text(store: Store, scenario: Scenario, bearer: tuple[str, ...], action: str | None) -> str:
    """An answer as one line: 'Lead Member and DCS: meet the Principal Social Worker'."""
    who = " and ".join(found(store, scenario, word).name for word in bearer)
    return f"{who}: {action}" if action else who


def wrong_text(store: Store, scenario: Scenario, wrong: Wrong) -> str:
    """A wrong answer as one line."""
    if wrong.not_stated:
        return NOT_STATED
    return answer_text(store, scenario, wrong.bearer or scenario.expect.bearer, wrong.action or scenario.expect.action)


def known(store: Store, council: str) -> list[str]:
    """Every key and name by which `find` knows the offices of a council."""
    roles = [role for role in store.roles.values() if role.council == council]
    return [word for role in roles for word in (role.key, role.name, *role.also)]


def nearest_office(store: Store, word: str, council: str) -> str:
    """The names of a council's offices nearest to a word, for an error's next step."""
    return nearest(word, known(store, council))


def bears(store: Store, office: Office, duty: Stated) -> bool:
    """Whether the office is a bearer of the duty, by its own role or as one of those that a role covers."""
    if duty.kind != "duty" or not (office.role or office.family):
        return False
    if office.role and office.role.document == duty.document:
        if office.role.key in duty.bearers:
            return True
        wider = [store.roles[duty.document, key] for key in duty.bearers]
        return any(office.family in role.covers for role in wider) or any(
            store.roles[duty.document, key].family in office.role.covers for key in duty.bearers
        )
    return office.family in duty.bearer_families


def duties(store: Store, office: Office, council: str) -> list[Stated]:
    """Every duty that the office bears in any document of the council, in the order of the documents."""
    return [duty for duty in _duties_in(store, council) if bears(store, office, duty)]


@lru_cache(maxsize=16)
def _duties_in(store: Store, council: str) -> tuple[Stated, ...]:
    """Every duty of a council; a published store never changes."""
    found: list[Stated] = []
    for document in store.documents.values():
        if document.council == council:
            clauses = [clause.id for clause in store.clauses_of(document.id)]
            found += [stated for stated in store.stated_in(clauses) if stated.kind == "duty"]
    return tuple(found)


def concerned(store: Store, clause: Clause, office: Office) -> bool:
    """Whether the clause gives the office a duty, or a relation or meeting of it names that office.

    A clause without duties also concerns the offices that its words name: a definition, a fact of the cover page.
    """
    stated = store.stated_in([clause.id])
    if any(bears(store, office, duty) for duty in stated):
        return True
    keys = [key for r in clause.relations for key in (r.subject, r.object, r.through) if key]
    keys += [key for m in clause.meetings for key in (*m.attendees, m.chair) if key]
    for key in keys:
        role = store.roles[clause.document, key]
        if office.role == role or (office.family and office.family in (role.family, *role.covers)):
            return True
    if any(duty.kind == "duty" for duty in stated):
        return False
    return any(_contains(clause.quote, name) for name in _spellings(office))


def _spellings(office: Office) -> Iterable[str]:
    for name in office.names:
        yield name
        before, _, inside = name.partition("(")
        yield from (part for part in (before, inside.rstrip(") ")) if part.strip())


def _contains(text: str, name: str) -> bool:
    words = [singular(word) for word in t.words(text)]
    wanted = [singular(word) for word in t.words(name)]
    return any(words[at : at + len(wanted)] == wanted for at in range(len(words) - len(wanted) + 1))


def _named(word: str, roles: list[StoredRole]) -> list[StoredRole]:
    return [role for role in roles if role.key == word] + [
        role for role in roles if _same(word, (role.name, *role.also, *_brief(role.name)))
    ]


def _brief(name: str) -> list[str]:
    """'Lead Member Children's Services (LMCS)' is also LMCS."""
    inside = name.partition("(")[2].rstrip(") ")
    return [inside] if inside.isupper() else []


def _same(word: str, names: Iterable[str]) -> bool:
    folded = [singular(part) for part in t.words(word)]
    return any(folded == [singular(part) for part in t.words(name)] for name in names)
