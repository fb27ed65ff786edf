"""The build directory: replaced as a whole or not at all, and described by its manifest."""

from __future__ import annotations

import glob
import hashlib
import json
import os
import shutil
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import papergraph.version
from papergraph.errors import BuildDirectoryError, OutputError
from papergraph.files import made_parents, output_errors, sibling, sibling_prefix, write_text

FORMAT = 1
MANIFEST = "manifest.json"
FILES = (
    MANIFEST,
    "papers.jsonl",
    "entities.jsonl",
    "graph.json",
    "graph.graphml",
    "graph.nt",
    "graph.ttl",
    "void.ttl",
    "provenance.ttl",
    "graph.html",
    "report.md",
    "rejects.jsonl",
    "review.yaml",
)
_WITH_CLOCK = "provenance.ttl"
_A_DAY = 86_400.0
Record = Mapping[str, object]


def check_replaceable(
    output: Path, *, inputs: Iterable[Path] = (), force: bool = False, answered: Iterable[Record] = ()
) -> None:
    """See to it that a build may take the place of ``output``, before any work is done.

    :param inputs: what is read; none of it may lie in ``output``, save the files of an earlier build.
    :param force: replace a directory that papergraph did not make.
    :param answered: the pairs of a review with an answer that the build keeps.
    :raises OutputError: it is a file, a directory of others, one with answers or inputs, or one somebody stands in.
    """
    if output.exists() and not output.is_dir():
        raise OutputError(output, "it is a file; name a directory with -o")
    _check_place(output)
    if not output.is_dir():
        return
    _check_not_lived_in(output, inputs)
    if force or not any(output.iterdir()):
        return
    if not is_build(output):
        raise OutputError(output, "papergraph did not make this directory; choose another, or replace it with --force")
    foreign = sorted(path.name for path in output.iterdir() if path.name not in FILES and path.name[0] != ".")
    if foreign:
        raise OutputError(
            output, f"it also holds {foreign[0]}, which would be lost; move it away, or build with --force"
        )
    if _answers(_pairs(output / "review.yaml")) - _answers(answered):
        own = output / "review.yaml"
        raise OutputError(
            output, f"its review.yaml holds answers; keep them with --review {own}, or build with --force"
        )


def _check_place(output: Path) -> None:
    """See to it that something can be made beside ``output``."""
    place = next((parent for parent in output.absolute().parents if parent.exists()), output)
    if not place.is_dir():
        raise OutputError(output, f"{place.name} in its path is a file; name another directory with -o")
    if not os.access(place, os.W_OK | os.X_OK):
        raise OutputError(output, "permission denied; choose an output that you may write")


def _check_not_lived_in(output: Path, inputs: Iterable[Path]) -> None:
    target, here = output.resolve(), Path.cwd()
    if target in (here, *here.parents, _home()):
        raise OutputError(output, "it holds the current or the home directory; name a directory of its own with -o")
    for path in map(Path.resolve, inputs):
        if path.is_relative_to(target) and not (path.parent == target and path.name in FILES):
            raise OutputError(output, f"it holds the input {path.name}, which would be lost; choose another with -o")


def _home() -> Path | None:
    try:
        return Path.home().resolve()
    except RuntimeError:
        return None


def is_build(directory: Path) -> bool:
    """Whether papergraph made the directory, by its manifest."""
    try:
        manifest = json.loads((directory / MANIFEST).read_bytes())
    except (OSError, ValueError):
        return False
    return isinstance(manifest, dict) and "papergraph" in manifest and "format" in manifest


def _pairs(review: Path) -> list[Record]:
    import yaml

    try:
        pairs = yaml.safe_load(review.read_bytes())
    except (OSError, ValueError, RecursionError, yaml.YAMLError):
        return []
    return [pair for pair in pairs if isinstance(pair, dict)] if isinstance(pairs, list) else []


def _answers(pairs: Iterable[Record]) -> set[tuple[str, ...]]:
    """What tells answers apart: both names and ids, and the answer."""
    told = ("left", "left_id", "right", "right_id", "answer")
    return {tuple(str(pair.get(key) or "") for key in told) for pair in pairs if pair.get("answer")}


@contextmanager
def replaced(output: Path, *, force: bool = False, answered: Iterable[Record] = ()) -> Iterator[Path]:
    """A new directory that takes the place of ``output`` when the block ends well, and vanishes otherwise.

    :param answered: the pairs of a review with an answer that the build keeps.
    :raises OutputError: ``output`` must not be replaced, or the file system refuses.
    """
    with output_errors(output):
        check_replaceable(output, force=force, answered=answered)
        target = output.resolve()
    beside = sibling(target, "new")
    with made_parents(target), output_errors(output):
        _clear_leftovers(target)
        beside.mkdir()
        try:
            yield beside
            _swap(beside, target)
        except BaseException:
            shutil.rmtree(beside, ignore_errors=True)
            raise


def _clear_leftovers(target: Path) -> None:
    """Remove what builds of ``target`` that were killed more than a day ago left beside it."""
    for leftover in target.parent.glob(f"{glob.escape(sibling_prefix(target))}*.new"):
        if leftover.is_dir() and time.time() - leftover.stat().st_mtime > _A_DAY:
            shutil.rmtree(leftover, ignore_errors=True)


def _swap(new: Path, target: Path) -> None:
    if not target.exists():
        new.rename(target)
        return
    aside = sibling(target, "old")
    try:
        target.rename(aside)
        new.rename(target)
    except BaseException:
        if aside.exists() and not target.exists():
            aside.rename(target)
        raise
    finally:
        if target.exists():
            _remove(aside)


def _remove(directory: Path) -> None:
    try:
        shutil.rmtree(directory, ignore_errors=True)
    except KeyboardInterrupt:
        shutil.rmtree(directory, ignore_errors=True)
        raise


def write_manifest(directory: Path, facts: Mapping[str, Any]) -> None:
    """Write ``manifest.json``: the format, the version, ``facts``, and the other files with their hashes."""
    names = sorted(path.name for path in directory.iterdir() if path.name != MANIFEST)
    files = {name: {} if name == _WITH_CLOCK else _described(directory / name) for name in names}
    manifest = {"format": FORMAT, "papergraph": papergraph.version.__version__, **facts, "files": files}
    write_text(directory / MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=2) + "\n")


def _described(path: Path) -> dict[str, Any]:
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return {"bytes": path.stat().st_size, "sha256": digest}


def read_manifest(directory: Path) -> dict[str, Any]:
    """The manifest of a build.

    :raises BuildDirectoryError: there is no build, or it has another format.
    """
    if not directory.is_dir():
        reason = "it is a file; name the directory of a build" if directory.exists() else "there is no such directory"
        raise BuildDirectoryError(directory, reason)
    if not is_build(directory):
        raise BuildDirectoryError(directory, "no build of papergraph; make one with: papergraph build INPUT -o DIR")
    manifest: dict[str, Any] = json.loads((directory / MANIFEST).read_bytes())
    if manifest["format"] != FORMAT:
        newer = isinstance(manifest["format"], int) and manifest["format"] > FORMAT
        fix = "install a newer papergraph, or build it anew" if newer else "build it anew"
        raise BuildDirectoryError(directory, f"its format is {manifest['format']}, this version reads {FORMAT}; {fix}")
    return manifest
