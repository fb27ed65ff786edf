"""``papergraph serve``."""

from __future__ import annotations

import ipaddress
from pathlib import Path

import click

from papergraph.cli.options import command_options, say
from papergraph.cli.query import MEGABYTES


@click.command(short_help="Serve a build: SPARQL, a query page, the explorer, a page for each entity.")
@click.argument("directory", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--port", type=click.IntRange(0, 65535), default=8731, show_default=True, help="0 takes a free one.")
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="The address to listen at; by default this machine alone."
)
@click.option(
    "--timeout",
    type=click.FloatRange(min=0),
    default=30.0,
    show_default=True,
    metavar="SECONDS",
    help="End a query that runs longer; 0 is no limit.",
)
@MEGABYTES
@click.option(
    "--max-size",
    type=click.IntRange(min=1),
    default=64,
    show_default=True,
    metavar="MB",
    help="Refuse an answer that is longer.",
)
@click.option(
    "--cache",
    type=click.IntRange(min=0),
    default=64,
    show_default=True,
    metavar="MB",
    help="Keep the latest answers, to give them again at once; 0 keeps none.",
)
@click.option(
    "--workers", type=click.IntRange(1, 64), default=2, show_default=True, help="How many queries run at once."
)
@click.option(
    "--waiting", type=click.IntRange(0), default=100, show_default=True, help="How many more may wait for their turn."
)
@click.option(
    "--cors",
    metavar="ORIGIN",
    default="*",
    show_default=True,
    help="Whose pages a browser lets read the answers: *, an origin, or none.",
)
@click.option("--open", "open_browser", is_flag=True, help="Open the query page in the browser.")
@command_options
def serve(
    directory: Path,
    port: int,
    host: str,
    timeout: float,
    memory: int,
    max_size: int,
    cache: int,
    workers: int,
    waiting: int,
    cors: str,
    open_browser: bool,
) -> None:
    """Serve the graph in DIR until Ctrl-C.

    At / there is a page to write queries, at /explorer the explorer, at /sparql a SPARQL 1.1 endpoint for any client,
    at /id/... each paper and entity, as a page or as RDF. The graph is only read: updates and SERVICE are refused.

    \b
    Examples:
      papergraph serve outputs/papers --open
      curl --data-urlencode 'query=SELECT * { ?p a pg:Paper } LIMIT 3' http://127.0.0.1:8731/sparql
    """
    from papergraph.rdf.workers import Limits
    from papergraph.server import serving

    limits = Limits(timeout or None, memory or None)
    options = {"workers": workers, "waiting": waiting, "most": max_size * 1_000_000, "kept": cache * 1_000_000}
    origin = None if cors == "none" else cors
    with serving(directory, host=host, port=port, limits=limits, origin=origin, **options) as server:
        if not _is_loopback(host):
            say(f"papergraph: whoever reaches {host} can read this graph; there is no password")
        click.echo(f"Serving {directory} at {server.address} (Ctrl-C stops)", err=True)
        if open_browser:
            click.launch(server.address)
        try:
            server.serve_forever(poll_interval=0.2)
        except KeyboardInterrupt:
            say("papergraph: stopped")


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
