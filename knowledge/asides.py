"""Asides: a message with the name of the document put aside, so that what is asked of one is asked of any.

Used by knowledge.papers for messages and by knowledge.build for the phrasings of clauses.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from knowledge.vocabulary import Mention

THE_PAPER = "the paper"
_NOUN = r"(?:documents?|doc|papers?|protocols?|reports?|summary|agreement|policy|framework|version|edition|copy|text|sheet|table|handout|deal|pdf|wording|sources?)"
# 'that paper', 'what I'm quoting from': the document without its name.
_THAT = re.compile(
    rf"\b(?:this|that|the|our|your|my|its|their|same|whole|(?:which|what)(?! (?:version|edition)\b)) (?:(?:own|same|whole|very|actual|printed|source|roles?|joint|council['’]?s|COUNCIL(?:['’]s)?|\d{{4}}) ){{0,2}}?{_NOUN}\b(?!['’]s)"
    r"|\b(?:what|whatever|the (?:stuff|bit|text|words?|lines?|thing)) (?:that )?(?:i|you|we|they)(?:['’](?:m|re|ve)| am| are| have)?(?: just| been| now| keep)* (?:quot|cit|read|send|rely|show|hand)\w*(?: (?:from|on|round|out|to me|me))*"
    r"|\ball (?:of )?(?:this|that|it)\b(?=\W*$|\s+(?:is|was|still|ever|been|agreed|approved|signed)\b)",
    re.IGNORECASE,
)
_FOLDED = re.compile(r"\b(?:(?:the|our|this|that|my|your|COUNCIL(?:['’]s)?) )*(?:COUNCIL(?:['’]s)? )?PAPER\b")
_PAPER = re.compile(r"\b(?:protocol|agreement|document)\b", re.IGNORECASE)
_SIGN_OFF = re.compile(r"\bsign(?:ed|ing)?[- ]?off\b", re.IGNORECASE)  # nobody's signature


def said(text: str, mentions: Iterable[Mention]) -> str:
    """The text with each document as PAPER and each council as COUNCIL."""
    mentions = list(mentions)
    papers = {(m.start, m.end, "PAPER") for m in mentions if m.kind == "document"}  # a name may be of two papers
    councils = {
        (m.start, m.end, "COUNCIL")
        for m in mentions
        if m.kind == "council" and not any(start < m.end and m.start < end for start, end, _ in papers)
    }
    for start, end, place in sorted(papers | councils, reverse=True):
        text = f"{text[:start]}{place}{text[end:]}"
    return _THAT.sub("PAPER", text)


def folded(said: str) -> str:
    """The same as the examples have it: the document as "the paper"."""
    text = _FOLDED.sub(THE_PAPER, said).replace("COUNCIL", "the council")
    return _SIGN_OFF.sub("approved", _PAPER.sub("paper", text))
