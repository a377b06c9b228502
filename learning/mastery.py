"""Mastery: what a person knows, topic by topic, and their streaks. Pure: cards and answers in, figures and words out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from desk.cards import Attempt, Held
from knowledge import sayings
from knowledge.closed import Closed
from knowledge.outcomes import Bar
from learning.items import Item

LONDON = ZoneInfo("Europe/London")  # a day of practice is a day in England, whatever the server's clock is set to


class Topic(Closed):
    """A topic: how many questions there are, how many were asked, how many are known.

    Known: the last answer was right, on the question as it reads now, and it is not due to be asked again.
    """

    key: str
    name: str
    known: int
    asked: int
    all: int

    @property
    def bar(self) -> Bar:
        return Bar(name=self.name, known=self.known, asked=self.asked, all=self.all)

    @property
    def words(self) -> str:
        return self.bar.words


class Mastery(Closed):
    """`days` in a row with an answer, up to today or yesterday; `run` of right answers up to the latest."""

    topics: tuple[Topic, ...]
    answers: int
    right: int
    earlier: int  # of the answers, how many were given on an earlier edition of their question
    days: int
    run: int
    due: int

    @property
    def text(self) -> tuple[str, ...]:
        """Everything in words."""
        return (*self.sentences, *(f"{topic.words}." for topic in self.topics))

    @property
    def sentences(self) -> tuple[str, ...]:
        """How many answers, streaks and what is due; the topics are in the chart."""
        if not self.answers:
            return ("You have not answered any question yet.",)
        said = [f"{counted(self.answers, 'answer')}, {self.right} right."]
        if self.earlier:
            said.append(f"{self.earlier} of them on an earlier edition of the rules; they stay as they were.")
        said.append(f"{counted(self.days, 'day')} in a row. Right in a row: {self.run}.")
        said.append(
            f"{counted(self.due, 'question')} due to be asked again." if self.due else "No question is due now."
        )
        return tuple(said)


def mastery(
    items: Iterable[Item], held: Mapping[str, Held], attempts: Sequence[Attempt], names: Mapping[str, str], now: float
) -> Mastery:
    """What the person knows of these items. `names` are the topics' names by key; only topics with an answer are listed."""
    now_asked = {item.id: item for item in items}
    last = {attempt.item: attempt for attempt in attempts}
    known = {
        item.id
        for item in now_asked.values()
        if item.id in held
        and held[item.id].edition == item.edition
        and held[item.id].due > now
        and item.id in last
        and last[item.id].right
    }
    asked = {id_ for id_, item in now_asked.items() if id_ in held and held[id_].edition == item.edition}
    topics = []
    for key, name in names.items():
        of = {id_ for id_, item in now_asked.items() if key in item.topics}
        if of & asked:
            topics.append(Topic(key=key, name=name, known=len(of & known), asked=len(of & asked), all=len(of)))
    fits = {(item.id, item.edition) for item in now_asked.values()}
    return Mastery(
        topics=tuple(sorted(topics, key=lambda t: (-t.asked, t.name))), answers=len(attempts),
        right=sum(a.right for a in attempts), earlier=sum((a.item, a.edition) not in fits for a in attempts),
        days=_days({day(a.at) for a in attempts}, day(now)), run=_run(attempts),
        due=sum(held[id_].due <= now for id_ in asked),
    )  # fmt: skip


def day(at: float) -> date:
    """The day in England of a time in seconds since 1970."""
    return datetime.fromtimestamp(at, LONDON).date()


def returns(at: float, now: float) -> str:
    """When a question comes back, in words: 'in about 10 minutes', 'tomorrow', 'on 24 November'."""
    if at - now < 3600 or day(at) == day(now):
        minutes = max(1, round((at - now) / 60))
        return "now" if at <= now else f"in about {counted(minutes, 'minute')}"
    when = day(at)
    return "tomorrow" if when == day(now) + timedelta(days=1) else f"on {sayings.dated(when)}"


def counted(number: int, what: str) -> str:
    """'1 answer', '2 answers'."""
    return f"{number} {what}{'' if number == 1 else 's'}"


def _days(on: set[date], today: date) -> int:
    at = today if today in on else today - timedelta(days=1)
    count = 0
    while at in on:
        count, at = count + 1, at - timedelta(days=1)
    return count


def _run(attempts: Sequence[Attempt]) -> int:
    wrong = next((n for n, attempt in enumerate(reversed(attempts)) if not attempt.right), len(attempts))
    return wrong
