"""``report.md``: what was read, found, merged and linked, for a person."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import networkx as nx

from papergraph.identifiers import node_id
from papergraph.model import CanonicalEntity, EntityType, Extraction, Reject
from papergraph.summary import Counts, Ranked, own_code, top

_SPECIAL = re.compile(r"([\\`*_{}\[\]#|~$!])")
_HTML = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_UNSEEN = re.compile("[\\s\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]+")
_HEADINGS = {
    EntityType.METHOD: "Methods",
    EntityType.MODEL: "Models",
    EntityType.BENCHMARK: "Benchmarks",
    EntityType.TASK: "Tasks",
    EntityType.METRIC: "Metrics",
}
_ORDER = (EntityType.METHOD, EntityType.BENCHMARK, EntityType.MODEL, EntityType.TASK, EntityType.METRIC)


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperLink:
    """Two papers, how strongly they are linked, and the names of what they share, strongest first."""

    left: str
    right: str
    weight: float
    shared: tuple[str, ...]


def escape(text: str, *, limit: int = 200) -> str:
    """A text on one line in which Markdown and HTML see no mark-up.

    :param limit: the number of characters after which it is cut.

    >>> escape("a | b [c](d) <script>")
    'a \\\\| b \\\\[c\\\\](d) &lt;script&gt;'
    """
    line = _UNSEEN.sub(" ", text).strip()
    cut = line if len(line) <= limit else line[: limit - 1].rstrip() + "…"
    return _SPECIAL.sub(r"\\\1", cut).translate(_HTML)


def report(
    *,
    title: str,
    counts: Counts,
    extractions: Sequence[Extraction],
    entities: Sequence[CanonicalEntity],
    links: Iterable[PaperLink],
    communities: Sequence[tuple[str, int]],
    rejects: Sequence[Reject],
    left: int = 0,
    limit: int = 15,
) -> str:
    """The report of a build in Markdown.

    :param left: how many papers the page leaves to ``papergraph serve``.
    :param links: the paper links, strongest first.
    :param communities: the names of the communities and how many papers each has, the largest first.
    :param limit: how many rows a table has at most.
    """
    titles = {extraction.paper.id: extraction.paper.title for extraction in extractions}
    titles |= {node_id("paper", paper): name for paper, name in titles.items()}
    parts = [f"# {escape(title)}", _overview(counts, left)]
    parts += [_ranking(kind, top(entities, kind, limit), titles) for kind in _ORDER]
    parts += [
        _code(extractions, limit),
        _links(list(links), titles, limit),
        _communities(communities, limit),
        _merges(entities, limit),
        _rejects(rejects, limit),
    ]
    return "\n\n".join(parts) + "\n"


def _overview(counts: Counts, left: int) -> str:
    kinds = ", ".join(
        f"{number} {_HEADINGS[EntityType(kind)].lower()}" for kind, number in counts.entities_by_type.items()
    )
    rows = [
        ("Papers", f"{counts.papers} (read: {counts.read}, copies of others: {counts.copies})"),
        ("Entities", f"{counts.entities} ({kinds})"),
        ("Mentions", str(counts.mentions)),
        ("Results", str(counts.results)),
        ("Links", f"{counts.links}, {counts.repositories} repositories"),
        ("Papers with code of their own", str(counts.papers_with_code)),
        ("Links between papers", str(counts.paper_links)),
        ("Names merged", f"{counts.merges}, doubtful and left apart: {counts.doubtful}"),
        ("Set aside", str(counts.rejects)),
    ]
    if left:
        held = f"{counts.papers - left} papers, the strongest; `papergraph serve` shows the other {left} as well"
        rows.append(("In graph.html", held))
    return _table(("What", "How many"), rows)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _section(heading: str, head: Sequence[str], rows: Sequence[Sequence[str]], *, total: int, none: str) -> str:
    if not rows:
        return f"## {heading}\n\n{none}"
    more = f"\n\nand {total - len(rows)} more." if total > len(rows) else ""
    return f"## {heading}\n\n{_table(head, rows)}{more}"


def _ranking(kind: EntityType, ranked: Sequence[Ranked], titles: Mapping[str, str]) -> str:
    rows = [(escape(r.name), str(r.papers), _titles(r.introduced_by, titles)) for r in ranked]
    head = ("Name", "Papers", "Introduced by")
    return _section(f"Top {_HEADINGS[kind].lower()}", head, rows, total=len(rows), none="None was found.")


def _titles(papers: Sequence[str], titles: Mapping[str, str], limit: int = 2) -> str:
    shown = [escape(titles.get(paper, paper), limit=90) for paper in papers[:limit]]
    return "; ".join(shown) + (f" and {len(papers) - limit} more" if len(papers) > limit else "")


def _code(extractions: Sequence[Extraction], limit: int) -> str:
    found = [(extraction.paper.title, own_code(extraction)) for extraction in extractions]
    rows = [(escape(title, limit=90), "<br>".join(map(_address, urls))) for title, urls in sorted(found) if urls]
    none = "No paper names code of its own."
    return _section("Papers with code", ("Paper", "Code"), rows[: 4 * limit], total=len(rows), none=none)


def _address(url: str) -> str:
    """A link that can't leave its cell, or the escaped text if it is none that a browser should open."""
    if not re.fullmatch(r"https?://\S+", url):
        return escape(url)
    safe = re.sub(r"[\\`*<>\[\]()|{}\"']", lambda match: f"%{ord(match.group()):02X}", url)
    return f"<{safe}>"


