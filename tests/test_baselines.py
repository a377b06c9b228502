"""The baselines: each answers what it should from the published store, and kept figures are shown for the same questions only."""

from __future__ import annotations

import pytest
import yaml

from knowledge.questions import Kind
from tests import baselines, judging, stock
from tests.baselines import NARROWED, STOCK, TAUGHT, WORDS, Desk, Figures, Kept
from tests.conftest import PUBLISHED, cited
from tests.judging import Case, Verdict

FIGURES = Figures(right=0.25, found=0.5, near=0.75, wrong=0.125, refused=None)


def taught(desk):
    """The embeddings as they are used, whose vectors are kept: those of MiniLM as it comes take two minutes."""
    return baselines.meaning(desk, PUBLISHED)


def case(text="who chairs the panel?", expect="answered", **more):
    return Case(id=text, session=text, text=text, kind="who", expect=expect, **more)


@pytest.fixture(scope="module")
def desk(store):
    return Desk(store)


@pytest.fixture
def kept_in(tmp_path, monkeypatch):
    """A file of kept figures of this test's own."""
    path = tmp_path / "baselines.yml"
    monkeypatch.setattr(baselines, "KEPT", path)
    for function in (baselines.kept, baselines.keep):
        monkeypatch.setattr(function, "__defaults__", (path,))
    return path


# --- the answerers ----------------------------------------------------------------------------------------------------


def first_phrasings(store):
    """One phrasing of each document, with its clause and council."""
    found = {}
    for clause, said in stock.examples(store).items():
        document = clause.split("/")[0]
        found.setdefault(document, (said[0], clause, store.documents[document].council))
    return list(found.values())


@pytest.mark.parametrize("method", [baselines.full_text, taught], ids=[WORDS, TAUGHT])
def test_a_phrasing_finds_its_own_clause(desk, store, method):
    respond = method(desk)
    if respond is None:
        pytest.skip("the embeddings are not installed")
    for text, clause, council in first_phrasings(store):
        answer = respond(text, council=council, session="s", role=None)
        assert answer["status"] == "answered"
        assert clause in cited(answer)


@pytest.mark.parametrize("method", [baselines.full_text, taught], ids=[WORDS, TAUGHT])
def test_the_council_narrows_and_the_one_that_is_named_wins(desk, method):
    respond = method(desk)
    if respond is None:
        pytest.skip("the embeddings are not installed")
    question = "who is responsible for safeguarding children?"
    assert {c["council"] for c in respond(question, council="Croydon")["citations"]} == {"Croydon"}
    assert {c["council"] for c in respond(f"{question} in Dudley", council="Croydon")["citations"]} == {"Dudley"}
    assert desk.councils(question, None) == desk.councils(question, "Atlantis") == desk.store.councils


def test_full_text_search_without_a_hit_has_no_answer(desk):
    respond = baselines.full_text(desk)
    for text in ("", "???", "zzzqqq", '"*^('):
        assert respond(text)["status"] == "not_covered"
        assert respond(text)["citations"] == []


def test_what_is_cited_stands_at_its_spans(desk):
    answer = baselines.full_text(desk)("who chairs the corporate parenting panel?")
    texts = {id_: document.text for id_, document in desk.store.documents.items()}
    assert len(answer["citations"]) == baselines.SHOWN
    assert all(judging.exact(citation, texts) for citation in answer["citations"])


# --- stock Rasa, without training it ------------------------------------------------------------------------------------


def parsed(intent, *clauses):
    ranking = [{"intent_response_key": f"{stock.RETRIEVAL}/{stock.key(c)}", "confidence": 0.1} for c in clauses]
    return {"intent": {"name": intent, "confidence": 0.9}, "response_selector": {"default": {"ranking": ranking}}}


