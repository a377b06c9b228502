"""knowledge.private: personal data of a child or family is taken out before anything else sees it. All data invented."""

import json

import pytest

from bot.nlu.cleaning import cleaned
from knowledge.questions import Kind

SECRETS = [
    ("I referred Jayden Whitlock, who acknowledges it?", ["Jayden", "Whitlock"]),
    ("Mrs Oksana Pellerby told me her son is hit", ["Oksana", "Pellerby"]),
    ("his email is a.dunmarrow@example.com", ["dunmarrow"]),
    ("call her on 07700 900142 please", ["07700", "900142"]),
    ("her number is +44 7700 900 318", ["7700", "318"]),
    ("landline 0116 496 0721", ["0116", "0721"]),
    ("NHS number 999 012 3456", ["999 012", "3456"]),
    ("NHS no: 9990123456", ["9990123456"]),
    ("dob 14/03/2011, who is told?", ["14/03/2011", "2011"]),
    ("born on 3 March 2012, who is told?", ["3 March", "2012"]),
    ("date of birth 2013-05-09", ["2013-05-09"]),
    ("they live at 22 Larkfield Road, LE99 4ZZ", ["22 Larkfield", "LE99", "4ZZ"]),
    ("Flat 3, 7 Ashgrove Close", ["Ashgrove"]),
    ("case 4471-B has no worker", ["4471"]),
    ("reference number: 20931/XK has no worker", ["20931"]),
    ("Kayleigh-Mae Brindlecote in year 4 is hungry", ["Kayleigh", "Brindlecote"]),
    ("the Hallimond family again", ["Hallimond"]),
    ("I am worried about Zbigniew", ["Zbigniew"]),
    ("Dr Farrokhzadeh would not listen", ["Farrokhzadeh"]),
    ("Siobhán O'Dunmarrigan and her baby", ["Siobhán", "Dunmarrigan"]),
    ("Kieran Vosper-Hale, 17, is homeless", ["Vosper", "Hale"]),
    ("I am worried about Jessica Smith in my class", ["Jessica", "Smith"]),
    ("Mohammed Khan keeps coming in with bruises", ["Mohammed", "Khan"]),
    ("Emily Jones in year 4 is hungry", ["Emily", "Jones"]),
    ("I am worried about Chloe, who do I tell?", ["Chloe"]),
    ("a boy called jayden smith has bruises", ["jayden", "smith"]),
    ("kaylee in year 4 told me her dad hits her", ["kaylee"]),
    ("worried about jayden whitlock, dob 14.3.11", ["14.3.11"]),
]

NOT_PERSONAL = [
    "what is the panel called again",
    "children in year 4 are hungry",
    "What must the Director of Children's Services do in Leicester?",
    "Is the Lead Member for Children's Services on the Corporate Parenting Panel?",
    "Who is the Strategic Director, Invest in Children accountable to?",
    "WHO CHAIRS THE CORPORATE PARENTING PANEL IN CROYDON?",
    "Does Kent County Council follow Working Together to Safeguard Children?",
    "Does the Dudley Safeguarding Children Board report to Cabinet?",
    "What do Children's Social Services do under the Youth Offending Service protocol?",
    "Is Ofsted mentioned in the Line of Sight protocol?",
    "Team Managers: who do they report to?",
    "What does section 5(iii)c say?",
    "Was it approved on 6 April 2011?",
    "What does annex 19.1 mean for a Fieldwork Manager?",
    "Does Birmingham City Council have one?",
]


@pytest.mark.parametrize(("text", "secrets"), SECRETS, ids=[s[0][:30] for s in SECRETS])
def test_personal_data_is_masked(knowledge, text, secrets):
    masked = knowledge.mask(text)
    assert not [s for s in secrets if s.casefold() in masked.text.casefold()], masked.text
    assert masked.kinds


