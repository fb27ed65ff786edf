"""Bad input and bad luck: a sentence and a status, nothing half-written, no traceback, nothing stray."""

from __future__ import annotations

import errno
import gzip
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from tiny import PAPERS, TinyExtractor, run, start, write_papers

from papergraph import build_files, builder
from papergraph.model import Reject

GOOD = json.dumps(PAPERS[0]) + "\n"


def checked(result: Result, status: int) -> Result:
    """What holds of every run: its status, no traceback, no stray file."""
    assert result.exit_code == status, result.output
    assert "Traceback" not in result.output
    assert "internal error" not in result.output
    assert not [path for path in Path().rglob(".*") if path.name != ".hidden"]
    return result


def rejects(directory: str = "outputs/in") -> list[dict[str, Any]]:
    return [json.loads(line) for line in Path(directory, "rejects.jsonl").read_text(encoding="utf-8").splitlines()]


def papers(directory: str = "outputs/in") -> list[dict[str, Any]]:
    return [
        json.loads(line) for line in Path(directory, "papers.jsonl").read_text(encoding="utf-8").split("\n") if line
    ]


UNREADABLE: dict[str, bytes] = {
    "empty": b"",
    "blank": b" \n\n",
    "binary": bytes(range(256)) * 40,
    "png": b"\x89PNG\r\n\x1a\n" + b"\0\x01\x02" * 400,
    "broken-json": b'{"title": "A paper", "abstr\n',
    "broken-gzip": gzip.compress(GOOD.encode() * 50)[:-30][:40],
    "no-title": b'{"abstract": "no title"}\n',
    "list-of-numbers": b"[1, 2, 3]\n",
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_nothing_readable_is_2_and_writes_nothing(workspace: Path, name: str) -> None:
    Path("in").mkdir()
    Path("in/file.jsonl").write_bytes(UNREADABLE[name])
    result = checked(run("build", "in"), 2)
    assert "in/file.jsonl" in result.stderr
    assert not Path("outputs").exists()


@pytest.mark.parametrize("name", UNREADABLE)
def test_beside_good_papers_it_is_set_aside(workspace: Path, name: str) -> None:
    Path("in").mkdir()
    Path("in/bad.jsonl").write_bytes(UNREADABLE[name])
    write_papers(Path("in/good.jsonl"))
    result = checked(run("build", "in"), 1)
    assert len(papers()) == 3
    assert {reject["file"] for reject in rejects()} == {"in/bad.jsonl"}
    assert all(reject["reason"] for reject in rejects())
    assert "outputs/in/rejects.jsonl" in result.stderr
    assert f"{len(rejects())} record" in result.stderr


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "latin-1"])
def test_encodings_are_found(workspace: Path, encoding: str) -> None:
    text = (
        '{"id": "x", "title": "Die Größe der Lösung für Überlegungen", "abstract": "Wir führen Bäume über Flüsse."}\n'
    )
    Path("in.jsonl").write_bytes((text * 3).encode(encoding))
    checked(run("build", "in.jsonl"), 0)
    assert [paper["title"] for paper in papers()] == ["Die Größe der Lösung für Überlegungen"]


def test_a_broken_line_is_named_and_the_others_are_read(workspace: Path) -> None:
    Path("in.jsonl").write_text(GOOD + "{broken\n" + json.dumps(PAPERS[1]) + "\n")
    result = checked(run("build", "in.jsonl"), 1)
    assert "1 record was set aside: see outputs/in/rejects.jsonl" in result.stderr
    assert [(reject["file"], reject["line"]) for reject in rejects()] == [("in.jsonl", 2)]
    assert len(papers()) == 2
    assert "in.jsonl" in Path("outputs/in/report.md").read_text()


def test_rejects_hold_no_absolute_path(workspace: Path) -> None:
    Path("in.jsonl").write_text(GOOD + "{broken\n")
    Path("in").mkdir()
    Path("in/x.jsonl").write_text("{broken\n")
    checked(run("build", Path("in.jsonl").resolve(), Path("in").resolve(), "-o", "outputs/in"), 1)
    assert {reject["file"] for reject in rejects()} == {"in.jsonl", "in/x.jsonl"}


