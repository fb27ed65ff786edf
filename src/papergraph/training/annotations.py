"""Annotated files: read line by line, with what is wrong named by file and line."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from lzma import LZMAError
from pathlib import Path

from papergraph.errors import InputError
from papergraph.files import reason_of
from papergraph.model import Reject
from papergraph.sources.base import Flaw, Record
from papergraph.sources.decoding import NotTextError, text_of
from papergraph.sources.jsonl import parse
from papergraph.training.forms import AnnotatedText, FlawedError, annotated_text


class InvalidAnnotationsError(InputError):
    """Annotations that can't be right; ``rejects`` holds all of them, sorted."""

    def __init__(self, rejects: Sequence[Reject]) -> None:
        self.rejects = tuple(sorted(rejects))
        lines = len({(reject.file, reject.line) for reject in rejects})
        where = "1 line has" if lines == 1 else f"{lines} lines have"
        reason = f"{where} annotations that can't be right; mend them, or set such lines aside with --skip-invalid"
        super().__init__(", ".join(dict.fromkeys(reject.file for reject in self.rejects)), reason)


@dataclass(frozen=True, slots=True, order=True)
class SourceFile:
    """A file that was read: its name, the hash of its bytes, and how many texts and entities it gave."""

    name: str
    sha256: str
    texts: int
    entities: int


@dataclass(frozen=True, slots=True)
class Annotations:
    """What annotated files hold: their texts in an order that does not depend on theirs, and what is wrong."""

    texts: tuple[AnnotatedText, ...]
    rejects: tuple[Reject, ...]
    files: tuple[SourceFile, ...]

    @property
    def lines_set_aside(self) -> int:
        """How many lines have something wrong."""
        return len({(reject.file, reject.line) for reject in self.rejects})


def read_annotations(paths: Iterable[Path], *, types: Sequence[str] = ()) -> Annotations:
    """Read annotated JSON Lines, plain or compressed.

    :param types: the types there are; without any, all are welcome.
    :raises InputError: a file can't be read.
    """
    texts: list[AnnotatedText] = []
    rejects: list[Reject] = []
    files = []
    for path in paths:
        before = len(texts)
        for item in _lines(path, types):
            (texts if isinstance(item, AnnotatedText) else rejects).append(item)  # type: ignore[arg-type]
        new = texts[before:]
        files.append(SourceFile(path.name, _sha256(path), len(new), sum(len(text.spans) for text in new)))
    return Annotations(tuple(sorted(texts)), tuple(sorted(rejects)), tuple(sorted(files)))


def _lines(path: Path, types: Sequence[str]) -> Iterator[AnnotatedText | Reject]:
    line = 0
    try:
        with path.open("rb") as binary, text_of(binary) as (_, stream):
            for item in parse(stream):
                line = item.line
                yield from _checked(item, path, types)
    except NotTextError as error:
        raise InputError(path, str(error)) from error
    except (OSError, EOFError, UnicodeError, zlib.error, LZMAError) as error:
        why = reason_of(error) if isinstance(error, OSError) else str(error)
        raise InputError(path, why, line=line or None) from error


def _checked(item: Record | Flaw, path: Path, types: Sequence[str]) -> Iterator[AnnotatedText | Reject]:
    if isinstance(item, Flaw):
        yield Reject(path.as_posix(), item.line, item.reason)
        return
    try:
        yield annotated_text(item.fields, types=types)
    except FlawedError as error:
        yield from (Reject(path.as_posix(), item.line, reason) for reason in error.reasons)


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
