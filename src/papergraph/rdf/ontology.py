"""The packaged ontology: where its files are, and its competency questions."""

from __future__ import annotations

from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class CompetencyQuery:
    """A packaged query: its file's name, its title, the question that it answers, its text."""

    name: str
    title: str
    question: str
    text: str


def competency_queries() -> tuple[CompetencyQuery, ...]:
    """The packaged queries, sorted by name.

    >>> "papers-on-gsm8k" in [query.name for query in competency_queries()]
    True
    """
    folder = ontology_path("queries")
    found = sorted((path for path in folder.iterdir() if path.name.endswith(".rq")), key=lambda path: path.name)
    return tuple(_read_query(path.name.removesuffix(".rq"), path.read_text(encoding="utf-8")) for path in found)


def _read_query(name: str, text: str) -> CompetencyQuery:
    """A query whose first two lines are ``# title: ...`` and ``# question: ...``."""
    title, question = (line.partition(":")[2].strip() for line in text.splitlines()[:2])
    return CompetencyQuery(name, title, question, text)
