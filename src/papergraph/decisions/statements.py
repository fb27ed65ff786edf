"""Statements about names, each with the file and the line that hold it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from papergraph.decisions.comments import PAIR, Comments
from papergraph.errors import ConfigError


class Kind(StrEnum):
    """What a statement does with the things that it names."""

    SAME = "same"
    DIFFERENT = "different"
    RENAME = "rename"
    RETYPE = "retype"
    DROP = "drop"


@dataclass(frozen=True, slots=True)
class Reference:
    """A name in a statement, the id beside it if any, and its line."""

    name: str
    id: str | None
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One statement; ``reason`` is what its merges bear, ``value`` the new name or the type, ``path`` as given."""

    kind: Kind
    names: tuple[Reference, ...]
    reason: str
    path: str
    line: int
    value: str = ""

    @property
    def place(self) -> str:
        """The file's name and the line: the evidence of a merge."""
        return f"{Path(self.path).name}, line {self.line}"

    def error(self, reason: str, *, line: int | None = None) -> ConfigError:
        """That the statement, at its line or another, can't hold."""
        return ConfigError(self.kind.value, reason, path=f"{self.path}:{line or self.line}")


@dataclass(frozen=True, slots=True)
class Decisions:
    """All statements, those of the aliases file first; the records of answered pairs; the SHA-256 of each file.

    ``comments`` are those of the review file, by the pair that they are about.
    """

    statements: tuple[Decision, ...] = ()
    answered: tuple[Mapping[str, object], ...] = ()
    hashes: Mapping[str, str] = field(default_factory=dict)
    comments: Comments = field(default_factory=dict)

    def comments_on(self, record: Mapping[str, object]) -> tuple[str, ...]:
        """The comments on the pair of a record."""
        return self.comments.get(tuple(record.get(key) for key in PAIR), ())


NONE = Decisions()
