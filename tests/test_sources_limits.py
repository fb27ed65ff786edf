"""Bounds of memory: documents, lines and records that are too large are set aside, and the reading goes on."""

from __future__ import annotations

import gzip
import io
import tracemalloc
from pathlib import Path

import pytest
import zstandard

from papergraph.model import Reject
from papergraph.sources import base, decoding, read

GOOD = '{"title": "On Trees"}\n'
RIS = "TY  - JOUR\nTI  - {}\nER  - \n"
LONG = "x" * 300
DOCUMENTS = {
    "a.json": f'[{{"title": "On Nets", "note": "{LONG}"}}]',
    "a.bib": f"@misc{{k, title = {{On Nets}}, note = {{{LONG}}}}}\n",
    "a.txt": f"On Nets and Other Things\n\nWe show nets. {LONG} We are done.\n",
}


def titles_and_rejects(*inputs: Path) -> tuple[list[str], list[Reject]]:
    rejects: list[Reject] = []
    return [paper.title for paper in read(inputs, on_reject=rejects.append)], rejects


@pytest.mark.parametrize("name", DOCUMENTS)
@pytest.mark.parametrize("pack", [bytes, gzip.compress, zstandard.compress], ids=["plain", "gzip", "zstd"])
def test_a_document_has_a_bound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, pack: object) -> None:
    assert callable(pack)
    (tmp_path / name).write_bytes(pack(DOCUMENTS[name].encode()))
    (tmp_path / "z.jsonl").write_text(GOOD)
    assert len(titles_and_rejects(tmp_path)[0]) == 2
    monkeypatch.setattr(base, "MAX_DOCUMENT", 200)
    titles, rejects = titles_and_rejects(tmp_path)
    assert titles == ["On Trees"]
    assert [(reject.file, reject.line) for reject in rejects] == [((tmp_path / name).as_posix(), 0)]
    assert "more than 200 characters" in rejects[0].reason
    assert "split the file, or turn it into JSON Lines" in rejects[0].reason


LINES = {
    "a.jsonl": (f'{GOOD}{{"title": "On Nets", "note": "{LONG}"}}\n{{"title": "On Seas"}}\n', 2),
    "last.jsonl": (f'{GOOD}{{"title": "On Seas"}}\n{LONG}', 3),
    "a.csv": (f"title,note\nOn Trees,\nOn Nets,{LONG}\nOn Seas,\n", 3),
    "a.ris": (RIS.format("On Trees") + RIS.format(f"On Nets\nN1  - {LONG}\nN1  - b") + RIS.format("On Seas"), 4),
    "many.ris": (RIS.format("On Trees") + RIS.format("On Nets" + "\nN1  - b" * 40) + RIS.format("On Seas"), 4),
    "before.ris": (f"{LONG}\n" + RIS.format("On Trees") + RIS.format("On Seas"), 1),
}


@pytest.mark.parametrize("name", LINES)
def test_a_line_and_a_record_have_a_bound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    text, line = LINES[name]
    (tmp_path / name).write_text(text)
    monkeypatch.setattr(base, "MAX_RECORD", 200)
    titles, rejects = titles_and_rejects(tmp_path / name)
    assert titles == ["On Trees", "On Seas"]
    assert [reject.line for reject in rejects] == [line]
    assert "of more than 200 characters; write one paper a " in rejects[0].reason


def test_a_row_of_many_lines_has_a_bound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cells = ",".join(['"b\n"'] * 200)
    (tmp_path / "a.csv").write_text(f"title,note\nOn Trees,\nOn Nets,{cells}\n")
    monkeypatch.setattr(base, "MAX_RECORD", 200)
    titles, rejects = titles_and_rejects(tmp_path / "a.csv")
    assert titles[0] == "On Trees"
    assert rejects


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r", ""])
def test_a_line_of_just_the_bound_is_read(monkeypatch: pytest.MonkeyPatch, ending: str) -> None:
    monkeypatch.setattr(base, "MAX_RECORD", 20)
    stream = io.StringIO("a" * 20 + ending, newline="")
    assert list(base.bounded_lines(stream)) == ["a" * 20 + ending]
    long = io.StringIO("a" * 100_000 + "\nb\n", newline="")
    assert list(base.bounded_lines(long)) == [None, "b\n"]


def test_the_bounds_are_generous() -> None:
    assert (base.MAX_DOCUMENT, base.MAX_RECORD) == (512 * 2**20, 64 * 2**20)


def test_a_bomb_is_not_unpacked_at_once() -> None:
    packed = zstandard.compress(bytes(200_000_000), 19)
    assert len(packed) < 1 << 16
    stream = io.BufferedReader(decoding._Zstd(io.BytesIO(packed)))
    tracemalloc.start()
    try:
        stream.read1(100)
        assert tracemalloc.get_traced_memory()[1] < 50_000_000
    finally:
        tracemalloc.stop()


def test_builds_in_a_folder_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "z.jsonl").write_text(GOOD)
    for place in ("outputs/one", "two"):
        folder = tmp_path / place
        folder.mkdir(parents=True)
        (folder / "papers.jsonl").write_text('{"title": "On Nets"}\n')
        (folder / "manifest.json").write_text('{"format": 1, "papergraph": "0.1.0"}')
    assert titles_and_rejects(tmp_path) == (["On Trees"], [])
    (tmp_path / "two" / "manifest.json").write_text('{"name": "a web application"}')
    assert titles_and_rejects(tmp_path)[0] == ["On Nets", "On Trees"]


def test_a_build_given_by_name_is_explained(tmp_path: Path) -> None:
    (tmp_path / "papers.jsonl").write_text(GOOD)
    (tmp_path / "manifest.json").write_text('{"format": 1, "papergraph": "0.1.0"}')
    titles, rejects = titles_and_rejects(tmp_path)
    assert titles == []
    assert "name its papers.jsonl" in rejects[0].reason
    assert titles_and_rejects(tmp_path / "papers.jsonl") == (["On Trees"], [])