def test_every_clause_has_a_response_key_of_its_own_and_comes_back_from_it(store):
    clauses = list(stock.examples(store))
    assert {stock.clause(f"{stock.RETRIEVAL}/{stock.key(c)}") for c in clauses} == set(clauses)
    assert not [c for c in clauses if "/" in stock.key(c)]


def test_it_is_trained_on_every_phrasing_and_plain_sentence_and_on_nothing_that_is_asked_of_it(store):
    data = stock.data(store)
    blocks = {b["intent"]: b["examples"].splitlines() for b in data["nlu"]}
    clauses = {intent: said for intent, said in blocks.items() if "/" in intent}
    wordings = [part for _, _, part, _ in store.phrasings()]
    assert sum(map(len, clauses.values())) == wordings.count("asked") + wordings.count("plain") == stock.counted(store)
    assert {f"utter_{intent}" for intent in clauses} == set(data["responses"])
    assert set(blocks) - set(clauses) == {kind.value for kind in stock.STATUSES}
    assert all(line.startswith("- ") and "](" not in line for said in blocks.values() for line in said)


def test_its_pipeline_is_the_default_of_rasa():
    names = [c["name"] for c in stock.pipeline()["pipeline"]]
    assert names == [
        "WhitespaceTokenizer", "RegexFeaturizer", "LexicalSyntacticFeaturizer", "CountVectorsFeaturizer",
        "CountVectorsFeaturizer", "DIETClassifier", "EntitySynonymMapper", "ResponseSelector", "FallbackClassifier",
    ]  # fmt: skip
    epochs = {c["name"]: c["epochs"] for c in stock.pipeline(7, 3)["pipeline"] if "epochs" in c}
    assert epochs == {"DIETClassifier": 3, "ResponseSelector": 7}


def test_what_follows_from_an_intent():
    clause = "kent-dcs-2011/CDCC 2"
    assert stock.guess(parsed(stock.RETRIEVAL, clause)) == stock.Guess("answered", False, (clause,))
    assert stock.guess(parsed(Kind.DANGER.value, clause)) == stock.Guess("answered", True, (clause,))
    assert stock.guess(parsed(Kind.GREET.value, clause)).status == "small_talk"
    for intent in (Kind.OUT_OF_SCOPE.value, Kind.UNSURE.value, None):
        assert stock.guess(parsed(intent, clause)) == stock.Guess("not_covered", False, ())
    assert stock.guess({"intent": {"name": stock.RETRIEVAL}}).status == "not_covered"


def test_narrowing_leaves_other_councils_out_of_its_ranking_and_forgotten_clauses_out_of_both(desk, store):
    kent, dudley = (next(c for c in stock.examples(store) if c.startswith(d)) for d in ("kent-dcs", "dudley"))

    def guess(text):
        return stock.Guess("answered", False, ("kent-dcs-2011/no such clause", dudley, kent))

    assert cited(baselines.stock_rasa(desk, guess, narrowed=False)("who?", council="Kent")) == [dudley, kent]
    assert cited(baselines.stock_rasa(desk, guess, narrowed=True)("who?", council="Kent")) == [kent]
    assert baselines.stock_rasa(desk, guess, narrowed=True)("who?", council="Croydon")["status"] == "not_covered"


def test_its_word_for_danger_counts_as_safety_first(desk):
    respond = baselines.stock_rasa(desk, lambda text: stock.Guess("answered", True, ()), narrowed=False)
    assert baselines.verdicts([case(expect="safety_first")], respond) == [Verdict(True, True, False)]


def test_a_model_that_is_not_the_one_that_was_trained_is_not_kept(tmp_path):
    assert stock.kept(tmp_path) is None
    (tmp_path / stock.MODEL).write_bytes(b"altered")
    (tmp_path / stock.FACTS).write_text(
        '{"intent_epochs": 1, "epochs": 1, "clauses": 1, "phrasings": 1, "sha256": "0"}', encoding="utf-8"
    )
    assert stock.kept(tmp_path) is None