def _links(links: Sequence[PaperLink], titles: Mapping[str, str], limit: int) -> str:
    rows = [
        (
            escape(titles.get(link.left, link.left), limit=90),
            escape(titles.get(link.right, link.right), limit=90),
            f"{link.weight:.2f}",
            ", ".join(escape(name, limit=60) for name in link.shared[:6]),
        )
        for link in links[:limit]
    ]
    head = ("Paper", "Paper", "Weight", "What they share")
    return _section(
        "Strongest links between papers", head, rows, total=len(links), none="No two papers share an entity."
    )


def _communities(communities: Sequence[tuple[str, int]], limit: int) -> str:
    rows = [(escape(name), str(papers)) for name, papers in communities]
    head, none = ("What is typical of it", "Papers"), "No papers are linked."
    return _section("Communities of papers", head, rows[:limit], total=len(rows), none=none)


def _merges(entities: Iterable[CanonicalEntity], limit: int) -> str:
    merges = sorted((m.into, m.name, m.reason) for entity in entities for m in entity.merges)
    rows = [(escape(name), escape(into), escape(reason)) for into, name, reason in merges]
    none = "No two names were merged."
    return _section("Merged names", ("Name", "Is", "Why"), rows[: 2 * limit], total=len(rows), none=none)


def _rejects(rejects: Sequence[Reject], limit: int) -> str:
    rows = [(escape(r.file), str(r.line or ""), escape(r.reason)) for r in sorted(rejects)]
    none = "Everything was read."
    return _section("Set aside", ("File", "Line", "Why"), rows[: 4 * limit], total=len(rows), none=none)


def paper_links(graph: nx.MultiDiGraph[str], names: Mapping[str, str]) -> Iterator[PaperLink]:
    """The links between the papers of a graph, strongest first; ties by title ids.

    :param names: the name of each entity by its id.
    """
    edges = ((u, v, data) for u, v, key, data in graph.edges(keys=True, data=True) if key == "sharesEntityWith")
    for left, right, data in sorted(edges, key=lambda edge: (-edge[2]["weight"], edge[0], edge[1])):
        shared = tuple(names.get(reason["entity"], reason["entity"]) for reason in data["why"])
        yield PaperLink(left=left, right=right, weight=data["weight"], shared=shared)
