"""Hearing: what a message asks of a lesson: a move, an answer by its place, or the beginning of something.

Pure patterns over the message, whatever Rasa made of it; used by learning.tutor. The messages of buttons are made here
too, so that what is sent is what is heard.
"""

from __future__ import annotations

import re
from enum import Enum
from typing import Any

from knowledge.closed import Closed
from knowledge.errors import KnowledgeError

Course = str  # 'induction', 'quiz' or 'scenario'


class Move(str, Enum):
    """What a person may do in a lesson besides answering."""

    NEXT = "next"
    BACK = "back"
    SKIP = "skip"
    STOP = "stop"
    RESUME = "resume"
    RESTART = "restart"
    RESTART_SURE = "restart, sure"
    PROGRESS = "progress"
    RECORD = "record"
    DELETE = "delete"
    DELETE_SURE = "delete, sure"
    OWN_WORDS = "own words"
    CHOICES = "choices"


class Heard(Closed):
    """A move. `step`: the step that a button belongs to (from 1). `course`: the kind of lesson that is named.
    `bare`: so short that it may mean something else too. `question`: a question is named, not a step."""

    move: Move
    step: int | None = None
    course: Course | None = None
    bare: bool = False
    question: bool = False


class Given(Closed):
    """An answer by a button: the place (from 1) of the option, and the mark of its question."""

    place: int
    mark: str


_LESSON = r"(?:induction|quiz|practi[sc]e|scenario|lesson|question|step|training|learning)s?"
_MY = r"(?:my |the |this |that |a )?"
_MOVES = tuple(
    (move, bare, re.compile(pattern, re.IGNORECASE))
    for move, bare, pattern in (
        (Move.DELETE_SURE, False, r"delete all my progress for good"),
        (Move.RESTART_SURE, False, r"restart my induction from step 1"),
        (Move.DELETE, False, r"(?=.*\b(?:my|progress)\b)(?:delete|erase|remove|wipe|clear|forget) (?:all )?(?:of )?(?:my |the )?(?:learning |induction |quiz |completion )?(?:progress|records?|quiz(?:zes)?|answers|scores?|induction|learning|mastery|training)(?: (?:record|progress|answers|data))?"),
        (Move.RECORD, False, r"(?=.*\b(?:my|completion|certificate)\b)(?:show |give |send |see |print |download |can i (?:have|see|get) |i want |take away )*(?:me )?(?:my |the |a )?(?:induction |completion |training |learning )?(?:record|certificate)(?: of (?:my )?(?:induction|completion|training))?(?: to take away)?"),
        (Move.PROGRESS, False, r"(?:show |see |what'?s |what is |how is |check )*(?:me )?my (?:learning |induction |quiz |training )?(?:progress|mastery|scores?|results?|streaks?)|how am i (?:doing|getting on)(?: (?:in|with|on) (?:my |the )?(?:induction|quiz(?:zes)?|training))?|how far (?:am i|have i (?:got|come))(?: (?:in|with|through) (?:my |the )?induction)?|what (?:have|did) i learn(?:ed|t)?(?: so far)?"),
        (Move.RESTART, False, rf"(?:restart|redo|repeat) {_MY}induction|(?:start|begin) {_MY}induction (?:again|afresh|anew|over|from (?:the )?(?:start|beginning|scratch))"),
        (Move.RESTART, True, r"restart"),
        (Move.RESUME, False, rf"(?:resume|re-?open|continue(?: with)?|carry on(?: with)?|go on(?: with)?|back to|go back to|return to|pick up) {_MY}{_LESSON}(?: \d+)?(?: where i (?:left off|stopped|was))?|where (?:was|am) i(?: in {_MY}{_LESSON})?|pick up where i left off|(?:ask|show|say) (?:me )?{_MY}(?:question|step) again|show (?:me )?{_MY}(?:question|step)"),
        (Move.RESUME, False, r"resume"),
        (Move.STOP, False, rf"(?:stop|end|pause|quit|leave|exit|finish|close|cancel|get out of) {_MY}{_LESSON}(?: for (?:now|today))?|no more (?:quiz(?:zes)?|quiz questions|scenarios)"),
        (Move.STOP, True, r"stop|pause|end|quit|exit|leave|enough|that'?s enough|stop (?:now|it|here|for (?:now|today))|enough for (?:now|today)|i'?m done|i want to stop"),
        (Move.SKIP, False, rf"skip {_MY}{_LESSON}|leave {_MY}question out|skip step \d+"),
        (Move.SKIP, True, r"skip|skip (?:it|this|that|this one|that one)|pass|leave it(?: out)?|i don'?t know|dunno|no idea"),
        (Move.BACK, False, r"back from step \d+|(?:go )?back (?:a|one) step|(?:the )?(?:previous|last) (?:step|page)|(?:the )?step before"),
        (Move.BACK, True, r"back|go back|previous"),
        (Move.NEXT, False, r"next after step \d+|(?:the )?next (?:step|question|part|page|scenario|one)|another (?:quiz )?(?:question|scenario)|go on to the next (?:step|question|part)|go on to step \d+"),
        (Move.NEXT, True, r"next|continue|go on|carry on|keep going|move on|another|another one|next one|ok(?:ay)?,? next|ok(?:ay)?|yes,? next|got it|understood|ready|done|read it"),
        (Move.CHOICES, False, r"show (?:me )?(?:the scenario with |the )?choices(?: instead)?"),
        (Move.OWN_WORDS, True, r"(?:answer )?in my own words|my own words|free text"),
    )
)  # fmt: skip
_POLITE = re.compile(r"^(?:(?:please|ok|okay|right|and|so|now|can (?:you|we|i)|could (?:you|we|i)|let'?s|i(?:'d| would) like to|i want to|i wanna)[, ]+)+|[, ]*(?:please|now|thanks|thank you)$", re.IGNORECASE)  # fmt: skip

