"""From names, aliases, titles and ids to the nodes of the graph; never one of several."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from difflib import get_close_matches
from functools import cached_property

from papergraph.errors import AmbiguousNameError, NotFoundError
from papergraph.graph.values import EntityView, PaperView
from papergraph.identifiers import node_id
from papergraph.model import Role
from papergraph.text import fold_name, normalise_title

Index = Mapping[str, Sequence[str]]
_ALIASES_TOLD = 3
ROLES = tuple(role.value for role in Role)


class Lookup:
    """The names of papers and entities, found once, to be asked one by one.

    A name is an id, else a name, alias or title as it is written, else one that differs in spelling only, else the part
    of an id behind the slash, else, of papers, whole words of a title. The first of these that anything meets decides.
    """

    def __init__(self, papers: Iterable[PaperView], entities: Iterable[EntityView]) -> None:
        self._papers = {paper.id: paper for paper in papers}
        self._entities = {entity.id: entity for entity in entities}

    def entity(self, name: str) -> EntityView:
        """The entity of a name, alias or id.

        :raises NotFoundError: there is none.
        :raises AmbiguousNameError: there are several.
        """
        found = self._entities_of(name)
        return self._entities[self._one("entity", "entities", name, found, self._near(name, self._entity_names))]

    def paper(self, name: str) -> PaperView:
        """The paper of an id, a title or a part of a title.

        :raises NotFoundError: there is none.
        :raises AmbiguousNameError: there are several.
        """
        return self._papers[self._one("paper", "papers", name, self._papers_of(name), self._near_titles(name))]

    def either(self, name: str) -> PaperView | EntityView:
        """The entity, else the paper.

        :raises NotFoundError: there is neither.
        :raises AmbiguousNameError: there are several.
        """
        if found := self._entities_of(name):
            return self._entities[self._one("entity", "entities", name, found, list)]
        near = self._near(name, self._entity_names, self._near_titles(name))
        return self._papers[self._one("entity or paper", "papers", name, self._papers_of(name), near)]

    def _one(self, kind: str, kinds: str, name: str, found: Sequence[str], near: Callable[[], list[str]]) -> str:
        if not found:
            raise NotFoundError(kind, name, similar=near())
        if len(found) > 1:
            raise AmbiguousNameError(kinds, name, candidates=[(node, self._described(node)) for node in found])
        return found[0]

    def _described(self, node: str) -> str:
        if node in self._papers:
            paper = self._papers[node]
            return f"“{paper.title}”" + (f", {paper.year}" if paper.year is not None else "")
        entity = self._entities[node]
        names = ", ".join((entity.name, *entity.aliases[:_ALIASES_TOLD]))
        return f"{names}; {entity.type.value}, {entity.papers} {'paper' if entity.papers == 1 else 'papers'}"

    def _entities_of(self, name: str) -> Sequence[str]:
        written, folded = self._entity_index
        return _exact(name, self._entities, "entity", written, folded, fold_name)

    def _papers_of(self, name: str) -> Sequence[str]:
        written, folded = self._title_index
        return _exact(name, self._papers, "paper", written, folded, normalise_title) or self._with_words(name)

    def _with_words(self, part: str) -> Sequence[str]:
        words = normalise_title(part)
        _, titles = self._title_index
        return sorted(
            node for title, nodes in titles.items() if words and f" {words} " in f" {title} " for node in nodes
        )

    @cached_property
    def _entity_names(self) -> list[str]:
        return [name for entity in self._entities.values() for name in (entity.name, *entity.aliases)]

    @cached_property
    def _entity_index(self) -> tuple[Index, Index]:
        pairs = [(name, entity.id) for entity in self._entities.values() for name in (entity.name, *entity.aliases)]
        return _index(pairs), _index((fold_name(name), node) for name, node in pairs)

    @cached_property
    def _title_index(self) -> tuple[Index, Index]:
        pairs = [(paper.title, paper.id) for paper in self._papers.values()]
        return _index(pairs), _index((normalise_title(title), node) for title, node in pairs)

    def _near_titles(self, name: str) -> Callable[[], list[str]]:
        return lambda: _close(name, [paper.title for paper in self._papers.values()], normalise_title)

    @staticmethod
    def _near(name: str, names: list[str], others: Callable[[], list[str]] = list) -> Callable[[], list[str]]:
        return lambda: [*_close(name, names, fold_name), *others()][:3]


def _exact(
    name: str, nodes: Mapping[str, object], kind: str, written: Index, folded: Index, fold: Callable[[str], str]
) -> Sequence[str]:
    if name in nodes:
        return (name,)
    if found := written.get(name) or (folded.get(fold(name)) if fold(name) else None):
        return found
    local = node_id(kind, name)
    return (local,) if local in nodes else ()


def _index(pairs: Iterable[tuple[str, str]]) -> Index:
    found: dict[str, set[str]] = defaultdict(set)
    for name, node in pairs:
        found[name].add(node)
    return {name: sorted(nodes) for name, nodes in found.items()}


def _close(name: str, labels: Iterable[str], fold: Callable[[str], str]) -> list[str]:
    """The labels most like a name, one for each folded form: the first of the list."""
    first: dict[str, str] = {}
    for label in labels:
        first.setdefault(fold(label), label)
    return [first[match] for match in get_close_matches(fold(name), sorted(first), n=3)]
