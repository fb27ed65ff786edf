"""Results as text: an aligned table, CSV and TSV, JSON and XML of the SPARQL standard, Turtle and RDF/XML of graphs."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from xml.etree import ElementTree

import pyoxigraph as ox
from rich.cells import cell_len, set_cell_size

from papergraph.errors import QueryError
from papergraph.rdf.namespaces import XSD
from papergraph.rdf.query import Solutions, Term

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def as_table(solutions: Solutions, *, width: int | None = 60) -> str:
    """A table of aligned columns; IRIs are shortened by their prefixes, and a number stands to the right.

    :param width: the most cells that a column takes, longer values being cut; ``None`` cuts nothing.
    """
    if solutions.form == "ask":
        return "yes\n" if solutions.truth else "no\n"
    body = [[_cell(term, solutions.prefixes) for term in row] for row in solutions.rows]
    cells = [[_cut(cell, width) for cell in row] for row in [list(solutions.variables), *body]]
    numeric = [
        bool(body) and all(_is_number(row[i]) for row in solutions.rows) for i in range(len(solutions.variables))
    ]
    sizes = [max(map(cell_len, column)) for column in zip(*cells, strict=True)]
    lines = [cells[0], ["-" * size for size in sizes], *cells[1:]]
    return "".join(_line(line, sizes, numeric) for line in lines)


def _line(cells: list[str], sizes: list[int], numeric: list[bool]) -> str:
    padded = [
        " " * (size - cell_len(cell)) + cell if right else cell + " " * (size - cell_len(cell))
        for cell, size, right in zip(cells, sizes, numeric, strict=True)
    ]
    return "  ".join(padded).rstrip() + "\n"


def _cut(cell: str, width: int | None) -> str:
    if width is None or cell_len(cell) <= width:
        return cell
    return set_cell_size(cell, width - 1).rstrip() + "…"


def _cell(term: Term | None, prefixes: Mapping[str, str]) -> str:
    """A value on one line, without characters that steer a terminal."""
    text = plain(term)
    if isinstance(term, ox.NamedNode):
        text = shorten(text, prefixes)
    return _UNPRINTABLE.sub("\ufffd", re.sub(r"\s+", " ", text))


def shorten(iri: str, prefixes: Mapping[str, str]) -> str:
    """An IRI with the prefix of its longest namespace, for people to read.

    >>> shorten("https://schema.org/url", {"schema": "https://schema.org/"})
    'schema:url'
    """
    fits = [(len(namespace), name) for name, namespace in prefixes.items() if iri.startswith(namespace)]
    if not fits:
        return iri
    size, name = max(fits)
    return f"{name}:{iri[size:]}"


def plain(term: Term | None) -> str:
    """A term without its syntax; unbound is empty."""
    if term is None:
        return ""
    return str(term) if isinstance(term, (ox.BlankNode, ox.Triple)) else term.value


def _is_number(term: Term | None) -> bool:
    return isinstance(term, ox.Literal) and term.datatype.value in (XSD.integer, XSD.decimal, XSD.double, XSD.float)


def as_csv(solutions: Solutions) -> str:
    """CSV with a header; the values stand without their syntax, as the SPARQL 1.1 CSV format has them."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    if solutions.form == "ask":
        writer.writerows([["boolean"], [str(solutions.truth).lower()]])
    else:
        writer.writerow(solutions.variables)
        writer.writerows([plain(term) for term in row] for row in solutions.rows)
    return stream.getvalue()


def as_json(solutions: Solutions) -> str:
    """SPARQL 1.1 Query Results JSON; the triples of CONSTRUCT and DESCRIBE are JSON-LD."""
    if solutions.form == "graph":
        return _graph(solutions, ox.RdfFormat.JSON_LD)
    found: dict[str, Any] = {"head": {"vars": list(solutions.variables)}}
    if solutions.form == "ask":
        found = {"head": {}, "boolean": solutions.truth}
    else:
        found["results"] = {"bindings": [_binding(solutions.variables, row) for row in solutions.rows]}
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"


def _binding(variables: tuple[str, ...], row: tuple[Term | None, ...]) -> dict[str, dict[str, str]]:
    return {name: _json_term(term) for name, term in zip(variables, row, strict=True) if term is not None}


