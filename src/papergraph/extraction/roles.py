"""Roles: what an entity is to its paper, by weighted features of the text around its mentions.

The weights in ``roles.json`` were fitted on annotated abstracts by logistic regression (``benchmarks/fit_roles.py``).
They are whole hundredths, so that sums are exact: the role of the largest sum is taken, of equal ones the first of
:class:`papergraph.model.Role`.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Protocol

from papergraph.extraction.role_features import PaperFacts, features
from papergraph.extraction.role_rules import ruled
from papergraph.extraction.role_view import Thing
from papergraph.model import EntityType, Role
from papergraph.vocabulary import Vocabulary

WEIGHTS = "roles.json"


class Spanned(Protocol):
    """What has offsets: a candidate or a mention."""

    @property
    def start(self) -> int:
        """The first character."""

    @property
    def end(self) -> int:
        """The character behind the last."""


@dataclass(frozen=True, slots=True)
class RoleWeights:
    """The weights of one group of types: for each role, what speaks for it anyway, and what each feature adds."""

    roles: tuple[Role, ...]
    bias: tuple[int, ...]
    features: Mapping[str, Sequence[int]]

    def scores(self, found: Iterable[str]) -> dict[Role, int]:
        """The sum of weights of each role, in the order of the roles.

        >>> weights = RoleWeights((Role.USES, Role.MENTIONS), (5, 0), {"we before it": (20, -20)})
        >>> weights.scores(["we before it", "unheard of"])
        {<Role.USES: 'uses'>: 25, <Role.MENTIONS: 'mentions'>: -20}
        """
        known = [self.features[feature] for feature in found if feature in self.features]
        return dict(zip(self.roles, map(sum, zip(self.bias, *known, strict=True)), strict=True))


@dataclass(frozen=True, slots=True)
class RoleModel:
    """The weights of all types."""

    weights: Mapping[EntityType, RoleWeights]

    def role(self, paper: PaperFacts, number: int, *, without: Collection[Role] = ()) -> Role:
        """The role of a thing of a paper, none of those that it cannot have."""
        scores = self.weights[paper.things[number].type].scores(features(paper, number))
        return max((role for role in scores if role not in without), key=scores.__getitem__)


def thing(text: str, kind: EntityType, mentions: Iterable[Spanned], vocabulary: Vocabulary) -> Thing:
    """What the features tell of: an entity by its type and by the spans of its mentions in a text."""
    spans = tuple(sorted({(mention.start, mention.end) for mention in mentions}))
    forms = dict.fromkeys(text[start:end] for start, end in spans)
    return Thing(kind, spans, any(vocabulary.find(form) for form in forms))


def roles_of(text: str, sentences: Sequence[tuple[int, int]], things: Sequence[Thing]) -> tuple[Role, ...]:
    """The roles of all entities of a paper, whose sentences are given as spans."""
    paper, model = PaperFacts(text, sentences, things), load_model()
    return tuple(ruled(text, sentences, thing) or model.role(paper, number) for number, thing in enumerate(things))


@cache
def load_model() -> RoleModel:
    """The weights that are packaged with papergraph."""
    text = (resources.files("papergraph.extraction") / WEIGHTS).read_text(encoding="utf-8")
    return read_model(json.loads(text))


def read_model(groups: Mapping[str, Any]) -> RoleModel:
    """The weights as ``roles.json`` has them: by types joined with ``+``."""
    model = {}
    for types, group in groups.items():
        weights = {feature: tuple(row) for feature, row in group["weights"].items()}
        for kind in types.split("+"):
            model[EntityType(kind)] = RoleWeights(tuple(map(Role, group["roles"])), tuple(group["bias"]), weights)
    return RoleModel(model)