def test_extract_names_what_it_sets_aside(workspace: Path) -> None:
    Path("in.jsonl").write_text(GOOD + "{broken\n" * 12)
    result = checked(run("extract", "in.jsonl", "-o", "out.jsonl"), 1)
    assert "in.jsonl:2: " in result.stderr
    assert "set aside in all: 12" in result.stderr
    assert len(Path("out.jsonl").read_text().splitlines()) == 1


def test_extract_of_nothing_leaves_the_old_output(workspace: Path) -> None:
    Path("in.jsonl").write_text("{broken\n")
    Path("out.jsonl").write_text("old")
    checked(run("extract", "in.jsonl", "-o", "out.jsonl"), 2)
    assert Path("out.jsonl").read_text() == "old"


@pytest.mark.parametrize(
    "title",
    [
        "A title without an abstract",
        "<script>alert('x')</script> and <!-- more",
        "]]> &amp; \"quotes\" 'single' `back`",
        "כותרת מימין לשמאל",
        "A \u202eright-to-left override",
        "Control \x00\x01\x07\x1b[31m characters",
        "Emoji 🎉 and $\\pi_0$",
        "x",
        "line\u2028separator\u2029s",
        "\ud800 lone surrogate",
        "| a | b |\n# c",
    ],
)
def test_odd_titles_go_through_every_file(workspace: Path, title: str) -> None:
    Path("in.jsonl").write_text(json.dumps({"title": title}) + "\n" + GOOD)
    result = run("build", "in.jsonl")
    checked(result, 0)
    assert len(papers()) == 2
    page = Path("outputs/in/graph.html").read_text(encoding="utf-8")
    assert "<script>alert" not in page
    assert "<script>alert" not in Path("outputs/in/report.md").read_text(encoding="utf-8")
    for name in ("graph.json", "manifest.json"):
        json.loads(Path("outputs/in", name).read_bytes())
    checked(run("query", "outputs/in", "SELECT * { ?p a pg:Paper }"), 0)
    checked(run("stats", "outputs/in"), 0)


def test_a_line_of_a_megabyte(workspace: Path) -> None:
    long = json.dumps({"title": "Long", "abstract": "word " * 250_000})
    Path("in.jsonl").write_text(long + "\n" + GOOD)
    checked(run("build", "in.jsonl"), 1)
    assert len(papers()) == 1
    assert rejects()[0]["line"] == 1


def test_duplicate_ids_are_both_kept(workspace: Path) -> None:
    write_papers(Path("in.jsonl"), [PAPERS[0], {"id": "a1", "title": "Another paper altogether"}])
    result = run("build", "in.jsonl")
    checked(result, 1)
    assert len(papers()) == 2
    assert len({paper["id"] for paper in papers()}) == 2
    assert rejects()


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may read everything")
def test_an_unreadable_file(workspace: Path) -> None:
    write_papers(Path("in/good.jsonl"))
    write_papers(Path("in/shut.jsonl")).chmod(0)
    checked(run("build", "in"), 1)
    assert rejects()[0]["file"] == "in/shut.jsonl"


