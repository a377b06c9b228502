"""Store: the published rules in one SQLite file, built by sqlite-utils, read-only when published.

Built from knowledge.documents, knowledge.clauses and knowledge.rules; asked by knowledge.search and knowledge.answers.
The only place with SQL; it returns models, never rows.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Literal

from knowledge import text as t
from knowledge.citations import Citation
from knowledge.closed import Closed
from knowledge.connections import Connections
from knowledge.documents import Document
from knowledge.errors import KnowledgeError
from knowledge.rules import Contact, Fact, Family, Meeting, Procedure, Relation, Role, Term, Topic, nearest

SCHEMA = 7
HELD = 20_000  # models kept in memory
RAREST = 6  # words of a message that look for its closest phrasings


class Clause(Closed):
    """A passage as stored: where it stands, what it says, and everything curated on it."""

    id: int
    document: str
    council: str
    reference: str
    kind: str
    path: tuple[str, ...]
    parent: int | None
    topics: tuple[str, ...]
    quote: str
    tells: tuple[str, ...] = ()
    bearers: tuple[str, ...] = ()
    relations: tuple[Relation, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    terms: tuple[Term, ...] = ()
    contacts: tuple[Contact, ...] = ()
    facts: tuple[Fact, ...] = ()
    procedures: tuple[Procedure, ...] = ()


class Stated(Closed):
    """A duty or statement as stored, with the families of the roles it names."""

    id: int
    clause: int
    document: str
    council: str
    reference: str
    kind: str
    plain: str
    strength: str | None = None
    action: str | None = None
    object: str | None = None
    condition: str | None = None
    timing: str | None = None
    topics: tuple[str, ...] = ()
    bearers: tuple[str, ...] = ()
    counterparts: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    bearer_families: tuple[str, ...] = ()
    other_families: tuple[str, ...] = ()
    frequencies: tuple[str, ...] = ()
    relation_kinds: tuple[str, ...] = ()
    contents: int = 0


class Placed(Closed):
    """A heading, lead-in or clause where it stands in the source: spans are character offsets."""

    kind: Literal["heading", "lead-in", "clause"]
    reference: str
    level: int
    spans: tuple[tuple[int, int], ...]


class StoredRole(Role):
    """A role with the document and council that it belongs to."""

    document: str
    council: str


class Store:
    """A published rules store. Open it with the path of its file; it is never written to.

    Raises store_missing or store_damaged.
    """

    def __init__(self, path: Path):
        self.path = path
        if not path.exists():
            raise KnowledgeError("store_missing")
        try:
            self.db: Connections | sqlite3.Connection = Connections(path)
            self.meta: dict[str, str] = dict(self.db.execute("select key, value from meta"))
            self._stated: dict[int, Stated] = {}
            self._clauses: dict[int, Clause] = {}
            self._words: dict[int, frozenset[str]] = {}
        except sqlite3.DatabaseError as error:
            raise KnowledgeError("store_damaged", place=path.name, problem=error) from None

    def sound(self) -> bool:
        """Whether the file is whole: a damaged one may open and fail later."""
        try:
            return self.db.execute("pragma quick_check").fetchone()[0] == "ok"
        except sqlite3.DatabaseError:
            return False

    def close(self) -> None:
        self.db.close()

    # --- what is held whole: small, and the same for every question -------------------------------------------

    @cached_property
    def documents(self) -> dict[str, Document]:
        rows = self.db.execute("select data from documents order by position")
        return {document.id: document for document in (Document.model_validate_json(row[0]) for row in rows)}

    @cached_property
    def families(self) -> dict[str, Family]:
        return {
            key: Family.model_validate_json(data) for key, data in self.db.execute("select key, data from families")
        }

    @cached_property
    def topics(self) -> dict[str, Topic]:
        return {key: Topic.model_validate_json(data) for key, data in self.db.execute("select key, data from topics")}

    @cached_property
    def matters(self) -> dict[str, str]:
        """What may be asked of a document itself: the name of each matter, by its key."""
        return dict(self.db.execute("select key, name from matters"))

    @cached_property
    def roles(self) -> dict[tuple[str, str], StoredRole]:
        """Every role by (document, key)."""
        rows = self.db.execute("select data from roles order by id")
        roles = (StoredRole.model_validate_json(row[0]) for row in rows)
        return {(role.document, role.key): role for role in roles}

    @cached_property
    def councils(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(document.council for document in self.documents.values()))

    @cached_property
    def known_words(self) -> Counter[str]:
        """How many statements hold each stem: what the store has ever spoken of."""
        return Counter(dict(self.db.execute("select stem, statements from words")))

    # --- clauses and what they state ---------------------------------------------------------------------------

    def clauses(self, ids: Sequence[int]) -> list[Clause]:
        """The clauses of these ids, in the order given."""
        return self._held("clauses", ids, self._clauses, Clause.model_validate_json)

    def stated(self, ids: Sequence[int]) -> list[Stated]:
        """The duties and statements of these ids, in the order given."""
        return self._held("statements", ids, self._stated, Stated.model_validate_json)

    def _held(self, table: str, ids: Sequence[int], held: dict, made) -> list:
        """Models by id; what was read once is kept, up to HELD of a kind, since a published store never changes."""
        found = {id_: one for id_ in ids if (one := held.get(id_)) is not None}
        missing = [id_ for id_ in ids if id_ not in found]
        if missing:
            marks = ",".join("?" * len(missing))
            rows = self.db.execute(f"select id, data from {table} where id in ({marks})", missing)
            found.update(_kept(held, {id_: made(data) for id_, data in rows}))
        return [found[id_] for id_ in ids if id_ in found]

    def warm(self) -> None:
        """Reads what fits into memory beforehand, so that the first questions are as quick as later ones."""
        ids = [id_ for (id_,) in self.db.execute("select id from statements limit ?", (HELD // 4,))]
        for start in range(0, len(ids), 500):
            self.stated(ids[start : start + 500])
            self.words_of(ids[start : start + 500])

    def clause(self, document: str, reference: str) -> Clause:
        """The clause with this reference. Raises no_such_clause with the nearest references."""
        row = self.db.execute(
            "select data from clauses where document = ? and reference = ? collate nocase", (document, reference)
        ).fetchone()
        if not row:
            known = [r for (r,) in self.db.execute("select reference from clauses where document = ?", (document,))]
            raise KnowledgeError("no_such_clause", reference=reference, nearest=nearest(reference, known))
        return Clause.model_validate_json(row[0])

    def clauses_of(self, document: str) -> list[Clause]:
        rows = self.db.execute("select data from clauses where document = ? order by position", (document,))
        return [Clause.model_validate_json(row[0]) for row in rows]

    def passages_of(self, document: str) -> list[Placed]:
        """Every heading, lead-in and clause of a document, in the order of the source."""
        rows = self.db.execute(
            "select kind, reference, level, spans from passages where document = ? order by id", (document,)
        )
        return [Placed(kind=k, reference=r, level=n, spans=json.loads(spans)) for k, r, n, spans in rows]

    def edition(self, document: str, sha256: str) -> str | None:
        """The text of an edition of a document, byte for byte as published; None where that edition is not held."""
        if self.documents[document].sha256 == sha256:
            row = self.db.execute("select text from documents where id = ?", (document,)).fetchone()
        else:
            row = self.db.execute(
                "select text from editions where document = ? and sha256 = ?", (document, sha256)
            ).fetchone()
        return row[0] if row else None

    def items(self, clause: int) -> list[Clause]:
        """The items that complete a lead-in."""
        rows = self.db.execute("select data from clauses where parent = ? order by position", (clause,))
        return [Clause.model_validate_json(row[0]) for row in rows]

    def stated_in(self, clauses: Sequence[int]) -> list[Stated]:
        """Everything that these clauses state, in the order of the document."""
        marks = ",".join("?" * len(clauses))
        rows = self.db.execute(f"select data from statements where clause in ({marks}) order by id", list(clauses))
        return [Stated.model_validate_json(row[0]) for row in rows]

    def duties_of(self, document: str, role: str) -> list[Stated]:
        """Every duty that this role bears, in the order of the document."""
        rows = self.db.execute(
            "select s.data from statement_roles r join statements s on s.id = r.statement "
            "where r.document = ? and r.role = ? and r.part = 'bearer' order by s.id",
            (document, role),
        )
        return [Stated.model_validate_json(row[0]) for row in rows]

    def bears(self, family: str, councils: Sequence[str]) -> bool:
        """Whether an office of this family has a duty of its own in one of these councils."""
        return any(role.family == family and role.council in councils and self.duties_of(role.document, role.key)
                   for role in self.roles.values())  # fmt: skip

    def relations(self, kinds: Iterable[str], councils: Sequence[str]) -> list[tuple[Clause, Relation]]:
        """Relations of these kinds in these councils, with the clause that states each."""
        kinds = list(kinds)
        rows = self.db.execute(
            "select c.data, r.data from relations r join clauses c on c.id = r.clause "
            f"where r.kind in ({','.join('?' * len(kinds))}) and c.council in ({','.join('?' * len(councils))}) order by r.id",
            [*kinds, *councils],
        )
        return [(Clause.model_validate_json(c), Relation.model_validate_json(r)) for c, r in rows]

    def terms(self) -> list[tuple[Clause, Term]]:
        rows = self.db.execute("select c.data, t.data from terms t join clauses c on c.id = t.clause order by t.id")
        return [(Clause.model_validate_json(c), Term.model_validate_json(d)) for c, d in rows]

    def contacts(self, councils: Sequence[str]) -> list[Clause]:
        rows = self.db.execute(
            "select c.data from clauses c where c.id in (select clause from contacts) "
            f"and c.council in ({','.join('?' * len(councils))}) order by c.id",
            list(councils),
        )
        return [Clause.model_validate_json(row[0]) for row in rows]

    # --- words --------------------------------------------------------------------------------------------------

    def match(self, words: Sequence[str], councils: Sequence[str], limit: int) -> dict[int, tuple[float, float]]:
        """Statements that hold any of `words`: id → (BM25 of the whole statement, BM25 of its closest phrasing).

        Scores are positive, larger is better. Raw words never reach the query syntax: each is quoted.
        """
        if not words:
            return {}
        # Of a long message the rarest words find the closest phrasings: common ones match thousands and tell nothing.
        rarest = sorted(dict.fromkeys(words), key=lambda word: self.known_words.get(word, 0))[:RAREST]
        query, rare = (
            " OR ".join('"' + word.replace('"', '""') + '"' for word in chosen)
            for chosen in (dict.fromkeys(words), rarest)
        )
        whole = self._best(
            "select rowid, -bm25(statements_fts, 2.0, 1.5, 1.0, 1.0, 0.5, 0.0) as score from statements_fts "
            "where statements_fts match ? and rowid between ? and ? order by score desc limit ?",
            f"{{plain asked quote roles topics}} : ({query})", self._placed("statements_fts", councils), limit,
        )  # fmt: skip
        found = {id_: (score, 0.0) for id_, score in whole}
        phrased = self._best(
            "select statement, score from (select rowid as wording, -bm25(phrasings_fts) as score from phrasings_fts "
            "where phrasings_fts match ? and rowid between ? and ? order by score desc limit ?) join wordings on id = wording",
            f"{{phrasing}} : ({rare})", self._placed("phrasings_fts", councils), limit * 2,
        )  # fmt: skip
        for id_, score in phrased:
            whole_score, closest = found.get(id_, (0.0, 0.0))
            found[id_] = whole_score, max(closest, score)
        return found

    def _best(self, query: str, matching: str, spans: Sequence[tuple[int, int]], limit: int) -> list[tuple[int, float]]:
        """The (id, score) of the best `limit` rows that match within these spans of rows, best first."""
        rows = [row for span in spans for row in self.db.execute(query, (matching, *span, limit))]
        return sorted(rows, key=lambda row: -row[1])[:limit]

    def _placed(self, table: str, councils: Sequence[str]) -> list[tuple[int, int]]:
        """The spans of rows, first and last, that hold these councils and no other. A council's rows stand together, a
        document after the other; the index skips to them, where a look at each row's council takes nearly three times as long."""
        spans: list[tuple[int, int]] = []
        joined = False
        for council, first, last in self._spans[table]:
            if council in councils:
                spans = [*spans[:-1], (spans[-1][0], last)] if joined else [*spans, (first, last)]
            joined = council in councils
        return spans

    @cached_property
    def _spans(self) -> dict[str, list[tuple[str, int, int]]]:
        """For each index its rows in runs of one council: (council, first, last)."""
        found: dict[str, list[tuple[str, int, int]]] = {}
        for table in ("statements_fts", "phrasings_fts"):
            runs = groupby(self.db.execute(f"select council, rowid from {table} order by rowid"), key=itemgetter(0))
            ids = ((council, [id_ for _, id_ in rows]) for council, rows in runs)
            found[table] = [(council, held[0], held[-1]) for council, held in ids]
        return found

    def words_of(self, ids: Sequence[int]) -> dict[int, frozenset[str]]:
        """The stems that each statement holds anywhere: plain sentence, phrasings, quote, roles, topics."""
        found = {id_: one for id_ in ids if (one := self._words.get(id_)) is not None}
        missing = [id_ for id_ in ids if id_ not in found]
        marks = ",".join("?" * len(missing))
        rows = self.db.execute(
            f"select rowid, plain || ' ' || asked || ' ' || quote || ' ' || roles || ' ' || topics "
            f"from statements_fts where rowid in ({marks})",
            missing,
        )
        found.update(_kept(self._words, {id_: frozenset(held.split()) for id_, held in rows}))
        return {id_: found[id_] for id_ in ids}

    def councils_of_statements(self) -> dict[int, str]:
        """The council of every statement, by its id."""
        return dict(self.db.execute("select rowid, council from statements_fts"))

    def phrasings(self) -> list[tuple[int, int, str, str]]:
        """Every wording that stands for a statement: (wording id, statement id, part, text); part as in the table."""
        return list(self.db.execute("select id, statement, part, text from wordings order by id"))

    def unsaid(self) -> list[tuple[int, str, str]]:
        """Every question that comes near a clause and that no clause answers: (that clause's id, council, text)."""
        return list(self.db.execute("select clause, council, text from unsaid order by id"))

    def telling(self) -> list[int]:
        """The statements of the clauses that are about their document."""
        rows = self.db.execute("select distinct s.id from tells t join statements s on s.clause = t.clause")
        return [id_ for (id_,) in rows]

    def examples(self) -> list[tuple[str | None, str]]:
        """How each matter of a document is asked: (matter, text); no matter where something else is asked."""
        return list(self.db.execute("select matter, text from examples order by id"))

    # --- citations ----------------------------------------------------------------------------------------------

    def citation(self, clause: Clause) -> Citation:
        """The clause as evidence, with its lead-in and the standing of its document."""
        pieces, spans, adjacent = json.loads(
            self.db.execute("select whole from clauses where id = ?", (clause.id,)).fetchone()[0]
        )
        document = self.documents[clause.document]
        roles = [self.roles[clause.document, key].name for key in clause.bearers]
        return Citation(
            document=document.id, title=document.title, council=document.council, clause=clause.reference,
            role="; ".join(roles), path=clause.path, pieces=tuple(pieces), adjacent=tuple(adjacent),
            quote=" ".join(pieces), spans=tuple(tuple(span) for span in spans), standing=document.standing,
            date=document.date,
        )  # fmt: skip


def _kept(held: dict, read: dict) -> dict:
    """What was read, kept in memory as well; where that is full, begun anew. Other threads may do the same meanwhile."""
    if len(held) > HELD:
        held.clear()
    held.update(read)
    return read


def content_hash(folders: Iterable[Path]) -> str:
    """One hash over every file that the store is built from, and the schema."""
    digest = hashlib.sha256(f"schema {SCHEMA}".encode())
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def fts_words(text: str) -> str:
    """What the full text index holds of a text: its words folded and stemmed, as questions are."""
    return " ".join(t.stem(word) for word in t.words(text))
