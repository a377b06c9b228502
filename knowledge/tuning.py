"""Tuning: teaches the sentence encoder what phrasings mean alike, from those that are curated; run once, before the first
vectors are made, and again when the phrasings have changed much.

As it comes, MiniLM knows English, not this field: "who runs the show for kids" is as near to one director's duty as to
another's. Its upper layers are trained so that two phrasings of one clause come nearer to each other than to phrasings of
the council's other clauses, than to questions near it that no clause answers, and than to messages about anything else
(contrastive learning: van den Oord and others 2018, Reimers and Gurevych 2019). Of what they learn a part is kept (Wortsman
and others 2022: the mean of both weights holds in unfamiliar territory what tuning forgets). Some sixteenth of the
phrasings is left out, for knowledge.ranking to learn from. The same rules give the same weights on the same kind of
machine. See docs/adr/0012-a-taught-encoder.md.
"""

from __future__ import annotations

import os
import re
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from knowledge import embeddings, weights
from knowledge.store import Store

LAYERS, TUNED = 6, 3  # layers of the model, and how many of them, from above, are trained
HEADS, WIDTH = 12, 384
STEPS, WARMING = 180, 20  # batches, and over how many of them the rate rises to its height
PAPERS = 6  # one batch in so many teaches what is asked of a document itself
RATE, TEMPERATURE, DROPPED, STEEPEST = 2e-4, 0.05, 0.1, 1.0
SHARE = 0.7  # of what was learned, beside what the model knew: all of it finds no more, and takes any message for a question
CLAUSES = 64  # in a batch, each with two phrasings and a question that none answers
ASTRAY = 32  # messages in a batch that are about something else
EVERY = 16  # one phrasing in so many teaches the ranking instead
LONGEST = 40  # word pieces; what is longer would slow a whole batch


@dataclass(frozen=True)
class Taught:
    """What a clause teaches, or a matter that is asked of documents (of no council): its phrasings, and the questions near it
    that no clause answers, as word pieces."""

    council: str | None
    phrasings: tuple[list[int], ...]
    unsaid: tuple[list[int], ...]


def teach(store: Store, astray: Sequence[str], folder: Path, progress: Callable[[int, int], None]) -> None:
    """Gives `folder` weights of its own, taught by the phrasings of this store and by messages about something else."""
    files = embeddings.located()
    tokenizer = embeddings.cutter(files["tokenizer"])

    def pieces(texts: Sequence[str]) -> list[list[int]]:
        return [read.ids for read in tokenizer.encode_batch(list(texts))]

    draft = folder / f"{embeddings.OWN}.draft-{os.getpid()}.onnx"
    tune(files["weights"], lessons(store, pieces), pieces(astray), draft, progress)
    embeddings.keep(draft, folder)


def tune(
    model: Path, taught: Sequence[Taught], astray: Sequence[list[int]], to: Path, progress: Callable[[int, int], None]
) -> None:
    """Writes the model of `model`, taught, as the file `to`; `astray` are messages about something else, as word pieces."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    import tensorflow as tf

    tf.config.experimental.enable_op_determinism()
    tf.random.set_seed(0)
    held = weights.read(model)
    trained = {name: tf.Variable(tensor) for name, tensor in held.items() if layer_of(name) >= LAYERS - TUNED}
    known = {name: trained.get(name, tf.constant(tensor)) for name, tensor in held.items()}
    variables = list(trained.values())
    optimizer = tf.keras.optimizers.Adam(RATE)
    shape = tf.TensorSpec([None, None], tf.int32)

    @tf.function(input_signature=[shape, tf.TensorSpec([], tf.int32)], autograph=False)
    def step(ids, clauses):
        with tf.GradientTape() as tape:
            vectors = encoded(tf, known, ids)
            one, other = vectors[:clauses], vectors[clauses : 2 * clauses]
            beyond = vectors[2 * clauses :]
            loss = _apart(tf, one, other, beyond) + _apart(tf, other, one, beyond)
        slopes, _ = tf.clip_by_global_norm(tape.gradient(loss, variables), STEEPEST)
        optimizer.apply_gradients(list(zip(slopes, variables, strict=True)))

    for number, (ids, clauses) in enumerate(_batches(taught, astray)):
        optimizer.learning_rate = RATE * min(1.0, (number + 1) / WARMING) * (1 - number / STEPS)
        step(ids, clauses)
        progress(number + 1, STEPS)
    learned = {name: held[name] + SHARE * (variable.numpy() - held[name]) for name, variable in trained.items()}
    weights.write(model, learned, to)


def lessons(store: Store, pieces: Callable[[Sequence[str]], list[list[int]]]) -> list[Taught]:
    """What each clause with two phrasings or more teaches; `pieces` cuts texts into word pieces."""
    rows = [row for row in store.phrasings() if row[2] == "plain" or (row[2] == "asked" and not held_out(row[3]))]
    stated = {one.id: one for one in store.stated(sorted({statement for _, statement, _, _ in rows}))}
    councils = {one.clause: one.council for one in stated.values()}
    asked: dict[int, list[str]] = {}
    for _, statement, _, text in rows:
        asked.setdefault(stated[statement].clause, []).append(text)
    beyond: dict[int, list[str]] = {}
    for clause, _, text in store.unsaid():
        beyond.setdefault(clause, []).append(text)
    matters: dict[str | None, list[str]] = {}
    for matter, text in store.examples():
        if not held_out(text):
            matters.setdefault(matter, []).append(text)
    others = matters.pop(None, [])  # what is asked of anything else
    told: list[tuple[str | None, list[str], list[str]]] = [
        (councils[clause], texts, beyond.get(clause, [])) for clause, texts in sorted(asked.items())
    ]
    told += [(None, texts, others[n :: len(matters)]) for n, texts in enumerate(matters.values())]
    found = []
    for council, texts, unsaid in told:
        short = tuple(read for read in pieces(texts) if len(read) <= LONGEST)
        if len(short) > 1:
            found.append(Taught(council, short, tuple(pieces(unsaid))))
    return found


def held_out(text: str) -> bool:
    """Whether a phrasing is one of the sixteenth that teach the ranking, and nothing else; goes by its words alone."""
    return zlib.crc32(text.encode()) % EVERY == 0


def _batches(taught: Sequence[Taught], astray: Sequence[list[int]]) -> Iterator[tuple[np.ndarray, int]]:
    """Word pieces (sentences × pieces, 0 where a sentence has ended) and how many clauses they are of: two phrasings of each
    clause, the first of all and the second of all, a question beyond each that has one, and messages that go astray. All of
    one council, since a message is answered from one council's clauses."""
    chance = np.random.default_rng(0)
    councils = sorted({one.council for one in taught if one.council})
    of = {council: [one for one in taught if one.council == council] for council in (None, *councils)}
    share = np.array([len(of[council]) for council in councils])
    for number in range(STEPS):
        papers = of[None] and number % PAPERS == 0
        clauses = of[None if papers else councils[chance.choice(len(councils), p=share / share.sum())]]
        chosen = [clauses[n] for n in chance.permutation(len(clauses))[:CLAUSES]]
        pairs = [chance.choice(len(one.phrasings), 2, replace=False) for one in chosen]
        beyond = [one.unsaid[chance.choice(len(one.unsaid))] for one in chosen if one.unsaid]
        sentences = [one.phrasings[pair[side]] for side in (0, 1) for one, pair in zip(chosen, pairs, strict=True)]
        sentences += beyond + [astray[n] for n in chance.permutation(len(astray))[:ASTRAY]]
        ids = np.zeros((len(sentences), max(map(len, sentences))), dtype=np.int32)
        for row, sentence in zip(ids, sentences, strict=True):
            row[: len(sentence)] = sentence
        yield ids, len(chosen)


