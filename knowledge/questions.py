"""Questions: what came in, as the knowledge base sees it: a text, its kind, who asks, and what went before.

Made by the actions from what Rasa recognised; asked of knowledge.answers.
"""

from __future__ import annotations

from enum import Enum

from knowledge.closed import Closed


class Kind(str, Enum):
    """What kind of question it is; the values are Rasa's intents."""

    WHO = "ask_who"
    WHAT = "ask_what"
    DUTIES = "ask_duties"
    MINE = "ask_mine"
    WORRY = "tell_worry"
    ACCOUNTABILITY = "ask_accountability"
    ESCALATION = "ask_escalation"
    FREQUENCY = "ask_frequency"
    MEMBERSHIP = "ask_membership"
    MEANING = "ask_meaning"
    CLAUSE = "ask_clause"
    DOCUMENT = "ask_document"
    CONTACT = "ask_contact"
    COMPARE = "ask_compare"
    FOLLOW_UP = "follow_up"
    CHOOSE = "choose"
    OUT_OF_SCOPE = "out_of_scope"
    DANGER = "report_danger"
    SET_PROFILE = "set_profile"
    SHOW_PROFILE = "show_profile"
    FORGET_PROFILE = "forget_profile"
    START_AGAIN = "start_again"
    GREET = "greet"
    THANK = "thank"
    GOODBYE = "goodbye"
    HELP = "ask_help"
    BAD = "feedback_bad"
    START_INDUCTION = "start_induction"
    START_QUIZ = "start_quiz"
    LEARN_MOVE = "learn_move"
    UNSURE = "nlu_fallback"


PROFILE_KINDS = (Kind.SET_PROFILE, Kind.SHOW_PROFILE, Kind.FORGET_PROFILE)


class Profile(Closed):
    """Who asks: council as in the manifest, role as a family key."""

    council: str | None = None
    family: str | None = None


class Context(Closed):
    """What the conversation was about: enough to understand 'and in Leicester?', never the user's own words as typed.

    `subject` is the wording of the clause last given, `words` are those of the question that the documents know and `named`
    the offices and terms in it by their keys, as it called them: together they stand for the topic in a follow-up.
    `clauses` are those of the last answer, `shown` those of the answers before it, the latest first. `refused` is the kind and
    such words of a question that was refused since then: 'and in Leicester?' asks that one again.
    """

    kind: str | None = None
    council: str | None = None
    document: str | None = None
    families: tuple[str, ...] = ()
    clauses: tuple[int, ...] = ()
    shown: tuple[int, ...] = ()
    subject: str | None = None
    words: str = ""
    named: tuple[tuple[str, str], ...] = ()
    options: tuple[tuple[str, str], ...] = ()
    store: str | None = None
    asked: str | None = None
    more: tuple[int, ...] = ()
    told: bool = False
    grouping: bool = False
    refused: tuple[str, str] | None = None


class Question(Closed):
    """A message and what Rasa made of it; `ranking` holds the likeliest kinds with their confidence.

    `masked` says that personal data was taken out of the message before it came here, `foreign` that it is not in English.
    """

    text: str
    kind: Kind = Kind.UNSURE
    confidence: float = 0.0
    ranking: tuple[tuple[str, float], ...] = ()
    masked: bool = False
    foreign: bool = False
