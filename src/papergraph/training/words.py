"""The words of papers without annotations, and how often each occurs."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from papergraph import sources
from papergraph.errors import InputError
from papergraph.files import write_text

_WORD = re.compile(r"\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class CountedWords:
    """Words with their counts, sorted, and how many papers they are from."""

    counts: Mapping[str, int]
    papers: int = 0

    def __bool__(self) -> bool:
        return bool(self.counts)

    @property
    def sha256(self) -> str:
        """The hash of words and counts."""
        return hashlib.sha256(self._json().encode()).hexdigest()

    def facts(self) -> dict[str, object]:
        """What the pipeline says of them."""
        return {"papers": self.papers, "words": sum(self.counts.values()), "sha256": self.sha256} if self else {}

    def save(self, path: Path) -> None:
        """Write them as a JSON object, if there are any."""
        if self:
            write_text(path, self._json() + "\n")

    def _json(self) -> str:
        return json.dumps(dict(self.counts), ensure_ascii=False)


def counted_words(paths: Sequence[Path]) -> CountedWords:
    """The words of the titles and abstracts of papers, in small letters; what can't be read is passed over.

    :raises InputError: none of the files holds a paper.
    """
    counts, papers = Counter[str](), 0
    for paper in sources.read(paths) if paths else ():
        counts.update(_WORD.findall(paper.text.lower()))
        papers += 1
    if paths and not papers:
        raise InputError(paths[0], "no paper was found in it")
    return CountedWords(dict(sorted(counts.items())), papers)
