"""Sayings: the sentences around the clauses, in one place. Plain English, for a worried person in a hurry.

Used by knowledge.answers and knowledge.kinds. Nothing here states a duty: duties are stored rules.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

EMPTY = (
    "I could not read a question in that. Ask in a sentence, for example: who makes sure referrals are acknowledged?"
)
ENGLISH_ONLY = (
    "I can only read English. Ask in English, or ask your manager or the council's safeguarding team: they can find an "
    "interpreter."
)
NOT_COVERED = {
    "nothing_near": "The documents I hold do not say.",
    "no_figure": "The documents do not give that figure.",
    "no_deadline": "The documents set no deadline or number of days for this.",
    "no_power": "The documents do not say that anyone has that power.",
    "no_consequence": "The documents do not say what follows, or who may decide that.",
    "no_next_step": "The documents do not say what comes after that.",
    "no_criterion": "The documents do not say where that line is drawn, or by what criteria.",
    "no_meaning": "The documents use the word and do not say what exactly it means.",
    "no_period": "The documents do not say for how long.",
    "no_chooser": "The documents do not say who decides that.",
    "no_vote": "The documents say nothing of a vote or a quorum.",
    "no_deputy": "The documents do not say who may stand in.",
    "no_qualification": "The documents ask for no particular qualification.",
    "no_company": "The documents do not say whether that is done alone or with somebody.",
    "no_right": "The documents name no appeal.",
    "no_openness": "The documents do not say whether the public or the press may be there.",
    "no_measure": "The documents do not say how that is measured.",
    "no_law": "The documents do not name the law for this.",
    "no_minutes": "The documents do not say who takes the minutes.",
    "no_form": "The documents name no form, system or way of writing for this.",
    "no_payer": "The documents do not say who pays for this.",
    "not_spelled_out": "The documents use {short} and never say what it stands for.",
    "no_result": "The documents do not give that result or finding.",
    "no_place_or_date": "The documents do not give that place or date.",
    "no_frequency": "The documents do not say how often.",
    "no_chair": "The documents do not say who chairs it.",
    "no_contact": "The documents do not give that name or number.",
    "today": "The documents do not say how that stands today.",
    "left_blank": "The document has a place for this, and it is blank.",
    "no_office": "The documents of that council do not mention this office, and I borrow nobody else's duty.",
    "no_line": "The documents do not say whom they answer to in turn.",
    "elsewhere": "I hold documents of {councils} only, and none of {place}.",
    "no_role_here": "{council}'s document does not mention that office.",
    "no_such_clause": "No clause of the documents that I searched is called {number}.",
    "no_staff_duty": "{council}'s document states no duty of ordinary staff for a worry about a child.",
}
PAPER_SILENT = "{paper}: it does not say {matter}."
NOT_HERE = "The documents of {here} do not say."
BUT_THERE = "{there}'s seem to speak of it, and bind nobody here."
ASK_THERE = "What do {there}'s documents say?"
NEXT = {
    "general": "Ask your manager or the council's safeguarding team; do not take the nearest clause for an answer.",
    "elsewhere": "Ask that council, or its safeguarding partnership.",
    "reference": "A clause is called by what heads it and its number, as in ‘Lead Member 3’ or ‘annex 2.3’. Ask in words and I look for it.",
    "worry": "Do not wait: tell your manager or your designated lead, and the council's children's social care.",
}
NEAREST = "The nearest clause says something else:"
ASSUMED_STAFF = "This is the duty of all staff. If you hold a named office, tell me, and I will give its own duty."
COUNCIL_UNKNOWN = "Tell me your council and I will keep to it."
WHICH_COUNCIL = "Which council do you mean?"
WHICH_ROLE = "What is your role? The duties differ."
WHOSE = "That differs with the office. Whose is meant?"
NOT_HELD = "I hold no documents of {place}."
WHICH_FITS = "I am not sure which of these you mean."
EITHER = "Two clauses may be meant; both are quoted."
WHICH_ONE = "Which one do you mean?"
WHAT_ABOUT = "I need a little more: who or what is your question about?"
SEE_CLAUSE = "The clause below answers it."
TOO_MANY = "I answered the first four of your questions. Ask me the others on their own."
BEYOND = "They tell who must do what to keep children safe in {councils}, and nothing in them comes near your question."
BEYOND_HERE = (
    "I looked in what I hold of {here}, and nothing in it comes near your question. Name {others} to ask there instead."
)
ONLY_HERE = "I can only answer in this conversation. Copy the answer to pass it on: its clause and its document are named with it."
SAY_MORE = "Say 'more' for the rest."
SIDE_BY_SIDE = "No clause says in so many words how they differ. Each has its own list."
NOTHING_SHOWN = "I have not answered with a clause yet. Ask who must do what, and I quote the clause word by word."
GONE = "What we spoke of is no longer in the documents. Please ask again."
NUMBER_CHOICE = "Please answer with one of the numbers shown."
HELP_CAME = "I am glad that help is there, or on its way. If children's social care does not know yet, tell them too; ask me for the clause."
NOTHING_TO_CHOOSE = "There is nothing to choose from at the moment. Ask me a question."
CONTACTS = "These names and numbers are as printed in {year}. Check them before you use them."
HEADED = "{council}: the document heads this office “{heading}”."
ALL_ON_THIS = "That was all on this."
ELSE = "What else this office must do:"
NO_MORE = "That was all of it."
CUT = "Your message was very long; I read its beginning and its end."


REST = "(say 'more' for the rest)"


def n_of_m(shown: int, all_: int) -> str:
    """What stands before a list of clauses: how many of them are shown."""
    return f"All {all_} clauses:" if shown == all_ else f"{shown} of {all_} clauses {REST}:"


def first_of(office: str, shown: int, all_: int) -> str:
    """How many clauses an office has, and how many of them are shown."""
    return f"{office}: {all_} clauses" + (f", the first {shown} here." if shown < all_ else ".")


def listed(words: Iterable[str], last: str = "and") -> str:
    """'a', 'a and b', 'a, b and c'."""
    words = list(words)
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}" if words else ""


def dated(on: date) -> str:
    """'6 April 2011'."""
    return f"{on.day} {on:%B %Y}"


def capital(text: str) -> str:
    """The text with its first letter in upper case."""
    return text[:1].upper() + text[1:]
