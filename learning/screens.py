"""Screens: what a lesson shows at one turn, as outcomes for every channel: a step, a question, what came of an answer.

Pure: steps, items, scenarios and marks in, a Lesson out. What its buttons send is made by learning.hearing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from urllib.parse import quote

from knowledge import safety
from knowledge.citations import Citation
from knowledge.outcomes import Box, Lesson, Option
from knowledge.website import outside
from learning import hearing
from learning.items import Item
from learning.marking import Marked as MarkedAnswer
from learning.marking import Option as Choice
from learning.progress import Record
from learning.scenarios import Scenario
from learning.steps import Path, Step

STOP, SKIP = "Stop for now", "Skip"
NEXT_QUESTION = Option(label="Next question", message="next question")
NEXT_SCENARIO = Option(label="Next scenario", message="next scenario")
SKIP_QUESTION = Option(label="Skip this question", message="skip this question")
STOP_QUIZ = Option(label=STOP, message="stop the quiz")
STOP_INDUCTION = Option(label=STOP, message="stop the induction")
STOP_SCENARIOS = Option(label=STOP, message="stop the scenarios")
MY_PROGRESS = Option(label="My progress", message="my progress")
MY_RECORD = Option(label="My record", message="my record")
QUIZ = Option(label="Quiz me", message="quiz me")
RESUME = Option(label="Go on", message="resume")
INDUCTION = Option(label="Back to my induction", message="back to my induction")
RESTART = Option(label="Start again from step 1", message="restart my induction from step 1")
DELETE = Option(label="Delete my progress", message="delete my progress")
REAL = Option(label="This is about a real child", message="I am worried about a child")
HINTS = (
    Option(label="Start my induction", message="start my induction"),
    QUIZ,
    Option(label="Give me a scenario", message="give me a scenario"),
)

COPY = "Copy these lines to keep them."
END = "You have come to the end of this induction."
ASK = "You can ask a question at any step, and come back to it."
PREPARING = "I am preparing the questions. Ask again in ten seconds."
ABOUT_REAL = "If you wrote about a real child and not about the scenario, do not wait here. " + safety.FIRST


def step(path: Path, shown: Step, says: Sequence[str] = (), notes: Sequence[str] = ()) -> Lesson:
    """One step. Each sentence names its clause, since the clauses stand together below."""
    number, last = path.at[shown.id] + 1, len(path.steps)
    first = f"Step {number} of {last}. {shown.title}"
    drawn: tuple[str, ...] = ()
    address = None
    drawing = shown.picture.drawing if shown.picture else None
    if shown.picture:
        address = f"/roles/{quote(path.family, safe='')}/{quote(path.council, safe='')}/lines.svg"
        said = " ".join(shown.says).casefold()
        if not all(_told(box, said) for box in shown.picture.drawing.boxes):
            drawn = tuple(sentence for sentence in shown.picture.text if sentence.casefold() not in said)
            drawn = (f"{shown.picture.title}. In words:", *drawn)
    options = [Option(label="Finish" if number == last else "Next", message=f"next after step {number}")]
    if number > 1:
        options.append(Option(label="Back", message=f"back from step {number}"))
    options += [Option(label=SKIP, message=f"skip step {number}"), STOP_INDUCTION]
    told = (ASK,) if number == 1 else ()
    return Lesson(says=(*says, first, *_sentences(shown), *drawn), citations=shown.citations, options=tuple(options),
                  notes=(*notes, *told), picture=address, drawing=drawing)  # fmt: skip


def _told(box: Box, said: str) -> bool:
    """Whether the sentences of a step tell all that a box of its drawing shows."""
    matters = (about.removeprefix("for: ").casefold() for about in box.about if not about.startswith("and "))
    return box.side == "own" or (
        box.name.casefold() in said and all(part in said for whole in matters for part in whole.split("; "))
    )


def _sentences(shown: Step) -> list[str]:
    several = len(shown.citations) > 1
    said = []
    for taught in shown.taught:
        *before, last = taught.says
        place = (
            f" ({taught.citation.clause})" if several and taught.citation and taught.citation.clause not in last else ""
        )
        said += [*before, f"{last}{place}"]
    return said


def question(item: Item, says: Iterable[str] = (), leave: Iterable[Option] = (SKIP_QUESTION, STOP_QUIZ)) -> Lesson:
    """A question with its options as choices."""
    options = [
        Option(label=option, message=hearing.answering(place, item.id)) for place, option in enumerate(item.options, 1)
    ]
    return Lesson(says=(*says, item.question), options=(*options, *leave))


def for_others() -> Lesson:
    """How a trainer makes a quiz that others take: where, what can be done there, and how people join."""
    page = outside("/train")
    return Lesson(
        says=(
            "You make a quiz for others on the web pages, not by writing to me: open Learn there, then "
            f"‘Make a quiz for others’{f': {page}' if page else ' (the address ends in /train)'}",
            "There you choose what it asks about, read each question with its clause before anyone else sees it, "
            "run it for up to 300 people, and see the results.",
            "People join with the code that the page gives you: on the web pages, or by writing to me in Slack, in Teams or in "
            "the chat, for example: join WFGHC6 as Amina",
        ),
        notes=("To be quizzed yourself, say ‘quiz me’.",),
    )


def feedback(says: Iterable[str], citations: Sequence[Citation], options: Sequence[Option]) -> Lesson:
    return Lesson(says=tuple(says), citations=tuple(citations), options=tuple(options))


def ended(record: Record, says: Iterable[str] = ()) -> Lesson:
    """The completion record, as it is shown at the end of an induction."""
    return last(says, (), record)


def last(says: Iterable[str], citations: Sequence[Citation], record: Record) -> Lesson:
    """What came of the last answer of an induction, and the completion record under it."""
    return Lesson(
        says=(*says, END, *record.text().split("\n")), citations=tuple(citations), options=(MY_RECORD, QUIZ, RESTART, DELETE),
        notes=(f"{COPY} ‘My record’ shows them again; ‘delete my progress’ deletes them.",),
    )  # fmt: skip


# --- scenarios -------------------------------------------------------------------------------------------------------


def scenario(told: Scenario, choices: Sequence[Choice] | None, says: Iterable[str] = ()) -> Lesson:
    """A scenario: with choices, or to be answered in one's own words."""
    first = (*says, told.situation, told.question)
    if choices is None:
        note = "Write who must act, what they must do, and which clause says so. I keep the marks, not your words."
        return Lesson(says=first, options=(Option(label="Show choices instead", message="show the scenario with choices"),
                                           Option(label=SKIP, message="skip this scenario"), STOP_SCENARIOS), notes=(note,))  # fmt: skip
    options = [
        Option(label=one.text, message=hearing.answering(place, told.id)) for place, one in enumerate(choices, 1)
    ]
    own = Option(label="Answer in my own words", message="in my own words")
    return Lesson(says=first, options=(*options, own, Option(label=SKIP, message="skip this scenario"), STOP_SCENARIOS))


def chose(choices: Sequence[Choice], place: int) -> Lesson:
    """What came of a choice: why it is wrong, what is right, and the clauses of both."""
    one, right = choices[place], next(choice for choice in choices if choice.right)
    says = ["Right."] if one.right else ["Not right.", *([one.why] if one.why else []), f"The answer: {right.text}"]
    if right.why:
        says.append(right.why)
    citations = {(c.document, c.clause): c for c in (*right.citations, *(() if one.right else one.citations))}
    return Lesson(says=tuple(says), citations=tuple(citations.values()), options=(NEXT_SCENARIO, STOP_SCENARIOS))


def marked(mark: MarkedAnswer, worried: bool) -> Lesson:
    """A free answer marked: what was missing, the right answer, the clauses. Never the answer itself."""
    says = [*((ABOUT_REAL,) if worried else ()), f"{mark.marks} of {mark.of} marks."]
    if mark.missing:
        says += ["What was missing:", *mark.missing]
    says += [f"The answer: {mark.right}", *([mark.why] if mark.why else [])]
    options = (NEXT_SCENARIO, *((REAL,) if worried else ()), STOP_SCENARIOS)
    return Lesson(says=tuple(says), citations=mark.citations, options=options, notes=mark.notes)
