"""GIFT: quizzes as Moodle's text format, written and read (docs.moodle.org/en/GIFT_format). Pure.

A question's clause stands in its title, `::document/clause::`, because Moodle keeps the title as the question's name and
writes it out again; comments are lost there. Several clauses are joined by ' + '; what follows ' | ' is the writer's own.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence

from knowledge import standings
from knowledge.citations import Citation
from knowledge.closed import Closed
from knowledge.errors import KnowledgeError
from knowledge.rules import nearest
from knowledge.store import Store
from learning.posed import MOST_OPTIONS, Posed, own

LARGEST = 1_000_000  # characters of a file
LONGEST = {"question": 1000, "option": 300, "feedback": 1000, "explanation": 3000}
EXAMPLE = "::dudley-roles-2006/All Councillors 1::"
_SPECIAL = "~=#{}:\\"
_HIDDEN = {char: chr(0xE000 + n) for n, char in enumerate(_SPECIAL)} | {"n": "\ue00f"}
_SHOWN = {ord(hidden): "\n" if char == "n" else char for char, hidden in _HIDDEN.items()}

# What can be wrong, and how to mend it.
FAULTS = {
    "not_text": ("The file is not UTF-8 text.", "Save it as UTF-8 and import it again."),
    "too_large": ("The file has more than a million characters.", "Split it into smaller files."),
    "no_question": ("The file holds no question.", f"Write one as in docs/quizzes.md: {EXAMPLE} Question? {{{{ =right ~wrong }}}}"),
    "title": ("The title has a beginning :: and no end.", "Close it with a second ::."),
    "no_clause": ("The question names no clause.", f"Begin it with its clause as a title, for example {EXAMPLE}"),
    "document": ("No document is called '{what}'.", "Nearest: {nearest}."),
    "clause": ("The document {document} has no clause '{what}'.", "Nearest: {nearest}."),
    "no_braces": ("The question has no answers in braces.", "Put them after it: {{ =right ~wrong }}"),
    "open_brace": ("A brace is opened and not closed.", "Close it with }}, and leave no empty line inside a question."),
    "braces": ("There is more than one pair of braces.", "Write \\{{ and \\}} for braces in the text; put an empty line between questions."),
    "no_words": ("The question has no words.", "Write it before the brace."),
    "essay": ("This is a question for a free text.", "Only one right option among others, or true or false, can be asked here."),
    "number": ("This is a question for a number.", "Give the numbers as options: {{ =4 ~2 ~6 }}"),
    "matching": ("This is a matching question.", "Only one right option among others, or true or false, can be asked here."),
    "short": ("There is no wrong option.", "Add at least one, with ~ before it."),
    "none_right": ("No option is marked as right.", "Put = instead of ~ before the right one."),
    "many_right": ("{count} options are marked as right.", "Mark one only. An equals sign within an option is written \\=."),
    "partial": ("An option gives part of the marks ({what} %).", "Mark one option as right with =, the others with ~."),
    "no_marker": ("'{what}' stands before the first option.", "Put = or ~ before each option."),
    "empty": ("An option has no words.", "Fill it in or take its mark away."),
    "same": ("The option '{what}' stands there twice.", "Change one of them."),
    "many": ("There are {count} options.", f"Keep at most {MOST_OPTIONS}."),
    "long": ("The {what} has {count} characters.", "Keep to {most}."),
    "again": ("The same question stands on line {first}.", "Keep one of them."),
}  # fmt: skip


class Imported(Closed):
    """What a file holds: the questions that are good, and every fault, in the order of the file."""

    questions: tuple[Posed, ...]
    faults: tuple[str, ...]


class _Fault(Exception):
    def __init__(self, code: str, line: int = 0, **facts: object):
        self.code, self.line, self.facts = code, line, facts


def write(questions: Sequence[Posed], heading: str = "") -> str:
    """The questions as GIFT. The right option, why the others are wrong, and the explanation with the clause word for word
    go with each."""
    parts = [f"// {line}\n" for line in ("Questions with their clauses, from Dutydesk.", *heading.splitlines()) if line]
    for question in questions:
        title = f"{' + '.join(question.clauses)} | {question.id}"
        cited = [f"“{c.shown}” ({c.clause}, {c.title}, {c.council}, {c.dated})" for c in question.citations]
        reasons = question.reasons or ("",) * len(question.options)
        lines = [
            f"\t{'=' if n == question.right else '~'}{_escaped(option)}{f'#{_escaped(reason)}' if reason else ''}\n"
            for n, (option, reason) in enumerate(zip(question.options, reasons, strict=True))
        ]
        said = "\n".join((question.explained, *cited)).strip()
        parts.append(
            f"\n::{_escaped(title)}::[plain]{_escaped(question.question)} {{\n{''.join(lines)}\t####{_escaped(said)}\n}}\n"
        )
    return "".join(parts)


def read(content: bytes | str, name: str, store: Store) -> Imported:
    """The questions of a file, each with its clauses as they stand in the store. `name` is for the faults' places."""
    try:
        text = _text(content)
    except _Fault as fault:
        return Imported(questions=(), faults=(_said(fault, name, fault.line or 1),))
    good: dict[str, tuple[int, Posed]] = {}
    faults: list[str] = []
    count = 0
    for line, block in _blocks(text):
        count += 1
        try:
            question = _question(block, store)
            if question.id in good:
                raise _Fault("again", first=good[question.id][0])
            good[question.id] = (line, question)
        except _Fault as fault:
            faults.append(_said(fault, name, line + fault.line))
    if not count:
        faults.append(_said(_Fault("no_question"), name, 1))
    return Imported(questions=tuple(question for _, question in good.values()), faults=tuple(faults))


