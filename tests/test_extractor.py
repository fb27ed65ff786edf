"""The extractor as a whole: what holds for any paper, however odd its text."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from itertools import pairwise

import pytest
from extraction_pieces import PAPERS, entity, extract, extractor
from hypothesis import HealthCheck, given, settings

from papergraph.model import EntityType, LinkKind, Paper, Role
from papergraph.text import clean, repair

relaxed = settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])


@relaxed
@given(PAPERS)
def test_every_span_says_what_stands_there(paper: Paper) -> None:
    found = next(extractor().extract([paper]))
    text = paper.text
    for mention in (mention for e in found.entities for mention in e.mentions):
        assert 0 <= mention.start < mention.end <= len(text)
        assert text[mention.start : mention.end] == mention.text
    assert all(text[result.start : result.end] == result.value for result in found.results)
    assert all(0 <= link.start < link.end <= len(text) for link in found.links)


@relaxed
@given(PAPERS)
def test_mentions_are_whole_words_apart_from_each_other(paper: Paper) -> None:
    found, text = next(extractor().extract([paper])), paper.text
    spans = sorted((m.start, m.end) for e in found.entities for m in e.mentions)
    for start, end in spans:
        assert not re.fullmatch(r"[^\W_]{2}", text[max(0, start - 1) : start + 1])
        assert not re.fullmatch(r"[^\W_]{2}", text[end - 1 : end + 1])
        assert not start <= len(paper.title) < end
    assert all(a[1] <= b[0] for a, b in pairwise(spans))


@relaxed
@given(PAPERS)
def test_no_mention_lies_in_a_link(paper: Paper) -> None:
    found = next(extractor().extract([paper]))
    for link in found.links:
        assert not [m for e in found.entities for m in e.mentions if m.start < link.end and link.start < m.end]


@relaxed
@given(PAPERS)
def test_names_are_forms_of_the_paper_and_results_name_entities(paper: Paper) -> None:
    found = next(extractor().extract([paper]))
    names = [e.name for e in found.entities]
    assert len(set(names)) == len(names)
    for e in found.entities:
        assert e.name.strip("_") in [clean(repair(m.text)).text.strip("_") for m in e.mentions]
        assert e.confidence is not None
        assert 0.0 < e.confidence <= 1.0
    for result in found.results:
        assert {result.metric, result.benchmark, result.subject, result.baseline} <= {None, *names}


@relaxed
@given(PAPERS)
def test_twice_the_same(paper: Paper) -> None:
    assert list(extractor().extract([paper, paper])) == 2 * list(extractor().extract([paper]))


def test_a_paper_as_people_write_it() -> None:
    found = extract(
        "Winnow: Sparse Reading for Question Answering",
        "Question answering over long documents is slow. We propose Winnow, a framework that reads few spans. "
        "On SQuAD and TriviaQA, Winnow improves accuracy by 2.5% over BERT. "
        "Code is available at https://github.com/papergraph-examples/winnow.",
    )
    shown = {e.name: (e.type, e.role) for e in found.entities}
    assert shown["Winnow"] == (EntityType.METHOD, Role.INTRODUCES)
    assert shown["SQuAD"] == shown["TriviaQA"] == (EntityType.BENCHMARK, Role.EVALUATES_ON)
    assert shown["BERT"] == (EntityType.MODEL, Role.COMPARES_WITH)
    assert entity(found, "accuracy").role is Role.MEASURES
    assert entity(found, "Question Answering").type is EntityType.TASK
    assert [(link.repository, link.kind, link.own) for link in found.links] == [
        ("github.com/papergraph-examples/winnow", LinkKind.CODE, True)
    ]
    assert [(r.value, r.metric, r.subject, r.baseline) for r in found.results] == [
        ("2.5%", "accuracy", "Winnow", "BERT")
    ]


@pytest.mark.parametrize("text", ["", " ", "x", "\x00", "\ud800", "😀", "\u0301", "\\", "$", "{}", "\n\n", "\u200b"])
def test_a_text_without_names_gives_nothing_and_no_error(text: str) -> None:
    for found in (extract(text), extract("a", text)):
        assert (found.entities, found.links, found.results) == ((), (), ())


def test_a_title_alone_is_a_paper() -> None:
    assert entity(extract("Fine-Tuning BERT on SQuAD"), "SQuAD").type is EntityType.BENCHMARK


def test_all_latex() -> None:
    found = extract("\\textbf{Winnow}: Reading", "\\emph{We} test \\textsc{Winnow} on \\texttt{GSM8K}~\\cite{gsm}.")
    assert [m.text for m in entity(found, "GSM8K").mentions] == ["GSM8K"]
    assert [m.text for m in entity(found, "Winnow").mentions] == ["Winnow", "Winnow"]


def test_a_title_in_capitals_does_not_make_each_word_a_name() -> None:
    found = extract("SPARSE READING OF VERY LONG PAPERS", "We read papers on GSM8K.")
    assert [e.name for e in found.entities] == ["GSM8K"]


def test_another_language() -> None:
    found = extract("稀疏阅读模型", "我们在 GSM8K 上测试模型。نموذج لغوي جديد.")
    assert [e.name for e in found.entities] == ["GSM8K"]


def test_nul_and_lone_surrogates_do_not_move_offsets() -> None:
    found = extract("T\x00\ud800itle", "\ud800\x00😀 We test on GSM8K.")
    mention = entity(found, "GSM8K").mentions[0]
    assert found.paper.text[mention.start : mention.end] == "GSM8K"


def test_a_higher_threshold_keeps_a_part() -> None:
    paper = Paper(id="p1", title="Winnow: Reading", abstract="We test Winnow, KLMN and BERT on GSM8K with FooBar.")
    loose, strict = (next(type(extractor()).load(min_confidence=c).extract([paper])).entities for c in (0.0, 0.8))
    assert {e.name for e in strict} < {e.name for e in loose}
    assert all(e.confidence is not None and e.confidence >= 0.8 for e in strict)


def test_order_is_kept_and_papers_are_independent() -> None:
    papers = [Paper(id=str(n), title=f"Winnow{n}: reading", abstract="On GSM8K.") for n in range(5)]
    together = list(extractor().extract(papers))
    assert [e.paper for e in together] == papers
    assert list(extractor().extract(reversed(papers))) == together[::-1]


def test_describe_names_what_decides_the_outcome() -> None:
    facts = extractor().describe()
    assert set(facts) == {"pipeline", "model", "vocabulary", "rules", "min_confidence"}
    assert facts == type(extractor()).load().describe()
    assert type(extractor()).load(min_confidence=0.5).describe() != facts


def seconds(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


@pytest.mark.slow
@pytest.mark.parametrize(
    "unit",
    [
        "We propose Winnow, which improves accuracy by 2.5% over BERT on GSM8K. ",
        "low-rank adaptation (LoRA) and Grain Sieve (GS) ",
        "We call Foo1Bar. ",
        "(",
        "A.",
        "a-",
    ],
)
def test_time_grows_in_proportion_to_the_text(unit: str) -> None:
    extract("Warm", "up")
    half, whole = (
        min(seconds(lambda size=size: extract("Title", (unit * size)[:size])) for _ in range(2))
        for size in (50_000, 100_000)
    )
    assert whole < 3 * half + 0.5


@pytest.mark.slow
@pytest.mark.parametrize(
    "unit", ["1.", "http://", "**", "\\", " to ", "\\cite{", "((", "_a", "[a,", "https://a.b/) ", "]("]
)
def test_no_text_is_a_trap(unit: str) -> None:
    assert seconds(lambda: extract("Title", (unit * 100_000)[:100_000])) < 20


def kinds(title: str, abstract: str) -> dict[str, tuple[str, str]]:
    """Type and role of what is found, by name."""
    return {e.name: (e.type.value, e.role.value) for e in extract(title, abstract).entities}


def test_a_plain_word_that_is_proposed_is_a_name() -> None:
    text = "We propose Zephyron, a decoding method for long texts. Zephyron is faster than beam search."
    assert kinds("On Decoding", text)["Zephyron"] == ("METHOD", "introduces")
    assert "However" not in kinds("On Decoding", "We propose nothing. However, we read on.")


def test_a_title_prefix_of_several_words_is_a_name_where_the_abstract_uses_it() -> None:
    assert "Paper Lanterns" in kinds("Paper Lanterns: Light for Trees", "With Paper Lanterns we see more.")
    assert "Paper Lanterns" not in kinds("Paper Lanterns: Light for Trees", "We see more of the trees.")


def test_an_unknown_name_in_a_list_takes_the_type_of_a_known_neighbour() -> None:
    assert kinds("On Sums", "We test it on MMLU, SumTable, and GSM8K.")["SumTable"] == ("BENCHMARK", "evaluates_on")


def test_our_new_dataset_is_introduced() -> None:
    assert kinds("On Taxes", "TaxQA, our new dataset, asks for sums.")["TaxQA"] == ("BENCHMARK", "introduces")


def test_values_are_credited_to_whom_the_text_names() -> None:
    found = extract(
        "FoldNet: Folding Cloth", "FoldNet reaches 71.4%, compared to 60.2% of Diffusion Policy and 55.0% of ACT."
    )
    assert [(r.value, r.subject) for r in found.results] == [
        ("71.4%", "FoldNet"), ("60.2%", "Diffusion Policy"), ("55.0%", None)
    ]  # fmt: skip


def test_the_start_of_from_to_is_nobodys() -> None:
    found = extract("FoldNet: Folding Cloth", "FoldNet improves accuracy from 62.1% to 66.0%.")
    assert [(r.value, r.subject) for r in found.results] == [("62.1%", None), ("66.0%", "FoldNet")]


def test_a_papers_definition_wins_over_the_known_sense_of_an_acronym() -> None:
    text = "We propose Action Inference by Maximising Evidence (AIME), which acts without rewards. AIME beats BERT."
    own = kinds("Acting for Free", text)
    assert own["AIME"] == ("METHOD", "introduces")
    known = kinds("Sums", "We test on the American Invitational Mathematics Examination (AIME).")
    assert known["AIME"] == ("BENCHMARK", "evaluates_on")


def test_words_of_a_title_are_no_cue_for_the_first_sentence() -> None:
    text = "We present XyzNet, a decoder for trees. XyzNet outperforms BERT."
    assert kinds("A Method of Reading for Trees", text)["XyzNet"][1] == "introduces"


def test_a_list_in_a_title_is_no_list_of_names() -> None:
    assert kinds("Predict, Refine, Repeat: A View", "It works.") == {}
