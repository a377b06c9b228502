"""Who answers to whom, as people see it on each channel: a tree in the terminal and in Slack, boxes in a card of Teams."""

from __future__ import annotations

import pytest

from bot import screen
from bot.rendering.blocks import to_blocks
from bot.rendering.cards import ARROW, LARGEST, size, to_card
from bot.rendering.html import answer_html
from bot.rendering.plain import plain_text
from knowledge.outcomes import Answer, received
from learning import induction, offices, screens
from learning.tree import tree
from tests.channels.slack import kit as slack
from tests.channels.teams.kit import schema, words


@pytest.fixture(scope="module")
def steps(store):
    """The step with the drawing of every office that has one, as an outcome."""
    paths = [induction.path(store, council, family) for council, family in offices.everywhere(store)]
    shown = [screens.step(path, path.part("lines").steps[0]) for path in paths]
    return [lesson for lesson in shown if lesson.drawing]


@pytest.fixture(scope="module")
def cdels(store):
    path = induction.path(store, "Kent", "cdels")
    return screens.step(path, path.part("lines").steps[0])


def test_the_words_say_all_that_is_drawn(steps):
    for lesson in steps:
        said = " ".join(lesson.says).casefold()
        for box in lesson.drawing.boxes:
            if box.side != "own":
                assert box.name.casefold() in said, box.name


def test_the_terminal_draws_a_tree_within_eighty_columns(steps):
    for lesson in steps:
        lines = list(screen.answer_lines(lesson.payload()))
        drawn = tree(lesson.drawing)
        assert max(map(len, drawn)) <= screen.WIDTH
        assert [line for line in lines if line in drawn] == drawn


def test_slack_gets_the_tree_as_preformatted_text(steps):
    drawn = 0
    for lesson in steps:
        blocks = [block.to_dict() for block in to_blocks(lesson, "c" * 40)]
        slack.checked(blocks)
        found = [
            e
            for b in blocks
            if b["type"] == "rich_text"
            for e in b["elements"]
            if e["type"] == "rich_text_preformatted"
        ]
        text = "\n".join(part["text"] for element in found for part in element["elements"])
        assert text in ("", "\n".join(tree(lesson.drawing, 60)))
        drawn += bool(text)
    assert drawn >= len(steps) - 2, "only a step that is too long for one message goes without"


def test_where_a_message_is_too_long_the_drawing_goes_before_a_clause(cdels):
    many = cdels.model_copy(update={"says": (*cdels.says, "A sentence. " * 700)})
    blocks = [block.to_dict() for block in to_blocks(many, "c" * 40)]
    assert not any(
        e["type"] == "rich_text_preformatted" for b in blocks for e in b.get("elements", ()) if b["type"] == "rich_text"
    )
    assert all(citation.clause in "\n".join(slack.texts(blocks)) for citation in cdels.citations)


def test_teams_gets_boxes_one_below_the_other(steps):
    for lesson in steps:
        card = to_card(lesson)
        assert [error.message for error in schema("adaptive-card-1.5.json").iter_errors(card)] == []
        assert size(card) <= LARGEST
        drawn = [item for item in card["body"] if item["type"] == "Container" and lesson.drawing.title in words(item)]
        assert len(drawn) == 1
        boxes = [item for item in drawn[0]["items"] if item["type"] == "Container"]
        assert len(boxes) == len(lesson.drawing.boxes)
        for box, shown in zip(lesson.drawing.boxes, boxes, strict=True):
            assert all(part in words(shown) for part in (box.caption, box.name, *box.about))
        arrows = words(drawn[0]).count(ARROW)
        assert arrows == len({box.side for box in lesson.drawing.boxes}) - 1


def test_a_card_that_is_too_large_loses_the_drawing_before_a_clause(cdels):
    many = cdels.model_copy(update={"says": (*cdels.says, "x" * 6_000, "y" * 3_000)})
    card = to_card(many)
    assert size(card) <= LARGEST
    assert all(citation.clause in words(card) for citation in cdels.citations)


def test_nothing_is_drawn_in_plain_text_and_on_the_page_the_picture_stands(cdels):
    assert "▶" not in plain_text(cdels), "a screen reader would read the strokes"
    assert 'src="/roles/cdels/Kent/lines.svg"' in answer_html(cdels)


def test_a_drawing_travels_with_the_lesson_and_with_nothing_else(cdels):
    assert received(cdels.payload()) == cdels
    answer = Answer(says=("x",), citations=cdels.citations).payload()
    assert isinstance(received({**answer, "drawing": cdels.payload()["drawing"]}), Answer)
