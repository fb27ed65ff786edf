"""The stages together: what a build holds, that nothing is lost, and that the same papers give the same bytes."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import random
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import rdflib
from rdflib.namespace import DCTERMS, PROV, RDFS
from tiny import PAPERS, TinyExtractor, start, write_papers

from papergraph.build_directory import FILES, read_manifest
from papergraph.builder import build
from papergraph.clock import now
from papergraph.errors import ConfigError, InputError, OutputError
from papergraph.model import Paper


def test_a_build_without_output_writes_nothing(workspace: Path) -> None:
    built = build([Paper(id="p", title="Winnow", abstract="On SQuAD.")])
    assert {"paper/p", "entity/winnow", "entity/squad"} <= set(built.graph)
    assert not list(Path().iterdir())


def test_counts(workspace: Path) -> None:
    write_papers(Path("in.jsonl"), [*PAPERS, PAPERS[2]])
    counts = build("in.jsonl").counts
    assert (counts.read, counts.copies, counts.papers) == (4, 1, 3)
    assert counts.entities_by_type == {"METHOD": 2, "MODEL": 1, "BENCHMARK": 1, "TASK": 1, "METRIC": 1}
    assert (counts.links, counts.repositories, counts.papers_with_code, counts.results) == (1, 1, 1, 1)
    assert (counts.paper_links, counts.rejects) == (1, 0)


def test_the_manifest_describes_the_build(workspace: Path) -> None:
    write_papers(Path("in.jsonl"))
    built = build("in.jsonl", Path("out"))
    manifest = read_manifest(Path("out"))
    assert manifest["counts"] == built.counts.as_record()
    assert manifest["model"].items() >= TinyExtractor().describe().items()
    assert set(manifest["files"]) == set(FILES) - {"manifest.json"}
    for name, facts in manifest["files"].items():
        if name != "provenance.ttl":
            assert facts["sha256"] == hashlib.sha256(Path("out", name).read_bytes()).hexdigest()
    assert str(workspace) not in json.dumps(manifest)


def test_no_file_holds_an_absolute_path(workspace: Path) -> None:
    write_papers(Path("in/x.jsonl"))
    Path("in/bad.jsonl").write_text("{broken\n")
    build([Path("in").resolve()], Path("out").resolve())
    for path in Path("out").iterdir():
        assert str(workspace).encode() not in path.read_bytes()


def test_copies_are_extracted_once(workspace: Path) -> None:
    seen: list[str] = []

    class Watched(TinyExtractor):
        def extract(self, papers):  # type: ignore[no-untyped-def]
            for paper in papers:
                seen.append(paper.id)
                yield from super().extract([paper])

    build([Paper(id="b", title="Two"), Paper(id="a", title="One"), Paper(id="b", title="Two")], extractor=Watched())
    assert seen == ["a", "b"]


def test_progress_is_told_in_the_order_of_the_stages(workspace: Path) -> None:
    told: list[tuple[str, int, int | None]] = []
    write_papers(Path("in.jsonl"))
    build("in.jsonl", Path("out"), on_progress=lambda *step: told.append(step))
    assert list(dict.fromkeys(stage for stage, _, _ in told)) == ["read", "extract", "resolve", "link", "write"]
    assert ("read", 3, None) in told
    assert ("extract", 3, 3) in told
    assert told[-1][1] == told[-1][2]


@pytest.mark.parametrize("inputs", [[], "none.jsonl", ["none.jsonl"]])
def test_nothing_to_read(workspace: Path, inputs: list[str] | str) -> None:
    with pytest.raises(InputError):
        build(inputs, Path("out"))
    assert not Path("out").exists()


def test_an_output_that_must_not_be_replaced_is_known_before_any_work(workspace: Path) -> None:
    Path("out").write_text("mine")

    class Unused(TinyExtractor):
        def extract(self, papers):  # type: ignore[no-untyped-def]
            raise AssertionError

    with pytest.raises(OutputError):
        build([Paper(id="p", title="T")], Path("out"), extractor=Unused())


@pytest.mark.parametrize(
    ("options", "key"), [({"base": "https://example.org"}, "base"), ({"min_confidence": 7}, "min_confidence")]
)
def test_an_option_that_can_t_be_is_known_before_any_work(workspace: Path, options: dict[str, Any], key: str) -> None:
    with pytest.raises(ConfigError, match=f"^{key}: "):
        build([Paper(id="p", title="T")], Path("out"), **options)


def test_lone_surrogates_of_papers_that_are_given_are_replaced(workspace: Path) -> None:
    paper = Paper(id="p\ud800", title="T\udc00", abstract="a\ud800b", authors=("x\udfff",), venue="\ud800")
    build([paper], Path("out"))
    record = json.loads(Path("out/papers.jsonl").read_text(encoding="utf-8"))
    assert (record["id"], record["title"], record["abstract"]) == ("p\ufffd", "T\ufffd", "a\ufffdb")


@pytest.mark.parametrize("given", ["x", "1e3", "9" * 40])
def test_a_clock_that_is_none(monkeypatch: pytest.MonkeyPatch, given: str) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", given)
    with pytest.raises(ConfigError, match="SOURCE_DATE_EPOCH"):
        now()


def test_only_provenance_has_a_clock(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_papers(Path("in.jsonl"))
    for number, epoch in enumerate(("0", "1700000000")):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
        build("in.jsonl", Path(f"out{number}"))
    differing = [name for name in FILES if Path("out0", name).read_bytes() != Path("out1", name).read_bytes()]
    assert differing == ["provenance.ttl"]
    assert "2023-11-14T22:13:20Z" in Path("out1/provenance.ttl").read_text()


def used(directory: Path) -> dict[str, str]:
    """The files that a build's provenance names, with their hashes."""
    found = rdflib.Graph().parse(directory / "provenance.ttl")
    entities = {entity for _, _, entity in found.triples((None, PROV.used, None))}
    return {str(found.value(e, RDFS.label)): str(found.value(e, DCTERMS.identifier)) for e in sorted(entities)}


