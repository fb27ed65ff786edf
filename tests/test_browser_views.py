"""Tables, matrix, comparison and what is saved from them, on a field small enough to count by hand."""

from __future__ import annotations

import csv
import io
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from browsing import HOSTILE_NAME, HOSTILE_TITLE, Reader
from small_field import FORMULA_TITLE, small_field

from papergraph.explorer import write_page

pytestmark = pytest.mark.browser
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def field(browser: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    """The page of the small field, in one tab for all tests."""
    path: Path = tmp_path_factory.mktemp("field") / "graph.html"
    write_page(*small_field(), path, title="A small field")
    context = browser.new_context(viewport={"width": 1280, "height": 800}, accept_downloads=True)
    context.set_offline(True)
    reader = Reader(context.new_page())
    reader.open(path)
    reader.page.wait_for_selector("html[data-complete]")
    yield reader
    assert reader.troubles == []
    assert {url.split("#")[0] for url in reader.requests if not url.startswith("blob:")} == {path.as_uri()}
    context.close()


def go(reader: Reader, fragment: str) -> None:
    reader.go("")
    reader.go(fragment)


def names(reader: Reader) -> list[str]:
    return list(reader.page.locator("#view-tables tbody th").all_inner_texts())


def saved(reader: Reader, button: str) -> tuple[str, bytes]:
    with reader.page.expect_download() as found:
        reader.page.locator(button).click()
    return found.value.suggested_filename, Path(found.value.path()).read_bytes()


def records(written: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(written.decode("utf-8-sig"), newline="")))


# -- tables ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("table", "first", "count"),
    [
        ("papers", None, 7), ("methods", "Adder", 5), ("benchmarks", "ProofBench", 3), ("models", "Finch-1B", 1),
        ("tasks", "storytelling", 2), ("metrics", "accuracy", 2), ("repositories", "example/adder", 1),
    ],
)  # fmt: skip
def test_each_kind_has_its_table(field: Reader, table: str, first: str | None, count: int) -> None:
    go(field, f"#view={table}")
    assert len(names(field)) == count
    assert first is None or names(field)[0] == first
    assert field.page.inner_text("#view-tables .total").split()[0] == str(count)


def test_a_column_sorts_both_ways_by_keyboard(field: Reader) -> None:
    go(field, "#view=methods")
    title = field.page.locator("#view-tables thead th", has_text="Method")
    assert title.get_attribute("aria-sort") is None
    field.page.locator("#view-tables th button", has_text="Method").press("Enter")
    assert names(field) == ["Adder", "Adder 2", "Adder 2 Mini", "Loom", "Sieve"]
    assert title.get_attribute("aria-sort") == "ascending"
    assert field.page.evaluate("document.activeElement.dataset.key") == "name"
    field.page.keyboard.press("Enter")
    assert names(field)[0] == "Sieve"
    assert title.get_attribute("aria-sort") == "descending"
    assert "sort=name.down" in field.fragment


def test_nothing_stands_last_whichever_way(field: Reader) -> None:
    for way in ("up", "down"):
        go(field, f"#view=papers&sort=year.{way}")
        assert names(field)[-1] == "Tales of a Loom"
    assert names(field)[0] == "Storytelling Revisited"


def test_a_table_is_filtered_with_the_graph(field: Reader) -> None:
    go(field, "#view=benchmarks&years=2023-")
    assert names(field) == ["ProofBench"]
    assert field.page.inner_text("#view-tables .total") == "1 of 3 benchmarks"
    go(field, "#view=papers&code")
    assert names(field) == ["Adder: Sums by Carrying"]


def test_a_table_is_narrowed_by_name(field: Reader) -> None:
    go(field, "#view=methods")
    field.page.locator("#view-tables .narrow").press_sequentially("adder 2")
    assert sorted(names(field)) == ["Adder 2", "Adder 2 Mini"]
    assert field.page.evaluate("document.activeElement.className") == "narrow"
    field.page.locator("#view-tables .narrow").fill("zzz")
    assert "No method with these words" in field.page.inner_text("#view-tables")
    field.page.locator("#view-tables .narrow").fill("")


def test_papers_are_found_by_what_they_name(field: Reader) -> None:
    go(field, "#view=papers")
    field.page.locator("#view-tables .narrow").fill("finch sieve")
    assert names(field) == ["Proofs by Sieving"]
    assert field.fragment == "#view=papers&find=finch%20sieve"
    go(field, field.fragment)
    assert names(field) == ["Proofs by Sieving"]
    field.page.locator("#view-tables .narrow").fill("")
    assert len(names(field)) == 7


