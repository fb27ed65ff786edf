"""Fixtures that several test modules use."""

from __future__ import annotations

from pathlib import Path

import pytest
from tiny import TinyExtractor

ROOT = Path(__file__).parent.parent


@pytest.fixture
def tiny() -> TinyExtractor:
    """An extractor without a model."""
    return TinyExtractor()


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty current directory, the tiny extractor in place of the model, and no configuration from outside."""
    from papergraph import builder

    here = tmp_path / "workspace"
    here.mkdir()
    monkeypatch.chdir(here)
    monkeypatch.setattr(builder, "load_extractor", lambda *_: TinyExtractor())
    return here


@pytest.fixture(scope="session")
def example_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory in which ``papergraph build examples`` has run: ``outputs/examples`` is there."""
    import papergraph

    here = tmp_path_factory.mktemp("examples")
    papergraph.build(ROOT / "examples", here / "outputs" / "examples")
    return here