def _json_term(term: Term) -> dict[str, str]:
    if isinstance(term, ox.NamedNode):
        return {"type": "uri", "value": term.value}
    if not isinstance(term, ox.Literal):
        return {"type": "bnode", "value": term.value if isinstance(term, ox.BlankNode) else str(term)}
    found = {"type": "literal", "value": term.value}
    if term.language:
        return found | {"xml:lang": term.language}
    return found if term.datatype.value == XSD.string else found | {"datatype": term.datatype.value}


def as_tsv(solutions: Solutions) -> str:
    """TSV as the SPARQL 1.1 TSV format has it: the terms with their syntax, as in Turtle."""
    lines = ["\t".join(f"?{name}" for name in solutions.variables)]
    if solutions.form == "ask":
        lines = ["?boolean", str(solutions.truth).lower()]
    for row in solutions.rows:
        lines.append("\t".join("" if term is None else str(term).replace("\t", "\\t") for term in row))
    return "\n".join(lines) + "\n"


def as_xml(solutions: Solutions) -> str:
    """SPARQL 1.1 Query Results XML; the triples of CONSTRUCT and DESCRIBE are RDF/XML."""
    if solutions.form == "graph":
        return _graph(solutions, ox.RdfFormat.RDF_XML)
    root = ElementTree.Element("sparql", xmlns="http://www.w3.org/2005/sparql-results#")
    head = ElementTree.SubElement(root, "head")
    for name in solutions.variables:
        ElementTree.SubElement(head, "variable", name=name)
    if solutions.form == "ask":
        ElementTree.SubElement(root, "boolean").text = str(solutions.truth).lower()
    else:
        results = ElementTree.SubElement(root, "results")
        for row in solutions.rows:
            _xml_row(ElementTree.SubElement(results, "result"), solutions.variables, row)
    return ElementTree.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _xml_row(result: ElementTree.Element, variables: tuple[str, ...], row: tuple[Term | None, ...]) -> None:
    for name, term in zip(variables, row, strict=True):
        if term is not None:
            told = _json_term(term)
            kind, value = told.pop("type"), told.pop("value")
            attributes = {key: text for key, text in told.items() if key in ("xml:lang", "datatype")}
            binding = ElementTree.SubElement(result, "binding", name=name)
            ElementTree.SubElement(binding, kind, attributes).text = _NOT_XML.sub("\ufffd", value)


def as_turtle(solutions: Solutions) -> str:
    """The triples of CONSTRUCT and DESCRIBE as Turtle.

    :raises QueryError: they are solutions or a truth.
    """
    if solutions.form != "graph":
        valid = ", ".join(name for name in FORMATS if name != "turtle")
        raise QueryError(f"only CONSTRUCT and DESCRIBE give triples, which Turtle can hold; valid here: {valid}")
    return _graph(solutions, ox.RdfFormat.TURTLE)


def _graph(solutions: Solutions, format: ox.RdfFormat) -> str:
    triples = [ox.Triple(*row) for row in solutions.rows]  # type: ignore[arg-type]
    return write_graph(triples, format, solutions.prefixes).decode().rstrip("\n") + "\n"


def write_graph(triples: Sequence[ox.Triple], format: ox.RdfFormat, prefixes: Mapping[str, str]) -> bytes:
    """Triples in a format of RDF, with those of the prefixes that are used, in order: the same bytes each time."""
    used = {
        name: iri
        for name, iri in sorted(prefixes.items())
        if any(iri in term for triple in triples for term in map(str, triple))
    }
    text = ox.serialize(triples, format=format, prefixes=used) or b""
    if format != ox.RdfFormat.TURTLE:
        return text
    lines = text.split(b"\n")
    head = [line for line in lines[: len(used)] if line.startswith(b"@prefix")]
    return b"\n".join([*sorted(head), *lines[len(head) :]])


#: The formats by name; the command line offers these.
FORMATS: dict[str, Callable[[Solutions], str]] = {
    "table": as_table,
    "csv": as_csv,
    "tsv": as_tsv,
    "json": as_json,
    "xml": as_xml,
    "turtle": as_turtle,
}
