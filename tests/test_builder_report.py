"""The report, the rankings and the line-by-line files, on hand-made values."""

from __future__ import annotations

import json
import re
from dataclasses import fields

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from papergraph.model import (
    CanonicalEntity,
    DoubtfulMerge,
    EntityType,
    Extraction,
    Link,
    LinkKind,
    Merge,
    Paper,
    Reject,
    Relation,
    Role,
)
from papergraph.report import PaperLink, escape, report
from papergraph.summary import Counts, by_type, own_code, top
from papergraph.tables import entity_lines, entity_record, read_entity, reject_lines, review_text

LORA = CanonicalEntity(
    id="entity/lora",
    name="LoRA",
    type=EntityType.METHOD,
    aliases=("low-rank adaptation",),
    broader=Relation(target="entity/adapter", reason="vocabulary"),
    papers={Role.USES: ("p2",), Role.INTRODUCES: ("p1",)},
    merges=(Merge(name="low-rank adaptation", into="LoRA", reason="definition", paper="p1", sentence="A | b."),),
)
RARE = CanonicalEntity(id="entity/rare", name="Rare", type=EntityType.METHOD, papers={Role.USES: ("p1",)})
CODE = Link(url="https://github.com/o/n", kind=LinkKind.CODE, own=True, start=0, end=3, repository="github.com/o/n")
PAPERS = (
    Extraction(paper=Paper(id="p1", title="First <script>alert(1)</script> | [x](y)"), links=(CODE,)),
    Extraction(paper=Paper(id="p2", title="Second\nline")),
)


def counts(**changed: int) -> Counts:
    values = dict.fromkeys((field.name for field in fields(Counts)), 0)
    return Counts(**(values | changed | {"entities_by_type": by_type([LORA, RARE])}))  # type: ignore[arg-type]


def written(**changed: object) -> str:
    facts: dict[str, object] = {
        "title": "T",
        "counts": counts(read=3, papers=2),
        "extractions": PAPERS,
        "entities": (LORA, RARE),
        "links": [PaperLink(left="paper/p1", right="paper/p2", weight=1.234, shared=("LoRA",))],
        "communities": [("LoRA · a | b", 2)],
        "rejects": (),
    }
    return report(**(facts | changed))  # type: ignore[arg-type]


def test_the_report_ranks_and_explains() -> None:
    text = written()
    assert "| LoRA | 2 | First" in text
    assert text.index("| LoRA | 2") < text.index("| Rare | 1")
    assert "read: 3, copies of others: 1" in text
    assert "<https://github.com/o/n>" in text
    assert re.search(r"\| First .* \| Second line \| 1\.23 \| LoRA \|", text)
    assert "| LoRA · a \\| b | 2 |" in text
    assert "| low-rank adaptation | LoRA | definition |" in text
    assert "Everything was read." in text


def test_the_report_of_nothing_says_so() -> None:
    text = written(extractions=(), entities=(), links=[], communities=[], counts=counts())
    assert text.count("None was found.") == 5
    assert "No two papers share an entity." in text
    assert "No papers are linked." in text


def test_the_report_names_what_was_set_aside() -> None:
    text = written(rejects=[Reject("b.csv", 3, "no | title"), Reject("a.bin", 0, "not text")])
    assert text.index("| a.bin |  | not text |") < text.index(r"| b.csv | 3 | no \| title |")


def test_the_report_can_t_be_injected_into() -> None:
    text = written()
    assert "<script" not in text
    assert "](y)" not in text.replace("\\](y)", "")
    rows = [line for line in text.splitlines() if line.startswith("| First")]
    assert rows
    assert all(len(re.findall(r"(?<!\\)\|", row)) in (3, 5) for row in rows)


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("", ""),
        ("a", "a"),
        ("🎉", "🎉"),
        ("$x_1$", r"\$x\_1\$"),
        ("a\nb\tc", "a b c"),
        ("\u202eabc\u2066", "abc"),
        ("`code`", r"\`code\`"),
        ("&amp;", "&amp;amp;"),
        ("שלום", "שלום"),
    ],
)
def test_escape(text: str, escaped: str) -> None:
    assert escape(text) == escaped


@given(st.text())
def test_an_escaped_text_is_one_line_without_marks(text: str) -> None:
    found = escape(text)
    assert len(found.splitlines()) <= 1
    assert not re.search(r"[<>]", found)
    assert not re.search(r"(?<!\\)(?:\\\\)*[|\[\]`*]", re.sub(r"\\[^\w\s]", "", found))


