"""The way back: the networkx graph that RDF was written from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from operator import itemgetter
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import networkx as nx
import pyoxigraph as ox

from papergraph.errors import InputError
from papergraph.files import reason_of
from papergraph.identifiers import node_id
from papergraph.rdf.describe import ENTITY_CLASSES, LINK_KINDS
from papergraph.rdf.evidence import LINK_TERMS, RELATION_TERMS, RESULT_TERMS
from papergraph.rdf.namespaces import DC, DCTERMS, PG, RDF, RDFS, ROLE_TERMS, SCHEMA, SKOS, XSD

Facts = Mapping[str, Mapping[str, Sequence[Any]]]
"""The values of each predicate of each subject; IRIs are strings, as texts are."""

_TYPES = {iri: name for name, iri in ENTITY_CLASSES.items()}
_KINDS = {iri: name for name, iri in LINK_KINDS.items()}
_ROLES = {iri: name for name, iri in ROLE_TERMS.items()}
_VALUES: Mapping[str, Callable[[str], Any]] = {
    XSD.integer: int,
    XSD.decimal: float,
    XSD.boolean: lambda text: text in ("true", "1"),
}
_UNUSED = frozenset(
    (PG.textSha256, PG.extractor, PG.venue, PG.mentions, PG.mergedName, DC.source, DC.creator, DCTERMS.abstract)
)


def read_graph(path: Path, *, base: str | None = None) -> nx.MultiDiGraph[str]:
    """The graph of an RDF file that papergraph wrote (``graph.nt``, ``graph.ttl`` or an export), as it was built.

    Only characters that RDF can't hold are U+FFFD here.

    :param base: what all ids of the data stand behind; ``None``: what the papers stand behind.
    :raises InputError: the file can't be read, or its ending names no RDF format.
    """
    facts = _facts(path)
    reader = _Reader(facts, _base(facts) if base is None else base)
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(communities=sorted(reader.communities(), key=itemgetter("id")))
    graph.add_nodes_from(sorted(reader.nodes(), key=lambda node: node[0]))
    for source, target, key, attributes in sorted(reader.edges(), key=lambda edge: edge[:3]):
        graph.add_edge(source, target, key=key, **attributes)
    return graph


def _facts(path: Path) -> Facts:
    form = ox.RdfFormat.from_extension(path.suffix.lstrip("."))
    if form is None:
        raise InputError(path, "no RDF by its ending; valid: .nt, .ttl, .jsonld, .nq, .trig, .rdf")
    facts: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    try:
        for quad in ox.parse(path=path, format=form):
            if quad.predicate.value not in _UNUSED:
                facts[str(quad.subject.value)][quad.predicate.value].append(_value(quad.object))
    except SyntaxError as error:
        raise InputError(path, f"it is malformed: {str(error).splitlines()[0]}") from error
    except OSError as error:
        raise InputError(path, reason_of(error)) from error
    return facts


def _value(term: Any) -> Any:
    if not isinstance(term, ox.Literal):
        return term.value
    return _VALUES.get(term.datatype.value, str)(term.value)


def _base(facts: Facts) -> str:
    """What the IRIs of papers begin with: all before ``paper/`` and the local id."""
    for subject, said in facts.items():
        if PG.Paper in said.get(RDF.type, ()):
            return subject.removesuffix(node_id("paper", str(said[PG.localId][0])))
    return ""


class _Reader:
    """Facts as nodes and edges; what the graph's contract has no place for is passed over."""

    def __init__(self, facts: Facts, base: str) -> None:
        self._facts = facts
        self._cut = len(base)
        self._stated = {
            (said[PG.subject][0], said[PG.predicate][0], said[PG.object][0]): said
            for said in facts.values()
            if PG.subject in said
        }

    def nodes(self) -> Iterator[tuple[str, dict[str, Any]]]:
        """The nodes with their attributes."""
        for iri, said in self._facts.items():
            for kind in said.get(RDF.type, ()):
                if kind in _NODES:
                    yield self._local(iri), _NODES[kind](self, said)

    def communities(self) -> Iterator[dict[str, Any]]:
        """The communities of the papers."""
        for iri, said in self._facts.items():
            if PG.Community in said.get(RDF.type, ()):
                typical = sorted(map(self._local, said.get(PG.typicalEntity, ())))
                yield {"id": self._local(iri), "name": _one(said, RDFS.label), "entities": typical}

    def edges(self) -> Iterator[tuple[str, str, str, dict[str, Any]]]:
        """The edges with their attributes."""
        for (subject, predicate, value), said in self._stated.items():
            if predicate in _ROLES:
                yield self._local(subject), self._local(value), _ROLES[predicate], self._role(said)
        for iri, said in self._facts.items():
            yield from self._direct(iri, said)
            if PG.PaperLink in said.get(RDF.type, ()):
                yield self._paper_link(said)

    def _local(self, iri: str) -> str:
        return iri[self._cut :]

    def _direct(self, iri: str, said: Mapping[str, Sequence[Any]]) -> Iterator[tuple[str, str, str, dict[str, Any]]]:
        for key, predicate in _DIRECT.items():
            for value in said.get(predicate, ()):
                about = self._stated.get((iri, predicate, value), {})
                yield self._local(iri), self._local(value), key, self._attributes(key, said, about, value)

    def _attributes(
        self, key: str, said: Mapping[str, Sequence[Any]], about: Mapping[str, Sequence[Any]], value: str
    ) -> dict[str, Any]:
        if key in LINK_TERMS:
            own = value in said.get(LINK_TERMS[key][1], ())
            return {"own": own, "linkKind": _kind(about.get(PG.statedKind)), "span": self._span(about)}
        if key == "reports":
            return {"span": self._span(about), "sentence": _one(about, PG.sentence)}
        return {"reason": _one(about, PG.reason)} if key in RELATION_TERMS else {}

    def _span(self, about: Mapping[str, Sequence[Any]]) -> list[int]:
        """The one span of a statement; an empty one stands for a place that is not known."""
        return next(iter(self._spans(about)), [0, 0])

    def _spans(self, about: Mapping[str, Sequence[Any]]) -> list[list[int]]:
        mentions = (self._facts[mention] for mention in about.get(PG.supportedBy, ()))
        return sorted([mention[PG.start][0], mention[PG.end][0]] for mention in mentions)

    def _role(self, about: Mapping[str, Sequence[Any]]) -> dict[str, Any]:
        return {
            "confidence": _one(about, PG.confidence),
            "mentions": self._spans(about),
            "sentence": _one(about, PG.sentence),
        }

    def _paper_link(self, said: Mapping[str, Sequence[Any]]) -> tuple[str, str, str, dict[str, Any]]:
        reasons = sorted((self._facts[reason] for reason in said.get(PG.shares, ())), key=lambda why: why[PG.rank][0])
        why = [
            {
                "entity": self._local(reason[PG.entity][0]),
                "weight": reason[PG.shareWeight][0],
                "roles": [_ROLES[reason[role][0]] for role in (PG.firstRole, PG.secondRole) if role in reason],
            }
            for reason in reasons
        ]
        ends = (self._local(said[end][0]) for end in (PG.firstPaper, PG.secondPaper))
        return *ends, "sharesEntityWith", {"weight": said[PG.weight][0], "why": why}  # type: ignore[return-value]

    def paper(self, said: Mapping[str, Sequence[Any]]) -> dict[str, Any]:
        """The attributes of a paper."""
        authors = sorted(
            (self._facts[place][PG.position][0], self._facts[place][PG.authorName][0])
            for place in said.get(PG.hasAuthorship, ())
        )
        community = _one(said, PG.inCommunity)
        return {
            "kind": "paper",
            "title": _one(said, DCTERMS.title),
            "year": _one(said, DCTERMS.issued),
            "authors": [name for _, name in authors],
            "identifiers": _identifiers(said),
            "community": self._local(community) if community else None,
        }


