"""The packaged ontology: where its files are."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from papergraph.errors import NotFoundError


def ontology_path(name: str = "papergraph.ttl") -> Traversable:
    """A file or a folder of the ontology, in an installed package or in a checkout.

    >>> "owl:Ontology" in ontology_path().read_text(encoding="utf-8")
    True

    :raises NotFoundError: there is no such file.
    """
    for folder in (files("papergraph") / "ontology", Path(__file__).parents[3] / "ontology"):
        found = folder.joinpath(*name.split("/"))
        if found.is_file() or found.is_dir():
            return found
    raise NotFoundError("ontology file", name)
