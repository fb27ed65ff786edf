"""What the panels say of papers, entities and links, on a field small enough to count by hand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browsing import Reader
from small_field import FORMULA_TITLE, small_field

from papergraph.explorer import write_page

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def field(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    """The page of the small field, in one tab for all tests."""
    path: Path = tmp_path_factory.mktemp("field") / "graph.html"
    write_page(*small_field(), path, title="A small field")
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    context.set_offline(True)
    reader = Reader(context.new_page())
    reader.open(path)
    reader.page.wait_for_selector("html[data-complete]")
    yield reader
    assert reader.troubles == []
    assert {url.split("#")[0] for url in reader.requests} == {path.as_uri()}
    context.close()


def panel_text(reader: Reader, fragment: str) -> str:
    reader.go(fragment)
    return " ".join(str(reader.page.inner_text("#panel")).split())


def section(reader: Reader, title: str) -> Any:
    return reader.page.locator("#panel section").filter(has=reader.page.locator("h3", has_text=title))


def test_a_paper_reports_results_with_their_sentence(field: Reader) -> None:
    field.go("#node=paper/f2")
    results = section(field, "Results it reports (3)")
    said = [" ".join(text.split()) for text in results.locator("li").all_inner_texts()]
    assert said == [
        "83% in accuracy on SumBench by Adder 2 against Adder (higher is better) "
        "71.5% in accuracy on SumBench by Adder (higher is better) "
        "On SumBench, Adder 2 has an accuracy of 83%, against 71.5% for Adder.",
        "12.5 in error on ProofBench by Adder 2 (lower is better) On ProofBench it has an error of 12.5.",
    ]
    assert results.locator("blockquote b").all_inner_texts() == ["83%", "71.5%", "12.5"]


def test_a_paper_says_whose_its_links_are(field: Reader) -> None:
    assert "the paper's own code" in panel_text(field, "#node=paper/f1")
    assert "mentioned code" in panel_text(field, "#node=paper/f2")


def test_a_mention_in_an_abstract_leads_to_its_entity(field: Reader) -> None:
    field.go("#node=paper/f1")
    marked = field.page.locator("#panel .abstract .mention")
    assert marked.all_inner_texts() == ["Adder", "arithmetic", "SumBench", "Adder", "accuracy"]
    marked.nth(2).click()
    assert field.heading == "SumBench"


def test_a_related_paper_leads_to_the_sentences_of_both(field: Reader) -> None:
    field.go("#node=paper/f1")
    field.page.locator("#panel a.go", has_text="sentences").first.click()
    assert field.heading == "Why these papers are linked"
    assert field.fragment == "#link=paper/f1,paper/f3"
    found = field.page.locator("#panel .items:not(.ends) > li")
    shared = [text.split("\n")[0] for text in found.all_inner_texts()]
    assert sorted(shared) == ["Adder", "SumBench", "accuracy"]
    why = "papergraph.data.relatedTo(papergraph.data.numberOf.get('paper/f1'))[0].why"
    assert shared == field.page.evaluate(f"{why}.map((reason) => papergraph.data.name[reason.entity])")
    sides = found.nth(shared.index("Adder")).locator(".side")
    assert [" ".join(text.split()) for text in sides.all_inner_texts()] == [
        "Adder: Sums by Carrying introduces it We introduce Adder for arithmetic.",
        f"{FORMULA_TITLE} compares with it On SumBench, Sieve has an accuracy of 90.5%, above Adder.",
    ]


def test_two_entities_are_linked_by_papers(field: Reader) -> None:
    said = panel_text(field, "#link=entity/sieve,entity/proofbench")
    assert "1 paper names both" in said
    assert "Proofs by Sieving 2023 · uses Sieve, evaluates on ProofBench" in said
    assert "We use Sieve on ProofBench, with Finch-1B; error is 9.5." in said
    assert "Reported: 9.5 in error on ProofBench by Sieve" in said


def test_two_that_share_nothing_say_so(field: Reader) -> None:
    assert "These papers share no entity" in panel_text(field, "#link=paper/f1,paper/f7")
    assert "No paper names both" in panel_text(field, "#link=entity/loom,entity/sumbench")


def test_who_introduces_it_stands_first(field: Reader) -> None:
    field.go("#node=entity/adder")
    titles = field.page.locator("#panel h3").all_inner_texts()
    roles = [title for title in titles if title.startswith("Papers that")]
    assert roles == [
        "Papers that introduce it (1)",
        "Papers that compare with it (1)",
        "Papers that use it (1)",
    ]
    assert "carry-aware adder" in field.page.inner_text("#panel")


def test_a_result_says_which_side_it_is_on(field: Reader) -> None:
    said = panel_text(field, "#node=entity/adder")
    assert "71.5% in accuracy on SumBench (higher is better)" in said
    assert "90.5% in accuracy on SumBench by Sieve against Adder (higher is better)" in said


def test_a_family_goes_both_ways(field: Reader) -> None:
    field.go("#node=entity/adder-2")
    above, below = section(field, "Variant of"), section(field, "Variants")
    assert [" ".join(text.split()) for text in above.locator("li").all_inner_texts()] == ["Adder by its name"]
    assert [" ".join(text.split()) for text in below.locator("li").all_inner_texts()] == ["Adder 2 Mini by its name"]
    chain = "papergraph.family.above(papergraph.data.numberOf.get('entity/adder-2-mini'), 'variantOf')"
    assert field.page.evaluate(f"{chain}.map((item) => papergraph.data.name[item.node])") == ["Adder 2", "Adder"]
    tree = "papergraph.family.below(papergraph.data.numberOf.get('entity/adder'), 'variantOf')"
    assert field.page.evaluate(f"{tree}.map((i) => i.below.length)") == [1]


def test_a_leaderboard_is_sorted_by_the_direction_of_its_metric(field: Reader) -> None:
    groups = (
        "(id) => papergraph.leaderboard.groups(papergraph.data.numberOf.get(id))"
        ".map((g) => [papergraph.data.name[g.metric], g.direction, g.results.map((r) => r.value)])"
    )
    assert field.page.evaluate(groups, "entity/sumbench") == [
        ["accuracy", "higher", ["90.5%", "83%", "71.5%", "71.5%"]]
    ]
    assert field.page.evaluate(groups, "entity/proofbench") == [["error", "lower", ["9.5", "12.5"]]]
    said = panel_text(field, "#node=entity/proofbench")
    assert "What the abstracts claim" in said
    assert "9.5 Sieve 2023 · Proofs by Sieving" in said
    field.page.locator("#panel summary").first.click()
    assert field.page.locator("#panel details blockquote b").first.inner_text() == "9.5"


def test_changes_do_not_lead_a_leaderboard(field: Reader) -> None:
    values = [("2.5 points", 2.5), ("71%", 71.0), ("+12", 12.0), ("3x", 3.0), ("80", 80.0), ("high", None)]
    given = [{"value": value, "number": number, "direction": "lower"} for value, number in values]
    ranked = field.page.evaluate("(given) => papergraph.leaderboard.ranked(given).map((r) => r.value)", given)
    assert ranked == ["71%", "80", "2.5 points", "3x", "+12", "high"]


def test_a_timeline_is_told_to_those_who_do_not_see_it(field: Reader) -> None:
    field.go("#node=entity/adder")
    assert field.page.get_attribute("#panel .years", "aria-label") == "Papers by year. 2021: 1, 2022: 2"
    heights = "[...document.querySelectorAll('#panel .years .bar')].map((bar) => bar.offsetHeight)"
    assert field.page.evaluate(heights) == [22, 44]
    sieve = "papergraph.data.papersOf(papergraph.data.numberOf.get('entity/sieve'))"
    years = f"papergraph.evidence.perYear({sieve}.map((edge) => edge.paper))"
    assert field.page.evaluate(years) == [{"year": 2022, "count": 1}, {"year": 2023, "count": 1}]
    field.go("#node=entity/sieve")
    assert "1 paper without a year" in field.page.inner_text("#panel")


def test_what_stands_with_a_benchmark_is_listed_by_kind(field: Reader) -> None:
    field.go("#node=entity/proofbench")
    together = section(field, "Often together with")
    assert together.locator("h4").all_inner_texts() == ["Methods", "Models", "Benchmarks", "Metrics"]
    methods = together.locator("ul").first.locator("a.node").all_inner_texts()
    assert sorted(methods) == ["Adder", "Adder 2", "Adder 2 Mini", "Sieve"]
    together.get_by_role("link", name="in 2 papers with ProofBench").first.click()
    assert field.heading == "Papers that name both"


def test_a_repository_lists_its_papers(field: Reader) -> None:
    said = panel_text(field, "#node=repository/github.com/example/adder")
    assert "Adder: Sums by Carrying its own code" in said
    assert "Adder 2: Longer Sums mentions it" in said
