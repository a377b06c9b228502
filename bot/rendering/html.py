"""HTML: an outcome as markup for the web page: the same words in the same order as plain text. Pure functions.

Everything that is said or quoted is escaped; the design is the GOV.UK Design System's, the template beside this module.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import jinja2
from markupsafe import Markup

from bot.rendering.links import address
from bot.rendering.wording import NEAREST, dated_words, quoted, source
from knowledge import sayings
from knowledge.citations import Citation
from knowledge.outcomes import Option, Outcome
from learning import hearing

URGENT = 2  # sentences of the danger text: call 999, then tell children's social care
# Colours of a standing: only an approved document is green.
TAGS = {"approved": "green", "authorised": "green", "draft": "yellow", "proposed": "yellow", "review overdue": "orange"}


def answer_html(outcome: Outcome, latest: bool = True) -> Markup:
    """The outcome as HTML. Of one that is not the latest, options can no longer be chosen and danger no longer alerts."""
    cut = URGENT if outcome.safety_first else 0
    answers = [option for option in outcome.options if hearing.given(option.message)]
    return Markup(
        _template("outcome.html").render(
            outcome=outcome,
            answers=answers,
            others=[option for option in outcome.options if option not in answers] + _more(outcome),
            past=answers if outcome.status == "lesson" else outcome.options,
            forward=_FORWARD,
            strong=_strong(outcome, bool(answers)),
            urgent=outcome.says[:cut],
            says=outcome.says[cut:],
            superseded=dated_words(outcome),
            latest=latest,
        )
    )


def citation_html(citation: Citation) -> Markup:
    """One clause as a card: the quote, and under it where it stands and the standing of its document."""
    return Markup(_template("citation.html").render(citation=citation))


def _more(outcome: Outcome) -> list[Option]:
    """A button for the word that brings the rest of a list, where a list is not whole."""
    return [Option(label="Show the rest", message="more")] if any(sayings.REST in said for said in outcome.says) else []


_FORWARD = frozenset(("Next", "Finish", "Next question", "Next scenario", "Go on"))  # ways on, unlike 'Delete them'
_STEP = re.compile(r"Step \d+ of \d+\. ")


def _strong(outcome: Outcome, asks: bool) -> frozenset[str]:
    """The sentences of a lesson that say where one is: its step, its question, whether an answer was right."""
    if outcome.status != "lesson":
        return frozenset()
    said = {sentence for sentence in outcome.says if _STEP.match(sentence) or sentence in ("Right.", "Not right.")}
    return frozenset(said | ({outcome.says[-1]} if asks and outcome.says else set()))


@cache
def _template(name: str) -> jinja2.Template:
    templates = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True, trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    templates.globals.update(address=address, tags=TAGS, quoted=quoted, source=source, NEAREST=NEAREST)
    return templates.get_template(name)
