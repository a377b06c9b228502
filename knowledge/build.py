"""Build: from sources and rules to a published store, all or nothing.

Reads knowledge.documents, knowledge.rules and knowledge.clauses; writes what knowledge.store reads. A new store is
written beside the old one, validated, and published by replacing a pointer, so that readers see old or new.
"""

from __future__ import annotations

import json
import os
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import sqlite_utils

from knowledge import asides, clauses, documents, names, phrasings, rules, yamlfiles
from knowledge.errors import CheckFailed, KnowledgeError
from knowledge.everyday import Everyday
from knowledge.store import Clause, Stated, Store, StoredRole, content_hash, fts_words
from knowledge.superseded import Superseded
from knowledge.vocabulary import Vocabulary

BUILD = documents.HERE.parent / "build"
POINTER = "current"


@dataclass
class Checked:
    """Everything that passed the check, ready to be stored, with the figures that prove coverage."""

    documents: dict[str, documents.Document]
    files: dict[str, rules.RuleFile]
    located: dict[str, list[clauses.Located]]
    coverage: dict[str, Counter] = field(default_factory=dict)

    def counts(self) -> dict[str, dict[str, int]]:
        """Per document: clauses, duties, roles, relations, meetings, terms and phrasings."""
        table = {}
        for id_, file in self.files.items():
            said = [s for p in file.passages for s in p.said]
            table[id_] = {
                "clauses": sum(p.kind != "heading" for p in file.passages),
                "duties": sum(len(p.duties) for p in file.passages),
                "roles": len(file.roles),
                "relations": sum(len(p.relations) for p in file.passages),
                "meetings": sum(len(p.meetings) for p in file.passages),
                "terms": sum(len(p.terms) for p in file.passages),
                "phrasings": sum(len(s.asked_as) for s in said),
            }
        return table


def check(
    sources: Path = documents.SOURCES, folder: Path = rules.RULES, vocabulary: Path = rules.VOCABULARY,
    further: Path = phrasings.HERE,
) -> Checked:  # fmt: skip
    """Validates sources, rules and phrasings together. Raises CheckFailed with every mistake found."""
    errors: list[KnowledgeError] = []
    held = documents.load(sources)
    checked = Checked(held, {}, {})
    for load in (
        lambda: rules.places(vocabulary),
        lambda: Superseded.load(vocabulary),
        lambda: Everyday.load(vocabulary),
    ):
        try:
            load()
        except KnowledgeError as error:
            errors.append(error)
    known_matters = rules.matters(vocabulary).matters
    for id_, document in held.items():
        try:
            for edition in document.editions:
                document.text_of(edition)  # reading it is the check
            file, lines = rules.load(folder / f"{id_}.yml")
        except KnowledgeError as error:
            errors.append(error)
            continue
        except FileNotFoundError:
            errors.append(KnowledgeError("invalid", place=f"{id_}.yml", field="file", problem="there is no rule file"))
            continue
        name = f"{id_}.yml"
        for matter in (matter for dated in document.dates for matter in dated.tells if matter not in known_matters):
            near = rules.nearest(matter, known_matters)
            errors.append(KnowledgeError("unknown_matter", place=f"manifest.yml ({id_})", matter=matter, nearest=near))
        errors += rules.mistakes(file, lines, name, vocabulary)
        try:
            file, mistaken = phrasings.added(file, further)
            errors += mistaken
        except KnowledgeError as error:
            errors.append(error)
        texts = [
            (p.kind, p.reference, p.text, yamlfiles.line_of(("passages", index), lines))
            for index, p in enumerate(file.passages)
        ]
        try:
            checked.located[id_], checked.coverage[id_] = clauses.locate(document, texts, name)
        except KnowledgeError as error:
            errors.append(error)
        checked.files[id_] = file
    if errors:
        raise CheckFailed(errors)
    return checked


def current(folder: Path = BUILD) -> Path:
    """The published store's file. Raises store_missing."""
    try:
        return folder / (folder / POINTER).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        raise KnowledgeError("store_missing") from None


def wanted() -> str:
    """The name that a store of the present sources, rules and vocabulary has."""
    return f"knowledge-{content_hash([documents.SOURCES, rules.RULES, phrasings.HERE, rules.VOCABULARY])}.db"


