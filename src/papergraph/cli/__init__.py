"""The command line: ``papergraph``."""

from papergraph.cli.app import main

__all__ = ["main"]
