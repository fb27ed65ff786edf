"""Fixtures that several test modules use."""

from __future__ import annotations

from pathlib import Path

import pytest
from tiny import TinyExtractor


@pytest.fixture
def tiny() -> TinyExtractor:
    """An extractor without a model."""
    return TinyExtractor()


@pytest.fixture
def workplace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty current directory, the tiny extractor in place of the model, and no configuration from outside."""
    from papergraph import builder

    here = tmp_path / "workplace"
    here.mkdir()
    monkeypatch.chdir(here)
    monkeypatch.setattr(builder, "load_extractor", lambda min_confidence=None: TinyExtractor())
    return here
