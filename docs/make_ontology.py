"""Write docs/ontology/index.html from the ontology and the shapes: ``python docs/make_ontology.py``."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from html import escape
from pathlib import Path

import pyoxigraph as ox

from papergraph.rdf.namespaces import CLASSES, INDIVIDUALS, INVERSES, ONTOLOGY, PG, RELATIONS, ROLES, VALUES
from papergraph.rdf.namespaces import VOCABULARIES as PREFIXES
from papergraph.rdf.ontology import ontology_path
from papergraph.rdf.validation.shapes import Shape, packaged_shapes

PAGE = Path(__file__).parent / "ontology" / "index.html"
VOCABULARIES = PREFIXES | {
    "cso": "http://cso.kmi.open.ac.uk/schema/cso#",
    "fabio": "http://purl.org/spar/fabio/",
    "lpwc": "https://linkedpaperswithcode.com/class/",
    "lpwcp": "https://linkedpaperswithcode.com/property/",
    "mls": "http://www.w3.org/ns/mls#",
    "orkgc": "http://orkg.org/orkg/class/",
    "vs": "http://www.w3.org/2003/06/sw-vocab-status/ns#",
}
SECTIONS = {
    "Classes": CLASSES,
    "Roles: from papers to entities": ROLES,
    "Inverses of the roles": INVERSES,
    "Relations": RELATIONS,
    "Values": VALUES,
    "Individuals": INDIVIDUALS,
}
ROWS = {
    "rdfs:subClassOf": "below",
    "rdfs:subPropertyOf": "below",
    "rdfs:domain": "from",
    "rdfs:range": "to",
    "owl:inverseOf": "inverse",
    "rdf:type": "type",
    "owl:disjointWith": "disjoint with",
    "skos:closeMatch": "close match",
    "skos:relatedMatch": "related match",
}
STYLE = """
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.5 system-ui, sans-serif; color: #222; }
h3 { margin: 2rem 0 0; } code, pre { font-size: .9em; background: #f3f3f3; } pre { padding: .5rem; overflow-x: auto; }
table { border-collapse: collapse; } th { text-align: left; vertical-align: top; padding-right: 1rem; }
nav { columns: 14rem; } a { color: #0b57d0; } .status { color: #666; font-size: .8em; font-weight: 400; }
@media (prefers-color-scheme: dark) {
  body { background: #111; color: #ddd; } code, pre { background: #222; } a { color: #8ab4f8; } .status { color: #aaa; }
}
"""
Facts = Mapping[str, Mapping[str, list[str]]]


def page() -> str:
    """The text of the page."""
    facts = read("papergraph.ttl", "alignments.ttl")
    parts = ['<!doctype html>\n<html lang="en">\n<meta charset="utf-8">']
    parts += ['<meta name="viewport" content="width=device-width">', f"<title>{header(facts, 'dcterms:title')}</title>"]
    parts += [f"<style>{STYLE}</style>", *introduction(facts)]
    for title, names in SECTIONS.items():
        parts += [f"<h2>{escape(title)}</h2>", index(names)]
        parts += [term(name, facts[f"pg:{name}"]) for name in sorted(names)]
    return "\n".join([*parts, *shapes(), "</html>\n"])


def read(*files: str) -> Facts:
    """What the files say of each term; names are shortened by their prefixes."""
    facts: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for name in files:
        for triple in ox.parse(ontology_path(name).read_bytes(), format=ox.RdfFormat.TURTLE):
            facts[shown(triple.subject)][shown(triple.predicate)].append(shown(triple.object))
    return facts


def shown(value: object) -> str:
    """A term as people read it."""
    if isinstance(value, ox.Literal):
        return value.value
    iri = value.value if isinstance(value, ox.NamedNode) else str(value)
    fits = [(len(namespace), prefix) for prefix, namespace in VOCABULARIES.items() if iri.startswith(namespace)]
    return f"{max(fits)[1]}:{iri[max(fits)[0] :]}" if fits else iri


def header(facts: Facts, name: str) -> str:
    """What the header of the ontology says, escaped."""
    return escape(facts[ONTOLOGY][name][0])


def introduction(facts: Facts) -> Iterator[str]:
    """The head of the page."""
    yield f"<h1>{header(facts, 'dcterms:title')}</h1>\n<p>{header(facts, 'dcterms:description')}</p>\n<table>"
    rows = {
        "IRI": ONTOLOGY,
        "Version": header(facts, "owl:versionIRI"),
        "Before it": header(facts, "owl:priorVersion"),
        "Prefix": f"pg: for {PG.iri}",
        "Licence": header(facts, "dcterms:license"),
        "Made by": header(facts, "dc:creator"),
        "Modified": header(facts, "dcterms:modified")[:10],
        "Cite as": header(facts, "dcterms:bibliographicCitation"),
    }
    yield from (f"<tr><th scope=row>{label}<td>{value}" for label, value in rows.items())
    yield "</table>"


def index(names: Iterable[str]) -> str:
    """Links to terms."""
    return "<nav>" + "<br>".join(f'<a href="#{name}">pg:{name}</a>' for name in sorted(names)) + "</nav>"


def term(name: str, said: Mapping[str, list[str]]) -> str:
    """The description of a term; its fragment is that of its IRI."""
    lines = [f'<h3 id="{name}">pg:{name} <span class="status">{escape(said["vs:term_status"][0])}</span></h3>']
    lines += [f"<p>{escape(said['rdfs:comment'][0])}</p>", "<table>"]
    for predicate, label in ROWS.items():
        values = [value for value in sorted(said.get(predicate, ())) if not value.startswith("owl:Named")]
        if values:
            lines.append(f"<tr><th scope=row>{label}<td>{', '.join(map(link, values))}")
    return "\n".join([*lines, "</table>", f"<pre>{escape(said['skos:example'][0])}</pre>"])


def link(name: str) -> str:
    """A term, linked if it is on the page."""
    prefix, _, local = name.partition(":")
    text = f"<code>{escape(name)}</code>"
    return f'<a href="#{local}">{text}</a>' if prefix == "pg" else text


def shapes() -> Iterator[str]:
    """The shapes, each with its classes and its fix."""
    yield "<h2>Shapes</h2>\n<p>What <code>papergraph validate</code> checks; the message is what to do.</p>\n<table>"
    yield from map(shape_row, packaged_shapes())
    yield "</table>"


def shape_row(shape: Shape) -> str:
    """A row of the table of shapes."""
    targets = ", ".join(link(shown(ox.NamedNode(target))) for target in shape.targets)
    path = f" <code>{shown(ox.NamedNode(shape.path))}</code>" if shape.path else ""
    fix = f"{shape.severity}: {escape(shape.message)}"
    about = targets if len(shape.targets) < 4 else "all classes"
    return f'<tr id="shape-{shape.name}"><th scope=row>{shape.name}<td>{about}{path}<br>{fix}'


if __name__ == "__main__":
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
