"""``papergraph stats`` and ``papergraph open``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from papergraph.cli.options import command_options, say
from papergraph.cli.tables import amount, print_facts

_LABELS = {
    "read": "Papers read",
    "copies": "Copies of others",
    "papers": "Papers",
    "entities": "Entities",
    "mentions": "Mentions",
    "links": "Links",
    "repositories": "Repositories",
    "papersWithCode": "Papers with code",
    "results": "Results",
    "paperLinks": "Links between papers",
    "merges": "Merged names",
    "doubtful": "Doubtful merges",
    "rejects": "Set aside",
}


@click.command(short_help="Count what a build holds.")
@click.argument("directory", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Write JSON.")
@command_options
def stats(directory: Path, as_json: bool) -> None:
    """Say how much there is of what in a build directory, and what most papers name.

    \b
    Examples:
      papergraph stats outputs/papers
      papergraph stats outputs/papers --json | jq .counts.papers
    """
    found = _read(directory)
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    counts = found["counts"]
    print_facts([(label, str(counts[key]), _detail(key, counts)) for key, label in _LABELS.items()])
    for kind, rows in found["top"].items():
        click.echo(f"\nTop of type {kind}")
        print_facts([(row["name"], str(row["papers"]), "") for row in rows])


def _detail(key: str, counts: dict[str, Any]) -> str:
    if key != "entities":
        return ""
    return ", ".join(amount(number, kind.lower()) for kind, number in counts["entitiesByType"].items())


def _read(directory: Path) -> dict[str, Any]:
    from papergraph.build_directory import read_manifest
    from papergraph.model import EntityType
    from papergraph.opened import read_entities
    from papergraph.summary import Ranked, top

    manifest, entities = read_manifest(directory), read_entities(directory)

    def row(ranked: Ranked) -> dict[str, object]:
        return {"id": ranked.id, "name": ranked.name, "papers": ranked.papers}

    tops = {kind.value: [row(ranked) for ranked in top(entities, kind)] for kind in EntityType}
    return {"title": manifest["title"], "counts": manifest["counts"], "top": tops}


@click.command("open", short_help="Open the page of a build in the browser.")
@click.argument("directory", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--print", "only_print", is_flag=True, help="Print the path of the page instead.")
@command_options
def open_page(directory: Path, only_print: bool) -> None:
    """Open the page of a build directory in the browser.

    \b
    Examples:
      papergraph open outputs/papers
      cp "$(papergraph open --print outputs/papers)" ~/public_html/
    """
    import webbrowser

    from papergraph.build_directory import read_manifest
    from papergraph.errors import BuildDirectoryError

    read_manifest(directory)
    page = (directory / "graph.html").resolve()
    if not page.is_file():
        raise BuildDirectoryError(directory, "graph.html is missing; build it anew")
    if only_print:
        click.echo(str(page))
    elif not webbrowser.open(page.as_uri()):
        say(f"papergraph: no browser was found; open it yourself: {page}")
