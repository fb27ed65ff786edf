"""A field of seven invented papers, small enough to count by hand, as a graph with its texts."""

from __future__ import annotations

import re
from collections import defaultdict

import networkx as nx

from papergraph.graph import build_graph
from papergraph.model import (
    CanonicalEntity,
    Direction,
    Entity,
    EntityType,
    Extraction,
    Link,
    LinkKind,
    Mention,
    Paper,
    Relation,
    Resolution,
    Result,
    Role,
)  # fmt: skip

FORMULA_TITLE = '=HYPERLINK("https://example.org";"Sum, or not?")'

_NAMES = {
    EntityType.METHOD: ("Adder", "Adder 2", "Adder 2 Mini", "Sieve", "Loom"),
    EntityType.MODEL: ("Finch-1B",),
    EntityType.BENCHMARK: ("SumBench", "ProofBench", "TaleBench"),
    EntityType.TASK: ("arithmetic", "storytelling"),
    EntityType.METRIC: ("accuracy", "error"),
}
_TYPES = {name: kind for kind, names in _NAMES.items() for name in names}
_VARIANTS = {"Adder 2": ("Adder", "name"), "Adder 2 Mini": ("Adder 2", "name")}
_ALIASES = {"Adder": ("carry-aware adder",)}
_ROLES = {
    "+": Role.INTRODUCES, "@": Role.EVALUATES_ON, "~": Role.USES, "!": Role.COMPARES_WITH, "%": Role.MEASURES,
    "#": Role.ADDRESSES, "?": Role.MENTIONS,
}  # fmt: skip

# Title, year, and an abstract in which each name bears the sign of its role and stands in brackets.
_PAPERS = (
    (
        "Adder: Sums by Carrying", 2021,
        "We introduce [+Adder] for [#arithmetic]. On [@SumBench], [+Adder] has an [%accuracy] of 71.5%. "
        "Code: https://github.com/example/adder.",
    ),
    (
        "Adder 2: Longer Sums", 2022,
        "We extend [~Adder] to [+Adder 2]. On [@SumBench], [+Adder 2] has an [%accuracy] of 83%, against 71.5% for "
        "[~Adder]. On [@ProofBench] it has an [%error] of 12.5. It builds on https://github.com/example/adder.",
    ),
    (
        FORMULA_TITLE, 2022,
        "[+Sieve] leaves out digits. On [@SumBench], [+Sieve] has an [%accuracy] of 90.5%, above [!Adder].",
    ),
    (
        "Small Adders", 2023,
        "[+Adder 2 Mini] is smaller than [~Adder 2]. We test it on [@ProofBench] with [~Finch-1B].",
    ),
    ("Proofs by Sieving", 2023, "We use [~Sieve] on [@ProofBench], with [~Finch-1B]; [%error] is 9.5."),
    (
        "Tales of a Loom", None,
        "[+Loom] is made for [#storytelling], tested on [@TaleBench]. Unlike [?Sieve] it reads aloud.",
    ),
    ("Storytelling Revisited", 2024, "What is left of [#storytelling] once nobody listens?"),
)  # fmt: skip

# Value, metric, benchmark, subject, baseline, in the papers that name the subject.
_RESULTS = (
    ("71.5%", "accuracy", "SumBench", "Adder", None),
    ("83%", "accuracy", "SumBench", "Adder 2", "Adder"),
    ("12.5", "error", "ProofBench", "Adder 2", None),
    ("90.5%", "accuracy", "SumBench", "Sieve", "Adder"),
    ("9.5", "error", "ProofBench", "Sieve", None),
)


def small_field() -> tuple[nx.MultiDiGraph[str], list[Extraction]]:
    """The graph and the papers."""
    extractions = [_paper(number, *given) for number, given in enumerate(_PAPERS, start=1)]
    papers: dict[str, dict[Role, list[str]]] = defaultdict(lambda: defaultdict(list))
    for extraction in extractions:
        for entity in extraction.entities:
            papers[entity.name][entity.role].append(extraction.paper.id)
    entities = tuple(_canonical(name, papers[name]) for name in sorted(_TYPES))
    return build_graph(Resolution(extractions=tuple(extractions), entities=entities, doubtful=())), extractions


def _id(name: str) -> str:
    return "entity/" + name.lower().replace(" ", "-")


def _canonical(name: str, papers: dict[Role, list[str]]) -> CanonicalEntity:
    parent, reason = _VARIANTS.get(name, ("", ""))
    return CanonicalEntity(
        id=_id(name),
        name=name,
        type=_TYPES[name],
        aliases=_ALIASES.get(name, ()),
        variant_of=Relation(target=_id(parent), reason=reason) if parent else None,
        papers={role: tuple(found) for role, found in papers.items()},
    )


def _paper(number: int, title: str, year: int | None, marked: str) -> Extraction:
    abstract = re.sub(r"\[.([^\]]*)\]", r"\1", marked)
    paper = Paper(id=f"f{number}", title=title, abstract=abstract, year=year)
    roles: dict[tuple[str, str], list[Mention]] = defaultdict(list)
    place = len(title) + 1
    for before, sign, name in re.findall(r"([^\[]*)\[(.)([^\]]*)\]", marked):
        start = place + len(before)
        place = start + len(name)
        roles[name, sign].append(Mention(start, place, name, "given"))
    entities = tuple(
        Entity(name=name, type=_TYPES[name], role=_ROLES[sign], mentions=tuple(found), confidence=0.9, id=_id(name))
        for (name, sign), found in roles.items()
    )
    return Extraction(paper=paper, entities=entities, links=_links(paper.text), results=_results(paper.text))


def _links(text: str) -> tuple[Link, ...]:
    return tuple(
        Link(
            url=match[0],
            kind=LinkKind.CODE,
            own="Code:" in text,
            start=match.start(),
            end=match.end(),
            repository=match[0].removeprefix("https://"),
        )
        for match in re.finditer(r"https://github\.com/[\w/]+", text)
    )


def _results(text: str) -> tuple[Result, ...]:
    found = ((text.find(f" {row[0]}") + 1, *row) for row in _RESULTS)
    return tuple(_result(*row) for row in found if row[0] and row[4] in text)


def _result(start: int, value: str, metric: str, benchmark: str, subject: str, baseline: str | None) -> Result:
    return Result(
        value=value,
        start=start,
        end=start + len(value),
        number=float(value.rstrip("%")),
        direction=Direction.LOWER if metric == "error" else Direction.HIGHER,
        metric=metric,
        benchmark=benchmark,
        subject=subject,
        baseline=baseline,
    )
