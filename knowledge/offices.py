"""Offices: which offices a message names, who asks, whose doing is asked about, and whom 'she', 'the director' or 'me' means.

Reads what knowledge.vocabulary found in the text; used by knowledge.readings. A family is an office under its several names.
"""

from __future__ import annotations

import re

from knowledge import text as t
from knowledge.questions import Kind
from knowledge.store import Store
from knowledge.vocabulary import Mention, singular

FIRST_PERSON = re.compile(r"\b(i|i'm|im|i've|ive|me|my|we|we're|our|us)\b", re.IGNORECASE)
# 'A scout leader' leads no council.
LED = re.compile(r"\b(?:scout|guide|brownie|cub|youth|team|group|church|faith|religious|community|course|project|choir)s?\W+leaders?$",
                  re.IGNORECASE)  # fmt: skip
# 'My bit or the director's?': the one director whom people mean without saying of what.
DIRECTOR = re.compile(
    r"\bdirector(?:'s|s(?= (?:part|bit|share|side|role|turn)\b))?\b(?! (?:of|for|in)\b)", re.IGNORECASE
)
_THE = re.compile(r"\b(?:the|our|my|her|his|their|\w+'s)\s+$", re.IGNORECASE)


def director(text: str, mentions: tuple[Mention, ...], store: Store) -> tuple[Mention, ...]:
    """'The director', with no more said, is the director of children's services in each of the documents."""
    if "dcs" not in store.families or any(m.kind == "family" and "director" in m.text.lower() for m in mentions):
        return ()
    councils = {m.end for m in mentions if m.kind == "council"}  # 'Croydon's director'
    for said in DIRECTOR.finditer(text):
        if _THE.search(text[: said.start()]) or len(text[: said.start()].rstrip()) in councils:
            return (Mention("family", "dcs", *said.span(), said[0]),)
    return ()


# 'I run a duty team': what a team manager does.
_TEAM = re.compile(
    r"(?:\bi(?:'?ve)? (?:just |now )?|^\W*just )(?:manage|run|lead|supervise|head|took over|taken over|have) (?:an?|the|one of the|our|my) (?:[\w'’-]+ ){0,4}?team\b(?! (?:leader|manager|member))",
    re.IGNORECASE,
)


def leading(text: str, mentions: tuple[Mention, ...], store: Store) -> tuple[Mention, ...]:
    """Whoever runs a team is a team manager, unless an office is named in so many words."""
    said = _TEAM.search(text)
    if not said or "team-managers" not in store.families:
        return ()
    if any(m.kind == "family" and store.families[m.key].kind == "officer" and "team" not in m.key for m in mentions):
        return ()
    return (Mention("family", "team-managers", *said.span(), said[0]),)


# 'The politician' beside a director is the lead member.
_POLITICIAN = re.compile(r"\b(?:the|her|his|their|my|our) (?:lead |elected )?politician\b", re.IGNORECASE)


def politician(text: str, mentions: tuple[Mention, ...], store: Store) -> tuple[Mention, ...]:
    """'The politician', beside an officer and no other member, is the lead member."""
    named = [m for m in mentions if m.kind == "family" and store.families[m.key].kind in ("officer", "member")]
    said = _POLITICIAN.search(text)
    if not said or "lead-member" not in store.families or not named:
        return ()
    if any(store.families[m.key].kind == "member" for m in named):
        return ()
    return (Mention("family", "lead-member", *said.span(), said[0]),)


# 'The education one', 'the one for communities': one of several offices by words of its title.
_THAT_ONE = re.compile(
    r"\bthe (?:one (?:for|of|in charge of) (?:the )?)([\w'’-]{5,}(?: (?:and|&) [\w'’-]{5,})?)"
    r"|\b(?:the|and) ([\w'’-]{5,}(?: (?:and|&) [\w'’-]{5,})?)(?: one\b|'s\b(?=\W*$))",
    re.IGNORECASE,
)


def that_one(text: str, councils: tuple[str, ...], store: Store) -> tuple[Mention, ...]:
    """The one office of these councils that has these words in its title, or is over that."""
    said = _THAT_ONE.search(text)
    if not said:
        return ()
    asked = set(t.content(said[1] or said[2]))
    held = {
        role.family
        for role in store.roles.values()
        if role.family and store.families[role.family].kind in ("officer", "member")
        and (not councils or role.council in councils)
        and asked <= {stem for name in (role.name, *store.families[role.family].over) for stem in t.content(name)}
    }  # fmt: skip
    return (Mention("family", held.pop(), *said.span(), said[0]),) if asked and len(held) == 1 else ()


# 'And me, do I?'
_AND_ME = re.compile(r"^\W*(?:and|but|what about|how about)\b\W*(?:(?:what|how) about )?(?:for )?(me|us|do i|must i|am i|should i)\b\W*(?:do i|must i|am i|too|as well)?\W*$",
                     re.IGNORECASE)  # fmt: skip


