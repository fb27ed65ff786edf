"""Fixtures that several test modules use."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tiny import TinyExtractor

if TYPE_CHECKING:
    from browsing import Reader

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


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """A headless Chromium."""
    from browsing import launched

    with launched() as found:
        yield found


@pytest.fixture(scope="session")
def synthetic_page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of a synthetic corpus of 377 papers, one of which is hostile."""
    from browsing import write_synthetic_page

    path = tmp_path_factory.mktemp("explorer") / "graph.html"
    write_synthetic_page(path)
    return path


@pytest.fixture
def reader(browser: Any) -> Iterator[Reader]:
    """A tab with the network off."""
    from browsing import Reader

    context = browser.new_context(viewport={"width": 1280, "height": 800})
    context.set_offline(True)
    yield Reader(context.new_page())
    context.close()


@pytest.fixture
def opened(reader: Reader, synthetic_page: Path) -> Iterator[Reader]:
    """The synthetic page in a tab; in the end nothing has gone wrong, and nothing has gone out."""
    reader.open(synthetic_page)
    yield reader
    assert reader.troubles == []
    assert reader.page.evaluate("window.hacked") is None
    assert {url.split("#")[0] for url in reader.requests} == {synthetic_page.as_uri()}
