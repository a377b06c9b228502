"""Baselines: what plain full text search, embeddings alone and stock Rasa make of the questions that the assistant answers.

They look in the same published store, narrowed to a council in the same way, and tests.judging rates them as it rates the
assistant; none of them remembers what went before. tests.evaluate prints them beside it. Stock Rasa (tests.stock) takes
long to train, so its figures are kept in baselines.yml; `python -m tests.baselines --stock-rasa` measures them anew.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from knowledge import build, embeddings, names, vectors
from knowledge import text as t
from knowledge.store import Store
from tests import judging, stock
from tests.judging import Case, Verdict

KEPT = Path(__file__).with_suffix(".yml")
COMMAND = "python -m tests.baselines --stock-rasa"
SHOWN = 3  # citations: what the scorer looks at
OURS, WORDS, MEANING, TAUGHT, STOCK, NARROWED = (
    "Dutydesk", "full text search", "embeddings alone", "embeddings, taught", "stock Rasa", "stock Rasa, narrowed"
)  # fmt: skip
REFUSED = "not_covered"
NO_CLAUSE = (REFUSED, "small_talk", "smalltalk", "profile_set", "context_set", "clarify", "safety_first")

Respond = Callable[..., dict[str, Any]]


class Closed(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Figures(Closed):
    """Shares from 0 to 1 of one method over one set; None where the set has no such question.

    `found` is right among the questions that a clause answers; `refused` is right among those that no clause answers.
    """

    right: float
    found: float | None
    near: float
    wrong: float
    refused: float | None


MEASURES = {
    "right": "right", "found": "right, where a clause answers", "near": "right among the first three",
    "wrong": "wrong", "refused": "refused, where no clause answers",
}  # fmt: skip
COUNTS: dict[str, Callable[[Case], bool]] = {
    "questions": lambda case: True,
    "  that a clause answers": lambda case: case.expect not in NO_CLAUSE,
    "  that no clause answers": lambda case: case.expect == REFUSED,
}


class Set(Closed):
    """What was measured on one set of questions; `cases` is the print of its questions."""

    cases: str
    questions: int
    figures: dict[str, Figures]


class Kept(Closed):
    """The figures of stock Rasa, how they came about, and the sets by name."""

    command: str = COMMAND
    intent_epochs: int
    epochs: int
    clauses: int
    phrasings: int
    sets: dict[str, Set] = {}


# --- the answerers: each is asked as the assistant is -----------------------------------------------------------------


class Desk:
    """The published store as the baselines see it: the councils of a question, and clauses as an answer."""

    def __init__(self, store: Store):
        self.store, self.vocabulary = store, names.vocabulary(store)
        self.clauses = {f"{id_}/{c.reference}": c.id for id_ in store.documents for c in store.clauses_of(id_)}
        self.councils_of = {clause: self._council(clause) for clause in self.clauses}

    def _council(self, clause: str) -> str:
        return self.store.documents[clause.split("/", 1)[0]].council

    def councils(self, text: str, known: str | None) -> tuple[str, ...]:
        """Those that the question names; else the one given with it; else all."""
        named = tuple(dict.fromkeys(m.key for m in self.vocabulary.mentions(text) if m.kind == "council"))
        named = tuple(council for council in named if council in self.store.councils)
        return named or ((known,) if known in self.store.councils else self.store.councils)

    def stating(self, statements: Iterable[int]) -> list[int]:
        """The clauses of these statements, in their order, as many as are shown."""
        return list(dict.fromkeys(s.clause for s in self.store.stated(list(statements))))[:SHOWN]

    def answer(self, clauses: Sequence[int], status: str = "answered", danger: bool = False) -> dict[str, Any]:
        """An outcome as tests.judging reads it; without a clause there is no answer."""
        cited = [self.store.citation(c).model_dump(mode="json") for c in self.store.clauses(list(clauses[:SHOWN]))]
        status = status if cited or danger or status != "answered" else "not_covered"
        return {"status": status, "text": "999" if danger else "", "safety_first": danger, "citations": cited,
                "nearest": [], "options": []}  # fmt: skip


def full_text(desk: Desk) -> Respond:
    """The best hits of the store's full text index: BM25 of the whole statement (plain sentence, phrasings, quote, roles,
    topics) and of its closest phrasing, added up. One of the two alone does worse."""

    def respond(text: str, council: str | None = None, **known: Any) -> dict[str, Any]:
        words, councils = t.content(t.clean(text)), desk.councils(text, council)
        hits = desk.store.match(words, councils, 10 * SHOWN)
        return desk.answer(desk.stating(sorted(hits, key=lambda i: (-sum(hits[i]), i))))

    return respond


def meaning(desk: Desk, folder: Path | None = None) -> Respond | None:
    """The clauses of the nearest wordings by cosine: phrasing, plain sentence or quote; by MiniLM as it comes, or as it was
    taught in `folder`. None without embeddings."""
    encoder = embeddings.encoder(folder)
    if not encoder:
        return None
    held, of = vectors.prepare(desk.store, encoder, build.BUILD), desk.store.councils_of_statements()
    where = np.array([of[id_] for id_ in held.statements.tolist()])

    def respond(text: str, council: str | None = None, **known: Any) -> dict[str, Any]:
        closeness = held.matrix @ encoder.encode([t.clean(text)])[0]
        closeness = np.where(np.isin(where, desk.councils(text, council)), closeness, -1.0)
        order = np.argsort(-closeness, kind="stable")[: 40 * SHOWN]
        return desk.answer(desk.stating(dict.fromkeys(held.statements[order].tolist())))

    return respond


def stock_rasa(desk: Desk, guess: Callable[[str], stock.Guess], narrowed: bool) -> Respond:
    """Stock Rasa's guess. It knows of no council; `narrowed` leaves the clauses of other councils out of its ranking."""

    def respond(text: str, council: str | None = None, **known: Any) -> dict[str, Any]:
        guessed = guess(t.clean(text))
        councils = desk.councils(text, council) if narrowed else desk.store.councils
        clauses = [desk.clauses[c] for c in guessed.clauses if desk.councils_of.get(c) in councils]
        return desk.answer(clauses, guessed.status, guessed.danger)

    return respond