def me(text: str, family: str) -> tuple[Mention, ...]:
    """The asker's own office, where a follow-up asks the same of it."""
    said = _AND_ME.match(text)
    return (Mention("family", family, *said.span(1), said[1]),) if said else ()


def meant(text: str, before: tuple[str, ...], store: Store) -> tuple[str, ...]:
    """The offices and bodies of the answer before that a pronoun means: 'it' is a body where one was spoken of."""
    bodies = tuple(family for family in before if store.families[family].kind == "body")
    people = tuple(family for family in before if family not in bodies)
    return (bodies or people) if re.search(r"\b(it|its)\b", text, re.IGNORECASE) else (people or bodies)


def titles(store: Store, families: tuple[str, ...]) -> frozenset[str]:
    """The stems in the full names of these offices: 'not social care' tells of an office, not of what it does."""
    roles = (role for role in store.roles.values() if role.family in families)
    return frozenset(stem for role in roles for stem in t.content(role.name))


_OFFICE = re.compile(
    r"\b(?:as (?:an?|the)|i(?:'| a)?m (?:only |just )?(?:an?|the|now|a new|one of the)?|i work as (?:an?)?|new|we're|being an?|made)\s",
    re.IGNORECASE,
)
_WARD = re.compile(
    r"\b(?:(?:from|in|of) my ward|(?:my|our) (?:ward |advice |saturday )?surgery\b(?! (?:nurse|team|staff|list))|my constituents?|(?:i'?m|i am|as) (?:only |just )?an? (?:new )?(?:ward|elected|backbench) member|new member here|(?:i'?m|i am|i've been) (?:[\w'’-]+ ){0,3}on the council\b|i (?:sit|stand|was elected) for (?:an? |the |my )?(?:[\w'’-]+ ){0,2}ward)\b",
    re.IGNORECASE,
)


# 'What must I do every year as lead member?', 'I have taken over as leader'
_ACTING_AS = re.compile(
    r"\b(?:i|i'm|im|i've|ive)\b(?:(?!\b(?:as|who|than)\b)[^.?!]){0,80}\bas (?:(?:an?|the|our|your) )?(?:new )?$"
    r"|(?:^|[.!?;,]\s*)(?:just |only |newly |recently )?(?:start(?:ed|ing)|join(?:ed|ing)|appointed|qualified|working) (?:(?:here|today|yesterday|this week|last week|on monday) )?as (?:(?:an?|the|our|your) )?(?:new )?$",
    re.IGNORECASE,
)
# 'I have taken on the children's brief': that of the lead member.
_BRIEF = re.compile(
    r"\b(?:took|taken|taking|take|given|handed|got|hold|holding|inherited)(?: (?:on|over|up))? (?:the|my) (?:children'?s(?: services)?|kids'?) (?:brief|portfolio)\b",
    re.IGNORECASE,
)
# 'as often as the director'
_LIKENED = re.compile(
    r"\b(?:often|much|many|well|same|long|far|regularly|known|soon)(?: \w+)? as (?:(?:an?|the|our|your) )?$",
    re.IGNORECASE,
)


def asker(text: str, mentions: tuple[Mention, ...]) -> str | None:
    """The office that the asker claims: 'as a ward councillor', 'I'm the lead member', 'new LMCS here'."""
    if re.search(
        r"\b(i|i've|ive) (have |was )?(just |newly |recently )?(been |got )?elected\b|\bnewly elected\b|(?:^|[.,!;]\s*)(?:just |only )?got elected\b",
        text,
        re.IGNORECASE,
    ):
        return next((m.key for m in mentions if m.kind == "family"), "councillors")
    if _WARD.search(text) and not any(m.kind == "family" and m.key != "council" for m in mentions):
        return "councillors"
    if _BRIEF.search(text) and FIRST_PERSON.search(text):
        return "lead-member"
    if any(m.key == "team-managers" and _TEAM.fullmatch(m.text) for m in mentions):
        return "team-managers"
    for mention in mentions:
        if mention.kind != "family" or mention.key == "council":
            continue  # the council as such is nobody's office
        before = text[: mention.start]
        if _LIKENED.search(before):
            continue
        opening = list(_OFFICE.finditer(before + " "))
        if opening and len(t.words(before[opening[-1].end() :])) <= 2 and FIRST_PERSON.search(text):
            return mention.key
        if re.search(r"(?:^|[.,;]\s*)as (?:(?:an?|the|our|your)\s+(?:\w+\s+)?)?$", before, re.IGNORECASE):
            return mention.key
        if _ACTING_AS.search(before):
            return mention.key
        if re.fullmatch(r"(?:.*\bnew|.*[.!?]|hi|hello)?[\s,]*", before, re.IGNORECASE) and re.match(
            r"\s+here\b", text[mention.end :], re.I
        ):
            return mention.key
    return None


