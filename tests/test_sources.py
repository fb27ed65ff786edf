"""Reading: paths, folders, standard input, compression, encodings, and what can't be read."""

from __future__ import annotations

import bz2
import gzip
import io
import itertools
import json
import lzma
import random
import subprocess
import sys
from pathlib import Path

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from papergraph.copies import unite
from papergraph.model import Paper, Reject
from papergraph.sources import read
from papergraph.sources.decoding import HEAD, NotTextError, detect_encoding, text_of

SEEDS = Path(__file__).parents[2] / "shared" / "seeds"
LINE = '{"title": "On Trees"}\n'
COMPRESSORS = {
    "none": bytes,
    "gz": gzip.compress,
    "bz2": bz2.compress,
    "xz": lzma.compress,
    "zst": zstandard.compress,
}


def read_all(*inputs: str | Path) -> tuple[list[Paper], list[Reject]]:
    rejects: list[Reject] = []
    return list(read(inputs, on_reject=rejects.append)), rejects


def read_bytes(folder: Path, content: bytes, name: str = "file") -> tuple[list[str], list[tuple[int, str]]]:
    path = folder / name
    path.write_bytes(content)
    papers, rejects = read_all(path)
    assert all(reject.file == path.as_posix() for reject in rejects)
    return [paper.title for paper in papers], [(reject.line, reject.reason) for reject in rejects]


# --- paths


