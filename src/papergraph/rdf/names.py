"""From a name, a title or an id to the IRI that it stands for in a store; never to one of several."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from difflib import get_close_matches

import pyoxigraph as ox

from papergraph.errors import AmbiguousNameError, NotFoundError
from papergraph.identifiers import percent_encode
from papergraph.rdf.namespaces import DCTERMS, PG, RDF, RDFS, SKOS, local_id
from papergraph.rdf.store import Store
from papergraph.text import fold_name, normalise_title, repair

_LABELS = {"entity": (SKOS.prefLabel, PG.usedName), "paper": (DCTERMS.title,)}
_ALL_LABELS = {"entity": (SKOS.prefLabel, SKOS.altLabel), "paper": (DCTERMS.title,)}
_FOLDS: dict[str, Callable[[str], str]] = {"entity": fold_name, "paper": normalise_title}
_SEVERAL = {"entity": "entities", "paper": "papers"}
_SIMILAR = 3


def find(store: Store, kind: str, name: str) -> str:
    """The IRI of an entity or a paper.

    A name is an id or an IRI, else a name, alias or title as it is written, else one that differs in spelling only,
    else the last part of an id, else a name that no paper uses but the vocabulary has, else, of papers, whole words of
    a title. The first of these that anything meets decides.

    :param kind: ``entity`` or ``paper``.
    :raises NotFoundError: there is none.
    :raises AmbiguousNameError: there are several.
    """
    for found in _stages(store, kind, name.strip()):
        if len(found) > 1:
            nodes = [(local_id(iri, base=store.base), _described(store, iri)) for iri in sorted(found)]
            raise AmbiguousNameError(_SEVERAL[kind], name, candidates=nodes)
        if found:
            return found.pop()
    raise NotFoundError(kind, name, similar=_similar(store, kind, name))


def _stages(store: Store, kind: str, name: str) -> Iterator[set[str]]:
    beginning = f"{store.base}{kind}/"
    local = name.removeprefix(beginning).removeprefix(f"{kind}/").removeprefix(f"{kind}:")
    if local != name:
        yield _existing(store, beginning + local)
    yield {iri for iri, label in _labelled(store, kind, ox.Literal(repair(name)) if name else None) if label == name}
    fold = _FOLDS[kind]
    folded = fold(name)
    labels = [(iri, fold(label)) for iri, label in _labelled(store, kind)] if folded else []
    yield {iri for iri, label in labels if label == folded}
    yield _existing(store, beginning + percent_encode(name)) if name else set()
    if kind == "paper":
        yield {iri for iri, label in labels if f" {folded} " in f" {label} "}
    elif folded:
        yield {iri for iri, label in _labelled(store, kind, terms=_ALL_LABELS) if fold(label) == folded}


def _existing(store: Store, iri: str) -> set[str]:
    try:
        node = ox.NamedNode(iri)
    except ValueError:
        return set()
    known = next(store.oxigraph.quads_for_pattern(node, ox.NamedNode(RDF.type), None, ox.DefaultGraph()), None)
    return {iri} if known else set()


def _labelled(
    store: Store, kind: str, label: ox.Literal | None = None, *, terms: Mapping[str, tuple[str, ...]] = _LABELS
) -> Iterator[tuple[str, str]]:
    """All IRIs of a kind with each of their labels, the preferred ones first."""
    beginning = f"{store.base}{kind}/"
    for term in terms[kind]:
        for quad in store.oxigraph.quads_for_pattern(None, ox.NamedNode(term), label, ox.DefaultGraph()):
            if isinstance(quad.subject, ox.NamedNode) and quad.subject.value.startswith(beginning):
                yield quad.subject.value, str(quad.object.value)  # type: ignore[union-attr]


def _values(store: Store, iri: str, term: str) -> list[str]:
    quads = store.oxigraph.quads_for_pattern(ox.NamedNode(iri), ox.NamedNode(term), None, ox.DefaultGraph())
    return sorted(str(quad.object.value) for quad in quads)  # type: ignore[union-attr]


def _described(store: Store, iri: str) -> str:
    if titles := _values(store, iri, DCTERMS.title):
        return f"“{titles[0]}”" + "".join(f", {year}" for year in _values(store, iri, DCTERMS.issued))
    types = [kind.removeprefix(PG.iri) for kind in _values(store, iri, RDF.type) if kind != PG.ResearchEntity]
    names = _values(store, iri, SKOS.prefLabel) or _values(store, iri, RDFS.label)
    papers = _values(store, iri, PG.paperCount)
    return "; ".join([", ".join(names), ", ".join(types), *(f"papers: {count}" for count in papers)])


def _similar(store: Store, kind: str, name: str) -> list[str]:
    """The labels most like a name, one for each folded form."""
    fold, first = _FOLDS[kind], dict[str, str]()
    for label in (label for _, label in _labelled(store, kind, terms=_ALL_LABELS)):
        first.setdefault(fold(label), label)
    return [first[match] for match in get_close_matches(fold(name), sorted(first), n=_SIMILAR)]


def names_like(store: Store, begins: str, most: int) -> tuple[tuple[str, str, str], ...]:
    """Entities whose id or one of whose names begins so, those of the most papers first: id, name, type."""
    beginning, sought = f"{store.base}entity/", begins.lower()
    found = {
        iri
        for iri, label in _labelled(store, "entity", terms=_ALL_LABELS)
        if label.lower().startswith(sought) or iri.removeprefix(beginning).startswith(sought)
    }
    counted = sorted(found, key=lambda iri: (-int((_values(store, iri, PG.paperCount) or ["0"])[0]), iri))
    return tuple((iri.removeprefix(beginning), *_name_and_type(store, iri)) for iri in counted[:most])


def _name_and_type(store: Store, iri: str) -> tuple[str, str]:
    types = [kind.removeprefix(PG.iri) for kind in _values(store, iri, RDF.type) if kind != PG.ResearchEntity]
    return "".join(_values(store, iri, SKOS.prefLabel)[:1]), ", ".join(types)
