"""Validation: the shapes, run as SPARQL or by pySHACL, and what the ontology says of terms, classes and domains."""

from papergraph.rdf.validation.report import Finding, Report
from papergraph.rdf.validation.run import ENGINES, validate, validate_store

__all__ = ["ENGINES", "Finding", "Report", "validate", "validate_store"]
