"""HTML: an outcome as markup for the web page: the same parts in the same order as plain text. A pure function.

Everything that is said or quoted is escaped; the design is the GOV.UK Design System's, the template beside this module.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import jinja2
from markupsafe import Markup

from bot.rendering.links import address
from knowledge.outcomes import Outcome

URGENT = 2  # sentences of the danger text: call 999, then tell children's social care
# Colours of a standing: only an approved document is green.
TAGS = {"approved": "green", "authorised": "green", "draft": "yellow", "proposed": "yellow", "review overdue": "orange"}


def answer_html(outcome: Outcome, latest: bool = True) -> Markup:
    """The outcome as HTML. Of one that is not the latest, options can no longer be chosen and danger no longer alerts."""
    cut = URGENT if outcome.safety_first else 0
    return Markup(
        _template().render(
            outcome=outcome,
            urgent=outcome.says[:cut],
            says=outcome.says[cut:],
            superseded=tuple(dict.fromkeys(note for citation in outcome.citations for note in citation.notes)),
            latest=latest,
        )
    )


@cache
def _template() -> jinja2.Template:
    templates = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True, trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    templates.globals.update(address=address, tags=TAGS)
    return templates.get_template("outcome.html")
