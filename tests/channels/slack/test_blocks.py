"""Outcomes as blocks, the home tab and the manifest: within Slack's limits, by its own models, nothing of a quote lost."""

from __future__ import annotations

import asyncio
import json
import re
from types import SimpleNamespace

import pytest
import yaml
from slack_sdk.models.blocks import Block
from typer.testing import CliRunner

from bot.channels.exchange import Said
from bot.channels.slack import manifest as app_manifest
from bot.channels.slack.answers import Answers
from bot.channels.slack.home import EXAMPLES, home_view
from bot.cli import app
from bot.rendering.blocks import TOO_LONG, fallback, prose, to_blocks
from bot.rendering.plain import plain_text, reference
from bot.trouble import trouble
from knowledge import website
from knowledge.outcomes import Answer, Clarification, NotCovered, Option, Outcome, ProfileSet, SmallTalk
from knowledge.questions import Profile
from tests.channels.slack import kit
from tests.channels.slack.server import citation

CONVERSATION = "c" * 40


def rendered(
    outcome: Outcome, conversation: str = CONVERSATION, chosen: str = "", share: str = "", site: str = ""
) -> list[dict]:
    """The blocks as Slack gets them: by its models, and by its documented limits."""
    blocks = to_blocks(outcome, conversation, chosen, share, site)
    for block in blocks:
        block.validate_json()
        assert Block.parse(block.to_dict()) is not None
    return kit.checked(json.loads(json.dumps([block.to_dict() for block in blocks])))