# --- figures ----------------------------------------------------------------------------------------------------------


def verdicts(
    cases: Sequence[Case], respond: Respond, advance: Callable[[int, int], None] = lambda done, all_: None
) -> list[Verdict]:
    """The verdict on each case, asked as tests.evaluate asks the assistant."""
    found = []
    for number, case in enumerate(cases, 1):
        found.append(
            judging.judge(case, respond(case.text, session=case.session, council=case.council, role=case.role))
        )
        advance(number, len(cases))
    return found


def figures(cases: Sequence[Case], found: Sequence[Verdict]) -> Figures:
    """The shares over `cases`, whose verdicts are `found`."""

    def share(part: str, chosen: Callable[[Case], bool] = lambda case: True) -> float | None:
        values = [getattr(v, part) for c, v in zip(cases, found, strict=True) if chosen(c)]
        return round(sum(values) / len(values), 3) if values else None

    return Figures(
        right=share("right") or 0.0, found=share("right", lambda case: case.expect not in NO_CLAUSE),
        near=share("near") or 0.0, wrong=share("wrong") or 0.0,
        refused=share("right", lambda case: case.expect == REFUSED),
    )  # fmt: skip


def fingerprint(cases: Sequence[Case]) -> str:
    """Eight digits that change when a question, or what is expected of it, does."""
    asked = [(c.text, c.council, c.role, c.expect, c.first, c.all, c.gold, c.sources, c.mode) for c in cases]
    return hashlib.sha256(repr(asked).encode()).hexdigest()[:8]


def kept(path: Path = KEPT) -> Kept | None:
    """The kept figures of stock Rasa; None where there are none, or the file is not one of figures."""
    try:
        return Kept.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (FileNotFoundError, ValidationError, yaml.YAMLError):
        return None


def keep(held: Kept, path: Path = KEPT) -> None:
    head = f"# Figures of stock Rasa, written by `{COMMAND}`; printed by tests.evaluate. Not to be edited by hand.\n"
    body = yaml.safe_dump(held.model_dump(), sort_keys=False, allow_unicode=True, width=120)
    path.write_text(head + body, encoding="utf-8")


def compared(desk: Desk, sets: Mapping[str, Sequence[Case]]) -> dict[str, dict[str, Figures]]:
    """Per set and method: full text search and embeddings measured now, stock Rasa as kept for these very questions."""
    ways = {WORDS: full_text(desk), MEANING: meaning(desk), TAUGHT: meaning(desk, build.BUILD)}
    found: dict[str, dict[str, Figures]] = {}
    old = kept()
    for name, cases in sets.items():
        found[name] = {way: figures(cases, verdicts(cases, respond)) for way, respond in ways.items() if respond}
        known = old.sets.get(name) if old else None
        if known and known.cases == fingerprint(cases):
            found[name] |= known.figures
    return found


