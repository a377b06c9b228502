"""Periods: 'every month', 'once a year', in the words of questions and of clauses.

Used by knowledge.readings, knowledge.lists and knowledge.kinds.
"""

from __future__ import annotations

import re

# 'What must the DCS do every month?': only what the clause says is done so often.
_PERIODS = tuple(
    (re.compile(asked, re.IGNORECASE), re.compile(said, re.IGNORECASE))
    for asked, said in (
        (
            r"\b(?:every|each|once[ -]a|per)(?:[ -]single)?[ -]month\b|\bmonthly\b",
            r"(?<!bi )(?<!bi)\bmonthly\b|\bevery month\b|\bmonth\b",
        ),
        (r"\b(?:every|each|once[ -]a|per)(?:[ -]single)?[ -]quarter\b|\bquarterly\b", r"\bquarter"),
        (
            r"\b(?:every|each|once[ -]a|per)(?:[ -]single)?[ -]year\b|\b(?:yearly|annually|annual)\b",
            r"(?<!bi )(?<!bi)\bannual|\b(?:every|each|a|per) year|\byearly",
        ),
        (r"\b(?:every|each|once[ -]a|per)(?:[ -]single)?[ -]week\b|\bweekly\b", r"\bweek"),
    )
)


def said(text: str) -> re.Pattern[str] | None:
    """How the clauses say what the question says: 'every month', 'once a year' …"""
    return next((clauses for asked, clauses in _PERIODS if asked.search(text)), None)
