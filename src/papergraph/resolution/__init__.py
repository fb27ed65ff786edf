"""Resolution: which mentions of the whole corpus are the same thing, and why."""

from papergraph.resolution.corpus import resolve

__all__ = ["resolve"]