# --- figures ------------------------------------------------------------------------------------------------------------


def test_shares_are_of_the_questions_that_they_speak_of():
    cases = [case(), case("and?"), case("bins?", "not_covered"), case("hi", "small_talk")]
    found = [
        Verdict(True, True, False),
        Verdict(False, True, True),
        Verdict(False, False, True),
        Verdict(True, True, False),
    ]
    assert baselines.figures(cases, found) == Figures(right=0.5, found=0.5, near=0.75, wrong=0.5, refused=0.0)
    assert baselines.figures(cases[:2], found[:2]).refused is None


def test_kept_figures_are_shown_for_the_same_questions_only(desk, kept_in):
    cases = [case(first=("kent-dcs-2011/CDCC",))]
    of = baselines.Set(cases=baselines.fingerprint(cases), questions=1, figures={STOCK: FIGURES, NARROWED: FIGURES})
    held = Kept(intent_epochs=1, epochs=2, clauses=3, phrasings=4, sets={"golden": of})
    baselines.keep(held)
    assert baselines.kept() == held
    assert yaml.safe_load(kept_in.read_text(encoding="utf-8"))["command"] == baselines.COMMAND
    found = baselines.compared(desk, {"golden": cases})
    assert found["golden"][STOCK] == FIGURES
    lines = baselines.table({"golden": cases}, found, 5)
    assert [
        line.split()[-1] for line in lines if line.startswith("  stock Rasa ")
    ] == "0.250 0.500 0.750 0.125 –".split()
    assert any("4 phrasings (now 5)" in line for line in lines)
    changed = [case("who else?", first=("kent-dcs-2011/CDCC",))]
    found = baselines.compared(desk, {"golden": changed})
    assert STOCK not in found["golden"]
    assert baselines.table({"golden": changed}, found, 4)[-1] == f"Not kept for golden: {baselines.COMMAND}"


@pytest.mark.parametrize("text", ["", "- 1\n", "command: [", "epochs: many\n"])
def test_a_damaged_file_of_figures_counts_as_none(kept_in, text):
    assert baselines.kept() is None
    kept_in.write_text(text, encoding="utf-8")
    assert baselines.kept() is None


def test_the_table_fits_a_hundred_columns_with_four_sets(desk):
    sets = {
        name: [case()]
        for name in ("golden", "questions.jsonl", "dialogues.jsonl", "a_long_name_of_a_set_of_cases.jsonl")
    }
    found = {
        name: dict.fromkeys((baselines.OURS, WORDS, baselines.MEANING, TAUGHT, STOCK, NARROWED), FIGURES)
        for name in sets
    }
    lines = baselines.table(sets, found, 4)
    assert max(map(len, lines[: -len(baselines._about(sets, found, 4)) or None])) <= 100
    assert len({line.split()[0] for line in lines if line.startswith("  ")}) > 3


def test_the_figures_that_are_kept_hold_both_ways_of_asking_stock_rasa():
    held = baselines.kept()
    assert held is not None or not baselines.KEPT.exists(), f"{baselines.KEPT.name} is damaged"
    assert held is None or all(set(of.figures) == {STOCK, NARROWED} for of in held.sets.values())


def test_a_wrong_call_says_what_is_wrong(monkeypatch, capsys, tmp_path):
    monkeypatch.setattr(baselines, "opened", lambda: pytest.fail("nothing was to be opened"))
    for arguments, said in (
        (["--epochs", "0"], "at least one epoch"),
        (["--cases", str(tmp_path / "no.jsonl")], "no.jsonl"),
    ):
        monkeypatch.setattr("sys.argv", ["baselines", *arguments])
        with pytest.raises(SystemExit) as ended:
            baselines.main()
        assert ended.value.code == 2
        assert said in capsys.readouterr().err


def test_the_published_folder_is_the_one_that_is_read():
    assert stock.KEPT.parent == PUBLISHED
