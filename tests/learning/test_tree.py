"""The drawing of who answers to whom: one for every channel, as text no wider than the place it stands in."""

from __future__ import annotations

import pytest

from knowledge.outcomes import Box, Drawing
from learning import induction, offices
from learning.tree import tree


@pytest.fixture(scope="module")
def drawings(store):
    paths = [induction.path(store, council, family) for council, family in offices.everywhere(store)]
    pictures = [path.part("lines").steps[0].picture for path in paths]
    assert sum(picture is not None for picture in pictures) >= 30
    return [picture.drawing for picture in pictures if picture]


@pytest.mark.parametrize("width", [78, 60, 40, 24])
def test_no_line_is_wider_than_its_place(drawings, width):
    for drawing in drawings:
        assert max(map(len, tree(drawing, width))) <= width


def test_every_office_and_every_matter_of_the_drawing_is_in_the_tree(drawings):
    for drawing in drawings:
        words = " ".join(" ".join(tree(drawing)).replace("│", " ").split()).casefold()
        for box in drawing.boxes:
            for said in (box.name, box.caption, *box.about):
                assert " ".join(said.split()).casefold() in words, said


def test_there_is_one_office_of_ones_own_and_it_stands_between(drawings):
    order = {"above": 0, "own": 1, "below": 2}
    for drawing in drawings:
        sides = [order[box.side] for box in drawing.boxes]
        assert sides == sorted(sides)
        assert sides.count(1) == 1


def test_the_picture_and_the_tree_are_of_one_drawing(store):
    picture = induction.path(store, "Kent", "cdels").part("lines").steps[0].picture
    assert [box.own for box in picture.boxes] == [box.side == "own" for box in picture.drawing.boxes]
    for box, drawn in zip(picture.boxes, picture.drawing.boxes, strict=True):
        assert " ".join(text for style, text in box.lines if style == "name") == drawn.name


def test_a_tree_reads_from_the_top_down():
    above = Box(
        side="above", caption="You are accountable to", name="Managing Director", about=("for: the performance",)
    )
    drawing = Drawing(title="t", boxes=(above, Box(side="own", name="Me", about=("Kent",)),
                                        Box(side="below", caption="Reports to you", name="Team")))  # fmt: skip
    assert tree(drawing) == [
        "┌▶ You are accountable to",
        "│  MANAGING DIRECTOR",
        "│    for: the performance",
        "┴──────┐",
        "│ ME   │",
        "│ Kent │",
        "┬──────┘",
        "└─ Reports to you",
        "   TEAM",
    ]


def test_nothing_above_or_nothing_below_leaves_the_frame_closed():
    own = Box(side="own", name="Me")
    below = tree(Drawing(title="t", boxes=(own, Box(side="below", caption="Reports to you", name="Team"))))
    above = tree(Drawing(title="t", boxes=(Box(side="above", caption="You report to", name="Head"), own)))
    assert below[0].startswith("┌─")
    assert above[-1].startswith("└─")
