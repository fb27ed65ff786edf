"""The description of the data set: VoID and DCAT, without a clock."""

from __future__ import annotations

from collections.abc import Mapping

from papergraph.identifiers import percent_encode
from papergraph.rdf.blocks import Census
from papergraph.rdf.namespaces import (
    DCAT,
    DCTERMS,
    ONTOLOGY,
    ONTOLOGY_VERSION,
    PG,
    RDF,
    RDFS,
    VOCABULARIES,
    VOID,
)  # fmt: skip
from papergraph.rdf.terms import integer, iri, string
from papergraph.rdf.triples import Pair, TripleSet

_TYPE, _LABEL = iri(RDF.type), iri(RDFS.label)
_PARTS = {
    "class": (iri(VOID.classPartition), iri(VOID.iri + "class"), iri(VOID.entities)),
    "property": (iri(VOID.propertyPartition), iri(VOID.property), iri(VOID.triples)),
}
_MEDIA = "https://www.iana.org/assignments/media-types/"
_FORMATS = {
    "graph.nt": ("N-Triples, sorted", "application/n-triples", "http://www.w3.org/ns/formats/N-Triples"),
    "graph.ttl": ("Turtle, for readers", "text/turtle", "http://www.w3.org/ns/formats/Turtle"),
}
_VOCABULARIES_USED = ("pg", "rdfs", "skos", "dc", "dcterms", "schema")


def describe_dataset(census: Census, *, sizes: Mapping[str, int], base: str) -> TripleSet:
    """What is in the data: counts, partitions by class and property with an example each, vocabularies, files.

    :param sizes: the size of each file in bytes.
    """
    found = TripleSet()
    dataset = iri(dataset_iri(base))
    found.add(dataset, *_head(census.classes[iri(PG.Paper)]))
    found.add(
        dataset,
        (iri(VOID.uriSpace), string(base)),
        (iri(VOID.triples), integer(census.triples)),
        (iri(VOID.entities), integer(census.subjects)),
        (iri(VOID.distinctSubjects), integer(census.subjects)),
        (iri(VOID.classes), integer(len(census.classes))),
        (iri(VOID.properties), integer(len(census.predicates))),
        *((iri(VOID.exampleResource), example) for example in census.examples.values()),
    )
    _describe_parts(found, dataset, "class", census.classes, census.examples, base=base)
    _describe_parts(found, dataset, "property", census.predicates, {}, base=base)
    for name, size in sizes.items():
        _describe_file(found, dataset, name, size, base=base)
    return found


def dataset_iri(base: str) -> str:
    """The IRI of the data set as a whole."""
    return base + "dataset"


def _head(papers: int) -> list[Pair]:
    """What the data set is."""
    title = string(f"A knowledge graph of {papers} {'paper' if papers == 1 else 'papers'}")
    return [
        (_TYPE, iri(VOID.Dataset)),
        (_TYPE, iri(DCAT.Dataset)),
        (_LABEL, title),
        (iri(DCTERMS.title), title),
        (
            iri(DCTERMS.description),
            string("Methods, models, benchmarks, tasks, metrics, results and code links of papers, with the evidence."),
        ),
        (iri(DCTERMS.conformsTo), iri(f"{ONTOLOGY}/{ONTOLOGY_VERSION}")),
        *((iri(VOID.vocabulary), iri(VOCABULARIES[prefix])) for prefix in _VOCABULARIES_USED),
    ]


def _describe_parts(
    found: TripleSet, dataset: str, kind: str, counts: Mapping[str, int], examples: Mapping[str, str], *, base: str
) -> None:
    """Add a partition for each class (how many things) or property (how many triples)."""
    link, of, counted = _PARTS[kind]
    for name, count in counts.items():
        local = _local(name)
        part = iri(f"{dataset_iri(base)}/{kind}/{percent_encode(local)}")
        found.add(dataset, (link, part))
        found.add(
            part,
            (_TYPE, iri(VOID.Dataset)),
            (_LABEL, string(f"the part of the {kind} {local}")),
            (of, name),
            (counted, integer(count)),
            (iri(VOID.exampleResource), examples.get(name)),
        )


def _local(term: str) -> str:
    """A name for a term that no other term has: its prefix and its local name."""
    text = term[1:-1]
    prefix = next((f"{prefix}-" for prefix, namespace in VOCABULARIES.items() if text.startswith(namespace)), "")
    namespace = VOCABULARIES[prefix[:-1]] if prefix else ""
    return prefix + text.removeprefix(namespace)


def _describe_file(found: TripleSet, dataset: str, name: str, size: int, *, base: str) -> None:
    title, media, form = _FORMATS[name]
    file = iri(f"{dataset_iri(base)}/{name}")
    found.add(dataset, (iri(DCAT.distribution), file), (iri(VOID.dataDump), file), (iri(VOID.feature), iri(form)))
    found.add(
        file,
        (_TYPE, iri(DCAT.Distribution)),
        (_LABEL, string(title)),
        (iri(DCTERMS.title), string(title)),
        (iri(DCAT.downloadURL), file),
        (iri(DCAT.mediaType), iri(_MEDIA + media)),
        (iri(DCAT.byteSize), integer(size)),
    )
