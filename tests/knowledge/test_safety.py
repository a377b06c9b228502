"""knowledge.safety: a child in danger now comes first, and an ordinary question raises no alarm."""

import os
import subprocess
import sys

import pytest

from bot.rendering.plain import plain_text
from knowledge import safety
from knowledge.questions import Kind
from tests import judging
from tests.conftest import ROOT, first

URGENT = [
    "emergency, a child is on the roof of the school",
    "emergency our team has found a child locked in a car",
    "I need the emergency services, there is a child on the ledge",
    "I'm servicing the boiler in an empty-looking house and a tiny girl is here by herself",
    "painter here, two small children on their own in the flat, nobody's home",
    "we found a toddler in the yard, no sign of a parent",
    "a little boy in his nappy is walking along the road, no adult with him",
    "mum is out cold in the chair and there's a baby on the rug",
    "mum has gone off and left us, we've had no food for two days",
    "he has a fresh burn on his neck and won't say how",
    "the welts on her back are still weeping",
    "the girl has just walked in with a broken arm",
    "a boy here refuses to go home with his stepfather, who is parked outside",
    "she begs me not to send her back, she's terrified of him",
    "her ex is out looking for them with an axe",
    "the child is chained to the bed",
    "her brother is driving over to beat her, she is sat in my kitchen",
    "a lad says his dad's on the way up to hit him again",
    "he threw her out an hour ago, barefoot, it's freezing, she's a child",
    "im 12 and he is hitting my mum, im hiding in the bath",
    "I keep thinking I might, I feel like throwing the baby at the wall",
    "a toddler has swallowed a battery",
    "two blokes have taken a girl up to a hotel room",
    "a boy is lying in the road",
    "a girl is being followed by two men",
    "there is a man hitting a child in the car park right now",
    "he's going to kill her, he's got a knife",
    "I can hear the kids screaming next door and things smashing",
    "my stepdad is beating my brother right now please help",
    "the baby isn't breathing",
    "baby has gone blue and floppy",
    "a girl here has just taken a load of tablets",
    "she says she's going to kill herself tonight, she is 14",
    "Child locked in car, freezing, nobody about",
    "a toddler is wandering on the dual carriageway on her own right now",
    "someone has just snatched a child outside school",
    "they're dragging a girl into a van",
    "dad is outside the school gate with a knife asking for his son",
    "hes strangling her now the kids are there",
    "Pupil unconscious in the toilets",
    "my 3 year old nephew is home alone right now",
    "I think this child is in immediate danger. what do I do",
    "the six year old is bleeding badly",
    "CHILD BEING BEATEN RIGHT NOW WHAT DO I DO",
    "a student in my class has taken an overdose",
    "He is threatening to hurt the baby if I leave",
    "im watching a woman punch a little boy outside my window",
    "the boy won't wake up",
    "she swallowed bleach",
    "I want to run a quiz for my team. A child is being beaten right now.",
    "I want to hold a quiz for my team, a child is being beaten in the corridor as we speak",
    "I was going to hold a quiz for my team but a child is being beaten right now",
    "pupil has belt marks on his legs and his dad collects him at three",
    "he is frightened of his uncle, who is waiting for him outside the school",
    "her arm is burnt, mum did it, and mum is on her way to fetch her",
    "Mum's boyfriend says he'll batter the lad when he gets home tonight",
    "two kids left alone tonight, mum's gone out and it's freezing",
    "young person on the bridge says he's going to jump",
    "the children are being abused as we speak",
    "he keeps hitting him, it's happening now",
    "a boy has a burnt hand and his stepfather is downstairs, parked, waiting to take him home",
    "her face is bruised and she says he will hit her again when she gets home in about an hour",
    "the boy has bruises on both legs, and the bell goes in five minutes",
    "the flat smells of gas and there are two children asleep in it",
]

