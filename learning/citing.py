"""Citing: whether a free answer names a clause, in any usual way of writing it.

Reads learning.listening and the vocabulary of the store; used by learning.marking.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from knowledge import text as t
from knowledge.vocabulary import Mention, Vocabulary, singular
from learning.listening import Heard

Token = str | frozenset[str]

NUMBERS = {word: str(number) for number, words in enumerate(
    ("first one", "second two", "third three", "fourth four", "fifth five", "sixth six", "seventh seven",
     "eighth eight", "ninth nine", "tenth ten", "eleventh eleven", "twelfth twelve", "thirteenth thirteen",
     "fourteenth fourteen", "fifteenth fifteen", "sixteenth sixteen", "seventeenth seventeen", "eighteenth eighteen"),
    1) for word in words.split()}  # fmt: skip
OF = frozenset("of in under from for on".split())
SILENT = frozenset(
    """clause clauses section sections paragraph para paras point item bullet number no article the and as per see annex
    report protocol list s by to st nd rd th all""".split()
)
_CUE = re.compile(r"(?:\b(?:clause|section|paragraph|para|point|item|bullet|number|no|annex|article)\.?\s*|[§#]\s*)$")


def cites(heard: Heard, reference: str, quote: str, vocabulary: Vocabulary) -> bool:
    """Whether the answer names this clause, or quotes eight of its words in a row.

    'CDCC 2', 'clause 2 of the CDCC list', 'the second CDCC bullet', '5 iii c', 'clause 9' for its paragraphs. A lead-in
    is called by its office alone; to name the office is not to cite it.
    """
    if _quoted(heard.text, quote):
        return True
    wanted = [token for token in _tokens(reference, vocabulary.mentions(reference)) if token != "of"]
    if not any(isinstance(token, str) for token in wanted) or _other_part(heard, reference):
        return False
    if len(wanted) == 1 or "," in reference:
        number = str(wanted[0])
        if re.search(r"\d", number):
            if _cued(heard.text, number):
                return True
            if len(wanted) == 1:
                return False
    said = _tokens(heard.text, heard.mentions)
    plain = [token for token in said if token != "of"]
    ways = [wanted]
    if len(wanted) > 2 and all(isinstance(token, str) for token in wanted):
        ways.append(wanted[:-1])  # 5(iii) for 5(iii)c
    turned: list[Token] = [*wanted[-1:], "of", *wanted[:-1]]  # clause 2 of the CDCC
    ordinal: list[Token] = [*wanted[-1:], *wanted[:-1]]  # the second CDCC bullet
    return (
        any(_stands_in(way, plain) for way in ways)
        or _stands_in(turned, said)
        or _number_of_named(wanted, plain, heard.text)
        or (bool(re.search(r"(?i)(?:st|nd|rd|th)\b", heard.text)) and _stands_in(ordinal, said))
    )


def _number_of_named(wanted: Sequence[Token], said: Sequence[Token], text: str) -> bool:
    """'The DCS shares it, clause 10': the clause's number, and its office anywhere in the answer."""
    if len(wanted) != 2 or not isinstance(wanted[0], frozenset) or not isinstance(wanted[1], str):
        return False
    return _cued(text, wanted[1]) and any(_same(wanted[0], token) for token in said)


def counted(heard: Heard) -> int:
    """How many numbers an answer names: a list of all clauses shows no knowledge of one."""
    return len(re.findall(r"\d+(?:\.\d+)*", heard.text))


def _cued(text: str, number: str) -> bool:
    """Whether the number stands there as a clause's: 'clause 9', not '9 days'."""
    places = re.finditer(rf"\b{re.escape(number)}\b(?!\.\d)", text)
    return any(_CUE.search(t.fold(text[: place.start()])) for place in places)


def _other_part(heard: Heard, reference: str) -> bool:
    """Whether the answer speaks of the report where the clause is in the annex, or the other way round."""
    part, other = ("annex", "report") if reference.startswith("annex") else ("report", "annex")
    words = {word.text for word in heard.words}
    return reference.startswith(("annex", "report")) and other in words and part not in words


def _tokens(text: str, mentions: Iterable[Mention]) -> list[Token]:
    """A text as what can be part of a reference: offices as the families they name, numbers, other words."""
    offices: dict[tuple[int, int], set[str]] = {}
    for mention in mentions:
        if mention.kind == "family":
            offices.setdefault((mention.start, mention.end), set()).add(mention.key)
    pieces: list[tuple[int, Token]] = [(span[0], frozenset(keys)) for span, keys in offices.items()]
    lowered = text.lower() if len(text.lower()) == len(text) else text
    for match in re.finditer(r"\d+|[^\W\d_]+", lowered):
        if not any(start <= match.start() < end for start, end in offices):
            word = NUMBERS.get(match[0], match[0])
            if word not in SILENT:
                pieces.append((match.start(), "of" if word in OF else singular(word)))
    return [piece for _, piece in sorted(pieces, key=lambda piece: piece[0])]


def _stands_in(wanted: Sequence[Token], said: Sequence[Token]) -> bool:
    """Whether these tokens follow one another."""
    size = len(wanted)
    return any(
        all(_same(one, other) for one, other in zip(wanted, said[at : at + size], strict=True))
        for at in range(len(said) - size + 1)
    )


def _same(one: Token, other: Token) -> bool:
    if isinstance(one, frozenset) and isinstance(other, frozenset):
        return bool(one & other)
    return one == other


def _quoted(text: str, quote: str, run: int = 8) -> bool:
    said, words = " ".join(t.words(text)), t.words(quote)
    run = min(run, len(words))
    return run >= 4 and any(" ".join(words[at : at + run]) in said for at in range(len(words) - run + 1))
