"""The query page in a headless Chromium: completion, an answer, an error, a packaged question."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest
import question_fixtures as fixtures
from browsing import Reader

from papergraph.rdf.workers import Limits
from papergraph.server import serving

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    directory = fixtures.write_build(tmp_path_factory.mktemp("page"))
    with serving(directory, limits=Limits(seconds=60)) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        yield server.address
        server.shutdown()
        thread.join()


@pytest.fixture
def page(browser: Any, address: str) -> Iterator[Reader]:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    reader = Reader(context.new_page())
    reader.page.goto(address)
    reader.page.wait_for_selector("html[data-ready]", timeout=60_000)
    yield reader
    assert all(url.startswith((address, "data:")) for url in reader.requests)
    context.close()


def write(reader: Reader, text: str) -> None:
    reader.page.fill("#text", "")
    reader.page.focus("#text")
    reader.page.keyboard.type(text)


def test_terms_and_names_are_completed(page: Reader) -> None:
    write(page, "SELECT * { ?p pg:evalu")
    page.page.wait_for_selector("#completions li")
    page.page.keyboard.press("Enter")
    page.page.keyboard.type(" entity:gs")
    page.page.wait_for_selector("#completions li:has-text('GSM8K')")
    page.page.keyboard.press("Tab")
    page.page.keyboard.type(" }")
    assert page.page.input_value("#text") == "SELECT * { ?p pg:evaluatesOn entity:gsm8k }"
    page.page.keyboard.press("Control+Enter")
    page.page.wait_for_selector("#answer tbody tr")
    assert page.page.locator("#answer tbody tr").count() == 2
    assert page.page.get_attribute("#answer tbody a", "href").startswith("/id/paper/q")
    assert page.troubles == []


def test_the_place_of_an_error_is_selected(page: Reader) -> None:
    page.page.fill("#text", "SELECT * {\n  ?s nope:x ?o }")
    page.page.click("#run")
    page.page.wait_for_selector("#status.trouble")
    assert "the prefix nope: is not declared" in page.page.inner_text("#status")
    assert page.page.evaluate("document.getElementById('text').selectionStart") == 16


def test_a_packaged_question_is_filled_in(page: Reader) -> None:
    page.page.click("text=Papers on a benchmark")
    form = page.page.locator("aside form:not([hidden])")
    form.locator("input").fill("mawps")
    form.locator("button").click()
    page.page.wait_for_selector("#answer tbody tr")
    assert "entity/mawps>" in page.page.input_value("#text")
    assert page.page.locator("#downloads a").all_inner_texts() == ["CSV", "TSV", "JSON", "XML"]
    assert page.troubles == []


def test_a_query_in_the_address_is_run(page: Reader, address: str) -> None:
    page.page.goto(address + "?query=ASK%20%7B%7D")
    page.page.wait_for_selector("#answer p")
    assert page.page.inner_text("#answer") == "Yes"
    page.page.goto(address + "?query=DESCRIBE%20entity:gsm8k")
    page.page.wait_for_selector("#answer pre")
    assert "pg:Benchmark" in page.page.inner_text("#answer pre")
    assert page.troubles == []