def test_a_file_gives_papers_with_their_source(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text("\n" + LINE)
    papers, rejects = read_all(str(tmp_path / "a.jsonl"))
    assert [(paper.title, paper.sources) for paper in papers] == [("On Trees", ("a.jsonl:2",))]
    assert rejects == []


def test_a_single_path_is_an_input_too(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(LINE)
    assert len(list(read(str(tmp_path / "a.jsonl")))) == 1  # type: ignore[arg-type]


def test_a_folder_is_read_in_order_without_hidden_files(tmp_path: Path) -> None:
    root = tmp_path / "papers"
    for name in (
        "b.jsonl",
        "a/z.jsonl",
        "a/b/c.csv",
        ".hidden.jsonl",
        ".git/x.jsonl",
        "a-.jsonl",
        "README.md",
        "LICENSE",
    ):
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("title\nOn Trees\n" if name.endswith("csv") else LINE)
    (root / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    (root / "notes.md").write_text("# Notes\n\nThis is no paper.\n")
    papers, rejects = read_all(root)
    assert [paper.sources[0] for paper in papers] == [
        "papers/a-.jsonl:1", "papers/a/b/c.csv:2", "papers/a/z.jsonl:1", "papers/b.jsonl:1"
    ]  # fmt: skip
    assert [(Path(reject.file).name, reject.line, reject.reason.split(";")[0]) for reject in rejects] == [
        ("notes.md", 0, "no format recognises it"),
        ("picture.png", 0, "not text: a PNG image"),
    ]
    assert rejects[0].file == (root / "notes.md").as_posix()


def test_what_is_missing_empty_or_unreadable_is_set_aside_and_reading_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("empty", "blank", "secret", "good"):
        (tmp_path / name).write_text({"empty": "", "blank": " \n\n"}.get(name, LINE))
    (tmp_path / "folder").mkdir()
    opened = Path.open

    def guarded(path: Path, *args: object, **options: object) -> object:
        if path.name == "secret":
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path, *args, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", guarded)
    names = ["missing", "empty", "blank", "secret", "folder", "good"]
    papers, rejects = read_all(*(tmp_path / name for name in names))
    assert len(papers) == 1
    assert rejects == [
        Reject((tmp_path / name).as_posix(), 0, reason)
        for name, reason in {
            "missing": "no such file or folder",
            "empty": "the file is empty",
            "blank": "the file is empty",
            "secret": "can't be read: Permission denied",
            "folder": "the folder holds no files",
        }.items()
    ]


@pytest.mark.parametrize("path", ["a\0b", "x" * 5000])
def test_a_path_that_can_be_none_is_a_reject(path: str) -> None:
    papers, rejects = read_all(path)
    assert (papers, len(rejects)) == ([], 1)


def test_rejects_may_be_ignored(tmp_path: Path) -> None:
    assert list(read([tmp_path / "missing"])) == []


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(gzip.compress((LINE + "broken\n").encode()))))
    papers, rejects = read_all("-")
    assert [paper.sources for paper in papers] == [("-:1",)]
    assert [(reject.file, reject.line) for reject in rejects] == [("-", 2)]


def test_a_format_can_be_demanded(tmp_path: Path) -> None:
    path = tmp_path / "indented.txt"
    path.write_text("  On Trees\n\n  We say a few things about trees, and then a few more.\n")
    assert read_all(path)[0] == []
    assert [paper.title for paper in read([path], format_name="page")] == ["On Trees"]
    with pytest.raises(KeyError, match="valid"):
        read([path], format_name="docx")


# --- compression


@pytest.mark.parametrize("name", COMPRESSORS)
def test_compression_is_known_by_its_bytes(tmp_path: Path, name: str) -> None:
    assert read_bytes(tmp_path, COMPRESSORS[name](LINE.encode() * 3), "x.txt") == (["On Trees"] * 3, [])


@pytest.mark.parametrize("name", [name for name in COMPRESSORS if name != "none"])
def test_several_members_are_one_text(tmp_path: Path, name: str) -> None:
    pack = COMPRESSORS[name]
    assert read_bytes(tmp_path, pack(LINE.encode()) + pack(LINE.encode())) == (["On Trees"] * 2, [])


@pytest.mark.parametrize("name", [name for name in COMPRESSORS if name != "none"])
def test_twice_compressed_is_set_aside(tmp_path: Path, name: str) -> None:
    pack = COMPRESSORS[name]
    titles, rejects = read_bytes(tmp_path, pack(pack(LINE.encode())))
    assert titles == []
    assert rejects[0][1].startswith("compressed twice")


@pytest.mark.parametrize("name", [name for name in COMPRESSORS if name != "none"])
def test_a_stream_that_is_cut_off_or_damaged_is_reported(tmp_path: Path, name: str) -> None:
    noise = random.Random(1)
    text = "".join(f'{{"title": "On {noise.getrandbits(200)} Trees"}}\n' for _ in range(20_000))
    packed = COMPRESSORS[name](text.encode())
    titles, rejects = read_bytes(tmp_path, packed[: len(packed) * 2 // 3])
    assert 0 < len(titles) < 20_000
    assert "reading broke off" in rejects[-1][1]
    damaged = packed[: len(packed) // 2] + bytes(50) + packed[len(packed) // 2 + 50 :]
    assert read_bytes(tmp_path, damaged)[1] != []
    assert read_bytes(tmp_path, packed[:8])[0] == []


def test_large_input_is_read_as_a_stream(monkeypatch: pytest.MonkeyPatch) -> None:
    class Endless(io.RawIOBase):
        given = 0

        def readable(self) -> bool:
            return True

        def readinto(self, buffer) -> int:
            part = (LINE.encode() * (len(buffer) // len(LINE) + 1))[: len(buffer) // len(LINE) * len(LINE)]
            buffer[: len(part)] = part
            self.given += len(part)
            return len(part)

    stream = Endless()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(stream)))
    papers = list(itertools.islice(read(["-"]), 40_000))
    assert papers[-1].sources == ("-:40000",)
    assert stream.given < 40_000 * len(LINE) + 2 * HEAD


# --- encodings

TITLE = "Größe, café and “quotes”: 100 % of naïve trees"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
@pytest.mark.parametrize(
    "form",
    [
        '{{"title": "{}"}}\n',
        "title,year\n{},2024\n",
        "@article{{a, title = {{{}}}}}\n",
        "TY  - JOUR\nTI  - {}\nER  - \n",
    ],
)
def test_encodings(tmp_path: Path, encoding: str, form: str) -> None:
    title = TITLE.replace(",", "")
    assert read_bytes(tmp_path, form.format(title).encode(encoding)) == ([title], [])


def test_latin_1_without_more_evidence_than_one_letter(tmp_path: Path) -> None:
    assert read_bytes(tmp_path, "title\nAn Étude\n".encode("latin-1")) == (["An Étude"], [])


@pytest.mark.parametrize(
    ("encoding", "title"),
    [
        ("cp1251", "Мы предлагаем новый метод обучения и показываем его результаты на пяти наборах данных"),
        ("gb18030", "我们提出了一种新的训练方法并展示了它在五个数据集上的结果" * 2),
    ],
)
def test_other_alphabets(tmp_path: Path, encoding: str, title: str) -> None:
    assert read_bytes(tmp_path, json.dumps({"title": title}, ensure_ascii=False).encode(encoding)) == ([title], [])


def test_a_slip_in_utf8_costs_nothing_else(tmp_path: Path) -> None:
    good, bad = '{"title": "Über Bäume"}\n'.encode() * 3, '{"title": "Über Bäume"}\n'.encode("cp1252")
    assert read_bytes(tmp_path, good + bad + b'{"title": "a\xed\xa0\x80b \x81"}') == (
        ["Über Bäume"] * 4 + ["a\ufffdb \x81"],
        [],
    )
    late = json.dumps({"title": "x", "note": "x" * 1000}).encode() + b"\n"
    late = late * (HEAD // 1000) + bad
    assert read_bytes(tmp_path, late)[0][-1] == "Über Bäume"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"%PDF-1.7\n" + bytes(range(256)), "not text: a PDF"),
        (b"PK\x03\x04" + bytes(100), "not text: a ZIP archive or office document"),
        (bytes(range(256)) * 4, "not text: a binary file"),
        (random.Random(0).randbytes(5000), "not text: a binary file"),
        (b"\0" * 100, "not text: a binary file"),
        ("🙂".encode(), "no format recognises it"),
        (b"x", "no format recognises it"),
    ],
)
def test_what_is_no_text_is_set_aside(tmp_path: Path, content: bytes, reason: str) -> None:
    titles, rejects = read_bytes(tmp_path, content)
    assert titles == []
    assert [(line, text.split(";")[0]) for line, text in rejects] == [(0, reason)]


def test_control_characters_and_the_like_are_kept(tmp_path: Path) -> None:
    title = "<script>alert(1)</script> \u202eעברית\u202c \x00\x1b \u2028 🙂"
    assert read_bytes(tmp_path, (json.dumps({"title": title}) + "\n" + LINE * 20).encode())[0][0] == title
    assert read_bytes(tmp_path, b'{"title": "a\0b"}\n' + LINE.encode() * 3)[1][0][0] == 1


def test_a_long_text_is_set_aside_and_a_long_line_is_not(tmp_path: Path) -> None:
    long, wide = (
        json.dumps({"title": "A", "abstract": "x" * 1_000_000}),
        json.dumps({"title": "B", "note": "x" * 1_500_000}),
    )
    titles, rejects = read_bytes(tmp_path, f"{long}\n{wide}\n{LINE}".encode())
    assert titles == ["B", "On Trees"]
    assert rejects == [(1, "a text of 1,000,002 characters; 200,000 are allowed")]
    assert read_bytes(tmp_path, f"{wide}\n{LINE}".encode())[0] == ["B", "On Trees"]


@pytest.mark.parametrize("deep", ["[" * 600 + "]" * 600, '{"a":' * 600 + "1" + "}" * 600])
def test_a_record_nested_too_deeply_costs_no_other(tmp_path: Path, deep: str) -> None:
    titles, rejects = read_bytes(tmp_path, f'{LINE}{{"title": "Deep", "note": {deep}}}\n{LINE}'.encode())
    assert [title for title in titles if title != "Deep"] == ["On Trees"] * 2
    assert [line for line, reason in rejects if "nested too deeply" in reason] == ([] if "Deep" in titles else [2])


@given(st.binary(max_size=300))
def test_no_bytes_make_decoding_crash(content: bytes) -> None:
    try:
        with text_of(io.BytesIO(content)) as (head, text):
            assert text.read() == head
    except (NotTextError, OSError, EOFError, lzma.LZMAError):
        pass


def test_detecting_nothing_is_an_error() -> None:
    with pytest.raises(NotTextError, match="empty"):
        detect_encoding(b"")


# --- all together


def test_the_fixtures_in_any_order_give_the_same_papers() -> None:
    folder = Path(__file__).parent / "fixtures" / "sources"
    found = [unite(read(order)) for order in itertools.permutations(sorted(folder.iterdir()))]
    assert all(united == found[0] for united in found)
    assert (found[0].read, len(found[0].papers)) == (9, 7)


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the pages are not here")
def test_real_pages_give_450_entries_and_377_papers() -> None:
    pages = sorted(SEEDS.glob("*.txt"))
    found = []
    for turn in range(len(pages)):
        rejects: list[Reject] = []
        found.append(unite(read(pages[turn:] + pages[:turn], on_reject=rejects.append)))
        assert rejects == []
    assert all(united == found[0] for united in found)
    assert (found[0].read, len(found[0].papers)) == (450, 377)
    assert min(len(paper.abstract) for paper in found[0].papers) > 1000
    assert sum(len(paper.sources) for paper in found[0].papers) == 450


def test_importing_it_is_cheap() -> None:
    heavy = "bibtexparser rispy charset_normalizer zstandard spacy rdflib networkx numpy pandas".split()
    code = f"import sys, papergraph.sources, papergraph.copies; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
