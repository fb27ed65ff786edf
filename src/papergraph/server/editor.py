"""What the query page completes and offers: prefixes, the ontology's terms, keywords, the packaged questions."""

from __future__ import annotations

from typing import Any

import pyoxigraph as ox

from papergraph.rdf.malformed import FUNCTIONS, KEYWORDS
from papergraph.rdf.namespaces import INVERSES, PG, RDFS, prefixes
from papergraph.rdf.ontology import ontology_path
from papergraph.rdf.questions import Question, questions

_COMMON = {
    "rdf": ("type",),
    "rdfs": ("label", "comment", "subClassOf", "subPropertyOf", "domain", "range", "isDefinedBy"),
    "skos": ("prefLabel", "altLabel", "broader", "exactMatch", "closeMatch"),
    "dcterms": ("title", "abstract", "issued", "identifier", "description"),
    "dc": ("creator", "source"),
    "schema": ("codeRepository", "name", "sameAs", "url"),
}


def editor_facts(base: str) -> dict[str, Any]:
    """All that the page needs, as JSON has it."""
    return {
        "prefixes": prefixes(base),
        "base": base,
        "terms": ontology_terms(),
        "common": {prefix: list(names) for prefix, names in _COMMON.items()},
        "keywords": [*KEYWORDS, *FUNCTIONS],
        "questions": [_question(one) for one in questions()],
    }


def ontology_terms() -> list[dict[str, str]]:
    """The ontology's own terms: name, label, comment; the inverses, which graphs do not state, come last."""
    store = ox.Store()
    store.bulk_load(input=ontology_path().read_bytes(), format=ox.RdfFormat.TURTLE)
    found = store.query(
        f"SELECT ?term (MIN(?l) AS ?label) (MIN(?c) AS ?comment) {{ ?term <{RDFS.label}> ?l ; "
        f"<http://www.w3.org/2000/01/rdf-schema#comment> ?c FILTER(STRSTARTS(STR(?term), '{PG.iri}')) }} "
        "GROUP BY ?term ORDER BY ?term"
    )
    assert isinstance(found, ox.QuerySolutions)
    terms = [
        {"name": row["term"].value.removeprefix(PG.iri), "label": row["label"].value, "comment": row["comment"].value}
        for row in found
    ]
    return sorted(terms, key=lambda term: term["name"] in INVERSES)


def _question(one: Question) -> dict[str, Any]:
    fields = [
        {"name": field.name, "kind": field.kind, "help": field.help, "example": field.example, "needed": field.needed}
        for field in one.parameters
    ]
    return {"name": one.name, "title": one.title, "question": one.question, "fields": fields, "text": one.text}
