"""The graph of papers, entities, repositories, links and results, and the links between papers."""

from papergraph.graph.assembly import build_graph
from papergraph.graph.files import load_graph, read_graphml, save_graph, write_graphml
from papergraph.graph.linking import PaperLink, SharedEntity, link_papers
from papergraph.graph.view import EntityView, Graph, Occurrence, PaperView, Related, Why

__all__ = [
    "EntityView",
    "Graph",
    "Occurrence",
    "PaperLink",
    "PaperView",
    "Related",
    "SharedEntity",
    "Why",
    "build_graph",
    "link_papers",
    "load_graph",
    "read_graphml",
    "save_graph",
    "write_graphml",
]