def _apart(tf, one, other, beyond):
    """How badly the vectors of `one` are told from `beyond` and from all of `other` but their own."""
    near = tf.concat([one @ tf.transpose(other), one @ tf.transpose(beyond)], axis=1) / TEMPERATURE
    right = tf.range(tf.shape(one)[0])
    return tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(right, near))


def encoded(tf, held: Mapping[str, Any], ids, dropped: float = DROPPED):
    """Unit vectors (sentences × WIDTH) as BERT computes them (Devlin and others 2019), by mean pooling.

    Everything but attention is computed for the word pieces alone, without the room after short sentences.
    """
    sentences, longest = tf.shape(ids)[0], tf.shape(ids)[1]
    here = tf.cast(tf.where(tf.reshape(ids, [-1]) > 0)[:, 0], tf.int32)
    gone = tf.where(ids > 0, 0.0, -1e9)[:, None, None, :]
    states = tf.gather(held["embeddings.word_embeddings.weight"], ids)
    states += (
        held["embeddings.position_embeddings.weight"][:longest] + held["embeddings.token_type_embeddings.weight"][0]
    )
    states = tf.gather(tf.reshape(states, [-1, WIDTH]), here)
    states = _normed(tf, states, held, "embeddings.LayerNorm")

    def through(states, place: str, bias: str):
        return states @ held[place] + held[f"{bias}.bias"]

    def headed(states):
        whole = tf.scatter_nd(here[:, None], states, [sentences * longest, WIDTH])
        return tf.transpose(tf.reshape(whole, [sentences, longest, HEADS, WIDTH // HEADS]), [0, 2, 1, 3])

    for layer in range(LAYERS):
        file = f"encoder.layer.{layer}"
        drop = dropped if layer >= LAYERS - TUNED else 0.0
        query, key, value = (
            headed(through(states, f"{layer}.{part}", f"{file}.attention.self.{part}"))
            for part in ("query", "key", "value")
        )
        seen = tf.nn.softmax(tf.matmul(query, key, transpose_b=True) / (WIDTH / HEADS) ** 0.5 + gone) @ value
        seen = tf.gather(tf.reshape(tf.transpose(seen, [0, 2, 1, 3]), [-1, WIDTH]), here)
        seen = through(seen, f"{layer}.attended", f"{file}.attention.output.dense")
        states = _normed(tf, states + tf.nn.dropout(seen, drop), held, f"{file}.attention.output.LayerNorm")
        inner = tf.nn.gelu(through(states, f"{layer}.inner", f"{file}.intermediate.dense"))
        outer = tf.nn.dropout(through(inner, f"{layer}.outer", f"{file}.output.dense"), drop)
        states = _normed(tf, states + outer, held, f"{file}.output.LayerNorm")
    return tf.math.l2_normalize(tf.math.segment_sum(states, here // longest), -1)


def _normed(tf, states, held: Mapping[str, Any], name: str):
    mean = tf.reduce_mean(states, -1, keepdims=True)
    spread = tf.reduce_mean(tf.square(states - mean), -1, keepdims=True)
    return (states - mean) * tf.math.rsqrt(spread + 1e-12) * held[f"{name}.weight"] + held[f"{name}.bias"]


def layer_of(name: str) -> int:
    """The layer that a tensor belongs to; -1 below all of them."""
    found = re.match(r"(?:encoder\.layer\.)?(\d+)\.", name)
    return int(found[1]) if found else -1
