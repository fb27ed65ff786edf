"""The errors of papergraph: each holds its facts and says, in one sentence, the cause and the fix."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

_CANDIDATES_TOLD = 10


class PapergraphError(Exception):
    """The root of all errors that a user can mend; the command line prints its text and exits with 2."""

    def __reduce__(self) -> tuple[Callable[..., PapergraphError], tuple[Any, ...]]:
        """Let an error go from one process to another with all its facts, however it was made."""
        return _restored, (type(self), self.args, self.__dict__)


def _restored(kind: type[PapergraphError], args: tuple[Any, ...], facts: Mapping[str, Any]) -> PapergraphError:
    error = kind.__new__(kind, *args)
    error.__dict__.update(facts)
    return error


class InputError(PapergraphError):
    """An input that can't be read at all."""

    def __init__(self, path: str | Path, reason: str, *, line: int | None = None) -> None:
        self.path, self.reason, self.line = str(path), reason, line
        where = f"{path}:{line}" if line else f"{path}"
        super().__init__(f"{where}: {reason}")


class OutputError(PapergraphError):
    """An output that can't be written, or must not be replaced."""

    def __init__(self, path: str | Path, reason: str) -> None:
        self.path, self.reason = str(path), reason
        super().__init__(f"{path}: {reason}")


class BuildDirectoryError(PapergraphError):
    """A directory that is no build of papergraph, or one of another version."""

    def __init__(self, path: str | Path, reason: str) -> None:
        self.path, self.reason = str(path), reason
        super().__init__(f"{path}: {reason}")


class ConfigError(PapergraphError):
    """A setting that does not exist or has a value it can't have."""

    def __init__(self, key: str, reason: str, *, path: str | Path | None = None, valid: Iterable[str] = ()) -> None:
        self.key, self.reason, self.path, self.valid = key, reason, path, tuple(valid)
        where = f"{path}: " if path else ""
        choice = f"; valid: {', '.join(self.valid)}" if self.valid else ""
        super().__init__(f"{where}{key}: {reason}{choice}")


class VocabularyError(PapergraphError):
    """A vocabulary file that breaks its own rules."""

    def __init__(self, path: str | Path, line: int, reason: str) -> None:
        self.path, self.line, self.reason = str(path), line, reason
        super().__init__(f"{path}:{line}: {reason}")


class QueryError(PapergraphError):
    """A SPARQL query that can't be run or answered."""


class MalformedQueryError(QueryError):
    """A query that is no SPARQL; ``line`` and ``column`` count from 1, where the place is known."""

    def __init__(self, message: str, *, line: int | None = None, column: int | None = None) -> None:
        self.line, self.column = line, column
        super().__init__(message)


class RefusedQueryError(QueryError):
    """A query that is never run: an update, or one that goes out to the network."""


class QueryLimitError(QueryError):
    """A query that was ended because it took too long, too much memory, or gave too much.

    ``limit`` is which: ``time``, ``memory`` or ``size``.
    """

    def __init__(self, limit: str, message: str) -> None:
        self.limit = limit
        super().__init__(message)


class BusyError(QueryError):
    """More queries wait than are let wait."""


class NotFoundError(PapergraphError):
    """A paper or an entity that the graph does not hold, or something else that is not where it is looked for."""

    def __init__(self, kind: str, name: str, *, similar: Iterable[str] = (), place: str = "in this graph") -> None:
        self.kind, self.name, self.similar = kind, name, tuple(similar)
        hint = f"; did you mean {', '.join(self.similar)}?" if self.similar else ""
        super().__init__(f"no {kind} {name!r} {place}{hint}")


class AmbiguousNameError(PapergraphError):
    """A name that several papers or entities have; ``candidates`` holds the id of each and what it is."""

    def __init__(self, kind: str, name: str, *, candidates: Iterable[tuple[str, str]]) -> None:
        self.kind, self.name, self.candidates = kind, name, tuple(candidates)
        super().__init__(f"{self.question}: {'; '.join(self.told)}")

    @property
    def question(self) -> str:
        """What is asked of the user."""
        return f"{self.name!r} stands for {len(self.candidates)} {self.kind}; say by its id which is meant"

    @property
    def told(self) -> list[str]:
        """The first candidates, and how many more there are."""
        more = len(self.candidates) - _CANDIDATES_TOLD
        first = [f"{node} ({what})" for node, what in self.candidates[:_CANDIDATES_TOLD]]
        return [*first, f"and {more} more"] if more > 0 else first


class WorkerError(PapergraphError):
    """A worker process that ended before its work was done; ``status`` is negative where a signal ended it."""

    def __init__(self, status: int | None) -> None:
        self.status = status
        how = f"by signal {-status}" if status is not None and status < 0 else f"with status {status}"
        super().__init__(f"a worker process ended {how}, perhaps for want of memory; try fewer workers (--workers 1)")


class MissingExtraError(PapergraphError):
    """A feature whose optional dependency is not installed."""

    def __init__(self, feature: str, extra: str) -> None:
        self.feature, self.extra = feature, extra
        super().__init__(f"{feature} needs an extra: pip install 'papergraph[{extra}]'")
