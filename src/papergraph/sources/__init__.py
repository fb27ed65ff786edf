"""The reading of papers: files, folders and standard input in any of the registered formats."""

from papergraph.sources.base import Flaw, Format, Record
from papergraph.sources.fields import paper_from_fields
from papergraph.sources.given import given_papers
from papergraph.sources.reader import STDIN, read
from papergraph.sources.registry import detect, format_names, formats, get_format, register

__all__ = [
    "STDIN",
    "Flaw",
    "Format",
    "Record",
    "detect",
    "format_names",
    "formats",
    "get_format",
    "given_papers",
    "paper_from_fields",
    "read",
    "register",
]
