"""Asides: a message with the name of the document put aside, so that what is asked of one is asked of any.

Used by knowledge.papers for messages and by knowledge.build for the phrasings of clauses.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from knowledge import text as t
from knowledge.documents import Document
from knowledge.vocabulary import Mention

THE_PAPER = "the paper"
_NOUN = r"(?:documents?|doc|papers?|protocols?|reports?|summary|agreement|policy|framework|version|edition|copy|text|sheet|table|handout|deal|pdf|wording|sources?)"
# 'that paper', 'what I'm quoting from': the document without its name.
_THAT = re.compile(
    rf"\b(?:this|that|the|our|your|my|its|their|same|whole|(?:which|what)(?! (?:version|edition)\b)) (?:(?:own|same|whole|very|actual|printed|source|roles?|joint|council['’]?s|COUNCIL(?:['’]s)?|\d{{4}}) ){{0,2}}?{_NOUN}\b(?!['’]s)"
    r"|\b(?:what|whatever|the (?:stuff|bit|text|words?|lines?|thing)) (?:that )?(?:i|you|we|they)(?:['’](?:m|re|ve)| am| are| have)?(?: just| been| now| keep)* (?:quot|cit|read|send|rely|show|hand)\w*(?: (?:from|on|round|out|to me|me))*"
    r"|\bthis thing\b"
    r"|\ball (?:of )?(?:this|that|it)\b(?=\W*$|\s+(?:is|was|still|ever|been|agreed|approved|signed)\b)",
    re.IGNORECASE,
)
_FOLDED = re.compile(
    r"\b(?:(?:the|our|this|that|my|your|COUNCIL(?:['’]s)?) )*(?:COUNCIL(?:['’]s)? )?PAPER\b(?: (?:thing|one)\b)?(?: (?:from|of|in|for) COUNCIL\b(?!['’]))?"
)
# 'Of the two Kent protocols', 'your papers': several documents at once.
_PAPERS = re.compile(
    r"\b(?:(?:the|our|your|these|those|both|two|COUNCIL(?:['’]s)?) )+(?:[\w'’-]+ ){0,3}?(?:documents|papers|protocols|summaries|agreements)\b",
    re.IGNORECASE,
)
# 'A reporter asks who wrote it', 'caller wants to know whether it is final': who asks tells nothing of what is asked.
_FRAME = re.compile(
    r"^\W*(?!(?:who|which|what|when|where|how|does|do|is|was|did|has|if)\b)(?:an? |the |my |our )?(?:[\w'’-]+ ){1,3}?(?:asks?|is asking|wants? to know|wonders?)(?: me| us)?:? (?=(?:(?:in|on|by|to|at|of) )?(?:who|whose|whom|which|what|when|where|why|how|whether|if|is|was|did|does|has|are)\b)",
    re.IGNORECASE,
)
_OF = re.compile(r"\s+(?:for|of|between|with)\s+(?:(?:the|our)\s+)?$", re.IGNORECASE)
_PAPER = re.compile(r"\b(?:protocol|agreement|document)\b", re.IGNORECASE)
_SIGN_OFF = re.compile(r"\bsign(?:ed|ing)?[- ]?off\b", re.IGNORECASE)  # nobody's signature


def said(text: str, mentions: Iterable[Mention], documents: Mapping[str, Document]) -> str:
    """The text with each document as PAPER and each council as COUNCIL."""
    mentions = list(mentions)
    papers = {(*_widened(text, m, documents[m.key]), "PAPER") for m in mentions if m.kind == "document"}
    papers = {  # a name may be of two papers
        one for one in papers if not any(one != other and other[0] <= one[0] and one[1] <= other[1] for other in papers)
    }
    councils = {
        (m.start, m.end, "COUNCIL")
        for m in mentions
        if m.kind == "council"
        and not any(start < m.end and m.start < end for start, end, _ in papers)
        and not text[: m.start].endswith("One ")  # a strategy, and no council
    }
    for start, end, place in sorted(papers | councils, reverse=True):
        text = f"{text[:start]}{place}{text[end:]}"
    return _THAT.sub("PAPER", text)


def _widened(text: str, mention: Mention, document: Document) -> tuple[int, int]:
    """Where the name of a document stands with the words around it that are of its names too: 'the DCS accountability
    protocol for the director of children's services'."""
    own = set(t.content(" ".join((document.council, document.title, *document.names))))
    spans = t.spans(text)
    start, end = mention.start, mention.end
    for word, at, to in reversed([span for span in spans if span[2] <= start]):
        if not set(t.content(word)) & own or text[to:start].strip():
            break
        start = at
    reach = end
    for word, at, to in (span for span in spans if span[1] >= end):
        if (
            set(t.content(word)) & own
            and (reach > end or _OF.search(text[end:at]))
            and not re.search(r"[^\s&/\w'’-]", text[reach:at])
        ):
            reach = to
        elif word not in ("for", "of", "the", "our", "and", "between", "with"):
            break
    return start, reach


def folded(said: str) -> str:
    """The same as the examples have it: the document as "the paper"."""
    text = _FOLDED.sub(THE_PAPER, said)
    text = _PAPERS.sub(f"{THE_PAPER}s", text).replace("COUNCIL", "the council")
    return _FRAME.sub("", _SIGN_OFF.sub("approved", _PAPER.sub("paper", text)), count=1)
