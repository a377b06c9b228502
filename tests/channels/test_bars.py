"""Progress by topic as bars: the same figures on every channel, 80 columns wide, and without blocks where there are none."""

from __future__ import annotations

import io

import pytest
from pydantic import ValidationError
from rich.console import Console

from bot import screen
from bot.rendering import bars
from bot.rendering.blocks import fallback, to_blocks
from bot.rendering.cards import to_card
from bot.rendering.html import answer_html
from bot.rendering.plain import plain_text
from knowledge.outcomes import Bar, Lesson, Option, received
from tests.channels.teams.kit import schema

LONG = Bar(name="Corporate parenting and children in care", known=12, asked=34, all=123)
CHART = (LONG, Bar(name="Scrutiny", known=0, asked=1, all=90), Bar(name="R&D <b>*_", known=3, asked=3, all=3))
LESSON = Lesson(says=("Quiz: 38 answers, 15 right.", "3 days in a row. Right in a row: 5."), chart=CHART,
                options=(Option(label="Quiz me", message="quiz me"),))  # fmt: skip


def test_a_line_has_its_bar_and_its_figures_and_fits_80_columns():
    long, little, all_ = bars.drawn(CHART)
    assert long == "█▓▓░░░░░░░  Corporate parenting and children in care: 12 known, 34 asked, of 123"
    assert len(long) == 80
    assert little.startswith("▓░░░░░░░░░  "), "one of ninety shows"
    assert all_.startswith("██████████  ")


def test_the_longest_name_of_a_topic_fits(store):
    for topic in store.topics.values():
        (line,) = bars.drawn([Bar(name=topic.name, known=99, asked=99, all=999)])
        assert len(line) <= 80


@pytest.mark.parametrize(("encoding", "signs"), [("utf-8", "█▓░"), ("cp437", "█▓░"), ("latin-1", "#+."), ("ascii", "#+."),
                                                 (None, "#+."), ("no such", "#+.")])  # fmt: skip
def test_where_there_are_no_blocks_signs_stand_in_and_the_key_says_so(encoding, signs):
    assert bars.signs(encoding) == signs
    assert bars.key(signs) == f"By topic ({signs[0]} known, {signs[1]} asked, {signs[2]} not asked yet):"
    assert set(bars.drawn([LONG], signs)[0][: bars.LENGTH]) <= set(signs)


@pytest.mark.parametrize("figures", [(2, 1, 3), (0, 4, 3), (-1, 0, 3), (0, 0, 0)])
def test_figures_that_cannot_be_are_refused(figures):
    known, asked, all_ = figures
    with pytest.raises(ValidationError):
        Bar(name="x", known=known, asked=asked, all=all_)


def test_the_chart_survives_the_way_to_a_channel_and_only_lessons_have_one():
    assert received(LESSON.payload()) == LESSON
    assert received({**LESSON.payload(), "status": "small_talk"}).says == LESSON.says


def test_plain_text_has_the_chart_after_what_is_said():
    said, chart, options = plain_text(LESSON).split("\n\n")
    assert said.endswith("Right in a row: 5.")
    assert chart.split("\n") == [bars.key(), *bars.drawn(CHART)]
    assert options == "1. Quiz me"


@pytest.mark.parametrize(("encoding", "sign"), [("utf-8", "█▓▓░"), ("ascii", "#++.")])
def test_the_terminal_shows_it_within_80_columns_in_what_it_can_write(monkeypatch, encoding, sign):
    file = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    monkeypatch.setattr(screen, "out", Console(file=file, highlight=False))
    screen.say(None, {**LESSON.payload(), "text": plain_text(LESSON)})
    file.seek(0)
    lines = file.read().splitlines()
    assert any(line.startswith(f"{sign}") for line in lines)
    assert max(map(len, lines)) <= 80


def test_slack_shows_it_in_letters_of_one_width_and_nothing_in_it_is_markup():
    shown = [block.to_dict() for block in to_blocks(LESSON)]
    (chart,) = [block for block in shown if block["type"] == "rich_text"]
    (element,) = chart["elements"]
    assert element["type"] == "rich_text_preformatted"
    assert element["elements"] == [{"type": "text", "text": "\n".join(bars.drawn(CHART))}]
    assert shown.index(chart) < next(n for n, block in enumerate(shown) if block["type"] == "actions")
    assert "12 known, 34 asked, of 123" in fallback(LESSON)


def test_teams_shows_each_bar_in_letters_of_one_width_beside_its_words():
    card = to_card(LESSON)
    assert [error.message for error in schema("adaptive-card-1.5.json").iter_errors(card)] == []
    rows = [part["columns"] for part in card["body"] if part["type"] == "ColumnSet"]
    for (bar, words), topic in zip(rows, CHART, strict=True):
        (run,) = bar["items"][0]["inlines"]
        assert run["fontType"] == "Monospace"
        assert len(run["text"]) == bars.LENGTH
        assert words["items"][0]["inlines"][0]["text"] == topic.words


def test_the_web_page_draws_it_beside_the_words_which_screen_readers_read():
    page = str(answer_html(LESSON))
    assert page.count("<svg") == page.count('aria-hidden="true"') == len(CHART)
    assert "R&amp;D &lt;b&gt;*_: 3 known, 3 asked, of 3" in page
    assert "<b>" not in page
    assert "style=" not in page, "the pages' policy forbids it"


def test_without_a_chart_nothing_is_added():
    bare = Lesson(says=("You have not begun anything yet.",))
    assert plain_text(bare) == "You have not begun anything yet."
    assert "svg" not in answer_html(bare)
    assert len(to_blocks(bare)) == 1
