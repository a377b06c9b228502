"""knowledge.browsing: all clauses that speak of one matter."""

import pytest

from knowledge.questions import Kind
from tests.conftest import cited


@pytest.mark.parametrize(("text", "council", "wanted"), [
    ("anything about visits", "Croydon", {"croydon-line-of-sight/LMCS 10"}),
    ("is there anything on recording?", "Dudley", {"dudley-roles-2006/Team and Service Managers, Children's Social Care 3"}),
    ("anything about foster carers?", "Croydon", {"croydon-line-of-sight/DCS 14"}),
    ("visits", "Dudley", {"dudley-roles-2006/Councillors with responsibility for Regulation 33 Visits 1"}),
    ("anything in there about victims", "Kent", {"kent-dcs-2011/CDCC 3"}),
])  # fmt: skip
def test_anything_about_a_matter_is_every_clause_on_it(ask, text, council, wanted):
    reply = ask(text, Kind.DUTIES, council=council, confidence=0.4)
    assert wanted <= set(cited(reply.outcome.payload()))


@pytest.mark.parametrize(("text", "council", "wanted"), [
    ("which of them - who all has a hand in equality?", "Leicester", {"leicester-roles-2009/annex 3.7", "leicester-roles-2009/annex 19.5"}),
    ("every officer who has to see to training please", "Dudley", {"dudley-roles-2006/Director of Children's Services 10"}),
])  # fmt: skip
def test_everybody_with_a_part_in_a_matter_is_every_clause_on_it(ask, text, council, wanted):
    reply = ask(text, Kind.WHO, council=council, confidence=0.4)
    assert wanted <= set(cited(reply.outcome.payload()))


def test_a_matter_that_no_clause_speaks_of_is_refused(ask):
    assert ask("anything about parking fines?", Kind.WHAT, council="Kent").outcome.status == "not_covered"


def test_a_question_in_the_form_of_anything_about_is_a_question(ask):
    reply = ask("is there anything about how often the panel meets", Kind.FREQUENCY, council="Dudley")
    assert reply.decided != "everything on a topic"


def test_the_clauses_of_the_asker_s_own_office_come_first(ask):
    clauses = cited(
        ask("anything on training?", Kind.DUTIES, council="Leicester", role="councillors").outcome.payload()
    )
    assert any("annex 12" in clause for clause in clauses[:2]), clauses
