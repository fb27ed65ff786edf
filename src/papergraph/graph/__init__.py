"""The graph of papers, entities, repositories, links and results, and the links between papers."""

from papergraph.graph.assembly import build_graph
from papergraph.graph.files import load_graph, read_graphml, save_graph, write_graphml
from papergraph.graph.linking import PaperLink, SharedEntity, link_papers
from papergraph.graph.values import (
    CommunityView,
    EntityView,
    Form,
    Occurrence,
    PaperView,
    Reason,
    Related,
    Step,
    Why,
    label,
)
from papergraph.graph.view import Graph

__all__ = [
    "CommunityView",
    "EntityView",
    "Form",
    "Graph",
    "Occurrence",
    "PaperLink",
    "PaperView",
    "Reason",
    "Related",
    "SharedEntity",
    "Step",
    "Why",
    "build_graph",
    "label",
    "link_papers",
    "load_graph",
    "read_graphml",
    "save_graph",
    "write_graphml",
]
