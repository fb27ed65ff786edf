"""A headless Chromium as a reader uses it, and the page that most of its tests open."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from synthetic_graph import synthetic_graph

from papergraph.explorer import write_page

CHROMIUM = os.environ.get("PAPERGRAPH_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
    "--disable-component-update",
]
HOSTILE_TITLE = '</script><script>window.hacked=1</script><img src=x onerror="window.hacked=2">'
HOSTILE_NAME = "<b onclick=window.hacked=3>bold</b>"
HOSTILE_URL = "javascript:window.hacked=4"


class Reader:
    """A tab, and all that went wrong in it or went out of it."""

    def __init__(self, page: Any) -> None:
        self.page = page
        page.wait_for_function = self.wait_for
        self.troubles: list[str] = []
        self.requests: list[str] = []
        page.on("console", lambda message: self._note(message.type, message.text))
        page.on("pageerror", lambda error: self.troubles.append(str(error)))
        page.on("request", lambda request: self.requests.append(request.url))

    def _note(self, kind: str, text: str) -> None:
        if kind in ("error", "warning"):
            self.troubles.append(text)

    def open(self, path: Path, fragment: str = "") -> None:
        self.page.goto(path.as_uri() + fragment)
        self.wait_for("document.documentElement.dataset.complete || !papergraph.main", timeout=60_000)
        assert self.page.get_attribute("html", "data-complete"), self.troubles

    def wait_for(self, expression: str, *, arg: object = None, timeout: float = 30_000) -> None:
        """Wait until an expression holds; Playwright's own way asks by ``eval``, which the page's policy forbids."""
        end = time.monotonic() + timeout / 1000
        while not self.page.evaluate(expression, arg):
            assert time.monotonic() < end, f"in vain for {timeout / 1000:g} s: {expression}"
            self.page.wait_for_timeout(15)

    def go(self, fragment: str) -> None:
        """Change the address as a link would, and wait until the page has followed."""
        self.page.evaluate("(hash) => { window.location.hash = hash; }", fragment)
        self.page.evaluate("new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")

    def find(self, text: str) -> None:
        self.page.focus("#search")
        self.page.fill("#search", "")
        self.page.keyboard.type(text)
        self.page.wait_for_selector("#suggestions li")

    @property
    def heading(self) -> str:
        return str(self.page.inner_text("#panel h2"))

    @property
    def fragment(self) -> str:
        return str(self.page.evaluate("window.location.hash"))


@contextmanager
def launched() -> Iterator[Any]:
    """A browser; the test is skipped where there is none."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        missing("playwright")
    if not CHROMIUM:
        missing("Chromium (set PAPERGRAPH_CHROMIUM)")
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield found
        found.close()


def missing(what: str) -> None:
    if os.environ.get("CI"):
        pytest.fail(f"{what} is not installed")
    pytest.skip(f"{what} is not installed")


def write_synthetic_page(path: Path) -> None:
    """A page of 377 papers, one of them with a hostile title, name and link."""
    graph, extractions = synthetic_graph()
    paper = "paper/s00000"
    graph.nodes[paper]["title"] = HOSTILE_TITLE
    graph.nodes["entity/accuracy"]["name"] = HOSTILE_NAME
    graph.add_node("link/bad", kind="link", url=HOSTILE_URL, linkKind="page")
    graph.add_edge(paper, "link/bad", key="linksTo", own=True, linkKind="page", span=None)
    write_page(graph, extractions, path, title="Synthetic corpus")
