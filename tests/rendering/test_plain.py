"""An answer as text to be passed on: the clauses and what they rest on, without what is meant for the asker alone."""

from __future__ import annotations

from bot.rendering.plain import copied, plain_text
from knowledge import private, sayings
from knowledge.outcomes import Answer, NotCovered, Option


def test_what_is_copied_has_no_choices_and_nothing_for_the_asker_alone(store):
    citation = store.citation(store.clause("leicester-roles-2009", "annex 19.1"))
    notes = (sayings.COUNCIL_UNKNOWN, private.TOLD, "A note on the clause.")
    answer = Answer(
        says=("They must.",), citations=(citation,), notes=notes, options=(Option(label="More", message="more"),)
    )
    assert plain_text(answer).endswith("A note on the clause.")
    assert copied(answer) == plain_text(Answer(says=answer.says, citations=(citation,), notes=notes[-1:]))
    assert sayings.COUNCIL_UNKNOWN not in copied(answer)


def test_that_the_nearest_clause_is_no_answer_is_copied(store):
    citation = store.citation(store.clause("leicester-roles-2009", "annex 19.1"))
    refusal = NotCovered(says=("Not said.",), nearest=(citation,), notes=(sayings.NEXT["general"],))
    assert copied(refusal) == plain_text(refusal)
