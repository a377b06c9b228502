"""Feedback: whether an answer helped: its kind and clauses, never what was asked or by whom."""

from __future__ import annotations

import time
from collections.abc import Sequence

import sqlalchemy as sa

from desk.database import Database, metadata

feedback = sa.Table(
    "feedback",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("at", sa.Float, nullable=False),
    sa.Column("channel", sa.String(20), nullable=False),
    sa.Column("status", sa.String(20), nullable=False),
    sa.Column("clauses", sa.JSON, nullable=False),
    sa.Column("helpful", sa.Boolean, nullable=False),
)


class Feedback:
    def __init__(self, database: Database):
        self.database = database

    def give(self, channel: str, helpful: bool, status: str, clauses: Sequence[str]) -> None:
        """Notes one judgement; `clauses` as 'document/reference', best first."""
        with self.database.begin() as connection:
            connection.execute(
                feedback.insert().values(
                    at=time.time(), channel=channel, status=status[:20], clauses=list(clauses)[:20], helpful=helpful
                )
            )

    def counts(self) -> dict[tuple[str, bool], int]:
        """How many judgements by channel and helpfulness."""
        query = sa.select(feedback.c.channel, feedback.c.helpful, sa.func.count()).group_by(
            feedback.c.channel, feedback.c.helpful
        )
        with self.database.begin() as connection:
            return {(channel, helpful): count for channel, helpful, count in connection.execute(query)}
