"""JSON-LD for the web: one node a line, with the packaged context, in bounded memory."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from papergraph.rdf.blocks import Block
from papergraph.rdf.literals import split_literal
from papergraph.rdf.namespaces import DATA_BASE, VOCABULARIES, XSD
from papergraph.rdf.ontology import ontology_path
from papergraph.rdf.triples import TYPE

_NATIVE: Mapping[str, Any] = {XSD.integer: int, XSD.boolean: {"true": True, "false": False}.get}
_CANONICAL = {XSD.integer: re.compile(r"0|-?[1-9]\d*"), XSD.boolean: re.compile("true|false")}
_RELATIVE = re.compile(r"(?!/)(?!.*(?:/\.|//))[^:?#]+")


def lines_of(blocks: Iterable[Block], *, base: str = DATA_BASE) -> Iterator[str]:
    """The lines of a JSON-LD document; ids are relative to the base, so that they are those of the networkx graph."""
    names = _Names(base)
    yield '{"@context": ' + json.dumps(context(base), ensure_ascii=False) + ',\n"@graph": [\n'
    before = ""
    for block in blocks:
        yield before + json.dumps(names.node(block), ensure_ascii=False)
        before = ",\n"
    yield "\n]}\n" if before else "]}\n"


@cache
def _packaged() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(ontology_path("context.jsonld").read_text(encoding="utf-8"))["@context"]
    return found


def context(base: str = DATA_BASE) -> dict[str, Any]:
    """The packaged context, for the data of a base.

    >>> context()["confidence"]["@type"]
    'http://www.w3.org/2001/XMLSchema#decimal'
    """
    return {**_packaged(), "@base": base}


class _Names:
    """Terms in the syntax of N-Triples as keys and values of JSON-LD."""

    def __init__(self, base: str) -> None:
        self._base = base if base.endswith("/") else None
        terms = {key: value for key, value in _packaged().items() if isinstance(value, dict)}
        self._keys = {_expanded(value["@id"]): (key, value.get("@type")) for key, value in terms.items()}

    def node(self, block: Block) -> dict[str, Any]:
        """The object of a block."""
        subject, pairs = block
        found: dict[str, Any] = {"@id": self._id(subject[1:-1])}
        for predicate, value in pairs:
            key, shown = self._pair(predicate, value)
            if key in found:
                found[key] = [*(found[key] if isinstance(found[key], list) else [found[key]]), shown]
            else:
                found[key] = shown
        return found

    def _pair(self, predicate: str, value: str) -> tuple[str, Any]:
        if predicate == TYPE:
            return "@type", value[1:-1]
        key, coerced = self._keys.get(predicate[1:-1], (predicate[1:-1], None))
        if value.startswith("<"):
            iri = self._id(value[1:-1])
            return key, iri if coerced == "@id" else {"@id": iri}
        return key, _literal(value, coerced)

    def _id(self, iri: str) -> str:
        """An IRI, relative to the base where resolving it gives the same again."""
        if self._base and iri.startswith(self._base) and _RELATIVE.fullmatch(iri[len(self._base) :]):
            return iri[len(self._base) :]
        return iri


def _literal(value: str, coerced: str | None) -> Any:
    text, datatype, language = split_literal(value)
    if language:
        return {"@value": text, "@language": language}
    if datatype == coerced and datatype in _NATIVE and _CANONICAL[datatype].fullmatch(text):
        return _NATIVE[datatype](text)
    if datatype == (coerced or XSD.string):
        return text
    return {"@value": text, "@type": datatype} if datatype != XSD.string else {"@value": text}


def _expanded(name: str) -> str:
    prefix, _, local = name.partition(":")
    return VOCABULARIES[prefix] + local