def test_a_row_opens_its_panel_and_stays(field: Reader) -> None:
    go(field, "#view=methods")
    field.page.locator("#view-tables tbody th a", has_text="Loom").click()
    assert field.heading == "Loom"
    assert field.page.locator("#view-tables tr.chosen th").all_inner_texts() == ["Loom"]
    assert field.page.evaluate("document.activeElement.closest('#view-tables') !== null")


def test_a_table_is_saved_as_csv(field: Reader) -> None:
    go(field, "#view=papers&sort=year.up")
    name, written = saved(field, "#view-tables .above button")
    rows = records(written)
    assert name == "a-small-field-papers.csv"
    assert written.startswith(b"\xef\xbb\xbf")
    assert len(rows) == 7
    assert [row["Year"] for row in rows] == ["2021", "2022", "2022", "2023", "2023", "2024", ""]
    assert rows[0] | {"Topic": ""} == {
        "Title": "Adder: Sums by Carrying", "Year": "2021", "Topic": "", "Methods": "1", "Models": "0",
        "Benchmarks": "1", "Tasks": "1", "Results": "1", "Code": "yes", "id": "paper/f1", "Authors": "", "Venue": "",
        "Links": "https://github.com/example/adder",
    }  # fmt: skip
    assert f"'{FORMULA_TITLE}" in [row["Title"] for row in rows]


def test_results_are_a_table_too(field: Reader) -> None:
    go(field, "#view=results&sort=value.up")
    _, written = saved(field, "#view-tables .above button")
    rows = records(written)
    assert [row["Value"] for row in rows] == ["9.5", "12.5", "71.5", "71.5", "83", "90.5"]
    assert rows[0]["Sentence"] == "We use Sieve on ProofBench, with Finch-1B; error is 9.5."
    assert (rows[0]["By"], rows[0]["Better"]) == ("Sieve", "lower")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("", ""), ("plain", "plain"), ("a,b", '"a,b"'), ('say "hi"', '"say ""hi"""'), ("two\nlines", '"two\nlines"'),
        ("=1+1", "'=1+1"), ("+cmd", "'+cmd"), ("-7B", "'-7B"), ("@x", "'@x"), ("\t=1", "'\t=1"), ("-12.5", "-12.5"),
        (-3, "-3"), (None, ""), (True, "true"), ("a\u0000b\ud800", "a\ufffdb\ufffd"), ("\U0001f680", "\U0001f680"),
    ],
)  # fmt: skip
def test_fields_of_csv(field: Reader, value: object, expected: str) -> None:
    given = [ord(unit) for unit in value] if isinstance(value, str) else value
    code = "(v) => papergraph.export.field(Array.isArray(v) ? String.fromCodePoint(...v) : v)"
    assert field.page.evaluate(code, given) == expected


def test_ten_thousand_rows_stay_quick(field: Reader) -> None:
    slowest = field.page.evaluate(
        "(() => { const rows = papergraph.rows; const many = Array.from({ length: 10000 }, (_, n) => n);"
        "const text = { value: (n) => `name ${(n * 7919) % 10000}` };"
        "const number = { value: (n) => (n % 10 ? (n * 7919) % 997 : null), number: true };"
        "return [text, number].map((column) => { const start = performance.now();"
        "rows.sorted(many, { column, down: true }); return performance.now() - start; }); })()"
    )
    assert max(slowest) < 500


# -- matrix ------------------------------------------------------------------------------------------------------------

COUNT = (
    "(wanted) => { const m = papergraph.matrix.count({ size: 10, ...wanted });"
    "const name = (item) => papergraph.data.name[item.entity];"
    "return { rows: m.rows.map(name), columns: m.columns.map(name), cells: m.cells, untried: m.untried.map(name) }; }"
)


def test_a_matrix_counts_papers(field: Reader) -> None:
    go(field, "#view=matrix")
    found = field.page.evaluate(COUNT, {"rowKind": "METHOD", "columnKind": "BENCHMARK"})
    assert found["columns"] == ["ProofBench", "SumBench", "TaleBench"]
    counts = dict(zip(found["rows"], found["cells"], strict=True))
    assert counts == {
        "Adder": [1, 3, 0], "Adder 2": [2, 1, 0], "Sieve": [1, 1, 0], "Adder 2 Mini": [1, 0, 0], "Loom": [0, 0, 1],
    }  # fmt: skip
    mere = field.page.evaluate(COUNT, {"rowKind": "METHOD", "columnKind": "BENCHMARK", "mere": True})
    assert dict(zip(mere["rows"], mere["cells"], strict=True))["Sieve"] == [1, 1, 1]


