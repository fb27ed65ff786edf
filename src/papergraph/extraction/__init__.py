"""Extraction: entities, roles, links and results of papers, by a spaCy pipeline of our own components."""

from papergraph.extraction.extractor import Extractor

__all__ = ["Extractor"]