# 'I'm down for the home visits', 'what am I supposed to be visiting?': an office by what its holder does.
_DOES = re.compile(
    r"\b(?:put|am|i'?m|been|got me|have me|me) down (?:for|to do) ([^.?!,]{4,50})|\b(?:lumbered with|volunteered for|signed up for|picked for|chosen for|asked to do|landed with) ([^.?!,]{4,50})"
    r"|\b(?:i'?m|i am|i sit|i serve|i'?ve been put|been elected) on(?:to)? (?:the )?([^.?!,]{4,40})|\bon my (?:next |first )?([^.?!,]{4,40})|\bi (?:supposed|meant|expected) to be (\w+ing)\b|\bi (?:do|start|am doing|'m doing) (?:the|my) ([^.?!,]{4,40})"
    r"|\b(?:i'?m|i am) (?:one of |among )(?:the ones|those|the people|the lot) who (?:go round|go to|do|visit|sit on|run) ([^.?!,]{4,40})",
    re.IGNORECASE,
)
_ANY = frozenset(t.stem(w) for w in "child children children's safeguarding protection care social team service services council first next new own work job exactly".split())  # fmt: skip


def described(text: str, councils: tuple[str, ...], store: Store) -> str | None:
    """The one office of these councils whose names hold all that the asker is put down for, in other words than its own."""
    for said in _DOES.finditer(text):
        asked = _singly(next(part for part in said.groups() if part)) - _ANY
        asked -= {stem for council in councils for stem in t.content(council)}
        held = {
            role.family
            for role in store.roles.values()
            if role.family and role.council in councils and store.families[role.family].kind in ("officer", "member", "school")
            and asked <= {stem for name in (role.name, *store.families[role.family].names) for stem in _singly(name)}
        }  # fmt: skip
        if asked and len(held) == 1:
            return held.pop()
    return None


def _singly(text: str) -> set[str]:
    """The stems of the words that carry meaning, of 'homes' as of 'home'."""
    return set(t.content(" ".join(singular(word) for word in t.words(text))))


# 'Not the cabinet member', 'my handout gives it to the lead member': an office that is asked about by leaving it out.
_NOT_THAT_ONE = re.compile(
    r"\b(?:not|isn'?t|other than|apart from) (?:just |only )?(?:the |an? |our |my )?$"
    r"|\b(?:handouts?|slides?|leaflet|crib sheet|notes?|quiz|colleague|caller|someone|somebody|he|she|they|boss)\b[^.?!]{0,30}"
    r"\b(?:gives?|puts?|says?|said|reckons?|claims?|thinks?|lists?|has|insists?|names?)\b[^.?!]{0,30}$",
    re.IGNORECASE,
)
# 'Who runs that meeting, is it the leader?': a guess, and the answer may be another.
_GUESSED = re.compile(
    r"(?:[,?.;]|\s[-–—])\s*(?:(?:so|or|and|i guess|i think|presumably|maybe) )?(?:is|isn'?t|was|would|wouldn'?t|could|surely)\s?(?:it|that|this)?(?: be)?(?: just| not)? (?:the |our |my |an? )?$",
    re.IGNORECASE,
)
_WHO = re.compile(
    r"\bwho(?:se|m)?\b|\banyone\b|\bwhich (?:\w+ ){0,2}?(?:officer|manager|director|person|post|role|team|service|member|department|one)s?\b",
    re.IGNORECASE,
)
# 'who should she raise it with?', 'who do I tell?': asks for the one who receives.
RECIPIENT = re.compile(
    r"\bwho(?:m)?\b(?:(?!\bwho\b)[^.?!]){0,60}\b(?:with|to)\s*(?:\?|$)|\bto whom\b"
    r"|\bwho(?:m)? (?:do|does|should|must|can|shall|would|did) (?:\w+ ){1,4}?(?:tell|inform|report|raise|escalate|refer|notify|alert|ask|contact|approach)\b"
    r"|\bwho (?:\w+ )?(?:hears?|gets to hear|should hear|needs to hear|has to hear)\b|\bwhere (?:do|should|must|can) (?:i|we|she|he|they) (?:take|send|raise) (?:it|this|that|them)\b"
    r"|\bwhose (?:desk|door|ear|in-?tray)\b",
    re.IGNORECASE,
)


# 'Which councillor speaks up for them?' asks for one of them, and not for what all of them must do.
_WHICH = re.compile(r"\bwhich (?:of the )?$", re.IGNORECASE)