_NAMED = (("induction", r"\binduction\b"), ("quiz", r"\b(?:quiz|practi[sc]e)\b"), ("scenario", r"\bscenarios?\b"))


def heard(text: str) -> Heard | None:
    """The move that a message asks for; None where it asks for none."""
    spoken = " ".join(text.split()).strip(" .!?…")
    for said in dict.fromkeys((spoken, _POLITE.sub("", spoken).strip(" ,"))):
        for move, bare, pattern in _MOVES:
            if pattern.fullmatch(said):
                step = re.search(r"\bstep (\d{1,3})$", said, re.IGNORECASE)
                number = int(step[1]) if step and move is not Move.RESTART_SURE else None
                course = next((course for course, words in _NAMED if re.search(words, said, re.IGNORECASE)), None)
                return Heard(move=move, step=number, course="induction" if number else course, bare=bare,
                             question=bool(re.search(r"\bquestions?\b", said, re.IGNORECASE)))  # fmt: skip
    return None


# --- answers ---------------------------------------------------------------------------------------------------------

_GIVEN = re.compile(r"answer (\d{1,2}) of question ([a-z]{4})", re.IGNORECASE)
_PLACE = re.compile(
    r"(?:(?:the|my|option|answer|number|letter|choice|it'?s|its|is|i say|i think)\s+)*\(?([1-9]\d?|[a-f])\)?[.):]?",
    re.IGNORECASE,
)
_WORDS = {
    "one": 1,
    "first": 1,
    "two": 2,
    "second": 2,
    "three": 3,
    "third": 3,
    "four": 4,
    "fourth": 4,
    "five": 5,
    "fifth": 5,
}
_WORD = re.compile(
    rf"(?:(?:the|option|answer|number)\s+)*({'|'.join(_WORDS)})(?: (?:one|option|answer))?", re.IGNORECASE
)