def table(sets: Mapping[str, Sequence[Case]], found: Mapping[str, Mapping[str, Figures]], phrasings: int) -> list[str]:
    """Measures and methods down, sets of questions across; a dash where there is no figure."""
    columns = {name: max(12, len(_short(name)) + 2) for name in sets}
    lines = [f"{'The same questions, other methods':36}" + "".join(f"{_short(n):>{w}}" for n, w in columns.items())]
    for title, counted in COUNTS.items():
        sizes = {name: sum(map(counted, cases)) for name, cases in sets.items()}
        lines.append(f"{title:36}" + "".join(f"{sizes[n]:>{w}}" for n, w in columns.items()))
    methods = [
        m
        for m in (OURS, WORDS, MEANING, TAUGHT, STOCK, NARROWED)
        if m != OURS or any(OURS in f for f in found.values())
    ]
    for part, title in MEASURES.items():
        lines.append(title)
        for method in methods:
            values = (getattr(found[n].get(method), part, None) for n in columns)
            shown = (f"{'–' if v is None else f'{v:.3f}':>{w}}" for v, w in zip(values, columns.values(), strict=True))
            lines.append(f"  {method:34}" + "".join(shown))
    return [*lines, *_about(sets, found, phrasings)]


def _about(names_: Iterable[str], found: Mapping[str, Mapping[str, Figures]], phrasings: int) -> list[str]:
    """How the figures of stock Rasa came about, and which are missing."""
    old, lines = kept(), []
    if old:
        now = f" (now {phrasings:,})" if old.phrasings != phrasings else ""
        lines += [
            f"Stock Rasa: kept figures, trained once on {old.phrasings:,} phrasings{now} of {old.clauses} clauses,",
            f"{old.epochs} epochs; narrowed: the clauses of other councils left out of its ranking.",
        ]
    missing = [name for name in names_ if STOCK not in found[name]]
    if missing:
        files = "".join(f" {name}" for name in missing if name != judging.GOLDEN)
        lines.append(f"Not kept for {', '.join(missing)}: {COMMAND}" + (f" --cases{files}" if files else ""))
    return lines


def _short(name: str) -> str:
    return name.removesuffix(".jsonl")[:16]


def measured(desk: Desk, sets: Mapping[str, Sequence[Case]], facts: stock.Facts) -> Kept:
    """The kept figures with those of `sets` measured anew; figures of another model are dropped."""
    from bot import screen

    with screen.waiting("starting stock Rasa"):
        guess = lru_cache(maxsize=4096)(stock.guesser())
    trained = {key: value for key, value in asdict(facts).items() if key != "sha256"}
    old = kept()
    held = dict(old.sets) if old and old.model_dump(include=set(trained)) == trained else {}
    for name, cases in sets.items():
        rated = {}
        for method in (STOCK, NARROWED):
            with screen.progress(f"{method}: {name}", len(cases)) as advance:
                rated[method] = figures(cases, verdicts(cases, stock_rasa(desk, guess, method == NARROWED), advance))
        held[name] = Set(cases=fingerprint(cases), questions=len(cases), figures=rated)
    return Kept(**trained, sets=held)


def opened() -> Desk:
    """The published store, brought up to date with the rules."""
    from bot import publishing, screen

    publishing.publish(False, screen.progress)
    return Desk(Store(build.current(build.BUILD)))


def main() -> int:
    parser = argparse.ArgumentParser(prog=COMMAND.removesuffix(" --stock-rasa"), description=__doc__.splitlines()[0])
    parser.add_argument(
        "--cases", nargs="+", type=Path, default=[], metavar="FILE.jsonl", help="case files with gold strings"
    )
    parser.add_argument("--stock-rasa", action="store_true", help="measure stock Rasa too, trained first if need be")
    parser.add_argument("--train", action="store_true", help="train stock Rasa anew")
    parser.add_argument(
        "--epochs", type=int, default=stock.EPOCHS, help="of its ResponseSelector (default %(default)s)"
    )
    args = parser.parse_args()
    if args.epochs < 1 or (missing := [str(path) for path in args.cases if not path.is_file()]):
        parser.error("train at least one epoch" if args.epochs < 1 else f"no such file: {', '.join(missing)}")
    desk = opened()
    sets = judging.sets(args.cases)
    if args.stock_rasa or args.train:
        facts = None if args.train else stock.kept()
        keep(measured(desk, sets, facts or stock.train(desk.store, args.epochs)))
    print(*table(sets, compared(desk, sets), stock.counted(desk.store)), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
