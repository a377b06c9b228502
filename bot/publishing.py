"""Publishing: rules to store to vectors, for the commands `build`, `check` and `train`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from knowledge import build, clauses, embeddings, ranking, vectors
from knowledge.search import weights_file
from knowledge.store import Store


def publish(force: bool, advance: Callable[[int, int], None]) -> tuple[Path, bool]:
    """Builds the store if anything changed, then the vectors of new wordings. Returns its path and whether it was built."""
    path, built = build.build(force=force)
    if built or not (build.BUILD / vectors.CACHE).exists():
        store = Store(path)
        vectors.opened(store, build.BUILD, build.BUILD, advance)
        store.close()
    return path, built


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
