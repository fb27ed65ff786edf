"""What a trained pipeline says of itself: spaCy's ``meta.json``, and a model card made from it."""

from __future__ import annotations

import platform
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from typing import Any

import papergraph.version

DESCRIPTION = "Finds what research papers name, in their titles and abstracts."


def performance(scores: Mapping[str, Any]) -> dict[str, Any]:
    """The figures of an evaluation that do not depend on the clock: over all types and for each, as shares."""
    types = scores.get("ents_per_type") or {}
    return {
        **{key: round(float(scores.get(key) or 0.0), 4) for key in ("ents_p", "ents_r", "ents_f")},
        "ents_per_type": {name: {key: round(types[name][key], 4) for key in "prf"} for name in sorted(types)},
    }


def versions() -> dict[str, str]:
    """The versions that decide the weights."""
    packages = {name: version(name) for name in ("numpy", "spacy", "thinc")}
    return {"papergraph": papergraph.version.__version__, "python": platform.python_version(), **packages}


def model_card(meta: Mapping[str, Any], types: Sequence[str]) -> str:
    """The text of ``README.md``, from the facts of ``meta.json``."""
    facts, figures = meta["training"], meta["performance"]
    parts = [
        f"# {meta['lang']}_{meta['name']} {meta['version']}",
        f"{meta['description']} A spaCy pipeline ({', '.join(meta['pipeline'])}) that `papergraph train` made.",
        '```python\nimport spacy\n\nnlp = spacy.load("path/to/this/directory")  # papergraph must be installed\n```',
        f"Licence: {meta['license'] or 'not stated'}. Types: {', '.join(types)}.",
        "## Figures",
        f"Exact span and type, in per cent, on {facts['texts']['dev']} texts that were {_dev(facts)}; the checkpoint "
        "was chosen on these same texts, so expect somewhat less on others.",
        _figures(figures),
        "## What it gets wrong",
        _wrong(figures),
        "## Data",
        _data(facts),
        f"Trained on {facts['texts']['train']} texts. Entities in them: "
        + ", ".join(f"{number} {name}" for name, number in facts["entities"].items())
        + f". {_left_out(facts)}{_unlabelled(facts)}",
        "## Training",
        _training(facts),
    ]
    return "\n\n".join(parts) + "\n"


def _dev(facts: Mapping[str, Any]) -> str:
    return "given apart" if facts["dev"] == "given" else "held out, about a tenth of the documents"


def _figures(figures: Mapping[str, Any]) -> str:
    rows = [("all", *(figures[f"ents_{key}"] for key in "prf"))]
    rows += [(name, *(row[key] for key in "prf")) for name, row in figures["ents_per_type"].items()]
    lines = [f"| {name} | {100 * p:.1f} | {100 * r:.1f} | {100 * f:.1f} |" for name, p, r, f in rows]
    return "\n".join(["| type | precision | recall | F1 |", "|---|---|---|---|", *lines])


def _wrong(figures: Mapping[str, Any]) -> str:
    """What is missed and what is wrong, over all and where it is worst."""
    missed, wrong = (round(100 * (1 - figures[f"ents_{key}"])) for key in "rp")
    worst = sorted(figures["ents_per_type"].items(), key=lambda item: (item[1]["f"], item[0]))[:2]
    weakest = " and ".join(f"{name} (F1 {100 * row['f']:.1f})" for name, row in worst)
    counts = (
        f"Of 100 annotated names it misses {missed}, or finds them with other ends or as another type; of 100 that it "
        f"finds {wrong} are annotated otherwise or not at all."
    )
    return f"{counts} It is weakest at {weakest}." if weakest else counts


def _unlabelled(facts: Mapping[str, Any]) -> str:
    papers = facts.get("unlabelled", {}).get("papers", 0)
    return f" The words of {papers} papers without annotations decided which word pieces it keeps." if papers else ""


def _data(facts: Mapping[str, Any]) -> str:
    lines = [
        f"| {file['name']} | {file['use']} | {file['texts']} | {file['entities']} | `{file['sha256']}` |"
        for file in facts["files"]
    ]
    return "\n".join(["| file | use | texts | entities | SHA-256 |", "|---|---|---|---|---|", *lines])


def _left_out(facts: Mapping[str, Any]) -> str:
    counts = facts["left_out"]
    said = (
        f"{counts['invalid_lines']} lines were set aside because their annotations can't be right",
        f"{counts['also_in_dev']} texts were left out because the development texts hold them too",
        f"{counts['lost_spans']} spans because nothing of them is left in the text that extraction sees",
    )
    return "; ".join(said) + "."


def _training(facts: Mapping[str, Any]) -> str:
    resumed = " and ".join(map(str, facts["resumed_at"]))
    lines = [
        f"- configuration: `config.cfg` here, made from one with SHA-256 `{facts['config_sha256']}`",
        f"- seed {facts['seed']}, best checkpoint at step {facts['step']}, trained on {facts['device']}",
        f"- versions: {', '.join(f'{name} {number}' for name, number in facts['versions'].items())}",
    ]
    if resumed:
        lines.append(
            f"- resumed at step {resumed}, each time with a new optimizer; an unbroken run gives other weights"
        )
    return "\n".join(lines)