def _text(content: bytes | str) -> str:
    try:
        text = content.decode("utf-8-sig") if isinstance(content, bytes) else content
    except UnicodeDecodeError as error:
        raise _Fault("not_text", error.object[: error.start].count(b"\n") + 1) from None
    if len(text) > LARGEST:
        raise _Fault("too_large")
    return "".join(c for c in text.replace("\r\n", "\n").replace("\r", "\n") if c in "\n\t" or c.isprintable())


def _blocks(text: str) -> Iterator[tuple[int, str]]:
    """Each question's text and the line where it begins. Comments become empty lines inside a block, to keep count."""
    held: list[str] = []
    start = 0
    for number, line in enumerate([*text.split("\n"), ""], 1):
        comment = line.lstrip().startswith("//") or line.lstrip().upper().startswith("$CATEGORY:")
        if line.strip() and (held or not comment):
            start = start if held else number
            held.append("" if comment else line)
        elif not line.strip() and held:
            yield start, "\n".join(held)
            held = []


def _question(block: str, store: Store) -> Posed:
    text = re.sub(r"\\([~=#{}:\\n])", lambda match: _HIDDEN[match[1]], block)
    title, text, at = "", text.lstrip(), 0
    if text.startswith("::"):
        title, closed, text = text[2:].partition("::")
        if not closed:
            raise _Fault("title")
        at = title.count("\n")
    words, opened, rest = text.partition("{")
    if not opened:
        raise _Fault("no_braces")
    body, closed, tail = rest.partition("}")
    if not closed:
        raise _Fault("open_brace", at + words.count("\n"))
    if "{" in body or "{" in tail or "}" in tail:
        raise _Fault("braces", at + words.count("\n"))
    question, form = _plain(f"{words.rstrip()} _____ {tail.strip()}" if tail.strip() else words)
    if not question:
        raise _Fault("no_words")
    body, _, explanation = body.partition("####")
    options, right, reasons = _options(body.strip(), form)
    said, _ = _plain(explanation, form)
    for what, value in (("question", question), ("explanation", said), *(("option", option) for option in options),
                        *(("feedback", reason) for reason in reasons)):  # fmt: skip
        if len(value) > LONGEST[what]:
            raise _Fault("long", what=what, count=len(value), most=LONGEST[what])
    return own(question, options, right, _citations(_plain(title)[0], store), said, reasons)


