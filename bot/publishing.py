"""Publishing: rules to store to vectors, for the commands `build`, `check` and `train`."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import yaml

from bot.quiet import quietly
from knowledge import build, clauses, embeddings, ranking, tuning, vectors
from knowledge.questions import Kind
from knowledge.search import weights_file
from knowledge.store import Store

LIMITS = Path(__file__).parent.parent / "data" / "nlu" / "limits.yml"
_NAMED = re.compile(r"\[([^\]]*)\](?:\([^)]*\)|\{[^}]*\})")  # an entity, as Rasa's examples mark it
Advance = Callable[[int, int], None]  # (done, total)
Progress = Callable[[str, int], AbstractContextManager[Advance]]  # what takes its time, and how many parts it has


def publish(force: bool, progress: Progress, teaching: bool = False) -> tuple[Path, bool]:
    """Builds the store if anything changed, teaches the encoder if it has not been taught here (or `teaching` says so), then
    makes the vectors of new wordings. Returns the store's path and whether it was built."""
    path, built = build.build(force=force)
    if embeddings.installed() and (teaching or not embeddings.own(build.BUILD)):
        with progress("teaching the sentence encoder (once, about three minutes)", 1) as advance:
            teach(path, advance)
    if built or not vectors.kept(build.BUILD):
        store = Store(path)
        with progress("preparing phrasings", 1) as advance:
            vectors.opened(store, build.BUILD, build.BUILD, advance)
        store.close()
    return path, built


def teach(path: Path, advance: Advance) -> None:
    """Teaches the encoder the phrasings of the store at `path`."""
    with quietly():
        import tensorflow  # noqa: F401  what it has to say when it is loaded is for nobody here
    store = Store(path)
    tuning.teach(store, _astray(), build.BUILD, advance)
    store.close()
    embeddings.encoder.cache_clear()


def _astray() -> list[str]:
    """The messages that no document covers, from what Rasa learns from."""
    blocks = yaml.safe_load(LIMITS.read_text(encoding="utf-8"))["nlu"]
    said = next(block["examples"] for block in blocks if block.get("intent") == Kind.OUT_OF_SCOPE.value)
    return [_NAMED.sub(r"\1", line.removeprefix("- ")) for line in said.splitlines()]


def likeness() -> str:
    """What questions are compared by here: meaning where the embeddings are installed, else letters."""
    return "meaning" if embeddings.located() else "letters"


def ranked() -> bool:
    """Whether weights were learned here at all; older ones do until `dutydesk train` learns anew."""
    return weights_file(build.BUILD, likeness()).exists()


def rank(force: bool, advance: Callable[[int, int], None]) -> bool:
    """Learns the weights of the evidence from the published phrasings, if they changed. Returns whether it had to."""
    path = build.current()
    if not force and ranking.current(path, likeness()):
        return False
    store = Store(path)
    held, encode = vectors.opened(store, build.BUILD, build.BUILD)
    store.close()
    ranking.train(path, held, encode, advance)
    return True


def coverage() -> tuple[str, list[str], list[list[object]]]:
    """Every character of every source by what it is: title, columns and rows of a table."""
    checked = build.check()
    rows: list[list[object]] = []
    for id_, document in checked.documents.items():
        counts = checked.coverage[id_]
        total = sum(counts.values())
        rows.append(
            [id_, *(counts[kind] for kind in clauses.KINDS), total, f"{100 * total / len(document.text):.1f} %"]
        )
    return "Characters of the sources accounted for", ["document", *clauses.KINDS, "all", "share"], rows


def counts() -> tuple[str, list[str], list[list[object]]]:
    """What the rules hold, by document: title, columns and rows of a table."""
    held = build.check().counts()
    columns = list(next(iter(held.values())))
    rows: list[list[object]] = [[id_, *(table[c] for c in columns)] for id_, table in held.items()]
    rows.append(["all", *(sum(table[c] for table in held.values()) for c in columns)])
    return "\nRules", ["document", *columns], rows
