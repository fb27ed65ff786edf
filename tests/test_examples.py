"""The examples are complete, readable, and exercise what their README says."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from pathlib import Path

import pytest

from papergraph.model import Paper, Reject
from papergraph.text import normalise_title

ROOT = Path(__file__).parents[1]
EXAMPLES = ROOT / "examples"
FROZEN = Path(__file__).parent / "fixtures" / "frozen_quality.jsonl"
INPUTS = sorted(path for path in EXAMPLES.iterdir() if path.suffix != ".md")
README = (EXAMPLES / "README.md").read_text(encoding="utf-8")
TYPES = {"METHOD", "MODEL", "BENCHMARK", "TASK", "METRIC"}
ROLES = {"introduces", "evaluates_on", "trains_on", "compares_with", "uses", "addresses", "measures", "mentions"}
OWNERS = r"(?:github\.com|huggingface\.co(?:/datasets)?)/([\w.-]+)/"


def _frozen() -> list[dict[str, object]]:
    return [json.loads(line) for line in FROZEN.read_text(encoding="utf-8").splitlines()]


def _all_text() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in [*INPUTS, FROZEN])


def test_the_readme_names_every_file_and_no_other() -> None:
    named = set(re.findall(r"^\| `([\w.]+)` \|", README, re.MULTILINE))
    assert named == {path.name for path in INPUTS}


def test_the_readme_counts_the_records() -> None:
    rows = re.findall(r"^\| `([\w.]+)` \| [^|]+ \| (\d+) \|", README, re.MULTILINE)
    assert sum(int(count) for _, count in rows) == int(re.search(r"(\d+) records of", README)[1])  # type: ignore[index]


def test_standard_parsers_read_every_file() -> None:
    bibtexparser, rispy = pytest.importorskip("bibtexparser"), pytest.importorskip("rispy")
    library = bibtexparser.parse_file(str(EXAMPLES / "inference.bib"))
    with (EXAMPLES / "science.ris").open(encoding="utf-8") as stream:
        references = rispy.load(stream)
    with (EXAMPLES / "vision.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    lines = (EXAMPLES / "reasoning.jsonl").read_text(encoding="utf-8").splitlines()
    array = json.loads((EXAMPLES / "agents.json").read_text(encoding="utf-8"))
    assert not library.failed_blocks
    counts = (len(library.entries), len(references), len(rows), len([json.loads(line) for line in lines]), len(array))
    assert counts == (10, 8, 11, 11, 7)


def test_every_repository_has_the_invented_owner() -> None:
    owners = set(re.findall(OWNERS, _all_text()))
    assert owners == {"papergraph-examples"}


@pytest.fixture(scope="module")
def read() -> tuple[list[Paper], list[Reject]]:
    from papergraph import sources

    rejects: list[Reject] = []
    return list(sources.read(INPUTS, on_reject=rejects.append)), rejects


def test_nothing_is_set_aside(read: tuple[list[Paper], list[Reject]]) -> None:
    assert read[1] == []


def test_the_reader_finds_as_many_records_as_the_readme_says(read: tuple[list[Paper], list[Reject]]) -> None:
    rows = re.findall(r"^\| `([\w.]+)` \| [^|]+ \| (\d+) \|", README, re.MULTILINE)
    found = Counter(paper.sources[0].partition(":")[0] for paper in read[0])
    assert found == {name: int(count) for name, count in rows}


def test_there_are_enough_different_papers_and_two_have_a_copy(read: tuple[list[Paper], list[Reject]]) -> None:
    copies = Counter(normalise_title(paper.title) for paper in read[0])
    assert len(copies) == 55
    assert sorted(title.split()[0] for title, count in copies.items() if count > 1) == ["kestrel", "wren"]


def test_a_copy_in_another_file_is_united(read: tuple[list[Paper], list[Reject]]) -> None:
    from papergraph import copies

    united = copies.unite(read[0])
    kestrel = next(paper for paper in united.papers if paper.title.startswith("Kestrel"))
    assert len(united.papers) == 55
    assert kestrel.id == "pgx-2025-110"
    assert kestrel.abstract.endswith("/tree/main.")
    assert {source.partition(":")[0] for source in kestrel.sources} == {"inference.bib", "retrieval.txt"}


def test_abstracts_are_of_a_usual_length(read: tuple[list[Paper], list[Reject]]) -> None:
    lengths = {paper.id: len(paper.abstract.split()) for paper in read[0]}
    assert [paper for paper, words in lengths.items() if not 80 <= words <= 180] == ["pgx-2025-011"]


def test_people_are_not_invented(read: tuple[list[Paper], list[Reject]]) -> None:
    assert {author for paper in read[0] for author in paper.authors} == {"The papergraph developers"}


@pytest.mark.parametrize(
    "feature",
    [
        r"\url{https://github.com/papergraph-examples/oak\_ledger}.}",
        r"https://github.com/papergraph-examples/pi\_ask",
        r"\href{https://github.com/papergraph-examples/tidewater}{",
        "athttps://github.com/",
        "athttps://huggingface.co/datasets/",
        "(github.com/papergraph-examples/",
        "www.github.com/papergraph-examples/",
        "https://github.com/papergraph-examples/carp.git.",
        "https://github.com/papergraph-examples/bramble/tree/main/v2",
        "https://papergraph-examples.github.io/",
        "Löwe",
        "β-VAE",
        r"$\pi_0$",
        r"8.7\%",
        "🧮",
        "ميزان",
        "איזון",
        "<script>alert(1)</script>",
        "Consistency-Aware Reward Propagation (CARP)",
        "Cache-Aware Request Planning (CARP)",
        "Hydra++",
        "from 61.2% to 68.9%",
        "2.3x lower latency",
        "outperforms LoRA and QLoRA",
        "Code will be released",
    ],
)
def test_a_feature_is_exercised(feature: str, read: tuple[list[Paper], list[Reject]]) -> None:
    assert any(feature in paper.text for paper in read[0])


def test_the_frozen_texts_are_no_examples(read: tuple[list[Paper], list[Reject]]) -> None:
    examples = {normalise_title(paper.title) for paper in read[0]}
    assert not examples & {normalise_title(str(record["title"])) for record in _frozen()}


@pytest.mark.parametrize("record", _frozen(), ids=lambda record: str(record["id"]))
def test_a_frozen_annotation_holds_to_its_text(record: dict) -> None:  # type: ignore[type-arg]
    text = f"{record['title']}\n{record['abstract']}"
    entities = record["entities"]
    names = [entity["name"] for entity in entities]
    forms = Counter(form for entity in entities for form in entity["mentions"])
    assert len(set(names)) == len(names)
    assert max(forms.values()) == 1
    assert {entity["type"] for entity in entities} <= TYPES
    assert {entity["role"] for entity in entities} <= ROLES
    assert not [form for form in forms if not re.search(rf"(?<!\w){re.escape(form)}(?!\w)", text)]
    assert not [result["value"] for result in record["results"] if result["value"] not in text]
    used = {result[key] for result in record["results"] for key in ("subject", "benchmark", "metric", "baseline")}
    assert used - {None} <= set(names)
    plain = text.replace("\\_", "_")
    assert not [link["url"] for link in record["links"] if link["url"].removeprefix("https://") not in plain]


def test_there_are_enough_frozen_annotations() -> None:
    records = _frozen()
    assert len(records) >= 24
    assert len({record["id"] for record in records}) == len(records)
