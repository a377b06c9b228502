"""Evaluate: how often the assistant is right, on golden questions and on case files. `python -m tests.evaluate`

Everything goes through the whole assistant. Prints one table to standard output; a progress bar goes to the error stream.
"""

from __future__ import annotations

import argparse
import random
import re
import statistics
import string
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from knowledge import documents
from tests import baselines, judging, stock
from tests.judging import Case, Verdict

TITLE = "Golden questions (tests/answers)"

Respond = Callable[..., dict[str, Any]]


@dataclass(frozen=True)
class Result:
    """A case, what the assistant said to it, and the verdict."""

    case: Case
    answer: dict[str, Any]
    verdict: Verdict


def run(
    cases: Sequence[Case], respond: Respond, advance: Callable[[int, int], None] = lambda done, all_: None
) -> list[Result]:
    """Every case through the assistant, in order; cases of one session are one conversation."""
    results = []
    for number, case in enumerate(cases, 1):
        answer = respond(case.text, session=f"evaluate {case.session}", council=case.council, role=case.role)
        results.append(Result(case, answer, judging.judge(case, answer)))
        advance(number, len(cases))
    return results


def shares(results: Iterable[Result]) -> dict[str, float]:
    """Share right, right within three citations, and wrong."""
    verdicts = [r.verdict for r in results]
    return {part: sum(getattr(v, part) for v in verdicts) / len(verdicts) for part in ("right", "near", "wrong")}


def quotes(results: Iterable[Result]) -> tuple[int, int]:
    """How many quotes, also of the nearest misses, stand at their spans, and how many there are."""
    texts = {document.id: document.text for document in documents.load().values()}
    found = [judging.exact(c, texts) for r in results for c in (*r.answer["citations"], *r.answer["nearest"])]
    return sum(found), len(found)


def latency(results: Iterable[Result]) -> tuple[float, float]:
    """Median and 95th percentile of a turn, in milliseconds."""
    times = sorted(r.answer["latency_ms"] for r in results)
    return statistics.median(times), times[min(len(times) - 1, int(len(times) * 0.95))]


def table(title: str, results: Sequence[Result]) -> list[str]:
    """One block of the report as lines of at most 80 columns."""
    groups: dict[str, list[Result]] = defaultdict(list)
    for result in results:
        for key in ("all", f"expect {result.case.expect}", f"kind   {result.case.kind}"):
            groups[key].append(result)
    lines = [title, f"{'':28}{'n':>6}{'right':>9}{'in three':>10}{'wrong':>9}"]
    for key in sorted(groups, key=lambda k: (k != "all", k)):
        share = shares(groups[key])
        lines.append(f"  {key:26}{len(groups[key]):6}{share['right']:9.3f}{share['near']:10.3f}{share['wrong']:9.3f}")
    good, all_ = quotes(results)
    middle, slow = latency(results)
    return [
        *lines,
        f"  quotes at their spans: {good} of {all_}",
        f"  a turn: median {middle:.0f} ms, 95th percentile {slow:.0f} ms",
    ]


def miss(result: Result) -> str:
    """What fell short, in one line."""
    case, answer = result.case, result.answer
    cited = ", ".join(f"{c['document']}/{c['clause']}" for c in answer["citations"][:3]) or "no clause"
    wanted = " or ".join((*case.first, *case.all)) or (case.gold[0][:60] if case.gold else case.expect)
    kind = "WRONG" if result.verdict.wrong else "near" if result.verdict.near else "missed"
    leak = f"; echoed {judging.echoed(case, answer)}" if judging.echoed(case, answer) else ""
    return (
        f"{kind:7}{case.id}: {case.text[:100]!r} got {answer['status']}: {cited}; wanted {case.expect}: {wanted}{leak}"
    )


# --- robustness: the golden questions, spoilt in ways that people spoil them ------------------------------------------


def mistyped(text: str, seed: str) -> str:
    """One slip in each word of five letters or more: a letter left out, doubled, swapped or a neighbour's. Deterministic."""
    chance = random.Random(seed)

    def slip(match: re.Match[str]) -> str:
        word, at = match[0], chance.randrange(1, len(match[0]) - 1)
        other = chance.choice(string.ascii_lowercase)
        return chance.choice((
            word[:at] + word[at + 1 :], word[:at] + word[at] + word[at:],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :], word[:at] + other + word[at + 1 :],
        ))  # fmt: skip

    return re.sub(r"[A-Za-z]{5,}", slip, text)


SPOILT: dict[str, Callable[[Case], str]] = {
    "one typing error a word": lambda case: mistyped(case.text, case.id),
    "in capitals": lambda case: case.text.upper(),
    "without punctuation": lambda case: re.sub(r"[^\w\s]", "", case.text),
    "with a greeting in front": lambda case: f"Hi there, hope you are well. {case.text}",
}


def spoilt(cases: Sequence[Case], way: str) -> list[Case]:
    return [
        replace(case, id=f"{case.id} {way}", session=f"{case.session} {way}", text=SPOILT[way](case)) for case in cases
    ]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.evaluate", description=__doc__.splitlines()[0])
    parser.add_argument(
        "--cases", nargs="+", type=Path, default=[], metavar="FILE.jsonl", help="case files with gold strings"
    )
    parser.add_argument("--robust", action="store_true", help="golden questions with typing errors, in capitals …")
    parser.add_argument("--misses", action="store_true", help="list what fell short")
    args = parser.parse_args()
    from bot import screen

    sets = judging.sets(args.cases)
    titles = {name: TITLE if name == judging.GOLDEN else name for name in sets}
    blocks = [(TITLE, sets[judging.GOLDEN])]
    blocks += [
        (f"Golden questions, {way}", spoilt(sets[judging.GOLDEN], way)) for way in (SPOILT if args.robust else ())
    ]
    blocks += [(name, cases) for name, cases in sets.items() if name != judging.GOLDEN]
    respond = screen.loaded()
    results = {}
    for title, cases in blocks:
        with screen.progress(title, len(cases)) as advance:
            results[title] = run(cases, respond, advance)
    for title, found in results.items():
        print(*table(title, found), "", sep="\n")
    if args.misses:
        print(*(miss(r) for found in results.values() for r in found if not r.verdict.right), sep="\n")
    if len(results) > 1:
        _summary(results)
    _beside({name: results[title] for name, title in titles.items()})
    return 0


def _summary(results: dict[str, list[Result]]) -> None:
    print(f"{'Summary':50}{'n':>5}{'right':>8}{'three':>8}{'wrong':>8}")
    for title, found in results.items():
        share, counts = shares(found), Counter(r.verdict.right for r in found)
        print(
            f"  {title[:47]:48}{sum(counts.values()):5}{share['right']:8.3f}{share['near']:8.3f}{share['wrong']:8.3f}"
        )


def _beside(results: dict[str, list[Result]]) -> None:
    """The same questions answered by other methods (tests.baselines), the assistant among them."""
    desk = baselines.opened()
    sets = {name: [r.case for r in found] for name, found in results.items()}
    rated = baselines.compared(desk, sets)
    for name, found in results.items():
        rated[name][baselines.OURS] = baselines.figures(sets[name], [r.verdict for r in found])
    print("", *baselines.table(sets, rated, stock.counted(desk.store)), sep="\n")


if __name__ == "__main__":
    sys.exit(main())
