"""Quiz: the command `dutydesk quiz`: prove the questions made from the rules, list them, practise, and exchange them as GIFT.

Thin like bot.cli, which it is part of: questions come from learning.bank, proofs from learning.proving, practice is
bot.drill.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot import lookup, screen
from knowledge.documents import Document
from knowledge.errors import KnowledgeError
from knowledge.rules import nearest
from learning.items import Item, Kind
from learning.making.orders import ESCALATION

if TYPE_CHECKING:
    from learning.bank import Bank

app = typer.Typer(
    no_args_is_help=True, epilog="Example: dutydesk quiz check",
    help="Questions for induction and training, made from the rules and proved against them.",
)  # fmt: skip

Council = Annotated[str | None, typer.Option(help="Only this council: Kent, Dudley, Leicester or Croydon.")]
Topic = Annotated[str | None, typer.Option(help="Only this topic, for example 'corporate parenting'.")]
Role = Annotated[str | None, typer.Option(help="Only this office, by any of its names (see `dutydesk roles`).")]
Named = Annotated[str | None, typer.Option("--document", help="Only this document, by its id.")]
Sort = Annotated[str | None, typer.Option("--kind", help=f"Only this kind: {', '.join(k.value for k in Kind)}.")]


@app.command(epilog="Example: dutydesk quiz check --council Dudley")
def check(council: Council = None, topic: Topic = None, role: Role = None, document: Named = None,
          kind: Sort = None, limit: Annotated[int | None, typer.Option(help="Prove at most this many.", min=1)] = None) -> None:  # fmt: skip
    """Prove every question against all rules, and count them by kind and document; hold every scenario against them too.
    Exit code 1 if something is wrong."""
    from learning import checking, scenarios
    from learning.bank import bank
    from learning.ledger import Ledger
    from learning.proving import problems

    store = lookup.store()
    with screen.waiting("making the questions and proving each (some seconds)"):
        held = bank(store)
        items = _chosen(held, council, topic, role, document, kind)[:limit]
        ledger = Ledger(store)
        failed = [(item, why) for item in items for why in problems(item, ledger)]
    screen.table(*_table(items, held, list(store.documents.values())))
    for item, why in failed:
        screen.problem(f"{item.id} ({item.kind.value}): {why}")
    screen.table(*_spread(items))
    screen.print_lines((_escalations(items, list(store.documents.values())),))
    two = sum(why.startswith("two right") for _, why in failed)
    rejected = Counter(sort for (k, sort), count in held.rejected.items() for _ in range(count))
    proved = len(items) - len({item.id for item, _ in failed})
    screen.print_lines(("", f"{len(items)} questions, {proved} of them proved; {two} with two right answers.",
                        f"Proposed and not taken: {_listed(rejected)}."))  # fmt: skip
    mistaken = checking.problems(store)
    for error in mistaken:
        screen.problem(str(error))
    written, _ = scenarios.read()
    faults = f"{len(mistaken)} {'mistake' if len(mistaken) == 1 else 'mistakes'}"
    screen.print_lines(
        (f"{len(written)} scenarios held against the rules; {faults if mistaken else 'nothing wrong'}.",)
    )
    raise typer.Exit(1 if failed or mistaken else 0)


@app.command(epilog="Example: dutydesk quiz items --topic 'corporate parenting' --limit 5")
def items(council: Council = None, topic: Topic = None, role: Role = None, document: Named = None,
          kind: Sort = None, limit: Annotated[int | None, typer.Option(help="List at most this many.", min=1)] = None,
          as_json: Annotated[bool, typer.Option("--json", help="Print each question as a line of JSON.")] = False) -> None:  # fmt: skip
    """List the questions with their options, the right one and its clause."""
    from learning.bank import bank

    with screen.waiting("making the questions and proving each (some seconds)"):
        chosen = _chosen(bank(lookup.store()), council, topic, role, document, kind)[:limit]
    if as_json:
        for item in chosen:
            print(screen.as_json(item.payload()))
        return
    if not chosen:
        screen.note("No question fits all of these. Leave one of the options out.")
    screen.print_lines(line for item in chosen for line in _lines(item))


@app.command(epilog="Example: dutydesk quiz practice corporate parenting in Dudley")
def practice(about: Annotated[list[str] | None, typer.Argument(help="A topic, office, council or document, in your words; else everything.")] = None,
             number: Annotated[int, typer.Option(help="Ask this many.", min=1)] = 10,
             progress: Annotated[bool, typer.Option("--progress", help="Only show what you know, by topic.")] = False,
             take_away: Annotated[Path | None, typer.Option(help="Only write all that is kept of you to this file, .json or .csv.")] = None,
             delete: Annotated[bool, typer.Option("--delete", help="Only delete all that is kept of you.")] = False) -> None:  # fmt: skip
    """Quiz yourself. Mistakes come back; feedback has the clause; your progress is kept under a pseudonym."""
    from bot import drill
    from desk.database import opened
    from learning.bank import bank
    from learning.practice import Practice

    store = lookup.store()
    with screen.waiting("making the questions and proving each (some seconds)"):
        practised = Practice(opened(), store, bank(store))
    if take_away:
        count = drill.take_away(practised, take_away)
        screen.note(f"Your {count} answers were written to {take_away}.")
    if delete:
        screen.note(drill.forgotten(practised.delete(drill.me())))
    if progress:
        screen.print_lines(drill.progress(practised.mastery(drill.me())))
    if not (take_away or delete or progress):
        drill.practise(practised, " ".join(about or ()), number)


@app.command(epilog="Example: dutydesk quiz export --gift dudley.gift --council Dudley --limit 20")
def export(gift: Annotated[Path, typer.Option(help="The file to write, for Moodle and for `dutydesk quiz import`.")],
           council: Council = None, topic: Topic = None, role: Role = None, document: Named = None, kind: Sort = None,
           limit: Annotated[int | None, typer.Option(help="Write at most this many.", min=1)] = None) -> None:  # fmt: skip
    """Write questions as Moodle GIFT, each with its clause in the title and word for word in the feedback."""
    from bot import drill
    from learning import gift as format_
    from learning.bank import bank
    from learning.posed import posed

    with screen.waiting("making the questions and proving each (some seconds)"):
        chosen = _chosen(bank(lookup.store()), council, topic, role, document, kind)[:limit]
    if not chosen:
        screen.note("No question fits all of these, so no file was written. Leave one of the options out.")
        return
    drill.write(gift, format_.write([posed(item) for item in chosen]))
    screen.note(f"{len(chosen)} questions written to {gift}.")


@app.command("import", epilog="Example: dutydesk quiz import mine.gift")
def import_(
    file: Annotated[Path, typer.Argument(help="A GIFT file with a clause in the title of each question.")],
) -> None:
    """Check a GIFT file of your own questions and list them with their clauses. Exit code 1 if a question has a fault."""
    from bot import drill
    from learning import gift as format_

    try:
        content = file.read_bytes()
    except OSError as error:
        raise KnowledgeError("no_such_file", place=file, problem=error.strerror or error) from None
    read = format_.read(content, file.name, lookup.store())
    for question in read.questions:
        options = (
            f"{n}. {o}{'  (right)' if n == question.right + 1 else ''}" for n, o in enumerate(question.options, 1)
        )
        screen.print_lines([(question.question, 0, "bold"), *((option, 2, None) for option in options)])
        screen.print_lines([line for citation in question.citations for line in drill.cited(citation)] + [""])
    for fault in read.faults:
        screen.problem(fault)
    screen.note(f"Good: {len(read.questions)}. With a fault: {len(read.faults)}. The clauses were looked up; whether only one "
                "option is right, nobody but you has checked.")  # fmt: skip
    raise typer.Exit(1 if read.faults else 0)


def _chosen(held: Bank, council: str | None, topic: str | None, role: str | None, document: str | None,
            kind: str | None) -> list[Item]:  # fmt: skip
    """The questions that fit. Raises no_such_council, _topic, _role, _document or _kind with what there is."""
    store = lookup.store()
    if document and document not in store.documents:
        raise KnowledgeError("no_such_document", document=document, known=", ".join(store.documents))
    known = [k.value for k in Kind]
    if kind and kind not in known:
        raise KnowledgeError("no_such_kind", kind=kind, known=", ".join(known))
    return held.matching(
        council=screen.council(council), family=screen.role(role), document=document,
        topic=_topic(topic) if topic else None, kinds=[Kind(kind)] if kind else (),
    )  # fmt: skip


def _topic(name: str) -> str:
    """The topic that a name stands for. Raises no_such_topic with the nearest."""
    topics = lookup.store().topics
    named = {n.casefold(): key for key, topic in topics.items() for n in (*topic.names, topic.name, key)}
    found = named.get(name.strip().casefold())
    if not found:
        raise KnowledgeError("no_such_topic", topic=name, nearest=nearest(name.casefold(), named))
    return found


def _table(chosen: list[Item], held: Bank, documents: list[Document]) -> tuple[str, list[str], list[list[object]]]:
    """How many questions by kind and document, and how many proposals of the kind were not taken."""
    count = Counter((item.kind, document) for item in chosen for document in item.documents)
    rows: list[list[object]] = []
    for kind in Kind:
        taken = [count[kind, document.id] for document in documents]
        rejected = sum(n for (k, _), n in held.rejected.items() if k is kind)
        rows.append([kind.value, *taken, sum(item.kind is kind for item in chosen), rejected])
    rows.append(["all", *(sum(int(str(row[n])) for row in rows) for n in range(1, len(documents) + 3))])
    years = [f"{d.council} {d.date.split()[-1] if d.date else ''}".strip() for d in documents]
    return "Questions by kind and document", ["kind", *years, "all", "not taken"], rows


def _spread(chosen: list[Item]) -> tuple[str, list[str], list[list[object]]]:
    """How many questions of each kind are easy, middling and hard, and how near their wrong options are."""
    rows: list[list[object]] = []
    for kind, own in [*((kind.value, [i for i in chosen if i.kind is kind]) for kind in Kind), ("all", chosen)]:
        near = sorted(item.nearness for item in own)
        quarters = [f"{near[int(len(near) * part)]:.2f}" for part in (0.25, 0.5, 0.75)] if near else ["", "", ""]
        rows.append([kind, *(sum(item.difficulty == level for item in own) for level in (1, 2, 3)), *quarters])
    heads = ["kind", "1 easy", "2", "3 hard", "a quarter below", "half below", "three quarters below"]
    return "Difficulty by kind, and how near the wrong options are (0 to 1)", heads, rows


def _escalations(chosen: list[Item], documents: list[Document]) -> str:
    """In which documents there is an escalation to be put in order, and in which not."""
    held = Counter(item.documents[0] for item in chosen if item.kind is Kind.ORDER and ESCALATION in item.topics)
    some = "; ".join(f"{d.short}, {held[d.id]}" for d in documents if held[d.id]) or "none"
    without = "; ".join(d.short for d in documents if not held[d.id])
    return f"Escalations to put in order: {some}." + (
        f" Set out in three steps by no clause: {without}." if without else ""
    )


_SORTS = {
    "two right": "a second option might be right", "not right": "the right option was not proved",
    "giveaway": "the answer could be guessed", "form": "options too much alike, or not well worded",
    "citation": "a citation that does not stand",
}  # fmt: skip


def _listed(rejected: Counter[str]) -> str:
    return "; ".join(f"{_SORTS[sort]}, {count}" for sort, count in rejected.most_common()) or "none"


def _lines(item: Item) -> Iterator[lookup.Line]:
    yield f"{item.id}  {item.kind.words}, difficulty {item.difficulty}", 0, "dim"
    for line in item.question.split("\n"):
        yield line, 0, "bold"
    for number, option in enumerate(item.options):
        right = number == item.right
        yield f"{number + 1}. {option}{'  (right)' if right else ''}", 2, "green" if right else None
    yield item.explanation, 2, "italic"
    for citation in item.citations:
        yield f"“{citation.shown}”", 4, None
        yield citation.where, 6, "cyan"
    yield "", 0, None
