"""Write docs/cli.md from the help texts of the commands: ``python docs/make_cli.py``."""

from __future__ import annotations

from pathlib import Path

import click

from papergraph.cli import main

PAGE = Path(__file__).parent / "cli.md"
HEAD = """\
# The command line

This page is made from the help texts by `python docs/make_cli.py`; a test holds the two equal.

- Data goes to standard output, everything else to standard error. `-q` leaves nothing but errors.
- Exit status: 0 all was read, 1 something was set aside (`rejects.jsonl` says what and why), 2 wrong usage, nothing
  readable, or an output that can't be written; 130 stopped by Ctrl-C.
- Outputs are written beside and then renamed: whatever goes wrong, an old build or file stays as it was.
- Defaults come from `papergraph.toml`: see [configuration](configuration.md).
"""


def page() -> str:
    """The text of the page."""
    parts = [HEAD, _section("papergraph", main)]
    parts += [_section(f"papergraph {name}", main.commands[name]) for name in sorted(main.commands)]
    return "\n".join(parts)


def _section(name: str, command: click.Command) -> str:
    context = click.Context(command, info_name=name, terminal_width=100, help_option_names=["-h", "--help"])
    return f"## {name}\n\n```text\n{command.get_help(context)}\n```\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