def _options(body: str, form: str) -> tuple[list[str], int, list[str]]:
    """The options of what stands in the braces, the place of the right one, and what is said of each ([] if of none)."""
    if not body:
        raise _Fault("essay")
    if body.startswith("#"):
        raise _Fault("number")
    if truth := re.fullmatch(r"(T|TRUE|F|FALSE)\s*(#.*)?", body, re.IGNORECASE | re.DOTALL):
        return ["True", "False"], 0 if truth[1].upper().startswith("T") else 1, []
    before, *parts = re.split(r"(?=[=~])", body)
    if before.strip() or not parts:
        raise _Fault("no_marker", what=_plain(before)[0][:60])
    options: list[str] = []
    reasons: list[str] = []
    right: list[int] = []
    for part in parts:
        words, _, said = part.partition("#")
        found = re.fullmatch(r"([=~])\s*(?:%(-?[\d.]+)%)?(.*)", words, re.DOTALL)
        assert found  # every part begins with one of the two marks
        marks = _number(found[2]) if found[2] else 100.0 if found[1] == "=" else 0.0
        if 0 < marks < 100:
            raise _Fault("partial", what=found[2])
        if marks >= 100:
            right.append(len(options))
        options.append(_plain(found[3], form)[0])
        reasons.append(_plain(said, form)[0])
    if all(part.startswith("=") for part in parts):
        raise _Fault("matching" if all("->" in part for part in parts) else "short")
    if not all(options):
        raise _Fault("empty")
    twice = [option for n, option in enumerate(options) if option.casefold() in {o.casefold() for o in options[:n]}]
    if twice:
        raise _Fault("same", what=twice[0][:60])
    if len(options) > MOST_OPTIONS:
        raise _Fault("many", count=len(options))
    if len(right) != 1:
        raise _Fault("many_right" if right else "none_right", count=len(right))
    return options, right[0], reasons if any(reasons) else []


def _citations(title: str, store: Store) -> list[Citation]:
    """The clauses that a title names."""
    named = [part.strip() for part in title.partition("|")[0].split(" + ") if part.strip()]
    if not named or "/" not in named[0]:
        raise _Fault("no_clause")
    cited = []
    for name in named:
        document, _, reference = (part.strip() for part in name.partition("/"))
        if document not in store.documents:
            raise _Fault("document", what=document[:60], nearest=nearest(document, store.documents))
        known = {c.reference.casefold(): c for c in store.clauses_of(document)}
        written = " ".join(reference.split())
        clause = known.get(written.casefold())
        if written in (dated := {c.clause: c for c in standings.dates(store.documents[document])}):
            cited.append(dated[written])
            continue
        if not clause:
            references = [c.reference for c in known.values()]
            raise _Fault("clause", document=document, what=reference[:60], nearest=nearest(reference, references))
        cited.append(store.citation(clause))
    return cited


def _plain(text: str, form: str = "") -> tuple[str, str]:
    """The words without escapes, mark-up and needless white space; and the format that they were in."""
    marked = re.match(r"\s*\[(html|plain|moodle|markdown)\]", text, re.IGNORECASE)
    form = marked[1].lower() if marked else form
    text = re.sub(r"\s+", " ", text[marked.end() :] if marked else text).strip().translate(_SHOWN)
    if form == "html":
        text = html.unescape(re.sub(r"<[^>]*>", "", re.sub(r"<br\s*/?>|</p>\s*<p[^>]*>", "\n", text)))
    return "\n".join(" ".join(line.split()) for line in text.split("\n")).strip(), form


def _escaped(text: str) -> str:
    return "".join(f"\\{char}" if char in _SPECIAL else char for char in text).replace("\n", "\\n")


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0


def _said(fault: _Fault, name: str, line: int) -> str:
    what, mend = (part.format(**fault.facts) for part in FAULTS[fault.code])
    return str(KnowledgeError("gift", place=f"{name}:{line}", what=what, mend=mend))
