"""Messages in other languages: told so, with 999, and never answered by a clause that happens to share letters."""

from __future__ import annotations

import pytest
import yaml

from knowledge import sayings
from knowledge.foreign import foreign
from tests.conftest import ROOT

OTHERS = {
    "French": "un enfant est battu en ce moment", "Polish": "dziecko jest bite teraz, pomocy", "Urdu": "بچے کو مارا جا رہا ہے",
    "Spanish": "¿Quién debe informar si un niño está en peligro?", "Romanian": "Cine trebuie anunțat dacă un copil este în pericol?",
    "Welsh": "Pwy yw cadeirydd y panel?", "Panjabi": "ਬੱਚੇ ਨੂੰ ਖ਼ਤਰਾ ਹੈ", "Ukrainian": "Хто відповідає за дитину?",
    "Italian": "Chi devo chiamare se un bambino è in pericolo?", "German": "Wer muss informiert werden, wenn ein Kind in Gefahr ist?",
    "Portuguese": "a quem devo falar sobre uma criança?", "Turkish": "Çocuğu kim korumak zorunda?", "Chinese": "谁负责保护儿童？",
}  # fmt: skip


@pytest.mark.parametrize("text", OTHERS.values(), ids=OTHERS)
def test_another_language_is_known_as_one(text):
    assert foreign(text)


@pytest.mark.parametrize(
    "text", ["", "?", "DCS", "Zbigniew Kowalski", "who is in charge of Señora Núñez and her niño?", "DCS Kent résumé", "mum says 'no quiero' what do I do",
             "who makes sure referrals are acknowledged in Leicester?", "LMCS line of sight Croydon", "qui tam", "wot does teh dcs hav too doo"],
)  # fmt: skip
def test_english_with_names_slips_and_borrowed_words_is_english(text):
    assert not foreign(text)


def test_no_question_of_ours_is_taken_for_another_language():
    asked = [case["ask"] for file in sorted((ROOT / "tests/answers").glob("*.yml")) for case in yaml.safe_load(file.read_text(encoding="utf-8"))]  # fmt: skip
    taught = [
        line[2:]
        for file in sorted((ROOT / "data/nlu").glob("*.yml"))
        for block in yaml.safe_load(file.read_text(encoding="utf-8"))["nlu"]
        for line in block["examples"].splitlines()
    ]
    assert len(asked + taught) > 2500
    assert [text for text in asked + taught if foreign(text)] == []


@pytest.mark.parametrize("text", OTHERS.values(), ids=OTHERS)
def test_who_writes_it_is_told_so_with_what_to_do_for_a_child_in_danger(talk, text):
    said = talk(text)
    assert said["says"] == [sayings.ENGLISH_ONLY, "If a child is in danger now, call 999."]
    assert said["nearest"] == []


def test_it_costs_the_conversation_nothing(talk):
    talk("who chairs the corporate parenting panel in Croydon?")
    talk(OTHERS["Polish"])
    assert talk("and how often do they meet the children in care council?")["citations"][0]["council"] == "Croydon"