def test_what_no_method_was_tried_on_is_named(field: Reader) -> None:
    go(field, "#view=matrix&rows=method&columns=task&years=2024-")
    found = field.page.evaluate(COUNT, {"rowKind": "METHOD", "columnKind": "TASK"})
    assert found["untried"] == ["storytelling"]
    go(field, "#view=matrix&rows=model&columns=task")
    assert "Tasks that stand in no paper with any model (2)" in field.page.inner_text("#view-matrix")


def test_the_likeliest_gap_comes_first(field: Reader) -> None:
    gaps = field.page.evaluate(
        "papergraph.matrix.gaps({ rows: [{ entity: 0 }, { entity: 1 }, { entity: 2 }, { entity: 3 }],"
        "columns: [{ entity: 4 }, { entity: 5 }, { entity: 6 }],"
        "cells: [[2, 1, 0], [2, 1, 0], [2, 0, 0], [0, 0, 5]] })"
    )
    assert [(gap["row"], gap["column"], gap["by"]) for gap in gaps] == [(2, 1, [0, 1])]


def test_a_cell_opens_its_papers(field: Reader) -> None:
    go(field, "#view=matrix")
    cell = field.page.locator("#view-matrix [data-row]", has_text="3")
    assert cell.get_attribute("aria-label") == "Adder and SumBench: 3 papers"
    cell.click()
    assert field.heading == "Papers that name both"
    assert field.page.locator("#panel .items:not(.ends) > li").count() == 3
    assert "view=matrix" in field.fragment


def test_arrow_keys_walk_over_the_matrix(field: Reader) -> None:
    go(field, "#view=matrix")
    here = "[document.activeElement.dataset.row, document.activeElement.dataset.column]"
    field.page.locator("#view-matrix [data-row='0'][data-column='0']").focus()
    for key in ("ArrowDown", "ArrowRight", "End"):
        field.page.keyboard.press(key)
    assert field.page.evaluate(here) == ["1", "2"]
    field.page.keyboard.press("ArrowUp")
    field.page.keyboard.press("Home")
    assert field.page.evaluate(here) == ["0", "0"]
    assert field.page.locator("#view-matrix [data-row][tabindex='0']").count() == 1


def test_the_kinds_of_a_matrix_are_chosen_and_stand_in_the_address(field: Reader) -> None:
    go(field, "#view=matrix")
    field.page.select_option("#matrix-rows", "model")
    assert "rows=model" in field.fragment
    assert field.page.locator("#view-matrix tbody th").all_inner_texts() == ["Finch-1B"]
    assert field.page.evaluate("document.activeElement.id") in ("matrix-rows", "")
    name, written = saved(field, "#view-matrix .above button")
    assert name == "a-small-field-models-by-benchmarks.csv"
    assert records(written) == [{"models": "Finch-1B", "ProofBench": "2", "SumBench": "0", "TaleBench": "0"}]


# -- comparison --------------------------------------------------------------------------------------------------------


def test_two_papers_side_by_side(field: Reader) -> None:
    go(field, "#view=compare&compare=paper/f1,paper/f2")
    found = field.page.evaluate(
        "(() => { const [left, right] = ['paper/f1', 'paper/f2'].map((id) => papergraph.data.numberOf.get(id));"
        "const name = (item) => papergraph.data.name[item.entity];"
        "return Object.fromEntries(Object.entries(papergraph.compare.split(left, right))"
        ".map(([side, items]) => [side, items.map(name).sort()])); })()"
    )
    assert found == {
        "both": ["Adder", "SumBench", "accuracy"],
        "left": ["arithmetic"],
        "right": ["Adder 2", "ProofBench", "error"],
    }
    said = " ".join(field.page.inner_text("#view-compare").split())
    assert "accuracy on SumBench (higher is better) 71.5% 83%, 71.5%" in said
    assert "Year 2021 2022" in said


def test_two_entities_side_by_side(field: Reader) -> None:
    go(field, "#view=compare&compare=entity/adder,entity/sieve")
    said = " ".join(field.page.inner_text("#view-compare").split())
    assert "Papers: introduces 1 1" in said
    assert "Years 2021 to 2022 2022 to 2023" in said
    assert "accuracy on SumBench (higher is better) 71.5%, 71.5% 90.5%" in said
    assert "compares with the first, introduces the second" in said


