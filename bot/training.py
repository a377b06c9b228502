"""Training: the Rasa model, made when its inputs change and loaded only if it is the one that was made.

A model is code: its sha256 is recorded when it is trained, and a model without a matching record is not loaded.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
from pathlib import Path

from knowledge import embeddings
from knowledge.errors import KnowledgeError

ROOT = Path(__file__).parent.parent
MODELS = ROOT / "models"
INPUTS = ("config.yml", "domain.yml", "data", "bot/nlu")


def wanted() -> str:
    """The name that a model of the present inputs has."""
    digest = hashlib.sha256(importlib.metadata.version("rasa").encode())
    digest.update(",".join(embeddings.located()).encode())  # bot.nlu.meaning gives features only where these are
    for name in INPUTS:
        path = ROOT / name
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file() and file.suffix in (".yml", ".py"):
                digest.update(str(file.relative_to(ROOT)).encode() + file.read_bytes())
    return f"dutydesk-{digest.hexdigest()[:16]}"


def train(force: bool = False) -> tuple[Path, bool]:
    """The model of the present inputs, trained if there is none. Returns its path and whether it had to be trained."""
    name = wanted()
    path = MODELS / f"{name}.tar.gz"
    if path.exists() and not force and _recorded(path) == _sha256(path):
        return path, False
    from bot.quiet import quietly

    with quietly():
        import rasa

        from bot.nlu import cleaning, language, meaning, names  # noqa: F401  registers the components

        result = rasa.train(
            domain=str(ROOT / "domain.yml"), config=str(ROOT / "config.yml"), training_files=[str(ROOT / "data")],
            output=str(MODELS), force_training=True, fixed_model_name=name,
        )  # fmt: skip
    if result.code or not path.exists():
        raise KnowledgeError("not_trained", problem=f"Rasa ended with code {result.code}")
    (MODELS / f"{name}.sha256").write_text(_sha256(path), encoding="utf-8")
    for old in MODELS.glob("dutydesk-*"):
        if not old.name.startswith(name):
            old.unlink()
    return path, True


def trained() -> Path:
    """The model to load. Raises no_model, or model_changed where the file is not the one that was trained."""
    path = MODELS / f"{wanted()}.tar.gz"
    if not path.exists():
        raise KnowledgeError("no_model")
    if _recorded(path) != _sha256(path):
        raise KnowledgeError("model_changed", place=path.name)
    return path


def _recorded(path: Path) -> str | None:
    record = path.with_name(path.name.replace(".tar.gz", ".sha256"))
    return record.read_text(encoding="utf-8").strip() if record.exists() else None


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
