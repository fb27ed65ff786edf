"""The redirects lead every IRI that the ontology, the alignments and the shapes have to a file of this project."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import rdflib
from rdflib import OWL

from papergraph.rdf.namespaces import ONTOLOGY_VERSION
from papergraph.rdf.ontology import ontology_path

ROOT = Path(__file__).parents[1]
W3ID = "https://w3id.org/papergraph/"
TURTLE, HTML = "text/turtle, */*;q=0.1", "text/html"


def redirected(path: str, accept: str) -> str | None:
    """Where the rules lead: conditions hold for the rule after them, and the first rule that fits counts."""
    conditions: list[str] = []
    for line in (ROOT / "w3id" / ".htaccess").read_text(encoding="utf-8").splitlines():
        words = line.split()
        if line.startswith("RewriteCond"):
            conditions.append(words[2])
        elif line.startswith("RewriteRule"):
            found = re.search(words[1], path)
            if found and "L]" in words[3] and all(re.search(test, accept, re.I) for test in conditions):
                target = words[2].removeprefix("%{ENV:HOME}/")
                return found.expand(re.sub(r"\$(?=\d)", r"\\", target))
            conditions = []
    return None


@pytest.mark.parametrize(
    ("path", "accept", "file"),
    [
        ("ontology", TURTLE, "ontology/papergraph.ttl"),
        ("ontology", HTML, "docs/ontology/index.html"),
        ("alignments", HTML, "ontology/alignments.ttl"),
        ("shapes", TURTLE, "ontology/shapes.ttl"),
        ("context", "*/*", "ontology/context.jsonld"),
        ("id/entity/gsm8k", HTML, "docs/rdf.md"),
        ("vocabulary/lora", HTML, "src/papergraph/vocabulary/data/README.md"),
        ("nothing", HTML, None),
    ],
)
def test_where_iris_lead(path: str, accept: str, file: str | None) -> None:
    assert redirected(path, accept) == file
    assert file is None or (ROOT / file).is_file()


@pytest.mark.parametrize("name", ["papergraph.ttl", "alignments.ttl", "shapes.ttl"])
def test_versions_lead_to_their_own_files(name: str) -> None:
    graph = rdflib.Graph().parse(data=ontology_path(name).read_text(encoding="utf-8"), format="turtle")
    ((header, version),) = graph.subject_objects(OWL.versionIRI)
    for iri, folder in ((str(header), ""), (str(version), f"{ONTOLOGY_VERSION}/")):
        assert redirected(iri.removeprefix(W3ID), TURTLE) == f"{folder}ontology/{name}"
