"""Recipients: whom it goes to, and who answers to, chairs, appoints or runs whom: asked from the relations of clauses,
and from duties that pass something on."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import combinations

from knowledge import text as t
from knowledge.rules import Relation
from knowledge.store import Clause, Stated
from learning.items import Item, Kind, item
from learning.making.bearers import FOR_ALL, because, said
from learning.making.material import LONGEST_QUESTION, Material, choices
from learning.making.nearness import Sense
from learning.wording import UNSAID

# Named in the documents, but nothing that one reports to, chairs or attends.
NO_OFFICE = (*FOR_ALL, "osmb", "merton", "ofsted", "young-people", "schools", "local-authorities", "secretary-of-state",
             "voluntary-sector", "teams", "children-families-workforce", "education-settings", "housing-providers",
             "family-group-meetings", "all-directors", "corporate-board", "yos-staff", "yos-social-workers", "policy-manager", "executive-scrutiny-councillors", "strategic-delivery-officers", "statutory-partners")  # fmt: skip
_A_BODY = re.compile(r"\b(board|group|meeting|review meetings|panel|partnership|forum|agency)\b", re.I)
MOST = 4  # items with the same answer to the same question, whatever the matter
# Asked for the one it goes to ({s} is known), and asked for the one who does it ({o} is known).
_OBJECT = {
    "accountable_to": "to whom is {s} accountable{about}?", "reports_to": "to whom must {s} report{about}?",
    "escalates_to": "to whose attention must {s} bring {matter}?", "holds_to_account": "whom must {s} hold to account{about}{through}?",
    "chairs": "which of these does {s} chair?", "member_of": "of which body is {s} to be a member?",
    "attends": "which of these is {s} to attend?", "represented_on": "on which of these is {s} to be represented?",
    "advises": "who must get advice from {s} on {matter}?", "manages": "which of these does {s} manage?",
    "leads": "which of these does {s} lead?", "appoints": "whom must {s} appoint or designate{about}?",
}  # fmt: skip
_SUBJECT = {
    "chairs": "who chairs {o}?", "manages": "who manages {o}?", "leads": "who leads {o}?",
    "appoints": "who must appoint or designate {o}?", "reports_to": "who must report to {o}{about}?",
    "escalates_to": "who must bring {matter} to the attention of {o}?",
    "holds_to_account": "who must hold {o} to account{about}{through}?", "advises": "who must advise {o} on {matter}?",
}  # fmt: skip


def propose(material: Material) -> Iterator[Iterable[Item]]:
    made: Counter[tuple[str, str, str, str]] = Counter()
    for clause in material.clauses.values():
        for relation in clause.relations:
            facts = (clause.document, relation.kind, relation.subject, relation.object)
            made[facts] += 1
            if made[facts] > MOST:
                continue
            if relation.kind in _OBJECT:
                yield _asked(material, clause, relation, _OBJECT[relation.kind], for_object=True)
            if relation.kind in _SUBJECT:
                yield _asked(material, clause, relation, _SUBJECT[relation.kind], for_object=False)
    yield from _passed_on(material)


def _asked(material: Material, clause: Clause, relation: Relation, words: str, for_object: bool) -> Iterator[Item]:
    document = clause.document
    about = relation.about or ""
    if "{matter}" in words and not about:
        return
    on = " on " if relation.kind == "reports_to" else " in " if about.startswith("matters") else " for "
    on = " " if about.startswith("to ") else on
    through = f", through {material.the_office(document, relation.through)}" if relation.through else ""
    question = words.format(
        s=material.the_office(document, relation.subject), o=material.the_office(document, relation.object),
        about=f"{on}{about}" if about and relation.kind not in ("attends", "member_of") else "",
        matter=about, through=through,
    )  # fmt: skip
    question = f"In {material.the(document)}, {question}"
    right, known = (relation.object, relation.subject) if for_object else (relation.subject, relation.object)
    if len(question) > LONGEST_QUESTION:
        return
    stated = next((s for s in material.stated if s.clause == clause.id and _speaks_of(material, s, right)), None)
    stated = stated or next(s for s in material.stated if s.clause == clause.id)
    yield from _choices(material, clause, question, right, known, said(stated))


def _speaks_of(material: Material, stated: Stated, key: str) -> bool:
    """Whether a plain sentence names an office, by a word of its name that is no common one."""
    names = set(t.content(material.role(stated.document, key).name))
    return len(names & set(t.content(stated.plain))) * 2 >= len(names)


def _choices(material: Material, clause: Clause, question: str, right: str, known: str, why: str) -> Iterator[Item]:
    document = clause.document
    others = _alike_in_form(material, document, right, known)
    sense = Sense(why, document, material.sort(document, right), frozenset(clause.topics))
    # Where no three can be proved wrong: two of them, or one, and that nothing is said.
    fewer = [*combinations(others[:6], 2), *((key,) for key in others[:6])]
    for chosen in (*choices(others, question), *fewer):
        near = [(material.sense_of_office(document, other, why),) for other in chosen]
        wrong = [*(material.office(document, k) for k in chosen), *([] if len(chosen) == 3 else [UNSAID])]
        yield item(
            Kind.RECIPIENT, question, material.office(document, right), wrong,
            citations=material.cite(clause.id), topics=clause.topics,
            families=material.families(document, (known, right)), nearness=material.measure((sense,), near),
            explanation=f"{why} The clause names {'no other' if UNSAID in wrong else 'none of the others'} for this.",
        )  # fmt: skip


def _alike_in_form(material: Material, document: str, right: str, known: str) -> list[str]:
    """Other offices, bodies or services of the document of the same sort as the right one, in an order of its own."""
    families = material.store.families

    def sort(key: str) -> str:
        family = material.role(document, key).family
        return families[family].kind if family else "none"

    wanted = sort(right)
    roles = [r for r in material.store.roles.values() if r.document == document]
    like = {"member": "officer", "officer": "member", "none": "service", "service": "none", "body": "none"}.get(
        wanted, wanted
    )
    order = [r.key for r in roles]
    keys = [
        r.key for r in roles
        if r.key not in (right, known, *NO_OFFICE) and sort(r.key) in (wanted, like)
        and (wanted != "body" or sort(r.key) == "body" or _A_BODY.search(r.name))
    ]  # fmt: skip
    keys.sort(key=lambda key: (sort(key) != wanted, abs(order.index(key) - order.index(right))))
    held = [material.role(document, key).family for key in keys]
    return [key for n, key in enumerate(keys) if not held[n] or held[n] not in held[:n]]


def _passed_on(material: Material) -> Iterator[Iterable[Item]]:
    """Duties that pass something on to one office: '… to the Cabinet' is taken out of the deed and asked for."""
    for one in material.deeds:
        if any(r.kind in ("reports_to", "escalates_to") for r in material.clauses[one.stated.clause].relations):
            continue  # asked already, from the relation
        if len(one.stated.recipients) != 1 or len(one.stated.bearers) != 1:
            continue
        document, key = one.stated.document, one.stated.recipients[0]
        role = material.role(document, key)
        core = re.sub(r"^the (appropriate )?", "", role.name)
        found = re.search(
            rf",? (to|with) (?:the )?(?:appropriate )?{re.escape(core)}(?: \([A-Z]+\))?(?: in the Directorate of Children's Services)?",
            one.text,
        )
        modal = one.binds.split()[0]
        if (
            not re.match(r"(pass|report|bring|refer)\b", one.text)
            or not found
            or modal not in ("must", "should", "will")
            or "make sure" in one.text[: found.start()]
        ):
            continue
        text = (one.text[: found.start()] + one.text[found.end() :]).strip(" ,")
        subject = material.the_office(document, one.stated.bearers[0])
        whom = "To whom" if found[1] == "to" else "With whom"
        question = f"In {material.the(document)}, {whom.lower()} {modal} {subject} {text}?"
        clause = material.clauses[one.stated.clause]
        yield _choices(material, clause, question, key, one.stated.bearers[0], because([one]))
