"""Page: a pack as one HTML page for print, after the GOV.UK Design System's typography and spacing in plain CSS.

No crown, no GDS Transport and no outside file: those belong to GOV.UK (https://design-system.service.gov.uk).
"""

from __future__ import annotations

from functools import singledispatch
from html import escape
from itertools import groupby

from learning import layout
from learning.packs import Pack
from learning.sheet import Row, Sheet, fitted

STYLE = """
@page { size: A4; margin: 16mm 15mm 18mm }
@page :first { margin: 12mm }
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
cite { display: block; font-style: normal; font-size: .85rem; color: #484949 }
.said > cite { padding-left: calc(.9rem + 4px) }
ul { margin: 0 0 1rem; padding-left: 1.3rem }
table { border-collapse: collapse; width: 100%; font-size: .9rem }
caption { text-align: left; font-weight: 700; padding-bottom: .4rem }
th, td { text-align: left; vertical-align: top; padding: .45rem .6rem .45rem 0; border-bottom: 1px solid #b1b4b6 }
tr { break-inside: avoid }
thead { break-after: avoid }
figure { margin: 0 0 1rem; break-inside: avoid }
svg { max-width: 100%; height: auto }
.clause { color: #484949 }
.foot { border-top: 1px solid #b1b4b6; padding-top: .6rem }
.foot .small { font-size: .85rem; color: #484949 }
dl { display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; margin: 1rem 0 1.5rem }
dl div { flex: 1 1 11rem } dt { height: 2.2rem } dd { margin: 0; border-bottom: 1px solid #0b0c0c }
@media screen and (max-width: 40rem) {
  table { table-layout: fixed; font-size: .8rem } th, td { overflow-wrap: anywhere; hyphens: auto }
}
@media print {
  body { padding: 0; max-width: none; font-size: 10pt; line-height: 1.3 }
  h2 { margin-top: 1.1rem; padding-top: .5rem } h3 { margin-top: .8rem }
  .said { margin-bottom: .6rem }
  figure svg { max-width: 13cm }
  .sheet { break-after: page; font-size: var(--size) }
  header { border-top-width: 2mm; padding-top: 2.5mm }
  h1 { font-size: 18pt; margin-bottom: 1.5mm }
  header p { font-size: var(--aside); margin-bottom: .8mm }
  .warned { border-left-width: 1.6mm; padding: 0 0 0 3mm; margin: 2mm 0 } .warned p { font-size: var(--danger); margin: 0 }
  .rows { columns: var(--columns); column-gap: 7mm }
  .rows h2 { font-size: calc(var(--size) + 2pt); margin: 2.5mm 0 .8mm; border: 0; padding: 0 } .rows h2:first-child { margin-top: 0 }
  .rows h3 { font-size: var(--size); margin: 1.2mm 0 .5mm }
  .rows p, .rows li { margin: 0 0 .7mm; break-inside: avoid } .rows ul { margin: 0; padding-left: 1.2em }
  .foot { margin-top: 2.5mm; padding-top: 1.5mm } .foot p { font-size: var(--aside); margin: 0 } .foot .small { font-size: 7pt }
  dl { gap: 6mm; flex-wrap: nowrap; margin: 1mm 0 1.5mm } dt { font-size: var(--aside); height: 9mm }
}
"""


LONG = ' class="long"'
_TAGS = {"heading": "h2", "topic": "h3", "text": "p", "item": "li"}


def render(pack: Pack) -> bytes:
    """The pack as a whole page, in UTF-8."""
    blocks = list(layout.blocks(pack))
    fit = next(fitted(block) for block in blocks if isinstance(block, Sheet))
    body = "\n".join(_html(block) for block in blocks)
    page = (
        f'<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{escape(pack.title)}</title>\n'
        f"<style>{STYLE}:root {{ --size: {fit.size}pt; --columns: {fit.columns}; --danger: {fit.danger}pt; "
        f"--aside: {fit.aside}pt }}\n</style>\n</head>\n"
        f"<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )
    return page.encode("utf-8")


@singledispatch
def _html(block: object) -> str:
    raise TypeError(f"no HTML for {type(block).__name__}")


@_html.register
def _(block: Sheet) -> str:
    rows = "\n".join(
        f"<ul>{''.join(map(_row, group))}</ul>" if kind == "item" else "".join(map(_row, group))
        for kind, group in groupby(block.rows, key=lambda row: row.kind)
    )
    lines = "".join(f"<div><dt>{escape(label)}</dt><dd></dd></div>" for label in block.labels)
    return (
        f'<section class="sheet">\n<header><h1>{escape(block.title)}</h1>{_paragraphs(block.standing)}</header>\n'
        f'<div class="warned">{_paragraphs(block.danger)}</div>\n<div class="rows">\n{rows}\n</div>\n'
        f'<div class="foot">{_paragraphs(block.contacts)}<dl>{lines}</dl>'
        f'<p class="small">{escape(block.foot)}</p></div>\n</section>'
    )


def _row(row: Row) -> str:
    clause = f'<span class="clause">{escape(row.bracketed)}</span>' if row.clause else ""
    return f"<{_TAGS[row.kind]}>{escape(row.text)}{clause}</{_TAGS[row.kind]}>"


@_html.register
def _(block: layout.Heading) -> str:
    return f"<h{block.level}>{escape(block.text)}</h{block.level}>"


@_html.register
def _(block: layout.Text) -> str:
    return f"<p>{escape(block.text)}</p>"


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


def _paragraphs(lines: tuple[str, ...]) -> str:
    return "".join(f"<p>{escape(line)}</p>" for line in lines)
