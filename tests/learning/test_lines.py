"""Lines of accountability: sentences from relations, and a picture that is well formed, readable and says the same."""

from __future__ import annotations

import itertools
import re
from xml.etree import ElementTree

import pytest

from knowledge.articles import plural, the
from learning import lines, offices, picture

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def drawn(store):
    """Every office with its lines and its picture, spoken of as 'you' or 'it'."""
    cite = offices.Citer(store)
    all_ = [offices.office(store, council, family) for council, family in offices.everywhere(store)]
    held = [(office, lines.accountability(store, office, cite)) for office in all_]
    return [(office, found, picture.draw(office, found, lines.called(office))) for office, found in held]


def said(store, council, family, name=None):
    office = offices.office(store, council, family)
    found = lines.accountability(store, office, offices.Citer(store))
    return lines.sentences(found, name or lines.called(office))


def test_whom_an_office_answers_to_and_who_answers_to_it(store):
    assert said(store, "Kent", "managing-director")[0] == (
        "The Corporate Director for Families & Social Care (CDFSC) is accountable to you, for the performance of their duties."
    )
    assert said(store, "Dudley", "reg33-councillors") == (
        "You take matters to the Director of Children's Services: any matters of concern.",)  # fmt: skip
    assert said(store, "Leicester", "lead-member") == (
        "You hold the Strategic Director, Invest in Children (The Statutory Director of Children's Services) to account for "
        "the work of the Local Safeguarding Children Board, through the Chief Executive.",)  # fmt: skip


@pytest.mark.parametrize(
    ("office", "sentence"),
    [
        (("Kent", "cdcc"), "You are accountable to the Managing Director, for the performance of your duties."),
        (("Leicester", "service-managers"), "You report to the Head of Service – Children’s Fieldwork on the quality and "
                                            "performance of your services including workloads."),
        (("Leicester", "head-fieldwork"), "Service Managers, Fieldwork Services, Social Care & Safeguarding Division report to "
                                          "you on the quality and performance of their services including workloads."),
    ],
)  # fmt: skip
def test_whose_duties_they_are_follows_who_reads(store, office, sentence):
    assert sentence in said(store, *office)


def test_nobody_is_told_of_their_own_as_of_somebody_elses(store, drawn):
    """Where the rules will say it in yet another way, this test asks for it to be read."""
    for office, found, made in drawn:
        if lines.called(office) == "you":
            told = [lines.sentence(line, m, "you") for line in found if line.side == "above" for m in line.matters]
            told += [
                about for box in (made.drawing.boxes if made else ()) if box.side == "above" for about in box.about
            ]
            assert not [words for words in told if re.search(r"\bof (their|his|her|its)\b", words)]


def test_a_third_person_reads_the_names(store):
    assert said(store, "Dudley", "cypp", "Children and Young People's Partnership") == (
        "The Dudley Safeguarding Children Board reports to the Children and Young People's Partnership.",)  # fmt: skip


def test_the_corporate_directors_answer_to_the_cdfsc_for_the_listed_functions(store):
    (answer,) = [s for s in said(store, "Kent", "cdcc") if "to the Corporate Director for Families" in s]
    assert "for: the functions specified in the protocol (paragraph 3)" in answer
    assert "(CDCC 2)" in answer


def test_every_line_has_a_clause_of_the_council(drawn):
    for office, found, _ in drawn:
        assert all(matter.citation.council == office.council for line in found for matter in line.matters)


def test_a_line_stands_above_one_end_and_below_the_other(store, drawn):
    sides = {
        (office.council, office.name, line.other, line.kind): line.side for office, found, _ in drawn for line in found
    }
    assert (
        sides["Dudley", "Heads of Service, Social Care", "Assistant Director (Children's Social Care)", "reports_to"]
        == "above"
    )
    assert (
        sides["Dudley", "Assistant Director (Children's Social Care)", "Heads of Service, Social Care", "reports_to"]
        == "below"
    )


def test_an_office_without_lines_has_no_picture_and_says_what_is_not_stated(store, drawn):
    office, found, none = next(d for d in drawn if (d[0].council, d[0].family) == ("Dudley", "councillors"))
    assert (found, none) == ((), None)
    assert len(lines.silent(found, lines.called(office), ())) == 2


def test_every_picture_is_well_formed_with_title_description_and_every_name_as_text(drawn):
    pictures = [(office, found, made) for office, found, made in drawn if made]
    assert len(pictures) > 20
    for office, found, made in pictures:
        root = ElementTree.fromstring(made.svg)
        title, description = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
        assert root.get("role") == "img"
        assert root.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
        assert office.name in title.text
        assert description.text == " ".join(made.text)
        text = re.sub(r"\s+", " ", " ".join(t.text for t in root.iter(f"{SVG}text")))
        for line in found:
            assert re.sub(r"\s+", " ", offices.titled(line.other)) in text
        assert "href" not in made.svg
        assert "url(" not in made.svg
        assert "@" not in made.svg


def test_no_text_runs_out_of_its_box_and_no_two_boxes_overlap(drawn):
    for _, _, made in drawn:
        if not made:
            continue
        root = ElementTree.fromstring(made.svg)
        height = float(root.get("height"))
        for text in root.iter(f"{SVG}text"):
            width = len(text.text) * float(text.get("font-size")) * picture.PER_CHARACTER
            assert float(text.get("x")) + width <= picture.WIDTH - picture.EDGE
            assert float(text.get("y")) < height
        boxes = [(float(r.get("y")), float(r.get("height"))) for r in root.iter(f"{SVG}rect") if r.get("stroke")]
        assert all(top + size <= below for (top, size), (below, _) in itertools.pairwise(boxes))
        assert boxes[-1][0] + boxes[-1][1] <= height


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize(
    ("ink", "ground"), [(picture.INK, picture.PAPER), (picture.INK, picture.PALE), (picture.PAPER, picture.BLUE)]
)
def test_the_colours_have_enough_contrast(ink, ground):
    light, dark = sorted((luminance(ink), luminance(ground)), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 4.5


def test_names_with_markup_stay_text(store):
    office = offices.office(store, "Kent", "dcs").model_copy(update={"name": "<script>alert('x')</script> & Co"})
    found = lines.accountability(store, office, offices.Citer(store))
    made = picture.draw(office, found, "you")
    assert "<script>" not in made.svg
    assert "<script>" in ElementTree.fromstring(made.svg).find(f"{SVG}title").text


@pytest.mark.parametrize(
    ("name", "inside", "several"),
    [
        ("The Chief Executive", "the Chief Executive", False),
        ("Director of Children's Services", "the Director of Children's Services", False),
        ("Lead Member Children's Services (LMCS)", "the Lead Member Children's Services (LMCS)", False),
        (
            "Team and Service Managers, Children's Social Care",
            "Team and Service Managers, Children's Social Care",
            True,
        ),
        ("All Councillors", "All Councillors", True),
        ("Leicester City Council", "Leicester City Council", False),
        ("Children in Care Council (CiCC)", "the Children in Care Council (CiCC)", False),
        ("headteachers", "headteachers", True),
        ("Child Protection Conferencing", "Child Protection Conferencing", False),
    ],
)
def test_names_take_their_article_and_number(name, inside, several):
    assert the(name) == inside
    assert plural(name) is several
