"""Every kind of lesson screen as a Teams card and as Slack blocks: within each service's rules, nothing of it left unsaid."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator

import pytest

from bot.rendering.blocks import to_blocks
from bot.rendering.cards import LARGEST, size, to_card
from bot.rendering.plain import plain_text
from desk.database import Database
from knowledge.outcomes import Lesson
from knowledge.questions import Profile, Question
from knowledge.store import Store
from learning import induction, offices, screens, shelf
from learning.shelf import Shelf
from learning.tutor import Tutor
from tests.channels.slack import kit as slack
from tests.channels.teams.kit import schema, words

Screens = dict[str, list[Lesson]]
FREE_TEXT = "the team manager must tell the police at once, clause 3"


@pytest.fixture(scope="module")
def made(store: Store) -> Shelf:
    return shelf.made(store)


@pytest.fixture(scope="module")
def shown(store: Store, made: Shelf, tmp_path_factory) -> Screens:
    """What there is of every kind: each step and question there is, and the screens of a person who tries everything."""
    found: Screens = defaultdict(list)
    for council, family in offices.everywhere(store):
        path = induction.path(store, council, family)
        for step in path.steps:
            found[f"step: {step.part}"].append(screens.step(path, step))
    for item in made.bank.items:
        found[f"question: {item.kind.value}"].append(screens.question(item))
    for told in made.scenarios:
        choices = made.marker.options(told)
        found["scenario with choices"].append(screens.scenario(told, choices))
        found["scenario in words"].append(screens.scenario(told, None))
        found["scenario chosen"] += [screens.chose(choices, place) for place in range(len(choices))]
        found["scenario marked"] += [screens.marked(made.marker.mark(told, FREE_TEXT), worried) for worried in (True, False)]  # fmt: skip
    for kind, lesson in _tried(store, made, f"sqlite:///{tmp_path_factory.mktemp('desk') / 'desk.db'}"):
        found[kind].append(lesson)
    return found


def _tried(store: Store, made: Shelf, address: str) -> Iterator[tuple[str, Lesson]]:
    """What a person sees who tries everything, with the kind of each screen."""
    tutor, profile = Tutor(store, Database(address), made=lambda store: made), Profile()

    def says(text: str) -> Lesson:
        nonlocal profile
        taken = tutor.takes("p", Question(text=text), profile)
        assert taken, text
        profile = taken.profile
        return taken.outcome

    for kind, text in (
        ("nothing open", "resume"), ("nothing begun", "my progress"), ("which office", "start my induction"), ("which council", "team manager"),
        ("an office that is not there", "start the induction of the lead member in Kent"), ("begun", "start the induction of the lead member in Leicester"),
        ("stopped", "stop the induction"), ("resumed", "resume"), ("restart", "restart my induction"), ("for others", "create a quiz for my team"),
        ("practice", "quiz me on corporate parenting"), ("practice marked", "1"), ("answered before", "1"), ("no such topic", "quiz me on basket weaving"),
        ("progress", "my progress"), ("record", "my record"), ("delete", "delete my progress"),
    ):  # fmt: skip
        yield kind, says(text)
    turn = says("back to my induction")
    for _ in range(80):
        kind = "check question" if any(o.label == "Skip this question" for o in turn.options) else ""
        if kind:
            yield kind, turn
            turn = says("1")
            yield "check question marked", turn
        turn = says("next")
        if screens.RESTART in turn.options:
            break
    yield "ended", turn
    yield "deleted", says("delete all my progress for good")


def shape(part: object) -> object:
    """A card without its words: cards of one shape are valid or not together."""
    if isinstance(part, dict):
        return {key: value if key in ("type", "style", "size", "weight", "version") else shape(value) for key, value in part.items()}  # fmt: skip
    return [shape(item) for item in part] if isinstance(part, list) else type(part).__name__


def flat(text: str) -> str:
    return " ".join(text.split())


def test_every_kind_of_screen_is_there(shown):
    steps = {"expected", "words", "lines", "boards", "meetings", "concern", "gaps", "standing"}
    assert {f"step: {part}" for part in steps} <= set(shown)
    assert len([kind for kind in shown if kind.startswith("question: ")]) >= 8
    assert all(shown.values())
    assert shown["ended"][0].says[0].startswith("You finished this induction on ")


def test_every_screen_is_a_card_by_the_schema_that_says_it_all(shown):
    checked: set[str] = set()
    for kind, lessons in shown.items():
        for lesson in lessons:
            card = to_card(lesson, "asker")
            if (mark := json.dumps(shape(card), sort_keys=True)) not in checked:
                checked.add(mark)
                wrong = [error.message for error in schema("adaptive-card-1.5.json").iter_errors(card)]
                assert wrong == [], (kind, lesson.says)
            assert size(card) <= LARGEST
            read = flat(words(card))
            for said in (*lesson.says, *lesson.notes, *(f"“{c.shown}”" for c in lesson.citations)):
                for line in said.split("\n"):
                    assert flat(line) in read, (kind, line)
            acts = [a for part in card["body"] if part["type"] == "ActionSet" for a in part["actions"]]
            sent = [a["data"]["choice"] for a in acts if "choice" in a["data"]]
            chooser = [c["value"] for part in card["body"] for c in part.get("choices", ())]
            assert sent + chooser == [option.message for option in lesson.options]


def test_every_screen_is_blocks_within_the_limits_that_say_it_all(shown):
    for kind, lessons in shown.items():
        for lesson in lessons:
            blocks = [block.to_dict() for block in to_blocks(lesson, "c" * 40)]
            slack.checked(blocks)
            read = flat("\n".join(slack.texts(blocks)).replace("\n> ", "\n").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))  # fmt: skip
            for said in (*lesson.says, *lesson.notes, *(c.shown for c in lesson.citations)):
                for line in said.split("\n"):
                    assert flat(line) in read, (kind, line)
            sent = [e["value"] for b in blocks if b["type"] == "actions" for e in b["elements"] if e["action_id"].startswith("choose:")]  # fmt: skip
            assert sent == [option.message for option in lesson.options]


def test_what_buttons_hold_is_read_in_the_text_where_it_is_too_long(shown):
    long = max((lesson for lessons in shown.values() for lesson in lessons), key=lambda one: max((len(o.label) for o in one.options), default=0))  # fmt: skip
    assert max(len(o.label) for o in long.options) > 75
    held = words(to_card(long))
    assert all(option.label in held for option in long.options)
    blocks = [block.to_dict() for block in to_blocks(long, "c" * 40)]
    for read in ("\n".join(slack.texts(blocks)).replace("&amp;", "&"), plain_text(long)):
        assert all(f"{number}. {option.label}" in read for number, option in enumerate(long.options, 1))
