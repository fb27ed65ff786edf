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
_ALIASES_TOLD = _SIMILAR = 3
ROLES = tuple(role.value for role in Role)


class Lookup:
    """The names of papers and entities, found once, to be asked one by one.

    A name is an id, else a name, alias or title as it is written, else one that differs in spelling only, else the part
    of an id behind the slash, else a name that no paper uses but the vocabulary has, else, of papers, whole words of a
    title. The first of these that anything meets decides.

    :param known: the vocabulary's names of entities, each with the id.
    """

    def __init__(
        self, papers: Iterable[PaperView], entities: Iterable[EntityView], known: Iterable[tuple[str, str]] = ()
    ) -> None:
        self._papers = {paper.id: paper for paper in papers}
        self._entities = {entity.id: entity for entity in entities}
        self._known = _index((fold_name(name), node) for name, node in known)

    def entity(self, name: str) -> EntityView:
        """The entity of a name, alias or id.

        :raises NotFoundError: there is none.
        :raises AmbiguousNameError: there are several.
        """
        found = self._entities_of(name)
        return self._entities[self._one("entity", "entities", name, found, self._near_names(name))]

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
        near = self._near_names(name, self._near_titles(name))
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
        found = _exact(name, "entity", self._entities, self._names, lambda: self._folded_names.get(fold_name(name), ()))
        return found or self._known.get(fold_name(name), ())

    def _papers_of(self, name: str) -> Sequence[str]:
        title = normalise_title(name)
        found = _exact(name, "paper", self._papers, self._titles, lambda: self._folded_titles.get(title, ()))
        return found or (self._with_words(title) if title else ())

    def _with_words(self, words: str) -> Sequence[str]:
        titles = self._folded_titles.items()
        return sorted(node for title, nodes in titles if f" {words} " in f" {title} " for node in nodes)

    @cached_property
    def _names(self) -> Index:
        entities = self._entities.values()
        return _index((name, entity.id) for entity in entities for name in (entity.name, *entity.aliases))

    @cached_property
    def _folded_names(self) -> Index:
        return _index((fold_name(name), node) for name, nodes in self._names.items() for node in nodes)

    @cached_property
    def _titles(self) -> Index:
        return _index((paper.title, paper.id) for paper in self._papers.values())

    @cached_property
    def _folded_titles(self) -> Index:
        return _index((normalise_title(title), node) for title, nodes in self._titles.items() for node in nodes)

    def _near_titles(self, name: str) -> Callable[[], list[str]]:
        return lambda: _close(name, self._titles, normalise_title)

    def _near_names(self, name: str, others: Callable[[], list[str]] = list) -> Callable[[], list[str]]:
        return lambda: [*_close(name, self._names, fold_name), *others()][:_SIMILAR]


def _exact(
    name: str, kind: str, nodes: Mapping[str, object], written: Index, folded: Callable[[], Sequence[str]]
) -> Sequence[str]:
    if name in nodes:
        return (name,)
    if not name.strip():
        return ()
    local = node_id(kind, name)
    return written.get(name) or folded() or ((local,) if local in nodes else ())


def _index(pairs: Iterable[tuple[str, str]]) -> Index:
    found: dict[str, set[str]] = defaultdict(set)
    for name, node in pairs:
        if name:
            found[name].add(node)
    return {name: sorted(nodes) for name, nodes in found.items()}


def _close(name: str, labels: Iterable[str], fold: Callable[[str], str]) -> list[str]:
    """The labels most like a name, one for each folded form: the first of the list."""
    first: dict[str, str] = {}
    for label in labels:
        first.setdefault(fold(label), label)
    return [first[match] for match in get_close_matches(fold(name), sorted(first), n=_SIMILAR)]
