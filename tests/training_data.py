"""Twenty annotated texts for the tests of training, and a configuration that is small enough for them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

NAMES = "Bramble Thistle Sorrel Yarrow Fennel Tansy Burdock Clover Nettle Mallow".split()
SETS = ("OrchardQA", "MeadowBench")
TEXTS = [
    {
        "id": f"t{number}",
        "title": f"{name}: a plain way to prune, part {number}",
        "abstract": f"We propose {name} for pruning. {name} is tested on {SETS[number % 2]}.",
        "entities": [
            {"name": name, "type": "METHOD", "mentions": [name]},
            {"name": SETS[number % 2], "type": "BENCHMARK", "mentions": [SETS[number % 2]]},
        ],
    }
    for number, name in enumerate(NAMES * 2)
]
TOKENS = [
    {"doc": f"d{number % 10}", "tokens": ["We", "test", name, "-", "XL", "."], "entities": [[2, 5, "Method"]]}
    for number, name in enumerate(NAMES * 2)
]
SMALL = {
    "width = 128": "width = 32",
    "rows = [8000,2000,4000,2000,8000]": "rows = [200,50,100,50,200]",
    "depth = 5": "depth = 1",
}


def write(path: Path, objects: Iterable[object]) -> Path:
    """Write JSON Lines."""
    path.write_text("".join(json.dumps(item) + "\n" for item in objects), encoding="utf-8")
    return path


def small_config(path: Path, *, eval_frequency: int = 10) -> Path:
    """The packaged configuration, made smaller."""
    from papergraph import training

    text = (Path(training.__file__).parent / "tok2vec.cfg").read_text(encoding="utf-8")
    for old, new in (SMALL | {"eval_frequency = 500": f"eval_frequency = {eval_frequency}"}).items():
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    return path
