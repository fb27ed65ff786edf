"""Fit the weights of results: python benchmarks/fit_results.py GOLD.jsonl... [--model DIR] [-o FILE]

Reads annotated abstracts twice, once with the entities that the pipeline finds and once with the annotated ones, and
fits conditional logits with an L2 penalty: one that tells which numbers are results, and one for each slot that tells
which mention fills it, or none. Weights are rounded to hundredths; features that are rare or weigh next to nothing are
left out.
Writes src/papergraph/extraction/results.json.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from papergraph.extraction import Extractor
from papergraph.extraction.candidates import Candidate
from papergraph.extraction.combination import FoundEntity
from papergraph.extraction.links import find_links
from papergraph.extraction.result_reading import SLOTS, Memory, Reading, readings
from papergraph.extraction.roles import roles_of, thing
from papergraph.extraction.tokens import clean_view
from papergraph.extraction.values import raw_span
from papergraph.model import EntityType, Paper, Role
from papergraph.text import CleanText, sentences

TARGET = Path(__file__).parent.parent / "src/papergraph/extraction/results.json"
PENALTY, RAREST, SMALLEST, ROUNDS, UNFOUND, PREDICTED = 4.0, 2, 4, 60, 0.5, 0.5


@dataclass(frozen=True)
class Choice:
    """Options with their features, which of them are right, and how much the choice counts."""

    options: list[set[str]]
    right: list[bool]
    weight: float = 1.0


@dataclass(frozen=True)
class Case:
    """An annotated abstract, and entities as they may come to the search for results."""

    record: dict[str, Any]
    view: CleanText
    raw: str
    links: Sequence[tuple[int, int]]
    found: Sequence[FoundEntity]
    own: Sequence[FoundEntity]
    weight: float = 1.0

    def values(self) -> Iterator[tuple[Reading, int, str]]:
        """The numbers of the abstract: where they are read, which one of the sentence, and their fold."""
        spans = tuple(sentences(self.view.text))
        for reading in readings(self.view.text, spans, self.found, self.own, self.links):
            for number, value in enumerate(reading.values):
                span = raw_span(self.raw, *self.view.raw_span(value.start, value.end))
                yield reading, number, normalise_value(self.raw[slice(*span)])


def normalise(text: str) -> str:
    """The fold under which two surface forms agree."""
    text = re.sub(r"[\W_]+", " ", text.lower()).strip()
    return text[:-1] if len(text) > 4 and text.endswith("s") and not text.endswith(("ss", "us", "is")) else text


def normalise_value(value: str) -> str:
    """The fold under which two values agree."""
    value = value.lower().replace("×", "x").replace("−", "-").replace("–", "-")
    value = re.sub(r"(?<=\d)\s*(?:percent|per cent)\b", "%", value)
    return re.sub(r"[\s,~≈±\\]+", "", value).strip(".")


def annotated(record: dict[str, Any], view: CleanText, raw: str, found: Sequence[FoundEntity]) -> list[FoundEntity]:
    """The annotated entities as if they had been found; where the pipeline found a mention, its source stays."""
    sources = {(m.start, m.end): m.source for e in found for m in e.mentions}
    taken = bytearray(len(raw))
    spans: dict[int, list[tuple[int, int]]] = defaultdict(list)
    forms = [(form, number) for number, entity in enumerate(record["entities"]) for form in entity["mentions"]]
    for form, number in sorted(forms, key=lambda pair: -len(pair[0])):
        for match in re.finditer(rf"(?<!\w){re.escape(form)}(?!\w)", raw):
            if not any(taken[match.start() : match.end()]):
                taken[match.start() : match.end()] = b"\1" * len(form)
                spans[number].append(view.clean_span(*match.span()))
    entities = []
    for number, places in spans.items():
        kind = EntityType(record["entities"][number]["type"])
        mentions = tuple(
            Candidate(a, b, view.text[a:b], sources.get((a, b), "annotated"), kind, str(number))
            for a, b in sorted(places)
            if a < b
        )
        if mentions:
            name = record["entities"][number]["name"]
            entities.append(FoundEntity(name, kind, 1.0, mentions, frozenset()))
    return entities


def paired(record: dict[str, Any], found: Sequence[FoundEntity]) -> dict[str, FoundEntity]:
    """For each annotated name the found entity that shares a surface form with it, if there is one."""
    by_form = {normalise(mention.text): entity for entity in reversed(found) for mention in entity.mentions}
    pairs = {}
    for entity in record["entities"]:
        match = next(filter(None, (by_form.get(normalise(form)) for form in entity["mentions"])), None)
        if match is not None:
            pairs[normalise(entity["name"])] = match
    return pairs


def choices(case: Case) -> Iterator[tuple[str, Choice]]:
    """What is to be decided about each number of an abstract, with the right answers."""
    pairs, waiting, last = paired(case.record, case.found), defaultdict(list), None
    for result in case.record.get("results", []):
        waiting[normalise_value(result["value"])].append(result)
    values = list(case.values())
    left = Counter(key for _, _, key in values)
    before: Reading | None = None
    for reading, number, key in values:
        left[key] -= 1
        mine = [waiting[key].pop(0) for _ in range(min(1, len(waiting[key])) if left[key] else len(waiting[key]))]
        yield "value", Choice([reading.value_features(number), set()], [bool(mine), not mine])
        if mine:
            slots: dict[str, FoundEntity | None] = {}
            for slot in SLOTS:
                wanted = [pairs.get(normalise(r[slot]), UNFOUND) if r.get(slot) else None for r in mine]
                yield slot, _choice(reading.options(slot, number, Memory(last, reading is before, dict(slots))), wanted)
                slots[slot] = wanted[0] if isinstance(wanted[0], FoundEntity) else None
            last, before = slots, reading


def _choice(options: Sequence[tuple[FoundEntity | None, set[str]]], wanted: Sequence[object]) -> Choice:
    """Where what was annotated is not among the options, nothing is right, and counts less."""
    features = [found for _, found in options]
    right = [any(entity is other for other in wanted) for entity, _ in options]
    return Choice(features, right) if any(right) else Choice(features, [e is None for e, _ in options], UNFOUND)


def collect(files: Sequence[Path], model: Path | None) -> dict[str, list[Choice]]:
    """All choices of annotated files, with found and with annotated entities."""
    pipeline, found = Extractor.load(model=model).pipeline, defaultdict(list)
    for record in (json.loads(line) for file in files for line in file.open(encoding="utf-8")):
        paper = Paper(id=record["id"], title=record["title"], abstract=record["abstract"])
        view = clean_view(paper)
        links = [view.clean_span(link.start, link.end) for link in find_links(paper.text)]
        entities = pipeline.offered(pipeline.combination(view.text, links))
        sure = [entity for entity in entities if entity.confidence >= pipeline.threshold]
        spans = tuple(sentences(view.text))
        things = [thing(view.text, entity.type, entity.mentions, pipeline.vocabulary) for entity in sure]
        roles = roles_of(view.text, spans, things)
        own = [entity for entity, role in zip(sure, roles, strict=True) if role is Role.INTRODUCES]
        gold = annotated(record, view, paper.text, entities)
        new = {normalise(e["name"]) for e in record["entities"] if e["role"] == Role.INTRODUCES}
        for case in (
            Case(record, view, paper.text, links, entities, own, PREDICTED),
            Case(record, view, paper.text, links, gold, [e for e in gold if normalise(e.name) in new]),
        ):
            for slot, choice in choices(case):
                found[slot].append(replace(choice, weight=choice.weight * case.weight))
    return found


def fit(found: Sequence[Choice]) -> dict[str, int]:
    """The weights, in hundredths, under which the right options are likeliest."""
    counts = Counter(feature for choice in found for feature in set[str]().union(*choice.options))
    names = sorted(feature for feature, count in counts.items() if count >= RAREST)
    columns = {name: column for column, name in enumerate(names)}
    rows = [[columns[f] for f in sorted(option) if f in columns] for choice in found for option in choice.options]
    pointers = np.cumsum([0, *map(len, rows)])
    matrix = csr_matrix(
        (np.ones(pointers[-1]), np.array([c for row in rows for c in row], dtype=int), pointers),
        shape=(len(rows), len(names)),
    )
    weights = _likeliest(matrix, found)
    rounded = {name: round(100 * weight) for name, weight in zip(names, weights, strict=True)}
    return {name: weight for name, weight in rounded.items() if abs(weight) >= SMALLEST}


def _likeliest(matrix: Any, found: Sequence[Choice]) -> Any:
    sizes = [len(choice.options) for choice in found]
    right = np.array([right for choice in found for right in choice.right], dtype=float)
    counts = np.array([choice.weight for choice in found])
    group, starts = np.repeat(np.arange(len(sizes)), sizes), np.cumsum([0, *sizes[:-1]])
    turned = matrix.T.tocsr()

    def loss(weights: Any) -> tuple[float, Any]:
        scores = matrix @ weights
        likely = np.exp(scores - np.maximum.reduceat(scores, starts)[group])
        total, good = np.add.reduceat(likely, starts), np.add.reduceat(likely * right, starts) + 1e-12
        slope = turned @ (counts[group] * (likely * right / good[group] - likely / total[group]))
        value = (counts * (np.log(good) - np.log(total))).sum() - PENALTY / 2 * weights @ weights
        return -value, PENALTY * weights - slope

    start = np.zeros(matrix.shape[1])
    return minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": ROUNDS}).x


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", nargs="+", type=Path)
    parser.add_argument("--model", type=Path, help="a pipeline of papergraph train that has not seen GOLD")
    parser.add_argument("-o", "--output", type=Path, default=TARGET)
    args = parser.parse_args()
    tables = {slot: fit(found) for slot, found in sorted(collect(args.gold, args.model).items())}
    args.output.write_text(json.dumps(tables, indent=0, sort_keys=True, ensure_ascii=False) + "\n", encoding="utf-8")
    for slot, table in tables.items():
        print(f"{slot}: {len(table)} weights")


if __name__ == "__main__":
    main()
