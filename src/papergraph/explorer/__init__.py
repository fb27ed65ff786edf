"""The explorer: one self-contained HTML page in which a reader finds their way through a graph."""

from papergraph.explorer.around import Surroundings
from papergraph.explorer.page import PageCounts, write_page

__all__ = ["PageCounts", "Surroundings", "write_page"]
