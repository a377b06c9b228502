"""Home: the app's home tab: who asks, examples, a fresh start. A pure function."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    DividerBlock,
    HeaderBlock,
    Option,
    OptionGroup,
    StaticSelectElement,
)
from slack_sdk.models.views import View

from bot.rendering.blocks import button, label, prose, small
from knowledge.questions import Profile
from knowledge.safety import FIRST

EXAMPLES = (
    "What must I do with a child welfare concern?",
    "Who makes sure referrals are acknowledged in Leicester?",
    "Who is the CDCC accountable to?",
    "Who chairs the corporate parenting panel in Croydon?",
)
ABOUT = (
    "Ask me who must do what to keep children safe. I answer from the written protocols of councils, and every answer "
    "shows the clause it rests on. Write to me under Messages, mention me in a channel, or type /duty."
)
PROGRAM = "I am a program and cannot take a referral."
NEITHER = "none"
Roles = Mapping[str, Mapping[str, str]]  # kinds of role, each with the role families that it holds and their names


def home_view(
    profile: Profile, councils: Sequence[str], roles: Roles, trouble: str = "", danger: str = FIRST,
    progress: Sequence[Block] = (),
) -> View:  # fmt: skip
    """The tab for one person. `trouble` is what went wrong, if anything; `danger` what to do first for a child in danger;
    `progress` comes before the fresh start."""
    blocks: list[Block] = [HeaderBlock(text=label("Dutydesk", 150)), *prose(ABOUT), *prose(f"{PROGRAM} {danger}")]
    if trouble:
        blocks += prose(trouble)
    blocks += [DividerBlock(), *prose("Who you are, so that I answer for your council and your role")]
    blocks += _profile(profile, councils, roles)
    blocks += [DividerBlock(), *prose("Try one of these"), _examples(), small("The answer comes under Messages.")]
    if progress:
        blocks += [DividerBlock(), *progress]
    blocks += [
        DividerBlock(),
        ActionsBlock(block_id="fresh", elements=[button("Start again", "again", "again")]),
        small("Forgets what we spoke of, not who you are."),
    ]
    return View(type="home", blocks=blocks)


def _profile(profile: Profile, councils: Sequence[str], roles: Roles) -> list[Block]:
    """Two menus and a button to forget; the menus show what is known."""
    if not councils:
        return []
    known = {key: name for group in roles.values() for key, name in group.items()}
    where = StaticSelectElement(
        action_id="council", placeholder="Your council",
        options=[_option(NEITHER, "No council"), *(_option(council, council) for council in councils)],
        initial_option=next((_option(council, council) for council in councils if council == profile.council), None),
    )  # fmt: skip
    groups = [OptionGroup(label=label("Not stated"), options=[_option(NEITHER, "No role")])]
    groups += [
        OptionGroup(label=label(kind), options=[_option(key, name) for key, name in group.items()])
        for kind, group in roles.items()
        if group
    ]
    who = StaticSelectElement(
        action_id="role", placeholder="Your role", option_groups=groups,
        initial_option=_option(profile.family, known[profile.family]) if profile.family in known else None,
    )  # fmt: skip
    asks = ", ".join(part for part in (known.get(profile.family or ""), profile.council) if part)
    return [
        ActionsBlock(block_id="profile", elements=[where, who, button("Forget both", "forget", "forget")]),
        small(f"You ask as: {asks}." if asks else "I know nothing of you yet."),
    ]


def _examples() -> Block:
    return ActionsBlock(
        block_id="examples", elements=[button(text, f"example:{n}", text) for n, text in enumerate(EXAMPLES)]
    )


def _option(value: str, text: str) -> Option:
    return Option(text=label(text), value=value)
