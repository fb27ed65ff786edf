"""Filters, focus and the way back, keys, colours, tour and the small screen, as a reader uses them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from browsing import Reader

pytestmark = pytest.mark.browser

STATE = "papergraph.state.get()"
DRAWN = "papergraph.graph.nodes.getIds().map((n) => papergraph.data.kindOf(n))"
SAID = "document.getElementById('status').textContent"


def shown(reader: Reader) -> int:
    return int(reader.page.evaluate("papergraph.graph.view.places.size"))


# -- filters -----------------------------------------------------------------------------------------------------------


def test_the_legend_is_a_filter_that_the_address_holds(opened: Reader) -> None:
    opened.page.locator("#legend label", has_text="methods").click()
    assert "METHOD" not in opened.page.evaluate(DRAWN)
    assert "method" not in opened.fragment
    assert opened.fragment.startswith("#kinds=paper,model,benchmark")
    opened.page.go_back()
    opened.page.wait_for_function("() => window.location.hash === ''")
    assert "METHOD" in opened.page.evaluate(DRAWN)
    assert opened.page.locator("#legend input[value=METHOD]").is_checked()


def test_all_kinds_may_be_switched_off(opened: Reader) -> None:
    for box in opened.page.locator("#legend input").all():
        box.press("Space")
    assert opened.fragment == "#kinds=none"
    assert opened.page.evaluate(DRAWN) == []
    assert "Nothing is left" in opened.page.inner_text("#filtered")


def test_choices_filter_and_count_as_they_combine(opened: Reader) -> None:
    opened.page.click("#filter-button")
    role = opened.page.locator("#filters label", has_text="introduces")
    before = int(role.locator(".count").inner_text())
    opened.page.get_by_label("papers with code").check()
    after = int(role.locator(".count").inner_text())
    assert 0 < after < before
    role.locator("input").check()
    assert opened.page.evaluate(f"[{STATE}.roles, {STATE}.code]") == [["introduces"], True]
    papers = opened.page.evaluate(
        "[...papergraph.data.id.keys()].filter((n) => papergraph.data.isPaper(n) && papergraph.filters.node(n)).length"
    )
    assert papers == after
    assert opened.page.inner_text("#legend label:has(input[value=paper]) .count") == str(after)
    assert f"{after} of 377 papers" in opened.page.inner_text("#filtered")
    assert f"{after} of 377 papers" in opened.page.evaluate(SAID)


def test_a_filter_is_taken_off_alone_or_all_are(opened: Reader) -> None:
    opened.go("#code&roles=uses&confidence=50")
    assert opened.page.locator("#filtered .drop").all_inner_texts() == ["uses ×", "at least 50 % sure ×", "with code ×"]
    opened.page.locator("#filtered .drop", has_text="uses").click()
    assert opened.fragment == "#confidence=50&code"
    opened.page.locator("#filtered .reset").click()
    assert opened.fragment == ""
    assert opened.page.locator("#filtered").is_hidden()
    assert opened.page.evaluate(SAID) == "All is shown"


def test_sliders_and_years_write_the_address(opened: Reader) -> None:
    opened.page.click("#filter-button")
    opened.page.get_by_label("Least confidence in percent").fill("60")
    opened.page.get_by_label("Least number of papers of an entity").fill("3")
    opened.page.locator("#filters .range select").first.select_option("2021")
    assert opened.fragment == "#confidence=60&years=2021-&papers=3"
    assert opened.page.locator("#filters .bar.out").count() == 2
    opened.page.keyboard.press("Escape")
    assert opened.page.locator("#filters").is_hidden()
    assert opened.page.evaluate("document.activeElement.id") == "filter-button"
    assert opened.fragment == "#confidence=60&years=2021-&papers=3"


def test_what_filters_bring_in_stands_by_what_it_is_tied_to(opened: Reader) -> None:
    opened.go("#community=1&drawn=400")
    found = opened.page.evaluate(
        "(() => { const { data, graph } = papergraph; const { first } = data.raw; const { x, y } = data.raw.nodes;"
        "const places = [...graph.view.places]; const far = ([, a], [, b]) => Math.hypot(a.x - b.x, a.y - b.y);"
        "return { moved: places.filter(([n, p]) => n < first && (p.x !== x[n] || p.y !== y[n])).length,"
        "guests: places.filter(([n]) => n >= first).length,"
        "nearest: Math.min(...places.flatMap((a, i) => places.slice(0, i).map((b) => far(a, b)))),"
        "papers: places.filter(([n]) => data.isPaper(n)).map(([n]) => data.community[n]) }; })()"
    )
    assert found["moved"] == 0 < found["guests"]
    assert found["nearest"] > 8
    assert set(found["papers"]) == {1}


# -- focus and the way back --------------------------------------------------------------------------------------------


def test_a_neighbourhood_reaches_one_step_or_two(opened: Reader) -> None:
    opened.go("#node=entity/gsm8k")
    two = shown(opened)
    opened.page.locator("#reach button", has_text="1 step").click()
    assert opened.fragment == "#node=entity/gsm8k&steps=1"
    one = shown(opened)
    assert 1 < one < two
    assert one == 1 + opened.page.evaluate("papergraph.graph.view.found.inner.length")


def test_more_neighbours_come_when_asked_strongest_first(opened: Reader) -> None:
    opened.go("#node=entity/large-language-model&steps=1")
    first = opened.page.evaluate("papergraph.graph.view.found.inner")
    opened.page.locator("#reach button", has_text="Show 20 more").click()
    more = opened.page.evaluate("papergraph.graph.view.found.inner")
    assert more[: len(first)] == first
    assert len(more) == len(first) + 20
    assert "more=1" in opened.fragment
    assert f"strongest {len(more)} of" in opened.page.inner_text("#reach")
    opened.page.go_back()
    opened.page.wait_for_function("() => !window.location.hash.includes('more')")
    assert opened.page.evaluate("papergraph.graph.view.found.inner") == first


def test_a_neighbourhood_is_filtered(opened: Reader) -> None:
    opened.go("#node=entity/gsm8k&steps=1&roles=trains_on")
    papers = opened.page.evaluate("papergraph.graph.view.found.inner")
    expected = opened.page.evaluate(
        "papergraph.data.edgesOf[papergraph.data.numberOf.get('entity/gsm8k')]"
        ".filter((e) => e.role === 'trains_on').map((e) => e.paper)"
    )
    assert sorted(papers) == sorted(set(expected)) != []


def test_a_link_shows_both_ends_and_what_they_share(opened: Reader) -> None:
    left, right, why = opened.page.evaluate(
        "(() => { const { data } = papergraph; const [paper] = [...data.id.keys()].filter(data.isPaper);"
        "const other = data.relatedTo(paper)[0];"
        "return [data.id[paper], data.id[other.paper], other.why.map((reason) => reason.entity)]; })()"
    )
    opened.go(f"#link={left},{right}")
    places = opened.page.evaluate("[...papergraph.graph.view.places.keys()].map((n) => papergraph.data.id[n])")
    assert {left, right} <= set(places)
    assert opened.page.evaluate("papergraph.graph.view.found.inner")[: len(why)] == why
    assert opened.page.locator("#trail").is_visible()


def test_the_trail_says_where_one_was(opened: Reader) -> None:
    opened.go("#node=entity/gsm8k")
    opened.page.locator("#panel a.node:has(.mark.paper)").first.click()
    assert opened.page.locator("#trail li").count() == 3
    opened.page.locator("#trail button", has_text="GSM8K").click()
    assert opened.heading == "GSM8K"
    assert opened.page.locator("#trail li").count() == 2
    assert opened.page.locator("#trail [aria-current]").inner_text() == "GSM8K"
    opened.page.click("#back")
    assert opened.fragment == ""
    assert opened.page.locator("#trail").is_hidden()


def spot(opened: Reader, node: int) -> tuple[float, float]:
    found = opened.page.evaluate(
        "(node) => { const box = document.getElementById('graph').getBoundingClientRect(); const g = papergraph.graph;"
        "const p = g.network().canvasToDOM(g.view.places.get(node)); return [box.left + p.x, box.top + p.y]; }",
        node,
    )
    return found[0], found[1]


def test_a_double_click_brings_the_node_to_the_middle(opened: Reader) -> None:
    opened.page.mouse.dblclick(*spot(opened, 1))
    opened.page.wait_for_function(
        "() => { const { network, view } = papergraph.graph; const { x, y } = network().getViewPosition();"
        "const at = view.places.get(1); const near = document.getElementById('graph').clientWidth / 5;"
        "return view.focus === 1 && Math.hypot(at.x - x, at.y - y) * network().getScale() < near; }"
    )


def test_a_line_leads_to_its_far_end_and_the_ground_back(opened: Reader) -> None:
    opened.page.click("#tour .skip")
    opened.go("#node=entity/gsm8k&steps=1")
    centre, end = opened.page.evaluate("[papergraph.graph.view.focus, papergraph.graph.view.found.inner[0]]")
    opened.page.wait_for_timeout(400)
    (x, y), (to, down) = spot(opened, centre), spot(opened, end)
    opened.page.mouse.move((x + to) / 2, (y + down) / 2)
    opened.page.mouse.click((x + to) / 2, (y + down) / 2)
    opened.page.wait_for_function("(end) => papergraph.graph.view.focus === end", arg=end)
    opened.page.wait_for_timeout(500)
    box = opened.page.locator("#graph").bounding_box()
    opened.page.mouse.click(box["x"] + 4, box["y"] + box["height"] - 4)
    opened.page.wait_for_function("() => window.location.hash === '#steps=1'")


# -- keys --------------------------------------------------------------------------------------------------------------


def test_arrow_keys_go_from_node_to_node_and_enter_opens(opened: Reader) -> None:
    opened.page.focus("#graph")
    opened.page.keyboard.press("ArrowRight")
    first = opened.page.evaluate("papergraph.cursor.at()")
    name = opened.page.evaluate("(n) => papergraph.data.name[n]", first)
    assert opened.page.evaluate(SAID).startswith(f"{name}, ")
    opened.page.keyboard.press("ArrowDown")
    second = opened.page.evaluate("papergraph.cursor.at()")
    assert second != first
    x, y = spot(opened, second)
    box = opened.page.locator("#graph").bounding_box()
    assert box["x"] < x < box["x"] + box["width"]
    assert box["y"] < y < box["y"] + box["height"]
    opened.page.keyboard.press("Enter")
    assert opened.page.evaluate("papergraph.graph.view.focus") == second
    opened.page.keyboard.press("1")
    assert opened.page.evaluate(f"{STATE}.steps") == 1


def test_the_help_lists_the_keys(opened: Reader) -> None:
    opened.page.keyboard.press("?")
    assert opened.page.locator("#help").is_visible()
    assert "go to the next node this way" in opened.page.inner_text("#help")
    opened.page.keyboard.press("Escape")
    assert opened.page.locator("#help").is_hidden()
    opened.page.focus("#search")
    opened.page.keyboard.type("?f/")
    assert opened.page.input_value("#search") == "?f/"
    assert opened.page.locator("#help").is_hidden()
    opened.page.focus("#panel")
    opened.page.keyboard.press("f")
    assert opened.page.locator("#filters").is_visible()


# -- first visit, colours, small screens -------------------------------------------------------------------------------


def test_the_tour_is_taken_once(opened: Reader) -> None:
    assert opened.page.locator("#tour").is_visible()
    for _ in range(3):
        opened.page.click("#tour .next")
    assert "4 of 4" in opened.page.inner_text("#tour")
    opened.page.click("#tour .next")
    assert opened.page.locator("#tour").is_hidden()
    assert opened.page.locator(".pointed").count() == 0
    opened.page.reload()
    opened.page.wait_for_selector("html[data-complete]")
    assert opened.page.locator("#tour").is_hidden()


def test_who_is_sent_a_view_takes_no_tour(reader: Reader, synthetic_page: Path) -> None:
    reader.open(synthetic_page, "#node=entity/gsm8k")
    assert reader.page.locator("#tour").is_hidden()
    assert reader.troubles == []


def test_the_page_works_where_nothing_may_be_remembered(reader: Reader, synthetic_page: Path) -> None:
    reader.page.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } });"
    )
    reader.open(synthetic_page)
    reader.page.click("#tour .skip")
    reader.page.click("#theme-button")
    assert reader.page.locator("#tour").is_hidden()
    assert reader.troubles == []


def test_colours_are_chosen_and_remembered(opened: Reader) -> None:
    ground = "getComputedStyle(document.body).backgroundColor"
    painted = "papergraph.theme.get().background"
    seen: list[tuple[Any, Any]] = []
    for _ in range(3):
        opened.page.click("#theme-button")
        seen.append((opened.page.evaluate(ground), opened.page.evaluate(painted)))
    light, dark, system = seen
    assert light == system != dark
    opened.page.click("#theme-button")
    opened.page.click("#theme-button")
    opened.page.reload()
    opened.page.wait_for_selector("html[data-complete]")
    assert opened.page.evaluate(ground) == dark[0]


def test_on_a_phone_the_panel_is_a_sheet(reader: Reader, synthetic_page: Path) -> None:
    reader.page.set_viewport_size({"width": 390, "height": 844})
    reader.open(synthetic_page, "#node=entity/gsm8k&code&roles=evaluates_on,introduces,uses,mentions&confidence=10")
    heights = []
    for _ in range(3):
        heights.append(reader.page.locator("#side").bounding_box()["height"])
        reader.page.locator("#grip").press("Enter")
        reader.page.wait_for_timeout(300)
    half, full, low = heights
    assert low < 100 < half < full
    for width in (390, 320):
        reader.page.set_viewport_size({"width": width, "height": 844})
        assert reader.page.evaluate("document.documentElement.scrollWidth") <= width
    reader.page.click("#filter-button")
    assert reader.page.evaluate("document.getElementById('filters').scrollWidth") <= 390
    reader.page.keyboard.press("Escape")
    reader.go("#view=papers")
    reader.page.wait_for_function("() => document.getElementById('side').dataset.level === 'low'")
    reader.page.locator("#view-tables a.node").first.click()
    reader.page.wait_for_function("() => document.getElementById('side').dataset.level === 'half'")
    assert reader.troubles == []


def test_motion_is_reduced_where_it_is_asked_for(browser: Any, synthetic_page: Path) -> None:
    context = browser.new_context(reduced_motion="reduce")
    tab = Reader(context.new_page())
    tab.open(synthetic_page)
    tab.page.evaluate("papergraph.state.update({ node: 'entity/gsm8k' })")
    at = tab.page.evaluate("papergraph.graph.network().getViewPosition()")
    tab.page.wait_for_timeout(400)
    assert tab.page.evaluate("papergraph.graph.network().getViewPosition()") == at
    assert tab.troubles == []
    context.close()
