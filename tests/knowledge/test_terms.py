"""Terms: an abbreviation is answered from the clause that spells it out, when that is what is asked."""

from __future__ import annotations

import pytest

from knowledge.questions import Context, Kind

SPELLED = [
    ("ASYE", "Croydon", "LMCS 6"), ("PSW", "Croydon", "LMCS 5"), ("CiCC", "Croydon", "LMCS 9"), ("LMCS", "Croydon", "introduction 1"),
    ("DCS", "Croydon", "introduction 1"), ("LSCB", "Croydon", "LMCS 14"), ("CSCB", "Croydon", "DCS 3"), ("CSC", "Croydon", "LMCS 11"),
    ("CDFSC", "Kent", "paragraph 1"), ("CDELS", "Kent", "paragraph 3"), ("CDCC", "Kent", "paragraph 3"), ("YOS", "Kent", "1"),
    ("CSS", "Kent", "1"), ("CHIN", "Kent", "5(iii)"), ("LAC", "Kent", "2, paragraph 2"), ("MAPPA", "Leicester", "annex 3.6"),
    ("ISA", "Leicester", "annex 7.2"), ("ICS", "Leicester", "annex 19.3"), ("LAC", "Leicester", "annex 16.1"),
]  # fmt: skip
WAYS = [
    "what's {} when it's at home", "{} - what is that please", "{}??", "{} = ?", "can someone tell me what {} means",
    "what are {} things, a colleague of mine wrote it in an e-mail", "I keep hearing {}. What is it, exactly?",
]  # fmt: skip


@pytest.mark.parametrize(("short", "council", "clause"), SPELLED)
@pytest.mark.parametrize("way", WAYS)
def test_what_it_stands_for_is_told_by_the_clause_that_spells_it_out(ask, short, council, clause, way):
    reply = ask(way.format(short), Kind.UNSURE, council)
    assert (reply.decided, reply.outcome.citations[0].clause) == ("a term", clause)


@pytest.mark.parametrize(("text", "council", "clause"), [
    ("PSW on the agenda: does that mean public service worker?", "Croydon", "LMCS 5"),
    ("is CSS the customer support section?", "Kent", "1"),
    ("which of the directors is the CDELS", "Kent", "paragraph 3"),
    ("what is CHIN? the YOS lot put it on a form", "Kent", "5(iii)"),
    ("they say YOS is a branch of the police. So what is it really?", "Kent", "2, paragraph 1"),
])  # fmt: skip
def test_a_guess_or_another_term_beside_it_does_not_mislead(ask, text, council, clause):
    assert ask(text, Kind.UNSURE, council).outcome.citations[0].clause == clause


@pytest.mark.parametrize("text", [
    "who meets the PSW?", "how often does the director go to the CiCC?", "must I come to the ASYE forum?",
    "my year old sofa is broken, does the CSC pay?", "what is the PSW meeting for, and does the LMCS go?",
])  # fmt: skip
def test_who_only_uses_an_abbreviation_is_not_told_what_it_stands_for(ask, text):
    assert ask(text, Kind.WHO, "Croydon").decided != "a term"


def test_an_abbreviation_that_is_never_spelled_out(ask):
    assert "never say" in ask("what does OSMB stand for?", Kind.MEANING, "Leicester").outcome.says[0]


@pytest.mark.parametrize(("text", "council", "words"), [
    ("is the Strategic Director Invest in Children one and the same as the director of children's services?", "Leicester",
     "(The Statutory Director of Children's Services)"),
    ("DCS and CDFSC: the same person?", "Kent", "designated"),
])  # fmt: skip
def test_two_titles_of_one_office_are_told_by_the_words_that_give_both(ask, text, council, words):
    assert words in ask(text, Kind.WHO, council).outcome.citations[0].quote


def test_the_one_just_spoken_of_by_another_title(ask, store):
    clause = next(c for c in store.clauses_of("leicester-roles-2009") if c.reference == "annex 5.3")
    context = Context(kind="ask_who", council="Leicester", document="leicester-roles-2009", families=("director-adults",),
                      clauses=(clause.id,), subject="…", store=store.path.name)  # fmt: skip
    reply = ask("so is that person the director of adult social care?", Kind.FOLLOW_UP, "Leicester", context=context)
    assert "(The Statutory Director of Adult Social Care)" in reply.outcome.citations[0].quote
    assert (
        ask("is that the chief executive?", Kind.FOLLOW_UP, "Leicester", context=context).decided
        != "two titles of one office"
    )