def build(folder: Path = BUILD, force: bool = False) -> tuple[Path, bool]:
    """Publishes the store of the present rules. Returns its path and whether it had to be built.

    Raises CheckFailed before anything is written; what was published then stays as it was.
    """
    name = wanted()
    path = folder / name
    if not force and _published(folder) == name and _sound(path):
        return path, False
    checked = check()
    folder.mkdir(parents=True, exist_ok=True)
    draft = folder / f"{name}.draft-{os.getpid()}"
    draft.unlink(missing_ok=True)
    try:
        _write(checked, draft)
        _validate(checked, draft)
        os.replace(draft, path)
    finally:
        draft.unlink(missing_ok=True)
    before = _published(folder)
    _point(folder, name)
    for old in folder.glob("knowledge-*.db"):  # the one before stays for whoever has it open
        if old.name not in (name, before):
            old.unlink(missing_ok=True)
    return path, True


def _sound(path: Path) -> bool:
    """Whether a store stands at `path` that can be read from end to end."""
    try:
        store = Store(path)
    except KnowledgeError:
        return False
    try:
        return store.sound()
    finally:
        store.close()


def _published(folder: Path) -> str | None:
    try:
        return current(folder).name
    except KnowledgeError:
        return None


def _point(folder: Path, name: str) -> None:
    draft = folder / f"{POINTER}.draft-{os.getpid()}"
    draft.write_text(name, encoding="utf-8")
    os.replace(draft, folder / POINTER)


def _validate(checked: Checked, path: Path) -> None:
    """A store is published only if it can be opened and each of its quotes stands in its source."""
    store = Store(path)
    try:
        for id_, document in checked.documents.items():
            for clause in store.clauses_of(id_):
                citation = store.citation(clause)
                stands = clauses.fold(" ".join(document.text[a:b] for a, b in citation.spans))
                if stands != citation.quote:
                    wrong = {"place": f"{id_}.yml", "reference": clause.reference, "document": id_}
                    raise CheckFailed([KnowledgeError("quote_not_in_source", **wrong)])
    finally:
        store.close()


def _write(checked: Checked, path: Path) -> None:
    db = sqlite_utils.Database(path)
    db["meta"].insert_all([{"key": "name", "value": path.name.split(".draft")[0]}], pk="key")
    known_families, known_topics = rules.families(), rules.topics()
    db["families"].insert_all([{"key": k, "data": f.model_dump_json()} for k, f in known_families.items()], pk="key")
    db["topics"].insert_all([{"key": k, "data": x.model_dump_json()} for k, x in known_topics.items()], pk="key")
    asked = rules.matters()
    db["matters"].insert_all([{"key": k, "name": m.name} for k, m in asked.matters.items()], pk="key")
    db["documents"].insert_all(
        [{"id": d.id, "position": i, "title": d.title, "council": d.council, "standing": d.standing, "text": d.text,
          "data": d.model_dump_json()} for i, d in enumerate(checked.documents.values())], pk="id",
    )  # fmt: skip
    tables: dict[str, list[dict]] = defaultdict(list)
    tables["editions"] = [{"document": d.id, "sha256": e.sha256, "text": d.text_of(e)}
                          for d in checked.documents.values() for e in d.earlier]  # fmt: skip
    examples: list[tuple[str | None, str]] = [(k, text) for k, m in asked.matters.items() for text in m.asked_as]
    examples += [(None, text) for text in asked.not_asked] + _phrased(checked)
    # What is written down as an example of one matter is of no other.
    of = {text: key for key, text in reversed(examples)}
    tables["examples"] = [
        {"id": n, "matter": key, "text": text} for n, (text, key) in enumerate(reversed(of.items()), 1)
    ]
    for id_, file in checked.files.items():
        _collect(checked.documents[id_], file, checked.located[id_], known_families, known_topics, tables)
    fts = {"statements_fts": tables.pop("statements_fts"), "phrasings_fts": tables.pop("phrasings_fts")}
    words = Counter(stem for row in fts["statements_fts"] for stem in set(" ".join(
        str(v) for k, v in row.items() if k not in ("rowid", "council")).split()))  # fmt: skip
    tables["words"] = [{"stem": stem, "statements": count} for stem, count in words.items()]
    pks = {"words": "stem", "statement_roles": None, "editions": "sha256", "tells": None}
    for table, rows in tables.items():
        db[table].insert_all(rows, pk=pks.get(table, "id"))
    if not db["editions"].exists():
        db["editions"].create({"document": str, "sha256": str, "text": str}, pk="sha256")
    if not db["unsaid"].exists():
        db["unsaid"].create({"id": int, "clause": int, "council": str, "text": str}, pk="id")
    if not db["tells"].exists():
        db["tells"].create({"clause": int, "matter": str})
    for table in ("relations", "meetings", "terms", "contacts", "facts"):
        if not db[table].exists():
            db[table].create({"id": int, "clause": int, "data": str}, pk="id")
        db[table].create_index(["clause"])
    db["clauses"].create_index(["document", "reference"], unique=True)
    db["clauses"].create_index(["parent"])
    db["passages"].create_index(["document"])
    db["statements"].create_index(["clause"])
    db["statement_roles"].create_index(["document", "role", "part"])
    db.execute("create virtual table statements_fts using fts5(plain, asked, quote, roles, topics, council unindexed)")
    db.execute("create virtual table phrasings_fts using fts5(phrasing, statement unindexed, council unindexed)")
    db.conn.executemany("insert into statements_fts(rowid, plain, asked, quote, roles, topics, council) values "
                        "(:rowid, :plain, :asked, :quote, :roles, :topics, :council)", fts["statements_fts"])  # fmt: skip
    db.conn.executemany("insert into phrasings_fts(rowid, phrasing, statement, council) values "
                        "(:rowid, :phrasing, :statement, :council)", fts["phrasings_fts"])  # fmt: skip
    db.conn.commit()
    db.execute("pragma optimize")
    db.close()


