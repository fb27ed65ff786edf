"""The README: its code runs, its links lead somewhere, its commands are those of the checks."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from papergraph.cli import main

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")), *sorted((ROOT / "outputs").glob("*.md"))]


def blocks(language: str) -> list[str]:
    """The code blocks of the README in a language."""
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


def test_the_python_of_the_readme_runs(example_build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(example_build)
    assert len(blocks("python")) == 1
    scope: dict[str, object] = {}
    exec(blocks("python")[0], scope)
    assert len(scope["papers"]) == 55  # type: ignore[arg-type]


def test_the_query_of_the_readme_finds_papers(example_build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(example_build)
    (text,) = re.findall(r"papergraph query (\S+) '([^']+)'", README)
    outcome = CliRunner().invoke(main, ["query", *text, "--format", "csv"], prog_name="papergraph")
    assert outcome.exit_code == 0
    assert len(outcome.stdout.splitlines()) > 5


def test_the_first_command_builds_the_examples_and_the_last_runs_the_tests() -> None:
    commands = [line[2:] for block in blocks("console") for line in block.splitlines()]
    assert commands[0].endswith(".venv/bin/papergraph build examples")
    assert "-m pytest -n 2" in commands[-1]
    assert "-m pytest -n 2" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_files_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", page.read_text(encoding="utf-8"))
    assert [target for target in targets if not (page.parent / target).exists()] == []