@pytest.mark.parametrize(("text", "secrets"), SECRETS, ids=[s[0][:30] for s in SECRETS])
def test_personal_data_is_nowhere_in_what_comes_out_or_is_remembered(ask, text, secrets):
    reply = ask(text, Kind.WORRY, council="Leicester")
    out = (
        json.dumps(reply.outcome.payload(), ensure_ascii=False)
        + reply.context.model_dump_json()
        + reply.profile.model_dump_json()
    )
    source = " ".join(c.quote for c in (*reply.outcome.citations, *reply.outcome.nearest))
    assert not [s for s in secrets if s in out and s not in source]


@pytest.mark.parametrize("text", NOT_PERSONAL)
def test_offices_places_bodies_and_documents_are_not_names_of_people(knowledge, text):
    masked = knowledge.mask(text)
    assert masked.text == text
    assert masked.kinds == ()


def test_a_name_that_stands_in_the_documents_is_kept(knowledge):
    masked = knowledge.mask("what is the extension of Kamal Adatia?")
    assert "Kamal Adatia" in masked.text


@pytest.mark.parametrize(("text", "secrets"), [
    ("Re Tyler Bracewell, dob 14/03/2014: who should be checking the work on his file?", ["Tyler", "Brac"]),
    ("caller Ms Jane Wolton asks who chairs the panel", ["Jane", "olton"]),
    ("Kieran Croyden's mum rang, who do I tell?", ["Kieran", "Croyd"]),
    ("Grace Birminham born 2015 is not in school", ["Grace", "Birmin"]),
    ("her mum Orla lives at 5 Waringtn Close", ["Orla", "5 War", "Close"]),
])  # fmt: skip
def test_a_surname_near_a_place_is_mended_to_no_place(text, secrets):
    masked = cleaned(text)
    assert not [s for s in secrets if s.casefold() in masked.text.casefold()], masked.text
    assert "name" in masked.kinds


@pytest.mark.parametrize(("text", "mended"), [
    ("Re Kent Councl policy, who chairs?", "council"), ("re Children Servces: who is the director", "services"),
    ("Liecester Safegaurding Board chair", "leicester safeguarding"), ("what about Bracknel Forest", "bracknell"),
])  # fmt: skip
def test_a_mistyped_office_or_place_is_no_name(text, mended):
    masked = cleaned(text)
    assert mended in masked.text
    assert not masked.kinds


def test_nothing_is_left_of_what_stood_around_personal_data():
    assert cleaned("Re Tyler Bracewell, dob 14/03/2014: who checks his file?").text == "who checks his file?"
    assert cleaned("Zuri Ashdown, 07700 900142, told me. Who gets told?").text == "someone , told me. Who gets told?"


def test_the_rest_of_the_question_is_left_to_be_answered(knowledge):
    masked = knowledge.mask(
        "I referred Jayden Whitlock (dob 14/03/2011) ten days ago. Who should have acknowledged it?"
    )
    assert masked.text.endswith("ten days ago. Who should have acknowledged it?")


def test_the_user_is_told_once_in_a_conversation(ask):
    first = ask("I am worried about Jayden Whitlock, who do I tell?", Kind.WORRY, council="Leicester")
    again = ask("and Zbigniew Whitlock?", Kind.WORRY, council="Leicester", context=first.context)
    assert any("leave out names" in note for note in first.outcome.notes)
    assert not any("leave out names" in note for note in again.outcome.notes)


@pytest.mark.parametrize(
    "text",
    [
        "not urgent but I'm worried about a little lad I visit",
        "Leicester, I’m a teaching assistant",
        "And once I've passed it on, will the officers tell me?",
        "who checks that I'd written it up and that We're told, if They've time",
        "Hmm, and how long would I serve on it?",
        "it happened but Don't they have to tell me?",
    ],
)
def test_short_forms_of_plain_words_are_no_names(knowledge, text):
    assert knowledge.mask(text).text == text


def test_a_name_after_a_short_form_is_one_still(knowledge):
    assert "Zbigniew" not in knowledge.mask("Monday I've Zbigniew Whitlock to see and I'm alone").text
