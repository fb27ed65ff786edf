"""A directory or a file is replaced as a whole or not at all."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from papergraph import build_directory
from papergraph.build_directory import check_replaceable, is_build, read_manifest, replaced, write_manifest
from papergraph.errors import BuildDirectoryError, OutputError
from papergraph.files import output_errors, reason_of, replaced_file


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    yield
    monkeypatch.undo()


def make(directory: Path, text: str = "old") -> None:
    """A tiny build."""
    with replaced(directory) as new:
        (new / "report.md").write_text(text)
        write_manifest(new, {})


def write_half(path: Path, error: type[BaseException]) -> None:
    path.write_text("half")
    raise error


def names(directory: Path) -> list[str]:
    return sorted(path.name for path in directory.iterdir())


def test_a_new_directory_appears_with_its_parents() -> None:
    make(Path("a/b/c"))
    assert names(Path("a/b")) == ["c"]
    assert names(Path("a/b/c")) == ["manifest.json", "report.md"]


def test_an_old_build_is_replaced_as_a_whole() -> None:
    make(Path("out"))
    Path("out/.hidden").touch()
    make(Path("out"), "new")
    assert names(Path("out")) == ["manifest.json", "report.md"]
    assert Path("out/report.md").read_text() == "new"
    assert names(Path()) == ["out"]


def test_a_build_with_a_file_of_somebody_else_stays_until_force() -> None:
    make(Path("out"))
    Path("out/note.txt").write_text("mine")
    with pytest.raises(OutputError, match=r"also holds note\.txt.*--force"):
        make(Path("out"), "new")
    assert Path("out/note.txt").read_text() == "mine"
    with replaced(Path("out"), force=True) as new:
        write_manifest(new, {})
    assert names(Path("out")) == ["manifest.json"]


def test_the_root_is_refused_in_a_sentence() -> None:
    with pytest.raises(OutputError, match="current or the home directory"):
        check_replaceable(Path("/"))


def test_what_a_killed_build_left_is_cleared_after_a_day() -> None:
    make(Path("out"))
    old, fresh, other = (Path(f".{name}.new") for name in ("out.0a0a0a0a", "out.0b0b0b0b", "others.0c0c0c0c"))
    for path in (old, fresh, other):
        path.mkdir()
    for path in (old, other):
        os.utime(path, (0, 0))
    make(Path("out"), "new")
    assert names(Path()) == sorted([fresh.name, other.name, "out"])


def test_permissions_are_those_of_any_directory() -> None:
    make(Path("out"))
    Path("plain").mkdir()
    assert Path("out").stat().st_mode == Path("plain").stat().st_mode


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt, SystemExit])
def test_a_failure_leaves_the_old_build_and_nothing_stray(error: type[BaseException]) -> None:
    make(Path("out"))
    with pytest.raises(error), replaced(Path("out")) as new:
        write_half(new / "report.md", error)
    assert Path("out/report.md").read_text() == "old"
    assert names(Path()) == ["out"]


def test_a_failure_takes_the_parents_with_it_that_it_made() -> None:
    with pytest.raises(RuntimeError), replaced(Path("a/b/c")):
        raise RuntimeError
    assert names(Path()) == []


def test_a_failing_last_step_puts_the_old_build_back(monkeypatch: pytest.MonkeyPatch) -> None:
    make(Path("out"))
    rename = Path.rename

    def fail(self: Path, target: Path) -> Path:
        if self.name.endswith(".new"):
            raise KeyboardInterrupt
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", fail)
    with pytest.raises(KeyboardInterrupt):
        make(Path("out"), "new")
    assert Path("out/report.md").read_text() == "old"
    assert names(Path()) == ["out"]


def test_a_full_disk_is_a_sentence() -> None:
    with pytest.raises(OutputError, match="no space is left"), replaced(Path("out")):
        raise OSError(errno.ENOSPC, "No space left on device")
    assert names(Path()) == []


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ({"notes.txt": "mine"}, "--force"),
        ({"manifest.json": "{}"}, "--force"),
        ({"manifest.json": "[1]"}, "--force"),
        ({"manifest.json": "not json"}, "--force"),
        ({"manifest.json": ""}, "--force"),
    ],
)
def test_a_directory_of_others_is_left_alone(content: dict[str, str], message: str) -> None:
    Path("out").mkdir()
    for name, text in content.items():
        (Path("out") / name).write_text(text)
    with pytest.raises(OutputError, match=message):
        check_replaceable(Path("out"))
    check_replaceable(Path("out"), force=True)


def test_an_empty_directory_may_be_filled() -> None:
    Path("out").mkdir()
    make(Path("out"))
    assert is_build(Path("out"))


def test_a_file_is_no_directory() -> None:
    Path("out").touch()
    for force in (False, True):
        with pytest.raises(OutputError, match="it is a file"):
            check_replaceable(Path("out"), force=force)


def test_what_can_t_be_made_is_known_beforehand(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("file").touch()
    with pytest.raises(OutputError, match="file in its path is a file"):
        check_replaceable(Path("file/a/b"))
    monkeypatch.setattr("os.access", lambda path, mode: False)
    with pytest.raises(OutputError, match="permission denied"):
        check_replaceable(Path("a/b"))


@pytest.mark.parametrize("output", [".", "..", "~"])
def test_nobody_s_feet_are_pulled_away(output: str) -> None:
    with pytest.raises(OutputError, match="current or the home directory"):
        check_replaceable(Path(output).expanduser(), force=True)


def test_inputs_in_the_directory_are_not_lost() -> None:
    Path("out").mkdir()
    Path("out/papers.bib").touch()
    with pytest.raises(OutputError, match=r"papers\.bib"):
        check_replaceable(Path("out"), inputs=[Path("out/papers.bib")], force=True)
    with pytest.raises(OutputError, match="out"):
        check_replaceable(Path("out"), inputs=[Path("out")], force=True)


def test_a_build_may_be_made_of_its_own_papers() -> None:
    make(Path("out"))
    check_replaceable(Path("out"), inputs=[Path("out/papers.jsonl")])


@pytest.mark.parametrize(("answer", "kept"), [("", False), ("same", True)])
def test_answers_are_not_lost(answer: str, kept: bool) -> None:
    make(Path("out"))
    Path("out/review.yaml").write_text(f"- left: a\n  right: b\n  answer: {answer}\n")
    if kept:
        with pytest.raises(OutputError, match="answers"):
            check_replaceable(Path("out"))
    check_replaceable(Path("out"), force=kept)


def test_a_link_to_a_directory_stays_a_link() -> None:
    Path("real").mkdir()
    Path("out").symlink_to("real")
    make(Path("out"))
    assert Path("out").is_symlink()
    assert names(Path("real")) == ["manifest.json", "report.md"]


def test_the_manifest_lists_the_other_files() -> None:
    with replaced(Path("out")) as new:
        (new / "b").write_text("")
        (new / "a").write_text("x")
        (new / "provenance.ttl").write_text("clock")
        write_manifest(new, {"counts": {"papers": 1}})
    manifest = read_manifest(Path("out"))
    assert manifest["counts"] == {"papers": 1}
    assert list(manifest["files"]) == ["a", "b", "provenance.ttl"]
    assert manifest["files"]["b"] == {
        "bytes": 0,
        "sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    }
    assert manifest["files"]["provenance.ttl"] == {}


def test_no_build_no_manifest() -> None:
    Path("file").touch()
    Path("empty").mkdir()
    for name, message in (("file", "it is a file"), ("empty", "no build"), ("none", "no such directory")):
        with pytest.raises(BuildDirectoryError, match=message):
            read_manifest(Path(name))


def test_another_format_is_named() -> None:
    make(Path("out"))
    Path("out/manifest.json").write_text(json.dumps({"papergraph": "9", "format": 99}))
    with pytest.raises(BuildDirectoryError, match=f"99, this version reads {build_directory.FORMAT}"):
        read_manifest(Path("out"))


def test_a_file_is_replaced_when_it_is_whole() -> None:
    Path("f").write_text("old")
    with pytest.raises(KeyboardInterrupt), replaced_file(Path("f")):
        raise KeyboardInterrupt
    assert Path("f").read_text() == "old"
    with replaced_file(Path("f")) as stream:
        stream.write("new\n")
        assert Path("f").read_text() == "old"
    assert Path("f").read_bytes() == b"new\n"
    assert names(Path()) == ["f"]


def test_a_file_can_t_replace_a_directory() -> None:
    with pytest.raises(OutputError, match="directory"), replaced_file(Path("..")):
        pass


def test_a_device_is_written_to() -> None:
    with replaced_file(Path("/dev/null")) as stream:
        stream.write("x")
    assert not Path("/dev/null").is_file()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_device_is_a_sentence() -> None:
    with pytest.raises(OutputError, match="no space"), replaced_file(Path("/dev/full")) as stream:
        stream.write("x")


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        (errno.EACCES, "permission"),
        (errno.EROFS, "read-only"),
        (errno.ENOTDIR, "a part of its path"),
        (9999, "strange"),
    ],
)
def test_reasons(number: int, reason: str) -> None:
    assert reason in reason_of(OSError(number, "strange"))


def test_a_broken_pipe_is_no_error_of_the_output() -> None:
    with pytest.raises(BrokenPipeError), output_errors("x"):
        raise BrokenPipeError
