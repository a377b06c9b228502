"""Page: a pack as one HTML page for print, after the GOV.UK Design System's typography and spacing in plain CSS.

No crown, no GDS Transport and no outside file: those belong to GOV.UK (https://design-system.service.gov.uk).
"""

from __future__ import annotations

from functools import singledispatch
from html import escape

from learning import layout
from learning.packs import Pack

STYLE = """
@page { size: A4; margin: 16mm 15mm 18mm }
html { background: #fff; color: #0b0c0c; font-family: Arial, Helvetica, "Liberation Sans", "DejaVu Sans", sans-serif }
body { max-width: 46rem; margin: 0 auto; padding: 1.5rem; font-size: 1rem; line-height: 1.4 }
header { border-top: 10px solid #1d70b8; padding-top: 1rem }
h1 { font-size: 2rem; line-height: 1.1; margin: 0 0 .8rem }
h2 { font-size: 1.35rem; line-height: 1.2; margin: 2rem 0 .7rem; border-top: 1px solid #b1b4b6; padding-top: .8rem }
h3 { font-size: 1.1rem; margin: 1.4rem 0 .5rem }
h1, h2, h3, caption { break-after: avoid }
p { margin: 0 0 .6rem }
.warned { border-left: 8px solid #d4351c; padding: .5rem 1rem; margin: 1rem 0; font-weight: 700 }
.said { margin: 0 0 1rem; break-inside: avoid }
.said p { margin: 0 0 .3rem; font-weight: 700 }
.said p.long { font-weight: 400 }
blockquote { margin: 0; padding: .1rem 0 .1rem .9rem; border-left: 4px solid #b1b4b6 }
cite, .small { display: block; font-style: normal; font-size: .85rem; color: #484949 }
.said > cite { padding-left: calc(.9rem + 4px) }
ul { margin: 0 0 1rem; padding-left: 1.3rem }
table { border-collapse: collapse; width: 100%; font-size: .9rem }
caption { text-align: left; font-weight: 700; padding-bottom: .4rem }
th, td { text-align: left; vertical-align: top; padding: .45rem .6rem .45rem 0; border-bottom: 1px solid #b1b4b6 }
tr { break-inside: avoid }
thead { break-after: avoid }
figure { margin: 0 0 1rem; break-inside: avoid }
svg { max-width: 100%; height: auto }
dl.lines { margin: 1.5rem 0 } dl.lines div { display: flex; gap: 1rem; margin: 1.1rem 0 }
dl.lines dt { flex: 0 0 15rem } dl.lines dd { flex: 1; margin: 0; border-bottom: 1px solid #0b0c0c }
@media screen and (max-width: 40rem) {
  table { table-layout: fixed; font-size: .8rem } th, td { overflow-wrap: anywhere; hyphens: auto }
  dl.lines div { display: block } dl.lines dd { height: 1.6rem }
}
@media print {
  body { padding: 0; max-width: none; font-size: 10pt; line-height: 1.3 }
  h2 { margin-top: 1.1rem; padding-top: .5rem } h3 { margin-top: .8rem }
  .said { margin-bottom: .6rem }
  figure svg { max-width: 13cm }
}
"""


SMALL, LONG = ' class="small"', ' class="long"'


def render(pack: Pack) -> bytes:
    """The pack as a whole page, in UTF-8."""
    first, *rest = layout.blocks(pack)
    body = "\n".join(_html(block) for block in rest)
    page = (
        f'<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{escape(pack.title)}</title>\n'
        f"<style>{STYLE}</style>\n</head>\n<body>\n<header>{_html(first)}</header>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )
    return page.encode("utf-8")


@singledispatch
def _html(block: object) -> str:
    raise TypeError(f"no HTML for {type(block).__name__}")


@_html.register
def _(block: layout.Heading) -> str:
    return f"<h{block.level}>{escape(block.text)}</h{block.level}>"


@_html.register
def _(block: layout.Text) -> str:
    return f"<p{SMALL if block.small else ''}>{escape(block.text)}</p>"


@_html.register
def _(block: layout.Warned) -> str:
    return f'<div class="warned">{_paragraphs(block.lines)}</div>'


@_html.register
def _(block: layout.Said) -> str:
    quote = f"<blockquote>“{escape(block.quote)}”</blockquote>" if block.quote else ""
    says = "".join(f"<p{'' if layout.strong(s) else LONG}>{escape(s)}</p>" for s in block.says)
    return f'<div class="said">{says}{quote}<cite>{escape(block.reference)}</cite></div>'


@_html.register
def _(block: layout.Bullets) -> str:
    return f"<ul>{''.join(f'<li>{escape(item)}</li>' for item in block.items)}</ul>"


@_html.register
def _(block: layout.Table) -> str:
    head = "".join(f'<th scope="col">{escape(column)}</th>' for column in block.columns)
    rows = "".join(
        f'<tr><th scope="row">{escape(row[0])}</th>{"".join(f"<td>{escape(cell)}</td>" for cell in row[1:])}</tr>'
        for row in block.rows
    )
    return (
        f"<table><caption>{escape(block.caption)}</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    )


@_html.register
def _(block: layout.Drawn) -> str:
    return f"<figure>{block.picture.svg}</figure>"


@_html.register
def _(block: layout.Lines) -> str:
    return (
        f'<dl class="lines">{"".join(f"<div><dt>{escape(label)}</dt><dd></dd></div>" for label in block.labels)}</dl>'
    )


def _paragraphs(lines: tuple[str, ...]) -> str:
    return "".join(f"<p>{escape(line)}</p>" for line in lines)
