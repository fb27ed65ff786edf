"""Fit the scores of spans and entities: python benchmarks/fit_confidence.py GOLD.jsonl... --model DIR [-o FILE]

Two logistic regressions (scikit-learn) over the features of papergraph.extraction.scoring: whether a span that a source
proposes is annotated, and whether an entity of a type is paired with an annotated one of the type that shares a form.
DIR is a pipeline that `papergraph train` made without GOLD, so that its probabilities are those of texts it has not
seen. The strength of the regularisation is chosen by five-fold cross-validation over papers, whose figures are printed.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss, roc_auc_score
from sklearn.model_selection import GroupKFold, cross_val_predict

from papergraph.extraction import Extractor
from papergraph.extraction.combination import Combination, Group
from papergraph.extraction.links import find_links
from papergraph.extraction.scoring import LogisticModel, Scorer
from papergraph.extraction.tokens import clean_view
from papergraph.model import EntityType, Paper
from papergraph.training.forms import annotated_text

TARGET = Path(__file__).parent.parent / "src/papergraph/extraction/confidence.json"
STRENGTHS = (0.03, 0.1, 0.3, 1.0, 3.0)
Row = tuple[dict[str, float], bool, int]


def normalise(text: str) -> str:
    """The fold under which two surface forms agree."""
    text = re.sub(r"[\W_]+", " ", text.lower()).strip()
    return text[:-1] if len(text) > 4 and text.endswith("s") and not text.endswith(("ss", "us", "is")) else text


def right_ones(groups: Sequence[Group], kind: EntityType, gold: list[dict]) -> set[int]:
    """The places of the groups that annotated entities of a type are paired with, by the forms that they share."""
    forms = [{normalise(mention.text) for mention in group.members} for group in groups]
    wanted = [{normalise(mention) for mention in entity["mentions"]} for entity in gold if entity["type"] == kind]
    pairs = sorted((-len(own & theirs), i, j) for i, theirs in enumerate(wanted) for j, own in enumerate(forms))
    paired: dict[int, int] = {}
    for shared, entity, group in pairs:
        if shared and entity not in paired and group not in paired.values():
            paired[entity] = group
    return set(paired.values())


def combinations(files: Sequence[Path], model: Path) -> Iterator[tuple[Combination, dict, set[tuple[int, int]]]]:
    """The candidates of each paper, its annotations, and the annotated spans of its clean view."""
    pipeline = Extractor.load(model=model).pipeline
    for record in (json.loads(line) for file in files for line in file.open(encoding="utf-8")):
        paper = Paper(id=record["id"], title=record["title"], abstract=record["abstract"])
        view = clean_view(paper)
        zones = [view.clean_span(link.start, link.end) for link in find_links(paper.text)]
        yield pipeline.combination(view.text, zones), record, {span[:2] for span in annotated_text(record).spans}


def span_rows(papers: Sequence[tuple[Combination, dict, set[tuple[int, int]]]]) -> list[Row]:
    """The spans of all papers: features, whether annotated, number of the paper."""
    return [
        (evidence.features, evidence.span in gold, number)
        for number, (combination, _, gold) in enumerate(papers)
        for evidence in combination.spans()
    ]


def entity_rows(papers: Sequence[tuple[Combination, dict, set[tuple[int, int]]]], scorer: Scorer) -> list[Row]:
    """The entities of all papers in each type that may be their own."""
    rows: list[Row] = []
    for number, (combination, record, _) in enumerate(papers):
        groups = combination.groups(scorer)
        right = {kind: right_ones(groups, kind, record["entities"]) for kind in EntityType}
        for place, group in enumerate(groups):
            rows += [(row, place in right[kind], number) for kind, row in combination.features(group).items()]
    return rows


def fitted(rows: Sequence[Row], name: str) -> LogisticModel:
    """The logistic regression of rows, with the strength that does best on papers left out."""
    vectorizer = DictVectorizer(sparse=False)
    table = vectorizer.fit_transform([features for features, _, _ in rows])
    right, papers = np.array([row[1] for row in rows]), np.array([row[2] for row in rows])
    losses = {}
    for strength in STRENGTHS:
        shares = cross_val_predict(
            _regression(strength), table, right, groups=papers, cv=GroupKFold(5), method="predict_proba"
        )[:, 1]
        losses[strength] = log_loss(right, shares)
        ece = _calibration_error(shares, right)
        auroc = roc_auc_score(right, shares)
        print(f"{name}, C {strength}: loss {losses[strength]:.4f}, auroc {auroc:.3f}, ece {ece:.3f}")
    model = _regression(min(losses, key=losses.__getitem__)).fit(table, right)
    weights = zip(vectorizer.get_feature_names_out(), model.coef_[0], strict=True)
    return LogisticModel({feature: round(float(weight), 4) for feature, weight in weights if round(weight, 4)})


def _regression(strength: float) -> LogisticRegression:
    return LogisticRegression(C=strength, fit_intercept=False, max_iter=5000)


def _calibration_error(shares: np.ndarray, right: np.ndarray) -> float:
    order = np.argsort(shares)
    return sum(len(part) * abs(shares[part].mean() - right[part].mean()) for part in np.array_split(order, 10)) / len(
        shares
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", nargs="+", type=Path)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("-o", "--output", type=Path, default=TARGET)
    args = parser.parse_args()
    papers = list(combinations(args.gold, args.model))
    span = fitted(span_rows(papers), "spans")
    entity = fitted(entity_rows(papers, Scorer(span, LogisticModel({}))), "entities")
    tables = {"span": dict(span.weights), "entity": dict(entity.weights)}
    args.output.write_text(json.dumps(tables, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
