"""Articles: an office's name inside a sentence: 'the Chief Executive', 'headteachers', and whether it speaks of several.

Pure; used by knowledge.kinds, and by learning wherever it speaks of offices.
"""

from __future__ import annotations

import re

_NOUNS = (
    "head|director|member|leader|executive|board|panel|committee|partnership|trust|council|cabinet|team|forum|group|meeting"
    "|service|officer|manager|worker|directorate|department|body|estate|lado|lscb|osmb|dfes"
)


def the(name: str) -> str:
    """A role's name inside a sentence: 'the Chief Executive', 'headteachers', 'Child Protection Conferencing'."""
    bare = re.sub(r"^the ", "", name, flags=re.IGNORECASE)
    whole = re.sub(r"\s*\(.*?\)", "", bare)
    own_name = re.search(r"(City|County|Borough) Council$", whole) and not re.search(r" of ", whole)
    if own_name or plural(bare):
        return bare
    one = any(re.search(rf"\b(?:{_NOUNS})$", part, re.IGNORECASE) for part in (whole, _head(bare)))
    return f"the {bare}" if one else bare


def plural(name: str) -> bool:
    """Whether a role's name speaks of several: 'Team Managers', 'Councillors with responsibility for …'."""
    return bool(re.search(r"[^s'’]s$", _head(name))) or name.lower().startswith("all ")


def _head(name: str) -> str:
    """The words that say what it is: 'Lead Member' of 'Lead Member Children's Services (LMCS)'."""
    head = re.split(r",| of | with | for | within | through |\(| – | / ", name)[0].strip()
    office = re.search(r"^.*\b(?:Lead Member|Director|Leader|Chief Executive)\b", head)
    return office[0] if office else head
