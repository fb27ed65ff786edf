"""Fit the weights of roles: python benchmarks/fit_roles.py GOLD.jsonl... [-o FILE | --check]

Fits a multinomial logistic regression for each group of types on the features of annotated entities, both with the
mentions of the annotators and, where an entity was found, with those of the extractor. Features with small weights are
dropped, the rest is fitted anew. Writes src/papergraph/extraction/roles.json, the same bytes each time; ``--check``
writes nothing and tells the accuracy by five-fold cross-validation over papers. Needs scikit-learn.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from papergraph.evaluation.alignment import align
from papergraph.evaluation.annotations import Annotation, annotation_of, read_annotations
from papergraph.evaluation.spans import spans_of
from papergraph.extraction import Extractor
from papergraph.extraction.role_features import PaperFacts, features
from papergraph.extraction.role_view import Thing
from papergraph.extraction.roles import read_model, thing
from papergraph.extraction.tokens import clean_view
from papergraph.model import EntityType, Mention, Role
from papergraph.text import CleanText, sentences
from papergraph.vocabulary import Vocabulary

TARGET = Path(__file__).parent.parent / "src/papergraph/extraction/roles.json"
GROUPS = (
    ((EntityType.METHOD, EntityType.MODEL), 0.1, 5000),
    ((EntityType.BENCHMARK,), 0.05, 900),
    ((EntityType.TASK,), 0.05, 2500),
    ((EntityType.METRIC,), 0.1, 900),
)
"""The types that share weights, the inverse strength of their L2 penalty, and how many features are kept."""
MIN_COUNT = 3
FOLDS = 5


@dataclass(frozen=True, slots=True)
class Example:
    """An entity of a paper: whose mentions they are, its type, its role and its features."""

    paper: str
    side: str
    type: EntityType
    role: Role
    features: tuple[str, ...]


def examples(files: Sequence[Path]) -> Iterator[Example]:
    """The annotated entities of files, by the mentions of the annotators and by those of the extractor."""
    extractor = Extractor.load()
    for file in files:
        with file.open("rb") as lines:
            for gold in read_annotations(lines, file=str(file), on_reject=_fail):
                yield from _examples(gold, extractor)


def _fail(reject: object) -> None:
    raise SystemExit(str(reject))


def _examples(gold: Annotation, extractor: Extractor) -> Iterator[Example]:
    view, vocabulary = clean_view(gold.paper), extractor.pipeline.vocabulary
    extraction = next(extractor.extract([gold.paper]))
    pairs = align(gold, annotation_of(extraction)).typed
    roles = {right: gold.entities[left].role for left, right in pairs}
    found = [_thing(view, entity.type, entity.mentions, vocabulary) for entity in extraction.entities]
    yield from _of_side(gold.id, "found", view.text, found, [roles.get(place) for place in range(len(found))])
    annotated = _annotated(gold, view, vocabulary)
    yield from _of_side(gold.id, "gold", view.text, annotated, [entity.role for entity in gold.entities])


def _of_side(
    paper: str, side: str, text: str, things: Sequence[Thing], roles: Sequence[str | None]
) -> Iterator[Example]:
    facts = PaperFacts(text, tuple(sentences(text)), things)
    for number, (own, role) in enumerate(zip(things, roles, strict=True)):
        if role and own.spans:
            yield Example(paper, side, own.type, Role(role), features(facts, number))


def _annotated(gold: Annotation, view: CleanText, vocabulary: Vocabulary) -> list[Thing]:
    """The annotated entities; each has its number for a type while its mentions are looked for."""
    numbered = [replace(entity, type=str(number)) for number, entity in enumerate(gold.entities)]
    mentions: list[list[Mention]] = [[] for _ in numbered]
    for start, end, number in sorted(spans_of(gold.text, numbered)):
        mentions[int(number)].append(Mention(start, end, gold.text[start:end], "gold"))
    types = [EntityType(entity.type) for entity in gold.entities]
    return [_thing(view, kind, own, vocabulary) for kind, own in zip(types, mentions, strict=True)]


def _thing(view: CleanText, kind: EntityType, mentions: Sequence[Mention], vocabulary: Vocabulary) -> Thing:
    spans = (view.clean_span(mention.start, mention.end) for mention in mentions)
    return thing(view.text, kind, [Mention(*span, "", "") for span in spans if span[0] < span[1]], vocabulary)


def fit_group(rows: Sequence[Example], strength: float, keep: int) -> dict[str, Any]:
    """The weights of a group, as they are written."""
    counts = Counter(feature for row in rows for feature in row.features)
    names = sorted(feature for feature, count in counts.items() if count >= MIN_COUNT)
    roles = [role for role in Role if any(row.role is role for row in rows)]
    labels = np.array([roles.index(row.role) for row in rows])
    first, _ = _fit(rows, names, labels, strength)
    spread = np.ptp(first, axis=0) * np.sqrt([counts[name] for name in names])
    names = sorted(names[place] for place in np.argsort(-spread, kind="stable")[:keep])
    weights, bias = _fit(rows, names, labels, strength)
    whole = np.rint(100 * (weights - weights[-1])).astype(int)
    table = {name: row.tolist() for name, row in zip(names, whole.T, strict=True) if row.any()}
    return {"roles": roles, "bias": np.rint(100 * (bias - bias[-1])).astype(int).tolist(), "weights": table}


def _fit(rows: Sequence[Example], names: Sequence[str], labels: Any, strength: float) -> tuple[Any, Any]:
    """The weights by role and feature, and the biases by role."""
    number = {name: place for place, name in enumerate(names)}
    columns = [[number[feature] for feature in row.features if feature in number] for row in rows]
    ends = np.cumsum([0, *map(len, columns)])
    flat = np.concatenate([np.array(row, dtype=np.int32) for row in columns])
    matrix = csr_matrix((np.ones(len(flat)), flat, ends), shape=(len(rows), len(names)))
    fitted = LogisticRegression(C=strength, max_iter=500, tol=1e-3).fit(matrix, labels)
    return fitted.coef_, fitted.intercept_


def fit(rows: Sequence[Example]) -> dict[str, dict[str, Any]]:
    """The weights of all groups, by their types."""
    return {
        "+".join(types): fit_group([row for row in rows if row.type in types], strength, keep)
        for types, strength, keep in GROUPS
    }


def lines(model: dict[str, dict[str, Any]]) -> Iterator[str]:
    """The file, a feature a line, the same for the same weights."""
    yield "{\n"
    for place, (types, group) in enumerate(model.items()):
        yield f'{"," if place else ""}{json.dumps(types)}: {{"roles": {json.dumps(group["roles"])},\n'
        yield f'"bias": {json.dumps(group["bias"])},\n"weights": {{\n'
        rows = (f"{json.dumps(name, ensure_ascii=False)}: {_row(row)}" for name, row in group["weights"].items())
        yield ",\n".join(rows) + "}}\n"
    yield "}\n"


def _row(row: Sequence[int]) -> str:
    return json.dumps(row, separators=(",", ":"))


def check(rows: Sequence[Example]) -> None:
    """Print the accuracy on the papers of each fold with the weights of the other folds."""
    right, total = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for fold in range(FOLDS):
        model = read_model(json.loads("".join(lines(fit([row for row in rows if _fold(row.paper) != fold])))))
        for row in (row for row in rows if _fold(row.paper) == fold):
            scores = model.weights[row.type].scores(row.features)
            keys = [(row.side, ""), (row.side, row.type.value), (row.side, row.role.value)]
            total.update(keys)
            right.update(keys if max(scores, key=scores.__getitem__) is row.role else ())
    for key in sorted(total):
        print(f"{key[0]:8}{key[1] or 'all':16}{100 * right[key] / total[key]:6.1f}{total[key]:8}")


def _fold(paper: str) -> int:
    return int(hashlib.sha256(paper.encode()).hexdigest(), 16) % FOLDS


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", nargs="+", type=Path)
    parser.add_argument("-o", "--output", type=Path, default=TARGET)
    parser.add_argument("--check", action="store_true", help="cross-validate instead of writing")
    args = parser.parse_args()
    rows = list(examples(args.gold))
    if args.check:
        check(rows)
    else:
        args.output.write_text("".join(lines(fit(rows))), encoding="utf-8")


if __name__ == "__main__":
    main()
