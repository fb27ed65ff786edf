"""Outside links of the vocabulary: pages that are about just one of its things."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from importlib.resources.abc import Traversable
from urllib.parse import quote

from papergraph.errors import VocabularyError

PAGES = "pages.csv"
COLUMNS = ("name", "wikipedia")
_WIKIPEDIA = "https://en.wikipedia.org/wiki/"


def read_pages(file: Traversable) -> Mapping[str, tuple[str, ...]]:
    """The addresses of the pages of each entry, by its name.

    :raises VocabularyError: the header is another, a value is missing, or a name stands twice.
    """
    reader = csv.DictReader(io.StringIO(file.read_text(encoding="utf-8-sig"), newline=""))
    if tuple(reader.fieldnames or ()) != COLUMNS:
        raise VocabularyError(file.name, 1, f"the header must be {','.join(COLUMNS)}")
    found: dict[str, tuple[str, ...]] = {}
    for row in reader:
        name, title = row["name"], row["wikipedia"]
        if None in row or not name or not title or name in found:
            raise VocabularyError(file.name, reader.line_num, "a name that is new and a title are needed")
        found[name] = (_WIKIPEDIA + quote(title, safe="_-().,'*!"),)
    return found
