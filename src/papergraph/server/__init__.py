"""A build over HTTP: SPARQL, the explorer, a query page, and a page for each thing; on this machine, only to read."""

from papergraph.server.application import Application, Settings
from papergraph.server.listening import Server
from papergraph.server.messages import Request, Response
from papergraph.server.serving import serving

__all__ = ["Application", "Request", "Response", "Server", "Settings", "serving"]
