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
