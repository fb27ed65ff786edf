"""``papergraph export``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from papergraph.cli.options import command_options
from papergraph.settings import RDF_FORMATS


@click.command(short_help="Write the RDF of a build in another syntax.")
@click.argument("directory", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--format", type=click.Choice(RDF_FORMATS), default="ntriples", show_default=True, help="The syntax to write."
)
@click.option("--evidence", is_flag=True, help="Write every mention as a Web Annotation with its selectors instead.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, allow_dash=True),
    metavar="FILE",
    help="Where to write; - is standard output.",
)
@command_options
def export(directory: Path, format: str, evidence: bool, output: Path | None) -> None:
    """Write the graph of a build as N-Triples, Turtle, JSON-LD, N-Quads or TriG.

    N-Quads and TriG hold a named graph for each paper, one for what all papers together say, and one for the
    provenance. The same build gives the same bytes.

    \b
    Examples:
      papergraph export outputs/papers --format jsonld -o papers.jsonld
      papergraph export outputs/papers --format trig | less
      papergraph export outputs/papers --evidence -o evidence.nt
    """
    from papergraph.rdf import conversion

    if output is None or str(output) == "-":
        sys.stdout.writelines(conversion.texts(directory, form=format, evidence=evidence))
    else:
        conversion.export(directory, output, form=format, evidence=evidence)
