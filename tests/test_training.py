"""Training in the small: what is written, that it is the same again, that it loads, and that it can be resumed."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from tiny import run
from training_data import NAMES, TEXTS, TOKENS, small_config, write

from papergraph.errors import ConfigError, InputError, OutputError
from papergraph.training import InvalidAnnotationsError, Progress, TrainingOptions, train
from papergraph.training.checkpoints import Workspace
from papergraph.version import __version__

WRONG = {"tokens": ["a", "b"], "entities": [[0, 7, "METHOD"]]}


def options(here: Path, **given: Any) -> TrainingOptions:
    return TrainingOptions(**{"config": small_config(here / "small.cfg"), "max_steps": 20, "gpu": "cpu", **given})


def contents(directory: Path) -> dict[str, bytes]:
    return {p.relative_to(directory).as_posix(): p.read_bytes() for p in sorted(directory.rglob("*")) if p.is_file()}


def command(here: Path, *more: str, gold: str = "gold.jsonl") -> Result:
    small_config(here / "small.cfg")
    fixed = ("--config", str(here / "small.cfg"), "--max-steps", "20", "--gpu", "cpu")
    return run("train", str(here / gold), "-o", str(here / "out"), *fixed, *more)


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    """Annotated texts."""
    return write(tmp_path / "gold.jsonl", TEXTS)


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a packaged configuration makes of the twenty texts."""
    here = tmp_path_factory.mktemp("trained")
    gold = write(here / "gold.jsonl", TEXTS)
    train([gold], here / "out", TrainingOptions(config=Path("tok2vec"), max_steps=20, gpu="cpu", licence="CC0-1.0"))
    assert sorted(path.name for path in here.iterdir()) == ["gold.jsonl", "out"]
    return here / "out"


