"""knowledge.vocabulary and knowledge.names: what a text names, in whatever words people have for it."""

import pytest

from knowledge.vocabulary import Speller, Vocabulary, clause_numbers


def keys(knowledge, kind, text):
    return list(dict.fromkeys(m.key for m in knowledge.vocabulary.mentions(text) if m.kind == kind))


@pytest.mark.parametrize(
    ("text", "family"),
    [
        ("what does the DCS do", "dcs"), ("what must the LMCS attend", "lead-member"), ("ask the CDCC", "cdcc"),
        ("is the PSW involved", "principal-social-worker"), ("cllr duties", "councillors"), ("the IRO's job", "reviewing-officers"),
        ("whats a LADO", "lado"), ("does the LSCB meet", "lscb"), ("NQSW support", "asye"),
    ],
)  # fmt: skip
def test_an_abbreviation_stands_for_its_office(knowledge, text, family):
    assert family in keys(knowledge, "family", text)


@pytest.mark.parametrize(
    ("text", "family"),
    [
        ("what must team managers do", "team-managers"), ("what must a team manager do", "team-managers"),
        ("elected members", "councillors"), ("designated teachers' duties", "designated-teachers"),
        ("the team manager's duties", "team-managers"), ("heads of service", "heads-of-service"),
    ],
)  # fmt: skip
def test_plural_and_possessive_are_the_same_name(knowledge, text, family):
    assert family in keys(knowledge, "family", text)


@pytest.mark.parametrize(
    ("text", "family"),
    [("counciller", "councillors"), ("tema managr", None), ("the cheif executive", "chief-executive"),
     ("designated techer", "designated-teachers"), ("cabinett", "cabinet")],
)  # fmt: skip
def test_a_typing_error_in_a_name_is_forgiven(knowledge, text, family):
    found = keys(knowledge, "family", knowledge.speller.mended(text))
    assert family is None or family in found


@pytest.mark.parametrize("word", ["leaver", "farther", "causal", "angle", "colour"])
def test_an_english_word_is_no_typing_error(knowledge, word):
    assert knowledge.speller.mend(word) == word


def test_the_longest_name_wins(knowledge):
    assert keys(knowledge, "family", "the director of children's social services")[0] == "css-director"
    assert keys(knowledge, "family", "the director of children's services")[0] == "dcs"
    assert "director-adults" in keys(knowledge, "family", "the director of adult social care")
    assert "dcs" not in keys(knowledge, "family", "the director of adult social care")


@pytest.mark.parametrize(
    ("text", "family"),
    [("the schools chief", "cdels"), ("our head of adult care", "director-adults"), ("the communities boss", "cdcc"),
     ("the children's services boss", "dcs"), ("the strategic director for adults", "director-adults")],
)  # fmt: skip
def test_a_director_is_known_by_what_the_office_is_over(knowledge, text, family):
    assert keys(knowledge, "family", text) == [family]


def test_one_place_in_a_text_names_no_two_of_a_kind_of_different_length():
    vocabulary = Vocabulary()
    vocabulary.add("family", "manager", ["manager"])
    vocabulary.add("family", "team-manager", ["team manager"])
    found = vocabulary.mentions("A Team Manager and a manager")
    assert [(m.key, m.text) for m in found] == [("team-manager", "Team Manager"), ("manager", "manager")]


def test_offsets_are_those_of_the_text_as_written():
    vocabulary = Vocabulary()
    vocabulary.add("family", "dcs", ["director of children's services"])
    text = "¿Sí? the Director of Children’s Services’ job"
    (mention,) = vocabulary.mentions(text)
    assert text[mention.start : mention.end].startswith("Director of Children’s Services")


@pytest.mark.parametrize(
    ("text", "council"),
    [("in Leicester City Council", "Leicester"), ("KCC", "Kent"), ("dudley mbc", "Dudley"), ("Croydon's panel", "Croydon"),
     ("lester", None), ("liecester", "Leicester"), ("Dudly", "Dudley")],
)  # fmt: skip
def test_a_council_is_known_by_its_names(knowledge, text, council):
    found = keys(knowledge, "council", knowledge.speller.mended(text))
    assert council is None or found == [council]


def test_leicestershire_is_not_leicester(knowledge):
    assert keys(knowledge, "council", "Leicestershire County Council") == []
    assert keys(knowledge, "elsewhere", "Leicestershire County Council") == ["Leicestershire County Council"]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [("what does clause 9 say", ["9"]), ("annex 19.1", ["19.1"]), ("show me 5(iii)c", ["5(iii)c"]), ("section 4 (ii) please", ["4 (ii)"]),
     ("para 3", ["3"]), ("within 7 days", []), ("children under 18", []), ("section 11 of the Children Act 2004", []),
     ("number 5 months", [])],
)  # fmt: skip
def test_a_clause_reference_is_found_and_other_figures_are_not(text, numbers):
    assert [m.key for m in clause_numbers(text)] == numbers


def test_mending_leaves_everything_else_as_it_stands():
    speller = Speller(["referral", "acknowledged"], frozenset({"about"}))
    assert speller.mended("Who acknowleged my referal, about 9-ish?") == "Who acknowledged my referral, about 9-ish?"


def test_every_family_of_the_store_is_found_by_each_of_its_names(knowledge):
    missed = [
        (key, name)
        for key, family in knowledge.store.families.items()
        for name in (family.name, *family.names)
        if key not in keys(knowledge, "family", f"what does the {name} do")
    ]
    assert missed == []


def test_words_written_short_are_read_in_full():
    speller = Speller(["manager", "committee"], frozenset())
    assert speller.mended("the team mgr and the cttee") == "the team manager and the committee"
    assert speller.mended("the asst") == "the asst"  # not known in full
