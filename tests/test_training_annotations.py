"""Annotated lines: both forms in the clean view, and everything that can't be right named by file and line."""

from __future__ import annotations

import json
import lzma
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from training_data import TEXTS, TOKENS, write

from papergraph.errors import InputError
from papergraph.extraction.tokens import blank_pipeline, clean_view
from papergraph.model import Paper
from papergraph.training.annotations import read_annotations
from papergraph.training.corpus import divide, save
from papergraph.training.forms import AnnotatedText, FlawedError, annotated_text


def paper(title: str, abstract: str, *entities: tuple[str, list[object]]) -> dict[str, object]:
    found = [{"name": "x", "type": kind, "mentions": mentions} for kind, mentions in entities]
    return {"title": title, "abstract": abstract, "entities": found}


def tokens(text: str, *entities: object) -> dict[str, object]:
    return {"tokens": text.split(" ") if text else [], "entities": list(entities)}


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (paper("", "No name at all."), []),
        (paper("A", ""), []),
        (paper("Fern", "Fern and Fern-XL, no QFern.", ("METHOD", ["Fern"])), ["Fern", "Fern", "Fern"]),
        (paper("", "Fern and Fern-XL", ("METHOD", ["Fern"]), ("MODEL", ["Fern-XL"])), ["Fern", "Fern-XL"]),
        (paper("", "Fern at https://example.org/Fern", ("METHOD", ["Fern"])), ["Fern"]),
        (paper("", "\\textbf{Fern}   is  $\\pi_0$", ("METHOD", ["Fern", "$\\pi_0$"])), ["Fern", "\\pi_0"]),
        (paper("", "We 🌿 use C# and A*", ("METHOD", ["C#", "A*", "🌿"])), ["🌿", "C#", "A*"]),
        (paper("", "Fern", ("METHOD", ["Fern", "Fern"])), ["Fern"]),
        (paper("On", "Fern", ("METHOD", [{"start": 3, "end": 7, "text": "Fern"}])), ["Fern"]),
        (paper("On", "Fern, Fern", ("MODEL", [{"start": 3, "end": 7}]), ("METHOD", ["Fern"])), ["Fern", "Fern"]),
        (paper("", "{\\bf Fern}s grow", ("METHOD", ["Fern"])), ["Ferns"]),
        (paper("", "A {} mark", ("METHOD", [{"start": 3, "end": 5}])), []),
        (tokens("We use GPT - 4 .", [2, 5, "MODEL"]), ["GPT - 4"]),
        (tokens("🌿", [0, 1, "X"]), ["🌿"]),
        (tokens("a b", [0, 1, "X"], [1, 2, "Y"], [0, 1, "X"]), ["a", "b"]),
        (tokens("$ \\alpha $ x", [0, 3, "X"]), ["\\alpha"]),
    ],
)
def test_what_is_learnt(line: dict[str, object], expected: list[str]) -> None:
    found = annotated_text(line)
    assert [found.text[start:end] for start, end, _ in found.spans] == expected


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ({}, "entities: a list is needed, found null"),
        ({"entities": []}, "neither title and abstract nor tokens are there"),
        (paper("", " "), "there is no text"),
        (tokens(""), "there is no text"),
        (paper("", "a " * 100_001), "the text has over 200000 characters"),
        ({"title": 3, "entities": []}, "title and abstract: texts are needed"),
        ({"tokens": ["a", 3], "entities": []}, "tokens: a list of texts is needed"),
        (paper("", "No name", ("METHOD", ["Fern"])), 'entity 1: the form "Fern" does not occur as whole words'),
        (paper("", "QFern", ("METHOD", ["Fern"])), 'entity 1: the form "Fern" does not occur'),
        (paper("", "Fern", ("METHOD", [""])), 'entity 1: the form "" does not occur'),
        (paper("", "Fern", ("METHOD", ["Fern"]), ("TASK", ["Fern"])), 'the form "Fern" is TASK here and METHOD before'),
        (paper("", "Fern", ("", ["Fern"])), 'the type must be a name without blanks around it, found ""'),
        (paper("", "Fern", ("METHOD", [3])), "a mention is a text, or an object with start and end"),
        (paper("", "Fern", ("METHOD", [{"start": True, "end": 4}])), "a mention is a text, or an object"),
        ({"title": "Fern", "entities": ["Fern"]}, "entity 1: an object with a type and a list of mentions is needed"),
        (paper("", "Fern", ("M", [{"start": 1, "end": 99}])), "the span [1, 99] lies outside the text of 5 characters"),
        (paper("", "Fern", ("M", [{"start": -1, "end": 2}])), "the span [-1, 2] lies outside"),
        (paper("", "Fern", ("M", [{"start": 2, "end": 2}])), "the span [2, 2] lies outside"),
        (paper("", "Fern", ("M", [{"start": 1, "end": 5, "text": "Moss"}])), 'covers "Fern", not "Moss"'),
        (
            paper("", "Fern moss", ("M", [{"start": 1, "end": 5}, {"start": 3, "end": 10}])),
            "the spans [1, 5] M and [3, 10] M overlap",
        ),
        (tokens("a b", [0, 3, "X"]), "entity 1: the span [0, 3] lies outside the 2 tokens"),
        (tokens("a b", [1, 1, "X"]), "the span [1, 1] lies outside the 2 tokens"),
        (tokens("a b", [0, 1]), "[first token, last token + 1, type] is needed"),
        (tokens("a b", [0, "1", "X"]), "[first token, last token + 1, type] is needed"),
        (tokens("a b", [0, 1, None]), "found null"),
        (tokens("a b c", [0, 2, "X"], [1, 3, "Y"]), "the spans [0, 3] X and [2, 5] Y overlap"),
        (tokens("a b", [0, 1, "X"], [0, 1, "Y"]), "overlap"),
    ],
)
def test_what_can_t_be_right(line: dict[str, object], reason: str) -> None:
    with pytest.raises(FlawedError) as caught:
        annotated_text(line)
    assert reason in str(caught.value)