def mark(id_: str) -> str:
    """Four letters that stand for a question in what its buttons send."""
    number = int.from_bytes(id_.encode(), "big") % 20**4
    return "".join("bcdfghjklmnpqrstvwxz"[number // 20**place % 20] for place in range(4))


def answering(place: int, id_: str) -> str:
    """What the button of an option sends; `place` from 1."""
    return f"answer {place} of question {mark(id_)}"


def given(text: str) -> Given | None:
    """The answer that a button sends; None for every other message."""
    match = _GIVEN.fullmatch(text.strip(" .!?"))
    return Given(place=int(match[1]), mark=match[2].lower()) if match else None


def place(text: str) -> int | None:
    """The place, from 1, that a number, a letter or a word such as 'the second one' names."""
    spoken = " ".join(text.split()).strip(" .!?").removesuffix(" please")
    match = _PLACE.fullmatch(spoken)
    if match:
        sign = match[1].lower()
        return int(sign) if sign.isdigit() else "abcdef".index(sign) + 1
    match = _WORD.fullmatch(spoken)
    return _WORDS[match[1].lower()] if match else None


# --- beginnings ------------------------------------------------------------------------------------------------------

_SCENARIO = re.compile(
    r"\b(?:give|tell|show|set|try|ask|start|begin|do|want|like|have|need|another|throw|test|read)\b.{0,30}\b(?:scenarios?|case stud(?:y|ies)|situations? to (?:answer|practise))\b"
    r"|^\W*(?:a |another |an )?(?:new )?(?:training |practice )?scenarios?\b(?! (?:in which|where|says|about who))"
    r"|\b(?:test|quiz|practi[sc]e)\b.{0,20}\bscenarios?\b",
    re.IGNORECASE,
)  # fmt: skip
_QUIZ = re.compile(
    r"^\W*(?:(?:please|ok|can you|could you|i want you to|let'?s|i'?d like (?:you )?to|i want to|i would like to)[, ]+)*"
    r"(?:(?:quiz|examine|drill) (?:me|us)\b|test (?:me|us|my knowledge)\b"
    r"|(?:start|begin|open|give me|do|try|take|have) (?:a |the |my |another )?(?:\w+ )?(?:quiz|practice session|practice questions?|quiz questions?|knowledge check)\b"
    r"|(?:ask|give) me (?:a few |some |a |more )?(?:quiz |practice |revision |test )?questions?(?: (?:on|about|for|to)\b|$)|practi[sc]e\b(?! (?:direction|lead|guidance|note))|revise\b|quiz$|quiz on\b|quiz time)",
    re.IGNORECASE,
)  # fmt: skip
_INDUCTION = re.compile(
    r"\b(?:start|begin|do|want|need|have|give|take|run|show|open|like|through|for|ready for|launch|set up|go through|get)\b.{0,40}\binduction\b(?!\s+(?:panel|policy|pack|for (?:new )?staff|programme))"
    r"|^\W*(?:my |the |an |new )?induction\W*$|\binduction please\b|\binduct me\b|^\W*induction (?:for|of|as|in)\b",
    re.IGNORECASE,
)  # fmt: skip
# The parts of a message, with the marks that end them; a question put to the assistant itself is part of the wish.
_PARTS = re.compile(r"(?<=[.!?:;])\s+|\s[–—-]+\s|\n+")
_TO_US = re.compile(r"\b(?:you|me|us|i'm ready|quiz\w*|scenarios?|inductions?)\b", re.IGNORECASE)
_ASKS = re.compile(
    r"^\W*(?:who|what|which|whose|when|where|why|how|does|do|is|are|must|should|has|have|can (?:a|the))\b",
    re.IGNORECASE,
)


# --- a quiz for others -----------------------------------------------------------------------------------------------

_QUIZZES = r"(?:quiz{1,2}(?:es)?|knowledge (?:check|test)s?|multiple[- ]choice tests?)\b"
# What stands between the verb and the quiz: 'a', 'another short', 'my own'; no other object, such as 'a note of the quiz'.
_BETWEEN = r"(?:(?!(?:me|us|it|the|this|that|of|about|on|in|for|with|to|and|from|after|before|any)\b)[\w'’-]+ ){0,5}"
_MAKE = (
    r"(?:mak(?:e|ing)|creat(?:e|ing)?|build(?:ing)?|set(?:ting)?[ -]?up|set(?:ting)?|run(?:ning)?|host(?:ing)?|organi[sz](?:e|ing)|arrang(?:e|ing)"
    r"|prepar(?:e|ing)|put(?:ting)? (?:together|on)|writ(?:e|ing)|design(?:ing)?|hold(?:ing)?|lead(?:ing)?|deliver(?:ing)?|plan(?:ning)?"
    r"|schedul(?:e|ing)|produc(?:e|ing)|generat(?:e|ing)|draft(?:ing)?|develop(?:ing)?)"
)  # fmt: skip
_ANY = rf"(?:{_MAKE}|start(?:ing)?|begin(?:ning)?|open(?:ing)?|launch(?:ing)?|do(?:ing)?|hav(?:e|ing)|giv(?:e|ing)|get(?:ting)?|need(?:ing)?|want|us(?:e|ing)|like)"
_PEOPLE = (
    r"(?:teams?|staff|colleagues?|groups?|people|persons?|participants|learners|trainees|students|class(?:es)?|delegates|attendees|officers"
    r"|councillors|members|managers|governors|(?:social )?workers|teachers|practitioners|apprentices|(?:new )?starters|department|office|unit)"
)  # fmt: skip
_NUMBER = r"(?:\d{1,3}|ten|a dozen|twelve|fifteen|twenty|thirty|forty|fifty|sixty|a hundred|several|a few|lots of|many)"
_OTHERS = (
    rf"(?:\b(?:for|with|by) (?:(?:my|our|all my|all our|{_NUMBER}) (?:[\w'’-]+ ){{0,3}}?{_PEOPLE}\b(?! (?:manager|leader))"
    r"|(?:the|a) (?:whole |small |large |new )*(?:teams?|staff|group|class|room|office|department|session|workshop)\b(?! (?:manager|leader))"
    r"|others|every(?:one|body)|other people|all staff|groups|teams|classes)"
    rf"|\b(?:my|our) (?:[\w'’-]+ ){{0,2}}?{_PEOPLE} (?:can|could|may|will|should|to) (?:join|take|do|play|answer)\b"
    r"|\b(?:training|away|team|development)[ -](?:day|session|meeting|event|afternoon|morning)\b"
    r"|\b(?:they|people|others|everyone|everybody|staff) (?:can|could|may|will|to) (?:join|take)\b|\bjoin (?:by|with) (?:a |the )?code\b)"
)  # fmt: skip
# Where a wish begins: the message or a sentence of it, and what people say before the verb.
_WISHING = (
    r"(?:^\W*|[.!?;:,]\s+|\b(?:and|so|but|because)\s+)"
    r"(?:(?:please|hi|hello|hey|ok|okay|now|just|also|then|can|could|would|will|may|might|should|must|shall|do|how|where|what|when|you|i|we|i'd|we'd|i'll|we'll|i'm|i’m|we're|i've|we've"
    r"|am|are|have|been|asked|told|got|like|love|want|wants|need|needs|wish|hope|hoping|plan|planning|try|trying|going|looking|thinking|supposed|meant|able|help|let|let's|me|us|my|manager|boss|show|tell|know|explain|don't"
    r"|to|of|about|at|is|there|a|any|way|it|possible|easy|best|the|wanna|be|in|this|week|tool|page|does|one|someone|somebody|people|go)[, ]+)*?"
)  # fmt: skip
_FOR_OTHERS = re.compile(
    rf"{_WISHING}(?:{_MAKE} {_BETWEEN}{_QUIZZES}(?! (?:me|us)\b)"
    rf"|{_ANY} (?:me |us )?(?:(?!(?:of|about|on|in|for|with|from|after|before)\b)[\w'’-]+ ){{0,5}}(?:{_QUIZZES}|tests?\b).{{0,60}}{_OTHERS}"
    rf"|(?:a |an |another |new |short |quick |training )*quiz(?: session)? {_OTHERS}"
    rf"|(?:quiz|test|examine|drill) (?:my|our|the) (?:[\w'’-]+ ){{0,2}}?(?:team|staff|colleagues|group|class|trainees|students|councillors|members|managers|officers)\b"
    rf"|giv(?:e|ing) (?:my|our|the) (?:[\w'’-]+ ){{0,2}}?{_PEOPLE} (?:a|another) (?:\w+ )?quiz\b"
    rf"|(?:people|they|others|everyone|everybody|participants|staff|(?:my|our) {_PEOPLE}) join (?:in )?(?:a|an|the|my|our|your) (?:\w+ )?quiz\b)",
    re.IGNORECASE,
)  # fmt: skip
# A question of one's own may ask how to make one; any other is a question of duties.
_HOW = re.compile(
    r"^\W*(?:(?:how|where|when) (?:do|can|could|would|should|might|will) (?:i|we|you|one|someone|somebody|people|they|others|everyone|staff|my|our)\b"
    r"|what(?:'s| is) the (?:best |easiest )?way (?:to|of)\b|is (?:there|it) (?:a way|any way|possible|a page|a tool|somewhere)\b|what (?:do|must|should) i do to\b|how to\b|do you (?:do|have|make|run|offer)\b|(?:do|have) (?:a|an|the|my|our) (?:\w+ )?(?:quiz|test)\b)",
    re.IGNORECASE,
)  # fmt: skip

_BESIDES = re.compile(r"[,:;–-]\s*(?:and |so )?(?:who|whom|whose|which|what|must)\b", re.IGNORECASE)


def for_others(text: str) -> bool:
    """Whether a message is the wish of a trainer: to make or run a quiz that others take, not to be quizzed.

    False where a sentence of it asks something else: a question of duties is never lost to a quiz.
    """
    if not _FOR_OTHERS.search(text):
        return False
    for sentence in re.findall(r"[^.!?\n]+[.!?]*", text):
        asked = asks(sentence) or ("?" in sentence and not _FOR_OTHERS.search(sentence)) or _BESIDES.search(sentence)
        if asked and not _HOW.match(sentence):
            return False
    return True


def begins(text: str) -> Course | None:
    """What a message begins, if it does: 'induction', 'quiz' or 'scenario'.

    None where it goes on to ask something: 'Scenario: a head is accused. Who looks into it?' is a question of duties.
    """
    if asks(text) or any(_goes_on(part) for part in _PARTS.split(text)[1:]):
        return None
    if _INDUCTION.search(text):
        return "induction"
    if _SCENARIO.search(text):
        return "scenario"
    return "quiz" if _QUIZ.search(text) else None


def asks(text: str) -> bool:
    """Whether a message is a question of the person's own."""
    return bool(_ASKS.match(text))


def _goes_on(part: str) -> bool:
    """Whether a part of a message asks a question of duties."""
    return (asks(part) or part.rstrip().endswith("?")) and len(part.split()) > 2 and not _TO_US.search(part)


def meant(text: str, open_: dict[str, Any]) -> str | None:
    """The message, or that of the option of the open lesson it names; None where it names one of an answer in between.

    `open_` is what desk.courses keeps of the lesson. Raises no_such_option or no_other_option.
    """
    shown, number = open_.get("shown") or [], place(text)
    if number is None:
        folded = text.casefold().strip(" .!?")
        return next((message for label, message in shown if label.casefold().strip(" .!?") == folded), text)
    if not open_ or open_.get("stopped"):
        return text
    if open_.get("apart"):
        theirs = open_.get("theirs", 0)
        if number <= theirs or not shown:
            return None
        return shown[0][1]
    if not shown:
        return text
    if number > len(shown) == 1:
        raise KnowledgeError("no_other_option", answer=text[:60])
    if number > len(shown):
        raise KnowledgeError(
            "no_such_option", answer=text[:60], last=len(shown), letter="ABCDEFGHIJKL"[min(len(shown), 12) - 1]
        )
    return str(shown[number - 1][1])