def test_spacy_alone_loads_it_and_it_finds_what_it_learnt(trained: Path) -> None:
    if shutil.which("papergraph", path=str(Path(sys.executable).parent)) is None:
        pytest.skip("papergraph is not installed: its entry point is not known")
    code = "import sys, spacy; print([(e.text, e.label_) for e in spacy.load(sys.argv[1])(sys.argv[2]).ents])"
    text = f"{NAMES[3]}: a plain way to prune\nWe propose {NAMES[3]} for pruning."
    done = subprocess.run([sys.executable, "-c", code, str(trained), text], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == str([(NAMES[3], "METHOD")] * 2)


def test_the_facts_are_written(trained: Path) -> None:
    meta = json.loads((trained / "meta.json").read_bytes())
    assert (meta["license"], meta["version"], meta["labels"]["ner"]) == (
        "CC0-1.0",
        __version__,
        ["BENCHMARK", "METHOD"],
    )
    facts = meta["training"]
    assert [(file["name"], file["use"], file["texts"]) for file in facts["files"]] == [("gold.jsonl", "train", 20)]
    assert facts["texts"] == {"train": 18, "dev": 2}
    assert facts["entities"] == {"BENCHMARK": 18, "METHOD": 54}
    assert (facts["seed"], facts["step"], facts["resumed_at"]) == (0, 20, [])
    assert set(meta["performance"]["ents_per_type"]) == {"BENCHMARK", "METHOD"}


def test_the_model_card_says_the_same(trained: Path) -> None:
    card = (trained / "README.md").read_text(encoding="utf-8")
    figures = json.loads((trained / "meta.json").read_bytes())["performance"]
    for part in ("Licence: CC0-1.0. Types: BENCHMARK, METHOD.", "held out", f"papergraph {__version__}"):
        assert part in card
    assert f"| {100 * figures['ents_f']:.1f} |" in card


def test_neither_words_nor_places_of_the_training_are_kept(trained: Path) -> None:
    assert set(json.loads((trained / "vocab" / "strings.json").read_bytes())) <= {"BENCHMARK", "METHOD", "ROOT"}
    everything = b"".join(contents(trained).values())
    assert b"Bramble" not in everything
    assert str(trained.parent).encode() not in everything
    assert b"Watch" not in everything


def test_the_same_bytes_whatever_the_order_and_the_hash_seed(gold: Path, tmp_path: Path) -> None:
    train([gold], tmp_path / "one", options(tmp_path))
    other = tmp_path / "other"
    other.mkdir()
    write(other / "gold.jsonl", TEXTS)
    arguments = [
        "train",
        str(other / "gold.jsonl"),
        "-o",
        str(other / "out"),
        "--max-steps",
        "20",
        "--gpu",
        "cpu",
        "-q",
    ]
    call = [sys.executable, "-m", "papergraph", *arguments, "--config", str(tmp_path / "small.cfg")]
    subprocess.run(call, env=os.environ | {"PYTHONHASHSEED": "7"}, check=True)
    assert contents(tmp_path / "one") == contents(other / "out")
    write(gold, reversed(TEXTS))
    train([gold], tmp_path / "two", options(tmp_path))
    assert contents(tmp_path / "one" / "ner") == contents(tmp_path / "two" / "ner")
    assert contents(tmp_path / "one" / "tok2vec") == contents(tmp_path / "two" / "tok2vec")


def test_another_seed_gives_other_weights(gold: Path, tmp_path: Path) -> None:
    train([gold], tmp_path / "one", options(tmp_path))
    train([gold], tmp_path / "two", options(tmp_path, seed=1))
    assert contents(tmp_path / "one" / "ner") != contents(tmp_path / "two" / "ner")


def test_types_of_ones_own_in_spans_over_tokens(tmp_path: Path) -> None:
    gold, dev = write(tmp_path / "gold.jsonl", TOKENS[:15]), write(tmp_path / "dev.jsonl", TOKENS[15:])
    trained = train([gold], tmp_path / "out", options(tmp_path, dev=dev, types=("Method",)))
    assert (trained.entities, trained.train_texts, trained.dev_texts) == ({"Method": 10}, 10, 5)
    facts = json.loads((tmp_path / "out" / "meta.json").read_bytes())["training"]
    assert (facts["dev"], facts["left_out"]["also_in_dev"]) == ("given", 5)


def stopping(at: int) -> Any:
    def report(progress: Progress) -> None:
        if progress.step == at:
            raise KeyboardInterrupt

    return report


@pytest.mark.parametrize("stop", [10, 13])
def test_a_training_that_was_stopped_goes_on(gold: Path, tmp_path: Path, stop: int) -> None:
    with pytest.raises(KeyboardInterrupt):
        train([gold], tmp_path / "out", options(tmp_path), on_progress=stopping(stop))
    assert [checkpoint.step for checkpoint in Workspace(tmp_path / "out").checkpoints()][-1] == stop
    assert not (tmp_path / "out").exists()
    steps: list[Progress] = []
    train([gold], tmp_path / "out", options(tmp_path, resume=True), on_progress=steps.append)
    assert (steps[0].step, steps[-1].step, steps[-1].total) == (stop, 20, 20)
    facts = json.loads((tmp_path / "out" / "meta.json").read_bytes())["training"]
    assert facts["resumed_at"] == [stop]
    assert "each time with a new optimizer" in (tmp_path / "out" / "README.md").read_text(encoding="utf-8")
    assert not (tmp_path / "out.partial").exists()


def test_a_resumed_training_begins_with_what_was_learnt(gold: Path, tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        train([gold], tmp_path / "out", options(tmp_path, max_steps=60), on_progress=stopping(50))
    scores: list[Progress] = []
    train([gold], tmp_path / "out", options(tmp_path, max_steps=60, resume=True), on_progress=scores.append)
    fresh: list[Progress] = []
    train([gold], tmp_path / "new", options(tmp_path), on_progress=fresh.append)
    assert (scores[0].score or 0) > (fresh[0].score or 0) + 0.3


def test_what_a_stopped_training_left_is_not_lost_unseen(gold: Path, tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        train([gold], tmp_path / "out", options(tmp_path), on_progress=stopping(10))
    with pytest.raises(OutputError, match="go on with --resume, or start anew with --force"):
        train([gold], tmp_path / "out", options(tmp_path))
    with pytest.raises(OutputError, match="had other annotations and seed; give the same"):
        train([gold], tmp_path / "out", options(tmp_path, resume=True, seed=3))
    train([gold], tmp_path / "out", options(tmp_path, force=True))
    assert json.loads((tmp_path / "out" / "meta.json").read_bytes())["training"]["resumed_at"] == []


def test_resume_begins_where_nothing_was_stopped(gold: Path, tmp_path: Path) -> None:
    assert train([gold], tmp_path / "out", options(tmp_path, resume=True)).path.is_dir()


def test_the_last_step_is_scored_too(gold: Path, tmp_path: Path) -> None:
    config = small_config(tmp_path / "other.cfg", eval_frequency=15)
    steps: list[Progress] = []
    train([gold], tmp_path / "out", options(tmp_path, config=config), on_progress=steps.append)
    assert [progress.step for progress in steps if progress.score is not None] == [0, 15, 20]


def test_a_directory_is_replaced_only_by_force(gold: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("mine")
    with pytest.raises(OutputError, match="--force"):
        train([gold], tmp_path / "out", options(tmp_path))
    assert contents(tmp_path / "out") == {"mine.txt": b"mine"}
    train([gold], tmp_path / "out", options(tmp_path, force=True))
    assert "mine.txt" not in contents(tmp_path / "out")


def test_an_input_in_the_output_is_not_lost(gold: Path, tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"holds the input gold\.jsonl"):
        train([gold], tmp_path, options(tmp_path, force=True))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("[training]\n", "[learning]\n", "training"),
        ('"tok2vec","ner"', '"tok2vec","nor"', "can't use it"),
        ("spacy.Tok2Vec.v2", "spacy.Nothing.v2", "spacy.Nothing.v2"),
        ("[paths]", "[paths", "can't use it"),
        ('pipeline = ["tok2vec","ner"]', 'pipeline = ["tok2vec"]', "no component finds entities"),
    ],
)
def test_a_configuration_that_can_t_be_used(gold: Path, tmp_path: Path, old: str, new: str, message: str) -> None:
    config = small_config(tmp_path / "bad.cfg")
    config.write_text(config.read_text().replace(old, new))
    with pytest.raises(ConfigError, match=message):
        train([gold], tmp_path / "out", options(tmp_path, config=config))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bad.cfg", "gold.jsonl", "small.cfg"]


def test_a_gpu_that_is_not_there(gold: Path, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="GPU 99 can't be used"):
        train([gold], tmp_path / "out", options(tmp_path, gpu="99"))


def test_nothing_is_trained_before_all_is_right(tmp_path: Path) -> None:
    gold = write(tmp_path / "gold.jsonl", [*TEXTS, WRONG, {"tokens": ["a"], "entities": [[0, 1, "TASK"]]}])
    with pytest.raises(InvalidAnnotationsError, match="2 lines have annotations that can't be right") as caught:
        train([gold], tmp_path / "out", options(tmp_path, types=("METHOD", "BENCHMARK")))
    assert isinstance(caught.value, InputError)
    assert [reject.line for reject in caught.value.rejects] == [21, 22]


def test_the_command_trains_and_tells(gold: Path, tmp_path: Path) -> None:
    result = command(tmp_path)
    assert result.exit_code == 0, result.stderr
    assert "F1 " in result.stdout
    assert [line.split(",")[0] for line in result.stderr.splitlines()] == [
        f"papergraph: step {step} of 20" for step in (0, 10, 20)
    ]
    assert "loss tok2vec" in result.stderr


def test_quiet_is_silent(gold: Path, tmp_path: Path) -> None:
    result = command(tmp_path, "-q")
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")


def test_wrong_annotations_end_the_command(tmp_path: Path) -> None:
    write(tmp_path / "bad.jsonl", [*TEXTS, WRONG])
    result = command(tmp_path, gold="bad.jsonl")
    assert result.exit_code == 2
    assert "bad.jsonl:21: entity 1: the span [0, 7] lies outside the 2 tokens" in result.stderr
    assert "1 line has annotations that can't be right; mend them" in result.stderr
    assert not (tmp_path / "out").exists()


def test_wrong_annotations_are_set_aside_on_demand(tmp_path: Path) -> None:
    write(tmp_path / "bad.jsonl", [*TEXTS, WRONG])
    result = command(tmp_path, "--skip-invalid", gold="bad.jsonl")
    assert result.exit_code == 1
    assert "1 line was set aside" in result.stderr
    facts = json.loads((tmp_path / "out" / "meta.json").read_bytes())["training"]
    assert facts["left_out"]["invalid_lines"] == 1


@pytest.mark.parametrize(
    "wrong", [("--gpu", "fast"), ("--types", "A,,B"), ("--types", ""), ("--max-steps", "0"), ("--dev", "nothing.jsonl")]
)
def test_wrong_usage(gold: Path, tmp_path: Path, wrong: tuple[str, str]) -> None:
    assert command(tmp_path, *wrong).exit_code == 2
    assert not (tmp_path / "out").exists()


def test_ctrl_c_says_how_to_go_on(gold: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from papergraph.cli import train as module

    monkeypatch.setattr(module, "_Lines", lambda: stopping(13))
    result = command(tmp_path)
    assert result.exit_code == 130
    assert "out.partial with --resume" in result.stderr
    monkeypatch.undo()
    assert command(tmp_path, "--resume").exit_code == 0


def test_the_command_line_does_not_import_spacy() -> None:
    code = "import sys, papergraph.cli; assert not {'spacy', 'thinc', 'papergraph.training'} & set(sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
