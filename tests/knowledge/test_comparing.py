"""knowledge.comparing: the same only where the words are, a rewording only where hardly a word differs, nothing missing
that is only worded otherwise."""

from __future__ import annotations

import pytest

from knowledge import comparing, text
from knowledge.comparing import Likeness, Side, near
from learning import offices


@pytest.fixture(scope="module")
def groups(store):
    """The comparison of an office in all councils that have it: groups('dcs')."""

    def compared(family, topic=None):
        sides = []
        for council in (c for c, key in offices.everywhere(store) if key == family):
            duties = offices.duties(store, offices.office(store, council, family))
            ids = list(dict.fromkeys(stated.clause for _, stated in duties))
            sides.append(Side(key=council, name=council, clauses=tuple(store.clauses(ids))))
        return sides, comparing.compared(store, sides, topic)

    return compared


def told(groups):
    return {
        f"{t.clause.council} {t.clause.reference}": t for g in groups for row in g.rows for c in row for t in c.told
    }


def test_same_words_and_reworded(groups):
    found = told(groups("team-managers")[1])
    assert found["Leicester annex 19.1"].likeness is Likeness.SAME
    found = told(groups("director-social-care")[1])
    reworded = found["Leicester annex 13.1"]
    assert reworded.likeness is Likeness.REWORDED
    words = text.words("Ensure that children in need are safeguarded, and they …")
    assert [words[at] for at in sorted(reworded.differing)] == ["that", "in", "need", "safeguarded"]


def test_words_that_differ_are_counted_where_they_stand():
    assert comparing.differing("staff follow the procedures", "staff follow procedures") == {2}
    assert comparing.differing("staff follow procedures", "staff follow the procedures") == frozenset()
    assert comparing.differing("A & B's plan", "A and C's plan") == {2}


def test_what_leaves_something_out_is_no_rewording(groups):
    """Leicester drops the duty that the Safeguarding Children Board is effective."""
    found = told(groups("dcs")[1])
    assert found["Dudley Director of Children's Services 8"].likeness is Likeness.OWN
    assert found["Leicester annex 4.7"].likeness is Likeness.OWN


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Ensure cases are allocated.", "Ensure that cases are allocated.", True),
        ("Ensure cases are allocated.", "Ensure cases are not allocated.", False),
        ("Report to the Cabinet each year.", "Report to the Cabinet.", False),
        ("the adequacy of funding", "the adequacy of staffing", False),
        ("", "", False),
    ],
)
def test_near(one, other, expected):
    assert near(one, other) is expected
    assert near(other, one) is expected


def test_only_here_and_not_stated_are_said_of_topics_that_no_other_side_has(store, groups):
    for family in {f for _, f in offices.everywhere(store)}:
        sides, found = groups(family)
        for group in found:
            for row in group.rows:
                for at, cell in enumerate(row):
                    for one in cell.told:
                        others = {x for n, side in enumerate(sides) if n != at for c in side.clauses for x in c.topics}
                        alone = one.likeness is Likeness.ALONE
                        if alone:
                            assert not others & set(one.clause.topics), (family, one.clause.reference)
            for at, side in enumerate(sides):
                shown = any(row[at].told or row[at].elsewhere for row in group.rows)
                leads = {c.parent for c in side.clauses}
                held = [c for c in side.clauses if group.topic in c.topics and c.id not in leads]
                assert shown or not held, (family, side.name, group.topic, "is stated")


def test_every_clause_is_shown_once_and_whole_lists_stay_together(store, groups):
    for family in ("dcs", "scrutiny-members", "yos"):
        sides, found = groups(family)
        shown = [t.clause.id for g in found for row in g.rows for c in row for t in c.told]
        assert len(shown) == len(set(shown))
        leads = {c.parent for side in sides for c in side.clauses}
        assert set(shown) | leads >= {c.id for side in sides for c in side.clauses}


def test_a_clause_that_both_sides_share_is_the_same(store):
    clause = store.clause("dudley-roles-2006", "Team and Service Managers, Children's Social Care 1")
    sides = [Side(key=k, name=k, clauses=(clause,)) for k in "ab"]
    (group,) = comparing.compared(store, sides)
    assert [cell.told[0].likeness for cell in group.rows[0]] == [Likeness.SAME, Likeness.SAME]


def test_one_topic_alone(groups):
    _, found = groups("dcs", "training")
    assert [group.topic for group in found] == ["training"]
    assert all("training" in t.clause.topics for t in told(found).values())
