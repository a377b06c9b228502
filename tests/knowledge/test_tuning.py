"""The taught encoder: the same arithmetic as MiniLM's, nearer phrasings afterwards, and weights that are told from any other."""

from __future__ import annotations

import numpy as np
import pytest

from knowledge import embeddings, tuning, weights
from knowledge.tuning import Taught

pytestmark = pytest.mark.skipif(not embeddings.installed(), reason="the sentence embeddings are not installed")

SENTENCES = [
    "who escalates resettlement failures?",
    "What must I do?",
    "corporate parenting panel, who chairs it and how often",
]
ONE = [
    "who runs the kids' side of things",
    "top job for children at the council",
    "the person in charge of children's services",
]
TWO = [
    "who sits on the parenting panel",
    "members of the corporate parenting panel",
    "is the panel open to foster carers",
]
ASTRAY = ["best pizza in town", "who won the cup final"]
BEYOND = ["how much is the director paid", "where does the panel meet"]


@pytest.fixture(scope="module")
def files():
    return embeddings.located()


@pytest.fixture(scope="module")
def pieces(files):
    cutter = embeddings.cutter(files["tokenizer"])
    return lambda texts: [read.ids for read in cutter.encode_batch(list(texts))]


@pytest.fixture
def short(monkeypatch):
    monkeypatch.setattr(tuning, "STEPS", 4)
    monkeypatch.setattr(tuning, "WARMING", 1)


def lessons(pieces):
    return [
        Taught("Kent", tuple(pieces(ONE)), tuple(pieces(BEYOND[:1]))),
        Taught("Kent", tuple(pieces(TWO)), tuple(pieces(BEYOND[1:]))),
    ]


def encoder(model, files):
    return embeddings.Encoder(model, files["tokenizer"])


def test_what_was_read_and_written_back_computes_the_same_at_both_ends(files, tmp_path):
    held = weights.read(files["weights"])
    assert held["0.query"].shape == (384, 384)
    assert held["5.inner"].shape == (384, 1536)
    assert held["embeddings.word_embeddings.weight"].shape[1] == tuning.WIDTH
    upper = {name: tensor for name, tensor in held.items() if tuning.layer_of(name) >= 3}
    weights.write(files["weights"], upper, tmp_path / "again.onnx")
    before = encoder(files["weights"], files).encode(SENTENCES)
    after = encoder(tmp_path / "again.onnx", files).senses(SENTENCES, general=True)
    assert np.abs(before - np.stack([sense.whole for sense in after])).max() < 1e-4
    assert np.abs(before - np.stack([sense.general for sense in after])).max() < 1e-6


def test_what_was_taught_leaves_the_general_sense_as_it_was(files, pieces, short, tmp_path):
    tuning.tune(files["weights"], lessons(pieces), pieces(ASTRAY), tmp_path / "taught.onnx", lambda done, all_: None)
    came, taught = encoder(files["weights"], files), encoder(tmp_path / "taught.onnx", files)
    (before,), after = came.encode(SENTENCES[:1]), taught.sense(SENTENCES[0])
    assert np.abs(before - after.general).max() < 1e-6
    assert np.abs(before - after.whole).max() > 0.01
    assert not len(taught.senses(SENTENCES[:1])[0].general), "it is read only where it is asked for"


def test_the_teacher_computes_what_the_encoder_does(files, pieces):
    import tensorflow as tf

    read = pieces(SENTENCES)
    ids = np.zeros((len(read), max(map(len, read))), dtype=np.int32)
    for row, sentence in zip(ids, read, strict=True):
        row[: len(sentence)] = sentence
    held = {name: tf.constant(tensor) for name, tensor in weights.read(files["weights"]).items()}
    ours = tuning.encoded(tf, held, tf.constant(ids), dropped=0.0).numpy()
    assert np.abs(ours - encoder(files["weights"], files).encode(SENTENCES)).max() < 1e-3


def test_phrasings_of_one_clause_come_nearer_to_each_other_than_to_others(files, pieces, short, tmp_path):
    def apart(model):
        """How much nearer phrasings of one clause are than those of two, or than what none answers."""
        one, two, beyond = (encoder(model, files).encode(texts) for texts in (ONE, TWO, BEYOND))
        return (one @ one.T).mean() + (two @ two.T).mean() - 2 * (one @ two.T).mean() - (one @ beyond.T).mean()

    steps = []
    tuning.tune(
        files["weights"],
        lessons(pieces),
        pieces(ASTRAY),
        tmp_path / "taught.onnx",
        lambda done, all_: steps.append((done, all_)),
    )
    assert steps == [(1, 4), (2, 4), (3, 4), (4, 4)]
    assert apart(tmp_path / "taught.onnx") > apart(files["weights"]) + 0.05


def test_the_same_lessons_teach_the_same(files, pieces, short, tmp_path):
    for name in ("one.onnx", "two.onnx"):
        tuning.tune(files["weights"], lessons(pieces), pieces(ASTRAY), tmp_path / name, lambda done, all_: None)
    assert (tmp_path / "one.onnx").read_bytes() == (tmp_path / "two.onnx").read_bytes()


def test_every_clause_teaches_but_for_the_phrasings_that_are_held_out(store):
    read = {}

    def cut(texts):
        for text in texts:
            read[text] = [1] * len(text.split())
        return [read[text] for text in texts]

    taught = tuning.lessons(store, cut)
    assert len(taught) > 300
    assert {one.council for one in taught} == {"Kent", "Dudley", "Leicester", "Croydon", None}
    matters = [one for one in taught if one.council is None]
    assert len(matters) == len(store.matters), "what is asked of a document is taught beside the clauses"
    assert all(len(one.phrasings) > 1 for one in taught)
    assert any(one.unsaid for one in taught)
    asked = [text for _, _, part, text in store.phrasings() if part == "asked"]
    held = {text for text in asked if tuning.held_out(text)}
    assert 0.04 < len(held) / len(asked) < 0.09
    plain = {text for _, _, part, text in store.phrasings() if part == "plain"}
    assert not (held - plain) & set(read)


def test_a_folders_own_weights_are_known_by_their_bytes(files, tmp_path):
    assert embeddings.own(tmp_path) is None
    assert embeddings.used(tmp_path) == "minilm"
    for body in (b"older", b"newer"):
        (tmp_path / "draft").write_bytes(body)
        kept = embeddings.keep(tmp_path / "draft", tmp_path)
        assert embeddings.own(tmp_path) == kept
        assert embeddings.used(tmp_path) == kept.stem
    assert [path.name for path in tmp_path.glob("encoder-*")] == [kept.name], "what was made before is gone"
    kept.write_bytes(b"altered")
    assert embeddings.own(tmp_path) is None