def read(blocks: list[dict]) -> str:
    """What a person reads, without the marks of a quotation."""
    shown = "\n".join(kit.texts(blocks)).replace("\n> ", "\n")
    return re.sub(r"^> ", "", shown, flags=re.MULTILINE).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def flat(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


EVERYTHING = Answer(
    says=("First.", "Second & third."), citations=(citation("One.", notes=("Dated.",)), citation("Two.", "annex 2", notes=("Dated.",))),
    notes=("Last.",),
)  # fmt: skip
OUTCOMES = {
    "answer": EVERYTHING,
    "refusal": NotCovered(says=("The documents do not say.",), nearest=(citation("Near."),), notes=("Ask.",)),
    "question back": Clarification(says=("Which?",), options=(Option(label="Kent", message="Kent"), Option(label="Dudley", message="Dudley"))),
    "profile": ProfileSet(says=("Noted.",)),
    "talk": SmallTalk(says=("Hello.",)),
    "trouble": trouble("a child is being hurt right now", "Run `dutydesk build`."),
    "nothing": SmallTalk(says=("",)),
}  # fmt: skip


@pytest.mark.parametrize("outcome", [o for name, o in OUTCOMES.items() if name != "nothing"], ids=[n for n in OUTCOMES if n != "nothing"])  # fmt: skip
def test_the_same_words_in_the_same_order_as_in_plain_text(outcome):
    shown = flat(read([b for b in rendered(outcome) if b["type"] != "actions"]).replace("*", ""))
    place = 0
    for line in plain_text(outcome).split("\n"):
        if re.match(r"\d+\. ", line):
            continue  # choices are buttons
        found = shown.find(flat(line), place)
        assert found >= 0, line
        place = found + len(flat(line))


def test_parts_come_as_quote_reference_and_standing():
    kinds = [block["type"] for block in rendered(EVERYTHING)]
    assert kinds == ["section", "section", "context", "section", "context", "section", "section", "actions"]
    assert read(rendered(EVERYTHING)[2:3]) == f"— {reference(EVERYTHING.citations[0])}"
    assert "approved 6 April 2011" in read(rendered(EVERYTHING))


def test_danger_stands_first_and_bold():
    first = rendered(trouble("a child is being hurt right now"))[0]
    assert first["text"]["text"].startswith("*If a child is in danger now, call 999")


@pytest.mark.parametrize("quote", [
    "Tell <!channel>, <!here>, <@U1>, <#C1> and <https://evil.example|us> & them.", "a &amp; b &lt;c&gt;", "x" * 9000,
    "ensure that " * 800, "& <> " * 550, "*bold* _italic_ ~gone~ `code` :fire: ** *", "one\ntwo\n> three", "子" * 4000, "👧🏽 " * 1500,
    "(a) if\u00a0they\u2028ask; and", " x ",
], ids=lambda q: f"{q[:20]!r} {len(q)}")  # fmt: skip
def test_a_quote_is_whole_whatever_stands_in_it(quote):
    blocks = rendered(Answer(says=("S.",), citations=(citation(quote),)))
    shown = read([b for b in blocks if b["type"] in ("section", "rich_text")])
    assert re.sub(r"\s+", "", quote) in re.sub(r"\s+", "", shown)
    assert all(not re.search(r"<[!@#h]", text) for text in kit.marked(blocks))
    assert all(b.get("expand") for b in blocks if b["type"] == "section"), "nothing hidden behind 'see more'"


def test_what_slack_would_format_goes_as_rich_text():
    blocks = rendered(Answer(citations=(citation("the *Board* and _others_"),)))
    assert blocks[0]["type"] == "rich_text"
    assert blocks[0]["elements"][0]["type"] == "rich_text_quote"
    assert "“the *Board* and _others_”" in read(blocks)


def test_clauses_that_do_not_fit_are_named_and_none_is_cut():
    quotes = [f"Clause {n}: " + "they must do it, " * 60 + f"unless {n} applies." for n in range(30)]
    outcome = Answer(citations=tuple(citation(quote, f"annex {n}") for n, quote in enumerate(quotes)))
    shown = read(rendered(outcome, share="k"))
    held = [n for n, quote in enumerate(quotes) if quote in shown]
    assert held == list(range(len(held)))
    assert len(held) >= 5
    assert all(f"annex {n}" in shown for n in range(30))
    assert f"no room here for {30 - len(held)} more clauses" in shown


def test_a_clause_longer_than_a_message_is_named_not_cut():
    shown = read(rendered(Answer(says=("S.",), citations=(citation("word " * 5000, "annex 9"),))))
    assert "no room here for 1 more clause: annex 9" in shown
    assert "word word" not in shown


def test_menus_give_way_to_clauses():
    many = Answer(citations=tuple(citation("must " * 110, f"annex {n}") for n in range(11)))
    blocks = rendered(many)
    assert "no room" not in read(blocks)
    assert not any("accessory" in block for block in blocks)
    assert any("accessory" in block for block in rendered(EVERYTHING))


@pytest.mark.parametrize("role", ["", "R" * 200], ids=["no role", "a role too long for a menu"])
def test_one_thing_to_ask_about_a_clause_is_a_button(role):
    (quote, *_) = rendered(Answer(citations=(citation(role=role),)))
    assert quote["accessory"]["type"] == "button"
    assert quote["accessory"]["value"] == "how old is the document kent-dcs-2011?"


def test_prose_beyond_all_measure_is_shortened_and_says_so():
    blocks = rendered(SmallTalk(says=("talk " * 20_000,)))
    assert TOO_LONG in read(blocks)


# --- choices ---------------------------------------------------------------------------------------------------------


def row(blocks: list[dict]) -> list[tuple[str, str]]:
    return [(e["text"]["text"], e["value"]) for b in blocks if b["type"] == "actions" for e in b["elements"]]


def choices(*options: tuple[str, str]) -> Clarification:
    return Clarification(
        says=("Which?",), options=tuple(Option(label=label, message=message) for label, message in options)
    )


def test_choices_are_buttons_that_send_their_message():
    blocks = rendered(choices(("Kent & co", "in Kent"), ("Dudley", "in Dudley")))
    assert row(blocks) == [("Kent & co", "in Kent"), ("Dudley", "in Dudley")]
    assert blocks[-1]["block_id"] == f"choices:{CONVERSATION}:0"


def test_labels_too_long_for_a_button_stand_numbered_in_the_text():
    long = "Leicester: Team Managers within Fieldwork Services, Social Care & Safeguarding Division"
    blocks = rendered(choices((long, "Leicester"), ("Dudley", "Dudley")))
    assert f"1. {long}\n2. Dudley" in read(blocks)
    assert row(blocks) == [("1", "Leicester"), ("2", "Dudley")]


def test_a_message_too_long_for_a_button_is_chosen_by_its_number():
    assert row(rendered(choices(("Kent", "k" * 2001), ("Dudley", "d" * 2000)))) == [
        ("Kent", "1"),
        ("Dudley", "d" * 2000),
    ]


def test_many_choices_go_into_more_rows():
    blocks = rendered(choices(*((f"Office {n}", f"office {n}") for n in range(60))))
    assert row(blocks) == [(f"Office {n}", f"office {n}") for n in range(60)]
    assert len([b for b in blocks if b["type"] == "actions"]) == 3


def test_labels_hold_no_markup():
    assert row(rendered(choices(("<!channel>", "a"), ("  ", ""))))[0][0] == "‹!channel›"


# --- buttons ---------------------------------------------------------------------------------------------------------


def test_feedback_holds_the_kind_and_the_clauses_and_nothing_else():
    value = dict(row(rendered(EVERYTHING)))["This helped"]
    assert json.loads(value) == {"status": "answered", "clauses": ["kent-dcs-2011/CDCC 2", "kent-dcs-2011/annex 2"]}


@pytest.mark.parametrize("name", ["question back", "profile", "talk", "trouble"])
def test_nothing_to_judge_where_nothing_was_answered(name):
    assert "This helped" not in dict(row(rendered(OUTCOMES[name])))


def test_share_stands_only_where_it_is_asked_for():
    assert dict(row(rendered(EVERYTHING, share="key")))["Share in channel"] == "key"
    assert "Share in channel" not in dict(row(rendered(EVERYTHING)))


def test_a_nearest_clause_is_no_evidence_and_has_no_menu():
    blocks = rendered(OUTCOMES["refusal"])
    assert not any("accessory" in block for block in blocks)
    assert "The nearest clause says something else:" in read(blocks)


# --- the text beside the blocks --------------------------------------------------------------------------------------


def test_the_text_holds_the_whole_answer_for_screen_readers():
    assert fallback(EVERYTHING) == plain_text(EVERYTHING).replace("&", "&amp;")


def test_a_long_answer_is_named_by_its_clauses_in_the_text():
    text = fallback(Answer(says=("S & S.",), citations=tuple(citation("word " * 200, f"annex {n}") for n in range(9))))
    assert len(text) <= 4000
    assert "S &amp; S." in text
    assert "annex 8" in text
    assert "word word" not in text


# --- real answers ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "question",
    ["who escalates resettlement failures?", "what must team managers do?", "baby not breathing, what should I do now??",
     "what are the duties of the DCS in Kent?", "what must all councillors do?", "compare the lead member in Dudley and Leicester",
     "what is the DCS paid?", "hello", "I am a councillor in Dudley"],
)  # fmt: skip
def test_what_the_assistant_says_fits_whole(talk, question):
    from knowledge.outcomes import received

    outcome = received(talk(question))
    shown = flat(read(rendered(outcome, share="key")))
    assert "no room" not in shown
    for cited in (*outcome.citations, *outcome.nearest):
        assert f"“{flat(cited.shown)}”" in shown
        assert flat(reference(cited)) in shown


