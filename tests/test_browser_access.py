"""axe-core finds nothing serious on the page, in light and dark, wide and narrow, whatever is shown."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from accessibility import grave_findings
from browsing import Reader

pytestmark = pytest.mark.browser
SHOWN = (
    "",
    "#entity/gsm8k",
    "#paper/s00003",
    "#repository/github.com/example/tool-0",
    "#code&roles=uses",
    "#link=paper/s00000,paper/s00197&view=papers",
    "#view=results&sort=value.down",
    "#view=matrix&link=entity/large-language-model,entity/gsm8k",
    "#view=compare&compare=entity/large-language-model,entity/gsm8k",
)


@pytest.fixture(scope="module", params=["light", "dark", "narrow"])
def look(request: pytest.FixtureRequest, browser: Any, synthetic_page: Path) -> Iterator[Reader]:
    width = 390 if request.param == "narrow" else 1280
    scheme = "dark" if request.param == "dark" else "light"
    context = browser.new_context(viewport={"width": width, "height": 844}, color_scheme=scheme)
    reader = Reader(context.new_page())
    reader.open(synthetic_page)
    yield reader
    context.close()


@pytest.mark.parametrize("fragment", SHOWN)
def test_axe_finds_nothing_grave(look: Reader, fragment: str) -> None:
    look.go(fragment)
    assert grave_findings(look.page) == []


def test_axe_finds_what_is_wrong(look: Reader) -> None:
    look.page.evaluate("document.body.append(document.createElement('button'))")
    found = grave_findings(look.page)
    look.page.evaluate("document.body.lastElementChild.remove()")
    assert [text.split(":")[0] for text in found] == ["button-name"]


def test_axe_finds_nothing_grave_in_the_suggestions(look: Reader) -> None:
    look.find("distil")
    assert grave_findings(look.page) == []
    look.page.keyboard.press("Escape")


def test_axe_finds_nothing_grave_in_the_filters_and_the_keys(look: Reader) -> None:
    look.go("#confidence=50&node=entity/gsm8k")
    look.page.click("#filter-button")
    assert grave_findings(look.page) == []
    look.page.keyboard.press("Escape")
    look.page.click("#help-button")
    assert grave_findings(look.page) == []
    look.page.keyboard.press("Escape")
