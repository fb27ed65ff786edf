from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from papergraph.rdf.namespaces import PG
from papergraph.rdf.validation.shapes import packaged_shapes

DOCS = Path(__file__).parents[1] / "docs"


@pytest.fixture(scope="module")
def page() -> str:
    return (DOCS / "ontology" / "index.html").read_text(encoding="utf-8")


def test_the_page_is_made_from_the_ontology(page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [str(DOCS), *sys.path])
    import make_ontology

    assert page == make_ontology.page(), "run: python docs/make_ontology.py"


def test_every_term_and_shape_has_its_place(page: str) -> None:
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert set(ids) == set(PG) | {f"shape-{shape.name}" for shape in packaged_shapes()}


def test_links_within_the_page_lead_somewhere(page: str) -> None:
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(re.findall(r' id="([^"]+)"', page))


def test_the_page_loads_nothing(page: str) -> None:
    assert not re.search(r"<(?:script|link|img|iframe)\b|@import|url\(", page)
