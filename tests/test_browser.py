"""The page in a headless Chromium, from disk, with the network off: as a reader uses it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from browsing import HOSTILE_NAME, HOSTILE_TITLE, Reader

from papergraph.explorer import write_page

pytestmark = pytest.mark.browser

FIRST_VIEW_MS = 2000
TRIES = 5


def test_the_first_view_is_ready_in_time(opened: Reader) -> None:
    times = [int(opened.page.get_attribute("html", "data-ready"))]
    while min(times) >= FIRST_VIEW_MS and len(times) < TRIES:
        opened.page.reload()
        opened.page.wait_for_selector("html[data-ready]", timeout=60_000)
        times.append(int(opened.page.get_attribute("html", "data-ready")))
    assert min(times) < FIRST_VIEW_MS
    drawn = opened.page.evaluate("papergraph.graph.nodes.length")
    assert drawn == opened.page.evaluate("papergraph.data.raw.first") <= 400


def test_something_is_painted(opened: Reader) -> None:
    colours = opened.page.evaluate(
        "(() => { const c = document.querySelector('#graph canvas'); const d = c.getContext('2d')"
        ".getImageData(0, 0, c.width, c.height).data; const s = new Set();"
        "for (let i = 0; i < d.length; i += 4) s.add(d[i] * 65536 + d[i + 1] * 256 + d[i + 2]); return s.size; })()"
    )
    assert colours > 50


def test_search_finds_and_enter_focuses(opened: Reader) -> None:
    opened.find("gsm8")
    assert "GSM8K" in opened.page.inner_text("#suggestions li[aria-selected=true]")
    opened.page.keyboard.press("Enter")
    assert opened.heading == "GSM8K"
    assert opened.fragment == "#node=entity/gsm8k"
    assert opened.page.locator("#panel a.node:has(.mark.paper)").count() > 5
    assert "GSM8K" in opened.page.locator("#panel blockquote b").first.inner_text()
    assert opened.page.locator("#suggestions").is_hidden()


def test_arrows_move_and_escape_closes(opened: Reader) -> None:
    opened.find("net")
    first = opened.page.inner_text("#suggestions li[aria-selected=true]")
    opened.page.keyboard.press("ArrowDown")
    second = opened.page.inner_text("#suggestions li[aria-selected=true]")
    opened.page.keyboard.press("ArrowUp")
    assert opened.page.inner_text("#suggestions li[aria-selected=true]") == first != second
    opened.page.keyboard.press("Escape")
    assert opened.page.locator("#suggestions").is_hidden()
    assert opened.fragment == ""


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("GSM8k", "GSM8K"),
        ("gsm-8k", "GSM8K"),
        ("large langauge model", "large language model"),
        ("language mod", "large language model"),
        ("large approach", "large language model"),
    ],
)
def test_search_forgives(opened: Reader, query: str, expected: str) -> None:
    found = opened.page.evaluate("q => papergraph.search.search(q).map((e) => papergraph.data.name[e.node])", query)
    assert expected in found[:2]


@pytest.mark.parametrize("query", ["", " ", "zzzzqqqq", "<script>", "\U0001f680\U0001f680", "(((", "x" * 5000])
def test_search_survives(opened: Reader, query: str) -> None:
    assert opened.page.evaluate("q => papergraph.search.search(q).length", query) <= 9


def test_suggestions_come_at_once(opened: Reader) -> None:
    slowest = opened.page.evaluate(
        "Math.max(...['g', 'gs', 'gsm', 'gsm8', 'gsm8k', 'translation', 'distilation of'].map((q) => {"
        "const times = [1, 2, 3, 4, 5].map(() => {"
        "const s = performance.now(); papergraph.search.search(q); return performance.now() - s; });"
        "return Math.min(...times); }))"
    )
    assert slowest < 50


def test_suggestions_are_announced(opened: Reader) -> None:
    said = "document.getElementById('status').textContent"
    opened.find("gsm8k")
    many = opened.page.locator("#suggestions li").count()
    assert opened.page.evaluate(said) == f"{many} suggestion{'s' if many > 1 else ''}"
    opened.find("zzzzqqqq")
    assert opened.page.evaluate(said) == "Nothing by that name"
    opened.page.fill("#search", "")
    assert opened.page.evaluate(said) == ""


def test_a_mention_shows_its_kind_by_a_shape(opened: Reader) -> None:
    opened.find("gsm8k")
    opened.page.keyboard.press("Enter")
    opened.page.locator("#panel a.node:has(.mark.paper)").first.click()
    opened.page.wait_for_selector("#panel .abstract .mention")
    shapes = opened.page.evaluate(
        "[...document.querySelectorAll('#panel .abstract .mention')]"
        ".map((m) => [m, m.querySelector('.mark')])"
        ".map(([m, mark]) => [m.classList[1], mark.className, mark.getBoundingClientRect().width])"
    )
    assert shapes
    assert all(mark == f"mark {kind}" and width > 5 for kind, mark, width in shapes)


def test_back_returns(opened: Reader) -> None:
    opened.find("gsm8k")
    opened.page.keyboard.press("Enter")
    opened.page.locator("#panel a.node:has(.mark.paper)").first.click()
    opened.page.wait_for_function("() => window.location.hash.startsWith('#node=paper/')")
    opened.page.go_back()
    opened.page.wait_for_function("() => window.location.hash === '#node=entity/gsm8k'")
    assert opened.heading == "GSM8K"
    opened.page.keyboard.press("Escape")
    opened.page.wait_for_function("() => window.location.hash === ''")
    assert opened.heading == "What is here"


def test_an_address_opens_its_node(reader: Reader, synthetic_page: Path) -> None:
    reader.open(synthetic_page, "#entity/gsm8k")
    assert reader.heading == "GSM8K"
    assert reader.troubles == []


def test_an_unknown_address_opens_the_overview(reader: Reader, synthetic_page: Path) -> None:
    reader.open(synthetic_page, "#entity/%E0%A4%A")
    assert reader.heading == "What is here"
    assert "which is not in this graph. Here is the overview." in reader.page.inner_text("#notice")
    assert reader.troubles == []


def test_mentions_in_the_abstract_are_marked(opened: Reader) -> None:
    opened.page.evaluate("window.location.hash = '#paper/s00003'")
    opened.page.wait_for_selector("#panel .abstract .mention")
    shown = opened.page.evaluate(
        "[...document.querySelectorAll('#panel .abstract .mention')]"
        ".map((m) => [m.textContent, decodeURI(m.hash.slice(1))])"
    )
    names = opened.page.evaluate("Object.fromEntries(papergraph.data.id.map((id, n) => [id, papergraph.data.name[n]]))")
    assert len(shown) > 2
    assert all(names[node] in (text, HOSTILE_NAME) for text, node in shown)
    opened.page.locator("#panel .abstract .mention").first.click()
    opened.page.wait_for_function("() => window.location.hash.startsWith('#node=entity/')")


def test_hostile_texts_stay_texts(opened: Reader) -> None:
    opened.page.evaluate("window.location.hash = '#paper/s00000'")
    opened.page.wait_for_function("() => window.location.hash === '#paper/s00000'")
    opened.page.wait_for_selector(".address")
    assert opened.heading == HOSTILE_TITLE
    assert opened.page.locator("#panel img, #panel script, #panel b[onclick]").count() == 0
    address = opened.page.locator(".address", has_text="javascript:").first
    assert address.evaluate("(node) => node.tagName") == "SPAN"
    opened.find("bold")
    assert HOSTILE_NAME in opened.page.inner_text("#suggestions")


def test_links_leave_safely(opened: Reader) -> None:
    opened.page.evaluate("window.location.hash = '#repository/github.com/example/tool-0'")
    opened.page.wait_for_selector("#panel a.address")
    link = opened.page.locator("#panel a.address").first
    assert link.get_attribute("href") == "https://github.com/example/tool-0"
    assert "noopener" in link.get_attribute("rel")


def test_the_legend_filters(opened: Reader) -> None:
    kinds = "new Set(papergraph.graph.nodes.getIds().map((n) => papergraph.data.kindOf(n))).has('METHOD')"
    assert opened.page.evaluate(kinds)
    opened.page.locator("#legend label", has_text="methods").click()
    assert not opened.page.evaluate(kinds)
    opened.page.locator("#legend input[value=METHOD]").press("Space")
    assert opened.page.evaluate(kinds)


def test_more_nodes_are_drawn_when_asked_but_never_too_many(opened: Reader) -> None:
    opened.page.click("#filter-button")
    opened.page.get_by_label("How many nodes are drawn").press("End")
    assert opened.page.evaluate("papergraph.graph.nodes.length") <= 1500
    assert opened.page.evaluate("papergraph.graph.nodes.length > papergraph.data.raw.first")


def test_a_click_on_the_map_focuses(opened: Reader) -> None:
    place = opened.page.evaluate(
        "(() => { const box = document.getElementById('graph').getBoundingClientRect(); const g = papergraph.graph;"
        "const p = g.network().canvasToDOM({ x: papergraph.data.raw.nodes.x[1], y: papergraph.data.raw.nodes.y[1] });"
        "return [box.left + p.x, box.top + p.y]; })()"
    )
    opened.page.mouse.click(*place)
    opened.page.wait_for_function("() => window.location.hash === '#node=' + papergraph.data.id[1]")
    assert opened.page.evaluate("papergraph.graph.view.focus") == 1


def test_labels_do_not_overlap(opened: Reader) -> None:
    overlaps = opened.page.evaluate(
        "(() => { const { found, scale } = papergraph.labels.placed();"
        "const boxes = found.map((l) => ({ l: l.x * scale + l.dx, r: l.x * scale + l.dx + l.width,"
        "t: l.y * scale + l.dy - 6, b: l.y * scale + l.dy + 6 }));"
        "const meet = (a, b) => a.l < b.r && b.l < a.r && a.t < b.b && b.t < a.b; let n = 0;"
        "boxes.forEach((a, i) => boxes.slice(i + 1).forEach((b) => { n += meet(a, b); }));"
        "return [found.length, n]; })()"
    )
    assert overlaps[0] > 20
    assert overlaps[1] == 0


def test_the_keyboard_walks_from_node_to_node(opened: Reader) -> None:
    opened.page.locator("#panel a.node").first.focus()
    opened.page.keyboard.press("Enter")
    opened.page.wait_for_function("() => window.location.hash !== ''")
    assert opened.page.evaluate("document.activeElement.tagName") == "H2"
    opened.page.keyboard.press("Tab")
    assert opened.page.evaluate("document.getElementById('panel').contains(document.activeElement)")


def test_related_papers_say_why(opened: Reader) -> None:
    paper = opened.page.evaluate("papergraph.data.id[papergraph.data.raw.related.left[0]]")
    opened.page.evaluate("(id) => { window.location.hash = '#' + id; }", paper)
    opened.page.wait_for_selector("#panel .why")
    shared = opened.page.evaluate(
        "papergraph.data.relatedTo(papergraph.data.numberOf.get(window.location.hash.slice(1)))"
        "[0].why.slice(0, 4).map((reason) => papergraph.data.name[reason.entity])"
    )
    assert opened.page.locator("#panel .why").first.locator("a.node").all_inner_texts() == shared


def test_colours_follow_the_preference(browser: Any, synthetic_page: Path) -> None:
    grounds = []
    for scheme in ("light", "dark"):
        context = browser.new_context(color_scheme=scheme)
        tab = Reader(context.new_page())
        tab.open(synthetic_page)
        grounds.append(tab.page.evaluate("getComputedStyle(document.body).backgroundColor"))
        assert tab.troubles == []
        context.close()
    assert grounds[0] != grounds[1]


def test_keys_move_the_map(opened: Reader) -> None:
    view = "papergraph.graph.network().getViewPosition().x"
    before = opened.page.evaluate(view)
    opened.page.locator("#graph").focus()
    opened.page.keyboard.press("Shift+ArrowRight")
    assert opened.page.evaluate(view) > before
    scale = opened.page.evaluate("papergraph.graph.network().getScale()")
    opened.page.keyboard.press("+")
    opened.page.wait_for_function("(scale) => papergraph.graph.network().getScale() > scale", arg=scale)


def test_the_pointer_does_not_take_the_focus(opened: Reader) -> None:
    opened.page.focus("#search")
    opened.page.mouse.move(300, 400)
    opened.page.mouse.move(320, 420)
    assert opened.page.evaluate("document.activeElement.id") == "search"


def test_slash_goes_to_the_search(opened: Reader) -> None:
    opened.page.locator("#panel").focus()
    opened.page.keyboard.press("/")
    assert opened.page.evaluate("document.activeElement.id") == "search"
    assert opened.page.input_value("#search") == ""


def test_everything_has_a_name(opened: Reader) -> None:
    nameless = opened.page.evaluate(
        "[...document.querySelectorAll('button, a, input')].filter((n) => !(n.textContent.trim() || n.ariaLabel"
        "|| n.closest('label')?.textContent.trim())).map((n) => n.outerHTML)"
    )
    assert nameless == []


@pytest.mark.parametrize("width", [390, 820])
def test_nothing_sticks_out_on_small_screens(reader: Reader, synthetic_page: Path, width: int) -> None:
    reader.page.set_viewport_size({"width": width, "height": 844})
    reader.open(synthetic_page, "#entity/gsm8k")
    assert reader.page.evaluate("document.documentElement.scrollWidth") <= width
    assert reader.page.locator("#panel h2").is_visible()
    assert reader.troubles == []


def test_an_empty_graph_opens(reader: Reader, tmp_path: Path) -> None:
    import networkx as nx

    write_page(nx.MultiDiGraph(), [], tmp_path / "empty.html")
    reader.open(tmp_path / "empty.html")
    assert "nothing in this graph" in reader.page.inner_text("#panel")
    assert reader.troubles == []


def test_without_javascript_there_is_a_list(browser: Any, synthetic_page: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(synthetic_page.as_uri())
    rows = [row.split("\t")[0] for row in page.locator("tr").all_inner_texts()]
    assert {"Title", HOSTILE_TITLE, "GSM8K", "example/tool-0"} <= set(rows)
    context.close()
