"""The packaged vocabulary of well-known methods, models, benchmarks, tasks and metrics, read from CSV and checked."""

from papergraph.vocabulary.terms import Term, Vocabulary, load

__all__ = ["Term", "Vocabulary", "load"]
