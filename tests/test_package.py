"""The wheel: the package with its ontology and data, and nothing else."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from fnmatch import fnmatch
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
IGNORED = {"__pycache__"}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A freshly built wheel."""
    pytest.importorskip("hatchling")
    pytest.importorskip("build")
    target = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(target), str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (path,) = target.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def names(wheel: Path) -> set[str]:
    """The names of the files in the wheel."""
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def files(folder: Path, inside: str) -> set[str]:
    """All files below a folder, as the wheel names them."""
    found = (path for path in folder.rglob("*") if path.is_file() and not IGNORED & set(path.parts))
    return {f"{inside}/{path.relative_to(folder).as_posix()}" for path in found}


def test_the_wheel_holds_the_package_and_nothing_else(names: set[str]) -> None:
    expected = files(ROOT / "src" / "papergraph", "papergraph") | files(ROOT / "ontology", "papergraph/ontology")
    metadata = {name for name in names if ".dist-info/" in name}
    assert names - metadata == expected


@pytest.mark.parametrize(
    "pattern",
    [
        "papergraph/py.typed",
        "papergraph/ontology/papergraph.ttl",
        "papergraph/vocabulary/data/*.csv",
        "papergraph/explorer/*.html",
        "papergraph/explorer/*.js",
        "papergraph/explorer/*.css",
        "papergraph/ontology/queries/*.rq",
        "papergraph/server/static/*.html",
        "papergraph/server/static/*.js",
        "papergraph/server/static/*.css",
        "papergraph-*.dist-info/licenses/LICENSE",
        "papergraph-*.dist-info/entry_points.txt",
    ],
)
def test_what_the_package_needs_at_run_time_is_there(names: set[str], pattern: str) -> None:
    assert any(fnmatch(name, pattern) for name in names)


@pytest.mark.parametrize("part", ["__pycache__", "tests/", "outputs/", ".git", ".pyc", "shared/"])
def test_what_does_not_belong_there_is_not(names: set[str], part: str) -> None:
    assert not any(part in name for name in names)


def test_the_unpacked_wheel_builds_and_answers(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "site")
    (tmp_path / "in.jsonl").write_text('{"title": "Winnow: sparse reading", "abstract": "We test BERT on SQuAD."}\n')
    env = os.environ | {"PYTHONPATH": str(tmp_path / "site")}
    query = "ASK { ?paper pg:mentions ?entity . pg:Paper rdfs:label ?label }"
    for args in (("build", "in.jsonl", "-q"), ("query", "outputs/in", query)):
        command = [sys.executable, "-m", "papergraph", *args]
        done = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "yes\n"
