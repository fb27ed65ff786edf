"""The tables that a page shows where JavaScript is off: papers, then the entities of each kind, then repositories."""

from __future__ import annotations

import html
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from papergraph.explorer.content import Content
from papergraph.text import repair

MOST_ROWS = 500
_HEADINGS = {
    "METHOD": "Methods",
    "MODEL": "Models",
    "BENCHMARK": "Benchmarks",
    "TASK": "Tasks",
    "METRIC": "Metrics",
    "repository": "Repositories",
}
_Row = tuple[str, ...]


def plain_tables(content: Content) -> str:
    """The graph as HTML tables: papers by title, the rest by how many papers name them, most first."""
    papers = _papers_of(content)
    kinds = (
        _table(heading, ("Name", "Papers"), _counted(content, kind, papers)) for kind, heading in _HEADINGS.items()
    )
    return _table("Papers", ("Title", "Year", "Introduces"), _papers(content)) + "".join(kinds)


def _papers(content: Content) -> list[_Row]:
    introduced: dict[str, list[str]] = defaultdict(list)
    for edge in content.roles:
        if edge.role == "introduces":
            introduced[edge.paper].append(content.name(edge.entity))
    nodes = sorted(content.of_kind("paper"), key=lambda node: (content.name(node), node))
    return [
        (content.name(node), str(content.nodes[node].get("year") or ""), ", ".join(introduced[node])) for node in nodes
    ]


def _papers_of(content: Content) -> Mapping[str, set[str]]:
    papers: dict[str, set[str]] = defaultdict(set)
    for edge in content.roles:
        papers[edge.entity].add(edge.paper)
    for link in content.links:
        papers[link.target].add(link.paper)
    return papers


def _counted(content: Content, kind: str, papers: Mapping[str, set[str]]) -> list[_Row]:
    counts = {node: len(papers.get(node, ())) for node in content.of_kind(kind)}
    best = sorted(counts, key=lambda node: (-counts[node], content.name(node), node))
    return [(content.name(node), str(counts[node])) for node in best]


def _table(heading: str, titles: Sequence[str], rows: Sequence[_Row]) -> str:
    if not rows:
        return ""
    head = _line("th", titles)
    body = "".join(_line("td", row) for row in rows[:MOST_ROWS])
    more = f"<p>and {len(rows) - MOST_ROWS} more</p>" if len(rows) > MOST_ROWS else ""
    return f"<h2>{heading}</h2><table><thead>{head}</thead><tbody>{body}</tbody></table>{more}"


def _line(tag: str, cells: Iterable[str]) -> str:
    return "<tr>" + "".join(f"<{tag}>{html.escape(repair(cell))}</{tag}>" for cell in cells) + "</tr>"
