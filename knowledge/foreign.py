"""Foreign: whether a message is written in another language than English, which is all that this knowledge base reads.

Asked by bot.nlu.cleaning before words are mended towards English ones. It looks at the letters, and at the small words
that languages are held together by, of those spoken most in English councils beside English (Office for National
Statistics, Census 2021, main language) and Welsh. Where it doubts, it says no: a question is tried rather than turned away.
"""

from __future__ import annotations

import re
import unicodedata

from knowledge import names
from knowledge.text import STOP

FEWEST = 3  # words; fewer may be a name
SURE = 2  # small words of another language that are no chance, where English has fewer in it
# None of these is an English word or a short form of one.
_SMALL = """
    kto jest nie się czy jak gdzie kiedy dziecko dziecku że moje mój muszę teraz proszę pomocy mam ktoś dzieci
    cine este nu și să în pentru copil copilul copii unde când trebuie acum vă
    qui que quoi est une les des dans avec pour sur mon mes je nous vous cette enfant enfants quand comment pourquoi dois
    quién quien qué una los las niño niña niños está están por cómo cuándo dónde debo
    quem uma crianças criança não onde quando você meu
    chi sono gli bambino bambini bambina perché dove devo questo
    wer ist und ein eine das der nicht wann muss ich wie kind
    pwy yw mae plentyn plant sut beth ble pryd rhaid
    kim nasıl bir çocuk çocuğu nerede için ne zaman
    waa ilmo caruur maxaa kas yra vaikas
""".split()
SMALL = frozenset(_SMALL) - STOP - {"kind", "plant", "mon", "des", "plan", "bob", "kim"}


def foreign(text: str) -> bool:
    """Whether a message, as it was typed, is most likely in another language."""
    letters = [c for c in text if c.isalpha()]
    if len(letters) >= FEWEST and 2 * sum(unicodedata.name(c, "").startswith("LATIN") for c in letters) < len(letters):
        return True
    words = re.findall(r"[^\W\d_]+", text.casefold())
    theirs = sum(word in SMALL for word in words)
    ours = sum(word in STOP for word in words)
    if len(words) < FEWEST or theirs <= ours:
        return False
    if theirs >= SURE:
        return True
    english = names.english()
    return 2 * sum(word in english for word in words) <= len(words)