def test_provenance_names_the_files_that_were_read(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_papers(Path("in/deep/a.jsonl"))
    Path("in/b.jsonl.gz").write_bytes(gzip.compress(b'{"title": "On Nets"}\n', mtime=0) + bytes(100_000))
    Path("in/cut.jsonl.gz").write_bytes(gzip.compress(b'{"title": "On Seas"}\n' * 9000)[:-20])
    Path("in/picture.png").write_bytes(b"\x89PNG\r\n")
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BufferedReader(io.BytesIO(b'{"title": "On Trees"}'))))
    build([Path("in").resolve(), "-", "in/b.jsonl.gz"], Path("out"))
    names = ("in/deep/a.jsonl", "in/b.jsonl.gz", "in/cut.jsonl.gz")
    expected = {name: hashlib.sha256(Path(name).read_bytes()).hexdigest() for name in names}
    expected |= {"b.jsonl.gz": expected["in/b.jsonl.gz"], "-": hashlib.sha256(b'{"title": "On Trees"}').hexdigest()}
    read = {name: digest for name, digest in used(Path("out")).items() if name not in ("model", "configuration")}
    assert read == {name: f"sha256:{digest}" for name, digest in expected.items()}


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


def test_same_papers_same_bytes(workspace: Path) -> None:
    papers = synthetic(30)
    for number in range(3):
        write_papers(Path(f"part{number}.jsonl"), papers[number::3])
    Path("part3.jsonl").write_text("{broken\n")
    orders = {"1": (0, 1, 2, 3), "2": (3, 2, 0, 1)}
    for seed, order in orders.items():
        files = [f"part{number}.jsonl" for number in order]
        process = start("build", *files, "-o", f"out{seed}", "-q", PYTHONHASHSEED=seed, SOURCE_DATE_EPOCH="1700000000")
        process.communicate(timeout=300)
        assert process.returncode == 1
    for name in FILES:
        assert Path("out1", name).read_bytes() == Path("out2", name).read_bytes(), name
