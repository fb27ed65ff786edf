"""The IRIs: papergraph's own terms as a closed namespace, the base of the data, and the vocabularies it reuses."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from papergraph.settings import DEFAULT_BASE

ONTOLOGY = "https://w3id.org/papergraph/ontology"
ONTOLOGY_VERSION = "0.3.0"
DATA_BASE = DEFAULT_BASE

CLASSES = tuple(
    "Assertion Authorship Benchmark Community Conclusion Link LinkKind Merge Mention Method Metric Model Paper"
    " PaperLink Repository ResearchEntity Result Role SharedEntity Statement Task WebResource".split()
)
ROLES = tuple("introduces evaluatesOn trainsOn comparesWith uses addresses measures mentions".split())
INVERSES = tuple(
    "introducedBy evaluatedOnBy trainedOnBy comparedWithBy usedBy addressedBy measuredBy mentionedBy".split()
)
RELATIONS = tuple(
    "byMetric comparedWith entity firstPaper firstRole hasAuthorship hasOwnRepository hasRepository inCommunity inPaper"
    " linkKind linkedPaper linksTo linksToOwn mergedInto object ofSubject onBenchmark predicate refersTo reports"
    " secondPaper secondRole sharedEntity shares sharesEntityWith statedKind subject supportedBy typicalEntity"
    " variantOf".split()
)
VALUES = tuple(
    "authorName confidence direction end exact extractor higherIsBetter host knownName localId mergedName owner"
    " paperCount position rank reason sentence shareWeight start textSha256 unit usedName value valueText venue"
    " weight".split()
)
INDIVIDUALS = tuple("CodeLink DataLink LinkKinds ModelLink OtherLink PageLink".split())


class ClosedNamespace:
    """A namespace that knows its terms: any other name is an error, never a new IRI.

    >>> PG.Paper
    'https://w3id.org/papergraph/ontology#Paper'
    >>> PG.Papers
    Traceback (most recent call last):
        ...
    AttributeError: https://w3id.org/papergraph/ontology# has no term Papers; did you mean Paper?
    """

    def __init__(self, iri: str, terms: tuple[str, ...]) -> None:
        self.iri = iri
        self._terms = frozenset(terms)
        self.__dict__.update({term: iri + term for term in terms})

    def __getattr__(self, name: str) -> str:
        if name.startswith("_"):
            raise AttributeError(name)
        close = get_close_matches(name, sorted(self._terms), n=1)
        hint = f"; did you mean {close[0]}?" if close else ""
        raise AttributeError(f"{self.iri} has no term {name}{hint}")

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self._terms))

    def __contains__(self, name: object) -> bool:
        return name in self._terms


PG = ClosedNamespace(ONTOLOGY + "#", CLASSES + ROLES + INVERSES + RELATIONS + VALUES + INDIVIDUALS)
RDF = ClosedNamespace("http://www.w3.org/1999/02/22-rdf-syntax-ns#", ("type",))
RDFS = ClosedNamespace("http://www.w3.org/2000/01/rdf-schema#", ("label",))
XSD = ClosedNamespace(
    "http://www.w3.org/2001/XMLSchema#",
    ("anyURI", "boolean", "dateTime", "decimal", "double", "float", "int", "integer", "long", "string"),
)
SKOS = ClosedNamespace("http://www.w3.org/2004/02/skos/core#", ("altLabel", "broader", "exactMatch", "prefLabel"))
DC = ClosedNamespace("http://purl.org/dc/elements/1.1/", ("creator", "source"))
DCTERMS = ClosedNamespace(
    "http://purl.org/dc/terms/", ("abstract", "conformsTo", "description", "identifier", "issued", "title")
)
SCHEMA = ClosedNamespace("https://schema.org/", ("codeRepository", "name", "sameAs", "softwareVersion", "url"))
PROV = ClosedNamespace(
    "http://www.w3.org/ns/prov#",
    (
        "Activity",
        "Entity",
        "SoftwareAgent",
        "endedAtTime",
        "startedAtTime",
        "used",
        "wasAssociatedWith",
        "wasDerivedFrom",
        "wasGeneratedBy",
    ),
)
VOID = ClosedNamespace(
    "http://rdfs.org/ns/void#",
    tuple(
        "Dataset classPartition classes dataDump distinctSubjects entities exampleResource feature properties property"
        " propertyPartition triples uriSpace vocabulary".split()
    ),
)
DCAT = ClosedNamespace(
    "http://www.w3.org/ns/dcat#", ("Dataset", "Distribution", "byteSize", "distribution", "downloadURL", "mediaType")
)
OA = ClosedNamespace(
    "http://www.w3.org/ns/oa#",
    tuple(
        "Annotation SpecificResource TextPositionSelector TextQuoteSelector end exact hasBody hasSelector hasSource"
        " hasTarget identifying motivatedBy prefix start suffix".split()
    ),
)
OWL = "http://www.w3.org/2002/07/owl#"

#: The property of each role, by the role's value.
ROLE_TERMS = {
    "introduces": PG.introduces,
    "evaluates_on": PG.evaluatesOn,
    "trains_on": PG.trainsOn,
    "compares_with": PG.comparesWith,
    "uses": PG.uses,
    "addresses": PG.addresses,
    "measures": PG.measures,
    "mentions": PG.mentions,
}
#: Where each kind of node lies below the base; also the prefixes of the Turtle and of the queries.
DATA_PREFIXES = {
    "paper": "paper/",
    "entity": "entity/",
    "repository": "repository/",
    "link": "link/",
    "result": "result/",
    "mention": "mention/",
    "assertion": "assertion/",
    "conclusion": "conclusion/",
    "paperlink": "paper-link/",
    "merge": "merge/",
    "authorship": "authorship/",
    "community": "community/",
    "run": "run/",
}
VOCABULARIES = {
    "pg": PG.iri,
    "rdf": RDF.iri,
    "rdfs": RDFS.iri,
    "xsd": XSD.iri,
    "owl": OWL,
    "skos": SKOS.iri,
    "dc": DC.iri,
    "dcterms": DCTERMS.iri,
    "schema": SCHEMA.iri,
    "prov": PROV.iri,
    "void": VOID.iri,
    "dcat": DCAT.iri,
    "oa": OA.iri,
}


def prefixes(base: str = DATA_BASE) -> dict[str, str]:
    """All prefixes that a query need not declare: of the vocabularies, ``pgid`` of the data, and one for each kind.

    >>> prefixes()["entity"]
    'https://w3id.org/papergraph/id/entity/'
    """
    return VOCABULARIES | {"pgid": base} | {name: base + path for name, path in DATA_PREFIXES.items()}


def local_id(iri: str, *, base: str = DATA_BASE) -> str:
    """The id of the networkx node that an IRI of the data stands for; other IRIs come back as they are.

    >>> local_id("https://w3id.org/papergraph/id/entity/gsm8k")
    'entity/gsm8k'
    """
    return iri.removeprefix(base)
