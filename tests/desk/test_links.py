"""Links and courses: one person on several channels, joined by a code, parted again, and forgotten everywhere."""

from __future__ import annotations

import pytest

from bot import linking
from desk.courses import Courses
from desk.database import Database
from desk.links import LENGTH, TRIES, VALID, Links
from desk.people import People
from knowledge.errors import KnowledgeError
from knowledge.questions import Profile


@pytest.fixture
def database(tmp_path):
    held = Database(f"sqlite:///{tmp_path / 'desk.db'}")
    yield held
    held.close()


@pytest.fixture
def now():
    return [1_800_000_000.0]


@pytest.fixture
def links(database, now):
    return Links(database, lambda: now[0])


def test_a_code_joins_two_and_unlink_parts_them(links, database):
    people = People(database)
    people.note("web", Profile(council="Kent"))
    people.note("slack", Profile(council="Dudley"))
    code = links.code("web")
    assert len(code) == LENGTH
    links.join("slack", code.lower())
    assert links.principal("slack") == links.principal("web") == "web"
    assert people.profile("slack") == Profile(council="Kent")
    assert links.part("slack")
    assert people.profile("slack") == Profile(council="Dudley"), "what was kept apart comes back"
    assert not links.part("slack")


def test_a_code_holds_once_and_for_ten_minutes_and_the_latest_counts(links, now):
    old, code = links.code("web"), links.code("web")
    with pytest.raises(KnowledgeError, match="wrong"):
        links.join("slack", old)
    links.join("slack", code)
    with pytest.raises(KnowledgeError, match="wrong"):
        links.join("teams", code)
    late = links.code("web")
    now[0] += VALID + 1
    with pytest.raises(KnowledgeError, match="older than ten minutes"):
        links.join("teams", late)


def test_guessing_is_stopped_even_for_the_right_code(links, now):
    code = links.code("web")
    for _ in range(TRIES):
        with pytest.raises(KnowledgeError, match="wrong"):
            links.join("thief", "AAAAAA")
    with pytest.raises(KnowledgeError, match="too many"):
        links.join("thief", code)
    links.join("slack", code)
    now[0] += VALID + 1
    with pytest.raises(KnowledgeError, match="wrong"):
        links.join("thief", "AAAAAA")


def test_no_code_rests_readable_and_nobody_joins_themselves(links, database):
    code = links.code("web")
    with database.begin() as connection:
        assert code not in str(connection.exec_driver_sql("select * from link_codes").all())
    with pytest.raises(KnowledgeError, match="your own"):
        links.join("web", code)


def test_three_channels_end_at_one_person(links):
    links.join("teams", links.code("slack"))
    links.join("slack", links.code("web"))
    assert {links.principal(p) for p in ("web", "slack", "teams")} == {"web"}
    assert set(links.known("teams")) == {"web", "slack", "teams"}
    with pytest.raises(KnowledgeError, match="your own"):
        links.join("web", links.code("teams"))
    links.part("web")
    assert links.principal("teams") == "teams"


def test_forgetting_a_profile_forgets_it_on_all_channels(links, database):
    people = People(database)
    people.note("web", Profile(council="Kent"))
    people.note("slack", Profile(council="Dudley"))
    links.join("slack", links.code("web"))
    people.note("slack", Profile())
    links.part("slack")
    assert people.profile("web") == people.profile("slack") == Profile()


def test_the_words_for_linking(links):
    said = linking.taken("Link!", "web", links)
    code = said.says[1].rsplit(" ", 1)[1]
    assert "ten minutes" in said.says[0]
    assert linking.taken(f"link {code}", "slack", links).says[0].startswith("Linked.")
    assert linking.taken("unlink", "slack", links).says[0].startswith("Unlinked")
    assert "Nothing is linked" in linking.taken("unlink", "slack", links).says[0]
    assert "wrong" in linking.taken("link ABC234", "slack", links).says[0]
    for other in (
        "what is the link to the document?",
        "link between the LSCB and the council",
        "<b>link</b>",
        "",
        "x" * 9000,
    ):
        assert linking.taken(other, "web", links) is None


def test_a_desk_that_is_down_is_told(links, database):
    with database.begin() as connection:
        connection.exec_driver_sql("drop table link_codes")
    assert linking.taken("link", "web", links).says == (linking.NOT_KEPT,)


def test_a_course_is_kept_changed_and_deleted(database):
    courses = Courses(database)
    assert courses.state("p", "induction/Kent/dcs") is None
    courses.keep("p", "induction/Kent/dcs", {"a": 1})
    courses.keep("p", "open", {})
    courses.keep("p", "induction/Kent/dcs", {"a": 2})
    assert list(courses.states("p")) == ["open", "induction/Kent/dcs"]
    assert courses.state("p", "induction/Kent/dcs") == {"a": 2}
    courses.drop("p", "open")
    courses.keep("q", "open", {})
    assert courses.delete(["p", "nobody"]) == 1
    assert courses.states("q") == {"open": {}}