def test_the_second_is_chosen_from_a_field(field: Reader) -> None:
    go(field, "#node=entity/adder")
    field.page.locator("#panel a", has_text="Compare with").click()
    assert "Choose what to set beside “Adder”" in field.page.inner_text("#view-compare")
    pick = field.page.locator("#view-compare .slot.wanted input")
    pick.press_sequentially("s")
    offered = field.page.locator("#view-compare .slot.wanted [role=option]").all_inner_texts()
    assert offered
    assert not any("paper" in text.lower().split("\n") or "Adder\n" in text for text in offered)
    pick.fill("")
    pick.press_sequentially("sieve")
    pick.press("Enter")
    assert "compare=entity/adder,entity/sieve" in field.fragment
    assert field.page.locator("#view-compare table").count() >= 2


def test_unlike_things_are_not_compared(field: Reader) -> None:
    go(field, "#view=compare&compare=entity/adder,paper/f1")
    assert "choose another" in field.page.inner_text("#view-compare")


# -- pictures ----------------------------------------------------------------------------------------------------------


def test_the_map_is_saved_as_svg(field: Reader) -> None:
    go(field, "")
    root = ET.fromstring(field.page.evaluate("papergraph.picture.svg()"))
    drawn = field.page.evaluate("[papergraph.graph.nodes.length, papergraph.graph.edges.length]")
    shapes = [
        node for node in root if node.tag in (f"{SVG}circle", f"{SVG}path") and node.find(f"{SVG}title") is not None
    ]
    assert [len(shapes), len(root.findall(f"{SVG}line"))] == drawn
    assert "Sieve (method)" in [title.text for title in root.iter(f"{SVG}title")]
    assert f"{FORMULA_TITLE} (paper)" in [title.text for title in root.iter(f"{SVG}title")]
    assert {text.text for text in root.iter(f"{SVG}text")} >= {"Adder", "SumBench"}
    assert not {node.tag for node in root.iter()} & {f"{SVG}script", f"{SVG}image", f"{SVG}foreignObject"}


def test_both_pictures_can_be_saved(field: Reader) -> None:
    go(field, "")
    name, written = saved(field, "#save-png")
    assert (name, written[:8]) == ("a-small-field.png", b"\x89PNG\r\n\x1a\n")
    name, written = saved(field, "#save-svg")
    assert name == "a-small-field.svg"
    assert ET.fromstring(written).tag == f"{SVG}svg"


# -- bad input ---------------------------------------------------------------------------------------------------------


def test_hostile_texts_stay_texts_in_all_views(opened: Reader) -> None:
    hostile = "compare=paper/s00000,paper/s00197"
    for fragment in ("view=papers", "view=metrics", "view=matrix&columns=metric", f"view=compare&{hostile}"):
        opened.go(f"#{fragment}")
        assert opened.page.locator("#stage img, #stage .view script, #stage b[onclick]").count() == 0
    assert HOSTILE_TITLE[:20] in opened.page.inner_text("#view-compare")
    opened.go("#link=entity/accuracy,entity/gsm8k")
    assert HOSTILE_NAME in opened.page.inner_text("#panel")
    opened.go("#node=paper/s00000")
    root = ET.fromstring(opened.page.evaluate("papergraph.picture.svg()"))
    assert f"{HOSTILE_TITLE} (paper)" in [title.text for title in root.iter(f"{SVG}title")]


def test_a_page_opens_on_any_view_and_the_map_comes_after(reader: Reader, synthetic_page: Path) -> None:
    reader.open(synthetic_page, "#view=benchmarks")
    assert reader.page.locator("#view-tables table").is_visible()
    assert reader.page.locator("#canvas").is_hidden()
    reader.page.locator("#views button", has_text="Map").click()
    reader.page.wait_for_function("() => papergraph.labels.placed()?.found.length > 20")
    assert reader.troubles == []


def test_a_table_has_the_room_of_a_small_screen_until_a_row_is_chosen(reader: Reader, synthetic_page: Path) -> None:
    reader.page.set_viewport_size({"width": 390, "height": 844})
    reader.open(synthetic_page, "#view=methods")
    assert reader.page.get_attribute("#side", "data-level") == "low"
    assert reader.page.locator("#view-tables .pager").bounding_box()["y"] < 780
    reader.page.locator("#view-tables tbody th a").first.click()
    assert reader.page.get_attribute("#side", "data-level") == "half"
    assert reader.page.evaluate("document.documentElement.scrollWidth") <= 390
    assert reader.troubles == []