# --- home ------------------------------------------------------------------------------------------------------------

ROLES = {
    "Councillors": {"lead-member": "Lead Member", "leader": "L" * 90},
    "Officers": {"dcs": "DCS & more"},
    "Schools": {},
}


@pytest.mark.parametrize("profile", [
    Profile(), Profile(council="Kent", family="dcs"), Profile(council="Atlantis", family="nobody"), Profile(family="leader"),
], ids=str)  # fmt: skip
def test_the_home_tab_is_within_limits_and_shows_who_asks(profile):
    view = home_view(profile, ("Kent", "Dudley"), ROLES)
    view.validate_json()
    blocks = kit.checked(view.to_dict()["blocks"], most=100)
    shown = read(blocks)
    assert "call 999" in shown
    assert all(example in shown for example in EXAMPLES)
    assert ("DCS & more, Kent" in shown) == (profile.family == "dcs")
    menus = {
        e["action_id"]: e.get("initial_option", {}).get("value")
        for b in blocks
        for e in b.get("elements", [])
        if "action_id" in e
    }
    assert menus["council"] == (profile.council if profile.council == "Kent" else None)
    assert menus["role"] == (profile.family if profile.family in ("dcs", "leader") else None)


def test_the_home_tab_without_a_store_says_what_is_wrong():
    blocks = kit.checked(home_view(Profile(), (), {}, "It is broken.").to_dict()["blocks"], most=100)
    assert "It is broken." in read(blocks)
    assert "Your council" not in json.dumps(blocks)


