"""Training of the encoder in the small: from random weights, to a pipeline that runs without PyTorch."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from training_data import TEXTS, write

from papergraph.errors import ConfigError
from papergraph.training import TrainingOptions, train

torch = pytest.importorskip("torch", reason="needs papergraph[train]")
pytest.importorskip("onnx", reason="needs papergraph[train]")

LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789.:,-"
WORDS = "we propose is tested on a plain way to prune part for pruning never".split()
PIECES = ["[UNK]", "[CLS]", "[SEP]", *LETTERS, *(f"##{letter}" for letter in LETTERS), *WORDS]
WIDTH, INNER = 24, 48


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Random weights of a small encoder, in the layout of the transformers library."""
    from safetensors.torch import save_file

    directory, random = tmp_path_factory.mktemp("start"), torch.Generator().manual_seed(0)
    sizes = {"hidden_size": WIDTH, "num_attention_heads": 2, "intermediate_size": INNER}
    (directory / "config.json").write_text(json.dumps(sizes), encoding="utf-8")
    (directory / "vocab.txt").write_text("\n".join(PIECES) + "\n", encoding="utf-8")
    shapes = {
        "embeddings.word_embeddings.weight": (len(PIECES), WIDTH),
        "embeddings.position_embeddings.weight": (512, WIDTH),
        "embeddings.token_type_embeddings.weight": (2, WIDTH),
    }
    layer = "encoder.layer.0"
    for name, rows, columns in (
        ("attention.self.query", WIDTH, WIDTH),
        ("attention.self.key", WIDTH, WIDTH),
        ("attention.self.value", WIDTH, WIDTH),
        ("attention.output.dense", WIDTH, WIDTH),
        ("intermediate.dense", INNER, WIDTH),
        ("output.dense", WIDTH, INNER),
    ):
        shapes |= {f"{layer}.{name}.weight": (rows, columns), f"{layer}.{name}.bias": (rows,)}
    tensors = {name: 0.1 * torch.randn(shape, generator=random) for name, shape in shapes.items()}
    for name in ("embeddings.LayerNorm", f"{layer}.attention.output.LayerNorm", f"{layer}.output.LayerNorm"):
        tensors |= {f"{name}.weight": torch.ones(WIDTH), f"{name}.bias": torch.zeros(WIDTH)}
    save_file(tensors, directory / "model.safetensors")
    return directory


def small_config(path: Path, start: Path) -> Path:
    from papergraph import training

    text = (Path(training.__file__).parent / "encoder.cfg").read_text(encoding="utf-8")
    changes = {
        "layers = 4": "layers = 1",
        "least = 3": f'least = 1\nstart = "{start.as_posix()}"',
        "initial_rate = 0.0002": "initial_rate = 0.005",
        "warmup_steps = 260": "warmup_steps = 10",
        "size = 1200": "size = 120",
        "eval_frequency = 520": "eval_frequency = 40",
    }
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    return path


def options(here: Path, start: Path, **given: object) -> TrainingOptions:
    config = small_config(here / "small.cfg", start)
    return TrainingOptions(**{"config": config, "max_steps": 80, "gpu": "cpu", **given})  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory, start: Path) -> Path:
    """What the encoder makes of the twenty texts."""
    here = tmp_path_factory.mktemp("encoder")
    train([write(here / "gold.jsonl", TEXTS)], here / "out", options(here, start, licence="CC0-1.0"))
    return here / "out"


def test_it_learns(trained: Path) -> None:
    figures = json.loads((trained / "meta.json").read_bytes())["performance"]
    assert figures["ents_f"] >= 0.8


def test_it_runs_without_pytorch(trained: Path) -> None:
    code = (
        "import sys; sys.modules['torch'] = None\n"
        "import spacy; nlp = spacy.load(sys.argv[1])\n"
        "print([(e.text, e.label_) for e in nlp('Bramble: a plain way\\nWe propose Bramble for pruning.').ents])"
    )
    done = subprocess.run([sys.executable, "-c", code, str(trained)], capture_output=True, text=True, check=True)
    assert "('Bramble', 'METHOD')" in done.stdout


def test_the_exported_network_agrees_with_the_trained_one(tmp_path: Path, start: Path) -> None:
    import numpy as np
    import spacy

    from papergraph.extraction.ner.component import LATTICE, EncoderNer
    from papergraph.training.trainable_ner import TrainableNer

    nlp = spacy.blank("en")
    component = TrainableNer(nlp.vocab, "ner", layers=1, dropout=0.0, head_rate=1.0)
    doc = nlp("We propose Bramble for pruning.")
    doc.ents = [doc.char_span(11, 18, label="METHOD")]
    component.initialize(lambda: [spacy.training.Example(doc.copy(), doc)], start=str(start))
    (whole,) = component.predict([doc])
    EncoderNer().set(*component.deployed())(doc)
    assert np.abs(np.exp(whole) - doc.user_data[LATTICE].tags).max() < 0.05


def test_pieces_that_no_text_uses_are_left_out(tmp_path: Path, start: Path) -> None:
    gold = write(tmp_path / "gold.jsonl", TEXTS)
    papers = write(tmp_path / "papers.jsonl", [{"title": "A plain way to prune"}])
    train([gold], tmp_path / "out", options(tmp_path, start, unlabelled=(papers,), max_steps=2))
    pieces = (tmp_path / "out" / "ner" / "pieces.txt").read_text(encoding="utf-8").split("\n")
    assert "prune" in pieces
    assert "never" not in pieces
    facts = json.loads((tmp_path / "out" / "meta.json").read_bytes())["training"]
    assert facts["unlabelled"]["papers"] == 1


def test_the_same_bytes_again(trained: Path, tmp_path: Path, start: Path) -> None:
    again = tmp_path / "again"
    again.mkdir()
    train([write(again / "gold.jsonl", TEXTS)], again / "out", options(trained.parent, start, licence="CC0-1.0"))
    for path in sorted(trained.rglob("*")):
        if path.is_file():
            assert (again / "out" / path.relative_to(trained)).read_bytes() == path.read_bytes(), path.name


def test_a_stopped_training_goes_on(tmp_path: Path, start: Path) -> None:
    class StopError(Exception):
        pass

    def stop(progress: object) -> None:
        if getattr(progress, "step", 0) >= 41:
            raise StopError

    gold = write(tmp_path / "gold.jsonl", TEXTS)
    with pytest.raises(StopError):
        train([gold], tmp_path / "out", options(tmp_path, start), on_progress=stop)
    train([gold], tmp_path / "out", options(tmp_path, start, resume=True))
    facts = json.loads((tmp_path / "out" / "meta.json").read_bytes())["training"]
    assert facts["resumed_at"] == [40]


def test_weights_that_are_not_there_are_named(tmp_path: Path, start: Path) -> None:
    gold = write(tmp_path / "gold.jsonl", TEXTS)
    with pytest.raises(ConfigError, match="nowhere"):
        train([gold], tmp_path / "out", options(tmp_path, tmp_path / "nowhere"))
