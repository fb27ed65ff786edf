"""The state of the page is its address: what is read out of it, what is written into it, what the filters leave."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from browsing import Reader

pytestmark = pytest.mark.browser

STATE = "papergraph.state.get()"


ADDRESSES: list[tuple[str, str, Any]] = [
    ("", "node", None),
    ("#entity/gsm8k", "node", "entity/gsm8k"),
    ("#node=entity/gsm8k", "node", "entity/gsm8k"),
    ("#node=entity%2Fgsm8k", "node", "entity/gsm8k"),
    ("#entity/gsm8k&view=papers", "view", "papers"),
    ("#link=paper/s00001,paper/s00002", "link", ["paper/s00001", "paper/s00002"]),
    ("#compare=entity/gsm8k", "compare", ["entity/gsm8k"]),
    ("#roles=introduces,uses", "roles", ["introduces", "uses"]),
    ("#kinds=paper,method", "kinds", ["paper", "METHOD"]),
    ("#confidence=80", "confidence", 80),
    ("#years=2020-2022", "years", [2020, 2022]),
    ("#years=2020-", "years", [2020, None]),
    ("#code&connects", "code", True),
    ("#code&connects", "connects", True),
    ("#community=0,2", "community", [0, 2]),
    ("#steps=1&more=3", "more", 3),
]
BROKEN = [
    ("#entity/nowhere", "The address names “entity/nowhere”, which is not in this graph. Here is the overview."),
    ("#node=%E0%A4%A", "which is not in this graph"),
    ("#=&&=#", "Here is the overview"),
    ("#roles=sings", "The address says “roles=sings”, which this page does not know. That part is left out."),
    ("#view=", "“view=”"),
    ("#years=tomorrow", "“years=tomorrow”"),
    ("#confidence=101", "“confidence=101”"),
    ("#link=entity/gsm8k", "“link=entity/gsm8k”"),
    ("#link=entity/gsm8k,entity/gsm8k", "“link=entity/gsm8k,entity/gsm8k”"),
    ("#link=paper/s00001,entity/gsm8k", "“link=paper/s00001,entity/gsm8k”"),
    ("#<img src=x>", "“<img src=x>”"),
    ("#" + "x" * 5000, "Here is the overview"),
]


def test_addresses_are_read_and_written(opened: Reader) -> None:
    for fragment, key, value in ADDRESSES:
        opened.go(fragment)
        assert opened.page.evaluate(f"{STATE}[{key!r}]") == value, fragment
        assert opened.page.locator("#notice").is_hidden(), fragment
        before = opened.page.evaluate(STATE)
        opened.go(opened.page.evaluate("papergraph.state.address()"))
        assert opened.page.evaluate(STATE) == before, fragment


def test_broken_addresses_are_said_in_a_sentence(opened: Reader) -> None:
    for fragment, said in BROKEN:
        opened.go(fragment)
        assert said in opened.page.inner_text("#notice"), fragment
        assert opened.heading == "What is here", fragment


def test_an_address_opens_the_page_as_it_was_sent(reader: Reader, synthetic_page: Path) -> None:
    reader.open(synthetic_page, "#node=entity/gsm8k&roles=introduces,evaluates_on&years=2020-&code&steps=1")
    assert reader.heading == "GSM8K"
    assert reader.page.evaluate("papergraph.filters.active()") == ["roles", "years", "code"]
    assert reader.troubles == []


def test_what_is_right_in_a_broken_address_holds(opened: Reader) -> None:
    opened.go("#roles=sings&node=entity/gsm8k")
    assert opened.heading == "GSM8K"
    assert opened.page.locator("#notice").is_visible()
    opened.page.evaluate("papergraph.state.update({ code: true })")
    assert opened.fragment == "#node=entity/gsm8k&code"
    assert opened.page.locator("#notice").is_hidden()


def test_filters_stay_when_a_link_is_followed(opened: Reader) -> None:
    opened.go("#code&node=entity/gsm8k&more=2")
    opened.page.locator("#panel a.node:has(.mark.paper)").first.click()
    assert opened.page.evaluate(f"{STATE}.node").startswith("paper/")
    assert opened.page.evaluate(f"[{STATE}.code, {STATE}.more]") == [True, 0]


def test_replacing_leaves_no_step_in_the_history(opened: Reader) -> None:
    long = opened.page.evaluate("history.length")
    opened.page.evaluate("papergraph.state.update({ confidence: 50 }, { replace: true })")
    assert opened.page.evaluate("history.length") == long
    opened.page.evaluate("papergraph.state.update({ confidence: 60 })")
    assert opened.page.evaluate("history.length") == long + 1
    opened.page.evaluate("papergraph.state.update({ confidence: 60 })")
    assert opened.page.evaluate("history.length") == long + 1


def test_listeners_hear_what_was_before(opened: Reader) -> None:
    opened.page.evaluate("papergraph.state.listen((now, before) => { window.heard = [before.code, now.code]; })")
    opened.page.evaluate("papergraph.state.update({ code: true })")
    assert opened.page.evaluate("window.heard") == [False, True]
    opened.page.go_back()
    opened.page.evaluate("new Promise((done) => setTimeout(done, 50))")
    assert opened.page.evaluate("window.heard") == [True, False]


def test_an_unknown_key_is_an_error_that_names_the_keys(opened: Reader) -> None:
    said = opened.page.evaluate(
        "(() => { try { papergraph.state.update({ colour: 1 }); } catch (error) { return error.message; } })()"
    )
    assert said.startswith("The state has no “colour”; it has node, link, view")


def left(opened: Reader, fragment: str) -> dict[str, Any]:
    """What a filter leaves, beside what it should, counted anew from the edges."""
    opened.go(fragment)
    found: dict[str, Any] = opened.page.evaluate(
        "(() => { const { data, filters } = papergraph; const all = [...data.id.keys()];"
        "const shown = all.filter(filters.node);"
        "return { papers: shown.filter(data.isPaper).map((p) => data.id[p]), all: all.length, shown: shown.length,"
        "kinds: [...new Set(shown.map(data.kindOf))].sort(),"
        "years: [...new Set(shown.filter(data.isPaper).map((p) => data.details[p].year))].sort(),"
        "code: shown.filter(data.isPaper).every(data.hasCode),"
        "roles: [...new Set(data.edges.filter((e) => filters.edge(e.number)).map((e) => e.role))].sort(),"
        "least: Math.min(...data.edges.filter((e) => filters.edge(e.number)).map((e) => e.confidence ?? 100)),"
        "communities: [...new Set(shown.filter(data.isPaper).map((p) => data.community[p]))],"
        "fewest: Math.min(...shown.filter(data.isEntity).map(data.paperCount)),"
        "loose: shown.filter((n) => !data.isRepository(n))"
        ".filter((n) => !data.edgesOf[n].some((e) => filters.edge(e.number))).length"
        "}; })()"
    )
    return found


def test_without_filters_all_is_shown(opened: Reader) -> None:
    found = left(opened, "")
    assert found["shown"] == found["all"]
    assert opened.page.evaluate("papergraph.filters.active()") == []


def test_each_filter_leaves_what_it_says(opened: Reader) -> None:
    everything = left(opened, "")
    assert left(opened, "#kinds=paper,model")["kinds"] == ["MODEL", "paper"]
    assert left(opened, "#years=2020-2022")["years"] == [2020, 2021, 2022]
    assert left(opened, "#roles=introduces,trains_on")["roles"] == ["introduces", "trains_on"]
    assert left(opened, "#confidence=90")["least"] >= 90 > everything["least"]
    assert left(opened, "#community=1")["communities"] == [1]
    assert left(opened, "#papers=4")["fewest"] >= 4 > everything["fewest"]
    code = left(opened, "#code")
    assert code["code"]
    assert 0 < len(code["papers"]) < len(everything["papers"])
    connected = left(opened, "#connects")
    assert connected["fewest"] >= 2
    assert connected["loose"] == 0


def test_filters_combine(opened: Reader) -> None:
    found = left(opened, "#roles=introduces&kinds=paper,benchmark&years=2021-2023")
    assert found["roles"] == ["introduces"]
    assert found["kinds"] == ["BENCHMARK", "paper"]
    expected = opened.page.evaluate(
        "(() => { const { data } = papergraph; return [...new Set(data.edges.filter((e) => e.role === 'introduces'"
        "&& data.kindOf(e.entity) === 'BENCHMARK' && data.details[e.paper].year >= 2021"
        "&& data.details[e.paper].year <= 2023).map((e) => data.id[e.paper]))].sort(); })()"
    )
    assert sorted(found["papers"]) == expected != []


def test_nothing_may_be_left(opened: Reader) -> None:
    assert left(opened, "#years=1900-1901")["shown"] == 0
    assert opened.page.evaluate("papergraph.graph.nodes.length") == 0
    opened.page.evaluate("papergraph.filters.reset()")
    assert opened.fragment == ""


def test_a_view_that_registers_itself_is_shown_and_hidden(opened: Reader) -> None:
    opened.page.evaluate(
        "(() => { window.calls = []; papergraph.views.register('matrix', {"
        "show: (place) => { window.calls.push('show'); place.textContent = 'cells'; },"
        "update: (state) => window.calls.push(state.view), hide: () => window.calls.push('hide') });"
        "papergraph.views.start(); })()"
    )
    opened.page.locator("#views button", has_text="Matrix").click()
    assert opened.fragment == "#view=matrix"
    assert opened.page.inner_text("#view-matrix") == "cells"
    assert opened.page.locator("#canvas").is_hidden()
    opened.page.locator("#views button", has_text="Map").click()
    assert opened.page.locator("#canvas").is_visible()
    assert opened.page.evaluate("window.calls") == ["show", "matrix", "hide"]
