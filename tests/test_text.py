"""The clean view and its offsets, sentences, and the folds of names and titles."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papergraph.text import (
    MAX_SENTENCE,
    clean,
    fold_name,
    normalise_title,
    repair,
    sentences,
    singular,
    spell_out,
)

PIECES = (
    "a", "Z", "9", " ", "  ", "\n", "\t", "\x00", "\x85", "\u2028", "\u00a0",
    "😀", "e\u0301", "\u0301", "\ud800", "\udfff",
    "\\textbf{Sieve}", "\\emph {x}", "\\cite{key}", "~\\citep*{a,b}", "\\%", "\\_", "\\", "{", "}", "$", "$\\pi_0$",
    "**", "*", "_", "\u200b", "\u00ad", "\ufeff", "\u2010", "\u2019", "\u201c", "−", "ﬁ", "ß", "İ", "π", "语言", "عربي",
    "https://example.org/a_b", ".", "!", ")", "(",
)  # fmt: skip
TRICKY = st.lists(st.sampled_from(PIECES), max_size=40).map("".join) | st.text(max_size=60)
TYPOGRAPHIC = dict(zip("\u2010\u2011\u2012\u2018\u2019\u201c\u201d\u2212", "---''\"\"-", strict=True))


@given(TRICKY)
def test_each_clean_character_comes_from_where_its_offset_says(raw: str) -> None:
    view = clean(raw)
    assert len(view.offsets) == len(view.text)
    assert all(a < b for a, b in zip(view.offsets, view.offsets[1:], strict=False))
    for character, offset in zip(view.text, view.offsets, strict=True):
        source = raw[offset]
        assert character == TYPOGRAPHIC.get(source, source) or (character == " " and not source.isprintable())


@given(TRICKY)
def test_the_clean_view_has_no_control_character_and_no_double_blank(raw: str) -> None:
    text = clean(raw).text
    assert "  " not in text
    assert not any(character < " " or "\x7f" <= character <= "\x9f" for character in text)


@given(TRICKY, st.data())
def test_spans_map_to_raw_and_back(raw: str, data: st.DataObject) -> None:
    view = clean(raw)
    if view.text:
        start = data.draw(st.integers(0, len(view.text) - 1))
        end = data.draw(st.integers(start + 1, len(view.text)))
        assert view.clean_span(*view.raw_span(start, end)) == (start, end)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("", ""),
        ("x", "x"),
        ("plain text", "plain text"),
        ("two\n lines\tand  blanks", "two lines and blanks"),
        ("a \\textbf{bold} word", "a bold word"),
        ("it is \\emph{so} \\texttt{here}", "it is so here"),
        ("as shown~\\cite{one,two}.", "as shown."),
        ("85\\% of a\\_b \\& c", "85% of a_b & c"),
        ("$\\alpha$ and {braces}", "\\alpha and braces"),
        ("**Sieve** is *fast* here", "Sieve is fast here"),
        ("_Sieve_ helps, snake_case stays", "Sieve helps, snake_case stays"),
        ("A* search and 3 * 4", "A* search and 3 * 4"),
        ("“quoted” isn’t − or ‐", '"quoted" isn\'t - or -'),
        ("soft\u00adhyphen zero\u200bwidth", "softhyphen zerowidth"),
        ("nul\x00here", "nul here"),
        ("😀 cafe\u0301", "😀 cafe\u0301"),
    ],
)
def test_clean(raw: str, expected: str) -> None:
    assert clean(raw).text == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        (" \n ", []),
        ("x", ["x"]),
        ("One. Two! Three? Four", ["One.", "Two!", "Three?", "Four"]),
        ("A title\nAn abstract.", ["A title", "An abstract."]),
        ("We test e.g. Sieve, i.e. Winnow. Done.", ["We test e.g. Sieve, i.e. Winnow.", "Done."]),
        ("Known from Someone et al. Yes. No.", ["Known from Someone et al. Yes.", "No."]),
        ("See Fig. 3 and Eq. 4. It holds.", ["See Fig. 3 and Eq. 4.", "It holds."]),
        ("It gains 3.5 points. v1.2 follows.", ["It gains 3.5 points. v1.2 follows."]),
        ("He said “yes.” Then left.", ["He said “yes.”", "Then left."]),
        ("Really?! Well... Yes.", ["Really?!", "Well...", "Yes."]),
        ("One. (Two in brackets.) Three.", ["One.", "(Two in brackets.)", "Three."]),
        ("数据 很好. 数据", ["数据 很好.", "数据"]),
        ("no stop at all", ["no stop at all"]),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert [text[a:b] for a, b in sentences(text)] == expected


@given(TRICKY)
def test_sentences_are_in_order_and_lose_only_white_space(text: str) -> None:
    spans = list(sentences(text))
    edges = [0, *(edge for span in spans for edge in span), len(text)]
    assert edges == sorted(edges)
    gaps = [text[a:b] for a, b in zip(edges[::2], edges[1::2], strict=True)]
    assert not "".join(gaps).strip()
    assert all(text[a:b] == text[a:b].strip() for a, b in spans)


@pytest.mark.parametrize("unit", ["word ", "x", ". ", "é,"])
def test_what_is_too_long_for_a_sentence_is_cut(unit: str) -> None:
    text = unit * 20_000
    spans = list(sentences(text))
    assert max(b - a for a, b in spans) <= MAX_SENTENCE
    assert "".join(text[a:b] for a, b in spans).replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize("unit", ["One sentence here. ", ". ", ".", "no end ", "!? "])
def test_sentences_take_time_in_proportion_to_the_text(unit: str) -> None:
    text = (unit * 200_000)[:200_000]
    started = time.process_time()
    assert list(sentences(text))
    assert time.process_time() - started < 2.0


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Graph Neural Networks", "graph-neural network"),
        ("GANs", "GAN"),
        ("LSTMs", "LSTM"),
        ("LLMs", "LLM"),
        ("fine tuning", "fine-tuning"),
        ("optimisation", "optimization"),
        ("neighbour sampling", "neighbor sampling"),
        ("summarisation", "Summarization"),
        ("behaviour cloning", "behavior cloning"),
        ("labelled data", "labeled data"),
        ("β-VAE", "beta-VAE"),
        ("$\\pi_0$", "π0"),
        ("\\textbf{Sieve}", "Sieve"),
        ("$\\beta$-VAE", "β-VAE"),
        ("LLaMA-2", "LLaMA 2"),
        ("GPT4", "GPT-4"),
        ("policies", "policy"),
        ("convolutional neural networks", "Convolutional Neural Network"),
        ("ﬁne-tuning", "fine-tuning"),
        ("ＢＬＥＵ", "BLEU"),
        ("meta‐learning", "meta-learning"),
        ("hypotheses", "hypothesis"),
    ],
)
def test_spellings_of_one_name_meet(left: str, right: str) -> None:
    assert fold_name(left) == fold_name(right)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("CIFAR-10", "CIFAR-100"),
        ("bias", "bia"),
        ("axis", "axi"),
        ("loss", "los"),
        ("corpus", "corpu"),
        ("ResNet-18", "ResNet-50"),
        ("GPT-3.5", "GPT-3"),
        ("GPT-4", "GPT-4o"),
        ("LLaMA-2-7B", "LLaMA-2-70B"),
        ("MMLU", "MMLU-Pro"),
        ("Hydra", "Hydra++"),
        ("C", "C#"),
        ("A", "A*"),
        ("T5", "T"),
        ("pass@1", "pass@10"),
        ("BERT", "RoBERTa"),
        ("DDIM", "DDPM"),
        ("ViT-B/16", "ViT-B/32"),
        ("α-divergence", "β-divergence"),
        ("noise", "noize"),
        ("denoised", "denoized"),
        ("supervised", "supervized"),
    ],
)
def test_different_names_stay_apart(left: str, right: str) -> None:
    assert fold_name(left) != fold_name(right)


@pytest.mark.parametrize("name", ["", " ", "\x00", "\ud800", "😀", "+", "-", "\\", "$$", "{}"])
def test_names_without_letters_fold_to_something(name: str) -> None:
    assert isinstance(fold_name(name), str)


@given(TRICKY | st.sampled_from("optimised analyses axes GANs bases classes ss ies buses Hydra++ $\\pi_0$".split()))
def test_folding_twice_is_folding_once(name: str) -> None:
    once = fold_name(name)
    assert fold_name(once) == once


@pytest.mark.parametrize(
    ("plural", "expected"),
    [
        ("networks", "network"),
        ("boxes", "box"),
        ("losses", "loss"),
        ("policies", "policy"),
        ("matrices", "matrix"),
        ("bias", "bias"),
        ("axis", "axis"),
        ("corpus", "corpus"),
        ("physics", "physics"),
        ("gas", "gas"),
        ("s", "s"),
        ("", ""),
        ("c++s", "c++s"),
    ],
)
def test_singular(plural: str, expected: str) -> None:
    assert singular(plural) == expected


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Sieve:  Fast {R}eading", "sieve fast reading"),
        ("\\emph{Sieve}: fast reading", "Sieve - Fast Reading"),
        ("Fast reading.", "FAST READING"),
        ("Straße", "strasse"),
        ("ﬁne tuning", "fine-tuning"),
    ],
)
def test_titles_of_copies_meet(left: str, right: str) -> None:
    assert normalise_title(left) == normalise_title(right)


@pytest.mark.parametrize("title", ["", "?!", "\x00", "😀"])
def test_a_title_without_letters_has_no_normal_form(title: str) -> None:
    assert normalise_title(title) == ""


def test_titles_that_differ_in_a_number_stay_apart() -> None:
    assert normalise_title("Sieve 2: reading") != normalise_title("Sieve 3: reading")


@given(TRICKY)
def test_titles_normalised_twice_are_normalised_once(title: str) -> None:
    once = normalise_title(title)
    assert normalise_title(once) == once


@given(st.text(alphabet=st.characters(), max_size=40))
def test_repaired_text_can_be_encoded(text: str) -> None:
    assert repair(repair(text)) == repair(text)
    repair(text).encode()


@pytest.mark.parametrize(
    ("name", "expected"),
    [("C++", "C plus  plus"), ("F#", "F sharp"), ("A*", "A star"), ("Ω-net", "omega-net"), ("", ""), ("ά", "alpha")],
)
def test_spell_out(name: str, expected: str) -> None:
    assert spell_out(name).strip() == expected
