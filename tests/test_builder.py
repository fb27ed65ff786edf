"""The stages together: what a build holds, that nothing is lost, and that the same papers give the same bytes."""

from __future__ import annotations

import hashlib
import json
import random
from pathlib import Path

import pytest
from tiny import PAPERS, TinyExtractor, start, write_papers

from papergraph.build_directory import FILES, read_manifest
from papergraph.build_files import now
from papergraph.builder import build
from papergraph.errors import ConfigError, InputError, OutputError
from papergraph.model import Paper


def test_a_build_without_output_writes_nothing(workplace: Path) -> None:
    built = build([Paper(id="p", title="Winnow", abstract="On SQuAD.")])
    assert {"paper/p", "entity/winnow", "entity/squad"} <= set(built.graph)
    assert not list(Path().iterdir())


def test_counts(workplace: Path) -> None:
    write_papers(Path("in.jsonl"), [*PAPERS, PAPERS[2]])
    counts = build("in.jsonl").counts
    assert (counts.read, counts.copies, counts.papers) == (4, 1, 3)
    assert counts.entities_by_type == {"METHOD": 2, "MODEL": 1, "BENCHMARK": 1, "TASK": 1, "METRIC": 1}
    assert (counts.links, counts.repositories, counts.papers_with_code, counts.results) == (1, 1, 1, 1)
    assert (counts.paper_links, counts.rejects) == (1, 0)


def test_the_manifest_describes_the_build(workplace: Path) -> None:
    write_papers(Path("in.jsonl"))
    built = build("in.jsonl", Path("out"))
    manifest = read_manifest(Path("out"))
    assert manifest["counts"] == built.counts.as_record()
    assert manifest["model"].items() >= TinyExtractor().describe().items()
    assert set(manifest["files"]) == set(FILES) - {"manifest.json"}
    for name, facts in manifest["files"].items():
        if name != "provenance.ttl":
            assert facts["sha256"] == hashlib.sha256(Path("out", name).read_bytes()).hexdigest()
    assert str(workplace) not in json.dumps(manifest)


def test_no_file_holds_an_absolute_path(workplace: Path) -> None:
    write_papers(Path("in/x.jsonl"))
    Path("in/bad.jsonl").write_text("{broken\n")
    build([Path("in").resolve()], Path("out").resolve())
    for path in Path("out").iterdir():
        assert str(workplace).encode() not in path.read_bytes()


def test_copies_are_extracted_once(workplace: Path) -> None:
    seen: list[str] = []

    class Watched(TinyExtractor):
        def extract(self, papers):  # type: ignore[no-untyped-def]
            for paper in papers:
                seen.append(paper.id)
                yield from super().extract([paper])

    build([Paper(id="b", title="Two"), Paper(id="a", title="One"), Paper(id="b", title="Two")], extractor=Watched())
    assert seen == ["a", "b"]


def test_progress_is_told_in_the_order_of_the_stages(workplace: Path) -> None:
    told: list[tuple[str, int, int | None]] = []
    write_papers(Path("in.jsonl"))
    build("in.jsonl", Path("out"), on_progress=lambda *step: told.append(step))
    assert list(dict.fromkeys(stage for stage, _, _ in told)) == ["read", "extract", "resolve", "link", "write"]
    assert ("read", 3, None) in told
    assert ("extract", 3, 3) in told
    assert told[-1][1] == told[-1][2]


@pytest.mark.parametrize("inputs", [[], "none.jsonl", ["none.jsonl"]])
def test_nothing_to_read(workplace: Path, inputs: list[str] | str) -> None:
    with pytest.raises(InputError):
        build(inputs, Path("out"))
    assert not Path("out").exists()


def test_an_output_that_must_not_be_replaced_is_known_before_any_work(workplace: Path) -> None:
    Path("out").write_text("mine")

    class Unused(TinyExtractor):
        def extract(self, papers):  # type: ignore[no-untyped-def]
            raise AssertionError

    with pytest.raises(OutputError):
        build([Paper(id="p", title="T")], Path("out"), extractor=Unused())


@pytest.mark.parametrize("given", ["x", "1e3", "9" * 40])
def test_a_clock_that_is_none(monkeypatch: pytest.MonkeyPatch, given: str) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", given)
    with pytest.raises(ConfigError, match="SOURCE_DATE_EPOCH"):
        now()


def test_only_provenance_has_a_clock(workplace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_papers(Path("in.jsonl"))
    for number, epoch in enumerate(("0", "1700000000")):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
        build("in.jsonl", Path(f"out{number}"))
    differing = [name for name in FILES if Path("out0", name).read_bytes() != Path("out1", name).read_bytes()]
    assert differing == ["provenance.ttl"]
    assert "2023-11-14T22:13:20Z" in Path("out1/provenance.ttl").read_text()


def synthetic(count: int, seed: int = 0) -> list[dict[str, object]]:
    """Papers that share names, with copies among them."""
    draw = random.Random(seed)
    names = ["Winnow", "Sieve", "BERT", "SQuAD", "question answering", "accuracy"]
    papers: list[dict[str, object]] = []
    for number in range(count):
        chosen = " and ".join(draw.sample(names, 3))
        papers.append(
            {
                "title": f"Study {number} of {chosen}",
                "abstract": f"We look at {chosen} and see 1.{number}%.",
                "year": 2020,
            }
        )
    return papers + papers[:3]


def test_same_papers_same_bytes(workplace: Path) -> None:
    papers = synthetic(30)
    for number in range(3):
        write_papers(Path(f"part{number}.jsonl"), papers[number::3])
    Path("part3.jsonl").write_text("{broken\n")
    orders = {"1": (0, 1, 2, 3), "2": (3, 2, 0, 1)}
    for seed, order in orders.items():
        files = [f"part{number}.jsonl" for number in order]
        process = start("build", *files, "-o", f"out{seed}", "-q", PYTHONHASHSEED=seed, SOURCE_DATE_EPOCH="1700000000")
        process.communicate(timeout=60)
        assert process.returncode == 1
    for name in FILES:
        assert Path("out1", name).read_bytes() == Path("out2", name).read_bytes(), name
