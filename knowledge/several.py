"""Several: a message with more than one question, taken apart, and the outcomes drawn together again.

Used by knowledge.answers. Each question is answered on its own; what could not be answered is said for that question.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge import sayings
from knowledge import text as t
from knowledge.outcomes import Answer, Outcome
from knowledge.questions import Kind
from knowledge.readings import CUES

MOST = 4  # questions of one message that are answered
EACH = 3  # citations for each of them
_ASKS = re.compile(
    r"^(?:and |but |also |so |ok |then |plus |or )*(?:who|whom|whose|what|whats|when|where|which|how|why|is|are|do|does|did|can|could"
    r"|must|should|has|have|will|would|may)\b",
    re.IGNORECASE,
)
# 'and if he moves away, who makes sure …': a case before the question
_IN_CASE = re.compile(
    r"^(?:and |but |also |so |then )*(?:if|when|once|after|before|where|in|for)\b[^,?]{3,80},\s*(?:who|whom|whose|what|when|where|which|how)\b",
    re.IGNORECASE,
)
# … after a first one: 'in Leicester who gives cabinet …', 'two things: who makes sure …'
_EARLY = re.compile(
    r"^(?:(?:[\w'’]+[\s,:.]+){0,7}|[^:?]{0,80}:\s*)(?:who|whom|whose|what|whats|when|where|which|how|why|is|are|do|does|can|must|should)\b",
    re.IGNORECASE,
)
_OPEN = re.compile(
    r"^(?:and |but |also |so |ok |then )*(?:how often|how long|how much|how many|when|who chairs|who attends|what is the|what's the)\b",
    re.IGNORECASE,
)
# 'who chairs it and how often does it meet': a second question begins after 'and'
_JOINED = re.compile(
    r"(?:,\s*|\s+)(?:and|plus|&)\s+(?:also\s+|then\s+)?(?=(?:who|whom|whose|what|when|where|which|how often|how many|how long)\b)"
    r"|,\s+(?=(?:do|does|did|is|are|was|were|can|could|must|should|has|have)\s+(?!(?:we|they|i|you|he|she|it|there)\W*$)[^,?.]+,\s*(?:and|plus|&)\s)"
    r"|,\s+(?=(?:who|whom|whose|what|when|where|which|how)\b[^,?.]+,\s*(?:and|plus|&)\s+(?:who|whom|whose|what|when|where|which|how)\b)",
    re.IGNORECASE,
)
_SENTENCES = re.compile(r"(?<=[?])\s+|(?<=[.!])\s+(?=[A-Z0-9\"'“(])|\n+|;\s+|\s+(?=\(?[2-9][).]\s)")
# 'Giving out cases: what is down to the team manager and what is down to the service manager?'
_TOPIC = re.compile(r"[^:?]{8,80}:(?=\s)")
_NO_TOPIC = frozenset(
    t.content(
        "two three four couple quick questions things thing question caller help please quiz today now again last first"
    )
)
# 'Head teacher. who must …': whoever asks says so first
_CALLER = re.compile(
    r"^(?:[\w'’-]+\s+){0,2}[^\W\d][\w'’-]*[.!]\s+(?=(?:who|whom|whose|what|when|where|which|how)\b)", re.IGNORECASE
)
_NUMBER = re.compile(r"^\(?\d[).]\s*")
_ORDINALS = ("First", "Second", "Third", "Fourth")


def parts(text: str) -> list[str]:
    """The questions of a message, each with the sentences before it that set its scene; one where it asks one thing."""
    found: list[str] = []
    caller = _CALLER.match(text)
    scene = caller[0].strip() if caller else ""
    asked = text[caller.end() :] if caller else text
    for sentence in (piece for whole in _SENTENCES.split(asked) for piece in _split(_NUMBER.sub("", whole.strip()))):
        asks = _ASKS.match(sentence.rpartition(":")[2].strip()) or _IN_CASE.match(sentence)
        asking = sentence.endswith("?") or bool(asks)
        if asking and len(t.content(sentence)) >= (1 if _OPEN.match(sentence) else 2):
            found.append(f"{scene} {sentence}".strip())
            scene = ""
        elif found:
            found[-1] += f" {sentence}"
        else:
            scene += f" {sentence}"
    return found if len(found) > 1 else [text]


def first_kind(kind: Kind, asked: Sequence[str]) -> Kind:
    """The kind of the first of several questions, of which `kind` was recognised as a whole: 'who gets its report, and
    who does it report to?' is known by its second question."""
    cue = dict(CUES).get(kind)
    later = cue and not cue.search(asked[0]) and any(cue.search(text) for text in asked[1:])
    return Kind.UNSURE if later else kind


def _split(sentence: str) -> list[str]:
    """A sentence of two joined questions as two; only where the first one asks too."""
    topic = _TOPIC.match(sentence)
    head = topic[0] if topic and len(set(t.content(topic[0])) - _NO_TOPIC) > 1 else ""
    first, *rest = _JOINED.split(sentence)
    pieces = [first, *(f"{head} {piece}".strip() for piece in rest)]
    if not rest or not _EARLY.match(sentence) or any(len(t.content(piece)) < 2 for piece in pieces):
        return [sentence] if sentence else []
    return pieces


def together(outcomes: Sequence[Outcome]) -> Answer | None:
    """One answer out of several outcomes; None where none of them is an answer, or all rest on the same clauses."""
    if not any(isinstance(outcome, Answer) for outcome in outcomes):
        return None
    if len({tuple((c.document, c.clause) for c in outcome.citations) for outcome in outcomes}) == 1:
        return None
    says: list[str] = []
    for ordinal, outcome in zip(_ORDINALS, outcomes, strict=False):
        first, *rest = outcome.says or (sayings.SEE_CLAUSE,)
        says += [f"{ordinal} question: {first}", *rest]
    citations = {(c.document, c.clause): c for o in outcomes for c in o.citations[:EACH]}
    nearest = {
        (c.document, c.clause): c for o in outcomes for c in o.nearest if (c.document, c.clause) not in citations
    }
    return Answer(
        says=tuple(says), citations=tuple(citations.values()), nearest=tuple(nearest.values()),
        options=outcomes[-1].options, notes=tuple(dict.fromkeys(note for o in outcomes for note in o.notes)),
    )  # fmt: skip
