"""``papergraph doctor``."""

from __future__ import annotations

import click

from papergraph.cli.options import command_options
from papergraph.cli.tables import print_facts


@click.command(short_help="Check the installation.")
@command_options
@click.pass_context
def doctor(ctx: click.Context) -> None:
    """Say what is installed and whether it works: versions, model, vocabulary, a small try.

    Exit status: 0 all is well, 2 something is missing.

    \b
    Examples:
      papergraph doctor
    """
    from papergraph.doctor import examine

    findings = list(examine())
    print_facts(
        [
            (finding.name, "ok" if finding.ok else "optional" if finding.optional else "MISSING", finding.detail)
            for finding in findings
        ]
    )
    if any(not finding.ok and not finding.optional for finding in findings):
        ctx.exit(2)
