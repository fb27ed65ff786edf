"""What people decide about names: the aliases file and the answers of a review."""

from papergraph.decisions.aliases import read_aliases
from papergraph.decisions.answers import answer_review, read_review
from papergraph.decisions.reading import read_decisions
from papergraph.decisions.statements import NONE, Decision, Decisions, Kind, Reference

__all__ = [
    "NONE",
    "Decision",
    "Decisions",
    "Kind",
    "Reference",
    "answer_review",
    "read_aliases",
    "read_decisions",
    "read_review",
]
