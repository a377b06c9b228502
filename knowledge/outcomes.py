"""Outcomes: what the assistant says to a question. An answer without a citation cannot be built.

Made by knowledge.answers, carried unchanged through the actions, rendered by bot.rendering.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter, model_validator

from knowledge.citations import Citation
from knowledge.closed import Closed


class Option(Closed):
    """One choice of a clarification: what the user reads, and the message that chooses it."""

    label: str
    message: str


class Outcome(Closed):
    """Common to all: `says` are the sentences before any quotation, `notes` those after it."""

    status: str
    says: tuple[str, ...] = ()
    citations: tuple[Citation, ...] = ()
    nearest: tuple[Citation, ...] = ()
    options: tuple[Option, ...] = ()
    notes: tuple[str, ...] = ()
    safety_first: bool = False
    more: tuple[int, ...] = Field(default=(), exclude=True)  # clauses of the same list that are not shown yet

    def payload(self) -> dict[str, Any]:
        """The outcome for channels and programs: plain JSON types."""
        return self.model_dump(mode="json")


class Answer(Outcome):
    """What the documents say, with the clauses it rests on, best first."""

    status: Literal["answered"] = "answered"
    citations: Annotated[tuple[Citation, ...], Field(min_length=1)]


class Clarification(Outcome):
    """A question back, with two to four concrete choices."""

    status: Literal["clarify"] = "clarify"
    options: Annotated[tuple[Option, ...], Field(min_length=2)]


class NotCovered(Outcome):
    """The documents do not say. `nearest` may show the clause that comes closest, as nearest only."""

    status: Literal["not_covered"] = "not_covered"


class ProfileSet(Outcome):
    """The assistant has taken note of who asks."""

    status: Literal["profile_set"] = "profile_set"


class SmallTalk(Outcome):
    """Greeting, thanks, help: nothing about a duty."""

    status: Literal["small_talk"] = "small_talk"


class Box(Closed):
    """One office of a drawing: how it stands to the office drawn ('You are accountable to'), its name, and for what."""

    side: Literal["above", "own", "below"]
    caption: str = ""
    name: str
    about: tuple[str, ...] = ()


class Drawing(Closed):
    """The lines of accountability of an office: those above it, itself, those below it, from top to bottom."""

    title: str
    boxes: Annotated[tuple[Box, ...], Field(min_length=2)]


class Bar(Closed):
    """A topic of a chart: how many questions there are, how many were asked, and how many are known."""

    name: str
    known: int
    asked: int
    all: Annotated[int, Field(gt=0)]

    @property
    def words(self) -> str:
        return f"{self.name}: {self.known} known, {self.asked} asked, of {self.all}"

    @model_validator(mode="after")
    def _within(self) -> Bar:
        if not 0 <= self.known <= self.asked <= self.all:
            raise ValueError(f"{self.name}: {self.known} known and {self.asked} asked, of {self.all}")
        return self


class Lesson(Outcome):
    """A turn of an induction, a quiz or a scenario: a step, a question, or what came of an answer.

    `picture` is the address of a picture below the web pages, `drawing` the same for channels that draw it themselves;
    all that they show stands in `says` as well. `chart` is what the person knows, topic by topic; it comes after `says`.
    """

    status: Literal["lesson"] = "lesson"
    drawing: Drawing | None = None
    picture: Annotated[str, Field(pattern=r"^/roles/[^/\s?#]+/[^/\s?#]+/lines\.svg$")] | None = None
    chart: tuple[Bar, ...] = ()


_RECEIVED: TypeAdapter[Outcome] = TypeAdapter(
    Annotated[Answer | Clarification | NotCovered | ProfileSet | SmallTalk | Lesson, Field(discriminator="status")]
)


def received(payload: dict[str, Any]) -> Outcome:
    """The outcome of a payload; what stands beside it (text, latency) is left out, but where an outcome says nothing
    itself (small talk), the text is what it says."""
    known = {key: value for key, value in payload.items() if key in Lesson.model_fields}
    if known.get("status") != "lesson":
        known.pop("picture", None)
        known.pop("drawing", None)
        known.pop("chart", None)
    if not known.get("says") and not known.get("citations") and payload.get("text"):
        known["says"] = (payload["text"],)
    return _RECEIVED.validate_python(known)
