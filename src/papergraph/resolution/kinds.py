"""Which types of entity papers may give to one thing."""

from __future__ import annotations

from papergraph.model import EntityType

_WAYS = frozenset({EntityType.METHOD, EntityType.MODEL, EntityType.TASK})


def same_kind(left: EntityType, right: EntityType) -> bool:
    """Whether two types may be one: methods and models are often taken for each other."""
    return left is right or {left, right} == {EntityType.METHOD, EntityType.MODEL}


def may_be_one(left: EntityType, right: EntityType) -> bool:
    """The same with tasks: a way of learning is the method of one paper and the problem of another."""
    return left is right or {left, right} <= _WAYS
