"""The engine: extraction in partitions, in this process or in several, with the same result."""

from papergraph.engine.running import Engine, Extracts

__all__ = ["Engine", "Extracts"]
