"""Reading papers from files, folders and standard input."""

from __future__ import annotations

import hashlib
import io
import os
import re
import sys
import zlib
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from papergraph.build_directory import is_build
from papergraph.model import Paper, Reject
from papergraph.sources.base import Flaw, Format, Record, TooLargeError
from papergraph.sources.decoding import NotTextError, text_of
from papergraph.sources.fields import paper_from_fields
from papergraph.sources.registry import detect, format_names, get_format

STDIN = "-"
_NOT_INPUT = re.compile(r"\.|(?:readme|licen[cs]e|changelog|citation)(?:\.|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _File:
    """A file to read: ``shown`` is its path in rejects, ``name`` its path in the sources of papers."""

    path: Path
    shown: str
    name: str


def read(
    inputs: Iterable[str | Path],
    *,
    on_reject: Callable[[Reject], object] | None = None,
    on_file: Callable[[str, str], object] | None = None,
    format_name: str | None = None,
) -> Iterator[Paper]:
    """Stream the papers of files, folders (recursively, in sorted order) or ``-``.

    Hidden files of a folder, files about it such as ``README.md`` and ``LICENSE``, and builds of papergraph in it are
    passed over.
    Nothing that stands in an input ends the reading: what can't be read goes to ``on_reject`` with file, line, reason.
    Copies are given as they come; :func:`papergraph.copies.unite` makes one paper of them.

    :param on_file: is given the name of each file that was read, as in the sources of papers, and the SHA-256 of its
        bytes as they lie on the disk.
    :param format_name: the format of all inputs, one of :func:`format_names`; found by content if not given.
    :raises KeyError: there is no such format.
    """
    wanted = get_format(format_name) if format_name else None
    given = [inputs] if isinstance(inputs, str | Path) else inputs
    return _read(given, on_reject or (lambda reject: None), on_file or (lambda name, digest: None), wanted)


def _read(
    inputs: Iterable[str | Path],
    on_reject: Callable[[Reject], object],
    on_file: Callable[[str, str], object],
    wanted: Format | None,
) -> Iterator[Paper]:
    for item in (found for given in inputs for found in _files(given)):
        if isinstance(item, Reject):
            on_reject(item)
            continue
        for result in _papers(item, wanted, on_file):
            if isinstance(result, Reject):
                on_reject(result)
            else:
                yield result


def _files(given: str | Path) -> Iterator[_File | Reject]:
    path, shown = Path(given), Path(given).as_posix()
    try:
        folder, there = path.is_dir(), path.exists()
    except OSError as error:
        yield Reject(shown, 0, f"can't be read: {error.strerror}")
        return
    if shown == STDIN:
        yield _File(path, STDIN, STDIN)
    elif folder and is_build(path):
        yield Reject(shown, 0, "a build of papergraph; name its papers.jsonl to read its papers")
    elif folder:
        yield from _folder(path, shown)
    elif not there:
        yield Reject(shown, 0, "no such file or folder")
    else:
        yield _File(path, shown, path.name)


def _folder(folder: Path, shown: str) -> Iterator[_File | Reject]:
    """The files of a folder; a folder that can't be listed, or holds none, is a reject."""
    root, any_file = folder.resolve().name, False
    broken: list[Reject] = []

    def note(error: OSError) -> None:
        broken.append(Reject(Path(error.filename or folder).as_posix(), 0, f"can't be listed: {error.strerror}"))

    found = (Path(place) / name for place, _, names in _walk(folder, note) for name in names)
    for path in sorted(found, key=lambda item: item.relative_to(folder).as_posix()):
        any_file = True
        inside = path.relative_to(folder).as_posix()
        yield _File(path, path.as_posix(), f"{root}/{inside}" if root else inside)
    yield from sorted(broken)
    if not any_file and not broken:
        yield Reject(shown, 0, "the folder holds no files")


def _walk(folder: Path, note: Callable[[OSError], None]) -> Iterator[tuple[str, list[str], list[str]]]:
    for place, folders, names in os.walk(folder, onerror=note):
        inside = sorted(name for name in folders if not name.startswith("."))
        folders[:] = [name for name in inside if not is_build(Path(place) / name)]
        files = [name for name in sorted(names) if not _NOT_INPUT.match(name) and (Path(place) / name).is_file()]
        yield place, folders, files


def _papers(file: _File, wanted: Format | None, on_file: Callable[[str, str], object]) -> Iterator[Paper | Reject]:
    try:
        with ExitStack() as stack:
            binary = _Hashed(_open(file, stack))
            if (yield from _parsed(file, binary, wanted)):
                with suppress(OSError):
                    on_file(file.name, binary.digest())
    except OSError as error:
        yield Reject(file.shown, 0, _broken_off(error, 0))


def _parsed(file: _File, binary: io.BufferedIOBase, wanted: Format | None) -> Generator[Paper | Reject, None, bool]:
    """The papers of a file, and whether it was of a format that could be read."""
    line, chosen = 0, None
    try:
        with text_of(binary) as (head, text):
            chosen = wanted or detect(head, name=file.name)
            if chosen is None:
                yield Reject(file.shown, 0, f"no format recognises it; known: {', '.join(format_names())}")
                return False
            for item in chosen.parse(text):
                line = item.line
                yield _paper(item, file)
    except (NotTextError, TooLargeError) as error:
        yield Reject(file.shown, 0, str(error))
    except (OSError, EOFError, UnicodeError, zlib.error) as error:
        yield Reject(file.shown, line, _broken_off(error, line))
    except Exception as error:
        if type(error).__name__ != "LZMAError":
            raise
        yield Reject(file.shown, line, _broken_off(error, line))
    return chosen is not None


class _Hashed(io.BufferedIOBase):
    """A stream of bytes that keeps the hash of what was read of it."""

    def __init__(self, stream: io.BufferedIOBase) -> None:
        self._stream, self._hash = stream, hashlib.sha256()

    def readable(self) -> bool:
        return True

    def read1(self, size: int = -1) -> bytes:
        part = self._stream.read1(size)
        self._hash.update(part)
        return part

    def digest(self) -> str:
        """The SHA-256 of the whole stream; what nobody has read is read now."""
        while self.read1(1 << 16):
            pass
        return self._hash.hexdigest()


def _broken_off(error: Exception, line: int) -> str:
    cause = (error.strerror if isinstance(error, OSError) else None) or str(error) or type(error).__name__
    return f"reading broke off after this record: {cause}" if line else f"can't be read: {cause}"


def _open(file: _File, stack: ExitStack) -> io.BufferedIOBase:
    if file.shown == STDIN:
        return cast(io.BufferedReader, sys.stdin.buffer)
    return stack.enter_context(file.path.open("rb"))


def _paper(item: Record | Flaw, file: _File) -> Paper | Reject:
    if isinstance(item, Flaw):
        return Reject(file.shown, item.line, item.reason)
    try:
        return paper_from_fields(item.fields, source=f"{file.name}:{item.line}")
    except ValueError as error:
        return Reject(file.shown, item.line, str(error))
    except RecursionError:
        return Reject(file.shown, item.line, "nested too deeply")
