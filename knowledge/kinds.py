"""Kinds: questions that are answered from what is curated (lists, lines of accountability, terms, documents …).

Each function takes the desk (knowledge.answers.Knowledge) and a Reading and returns an Outcome, or None where the
question is not of its kind after all and the search for a clause should decide.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from knowledge import periods, sayings
from knowledge import text as t
from knowledge.articles import plural, the
from knowledge.outcomes import Answer, Clarification, NotCovered, Option, Outcome
from knowledge.questions import Kind
from knowledge.readings import Reading
from knowledge.store import Clause, Stated, StoredRole

if TYPE_CHECKING:
    from knowledge.answers import Knowledge

SHOWN = 10  # clauses in one message; the rest on "more"
GENERIC = {
    "panel": ("safeguarding-panel", "corporate-parenting", "fostering-panel", "adoption-panel"),
    "board": ("lscb", "improvement-board", "corporate-management", "youth-justice-board"),
    "committee": ("scrutiny-members", "corporate-parenting"),
    "director": ("dcs", "cdels", "cdcc", "director-social-care"),
    "manager": ("team-managers", "heads-of-service", "service-managers"),
}


# Words of the asker's own day, or that point at what was not said: 'is this one mine or theirs?'
_POINTING = (
    "mine", "theirs", "yours", "ours", "hers", "else", "otherwise", "right", "wrong", "correct", "true", "turn", "next",
    "someone", "somebody", "anyone", "caller", "callers", "line", "hold", "phone", "handout", "slide", "leaflet", "form",
    "timescale", "timescales", "deadline", "deadlines", "chair", "chairs", "attend", "attends",
)  # fmt: skip


def roles_of(desk: Knowledge, reading: Reading, families: Sequence[str]) -> list[StoredRole]:
    """The roles of these families in the councils to search, in the order of the documents."""
    return [
        role
        for role in desk.store.roles.values()
        if role.family in families and role.council in reading.councils
        and (not reading.documents or role.document in reading.documents)
    ]  # fmt: skip


def unclear(desk: Knowledge, reading: Reading) -> Outcome | None:
    """'what about the panel?', 'how often do they meet?': nothing to go by yet."""
    content = [w for w in t.words(reading.text) if w not in t.STOP]
    known = [m for m in reading.mentions if m.kind in ("family", "term", "document")]
    telling = [w for w in content if w not in ("often", "meet", "meeting", "meetings", "about", "panel", "board", "committee", "director",
                                               "manager", "managers", "job", "work", "report", "reports", "duty", "duties", "council", "leader", "responsibility", "protocol", "document", "paper", "help", "something", "child", "children",
                                               "question", "advice", "information", "stuff", "allowed", *_POINTING)]  # fmt: skip
    own_duties = reading.asker and reading.kind in (Kind.MINE, Kind.DUTIES)
    if reading.follows or known or telling or own_duties or re.search(r"['‘\"“].{6,}['’\"”]", reading.text):
        return None
    for word in content:
        if word in GENERIC:
            families = [f for f in GENERIC[word] if any(r.family == f for r in roles_of(desk, reading, [f]))]
            options = [_role_option(desk, f, reading) for f in families][:4]
            if len(options) > 1:
                return Clarification(says=(sayings.WHICH_ONE,), options=tuple(options))
    examples = ("who makes sure referrals are acknowledged?", "what must I do with a child welfare concern?")
    return Clarification(
        says=(sayings.WHAT_ABOUT,), options=tuple(Option(label=sayings.capital(e), message=e) for e in examples)
    )


def _role_option(desk: Knowledge, family: str, reading: Reading) -> Option:
    roles = roles_of(desk, reading, [family])
    councils = list(dict.fromkeys(r.council for r in roles))
    name = roles[0].name if len(councils) == 1 else desk.store.families[family].name
    label = f"{name} ({sayings.listed(councils)})"
    council = f" in {councils[0]}" if len(councils) == 1 else ""
    return Option(label=label, message=f"what does the {name} do{council}?")


SURE_CLAUSE = 0.8  # how likely a clause must be asked for by its number before it is said that there is none


def clause(desk: Knowledge, reading: Reading) -> Outcome | None:
    """A clause asked for by its reference."""
    if any(re.search(rf"\bsections? {re.escape(number)}\b", reading.text, re.I) and number in desk.statutes
           for number in reading.clause_numbers):  # fmt: skip
        return None
    wanted = _exact_reference(desk, reading)
    if not wanted and reading.clause_numbers and (
        reading.kind is Kind.CLAUSE or re.search(r"\b(clause|section|annex|para(graph)?)\b", reading.text, re.I)
    ):  # fmt: skip
        wanted = _by_number(desk, reading, reading.clause_numbers[0])
        if not wanted and reading.likely(Kind.CLAUSE) > SURE_CLAUSE:
            says = sayings.NOT_COVERED["no_such_clause"].format(number=reading.clause_numbers[0])
            return NotCovered(says=(says,), notes=(sayings.NEXT["reference"],))
    if not wanted:
        return None
    by_document: dict[tuple[str, str], list[Clause]] = {}
    for found in wanted:
        part = found.reference.split()[0] if found.reference[0].isalpha() else ""  # 'report', 'annex'
        by_document.setdefault((found.document, part), []).append(found)
    of_part = {key: found for key, found in by_document.items() if key[1] in t.words(reading.text)}
    by_document = of_part or by_document  # 'para 2.6 of the report'
    if len(by_document) > 1:
        options = tuple(
            Option(label=f"{found[0].reference}: {desk.store.documents[found[0].document].short}",
                   message=f"show {found[0].reference} of {desk.store.documents[found[0].document].title}")
            for found in list(by_document.values())[:4]
        )  # fmt: skip
        return Clarification(says=(sayings.WHICH_ONE,), options=options)
    return listed(desk, reading, next(iter(by_document.values())), says=())


def _exact_reference(desk: Knowledge, reading: Reading) -> list[Clause]:
    folded = f" {' '.join(t.words(reading.text))} "
    if not any(ch.isdigit() for ch in folded):
        return []
    best: tuple[int, list[int]] = (0, [])
    for id_, document in desk.store.documents.items():
        if document.council not in reading.councils or (reading.documents and id_ not in reading.documents):
            continue
        for reference, clause_id in desk.references[id_].items():
            if any(ch.isdigit() for ch in reference) and f" {reference} " in folded and len(reference.split()) > 1:
                if len(reference) > best[0]:
                    best = (len(reference), [clause_id])
                elif len(reference) == best[0]:
                    best[1].append(clause_id)
    return desk.store.clauses(best[1])


def _by_number(desk: Knowledge, reading: Reading, number: str) -> list[Clause]:
    plain = re.sub(r"[^0-9a-z.]+", "", number)
    found = []
    for id_, document in desk.store.documents.items():
        if document.council not in reading.councils or (reading.documents and id_ not in reading.documents):
            continue
        for held in desk.store.clauses_of(id_):
            own = re.sub(r"[^0-9a-z.]+", "", held.reference.lower().replace("annex ", "").replace("report ", ""))
            if own == plain or (
                re.match(rf"{re.escape(plain)}(?:\.|\(|[a-z]|paragraph)", own) and not own[len(plain) :].isdigit()
            ):
                found.append(held)
    return found


GROUPING = "annex grouping"
_GROUPS = {
    "framework": r"\bframework\b",
    "scrutiny": r"\bscrutiny\b",
    "delivery": r"\b(reporting|operational|delivery)\b",
}
_GROUPED = re.compile(r"\b(framework|scrutiny|reporting|operational|delivery|which|what) (sort of |kind of |type of )?(responsibilit\w+|group)\b"
                      r"|\b(sort|kind|type)s? of responsibilit", re.IGNORECASE)  # fmt: skip


def grouping(desk: Knowledge, reading: Reading, before: bool) -> Outcome | None:
    """Which roles hold framework, scrutiny or delivery responsibilities, and which of these a role holds."""
    named = [g for g, words in _GROUPS.items() if re.search(words, reading.text, re.I)]
    asked = _GROUPED.search(reading.text) and re.search(r"framework|scrutiny|delivery|operational", reading.text, re.I)
    of_office = any(m.kind == "family" for m in reading.mentions)
    if not asked and not (before and reading.follows and (named or of_office)):
        return None
    for document in desk.references:
        found = desk.references[document].get(" ".join(t.words(GROUPING)))
        roles = [r for (d, _), r in desk.store.roles.items() if d == document and r.group]
        if not found or not roles or roles[0].council not in reading.councils:
            continue
        families = reading.families or ((reading.asker,) if reading.asker and len(named) != 1 else ())
        of_role = [r for r in roles if r.family in families and not (before and named)]
        if of_role:
            says = [f"{r.name}: {r.group} responsibilities." for r in of_role]
        else:
            says = [
                f"{sayings.capital(g)}: {'; '.join(r.name for r in roles if r.group == g)}." for g in named or _GROUPS
            ]
        return answer(desk, says, desk.store.clauses([found]))
    return None


def duties(desk: Knowledge, reading: Reading, families: Sequence[str], beside: Sequence[str] = ()) -> Outcome | None:
    """The whole list of what an office must do, council by council; with a period, what it does so often, and, where
    any of that is done with one of the offices `beside`, only that."""
    said = periods.said(reading.text)
    roles = [r for r in roles_of(desk, reading, families) if desk.store.duties_of(r.document, r.key)]
    if not roles:
        return None
    councils = list(dict.fromkeys(r.council for r in roles))
    if len(councils) > 1 and not reading.council_known:
        name = desk.store.families[families[0]].name
        total = sum(len(desk.store.duties_of(r.document, r.key)) for r in roles)
        if total > SHOWN or len(councils) > 2:
            options = tuple(
                Option(label=f"{council}: {next(r.name for r in roles if r.council == council)}", message=council)
                for council in councils[:4]
            )
            return Clarification(says=(f"{name}: the duties differ. {sayings.WHICH_COUNCIL}",), options=options)
    borne = [
        stated
        for role in roles
        for stated in desk.store.duties_of(role.document, role.key)
        if not said or said.search(f"{stated.timing} {' '.join(stated.frequencies)} {stated.plain}")
    ]
    together = [stated for stated in borne if set(beside) & set(stated.other_families)] if said else []
    found = dict.fromkeys(stated.clause for stated in together or borne)
    held = desk.store.clauses(list(found))
    who = sayings.listed(list(dict.fromkeys(f"{r.name} ({r.council})" for r in roles)))
    return listed(desk, reading, held, says=(f"{sayings.capital(who)}.",))


def listed(
    desk: Knowledge, reading: Reading, held: list[Clause], says: tuple[str, ...], rest: bool = False
) -> Outcome | None:
    """Clauses one after the other, items drawn together with their lead-in, and 'n of m' where there are more.

    `rest` says that these are what remained of a list.
    """
    held = _drawn_together(desk, held)
    shown, more = held[:SHOWN], held[SHOWN:]
    if not shown:
        return None
    if rest:
        says += (f"{len(shown)} more:",)
    elif len(held) > 1:
        says += (sayings.n_of_m(len(shown), len(held)),)
    return Answer(says=says, citations=tuple(desk.cite(x, whole=True) for x in shown), more=tuple(x.id for x in more))


def _drawn_together(desk: Knowledge, held: list[Clause]) -> list[Clause]:
    ids = {x.id for x in held}
    whole = {x.id for x in held if desk.store.items(x.id) and desk.whole(x)}
    return [x for x in held if not (x.parent in whole and x.parent in ids)]


# Of one office and of several: whom it answers to; and what stands before the matter where that is not 'for'.
_ANSWERS = {"accountable_to": ("is accountable to", "are accountable to"), "reports_to": ("reports to", "report to"),
            "escalates_to": ("takes matters to", "take matters to"),
            "holds_to_account": ("is held to account by", "are held to account by")}  # fmt: skip
LINES = tuple(_ANSWERS)  # the relations that make a line of accountability
_JOINTS = {"reports_to": " on ", "escalates_to": ": "}


def accountability(desk: Knowledge, reading: Reading, families: Sequence[str]) -> Outcome | None:
    """Whom an office answers to, for what; or who answers to it."""
    if not families:
        return None
    downward = bool(
        re.search(
            r"\bwho (all )?(reports?|answers?) (in )?to\b|\banswers? to (the|me|them)\b.{0,30}$|\bwho does .{1,50} hold\b",
            reading.text,
            re.I,
        )
    )
    says, cited, seen = [], [], set()
    for held, relation in desk.store.relations(LINES, reading.councils):
        subject = desk.store.roles[held.document, relation.subject]
        object_ = desk.store.roles[held.document, relation.object]
        if relation.kind == "holds_to_account":
            below, above = object_, subject
        else:
            below, above = subject, object_
        asked = above if downward else below
        known = desk.search.known_as([f for f in (asked.family, *asked.covers) if f])
        if not known & set(families):
            continue
        if reading.documents and held.document not in reading.documents:
            continue
        line = (below.key, above.key, held.council, relation.kind)
        if line in seen:
            continue
        seen.add(line)
        about = f"{_JOINTS.get(relation.kind, ', for ')}{relation.about}" if relation.about else ""
        through = f", through {the(desk.store.roles[held.document, relation.through].name)}" if relation.through else ""
        verb = _ANSWERS[relation.kind][plural(below.name)]
        says.append(f"{held.council}: {the(below.name)} {verb} {the(above.name)}{about}{through}.")
        cited.append(held)
    if not cited:
        return None
    order = {id_: n for n, id_ in enumerate(desk.nearest_first(reading, [x.id for x in cited]))}
    pairs = sorted(zip(says, cited, strict=True), key=lambda p: order[p[1].id])
    return answer(desk, [s for s, _ in pairs][:4], [x for _, x in pairs][:4])


def escalation(desk: Knowledge, reading: Reading, best: Stated) -> Outcome | None:
    """Who escalates, who keeps the procedure, to whom it goes, and the backstop: what each clause says of it."""
    held = desk.store.clauses([best.clause])[0]
    keepers = [r for r in held.relations if r.kind == "keeps_procedure"]
    stated = desk.store.stated_in([held.id])
    raisers = [s for s in stated if s.strength == "may" and re.search(r"escalat", f"{s.action} {s.object}", re.I)]
    if not keepers or not raisers:
        return None

    def name(key: str) -> str:
        return desk.store.roles[held.document, key].name

    says = [f"Who escalates: {sayings.listed([name(k) for k in raisers[0].bearers])}.",
            f"Who keeps the procedure: the {name(keepers[0].subject)} puts it in place."]  # fmt: skip
    cited = [held]
    above = [(x, r) for x, r in desk.store.relations(["accountable_to"], [held.council])
             if r.subject == keepers[0].subject and x.document == held.document]  # fmt: skip
    if above:
        boss = next((r for x, r in above if x.id in (held.id, held.parent)), above[-1][1])
        says.append(
            f"Who answers for it: the {name(keepers[0].subject)} is accountable to the {name(boss.object)} for this."
        )
    if not raisers[0].recipients:
        says.append("To whom it goes: the clause does not name a recipient.")
    for backstop in desk.store.clauses_of(held.document):
        last = [s for s in desk.store.stated_in([backstop.id]) if s.strength == "must_immediately"]
        if last and "escalation" in backstop.topics and backstop.id != held.id:
            says.append(f"Backstop: {last[0].plain}")
            cited.append(backstop)
            break
    return answer(desk, says, cited)


def answer(desk: Knowledge, says: Sequence[str], cited: Sequence[Clause]) -> Answer | None:
    """These sentences with these clauses, each once; None where no clause is cited."""
    unique = list({x.id: x for x in cited}.values())
    if not unique:
        return None
    return Answer(says=tuple(dict.fromkeys(says)), citations=tuple(desk.cite(x) for x in unique))
