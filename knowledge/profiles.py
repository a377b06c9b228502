"""Profiles: who asks. Set in passing, shown and forgotten on request.

Used by knowledge.answers; kept by the conversation (a Rasa slot), not by the knowledge base.
"""

from __future__ import annotations

from knowledge import sayings
from knowledge.outcomes import Outcome, ProfileSet
from knowledge.questions import Kind, Profile
from knowledge.readings import Reading
from knowledge.store import Store

NOTED = "Noted. "
NOTHING_KNOWN = "I know nothing of you yet. Tell me your council and your role if you like, for example: I am a councillor in Dudley."
FORGOTTEN = "Done: I have forgotten your council and role."
NOT_RECOGNISED = "I did not recognise a council or role of the documents in that. I hold documents of {councils}."
ELSEWHERE = "I hold no documents of {place}, so I cannot answer for it. I hold those of {councils}."


def changed(reading: Reading, profile: Profile, store: Store) -> tuple[Profile, Outcome]:
    """The profile after a message about the asker, and what to say to it."""
    councils = sayings.listed(store.councils)
    if reading.kind is Kind.FORGET_PROFILE:
        return Profile(), ProfileSet(says=(FORGOTTEN,))
    if reading.kind is Kind.SHOW_PROFILE:
        return profile, ProfileSet(says=(described(profile, store).removeprefix(NOTED) or NOTHING_KNOWN,))
    new = noted(reading, profile, store)
    if reading.elsewhere and not reading.named_councils:
        place = sayings.listed(reading.elsewhere)
        return new, ProfileSet(says=(ELSEWHERE.format(place=place, councils=councils),))
    if new == profile and not reading.named_councils and not reading.families:
        return profile, ProfileSet(says=(NOT_RECOGNISED.format(councils=councils),))
    return new, ProfileSet(says=(described(new, store), *_gap(new, store)))


def noted(reading: Reading, profile: Profile, store: Store) -> Profile:
    """The profile with the council and office that the message states."""
    council = reading.named_councils[0] if reading.named_councils else profile.council
    kinds = ("member", "officer", "school", "service", "body")
    # 'I'm new at the council': the council as such is nobody's role.
    families = [f for f in reading.families if store.families[f].kind in kinds and f != "council"]
    family = reading.asker_named or (families[-1] if families else None) or profile.family
    return Profile(council=council, family=family)


def described(profile: Profile, store: Store) -> str:
    """'Noted. You ask as: Councillors, Dudley.' '' where nothing is known."""
    role = store.families[profile.family].name if profile.family in store.families else None
    if role and profile.council:
        return f"{NOTED}You ask as: {role}, {profile.council}."
    if role:
        return f"{NOTED}You ask as: {role}. Which council is it: {sayings.listed(store.councils, 'or')}?"
    return f"{NOTED}I will answer for {profile.council}. What is your role?" if profile.council else ""


def _gap(profile: Profile, store: Store) -> tuple[str, ...]:
    """Says so when the council's documents do not mention the office."""
    if not (profile.council and profile.family):
        return ()
    held = any(r.council == profile.council and r.family == profile.family for r in store.roles.values())
    return () if held else (sayings.NOT_COVERED["no_role_here"].format(council=profile.council),)
