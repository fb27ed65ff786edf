"""One direction of imports, and third-party packages only where the design puts them: read from the statements."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "src" / "papergraph"

LAYERS = [
    {"version", "errors", "model"},
    {"text", "identifiers", "files", "sentences", "clock"},
    {"records", "settings", "vocabulary", "summary", "build_directory"},
    {"sources", "copies", "tables", "decisions"},
    {"extraction", "engine"},
    {"resolution", "resolved_lines", "training"},
    {"graph", "report"},
    {"rdf", "explorer"},
    {"build_files", "opened"},
    {"builder", "evaluation"},
    {"api", "doctor", "server"},
    {"cli"},
    {"__main__"},
]
SIBLINGS = {
    "identifiers": {"text"},
    "sentences": {"text"},
    "build_directory": {"files"},
    "copies": {"sources"},
    "resolved_lines": {"resolution"},
    "doctor": {"api"},
}
THIRD_PARTY = {
    "spacy": {"extraction", "training"},
    "thinc": {"training"},
    "torch": {"training"},
    "safetensors": {"training"},
    "onnxruntime": {"extraction", "training"},
    "rdflib": {"rdf", "server"},
    "pyoxigraph": {"rdf", "server"},
    "pyvis": {"explorer"},
    "pyshacl": {"rdf"},
    "ray": {"engine"},
    "click": {"cli"},
    "rich": {"cli", "rdf"},
    "bibtexparser": {"sources"},
    "rispy": {"sources"},
    "charset_normalizer": {"sources"},
    "zstandard": {"sources"},
    "yaml": {"tables", "build_directory", "decisions"},
    "networkx": {"graph", "rdf", "explorer", "build_files", "report", "api", "opened"},
    "scipy": {"graph", "explorer"},
    "numpy": {"evaluation", "graph", "explorer", "extraction", "training"},
    "rustworkx": {"graph", "explorer"},
    "pandas": {"rdf", "graph"},
}
STANDARD_ONLY = {"version", "errors", "model", "text", "identifiers", "files", "sentences", "records", "settings"}
MODULES = sorted(PACKAGE.rglob("*.py"))


def stage_of(path: Path) -> str:
    """The stage a file belongs to: its module or its subpackage directly below the package."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(tree: ast.AST) -> Iterator[str]:
    """The dotted names of all imports, those inside functions and under TYPE_CHECKING too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def stages(path: Path) -> set[str]:
    """The stages of papergraph that a file imports from."""
    names = (name.split(".") for name in imported(ast.parse(path.read_text(encoding="utf-8"))))
    return {parts[1] for parts in names if parts[0] == "papergraph" and len(parts) > 1}


def outside(path: Path) -> set[str]:
    """The third-party packages that a file imports."""
    names = {name.split(".")[0] for name in imported(ast.parse(path.read_text(encoding="utf-8")))}
    return names - set(sys.stdlib_module_names) - {"papergraph"}


def rank(stage: str) -> int:
    """The layer of a stage."""
    return next(number for number, layer in enumerate(LAYERS) if stage in layer)


def named(path: Path) -> str:
    return str(path.relative_to(PACKAGE))


def test_every_module_has_a_layer() -> None:
    known = set().union(*LAYERS) | {"__init__"}
    assert {stage_of(path) for path in MODULES} <= known


def test_every_layer_exists_so_that_no_rule_is_empty() -> None:
    assert set().union(*LAYERS) <= {stage_of(path) for path in MODULES}


@pytest.mark.parametrize("path", [p for p in MODULES if stage_of(p) != "__init__"], ids=named)
def test_imports_go_down_only(path: Path) -> None:
    here = stage_of(path)
    lower = {stage for layer in LAYERS[: rank(here)] for stage in layer}
    allowed = lower | {here} | SIBLINGS.get(here, set())
    assert stages(path) <= allowed


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_third_party_packages_stay_where_they_belong(path: Path) -> None:
    here = stage_of(path)
    misplaced = {name for name in outside(path) if here not in THIRD_PARTY.get(name, set())}
    assert not misplaced


@pytest.mark.parametrize("stage", sorted(STANDARD_ONLY))
def test_the_common_ground_needs_the_standard_library_only(stage: str) -> None:
    assert not outside(PACKAGE / f"{stage}.py")


@pytest.mark.parametrize("stage", ["graph", "rdf", "explorer", "report"])
def test_exports_never_import_extraction(stage: str) -> None:
    files = [path for path in MODULES if stage_of(path) == stage]
    assert files
    assert not any("extraction" in stages(path) for path in files)


def test_only_the_command_line_imports_training() -> None:
    assert {stage_of(path) for path in MODULES if "training" in stages(path)} == {"training", "cli"}


@pytest.mark.parametrize("name", ["build", "read", "load", "query", "open_graph"])
def test_no_module_has_the_name_of_a_public_function(name: str) -> None:
    assert not (PACKAGE / f"{name}.py").exists()
    assert not (PACKAGE / name).exists()


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_the_library_never_prints(path: Path) -> None:
    calls = (node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call))
    assert not any(isinstance(call.func, ast.Name) and call.func.id == "print" for call in calls)


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_modules_stay_short(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 300
