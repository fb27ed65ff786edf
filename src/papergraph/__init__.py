"""papergraph turns a pile of paper abstracts into a knowledge graph.

>>> import papergraph
>>> papergraph.Paper(id="p1", title="On Examples").text
'On Examples\\n'

The functions import what they need when they are first used, so that ``import papergraph`` is cheap.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from papergraph.errors import PapergraphError
from papergraph.model import (
    CanonicalEntity,
    Direction,
    DoubtfulMerge,
    Entity,
    EntityType,
    Extraction,
    Link,
    LinkKind,
    Mention,
    Merge,
    Paper,
    Reject,
    Relation,
    Resolution,
    Result,
    Role,
)
from papergraph.version import __version__

if TYPE_CHECKING:
    from papergraph.api import build, load, open_graph, query, read
    from papergraph.opened import Graph

_LAZY = dict.fromkeys(("build", "load", "open_graph", "query", "read"), "papergraph.api") | {
    "Graph": "papergraph.opened"
}

__all__ = [
    "CanonicalEntity",
    "Direction",
    "DoubtfulMerge",
    "Entity",
    "EntityType",
    "Extraction",
    "Graph",
    "Link",
    "LinkKind",
    "Mention",
    "Merge",
    "Paper",
    "PapergraphError",
    "Reject",
    "Relation",
    "Resolution",
    "Result",
    "Role",
    "__version__",
    "build",
    "load",
    "open_graph",
    "query",
    "read",
]


def __getattr__(name: str) -> object:
    if name not in _LAZY:
        raise AttributeError(f"module 'papergraph' has no attribute {name!r}")
    from importlib import import_module

    value: object = getattr(import_module(_LAZY[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