def test_an_unreadable_file_as_the_system_tells_it(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_papers(Path("in/good.jsonl"))
    write_papers(Path("in/shut.jsonl"))
    real = Path.open

    def shut(self: Path, *args: Any, **options: Any) -> Any:
        if self.name == "shut.jsonl":
            raise PermissionError(errno.EACCES, "Permission denied", str(self))
        return real(self, *args, **options)

    monkeypatch.setattr(Path, "open", shut)
    checked(run("build", "in"), 1)
    assert rejects()[0]["file"] == "in/shut.jsonl"


def test_an_input_that_is_not_there(workspace: Path) -> None:
    write_papers(Path("in.jsonl"))
    result = checked(run("build", "in.jsonl", "inn.jsonl"), 2)
    assert "inn.jsonl" in result.stderr
    assert not Path("outputs").exists()


@pytest.mark.parametrize(
    "args", [("build",), ("build", "x", "--nonsense"), ("extract",), ("query",), ("nonsense",), ()]
)
def test_wrong_usage_is_2(workspace: Path, args: tuple[str, ...]) -> None:
    assert "Usage: papergraph" in checked(run(*args), 2).stderr


def test_the_output_is_a_file(workspace: Path) -> None:
    write_papers(Path("in.jsonl"))
    Path("out").write_text("mine")
    for args in (("-o", "out"), ("-o", "out", "--force"), ("-o", "out/deeper")):
        result = checked(run("build", "in.jsonl", *args), 2)
        assert "file" in result.stderr
    assert Path("out").read_text() == "mine"


def test_the_output_of_extract_is_a_directory(workspace: Path) -> None:
    write_papers(Path("in.jsonl"))
    assert "directory" in checked(run("extract", "in.jsonl", "-o", "."), 2).stderr


class Failing(TinyExtractor):
    """An extractor that fails at the second paper."""

    def __init__(self, error: BaseException) -> None:
        self._error = error

    def extract(self, papers: Any) -> Iterator[Any]:
        for number, found in enumerate(super().extract(papers)):
            if number:
                raise self._error
            yield found


@pytest.fixture
def old(workspace: Path) -> Callable[[], bool]:
    """An old build; the function says whether it is as it was and nothing else came."""
    write_papers(Path("in.jsonl"))
    assert run("build", "in.jsonl", "-q").exit_code == 0
    before = {path.name: path.read_bytes() for path in Path("outputs/in").iterdir()}

    def unchanged() -> bool:
        now = {path.name: path.read_bytes() for path in Path("outputs/in").iterdir()}
        return now == before and [path.name for path in Path("outputs").iterdir()] == ["in"]

    write_papers(Path("in.jsonl"), PAPERS[:2])
    return unchanged


def test_ctrl_c_while_extracting(old: Callable[[], bool], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(builder, "load_extractor", lambda *_: Failing(KeyboardInterrupt()))
    for args in (("build", "in.jsonl"), ("extract", "in.jsonl", "-o", "found.jsonl")):
        assert "stopped" in checked(run(*args), 130).stderr
    assert old()
    assert not Path("found.jsonl").exists()


WRITERS = ["save_graph", "write_graphml", "write_rdf", "write_page", "write_provenance", "write_manifest", "report"]


@pytest.mark.parametrize("writer", WRITERS)
def test_ctrl_c_while_writing(old: Callable[[], bool], monkeypatch: pytest.MonkeyPatch, writer: str) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(build_files, writer, interrupt)
    assert "stopped" in checked(run("build", "in.jsonl"), 130).stderr
    assert old()


@pytest.mark.parametrize("writer", WRITERS)
def test_a_full_disk(old: Callable[[], bool], monkeypatch: pytest.MonkeyPatch, writer: str) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(build_files, writer, full)
    assert "outputs/in: no space is left on the device" in checked(run("build", "in.jsonl"), 2).stderr
    assert old()


def test_a_full_disk_leaves_no_empty_outputs(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    write_papers(Path("in.jsonl"))
    monkeypatch.setattr(build_files, "save_graph", full)
    checked(run("build", "in.jsonl"), 2)
    assert [path.name for path in Path().iterdir()] == ["in.jsonl"]


def test_a_defect_is_a_sentence_and_with_v_a_traceback(
    old: Callable[[], bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(builder, "load_extractor", lambda *_: Failing(ZeroDivisionError("oh")))
    result = run("build", "in.jsonl")
    assert result.exit_code == 2
    assert "internal error, ZeroDivisionError: oh" in result.stderr
    assert "Traceback" not in result.stderr
    assert "Traceback" in run("build", "in.jsonl", "-v").stderr
    assert old()


def test_verbose_lists_what_was_set_aside(workspace: Path) -> None:
    Path("in.jsonl").write_text(GOOD + "{broken\n")
    assert "in.jsonl:2: " in run("build", "in.jsonl", "-v").stderr


def test_messages_can_t_steer_the_terminal(workspace: Path) -> None:
    Path("in\x1b[31m.jsonl").write_text("{broken\n")
    result = run("build", "in\x1b[31m.jsonl")
    assert result.exit_code == 2
    assert "\x1b" not in result.stderr


@pytest.mark.skipif(os.name != "posix", reason="signals")
@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_signals_stop_cleanly(old: Callable[[], bool], number: int, status: int) -> None:
    write_papers(Path("many.jsonl"), [{"id": f"m{i}", "title": f"Paper number {i}"} for i in range(100)])
    process = start("build", "many.jsonl", "-o", "outputs/in", TINY_REST="0.2")
    assert process.stderr
    assert any("extracting" in line for line in process.stderr)
    time.sleep(0.3)
    process.send_signal(number)
    _, errors = process.communicate(timeout=300)
    assert process.returncode == status
    assert "Traceback" not in errors
    assert old()


@pytest.mark.skipif(os.name != "posix", reason="pipes")
def test_a_broken_pipe_is_quiet(workspace: Path) -> None:
    write_papers(Path("many.jsonl"), [{"id": f"m{i}", "title": f"Paper number {i}"} for i in range(5000)])
    process = start("extract", "many.jsonl")
    assert process.stdout
    assert process.stderr
    process.stdout.readline()
    process.stdout.close()
    assert process.stderr.read() == ""
    assert process.wait(timeout=300) == 141


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("args", [("extract", "in.jsonl"), ("build", "in.jsonl"), ("--help",)])
def test_standard_output_may_be_full(workspace: Path, args: tuple[str, ...]) -> None:
    write_papers(Path("in.jsonl"))
    with Path("/dev/full").open("w") as full:
        process = start(*args, stdout=full)
        _, errors = process.communicate(timeout=300)
    assert process.returncode == 2
    assert "papergraph: standard output: no space is left on the device; " in errors
    assert "Traceback" not in errors
    assert "Exception ignored" not in errors


@pytest.mark.parametrize("command", ["build", "extract"])
def test_a_mistyped_path_is_refused_before_anything_is_read(workspace: Path, command: str) -> None:
    write_papers(Path("in.jsonl"))
    result = run(command, "in.jsonl", "inn.jsonl")
    assert result.exit_code == 2
    assert "'inn.jsonl' does not exist" in result.stderr
    assert result.stdout == ""
    assert not Path("outputs").exists()


def test_a_path_that_does_not_exist_is_set_aside_in_python(workspace: Path) -> None:
    from papergraph import read

    write_papers(Path("in.jsonl"))
    rejects: list[Reject] = []
    assert len(list(read(["in.jsonl", "inn.jsonl"], on_reject=rejects.append))) == len(PAPERS)
    assert rejects == [Reject("inn.jsonl", 0, "no such file or folder")]


def test_a_build_of_the_current_directory_does_not_read_itself(workspace: Path) -> None:
    write_papers(Path("in.jsonl"))
    first = run("build", ".")
    assert first.exit_code == 0, first.stderr
    written = {path.name: path.read_bytes() for path in Path("outputs/workspace").iterdir()}
    second = run("build", ".")
    assert second.exit_code == 0, second.stderr
    for path in Path("outputs/workspace").iterdir():
        assert path.name == "provenance.ttl" or path.read_bytes() == written[path.name], path.name


@pytest.mark.parametrize(("given", "status"), [("", 0), ("soon", 2)])
def test_the_clock_is_checked_before_numpy_reads_it(workspace: Path, given: str, status: int) -> None:
    write_papers(Path("in.jsonl"))
    source = str(Path(builder.__file__).parents[1])
    command = [sys.executable, "-m", "papergraph", "build", "in.jsonl", "-q"]
    environment = os.environ | {"PYTHONPATH": source, "SOURCE_DATE_EPOCH": given}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == status, done.stderr
    assert "internal error" not in done.stderr
    assert ("a number of seconds since 1970 is needed, not 'soon'" in done.stderr) == (status != 0)
