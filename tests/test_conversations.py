"""The dialogues of tests/conversations/dialogues.yml, each as one conversation through the whole assistant."""

import pytest
import yaml

from tests.conftest import ROOT, first

DIALOGUES = yaml.safe_load((ROOT / "tests" / "conversations" / "dialogues.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", DIALOGUES, ids=lambda case: case["dialogue"])
def test_a_conversation_goes_as_written(talk, case):
    for turn in case["turns"]:
        answer = talk(turn["user"])
        said = f"{turn['user']!r} got {answer['status']} {first(answer)}: {answer['text'][:300]}"
        assert answer["status"] == turn.get("status", answer["status"]), said
        assert first(answer) == turn.get("first", first(answer)), said
        assert turn.get("says", "").casefold() in answer["text"].casefold(), said
        assert answer["safety_first"] == turn.get("safety", False), said
        if "council" in turn:
            assert {c["council"] for c in answer["citations"]} == {turn["council"]}, said


PRIVATE = "My client Jayden Whitlock, born 14/03/2011, has bruises. Who do I tell in Leicester?"


def test_who_writes_of_a_child_by_name_is_told_once_and_kindly_and_is_answered(talk):
    first_, again = talk(PRIVATE), talk("and Zbigniew Whitlock, NHS number 943 476 5919?")
    assert first_["status"] == "answered"
    assert "leave out names" in first_["text"]
    assert "leave out names" not in again["text"], "once in a conversation"
    assert not any(word in said["text"] for said in (first_, again) for word in ("Jayden", "Whitlock", "943"))


def test_a_message_without_a_name_is_told_nothing_of_names(talk):
    assert "leave out names" not in talk("who makes sure referrals are acknowledged in Leicester?")["text"]


def test_what_was_taken_out_of_a_message_is_not_in_memory_either(assistant, talk):
    talk(PRIVATE)
    held = "".join(assistant.agent.tracker_store.store.values())
    assert "client someone" in held
    assert not any(word in held for word in ("Jayden", "Whitlock", "14/03"))
