"""What a page says of its papers in words: abstracts, where the names stand in them, why two papers are related.

The words are most of a page, and none is needed for the first view. So they are packed, some hundred papers to a block,
and the page unpacks them when it has been drawn.
"""

from __future__ import annotations

import base64
import json
import re
import zlib
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from papergraph.explorer.content import Content, RoleEdge, Share
from papergraph.text import repair

BLOCK = 500
WHY_LENGTH = 6
_WIDE = re.compile("[\U00010000-\U0010ffff]")


class Utf16:
    """Turns offsets in code points into offsets in UTF-16 units, which is how JavaScript counts.

    >>> Utf16("a\\U0001F600b").offset(2)
    3
    """

    def __init__(self, text: str) -> None:
        self._length = len(text)
        self._wide = [] if text.isascii() else [found.start() for found in _WIDE.finditer(text)]

    def offset(self, position: int) -> int:
        """The offset in UTF-16 units; a position past the end counts as the end."""
        position = min(max(position, 0), self._length)
        return position + bisect_left(self._wide, position)


def texts_of(content: Content, nodes: Iterable[str]) -> dict[str, str]:
    """The text of each paper among some nodes, into which its spans point: title, line break, abstract."""
    return {
        paper: content.papers[paper].paper.text if paper in content.papers else content.name(paper) + "\n"
        for paper in nodes
        if content.kinds[paper] == "paper"
    }


def sentence_span(sentence: str, near: int, text: str, offsets: Utf16) -> list[int] | str:
    """The span of the sentence that holds the place ``near``, or the sentence itself where the text has it not."""
    start = text.find(sentence, max(0, near - len(sentence))) if sentence else -1
    if start < 0:
        return sentence
    return [offsets.offset(start), offsets.offset(start + len(sentence))]


def words(content: Content, kept: Sequence[str], texts: Mapping[str, str]) -> Iterator[list[Any]]:
    """What there is to say of each paper among the nodes of a page: its number, its facts, its edges, its relatives.

    Edges and relatives stand in the order that they have on the page.

    :param kept: the nodes of the page, in the order of their numbers.
    """
    number = {node: index for index, node in enumerate(kept)}
    edges: dict[str, list[RoleEdge]] = defaultdict(list)
    for edge in content.roles:
        if edge.paper in number and edge.entity in number:
            edges[edge.paper].append(edge)
    shares: dict[str, list[Share]] = defaultdict(list)
    for share in content.shares:
        if share.left in number and share.right in number:
            shares[share.left].append(share)
    for paper in kept:
        if content.kinds[paper] == "paper":
            offsets = Utf16(texts[paper])
            said = [_edge(edge, texts[paper], offsets) for edge in edges[paper]]
            yield [number[paper], _facts(content, paper), said, [_why(share, number) for share in shares[paper]]]


def _edge(edge: RoleEdge, text: str, offsets: Utf16) -> list[Any]:
    near = edge.mentions[0][1] if edge.mentions else 0
    spans = [offsets.offset(position) for span in edge.mentions for position in span]
    return [sentence_span(edge.sentence, near, text, offsets), spans]


def _why(share: Share, number: Mapping[str, int]) -> list[int]:
    known = [(number[entity], round(100 * weight)) for entity, weight in share.why[:WHY_LENGTH] if entity in number]
    return [value for pair in known for value in pair]


def _facts(content: Content, node: str) -> dict[str, Any]:
    extraction, attributes = content.papers.get(node), content.nodes[node]
    identifiers = attributes.get("identifiers") or {}
    found = {
        "authors": [str(author) for author in attributes.get("authors") or ()],
        "identifiers": {str(key): _strings(value) for key, value in sorted(identifiers.items())},
        "abstract": extraction.paper.abstract if extraction else "",
        "title": extraction.paper.title if extraction and extraction.paper.title != content.name(node) else None,
        "venue": extraction.paper.venue if extraction else None,
    }
    return {key: value for key, value in found.items() if value}


def _strings(value: object) -> list[str]:
    return [str(item) for item in value] if isinstance(value, (list, tuple)) else [str(value)]


def json_text(data: object) -> str:
    """A value as JSON that can be written: a lone surrogate becomes U+FFFD."""
    return repair(json.dumps(data, ensure_ascii=False, separators=(",", ":")))


def packed(text: str) -> str:
    """A text deflated, in base64, as a browser unpacks it.

    >>> zlib.decompress(base64.b64decode(packed("[1]")), -15)
    b'[1]'
    """
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return base64.b64encode(packer.compress(text.encode()) + packer.flush()).decode()