def set_aside(text: str, mention: Mention) -> bool:
    """Whether an office is named to say that another is asked for, for a guess, or what somebody else made of it."""
    before = text[: mention.start]
    guess = bool(_GUESSED.search(before) and _WHO.search(before)) and not re.search(r"\w", text[mention.end :])
    one_of_all = mention.text.lower() == "councillor" and bool(_WHICH.search(before))
    return guess or one_of_all or bool(_NOT_THAT_ONE.search(before) and _WHO.search(text))


# Turns of phrase that make the office named after or before them the one whose duty is asked about.
_SUBJECT_AFTER = re.compile(
    r"\b(?:do|does|did|is|are|was|were|must|should|shall|can|could|may|might|has|have|will|would|what about)\s+"
    r"(?:(?:the|a|an|our|my|your|any|each|all|every|new)\s+){0,2}$",
    re.IGNORECASE,
)
_SUBJECT_BEFORE = re.compile(
    r"^'?s?\s+(?:(?:for|of|in|from) (?:\w+ ){1,3})?(?:(?:must|should|shall|can|could|may|might|has|have|will|needs?|ought|wants?|asks?|asked|wonders|rang|rings|called|phoned"
    r"|emailed|wrote|(?:is|are)\s+(?:supposed|meant|expected|required|allowed|asking|wondering|on the (?:line|phone)))\b)",
    re.IGNORECASE,
)
# 'Is she supposed to …' about the one office that the message names.
_SHE = re.compile(
    r"\b(?:is|are|does|do|must|should|can|could|may|might|has|have|will|what|when) (?:she|he)\b", re.IGNORECASE
)
# 'What is my part in that?'
MY_PART = re.compile(r"\bmy (?:own )?(?:part|role|bit|share|job|side|duty)\b", re.IGNORECASE)
# 'How often do I meet the principal social worker?': the asker's own doing.
_DO_I = re.compile(
    r"\b(?:do|did|am|are|must|should|shall|can|could|may|might|have|will|would) (?:i|we)\b(?! (?:hear|say|read|see right)\b)"
    r"|\b(?:i|we)(?:'m|'ve|'re| am| are| have| need)? (?:to|supposed|expected|meant|got to|required|allowed) ",
    re.IGNORECASE,
)


def subject(text: str, mentions: tuple[Mention, ...], asker: str | None, store: Store) -> str | None:
    """The office whose doing is asked about: 'can the lead member …', 'a head of service wants to know …', 'do I …'."""
    if MY_PART.search(text) and not any(m.kind == "family" for m in mentions):
        return asker
    if _DO_I.search(text) and (RECIPIENT.search(text) or not _WHO.search(text)):
        return asker
    story = told_of(text, mentions)
    mentions = tuple(m for m in mentions if m.key not in story)
    for mention in mentions:
        if mention.kind == "family" and (
            _SUBJECT_AFTER.search(text[: mention.start]) or _SUBJECT_BEFORE.match(text[mention.end :])
        ):
            return mention.key
    offices = {m.key for m in mentions if m.kind == "family" and store.families[m.key].kind != "body"}
    alone = len(offices) == 1 and ((_SHE.search(text) and not RECIPIENT.search(text)) or not _WHO.search(text))
    return offices.pop() if alone else None


def told_of(text: str, mentions: tuple[Mention, ...]) -> frozenset[str]:
    """The offices that only the story before a question for somebody names: 'Her social worker has left. Who must …?'"""
    asked = t.asked(text)
    if not asked or not _WHO.search(asked):
        return frozenset()
    start = text.rfind(asked)
    offices = [m for m in mentions if m.kind == "family"]
    if start < 0 or any(start <= m.start < start + len(asked) for m in offices):
        return frozenset()
    return frozenset(m.key for m in offices)


# 'Who steps in, the schools director or the communities one?': those between whom the choice is left.
_CHOICE = re.compile(r"(?:[,:;?]|\s[-–—])\s*(?:is it |was it |would it be )?(?:me|(?:the|our|an?) [^.,;:?!]{3,50}) or [^.,;:?!]{2,50}\W*$", re.IGNORECASE)  # fmt: skip


def objects(text: str, kind: Kind, mentions: tuple[Mention, ...], subject: str | None, store: Store) -> frozenset[str]:
    """The offices that something is done to or for: 'who sees that councillors get trained?' asks for no duty of theirs."""
    if kind in (Kind.ACCOUNTABILITY, Kind.MEMBERSHIP, Kind.CONTACT, Kind.FREQUENCY):
        return frozenset()
    choice = _CHOICE.search(text)
    asked = text[: choice.start()] if choice else text
    return told_of(text, mentions) - {subject} | frozenset(
        m.key for m in mentions
        if m.kind == "family" and m.start < len(asked) and m.key != subject and store.families[m.key].kind != "body"
        and re.search(r"\bwho\b(?!'s| is| are)(?:(?!\bin\b).){4,60}$", text[: m.start], re.IGNORECASE)
    )  # fmt: skip