def test_progress_has_its_place_on_the_home_tab():
    shown = read(home_view(Profile(), ("Kent",), ROLES, progress=list(prose("3 of 9 done"))).to_dict()["blocks"])
    assert shown.index("3 of 9 done") < shown.index("Start again")


# --- manifest --------------------------------------------------------------------------------------------------------


def test_the_manifest_asks_for_the_least_and_points_to_the_server():
    done = CliRunner().invoke(app, ["slack", "manifest", "--url", "https://duty.example.gov.uk/"])
    assert done.exit_code == 0
    held = yaml.safe_load(done.output)
    assert held == app_manifest.manifest("https://duty.example.gov.uk")
    assert held["oauth_config"]["scopes"] == {"bot": ["app_mentions:read", "chat:write", "commands", "im:history"]}
    address = "https://duty.example.gov.uk/webhooks/slack/webhook"
    assert held["settings"]["event_subscriptions"]["request_url"] == address
    assert held["settings"]["interactivity"]["request_url"] == address
    assert held["features"]["slash_commands"][0]["url"] == address


def test_the_manifest_is_within_slacks_limits():
    held = app_manifest.manifest("https://duty.example.gov.uk")
    about = held["display_information"]
    assert len(about["name"]) <= 35
    assert len(about["description"]) <= 140
    assert 174 <= len(about["long_description"]) <= 4000
    (shortcut,) = held["features"]["shortcuts"]
    assert len(shortcut["name"]) <= 24
    assert len(shortcut["description"]) <= 150


@pytest.mark.parametrize("url", ["http://duty.example", "duty.example", "", "https://", "ftp://x", "https://x y", "https://x/?a=1",
                                 "https://u:p@x.example", "https://x:99999", "javascript:alert(1)"])  # fmt: skip
def test_an_address_that_slack_cannot_reach_is_refused(url):
    assert CliRunner().invoke(app, ["slack", "manifest", "--url", url]).exit_code == 2


def test_a_clause_is_linked_to_its_place_where_the_pages_can_be_reached(monkeypatch):
    shown = json.dumps(rendered(EVERYTHING, site="https://dutydesk.example.gov.uk"))
    assert "<https://dutydesk.example.gov.uk/documents/" in shown
    assert "#clause-annex-2|Read it in its place>" in shown
    monkeypatch.setenv("DUTYDESK_URL", "https://dutydesk.example.gov.uk")
    assert "gov.uk" not in json.dumps(rendered(EVERYTHING)), "it reads no setting by itself"
    assert website.site() == "https://dutydesk.example.gov.uk"
    monkeypatch.setenv("DUTYDESK_URL", "https://x.example/|evil>")
    assert website.site() == ""


def test_the_channel_gives_the_pages_address_along(monkeypatch):
    monkeypatch.setenv("DUTYDESK_URL", "https://dutydesk.example.gov.uk")
    sent = []

    async def say(*asked) -> Said:
        return Said(EVERYTHING, "", Profile())

    async def send(message) -> bool:
        sent.append(message)
        return True

    answers = Answers(SimpleNamespace(say=say), SimpleNamespace(), SimpleNamespace())
    asyncio.run(answers._answer("who?", "T1", "U1", CONVERSATION, send))
    assert "<https://dutydesk.example.gov.uk/documents/" in json.dumps([block.to_dict() for block in sent[0].blocks])
