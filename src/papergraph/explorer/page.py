"""Writes the page: template, styles, scripts, data and a content security policy that lets nothing else run."""

from __future__ import annotations

import base64
import hashlib
import html
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from string import Template
from typing import Any

import networkx as nx

from papergraph.explorer import assets
from papergraph.explorer.communities import find_communities
from papergraph.explorer.content import Content, read_content
from papergraph.explorer.drawing import first_drawing
from papergraph.explorer.keeping import MOST_BYTES, first_guess, shrunk
from papergraph.explorer.layout import positions
from papergraph.explorer.payload import payload
from papergraph.explorer.plain import plain_tables
from papergraph.explorer.ranking import rank
from papergraph.explorer.texts import BLOCK, json_text, packed, texts_of, words
from papergraph.model import Extraction
from papergraph.text import repair


@dataclass(frozen=True, slots=True)
class PageCounts:
    """What a page holds: nodes and edges drawn in its first view, its size in bytes, papers held and left out."""

    nodes: int
    edges: int
    bytes: int
    papers: int = 0
    papers_left: int = 0


def write_page(
    graph: nx.MultiDiGraph[str],
    extractions: Iterable[Extraction],
    path: Path,
    *,
    title: str = "papergraph",
    most_bytes: int = MOST_BYTES,
) -> PageCounts:
    """Write a graph as one HTML file that needs nothing else: no network, no other file.

    :param graph: as :func:`papergraph.build` makes it; it is left as it is.
    :param extractions: the papers' texts, in any order; a paper without one is shown without an abstract.
    :param title: what the page calls itself.
    :param most_bytes: what would make the file larger is left out, the weakest papers first; the page says so, and
        ``papergraph serve`` feeds it with them.
    :raises OSError: the file can't be written.
    """
    content = read_content(graph, extractions)
    ranking, communities = rank(content), find_communities(content)
    places = positions(content, ranking, communities)
    kept, fewer = first_guess(content, ranking, most_bytes), None
    while kept != fewer:
        kept = fewer or kept
        drawing = first_drawing(content, ranking, places, kept)
        data = payload(content, ranking, communities, places, kept) | {"title": title, "drawing": drawing}
        written = _page(title, data, content, kept.nodes).encode()
        fewer = shrunk(kept, content, ranking, size=len(written), most_bytes=most_bytes)
    path.write_bytes(written)
    return PageCounts(len(drawing["nodes"]), len(drawing["edges"]), len(written), kept.papers, kept.papers_left)


def _page(title: str, data: dict[str, Any], content: Content, kept: Sequence[str]) -> str:
    scripts = [assets.vis_script(), *assets.own_scripts()]
    return Template(assets.own_text("template.html")).substitute(
        title=html.escape(repair(title)),
        left=data["left"]["nodes"],
        policy=content_security_policy(scripts),
        style=assets.vis_style() + assets.own_style(),
        data=embed(data),
        words=_words(content, kept),
        scripts="\n".join(f"<script>{script}</script>" for script in scripts),
        plain=plain_tables(content),
    )


def _words(content: Content, kept: Sequence[str]) -> str:
    said = words(content, kept, texts_of(content, kept))
    blocks = (packed(json_text(block)) for block in iter(lambda: list(islice(said, BLOCK)), []))
    return "\n".join(f'<script type="application/octet-stream" class="words">{block}</script>' for block in blocks)


def embed(data: object) -> str:
    """JSON that can stand inside a ``script`` element: no ``<``, ``>`` or ``&`` is left in it.

    >>> embed("</script>")
    '"\\\\u003c/script\\\\u003e"'
    """
    text = json_text(data)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def content_security_policy(scripts: Sequence[str]) -> str:
    """A policy that forbids the network, and all scripts but these."""
    digests = (hashlib.sha256(script.encode()).digest() for script in scripts)
    hashes = " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests) or "'none'"
    return (
        f"default-src 'none'; script-src {hashes}; style-src 'unsafe-inline'; "
        "img-src data: blob:; base-uri 'none'; form-action 'none'"
    )
