"""BibTeX: one paper an entry; the citation key is its id."""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any, TextIO

from papergraph.sources.base import Flaw, Format, Record, read_text
from papergraph.sources.latex import decode_latex

_ENTRY = re.compile(
    r"""^[ \t]*@(?:[A-Za-z]+[ \t]*\{\s*[^\s,={}()"]+\s*,
    |(?:article|book|booklet|conference|inbook|incollection|inproceedings|manual|mastersthesis|misc|online|phdthesis
    |proceedings|report|software|string|preamble|techreport|thesis|unpublished)[ \t]*[{(])""",
    re.MULTILINE | re.IGNORECASE | re.VERBOSE,
)
_VERBATIM = frozenset({"url", "doi", "eprint", "file", "link", "pdf_url", "howpublished"})


def sniff(head: str) -> bool:
    """Whether an entry opens at the start of a line, in a text that does not begin as JSON."""
    return not head.lstrip().startswith(("{", "[")) and bool(_ENTRY.search(head))


def parse(stream: TextIO) -> Iterator[Record | Flaw]:
    """The entries and the broken pieces, in the order of the file."""
    from bibtexparser.splitter import Splitter

    logging.getLogger("bibtexparser").addHandler(logging.NullHandler())
    text = read_text(stream).lstrip("\ufeff")
    try:
        blocks = Splitter(text).split().blocks
    except Exception as error:
        yield Flaw(1, f"the BibTeX parser gave up: {error}")
        return
    items: list[Record | Flaw] = [*_flaws(blocks), *_records(blocks)]
    yield from sorted(items, key=lambda item: item.line)


def _flaws(blocks: list[Any]) -> Iterator[Flaw]:
    from bibtexparser.model import ParsingFailedBlock

    for block in blocks:
        if isinstance(block, ParsingFailedBlock) and _entry(block) is None:
            reason = getattr(block.error, "abort_reason", block.error)
            yield Flaw(_line(block), f"broken BibTeX entry: {' '.join(str(reason).split())}")


def _line(block: Any) -> int:
    return int(block.start_line or 0) + 1


def _entry(block: Any) -> Any:
    """The entry of a block, also of one that repeats a key or a field."""
    from bibtexparser.model import Entry, ParsingFailedBlock

    inner = block.ignore_error_block if isinstance(block, ParsingFailedBlock) else block
    return inner if isinstance(inner, Entry) else None


def _records(blocks: list[Any]) -> Iterator[Record]:
    """The entries with their strings resolved; keys are numbers meanwhile, since a key may stand twice."""
    from bibtexparser.library import Library
    from bibtexparser.middlewares import RemoveEnclosingMiddleware, ResolveStringReferencesMiddleware
    from bibtexparser.model import String

    entries = [entry for block in blocks if (entry := _entry(block)) is not None]
    keys = [entry.key for entry in entries]
    for number, entry in enumerate(entries):
        entry.key = str(number)
    library = Library([*(block for block in blocks if isinstance(block, String)), *entries])
    for middleware in (ResolveStringReferencesMiddleware(True), RemoveEnclosingMiddleware(True)):
        library = middleware.transform(library)
    for key, entry in zip(keys, library.entries, strict=True):
        yield Record(_line(entry), dict(_fields(key, entry)))


def _fields(key: str, entry: Any) -> Iterator[tuple[str, object]]:
    """The fields, the key as the id; white space is folded, as BibTeX does; what stands twice is numbered."""
    taken = Counter(["id"])
    yield "id", key.strip()
    for field in entry.fields:
        name = field.key.strip().lower()
        value = _value(name, " ".join(str(field.value).split()))
        taken[name] += 1
        yield (f"{name}_{taken[name]}" if taken[name] > 1 else name), value
    yield "entry_type", entry.entry_type


def _value(name: str, text: str) -> object:
    if name in ("author", "authors"):
        return _people(text)
    if name in _VERBATIM:
        return re.sub(r"^\\url\{(.*)\}$", r"\1", text).replace("\\_", "_").replace("\\%", "%").replace("\\&", "&")
    return decode_latex(text)


def _people(text: str) -> list[str]:
    from bibtexparser.middlewares.names import split_multiple_persons_names

    return [decode_latex(name) for name in split_multiple_persons_names(text) if name.strip() and name != "others"]


FORMAT = Format(name="bibtex", extensions=(".bib", ".bibtex"), sniff=sniff, parse=parse)
