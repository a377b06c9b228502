"""Private: personal data in a message is taken out before anything else sees it, and is never echoed or kept.

Patterns for what has a form (e-mail, telephone, NHS number, date of birth, postcode, address, case number), and names of
people by their shape: capitalised words that neither English nor the documents know. Names that stand in the documents
are not hidden. Sources of the forms: Ofcom number ranges; NHS number, ten digits with a mod 11 check; Royal Mail postcodes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from knowledge.text import STOP

TOLD = "Please leave out names, dates of birth, addresses and numbers of children and families: I do not need them and have not kept them."

_FORMS = (
    ("email", r"\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    ("phone", r"(?<!\d)(?:\+44\s?|0)(?:\d[\s-]?){9,10}(?!\d)"),
    ("nhs", r"(?:\bNHS\s*(?:no|number|num)?\.?:?\s*)?(?<!\d)\d{3}[\s-]?\d{3}[\s-]?\d{4}(?!\d)"),
    ("birth", r"\b(?:d\.?o\.?b\.?|date of birth|born(?: on)?)\W{0,3}(?:\d{1,2}(?:st|nd|rd|th)?[\s/.-]+(?:\d{1,2}|[A-Z][a-z]{2,8})[\s/.-]+\d{2,4}|\d{4}-\d{2}-\d{2})"),
    ("date", r"\b\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)?\d{2}\b"),
    ("postcode", r"\b[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}\b"),
    ("address", r"\b(?:[Ff]lat\s+\w+,?\s+)?\d{1,4}[A-Za-z]?,?\s+(?:[A-Z][\w'’-]+\s+){1,3}(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Close|Court|Ct|Drive|Dr|Way|Gardens|Grove|Place|Crescent|Terrace|Square|Mews|Walk|Hill|Row|Park|Rise|View)\b"),
    ("case", r"(?i:\b(?:case|ref(?:erence)?|file)\s*(?:no\.?|number)?\s*[:#]?\s*[A-Z0-9]*\d{3,}[A-Z0-9/-]*\b)"),
)  # fmt: skip
_PATTERNS = tuple((kind, re.compile(pattern)) for kind, pattern in _FORMS)
_TITLE = r"(?:Mr|Mrs|Ms|Miss|Mx|Dr|Cllr|Councillor)\.?"
_TITLED = re.compile(r"\b(?:(?i:mr|mrs|ms|mx)|Miss|Dr)\.?\s+([A-Za-zà-ÿ'’-]{2,})")
_PART = r"(?:Mac|Mc|O['’]|D['’])?[A-Z][a-zà-ÿ'’]+(?:-[A-Z][a-zà-ÿ]+)*"
_NAME = re.compile(rf"(?:{_TITLE}\s+)?\b{_PART}(?:\s+(?:[A-Z]\.?\s+)?{_PART}){{0,2}}(?!\w)")
# A name in small letters, where the words around it say that it is one: 'a boy called jayden smith', 'kaylee in year 4'.
_INTRODUCED = re.compile(
    r"\b(?:called|named|name is|name's|names|surname)\s+([a-z][a-z'’-]+)(?:\s+([a-z][a-z'’-]+))?"
    r"|\b([a-z][a-z'’-]+)(?:\s+([a-z][a-z'’-]+))?,?\s+(?:in year \d+|in reception|aged \d+|age \d+|who is \d+|\(\d{1,2}\)|born )"
)
# A name as people give it beside whose it is: 'her son Kyan', 'a lad called Jaxon', 'mum is Shanice'.
_BESIDE = re.compile(
    r"\b(?:(?:son|daughter|boy|girl|lad|lass|baby|toddler|child|kid|pupil|teenager|brother|sister|twins?|mum|mother|dad|father|stepdad|partner|boyfriend"
    r"|gran|nan|uncle|aunt|client|carer)(?:'s| is|,)?|called|named|name is|name's)\s+([A-Z][a-zà-ÿ'’-]+)(?:\s+([A-Z][a-zà-ÿ'’-]+))?"
)
# 'Callum Walshall': a first name that is no other word makes a name of what follows it, however near that comes to a place.
_PAIR = re.compile(r"\b([A-Z][a-z]{2,})(?=\s+([A-Z][a-zà-ÿ'’-]{2,}))")
# 'Re Tyler Bracewell, dob …': where it can be nothing but a name.
_WHOSE = re.compile(
    r"^\W*(?i:re|regarding|concerning)\W+([A-Z][a-z]+)\s+([A-Z][a-zà-ÿ-]+)\b"
    r"|\b([A-Z][a-z]+)\s+([A-Z][a-zà-ÿ-]+),? \(?(?i:d\.?o\.?b|date of birth|born|aged? \d)"
    r"|\b([A-Z][a-z]+)\s+([A-Z][a-zà-ÿ-]+)['’]s (?:mum|mother|dad|father|gran|nan|brother|sister|parents|foster|key ?worker|social worker)\b"
)
# What stood around items that are gone: 'Re someone, , : who …'; and whom a message is about, where that is all it says.
_LEFT_OVER = re.compile(r"^\W*(?i:re|regarding|concerning)\W+someone[\s,]*:\s*|(?:\s*,)+(?=\s*(?:[,:;.?!]|$))")
# Capital letters that begin no name: 'I'm', 'I've', 'They're', and what people say while they think.
_NO_NAME = re.compile(
    r"(?:i|you|he|she|it|we|they|who|what|where|how|that|there)['’](?:m|ve|d|ll|re|s)|[a-z]+n['’]t|hm+|u+m+|er+m*|ah+|oh+",
    re.IGNORECASE,
)
_PERSON_FOLLOWS = re.compile(
    r"\s*(?:,|\(|is\b|was\b|has\b|keeps\b|came\b|told\b|says\b|said\b|in year\b|aged\b|who\b|and (?:his|her)\b)"
)


@dataclass(frozen=True)
class Masked:
    """A message without personal data, and which kinds were in it."""

    text: str
    kinds: tuple[str, ...]


class Mask:
    """Takes personal data out of messages.

    `known` are words of the documents, `english` ordinary words, `public` names of people in the documents; lower case.
    `mend` gives the word of an office's or body's name that a mistyped word stands for, or the word itself.
    """

    def __init__(
        self, known: frozenset[str], english: frozenset[str], public: frozenset[str] = frozenset(),
        mend: Callable[[str], str] = str,
    ):  # fmt: skip
        self.known, self.english, self.public, self.mend = known, english, public, mend

    def __call__(self, text: str) -> Masked:
        """The message with each item replaced by a neutral word: a name becomes 'someone', all else goes."""
        kinds: list[str] = []
        for kind, pattern in _PATTERNS:
            text, count = pattern.subn(" ", text)
            kinds += [kind] * bool(count)
        text, names = self._names(text)
        if kinds or names:
            text = _LEFT_OVER.sub("", text)
        return Masked(re.sub(r"\s+", " ", text).strip(), tuple(kinds + ["name"] * names))

    def beside(self, text: str) -> frozenset[str]:
        """Words, in small letters, that stand where somebody's name does, or in an address: no slips of other words."""
        formed = (match[0] for _, pattern in _PATTERNS for match in pattern.finditer(text))
        spared = [word for form in formed for word in re.findall(r"[A-Za-z'’]+", form)]
        words = (word for match in _BESIDE.finditer(text) for word in match.groups() if word)
        pairs = (match.groups() for match in _PAIR.finditer(text))
        named = [word for pair in pairs if self._first(pair[0]) for word in pair]
        whose = ([word for word in match.groups() if word] for match in _WHOSE.finditer(text))
        named += [word for pair in whose if not self._known(pair[0]) for word in pair]
        sure = (word for word in named if not self._known(word))
        spared += [*sure, *(word for word in words if not self._slip(word))]
        return frozenset(word.lower() for word in spared)

    def _first(self, word: str) -> bool:
        """Whether a capitalised word can be nothing but somebody's first name."""
        return not self._slip(word) and word.lower() not in self.english and word.lower() not in STOP

    def _names(self, text: str) -> tuple[str, bool]:
        found: set[str] = {match[1] for match in _TITLED.finditer(text) if match[1].lower() not in STOP}
        for match in _NAME.finditer(text):
            words = re.findall(r"[A-Za-zà-ÿ'’]+", match[0])
            if re.match(_TITLE, match[0]) and len(words) > 1:
                words = words[1:]
            while words and (self._known(words[0]) or words[0].lower() in STOP or _NO_NAME.fullmatch(words[0])):
                words = words[1:]  # 'Referred', 'The', 'I've', an office before the name
            if " ".join(words).lower() in self.public or self._slipped(words):
                continue
            if len(words) > 1 or (words and self._single(words[0], text, match)):
                found.update(words)
        for match in _INTRODUCED.finditer(text):
            first, *rest = (word for word in match.groups() if word)
            if not self._known(first) and first not in self.english and first not in STOP:
                found.update(word for word in (first, *rest) if word not in STOP)
        surnames = {word for name in self.public for word in name.split()}
        hidden = {word for word in found if len(found) > 1 or word.lower() not in surnames}
        for word in sorted(hidden, key=len, reverse=True):
            text = re.sub(rf"(?:{_TITLE}\s+)?\b{re.escape(word)}\b(?:['’]s)?", " someone ", text)
        return re.sub(r"(?:someone[\s-]+)+someone", "someone", text), bool(hidden)

    def _slipped(self, words: Sequence[str]) -> bool:
        """Whether several words are the mistyped name of an office or body: 'Counyt Youuth Justtice Boadr'."""
        return len(words) > 1 and all(self._slip(word) for word in words)

    def _slip(self, word: str) -> bool:
        return self._known(word) or (len(word) > 4 and self._known(self.mend(word.lower())))

    def _known(self, word: str) -> bool:
        """Whether the documents or their vocabulary hold the word."""
        lower = word.lower().replace("’", "'").removesuffix("'s")
        return lower in self.known or lower.rstrip("s") in self.known

    def _single(self, word: str, text: str, match: re.Match[str]) -> bool:
        """A single capitalised word: a name unless it is English, or opens a sentence, or all words are capitalised."""
        if word.lower().removesuffix("'s") in self.english or not word.replace("'", "").isalpha():
            return False
        before = re.search(r"\b([A-Z][a-z]+)\s+$", text[: match.start()])
        if before and self._slip(before[1]) and self._slip(word):
            return False  # the end of a long mistyped name
        at = text.index(word, match.start())  # after what was no part of the name
        opens = not _NO_NAME.fullmatch(text[:at].split()[-1]) if at > match.start() else True
        opens = opens and (match.start() == 0 or text[: match.start()].rstrip().endswith((".", "!", "?", ":")))
        shouted = sum(w.isupper() for w in text.split()) > len(text.split()) / 2
        return not shouted and (not opens or bool(_PERSON_FOLLOWS.match(text, match.end())))
