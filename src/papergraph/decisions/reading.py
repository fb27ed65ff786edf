"""Both files together."""

from __future__ import annotations

from pathlib import Path

from papergraph.decisions.aliases import read_aliases
from papergraph.decisions.answers import read_review
from papergraph.decisions.comments import comments_of
from papergraph.decisions.statements import Decisions


def read_decisions(aliases: Path | None = None, review: Path | None = None) -> Decisions:
    """What an aliases file and the answers of a review say; either may be missing.

    :raises ConfigError: a file can't be read, is broken, or contradicts itself.
    """
    told, doubts = read_aliases(aliases) if aliases else ((), ""), read_review(review) if review else ((), (), "")
    hashes = {name: digest for name, digest in (("aliases", told[1]), ("review", doubts[2])) if digest}
    answered = tuple(doubt for doubt in doubts[1] if doubt["answer"])
    comments = comments_of(review.read_bytes().decode("utf-8-sig")) if review else {}
    return Decisions((*told[0], *doubts[0]), answered, hashes, comments)
