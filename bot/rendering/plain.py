"""Plain: an outcome as text, for the batch, for copying and any channel without markup. A pure function."""

from __future__ import annotations

from bot.rendering import bars
from bot.rendering.wording import NEAREST, dated_words, quoted, source
from knowledge import private, sayings
from knowledge.citations import Citation
from knowledge.outcomes import Lesson, Outcome
from learning.screens import COPY


def plain_text(outcome: Outcome) -> str:
    """The outcome as paragraphs: what is said, the chart, each clause quoted with its reference and standing, then the notes."""
    parts = ["\n".join(outcome.says)] if outcome.says else []
    if isinstance(outcome, Lesson) and outcome.chart:
        parts.append("\n".join((bars.key(), *bars.drawn(outcome.chart))))
    parts += [cited(citation) for citation in outcome.citations]
    if outcome.nearest:
        parts.append(NEAREST)
        parts += [cited(citation) for citation in outcome.nearest]
    parts += dated_words(outcome)
    if outcome.options:
        parts.append("\n".join(f"{number}. {option.label}" for number, option in enumerate(outcome.options, 1)))
    parts += outcome.notes
    return "\n\n".join(parts)


# Notes for the one who asks; whoever gets an answer passed on could not make sense of them.
_FOR_ASKER = frozenset((sayings.COUNCIL_UNKNOWN, sayings.ASSUMED_STAFF, sayings.CUT, sayings.TOO_MANY, private.TOLD))


def copied(outcome: Outcome) -> str:
    """The outcome to be passed on, in an e-mail for instance: without choices and without what is said to the asker alone."""
    notes = tuple(note for note in outcome.notes if note not in _FOR_ASKER and not note.startswith(COPY))
    return plain_text(outcome.model_copy(update={"options": (), "notes": notes}))


def cited(citation: Citation) -> str:
    """The quote, and under it where it stands and the standing of its document."""
    return f"{quoted(citation)}\n— {reference(citation)}"


def reference(citation: Citation) -> str:
    """'CDCC 2, Accountability Protocol …, Kent (approved 6 April 2011)'."""
    return str(source(citation))