def _one(said: Mapping[str, Sequence[Any]], predicate: str) -> Any:
    return next(iter(said.get(predicate, ())), None)


def _kind(kinds: Sequence[Any] | None) -> str | None:
    return _KINDS[kinds[0]] if kinds else None


def _identifiers(said: Mapping[str, Sequence[Any]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for text in said.get(DCTERMS.identifier, ()):
        scheme, colon, value = str(text).partition(":")
        if colon:
            found[unquote(scheme)].append(value)
    found["url"] += said.get(SCHEMA.url, ())
    return {scheme: sorted(values) for scheme, values in sorted(found.items()) if values}


def _entity(reader: _Reader, said: Mapping[str, Sequence[Any]]) -> dict[str, Any]:
    return {
        "kind": "entity",
        "type": next(_TYPES[kind] for kind in said[RDF.type] if kind in _TYPES),
        "name": _one(said, SKOS.prefLabel),
        "aliases": sorted(said.get(PG.usedName, ())),
        "altLabels": sorted(said.get(PG.knownName, ())),
        "sameAs": _same_as(said),
        "pages": sorted(said.get(SCHEMA.sameAs, ())),
        "papers": _one(said, PG.paperCount),
    }


def _same_as(said: Mapping[str, Sequence[Any]]) -> list[str]:
    """The ids of an entity elsewhere: those that are addresses, and those that are not."""
    return sorted(map(str, (*said.get(SKOS.exactMatch, ()), *said.get(DCTERMS.identifier, ()))))


def _repository(reader: _Reader, said: Mapping[str, Sequence[Any]]) -> dict[str, Any]:
    owner = _one(said, PG.owner)
    return {
        "kind": "repository",
        "host": _one(said, PG.host),
        "owner": owner,
        "name": str(_one(said, SCHEMA.name)).removeprefix(f"{owner}/"),
        "url": _one(said, SCHEMA.codeRepository),
    }


def _link(reader: _Reader, said: Mapping[str, Sequence[Any]]) -> dict[str, Any]:
    return {"kind": "link", "url": _one(said, SCHEMA.url), "linkKind": _kind(said.get(PG.linkKind))}


def _result(reader: _Reader, said: Mapping[str, Sequence[Any]]) -> dict[str, Any]:
    names = {"value": PG.valueText, "number": PG.value, "unit": PG.unit, "direction": PG.direction}
    return {"kind": "result", **{name: _one(said, predicate) for name, predicate in names.items()}}


_DIRECT = {
    **{key: terms[0] for key, terms in LINK_TERMS.items()},
    **RESULT_TERMS,
    **RELATION_TERMS,
    "reports": PG.reports,
}
_NODES: Mapping[str, Callable[[_Reader, Mapping[str, Sequence[Any]]], dict[str, Any]]] = {
    PG.Paper: _Reader.paper,
    PG.ResearchEntity: _entity,
    PG.Repository: _repository,
    PG.Link: _link,
    PG.Result: _result,
}
