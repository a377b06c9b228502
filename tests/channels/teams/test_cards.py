"""Cards: every outcome fits the official schema and Teams' limits, says what the plain text says, and cuts no quote."""

from __future__ import annotations

import json

import pytest

from bot.channels.teams.webhook import WELCOME
from bot.rendering import cards
from bot.rendering.cards import BUTTONS, LARGEST, Judgement, escaped, size, summary, to_card
from bot.rendering.plain import plain_text
from bot.rendering.wording import THANKS
from bot.trouble import trouble
from knowledge import website
from knowledge.citations import Citation
from knowledge.outcomes import Answer, Clarification, NotCovered, Option, ProfileSet, SmallTalk
from tests.channels.teams.kit import schema, words

NASTY = "**Bold** _and_ [a link](https://evil.example) # 1. - > `x` <at>everyone</at> {{DATE(2020-01-01T00:00:00Z)}} | ~ \\ &amp; “x” 💥"


def citation(quote="Keep it safe.", clause="All Councillors 1", **what):
    return Citation(**{"document": "dudley-roles-2006", "title": "Summary of Roles", "council": "Dudley", "clause": clause,
                       "role": "Councillors", "path": (), "pieces": (quote,), "adjacent": (), "quote": quote, "spans": ((0, 9),),
                       "standing": "draft", "date": "20 February 2006", **what})  # fmt: skip


def options(count, label="Council {}"):
    return tuple(Option(label=label.format(n), message=f"message {n}") for n in range(count))


OUTCOMES = {
    "answer": Answer(says=("A sentence.", "Another\nin two lines."), citations=(citation(), citation("Second.", "All Councillors 2")),
                     notes=("A note.",)),
    "answer with nothing said": Answer(citations=(citation(notes=("LSCB is now …",)),)),
    "undated": Answer(citations=(citation(standing="undated", date=None),)),
    "lead-in and item": Answer(citations=(citation(pieces=("They must:", "act;"), adjacent=(False,), quote="They must: act;"),)),
    "nasty": Answer(says=(NASTY,), citations=(citation(NASTY, NASTY, role=NASTY, title=NASTY, notes=(NASTY,)),), notes=(NASTY,)),
    "danger": Answer(says=("Call 999.", "Then tell the front door.", "The duty is:"), citations=(citation(),), safety_first=True),
    "trouble": trouble("who?"),
    "trouble in danger": trouble("a child is being hurt right now"),
    "not covered": NotCovered(says=("The documents I hold do not say.",)),
    "nearest": NotCovered(says=("The documents do not say.",), nearest=(citation(),), notes=("Ask.",)),
    "two choices": Clarification(says=("Which?",), options=options(2)),
    "six choices": Clarification(says=("Which?",), options=options(6)),
    "seven choices": Clarification(says=("Which?",), options=options(7)),
    "long choices": Clarification(says=("Which?",), options=options(4, "A very long label that no button of a card in Teams would show whole {}")),
    "nasty choices": Clarification(says=(NASTY,), options=tuple(Option(label=NASTY, message=NASTY) for _ in range(2))),
    "profile": ProfileSet(says=("Noted.",)),
    "small talk": SmallTalk(says=("Hello.",)),
    "welcome": WELCOME,
    "thanks": SmallTalk(says=(THANKS[False],)),
}  # fmt: skip


@pytest.mark.parametrize("name", OUTCOMES)
def test_every_outcome_is_a_valid_card_within_the_limit(name):
    card = to_card(OUTCOMES[name])
    assert [error.message for error in schema("adaptive-card-1.5.json").iter_errors(card)] == []
    assert size(card) <= LARGEST
    assert summary(OUTCOMES[name]).strip()


def test_the_schema_can_fail():
    card = to_card(OUTCOMES["answer"])
    card["body"][0]["colour"] = "red"
    assert list(schema("adaptive-card-1.5.json").iter_errors(card))


@pytest.mark.parametrize("name", [n for n in OUTCOMES if "seven" not in n])
def test_a_card_says_what_the_plain_text_says_in_its_order(name):
    """Less the numbers before choices, which are buttons, and what is only for buttons."""
    shown = " ".join(words(to_card(OUTCOMES[name])).split())
    place = 0
    for line in plain_text(OUTCOMES[name]).splitlines():
        part = " ".join(line.split())
        if name != "long choices" and OUTCOMES[name].options:
            part = part.split(". ", 1)[-1] if part[:1].isdigit() else part
        assert part in shown[place:], f"{part!r} is not where it should be in {shown!r}"
        place = shown.index(part, place)


def runs(part):
    if isinstance(part, list):
        return [run for item in part for run in runs(item)]
    if isinstance(part, dict):
        own = [part] if part.get("type") == "TextRun" else []
        return own + [run for key in ("body", "items", "inlines") for run in runs(part.get(key))]
    return []


def test_what_is_quoted_cannot_become_formatting_a_link_or_a_mention():
    card = to_card(OUTCOMES["nasty"])
    assert f"“{NASTY}”" in [run["text"] for run in runs(card)], "byte for byte, nothing escaped"
    text = json.dumps(card)
    for active in ('"TextBlock"', "FactSet", "Action.OpenUrl", "selectAction", '"msteams"', '"entities"'):
        assert active not in text
    assert "\\[a link\\](https" in card["fallbackText"]
    assert escaped("- a\n1. b\n+ c\n2) d # [x](y) *b* _i_ `c` <at>z</at> ~s~ |t| \\") == (
        "\\- a\n1\\. b\n\\+ c\n2\\) d \\# \\[x\\](y) \\*b\\* \\_i\\_ \\`c\\` \\<at\\>z\\</at\\> \\~s\\~ \\|t\\| \\\\"
    )


