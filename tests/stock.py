"""Stock Rasa: what Rasa makes of the same phrasings as it comes, for tests.baselines to set beside the assistant.

Its default pipeline, as `rasa init` leaves it, with one retrieval intent whose response keys are the clauses. Beside it
stand the intents of our own data that ask for no clause, with our own examples: small talk, who asks, danger, and what
no document covers. Trained once, by command only; the model is kept in build/.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import yaml

from knowledge import build
from knowledge.questions import Kind
from knowledge.store import Store

ROOT = Path(__file__).parent.parent
KEPT = build.BUILD / "stock-rasa"
MODEL, FACTS = "model.tar.gz", "model.json"
# Rasa's default is 100 of each, hours on two cores. A dozen intents are learnt in a few; the clauses need more.
INTENT_EPOCHS, EPOCHS = 4, 20
SEED = 1
RETRIEVAL = "clause"
# What a bot of stock Rasa would do about each intent that asks for no clause.
STATUSES = {
    Kind.GREET: "small_talk", Kind.THANK: "small_talk", Kind.GOODBYE: "small_talk", Kind.HELP: "small_talk",
    Kind.BAD: "small_talk", Kind.START_AGAIN: "small_talk", Kind.SET_PROFILE: "profile_set",
    Kind.SHOW_PROFILE: "profile_set", Kind.FORGET_PROFILE: "profile_set", Kind.DANGER: "answered",
    Kind.OUT_OF_SCOPE: "not_covered",
}  # fmt: skip


@dataclass(frozen=True)
class Facts:
    """What a model was trained on, and the sha256 by which it is known: a model is code."""

    intent_epochs: int
    epochs: int
    clauses: int
    phrasings: int
    sha256: str


@dataclass(frozen=True)
class Guess:
    """What stock Rasa makes of a message: the status that follows from its intent, and the clauses, likeliest first."""

    status: str
    danger: bool
    clauses: tuple[str, ...]


def examples(store: Store) -> dict[str, list[str]]:
    """Every phrasing and plain sentence by its clause ('document/reference'), as the assistant knows them."""
    stated = {s.id: f"{s.document}/{s.reference}" for s in store.stated(sorted(store.councils_of_statements()))}
    found: dict[str, list[str]] = {}
    for _, statement, part, text in store.phrasings():
        if part != "quote":
            found.setdefault(stated[statement], []).append(text)
    return found


def counted(store: Store) -> int:
    """How many phrasings and plain sentences there are to train on."""
    return sum(len(said) for said in examples(store).values())


def beside() -> dict[str, list[str]]:
    """Our examples of the intents in STATUSES."""
    blocks = [b for path in sorted((ROOT / "data" / "nlu").glob("*.yml"))
              for b in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]]  # fmt: skip
    wanted = {kind.value for kind in STATUSES}
    return {b["intent"]: [line[2:].strip() for line in b["examples"].splitlines() if line.strip()]
            for b in blocks if b["intent"] in wanted}  # fmt: skip


def key(clause: str) -> str:
    """The clause as a response key: Rasa keeps the slash for itself."""
    return clause.replace("/", " ", 1)


def clause(response: str) -> str:
    """The clause that a response key, with its intent before it or without, stands for."""
    return response.removeprefix(f"{RETRIEVAL}/").replace(" ", "/", 1)


def pipeline(epochs: int = EPOCHS, intent_epochs: int = INTENT_EPOCHS) -> dict[str, Any]:
    """Rasa's own default, read from Rasa; only the numbers of epochs, a seed, and the whole ranking are set."""
    from rasa.engine.recipes.default_recipe import DefaultV1Recipe

    config = DefaultV1Recipe.complete_config({"recipe": "default.v1", "language": "en"}, {"pipeline"})
    for component in config["pipeline"]:
        if "epochs" in component:
            wanted = intent_epochs if component["name"] == "DIETClassifier" else epochs
            component |= {"epochs": wanted, "random_seed": SEED, "ranking_length": 0}
    return {"recipe": "default.v1", "assistant_id": "stock", "language": "en", "pipeline": config["pipeline"]}


def data(store: Store) -> dict[str, Any]:
    """The training data in Rasa's format. Each response is the clause itself."""
    clauses = examples(store)
    intents = {**beside(), **{f"{RETRIEVAL}/{key(name)}": said for name, said in clauses.items()}}
    return {
        "version": "3.1",
        "nlu": [{"intent": intent, "examples": "".join(f"- {_plain(text)}\n" for text in said)}
                for intent, said in intents.items()],
        "responses": {f"utter_{RETRIEVAL}/{key(name)}": [{"text": name}] for name in clauses},
    }  # fmt: skip


def _plain(text: str) -> str:
    """Without what Rasa's format reads as an entity."""
    return " ".join(text.translate(str.maketrans("[]{}", "()()")).split())


def train(store: Store, epochs: int = EPOCHS, intent_epochs: int = INTENT_EPOCHS, folder: Path = KEPT) -> Facts:
    """Trains and keeps the model; takes a quarter of an hour. Raises RuntimeError if Rasa makes none."""
    from bot.quiet import prepare

    prepare()
    from rasa.model_training import train_nlu

    folder.mkdir(parents=True, exist_ok=True)
    path = folder / MODEL
    with tempfile.TemporaryDirectory() as made:
        config, nlu = Path(made) / "config.yml", Path(made) / "nlu.yml"
        config.write_text(yaml.safe_dump(pipeline(epochs, intent_epochs), sort_keys=False), encoding="utf-8")
        nlu.write_text(yaml.safe_dump(data(store), sort_keys=False, allow_unicode=True, width=10**6), encoding="utf-8")
        train_nlu(str(config), str(nlu), str(folder), fixed_model_name=path.name.removesuffix(".tar.gz"))
    if not path.exists():
        raise RuntimeError("Rasa trained no model")
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    facts = Facts(intent_epochs, epochs, len(examples(store)), counted(store), sha256)
    (folder / FACTS).write_text(json.dumps(asdict(facts), indent=1) + "\n", encoding="utf-8")
    return facts


def kept(folder: Path = KEPT) -> Facts | None:
    """The facts of the model in `folder`, or None where there is none or it is not the one that was trained."""
    try:
        facts = Facts(**json.loads((folder / FACTS).read_text(encoding="utf-8")))
        return facts if hashlib.sha256((folder / MODEL).read_bytes()).hexdigest() == facts.sha256 else None
    except (FileNotFoundError, ValueError, TypeError):
        return None


def guess(parsed: dict[str, Any]) -> Guess:
    """What follows from Rasa's result: a fallback and what is out of scope are refusals, other intents as in STATUSES."""
    intent = parsed["intent"]["name"]
    ranking = parsed.get("response_selector", {}).get("default", {}).get("ranking", [])
    clauses = tuple(clause(r["intent_response_key"]) for r in ranking)
    if intent == RETRIEVAL:
        return Guess("answered" if clauses else "not_covered", False, clauses)
    if intent == Kind.DANGER.value:
        return Guess(STATUSES[Kind.DANGER], True, clauses)
    return Guess(STATUSES.get(intent, "not_covered") if intent else "not_covered", False, ())


def guesser(folder: Path = KEPT) -> Callable[[str], Guess]:
    """The kept model as a function from a message to a Guess."""
    from bot.quiet import quietly

    with quietly():
        from rasa.core.agent import Agent

        agent = Agent.load(model_path=str(folder / MODEL))
    loop = asyncio.new_event_loop()
    return lambda text: guess(loop.run_until_complete(agent.parse_message(text.lstrip("/ ") or "?")))
