"""From the fields of a record, whatever its format, to a paper: one place that knows the usual names."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import TypeVar

from papergraph.identifiers import paper_id
from papergraph.model import Paper
from papergraph.sources.identity import doi_in_url, normalise_arxiv, normalise_doi
from papergraph.sources.json_values import kind
from papergraph.text import MAX_TEXT, repair

T = TypeVar("T")

_ABSTRACT = ("abstract", "summary", "description")
_ID = ("id", "paper_id", "key")
_YEAR = ("year", "published", "publication_date", "date", "publication_year")
_AUTHORS = ("authors", "author")
_VENUE = ("venue", "journal", "booktitle", "conference")
_ARXIV = ("arxiv_id", "arxiv", "eprint")
_URL = ("url", "link", "pdf_url", "urls")
_FINDINGS = ("entities", "links", "results")
_FOUR_DIGITS = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")
_NAME_PARTS = (("given", "family"), ("first", "last"), ("firstname", "lastname"), ("first_name", "last_name"))


def paper_from_fields(fields: Mapping[str, object], *, source: str) -> Paper:
    """The paper of a record; names compare without case, and what is not understood is kept in ``extra``.

    :param source: where the record stands, ``file:line``.
    :raises ValueError: there is no title, a title or an abstract is no text, or they are too long.

    >>> paper = paper_from_fields({"Title": "On Examples", "DOI": "doi:10.1000/X", "n": 1}, source="a.csv:2")
    >>> paper.identifiers, paper.extra, paper.sources
    ({'doi': ('10.1000/x',)}, {'n': 1}, ('a.csv:2',))
    """
    left = _Fields(fields)
    title, abstract = _title(left), _abstract(left)
    check_length(title, abstract)
    own = left.first(_ID, _own_id)
    return Paper(
        id=own or paper_id(title),
        title=title,
        abstract=abstract,
        year=left.first(_YEAR, _year, keep=_more_than_year),
        authors=left.first(_AUTHORS, _authors) or (),
        venue=left.first(_VENUE, _text),
        identifiers=_identifiers(left, own, title),
        sources=left.first(("sources",), _sources) or (source,),
        extra=left.rest(),
    )


def check_length(title: str, abstract: str) -> None:
    """See to it that a paper's text is not too long.

    :raises ValueError: it is.
    """
    if len(title) + len(abstract) >= MAX_TEXT:
        raise ValueError(f"a text of {len(title) + len(abstract) + 1:,} characters; {MAX_TEXT:,} are allowed")


def _never(value: object) -> bool:
    return False


@lru_cache(maxsize=1000)
def _folded(name: str) -> str:
    return re.sub(r"[\s-]+", "_", name.strip().lower())


class _Fields:
    """The fields that nobody has taken yet."""

    def __init__(self, fields: Mapping[str, object]) -> None:
        self.left = {repair(str(key)): mend(value) for key, value in fields.items()}
        self.names: dict[str, str] = {}
        for key in self.left:
            self.names.setdefault(_folded(key), key)

    def get(self, name: str) -> object:
        return self.left.get(self.names.get(name, ""))

    def drop(self, name: str) -> None:
        self.left.pop(self.names.get(name, ""), None)

    def first(
        self, names: tuple[str, ...], read: Callable[[object], T | None], *, keep: Callable[[object], bool] = _never
    ) -> T | None:
        """Take the first of the named fields that ``read`` understands; those that ``keep`` likes stay too."""
        found = None
        for name in names:
            if name not in self.names:
                continue
            value = self.get(name)
            understood = read(value) if found is None else None
            if (understood is not None and not keep(value)) or value in (None, "", [], {}):
                self.drop(name)
            found = found if understood is None else understood
        return found

    def every(self, names: tuple[str, ...], read: Callable[[object], tuple[str, ...] | None]) -> list[str]:
        """Take all of the named fields that ``read`` understands."""
        return [text for name in names for text in self.first((name,), read) or ()]

    def rest(self) -> dict[str, object]:
        """What is left, for ``extra``; findings of an earlier extraction are none of it."""
        extra = self.get("extra")
        if isinstance(extra, dict):
            self.drop("extra")
        for name in _FINDINGS:
            if isinstance(self.get(name), list):
                self.drop(name)
        return (extra if isinstance(extra, dict) else {}) | self.left


def mend(value: object) -> object:
    """The value with lone surrogates replaced in all its texts."""
    if isinstance(value, str):
        return repair(value)
    if isinstance(value, list | tuple):
        return [mend(item) for item in value]
    if isinstance(value, Mapping):
        return {repair(str(key)): mend(item) for key, item in value.items()}
    return value


def _title(left: _Fields) -> str:
    if "title" not in left.names:
        raise ValueError("no title")
    title = left.get("title")
    if not isinstance(title, str):
        raise ValueError(f"title: a text is needed, found {kind(title)}")
    if not title.strip():
        raise ValueError("title: it is empty")
    left.drop("title")
    return title


def _abstract(left: _Fields) -> str:
    for name in _ABSTRACT:
        value = left.get(name)
        if value is not None and not isinstance(value, str):
            raise ValueError(f"{name}: a text is needed, found {kind(value)}")
        if value is None or value.strip():
            continue
        left.drop(name)
    return left.first(_ABSTRACT, lambda value: value if isinstance(value, str) else None) or ""


def _text(value: object) -> str | None:
    return value.strip() or None if isinstance(value, str) else None


def _own_id(value: object) -> str | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else str(value)
    return str(value) if isinstance(value, int) else _text(value)


def _year(value: object) -> int | None:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    match = _FOUR_DIGITS.search(str(value))
    return int(match.group()) if match else None


def _more_than_year(value: object) -> bool:
    return isinstance(value, str) and not re.fullmatch(r"\s*\d{4}\s*", value)


def _authors(value: object) -> tuple[str, ...] | None:
    if isinstance(value, str):
        return tuple(_split_names(value)) or None
    if not isinstance(value, list):
        return None
    names = [_author(item) for item in value]
    return tuple(name for name in names if name) if names and None not in names else None


def _split_names(text: str) -> list[str]:
    names = re.split(r"\s*;\s*|\s+and\s+", text.strip())
    if len(names) == 1 and text.count(",") >= 2 and all(len(part.split()) >= 2 for part in text.split(",")):
        names = text.split(",")
    return [name.strip() for name in names if name.strip()]


def _author(item: object) -> str | None:
    if isinstance(item, str):
        return item.strip()
    if not isinstance(item, dict):
        return None
    parts = {str(key).lower(): value for key, value in item.items() if isinstance(value, str)}
    if "name" in parts:
        return parts["name"].strip()
    pairs = (f"{parts.get(first, '')} {parts.get(last, '')}".strip() for first, last in _NAME_PARTS)
    return next((name for name in pairs if name), None)


def _strings(value: object) -> tuple[str, ...] | None:
    """Texts, one or a list of them, stripped."""
    items = value if isinstance(value, list) else [value]
    texts = [item.strip() for item in items if isinstance(item, str)]
    return tuple(filter(None, texts)) or None if len(texts) == len(items) else None


def _sources(value: object) -> tuple[str, ...] | None:
    return _strings(value) if isinstance(value, list) else None


def _all_of(normalise: Callable[[str], str | None]) -> Callable[[object], tuple[str, ...] | None]:
    def read(value: object) -> tuple[str, ...] | None:
        found = [normalise(text) for text in _strings(value) or ()]
        return tuple(text for text in found if text) if found and None not in found else None

    return read


def _identifiers(left: _Fields, own: str | None, title: str) -> dict[str, tuple[str, ...]]:
    """What identifies the paper: given as such, or standing in its addresses or its own id."""
    given = left.first(("identifiers",), _given, keep=_more_than_texts) or {}
    urls = [*left.every(_URL, _strings), *given.get("url", ())]
    hints = [*urls, *([own] if own else [])]
    dois = [*left.every(("doi",), _all_of(normalise_doi)), *filter(None, map(normalise_doi, given.get("doi", ())))]
    dois += [doi for text in hints if (doi := doi_in_url(text) or normalise_doi(text))]
    arxivs = left.every(_ARXIV, _all_of(normalise_arxiv))
    arxivs += filter(None, map(normalise_arxiv, [*hints, *dois, *given.get("arxiv", ())]))
    not_own = {paper_id(title), *(dois + arxivs if given else ())}
    owns = [*given.get("id", ()), *([own] if own and own not in not_own else [])]
    found = {**given, "doi": dois, "arxiv": arxivs, "url": urls, "id": owns}
    return {name: tuple(sorted(set(texts))) for name, texts in sorted(found.items()) if texts}


def _given(value: object) -> dict[str, tuple[str, ...]] | None:
    """The identifiers of a record that gives them by name; those without a value are left out."""
    if not isinstance(value, dict):
        return None
    read = {str(name): _strings(texts) for name, texts in value.items()}
    return {name: texts for name, texts in read.items() if texts}


def _more_than_texts(value: object) -> bool:
    """Whether some identifier has a value that is no text."""
    values = value.values() if isinstance(value, dict) else ()
    return any(texts not in (None, "", [], {}) and _strings(texts) is None for texts in values)