def test_long_texts_are_cut() -> None:
    assert escape("x" * 1000, limit=10) == "x" * 9 + "…"


@pytest.mark.parametrize("url", ["https://a/>|x", "javascript:alert(1)", "https://a/ b", "https://a/<script>"])
def test_addresses_stay_in_their_cell(url: str) -> None:
    link = Link(url=url, kind=LinkKind.CODE, own=True, start=0, end=1)
    text = written(extractions=(Extraction(paper=Paper(id="p", title="Paper"), links=(link,)),))
    row = next(
        line for line in text.splitlines() if line.startswith("| Paper | ") and "a" in line and "---" not in line
    )
    assert "<script" not in row
    assert "<javascript" not in row


def test_rankings_break_ties_by_name() -> None:
    entities = [
        CanonicalEntity(id=f"entity/{n}", name=n, type=EntityType.TASK, papers={Role.ADDRESSES: ("p",)}) for n in "cab"
    ]
    assert [row.name for row in top(entities, EntityType.TASK, 2)] == ["a", "b"]


def test_own_code_leaves_out_others() -> None:
    other = Link(url="https://github.com/x/y", kind=LinkKind.CODE, own=False, start=1, end=2)
    page = Link(url="https://x.org", kind=LinkKind.PAGE, own=True, start=1, end=2)
    assert own_code(Extraction(paper=PAPERS[0].paper, links=(other, page, CODE, CODE))) == (CODE.url,)


def test_entities_are_whole_and_sorted() -> None:
    lines = list(entity_lines([RARE, LORA]))
    assert json.loads(lines[0]) == {
        "id": "entity/lora",
        "name": "LoRA",
        "type": "METHOD",
        "aliases": ["low-rank adaptation"],
        "variantOf": None,
        "broader": {"target": "entity/adapter", "reason": "vocabulary"},
        "sameAs": [],
        "altLabels": [],
        "pages": [],
        "papers": {"introduces": ["p1"], "uses": ["p2"]},
        "merges": [
            {"name": "low-rank adaptation", "into": "LoRA", "reason": "definition", "paper": "p1", "sentence": "A | b."}
        ],
    }
    assert json.loads(lines[1])["id"] == "entity/rare"


@pytest.mark.parametrize("entity", [LORA, RARE])
def test_entities_are_read_as_they_were_written(entity: CanonicalEntity) -> None:
    assert read_entity(json.loads(json.dumps(entity_record(entity)))) == entity


def test_rejects_are_sorted() -> None:
    lines = list(reject_lines([Reject("b", 1, "x"), Reject("a", 10, "x"), Reject("a", 9, "x")]))
    assert [(json.loads(line)["file"], json.loads(line)["line"]) for line in lines] == [("a", 9), ("a", 10), ("b", 1)]


def test_the_review_has_both_sentences_and_room_for_an_answer() -> None:
    doubt = DoubtfulMerge(
        left="entity/a",
        right="entity/b",
        reason="one letter",
        left_sentence="A: it's {odd}\u2028.",
        right_sentence="- B\x07",
    )
    text = review_text([doubt], {"entity/a": "A", "entity/b": "B"})
    assert "  answer:\n" in text
    assert yaml.safe_load(text) == [
        {
            "left": "A",
            "right": "B",
            "left_id": "entity/a",
            "right_id": "entity/b",
            "reason": "one letter",
            "left_sentence": "A: it's {odd}\u2028.",
            "right_sentence": "- B\x07",
            "answer": None,
        }
    ]


def test_the_review_says_only_what_is_true() -> None:
    head = [line for line in review_text([], {}).splitlines() if line.startswith("#")]
    assert head == [
        "# Pairs of names that may be one thing. Those without an answer are two in this build.",
        "# Answer same or different, here or with papergraph review DIR; papergraph build --review DIR/review.yaml "
        "goes by it.",
        "# A build with an answer in its review.yaml is replaced only with --review, which keeps it, or with --force.",
    ]


def test_a_review_without_doubts_is_an_empty_list() -> None:
    assert yaml.safe_load(review_text([], {})) == []


def test_what_the_page_leaves_out_is_told() -> None:
    assert "In graph.html" not in written()
    assert "| In graph.html | 1 papers, the strongest; `papergraph serve` shows the other 1 as well |" in written(
        left=1
    )
