"""Explain: why an answer came out as it did, in words an editor can act on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from knowledge import refusals
from knowledge.opened import knowledge
from knowledge.questions import Kind, Profile, Question

MEANS = {
    "words_whole": "shares words with the clause and its phrasings",
    "words_closest": "shares words with one phrasing",
    "coverage": "holds the question's telling words",
    "meaning_closest": "one phrasing means much the same",
    "meaning_mean": "several phrasings mean much the same",
    "meaning_plain": "its plain sentence means much the same",
    "meaning_quote": "the clause's own words mean much the same",
    "bearer_named": "the office named bears it",
    "bearer_asks": "the asker's own office bears it",
    "other_named": "the office named has a part in it",
    "named_absent": "the office named has no part in it",
    "topic_named": "is on the topic named",
    "timing_asked": "says when or how often",
    "relation_asked": "says who stands how to whom",
    "duty": "states a duty",
    "subject_bears": "the office whose doing is asked about bears it",
    "recipient_asked": "names the one who receives",
    "taught": "the phrasings teach that it is meant",
    "taught_behind": "how far behind the likeliest by what the phrasings teach",
    "met": "each word of the question is met by one of its wordings",
}


def why(assistant: Any, text: str, council: str | None, role: str | None) -> Iterator[tuple[str, int, str | None]]:
    """Intent, names, what decided, and the first candidates with the evidence for each."""
    parsed = assistant.parse(text)
    ranking = tuple((i["name"], i["confidence"]) for i in parsed["intent_ranking"] if i["name"])
    name = parsed["intent"]["name"] or "nlu_fallback"
    kind = Kind(name) if name in {k.value for k in Kind} else Kind.UNSURE
    held = knowledge()
    question = Question(text=text, kind=kind, confidence=parsed["intent"]["confidence"], ranking=ranking)
    reply = held.ask(question, Profile(council=council, family=role))
    yield "What Rasa recognised", 0, "bold"
    yield ", ".join(f"{n} {c:.2f}" for n, c in ranking[:3]), 2, None
    if reply.reading:
        yield "What was understood", 0, "bold"
        for line in _understood(reply.reading):
            yield line, 2, None
        if plainer := held.search.everyday.meant(reply.reading.text):
            yield f"in plainer words: {plainer}", 2, None
    yield "What decided", 0, "bold"
    yield f"{reply.outcome.status}: {reply.decided}", 2, None
    if reply.reading and reply.ranked:
        chance = refusals.answerable(reply.reading, reply.ranked, held.search)
        bar = refusals.BAR_FOLLOWING if reply.reading.follows else refusals.BAR
        yield f"chance that the first candidate answers: {chance:.2f} (refused below {bar:.2f})", 2, None
    yield from _candidates(held, reply.ranked)


def _understood(reading: Any) -> Iterator[str]:
    yield f"read as: {reading.text}"
    yield f"kind: {reading.kind.value} ({'; '.join(reading.reasons)})"
    yield f"councils searched: {', '.join(reading.councils)}{'' if reading.council_known else ' (none named or known)'}"
    named = [f"{m.kind} {m.key} ('{m.text}'{', spelling mended' if m.fuzzy else ''})" for m in reading.mentions]
    yield f"named: {', '.join(named) or 'nothing'}"
    if reading.asker:
        yield f"asked as: {reading.asker}"


def _candidates(held: Any, ranked: Any) -> Iterator[tuple[str, int, str | None]]:
    if not ranked:
        return
    yield "The first candidates, with what spoke for and against each, beside the candidates on average", 0, "bold"
    weights = held.search.weights
    average = {k: sum(c.evidence[k] for c in ranked) / len(ranked) for k in weights}
    for number, candidate in enumerate(ranked[:5], 1):
        stated = candidate.stated
        yield f"{number}. {stated.document} / {stated.reference}: {candidate.score:.2f}", 2, "cyan"
        yield stated.plain, 5, None
        weighed = [
            (weight * (candidate.evidence[k] - average[k]), k, candidate.evidence[k]) for k, weight in weights.items()
        ]
        for points, key, value in sorted(weighed, key=lambda w: -abs(w[0]))[:4]:
            yield f"{points:+.2f} {MEANS[key]} ({value:.2f})", 7, "dim"