def _phrased(checked: Checked) -> list[tuple[str | None, str]]:
    """Phrasings as examples of what is asked of a document, its name put aside: those of the clauses on the topic `document`
    that tell a matter, and, of no matter, those of other clauses that name a document."""
    named = Vocabulary(english=names.english())
    for document in checked.documents.values():
        named.add("document", document.id, (document.id, document.title, document.short, *document.names))
    for council, called in rules.places().councils.items():
        named.add("council", council, called)
    found: list[tuple[str | None, str]] = []
    for passage in (passage for file in checked.files.values() for passage in file.passages):
        for text in (text for said in passage.said for text in said.asked_as):
            aside = asides.folded(asides.said(text, named.mentions(text), checked.documents))
            told = passage.tells[:1] if "document" in passage.topics else ()  # of several matters, the first is asked
            if told or asides.THE_PAPER in aside:
                found.append((next(iter(told), None), aside))
    return found


def _collect(document, file, located, known_families, known_topics, tables) -> None:
    roles = {role.key: role for role in file.roles}
    for role in file.roles:
        stored = StoredRole(**role.model_dump(), document=document.id, council=document.council)
        tables["roles"].append({"id": len(tables["roles"]) + 1, "document": document.id, "key": role.key,
                                "name": role.name, "family": role.family, "data": stored.model_dump_json()})  # fmt: skip
    path: list[tuple[int, str]] = []
    held: dict[str, tuple[int, rules.Passage, clauses.Located]] = {}
    for passage, where in zip(file.passages, located, strict=True):
        tables["passages"].append({
            "id": len(tables["passages"]) + 1, "document": document.id, "kind": passage.kind,
            "reference": passage.reference, "level": passage.level or 1, "spans": json.dumps(where.spans),
        })  # fmt: skip
        above = path
        if passage.heading or passage.level:
            above = [(level, text) for level, text in path if level < (passage.level or 1)]
            path = [*above, (passage.level or 1, where.quote(document))]
        if passage.heading:
            continue
        id_ = len(tables["clauses"]) + 1
        held[passage.reference] = (id_, passage, where)
        chain = [(passage, where)]
        while chain[0][0].within:
            _, parent, place = held[chain[0][0].within]
            chain.insert(0, (parent, place))
        spans = [span for _, place in chain for span in place.spans]
        pieces = [place.quote(document) for _, place in chain]
        adjacent = [not document.text[a[1].spans[-1][1] : b[1].spans[0][0]].strip(" \n\t-–*▪()0123456789.abcdefgxvi")
                    for a, b in pairwise(chain)]  # fmt: skip
        bearers = tuple(dict.fromkeys(key for duty in passage.duties for key in duty.bearers))
        clause = Clause(
            id=id_, document=document.id, council=document.council, reference=passage.reference, kind=passage.kind,
            path=tuple(text for _, text in above), parent=held[passage.within][0] if passage.within else None,
            topics=passage.topics, tells=passage.tells, quote=" ".join(pieces), bearers=bearers, relations=passage.relations,
            meetings=passage.meetings, terms=passage.terms, contacts=passage.contacts, facts=passage.facts,
            procedures=passage.procedures,
        )  # fmt: skip
        tables["clauses"].append({
            "id": id_, "position": id_, "document": document.id, "council": document.council,
            "reference": passage.reference, "kind": passage.kind, "parent": clause.parent, "quote": clause.quote,
            "data": clause.model_dump_json(), "whole": json.dumps([pieces, spans, adjacent]),
        })  # fmt: skip
        for table, values in (("relations", passage.relations), ("meetings", passage.meetings),
                              ("terms", passage.terms), ("contacts", passage.contacts), ("facts", passage.facts)):  # fmt: skip
            for value in values:
                row = {"id": len(tables[table]) + 1, "clause": id_, "data": value.model_dump_json()}
                if table == "relations":
                    row |= {"kind": value.kind, "subject": value.subject, "object": value.object}
                tables[table].append(row)
        about = passage.tells or ((None,) if "document" in passage.topics else ())
        tables["tells"] += [{"clause": id_, "matter": matter} for matter in about]
        tables["unsaid"] += [{"id": len(tables["unsaid"]) + n, "clause": id_, "council": document.council, "text": text}
                             for n, text in enumerate(passage.not_said, 1)]  # fmt: skip
        for said in passage.said:
            _state(document, roles, clause, said, known_families, known_topics, tables)


