"""Text: words as the knowledge base compares them. Pure functions, no state.

Feeds knowledge.vocabulary, knowledge.spelling, knowledge.store and knowledge.search.
"""

from __future__ import annotations

import re
import unicodedata

LONGEST = 2000  # characters of a message that are read; a longer one is cut and the user is told
END = 700  # … of which so many are its end: after a long story comes what is asked

STOP = frozenset(
    """a an the and or but if then so of to in on at by for from with about into over under up down out off as is are was
    were be been being am do does did doing done have has had having will would shall should can could may might must i
    me my we us our you your he him his she her it its they them their this that these those who whom whose which what
    when where why how there here not no nor only own same than too very just also any all some each every both few more
    most other such get gets got go goes going tell say says said need needs want wants please thanks hi hello ok um er
    thing things bit lot ive im id ill dont doesnt didnt cant wont isnt arent wasnt whats whos hows thats theyre youre
    arent werent hasnt havent hadnt wouldnt couldnt shouldnt mustnt shes hes weve youve theyve wheres whens whod whatd howd theyd youd itd gonna gotta
    supposed meant actually really like know think one ones""".split()
)


def clean(text: str) -> str:
    """A message without control characters, white space folded; of a long one the beginning and the end, cut at words."""
    text = unicodedata.normalize("NFC", text)
    text = "".join(c if unicodedata.category(c)[0] != "C" else " " for c in text)
    text = re.sub(r"\s+", " ", text).strip()
    if len(text) > LONGEST:
        text = f"{text[: LONGEST - END - 3].rsplit(' ', 1)[0]} … {text[-END:].split(' ', 1)[-1]}"
    return text


_CURLY = str.maketrans("‘’‚‛′ʼ´“”„‟″", "'" * 7 + '"' * 5)
_SIGNS = re.compile("[\U0001f3fb-\U0001f3ff\ufe00-\ufe0f]")  # skin tones, and how a sign is to be shown


def typed(text: str) -> str:
    """A message as a keyboard with plain keys would have written it: straight quotation marks, no emoji.

    Telephones write ’ where the wordings have '; neither changes what is asked.
    """
    text = _SIGNS.sub("", text.translate(_CURLY))
    return " ".join("".join(" " if unicodedata.category(c) == "So" else c for c in text).split())


_GREETING = re.compile(
    r"^\W*(?:(?:hi|hiya|hello|hey|dear|good (?:morning|afternoon|evening|day)|morning|afternoon|evening)\b(?: (?:there|all|both|team|everyone|everybody|folks|dutydesk))?"
    r"|hope (?:you are|you're|youre|all is|this finds you) (?:all )?(?:well|ok|fine)|(?:just )?(?:a|one) (?:quick|little|short) (?:question|query|one)|quick (?:question|query|one))"
    r"(?:\s*[,.!:;–-]+\s*|\s+)",
    re.IGNORECASE,
)


def ungreeted(text: str) -> str:
    """A message without the greeting before its question; a greeting alone stays as it is."""
    rest = text
    while match := _GREETING.match(rest):
        rest = rest[match.end() :]
    return rest if len(words(rest)) >= 2 else text


def fold(text: str) -> str:
    """Lower case, accents and curly apostrophes gone, & spelt out: the form in which names are compared."""
    if text.isascii():  # nearly every word
        return text.lower().replace("&", " and ")
    text = unicodedata.normalize("NFKD", text.casefold())
    text = "".join(c for c in text if not unicodedata.combining(c))
    return text.replace("’", "'").replace("‘", "'").replace("&", " and ").replace("–", "-").replace("—", "-")


def spans(text: str) -> tuple[tuple[str, int, int], ...]:
    """The words of `text`, folded, possessive 's removed, with their character offsets."""
    lowered = text.lower()
    if len(lowered) != len(text):  # a few letters change length in lower case; then compare as they are
        lowered = text
    found = []
    for match in re.finditer(r"[^\W_]+(?:['’][^\W\d_]+)?|&", lowered):
        word = "and" if match[0] == "&" else fold(match[0])
        word = word[:-2] if word.endswith("'s") else word.replace("'", "")
        found.append((word, match.start(), match.end()))
    return tuple(found)


def words(text: str) -> list[str]:
    """The words of `text`, folded."""
    return [word for word, _, _ in spans(text)]


def asked(text: str) -> str | None:
    """The sentence of a longer message that asks; None for a message of one sentence."""
    parts = [part for part in re.split(r"(?<=[.?!:;])\s+|\s+[-–—]\s+", text) if len(content(part)) >= 2]
    if len(parts) < 2:
        return None
    asking = [part for part in parts if part.endswith("?")] or parts[-1:]
    return max(asking, key=lambda part: len(content(part)))


def stem(word: str) -> str:
    """A light stem for English plurals and verb endings; enough to join 'refer', 'referral' and 'referrals'."""
    if len(word) <= 3 or not word.isalpha():
        return word
    for ending, keep in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= keep:
            word = word[: -len(ending)]
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "ls":
        word = word[:-1]
    return word[:-1] if len(word) > 4 and word.endswith("e") else word[:-1] + "i" if word.endswith("y") else word


_ENDINGS = (
    ("ations", 3), ("ation", 3), ("ements", 4), ("ement", 4), ("ingly", 3), ("edly", 3), ("ings", 3), ("ments", 4),
    ("ment", 4), ("rals", 3), ("ral", 3), ("ances", 3), ("ance", 3), ("ers", 3), ("ing", 3), ("ies", 2), ("ied", 2),
    ("ors", 4), ("or", 4), ("er", 4), ("ed", 3), ("es", 3), ("ly", 3), ("s", 3),
)  # fmt: skip


def content(text: str) -> list[str]:
    """The stems of the words that carry meaning."""
    return [stem(word) for word in words(text) if word not in STOP and len(word) > 1]
