"""Terms: read from CSV files that people edit, indexed by name and by every form, and checked as a whole."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache, cached_property
from importlib import resources
from importlib.resources.abc import Traversable

from papergraph.errors import VocabularyError
from papergraph.identifiers import slug
from papergraph.model import Direction, EntityType
from papergraph.text import fold_name
from papergraph.vocabulary.pages import PAGES, read_pages

FILES = {
    "benchmarks.csv": EntityType.BENCHMARK,
    "methods.csv": EntityType.METHOD,
    "metrics.csv": EntityType.METRIC,
    "models.csv": EntityType.MODEL,
    "tasks.csv": EntityType.TASK,
}
COLUMNS = ("name", "aliases", "broader", "variant_of", "direction", "match")


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One well-known thing.

    ``cue`` says that its forms count only beside a word of its type; ``pages`` are addresses of pages about just it.
    """

    name: str
    type: EntityType
    aliases: tuple[str, ...] = ()
    broader: str | None = None
    variant_of: str | None = None
    direction: Direction | None = None
    cue: bool = False
    pages: tuple[str, ...] = ()
    file: str = ""
    line: int = 0

    @property
    def id(self) -> str:
        """The stable id, the same in every corpus: ``vocabulary/`` and the slug of the name."""
        return f"vocabulary/{slug(self.name)}"

    @property
    def forms(self) -> tuple[str, ...]:
        """The name and the aliases."""
        return (self.name, *self.aliases)


@dataclass(frozen=True)
class Vocabulary:
    """All terms; no two share a form, every parent exists, and no chain of parents runs in a circle.

    >>> terms = [Term(name="LoRA", type=EntityType.METHOD, aliases=("low-rank adaptation",))]
    >>> Vocabulary(tuple(terms)).find("Low Rank Adaptation").name
    'LoRA'

    :raises VocabularyError: a rule is broken; the error names file and line.
    """

    terms: tuple[Term, ...] = ()

    def __post_init__(self) -> None:
        _check_parents(self)

    @cached_property
    def _by_form(self) -> dict[str, Term]:
        found: dict[str, Term] = {}
        for term in self.terms:
            for form in term.forms:
                other = found.setdefault(fold_name(form), term)
                if other is not term:
                    raise VocabularyError(
                        term.file, term.line, f"{form!r} already stands for {other.name!r}; keep it in one entry"
                    )
        return found

    @cached_property
    def _by_name(self) -> dict[str, Term]:
        return {term.name: term for term in self.terms}

    def find(self, form: str) -> Term | None:
        """The term of which ``form`` is a spelling, if any."""
        return self._by_form.get(fold_name(form))

    def get(self, name: str) -> Term | None:
        """The term of exactly this name, if any."""
        return self._by_name.get(name)

    def ancestors(self, term: Term) -> Iterator[Term]:
        """The terms above, nearest first: families before kinds."""
        parent = self.get(term.variant_of or term.broader or "")
        while parent:
            yield parent
            parent = self.get(parent.variant_of or parent.broader or "")

    @cached_property
    def hash(self) -> str:
        """The first 16 hex digits of the SHA-256 of all terms."""
        lines = sorted(
            "\t".join([t.type, *t.forms, t.broader or "", t.variant_of or "", t.direction or "", str(t.cue), *t.pages])
            for t in self.terms
        )
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def _check_parents(vocabulary: Vocabulary) -> None:
    _ = vocabulary._by_form
    for term in vocabulary.terms:
        for parent in filter(None, (term.broader, term.variant_of)):
            if vocabulary.get(parent) is None:
                raise VocabularyError(
                    term.file, term.line, f"{term.name!r} has the unknown parent {parent!r}; add it or correct it"
                )
        seen = {term.name}
        for above in vocabulary.ancestors(term):
            if above.name in seen:
                raise VocabularyError(
                    term.file, term.line, f"{term.name!r} is above itself; break the circle at {above.name!r}"
                )
            seen.add(above.name)


@cache
def load() -> Vocabulary:
    """The vocabulary that is packaged with papergraph."""
    folder = resources.files("papergraph.vocabulary") / "data"
    pages, terms = dict(read_pages(folder / PAGES)), tuple(read_files(folder / name for name in FILES))
    found = Vocabulary(tuple(replace(term, pages=pages.pop(term.name, ())) for term in terms))
    if pages:
        raise VocabularyError(PAGES, 0, f"{min(pages)!r} is no entry; add it or leave its page out")
    return found


def read_files(files: Iterable[Traversable]) -> Iterator[Term]:
    """The terms of CSV files, whose names tell the type.

    :raises VocabularyError: a header or a value is not what ``data/README.md`` says.
    """
    for file in files:
        if file.name not in FILES:
            raise VocabularyError(file.name, 0, f"unknown file; valid: {', '.join(FILES)}")
        reader = csv.DictReader(io.StringIO(_decoded(file), newline=""))
        if tuple(reader.fieldnames or ()) != COLUMNS:
            raise VocabularyError(file.name, 1, f"the header must be {','.join(COLUMNS)}")
        for row in reader:
            yield _term(row, file.name, reader.line_num)


def _decoded(file: Traversable) -> str:
    try:
        return file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise VocabularyError(file.name, 0, f"the file is not UTF-8 (byte {error.start}); save it as UTF-8") from None


def _term(row: dict[str, str], file: str, line: int) -> Term:
    if None in row or None in row.values():
        raise VocabularyError(file, line, f"a row needs {len(COLUMNS)} columns")
    if not row["name"].strip():
        raise VocabularyError(file, line, "the name is empty")
    if row["match"] not in ("", "cue"):
        raise VocabularyError(file, line, f"match is {row['match']!r}; valid: empty, cue")
    if row["direction"] not in ("", *Direction):
        raise VocabularyError(file, line, f"direction is {row['direction']!r}; valid: empty, higher, lower")
    return Term(
        name=row["name"],
        type=FILES[file],
        aliases=tuple(alias.strip() for alias in row["aliases"].split("|") if alias.strip()),
        broader=row["broader"] or None,
        variant_of=row["variant_of"] or None,
        direction=Direction(row["direction"]) if row["direction"] else None,
        cue=row["match"] == "cue",
        file=file,
        line=line,
    )
