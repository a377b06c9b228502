"""Scenarios in a trainer's quiz: mixed in, chosen by whom they teach, asked, and told at the end why an option is wrong."""

from __future__ import annotations

import re

import pytest

from tests.web.room import Trainer, errors, joined, read
from tests.web.serving import Client


def test_scenarios_are_mixed_in_chosen_by_whom_they_teach_and_added(trainer):
    trainer.make(number="5", scenarios="2")
    page = trainer.page()
    assert len(trainer.ids()) == 5
    assert page.count("A scenario on the Dudley roles summary") == 2
    assert page.count('class="option__why"') >= 4, "each wrong answer of a scenario says why"
    both = trainer.page("/choose?council=Croydon")
    assert re.search(r'\d+ questions and <a class="govuk-link" href="#told">15 scenarios</a>', both)
    assert '<h2 class="govuk-heading-m">Questions</h2>' in both
    only = trainer.page("/choose?council=Kent&group=frontline")
    assert '<h2 class="govuk-heading-m">Questions</h2>' not in only
    assert "A scenario on the Kent" in only
    assert "scenarios</a>" not in trainer.page("/choose?council=Kent&kind=bearer")
    item = re.search(r'name="item" value="(\w+)"', only)[1]
    assert trainer.do("add", item=item, query="council=Kent&group=frontline").status == 303
    assert trainer.ids()[-1] == item
    assert f'name="item" value="{item}"' not in trainer.page("/choose?council=Kent&group=frontline")
    # There are few for schools: drawn later, they might be in the quiz already.
    assert trainer.do("generate", number="1", scenarios="1", council="Leicester", group="school").status == 303
    assert trainer.do("generate", number="2", kind="scenario", council="Leicester").status == 303
    assert trainer.page().count("A scenario on the Leicester roles summary") == 3
    assert len(trainer.ids()) == 9


@pytest.mark.parametrize(("fields", "said"), [
    ({"number": "2", "scenarios": "3"}, "from 0 to 2"), ({"number": "2", "scenarios": "٢"}, "from 0 to 2"),
    ({"number": "2", "group": "manager"}, "only they say whom they are for"), ({"number": "", "scenarios": "1"}, "how many questions"),
    ({"number": "1", "scenarios": "1", "topic": "diversity"}, "no scenarios on"), ({"number": "1", "scenarios": "1", "group": "x"}, "from the list"),
], ids=str)  # fmt: skip
def test_scenarios_that_cannot_be_added_are_said_beside_the_field(trainer, fields, said):
    trainer.make(number="0")
    reply = trainer.do("generate", **fields)
    assert reply.status == 400
    assert any(said in error for error in errors(reply)), errors(reply)
    assert trainer.ids() == []


def test_scenarios_that_cannot_be_found_are_said(trainer):
    trainer.make(number="0")
    assert "Only scenarios say whom" in errors(trainer.get(f"{trainer.path}/choose?kind=gap&group=school"))[0]
    assert "no scenarios on" in errors(trainer.get(f"{trainer.path}/choose?kind=scenario&topic=diversity"))[0]
    assert "no questions on" in errors(trainer.get(f"{trainer.path}/choose?council=Croydon&topic=homelessness"))[0]
    assert errors(trainer.get(f"{trainer.path}/choose?group=%3Cb%3E"))
    assert "no question" in errors(trainer.do("add", item="dudley-surgery-belt-marks"))[0]


def test_a_quiz_of_scenarios_from_door_to_results(trainer, people, port):
    trainer.make(number="2", kind="scenario", pace="led")
    trainer.lock()
    joined(trainer, people)
    trainer.run("open", "ask")
    board = Client(port)
    for page in (people[0].page(), board.get(f"/board/{trainer.code}").text, trainer.page()):
        assert "A scenario on the Dudley roles summary (draft, 2006)." in page
        assert "option__why" not in page
        assert "stands in" not in page
    assert re.search(r'<p class="govuk-body story" id="now" tabindex="-1">A scenario', people[0].page())
    assert people[0].page().count('id="now"') == 1
    for choice, person in enumerate(people):
        assert person.answer(choice).status == 303
    trainer.run("stop")
    for page in (people[0].page(), trainer.page()):
        assert page.count('class="option__why"') >= 2
        assert "stands in" in page
    closed = board.get(f"/board/{trainer.code}").text
    assert "room__story" not in closed, "the clause takes its place"
    assert "room__clause" in closed
    trainer.run("close")
    assert "A scenario on the" in trainer.page("/results")
    (row,) = read(trainer.page("/questions.csv"))
    assert (row["kind"], row["answered"]) == ("scenario", "3")
    assert row["question"].startswith("A scenario on the Dudley roles summary (draft, 2006). ")
    other = Trainer(port)
    other.make(number="0")
    assert other.bring(trainer.page("/quiz.gift").encode()).headers["Location"].endswith("?added=2#questions")
    assert other.page().count('class="option__why"') >= 4