def test_danger_stands_first_and_apart():
    card = to_card(OUTCOMES["danger"])
    assert (card["body"][0]["type"], card["body"][0]["style"]) == ("Container", "attention")
    assert [run["text"] for run in runs(card["body"][0])] == ["Call 999.", "Then tell the front door."]
    assert summary(OUTCOMES["danger"]) == "Call 999."
    assert "attention" not in json.dumps(to_card(OUTCOMES["answer"]))


def test_the_nearest_is_marked_and_apart():
    card = to_card(OUTCOMES["nearest"])
    (box,) = [part for part in card["body"] if part.get("style") == "emphasis"]
    assert [run["text"] for run in runs(box)][:2] == [cards.NEAREST, "“Keep it safe.”"]


def acts(card):
    return [action for part in card["body"] if part["type"] == "ActionSet" for action in part["actions"]]


def test_choices_are_buttons_up_to_six_and_a_list_beyond():
    six = acts(to_card(OUTCOMES["six choices"]))
    assert [a["data"]["choice"] for a in six] == [f"message {n}" for n in range(BUTTONS)]
    seven = to_card(OUTCOMES["seven choices"])
    (chooser,) = [part for part in seven["body"] if part["type"] == "Input.ChoiceSet"]
    assert chooser["id"] == "choice"
    assert [c["value"] for c in chooser["choices"]] == [f"message {n}" for n in range(7)]
    assert chooser["isRequired"], "nothing is sent before something is chosen"
    assert [a["title"] for a in acts(seven)] == ["Send my choice"]
    long = to_card(OUTCOMES["long choices"])
    assert [a["title"] for a in acts(long)] == ["1", "2", "3", "4"]
    assert "2. A very long label" in words(long)


def test_feedback_stands_under_what_answers_or_refuses_and_sends_kind_and_clauses_only():
    for name in ("answer", "nearest", "trouble"):
        judged = [a["data"]["feedback"] for a in acts(to_card(OUTCOMES[name])) if "feedback" in a.get("data", {})]
        assert [Judgement.model_validate(j).helpful for j in judged] == [True, False]
    assert judged[0]["clauses"] == []
    for name in ("two choices", "small talk", "profile", "thanks"):
        assert not [a for a in acts(to_card(OUTCOMES[name])) if "feedback" in a.get("data", {})]


def test_every_clause_that_is_held_can_be_judged(store):
    for document in store.documents:
        for clause in store.clauses_of(document):
            Judgement(helpful=True, status="answered", clauses=(f"{document}/{clause.reference}",))


def test_the_answer_can_be_copied_as_text():
    card = to_card(OUTCOMES["answer"])
    (field,) = [part for part in card["body"] if part["type"] == "Input.Text"]
    assert field["value"] == plain_text(OUTCOMES["answer"])
    assert not field["isVisible"]
    (toggle,) = [a for a in acts(card) if a["type"] == "Action.ToggleVisibility"]
    assert toggle["targetElements"] == [field["id"]]


@pytest.mark.parametrize("sign", ["x", "“", "💥"])
def test_where_an_answer_is_too_large_whole_clauses_are_left_out_and_named(sign):
    quotes = [f"{n} {sign * (12_000 // len(json.dumps(sign)))} unless {n}." for n in range(6)]
    outcome = Answer(says=("Six.",), citations=tuple(citation(q, f"Clause {n}") for n, q in enumerate(quotes)))
    card = to_card(outcome)
    assert size(card) <= LARGEST
    shown = words(card)
    kept = [q for q in quotes if f"“{q}”" in shown]
    assert 0 < len(kept) < 6
    assert shown.count(" unless ") == len(kept), "no quote is cut"
    assert f"{len(kept)} of 6 clauses fit into one message" in shown
    assert "Clause 5 (Dudley)" in shown
    assert [error.message for error in schema("adaptive-card-1.5.json").iter_errors(card)] == []


def test_a_clause_that_fits_no_message_is_named_and_not_cut():
    outcome = Answer(says=("This.",), citations=(citation("x" * 30_000, "Endless 1"), citation("Short.", "Short 2")))
    shown = words(to_card(outcome))
    assert "xxx" not in shown
    assert "Endless 1" in shown
    assert cards.TOO_LONG in shown
    assert "Short 2 (Dudley)" in shown
    nearest = NotCovered(says=("No.",), nearest=(citation("x" * 30_000, "Endless 1"),))
    assert cards.TOO_LONG in words(to_card(nearest))


def test_the_longest_answers_that_there_are_fit(knowledge):
    """Lead-ins with all their items, four at once, with the text to copy or without."""
    store = knowledge.store
    longest = sorted(
        (knowledge.cite(c, whole=True) for d in store.documents for c in store.clauses_of(d)),
        key=lambda c: -len(c.shown),
    )
    card = to_card(Answer(says=("All of it.",), citations=tuple(longest[:4])))
    assert size(card) <= LARGEST
    for one in longest[:4]:
        assert f"“{one.shown}”" in words(card)


def test_a_clause_is_linked_to_its_place_where_the_pages_can_be_reached(monkeypatch):
    monkeypatch.setenv("DUTYDESK_URL", "https://dutydesk.example.gov.uk/")
    card = to_card(OUTCOMES["answer"], site=website.site())
    assert [error.message for error in schema("adaptive-card-1.5.json").iter_errors(card)] == []
    assert "https://dutydesk.example.gov.uk/documents/dudley-roles-2006#clause-all-councillors-1" in json.dumps(card)
    monkeypatch.setenv("DUTYDESK_URL", "javascript:alert(1)")
    assert "OpenUrl" not in json.dumps(to_card(OUTCOMES["answer"], site=website.site()))