def _state(document, roles, clause, said, known_families, known_topics, tables) -> None:
    id_ = len(tables["statements"]) + 1
    duty = said if isinstance(said, rules.Duty) else None
    named = {part: tuple(getattr(duty, part)) if duty else () for part in ("bearers", "counterparts", "recipients")}

    def family(keys) -> tuple[str, ...]:
        return tuple(dict.fromkeys(f for key in keys for f in (roles[key].family, *roles[key].covers) if f))

    others = [*named["counterparts"], *named["recipients"],
              *(k for r in clause.relations for k in (r.subject, r.object)),
              *(k for m in clause.meetings for k in m.attendees)]  # fmt: skip
    stated = Stated(
        id=id_, clause=clause.id, document=document.id, council=document.council, reference=clause.reference,
        kind="duty" if duty else "statement", plain=said.plain, strength=duty.strength.value if duty else None,
        action=duty.action if duty else None, object=duty.object if duty else None,
        condition=duty.condition if duty else None, timing=duty.timing if duty else None, topics=clause.topics,
        **named, bearer_families=family(named["bearers"]), other_families=family(others),
        frequencies=tuple(m.frequency for m in clause.meetings if m.frequency),
        relation_kinds=tuple(r.kind for r in clause.relations), contents=len(clause.quote),
    )  # fmt: skip
    tables["statements"].append({"id": id_, "clause": clause.id, "document": document.id, "kind": stated.kind,
                                 "plain": said.plain, "strength": stated.strength,
                                 "data": stated.model_dump_json()})  # fmt: skip
    for part, keys in named.items():
        for key in keys:
            tables["statement_roles"].append({"statement": id_, "document": document.id, "role": key,
                                              "part": part.removesuffix("s")})  # fmt: skip
    for part, texts in (("plain", [said.plain]), ("asked", said.asked_as), ("quote", [clause.quote])):
        for text in texts:
            wording = {"id": len(tables["wordings"]) + 1, "statement": id_, "part": part, "text": text}
            tables["wordings"].append(wording)
            if part != "quote":
                tables["phrasings_fts"].append({"rowid": wording["id"], "phrasing": fts_words(text), "statement": id_,
                                                "council": document.council})  # fmt: skip
    names = [roles[key].name for key in named["bearers"]]
    names += [known_families[f].name for f in stated.bearer_families]
    tables["statements_fts"].append({
        "rowid": id_, "plain": fts_words(said.plain), "asked": fts_words(" ".join(said.asked_as)),
        "quote": fts_words(clause.quote), "roles": fts_words(" ".join(names)),
        "topics": fts_words(" ".join(known_topics[key].name for key in clause.topics)), "council": document.council,
    })  # fmt: skip
