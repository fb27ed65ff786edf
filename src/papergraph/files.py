"""Files that are written beside and then renamed, and the errors of the file system in sentences."""

from __future__ import annotations

import errno
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from papergraph.errors import OutputError

_REASONS = {
    errno.ENOSPC: "no space is left on the device; free some or choose another output",
    errno.EDQUOT: "the disk quota is used up; free some space or choose another output",
    errno.EFBIG: "the file would be larger than the system allows",
    errno.EACCES: "permission denied; choose an output that you may write",
    errno.EPERM: "permission denied; choose an output that you may write",
    errno.EROFS: "the file system is read-only; choose another output",
    errno.ENAMETOOLONG: "the name is too long",
    errno.ENOTDIR: "a part of its path is a file, not a directory",
    errno.EISDIR: "it is a directory; name a file",
    errno.EIO: "the device reports an input/output error",
}


def reason_of(error: OSError) -> str:
    """Why the system refused, with what to do about it.

    >>> reason_of(OSError(errno.ENOSPC, "No space left on device"))
    'no space is left on the device; free some or choose another output'
    """
    known = _REASONS.get(error.errno or 0)
    return known or (error.strerror or str(error) or type(error).__name__)


@contextmanager
def output_errors(path: Path | str) -> Iterator[None]:
    """Turn what the file system refuses into an error about ``path``.

    :raises OutputError: an :class:`OSError` came out of the block.
    """
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError(path, reason_of(error)) from error


def sibling(path: Path, suffix: str) -> Path:
    """A name that nothing has yet, hidden, in the directory of ``path``."""
    return path.with_name(f"{sibling_prefix(path)}{secrets.token_hex(4)}.{suffix}")


def sibling_prefix(path: Path) -> str:
    """What the names of all siblings of ``path`` begin with."""
    return f".{path.name[:100]}."


@contextmanager
def made_parents(path: Path) -> Iterator[None]:
    """Make the directories above ``path``; those that were made go again if the block fails."""
    missing = [parent for parent in path.parents if not parent.exists()]
    with output_errors(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    try:
        yield
    except BaseException:
        for parent in missing:
            if parent.is_dir() and not any(parent.iterdir()):
                parent.rmdir()
        raise


@contextmanager
def replaced_file(path: Path) -> Iterator[TextIO]:
    """A text file (UTF-8, ``\\n``) that takes the place of ``path`` when the block ends well, and vanishes otherwise.

    A device or a pipe is written directly.

    :raises OutputError: ``path`` is a directory, or the file system refuses.
    """
    if path.is_dir():
        raise OutputError(path, _REASONS[errno.EISDIR])
    if path.exists() and not path.is_file():
        with output_errors(path), path.open("w", encoding="utf-8", newline="\n") as stream:
            yield stream
        return
    target = path.resolve()
    beside = sibling(target, "new")
    with made_parents(target), output_errors(path):
        try:
            with beside.open("w", encoding="utf-8", newline="\n") as stream:
                yield stream
            beside.replace(target)
        except BaseException:
            beside.unlink(missing_ok=True)
            raise


def write_text(path: Path, text: str) -> None:
    """Write UTF-8 with ``\\n``, whatever the platform and the locale."""
    path.write_text(text, encoding="utf-8", newline="\n")
