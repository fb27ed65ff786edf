"""Weights of features, in hundredths: fitted on annotated abstracts, read from ``results.json``, added up."""

from __future__ import annotations

import json
import math
from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache
from importlib import resources

TABLE = "results.json"


@dataclass(frozen=True, slots=True)
class ResultWeights:
    """A table of weights for values and one for each slot; whole hundredths, so that sums do not depend on order."""

    tables: Mapping[str, Mapping[str, int]]

    def score(self, table: str, features: Set[str]) -> int:
        """The sum of the weights of features; those without a weight count nothing.

        >>> ResultWeights({"value": {"unit %": 150, "year": -300}}).score("value", {"unit %", "any"})
        150
        """
        weights = self.tables[table]
        return sum(weights[feature] for feature in features if feature in weights)

    def choose(self, table: str, options: Sequence[tuple[int, Set[str]]]) -> int:
        """The key that is likeliest, where the likelihoods of options with one key add up (a conditional logit).

        >>> ResultWeights({"metric": {"near": 50}}).choose("metric", [(0, set()), (1, {"near"}), (2, set())])
        1
        """
        scores = [self.score(table, features) for _, features in options]
        likely: dict[int, float] = defaultdict(float)
        for (key, _), score in zip(options, scores, strict=True):
            likely[key] += math.exp((score - max(scores)) / 100)
        return max(likely, key=lambda key: likely[key])


@cache
def load_weights() -> ResultWeights:
    """The weights that are packaged with papergraph."""
    text = (resources.files("papergraph.extraction") / TABLE).read_text(encoding="utf-8")
    return ResultWeights(json.loads(text))
