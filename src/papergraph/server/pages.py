"""The pages that are written here, not in the browser: a thing of the graph, and a refusal. All text is escaped."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby
from urllib.parse import quote

from papergraph.rdf.descriptions import Description, Statement
from papergraph.rdf.formats import shorten
from papergraph.rdf.namespaces import DCTERMS, RDF, prefixes

_FORMATS = (
    ("Turtle", "text/turtle"),
    ("N-Triples", "application/n-triples"),
    ("RDF/XML", "application/rdf+xml"),
    ("JSON-LD", "application/ld+json"),
)
_LONG = 400
_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{heading}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/static/style.css">
</head>
<body>
<header class="bar"><a class="brand" href="/">{title}</a>
<nav aria-label="Pages"><a href="/">Query</a> <a href="/explorer">Explorer</a> <a href="/ontology">Ontology</a></nav>
</header>
<main class="thing">
{content}
</main>
</body>
</html>
"""


def framed(page: str, *, title: str) -> str:
    """A page with the title of the graph in its places."""
    return page.replace("{{title}}", escape(title))


def refusal_page(status: int, sentence: str, *, title: str) -> str:
    """A page that says why there is no other."""
    content = f"<h1>{status}</h1>\n<p>{escape(sentence)}</p>"
    return _PAGE.format(heading=f"{status} – {escape(title)}", title=escape(title), content=content)


def description_page(found: Description, *, title: str, base: str) -> str:
    """The page of a thing: what it states, what is stated of it, and where it is to be had as RDF."""
    content = "\n".join(_content(found, base))
    return _PAGE.format(heading=f"{escape(found.label)} – {escape(title)}", title=escape(title), content=content)


def _content(found: Description, base: str) -> Iterator[str]:
    types = "".join(f'<span class="type">{escape(name)}</span> ' for name in found.types)
    yield f"<h1>{escape(found.label)}</h1>"
    yield f'<p class="about">{types}<code>{escape(found.iri)}</code></p>'
    links = (f'<a href="{_rdf(found.iri, kind)}">{name}</a>' for name, kind in _FORMATS)
    yield f'<p class="formats">As RDF: {" ".join(links)}</p>'
    hidden = (RDF.type,)
    outgoing = [one for one in found.outgoing if one.predicate not in hidden]
    if outgoing:
        yield from _section("What it states", outgoing, base)
    if found.incoming:
        yield from _section("What is stated of it", found.incoming, base)
    if found.left_out:
        text = f"SELECT ?subject ?predicate {{ ?subject ?predicate <{found.iri}> }}"
        yield f'<p><a href="/?query={quote(text)}">{found.left_out} more</a> are not shown.</p>'


def _rdf(iri: str, kind: str) -> str:
    text = f"DESCRIBE <{iri}>"
    return escape(f"/sparql?query={quote(text)}&format={quote(kind)}")


def _section(heading: str, statements: Sequence[Statement], base: str) -> Iterator[str]:
    yield f"<section><h2>{heading}</h2>\n<dl>"
    for predicate, group in groupby(statements, key=lambda one: one.predicate):
        found = list(group)
        yield f"<dt>{_link(predicate, found[0].predicate_label, base)}</dt>"
        yield from (f"<dd>{_value(one, base)}</dd>" for one in found)
    yield "</dl></section>"


def _value(one: Statement, base: str) -> str:
    shown = _link(one.value, one.label, base) if one.is_iri else _literal(one)
    sure = f'<span class="confidence" title="confidence">{escape(one.confidence)}</span>' if one.confidence else ""
    sentence = f"<blockquote>{escape(one.sentence)}</blockquote>" if one.sentence else ""
    return f"{shown} {sure}{sentence}"


def _literal(one: Statement) -> str:
    if one.value.startswith(("https://", "http://")) and not set(one.value) & set(" \"<>'"):
        return f'<a href="{escape(one.value)}" rel="noopener noreferrer">{escape(one.value)}</a>'
    long = ' class="long"' if len(one.value) > _LONG or one.predicate == DCTERMS.abstract else ""
    return f"<span{long}>{escape(one.value)}</span>"


def _link(iri: str, label: str, base: str) -> str:
    """A link to the page of a thing, in this server; its short form is the tooltip."""
    local = iri.startswith(base)
    address = f"/id/{iri.removeprefix(base)}" if local else f"/describe?iri={quote(iri, safe='')}"
    return f'<a href="{escape(address)}" title="{escape(shorten(iri, prefixes(base)))}">{escape(label)}</a>'
