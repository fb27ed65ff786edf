"""``papergraph validate``."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from papergraph.cli.options import command_options, printable
from papergraph.cli.tables import amount
from papergraph.settings import ENGINES

if TYPE_CHECKING:
    from papergraph.rdf.validation import Finding, Report


@click.command(short_help="Check RDF against the shapes and the ontology.")
@click.argument("path", metavar="DIR|FILE", type=click.Path(path_type=Path))
@click.option(
    "--engine",
    type=click.Choice(ENGINES),
    default="sparql",
    show_default=True,
    help="What runs the shapes; pyshacl is the slow reference, and an extra.",
)
@click.option("--limit", type=click.IntRange(min=0), default=20, show_default=True, help="How many findings to show.")
@click.option("--json", "as_json", is_flag=True, help="Write JSON, with all findings.")
@command_options
@click.pass_context
def validate(ctx: click.Context, path: Path, engine: str, limit: int, as_json: bool) -> None:
    """Check the RDF of a build, or any RDF file, against the SHACL shapes and the ontology.

    Each finding names the node, the shape that it breaks, and the fix. Exit status: 0 it conforms (there may be
    warnings), 1 it does not, 2 it can't be checked.

    \b
    Examples:
      papergraph validate outputs/papers
      papergraph validate mine.ttl --json | jq '.findings[].fix'
    """
    from papergraph.rdf import validation

    report = validation.validate(path, engine=engine)
    click.echo(_json(report) if as_json else _text(report, limit), nl=False)
    ctx.exit(0 if report.conforms else 1)


def _json(report: Report) -> str:
    found = {
        "conforms": report.conforms,
        "triples": report.triples,
        "findings": [asdict(finding) for finding in report.findings],
    }
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"


def _text(report: Report, limit: int) -> str:
    shown = "".join(map(_lines, sorted(report.findings, key=_order)[:limit]))
    more = len(report.findings) - limit
    rest = f"... and {more} more; --limit {len(report.findings)} shows all\n\n" if more > 0 else ""
    return shown + rest + _summary(report)


def _order(finding: Finding) -> tuple[bool, Finding]:
    """Violations first."""
    return finding.severity != "Violation", finding


def _lines(finding: Finding) -> str:
    told = [f"{finding.severity.lower()}: {finding.node}", f"  shape  {finding.shape}"]
    told += [f"  path   {finding.path}"] if finding.path else []
    told += [f"  value  {finding.value}"] if finding.value is not None else []
    return "\n".join(map(printable, [*told, f"  fix    {finding.fix}"])) + "\n\n"


def _summary(report: Report) -> str:
    violations = sum(finding.severity == "Violation" for finding in report.findings)
    others = len(report.findings) - violations
    verdict = "It conforms" if report.conforms else "It does not conform"
    counted = f"{amount(violations, 'violation')}, {amount(others, 'warning')} in {amount(report.triples, 'triple')}"
    return f"{verdict}: {counted}.\n"
