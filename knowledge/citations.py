"""Citations: the words of a clause, where they stand, and the standing of the document they stand in.

Fed by knowledge.store; carried by knowledge.outcomes; rendered by bot.rendering.
"""

from __future__ import annotations

from knowledge.closed import Closed

GAP = " […] "


class Citation(Closed):
    """One clause, whole, as evidence.

    `pieces` are the lead-in(s) and the clause in the order of the source; `quote` is their text joined; `spans` are
    character offsets into the source file. `standing` speaks of the document, never of what the clause says.
    """

    document: str
    title: str
    council: str
    clause: str
    role: str
    path: tuple[str, ...]
    pieces: tuple[str, ...]
    adjacent: tuple[bool, ...]
    quote: str
    spans: tuple[tuple[int, int], ...]
    standing: str
    date: str | None
    notes: tuple[str, ...] = ()

    @property
    def shown(self) -> str:
        """The quote for a reader: what lies between a lead-in and its item is marked as left out."""
        shown = self.pieces[0]
        for piece, follows in zip(self.pieces[1:], self.adjacent, strict=True):
            shown += (" " if follows else GAP) + piece
        return shown

    @property
    def where(self) -> str:
        """Where it stands: 'annex 19.1, Safeguarding Children, Leicester (proposed, 20 April 2009)'."""
        return f"{self.clause}, {self.title}, {self.council} ({self.dated})"

    @property
    def dated(self) -> str:
        """Standing and date in a few words: 'approved 6 April 2011', 'draft, 20 February 2006', 'undated'."""
        if not self.date:
            return self.standing
        return f"{self.standing}{' ' if self.standing == 'approved' else ', '}{self.date}"