CALM = [
    "suppose a boy refuses to go home because he's hit there and dad is outside: whose duty is it?",
    "what if a girl is scared of the man who waits outside?",
    "test question: a toddler is on his own in a flat I'm painting. Who is told?",
    "what must a plumber do if he finds a small child alone in a house?",
    "do I see the child on their own or with a parent?",
    "does a fire on site count: who is told when there is a child on fire safety training?",
    "the director is outside the borough and afraid of the press",
    "I'm 16 weeks into the job and scared of the paperwork, who supervises me?",
    "quiz question: a child is being beaten right now, who acts first?",
    "For Friday's quiz: a girl is being beaten right now and the teacher waits. Who is told?",
    "what must I do with a child welfare concern?",
    "a child told me something worrying about home last week, who do I tell?",
    "who makes sure referrals are acknowledged?",
    "who is responsible if a child is in danger of significant harm?",
    "what does the procedure say about a child in immediate danger?",
    "training scenario: a man is hitting a child right now. Who does what?",
    "for a quiz: the baby isn't breathing, who is told first?",
    "I was hit as a child years ago, who has oversight of complaints?",
    "one of my pupils comes to school hungry and dirty",
    "I have noticed bruises on a boy in my class",
    "a neighbour says the kids are shouted at a lot",
    "who chairs the safeguarding board?",
    "what is the emergency duty team's role in the protocol?",
    "how often is a child in care visited?",
    "who deals with allegations against a teacher?",
    "does the protocol cover young people leaving custody?",
    "a member of staff hit a pupil last year, who should have been told?",
    "yesterday a parent smelt of alcohol at pick-up",
    "is there a clause on missing children?",
    "what happens when a 17 year old is homeless?",
    "are councillors told about serious case reviews?",
    "who must act immediately on an allegation?",
    "the team is struggling to cope now with its caseload",
    "who should we contact now that the lead member has changed?",
    "who kills off a protocol that is out of date?",
    "can the panel beat its own targets now?",
    "he was attacked in the debate by the opposition, is that scrutiny?",
    "what is child abuse?",
    "someone was taken on to work with children without references being checked",
    "nobody has taken over the children's brief, who has to sort it out?",
    "who runs the out of hours emergency team, and who the service for children in care?",
    "is there an emergency accommodation duty for homeless teenagers?",
]


@pytest.mark.parametrize("text", URGENT)
def test_a_child_in_danger_now_is_recognised_in_any_voice(text):
    assert safety.sounds_urgent(text)


@pytest.mark.parametrize("text", CALM)
def test_worries_procedures_scenarios_and_the_past_are_no_alarm(text):
    assert not safety.sounds_urgent(text)


def test_every_golden_emergency_is_recognised_without_the_model():
    emergencies = [case.text for case in judging.golden() if case.expect == "safety_first"]
    assert emergencies
    assert [text for text in emergencies if not safety.sounds_urgent(text)] == []


def test_no_other_golden_question_and_no_phrasing_of_a_rule_raises_an_alarm(store):
    calm = [case.text for case in judging.golden() if case.expect != "safety_first"]
    calm += [text for _, _, part, text in store.phrasings() if part != "quote"]
    assert [text for text in calm if safety.sounds_urgent(text)] == []


@pytest.mark.parametrize("text", URGENT[:6])
def test_the_fixed_text_stands_before_everything_else(ask, text):
    outcome = ask(text, Kind.WORRY, council="Dudley").outcome
    assert outcome.safety_first
    assert plain_text(outcome).startswith("If a child is in danger now, call 999.")


def test_a_classifier_s_alarm_stands_where_a_clause_could_only_say_whom_to_tell(ask):
    told = "a pupil says the same thing will happen to her again if she goes back there after school"
    outcome = ask(told, Kind.DANGER, council="Dudley", confidence=0.8).outcome
    assert outcome.safety_first
    assert outcome.citations
    made_up = ask(
        f"Training scenario: {told}. What must the teacher do?", Kind.DANGER, council="Dudley", confidence=0.8
    )
    assert not made_up.outcome.safety_first


def test_the_duty_follows_the_fixed_text_with_its_clause(ask):
    outcome = ask("a man is hitting a child in the car park right now", Kind.WORRY, council="Leicester").outcome
    assert outcome.safety_first
    assert outcome.citations
    assert {c.council for c in outcome.citations} == {"Leicester"}


def test_the_fixed_text_needs_no_store_no_model_and_no_library():
    """Imported by itself, with everything else of the assistant made unimportable."""
    code = (
        "import sys\n"
        "for name in ('sqlite3', 'sqlite_utils', 'rasa', 'yaml', 'pydantic', 'knowledge.store', 'knowledge.answers'): sys.modules[name] = None\n"
        "from knowledge import safety\n"
        "assert safety.sounds_urgent('a man is hitting a child right now')\n"
        "print(*safety.first_words(None))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("If a child is in danger now, call 999.")


def test_configuration_sets_the_text_and_the_number_of_the_front_door(monkeypatch):
    monkeypatch.setenv("DUTYDESK_SAFETY_TEXT", "Ring 999 at once.")
    monkeypatch.setenv("DUTYDESK_FRONT_DOOR_KENT", "01632 960 123")
    first, door = safety.first_words("Kent")
    assert first == "Ring 999 at once."
    assert "01632 960 123" in door
    assert "01632 960 123" not in " ".join(safety.first_words("Dudley"))


@pytest.mark.parametrize("text", [
    "youth worker here, a lad let slip something about his uncle last night. who do I take it to?",
    "a girl in my class said something odd about home. where do I go with it",
])  # fmt: skip
def test_what_a_child_let_slip_goes_where_worries_go(ask, text):
    assert first(ask(text, Kind.WHO, council="Dudley")) == "dudley-roles-2006/All other Council Staff 1"