def test_everything_that_is_wrong_with_a_line_is_said() -> None:
    with pytest.raises(FlawedError) as caught:
        annotated_text(tokens("a b", [0, 3, "X"], [0, 1, "Y"], [0]), types=["X", "Z"])
    assert len(caught.value.reasons) == 3
    assert 'unknown type "Y"; valid: X, Z' in caught.value.reasons


@settings(deadline=None)
@given(st.text(alphabet="ab {}$\\_*-🌿\u00ad\ud800", max_size=30), st.integers(0, 30), st.integers(1, 8))
def test_spans_of_any_text_are_whole_tokens(text: str, start: int, length: int) -> None:
    line = paper("T", text, ("X", [{"start": start, "end": start + length}]))
    try:
        found = annotated_text(line)
    except FlawedError:
        return
    assert found.text == clean_view(Paper(id="", title="T", abstract=text)).text
    doc = blank_pipeline().make_doc(found.text)
    assert all(doc.char_span(first, last) is not None for first, last, _ in found.spans)
    assert len(found.spans) + found.lost == 1


def test_the_examples_of_the_page_are_right() -> None:
    page = (Path(__file__).parents[1] / "docs" / "training.md").read_text(encoding="utf-8")
    found = [annotated_text(json.loads(block)) for block in re.findall(r"```json\n(.*?)```", page, re.DOTALL)]
    names = [[text.text[start:end] for start, end, _ in text.spans] for text in found]
    assert names == [["Bramble", "Bramble", "OrchardQA"], ["GPT - 4"]]


def test_each_flaw_is_named_by_file_and_line(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    lines = [
        json.dumps(TEXTS[0]),
        "",
        '{"title": "cut',
        json.dumps(tokens("a", [0, 9, "X"])),
        "[1]",
        json.dumps(TOKENS[0]),
    ]
    path.write_text("\n".join(lines) + "\n")
    found = read_annotations([path])
    assert [(reject.file, reject.line) for reject in found.rejects] == [(path.as_posix(), line) for line in (3, 4, 5)]
    assert "broken JSON" in found.rejects[0].reason
    assert (len(found.texts), found.lines_set_aside) == (2, 3)


def test_compressed_files_are_read_and_described(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl.xz"
    path.write_bytes(lzma.compress(b"".join(json.dumps(line).encode() + b"\n" for line in TEXTS)))
    found = read_annotations([path])
    assert found.files[0].texts == len(TEXTS) == len(found.texts)
    assert found.files[0].entities == sum(len(text.spans) for text in found.texts) == 4 * len(TEXTS)


@pytest.mark.parametrize("content", [b"", b"\x89PNG....", lzma.compress(b'{"tokens": []}\n' * 9000)[:-40]])
def test_what_is_no_text_is_an_error(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x").write_bytes(content)
    with pytest.raises(InputError, match="x"):
        read_annotations([tmp_path / "x"])


def test_the_order_of_the_input_does_not_matter(tmp_path: Path) -> None:
    one = write(tmp_path / "one.jsonl", TEXTS)
    two = [write(tmp_path / "b.jsonl", TEXTS[:7:-1]), write(tmp_path / "a.jsonl", TEXTS[7::-1])]
    assert read_annotations([one]).texts == read_annotations(two).texts


def texts_of(lines: list[dict[str, object]]) -> list[AnnotatedText]:
    return sorted(annotated_text(line) for line in lines)


def test_documents_are_not_divided() -> None:
    corpora = divide(texts_of(TOKENS), None, seed=1, path=Path("x"))
    assert {text.document for text in corpora.dev}.isdisjoint(text.document for text in corpora.train)
    assert len({text.document for text in corpora.dev}) == 1
    assert (len(corpora.train) + len(corpora.dev), corpora.dropped) == (len(TOKENS), 0)


def test_seeds_hold_out_different_texts() -> None:
    texts = texts_of(TEXTS)
    assert len({divide(texts, None, seed=seed, path=Path("x")).dev for seed in range(5)}) > 1


def test_what_dev_holds_is_not_trained_on() -> None:
    texts = texts_of(TEXTS)
    corpora = divide(texts, texts[:3], seed=0, path=Path("x"))
    assert set(corpora.train).isdisjoint(corpora.dev)
    assert (len(corpora.train), len(corpora.dev), corpora.dropped) == (17, 3, 3)


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        ([], "too few documents"),
        (TEXTS[:1], "too few"),
        ([tokens("a"), tokens("b")], "no text to train on has an entity"),
    ],
)
def test_too_little(lines: list[dict[str, object]], reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        divide(texts_of(lines), None, seed=0, path=Path("x"))


def test_the_corpus_holds_every_span(tmp_path: Path) -> None:
    from spacy.tokens import DocBin

    texts = texts_of(TEXTS + TOKENS)
    save(texts, tmp_path / "x.spacy")
    docs = DocBin().from_disk(tmp_path / "x.spacy").get_docs(blank_pipeline().vocab)
    found = [(doc.text, tuple((e.start_char, e.end_char, e.label_) for e in doc.ents)) for doc in docs]
    assert found == [(text.text, text.spans) for text in texts]
