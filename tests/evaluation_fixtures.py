"""Small annotations, and made-up corpora of two sides."""

from __future__ import annotations

import random
from typing import Any

from papergraph.evaluation import AnnotatedEntity, Annotation, Evaluation, evaluate


def entity(name: str, kind: str = "METHOD", role: str | None = "uses", **more: Any) -> AnnotatedEntity:
    """An entity that is named by its name, unless surfaces or offsets are given."""
    named = {} if "offsets" in more else {"surfaces": (name,)}
    return AnnotatedEntity(name=name, type=kind, role=role, **(named | more))


def annotation(title: str, *entities: AnnotatedEntity, id: str = "p", **more: Any) -> Annotation:
    return Annotation(id=id, title=title, entities=entities, **more)


def rates(evaluation: Evaluation, name: str) -> tuple[int, int, int]:
    """Right, in gold, predicted."""
    figure = evaluation.figures[name]
    return figure.correct, figure.gold, figure.predicted


def scored(gold: Annotation, predicted: Annotation) -> Evaluation:
    return evaluate([gold], [predicted], resamples=0)


TITLE = "Winnow beats BERT on SQuAD by accuracy"
SIDES = annotation(TITLE, entity("Winnow"), entity("BERT", "MODEL"), entity("SQuAD", "BENCHMARK", "evaluates_on"))


def corpus(papers: int, *, seed: int = 0) -> tuple[list[Annotation], list[Annotation]]:
    """Gold and predictions of made-up papers, about two in three right."""
    chance = random.Random(seed)
    names = [f"N{number}" for number in range(9)]
    gold, predicted = [], []
    for number in range(papers):
        named = chance.sample(names, 6)
        title = " ".join(named)
        gold.append(annotation(title, *map(entity, named[:5]), id=f"p{number}"))
        found = [entity(name, confidence=round(chance.random(), 2)) for name in named if chance.random() < 0.7]
        predicted.append(annotation(title, *found, id=f"p{number}"))
    return gold, predicted
