"""The packaged vocabulary holds to its rules, and a broken one is refused with file and line."""

from __future__ import annotations

import subprocess
import sys
import time
from collections import Counter
from importlib import resources
from itertools import pairwise
from pathlib import Path

import pytest

import papergraph
from papergraph.errors import VocabularyError
from papergraph.model import Direction, EntityType
from papergraph.text import fold_name
from papergraph.vocabulary import Term, Vocabulary, load
from papergraph.vocabulary.pages import read_pages
from papergraph.vocabulary.terms import COLUMNS, FILES, read_files

DATA = resources.files("papergraph.vocabulary") / "data"
HEADER = ",".join(COLUMNS)


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return load()


def test_there_are_enough_terms_of_each_type(vocabulary: Vocabulary) -> None:
    counts = Counter(term.type for term in vocabulary.terms)
    assert sum(counts.values()) >= 1500
    assert all(counts[kind] >= 100 for kind in EntityType)


def test_no_form_stands_twice(vocabulary: Vocabulary) -> None:
    owners: dict[str, set[str]] = {}
    for term in vocabulary.terms:
        for form in term.forms:
            owners.setdefault(fold_name(form), set()).add(f"{term.file}:{term.line}")
    assert {form: sorted(lines) for form, lines in owners.items() if len(lines) > 1} == {}


def test_every_parent_exists_and_no_chain_is_a_circle(vocabulary: Vocabulary) -> None:
    for term in vocabulary.terms:
        for parent in filter(None, (term.broader, term.variant_of)):
            assert vocabulary.get(parent) is not None, f"{term.file}:{term.line}: {parent}"
        above = [parent.name for parent in vocabulary.ancestors(term)]
        assert term.name not in above
        assert len(set(above)) == len(above)


def test_ids_are_unique_and_pages_are_of_entries(vocabulary: Vocabulary) -> None:
    assert len({term.id for term in vocabulary.terms}) == len(vocabulary.terms)
    pages = [page for term in vocabulary.terms for page in term.pages]
    assert len(set(pages)) == len(pages) >= 250
    assert all(page.startswith("https://en.wikipedia.org/wiki/") and " " not in page for page in pages)
    names = [term.name.lower() for term in vocabulary.terms if term.pages]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("text", ["name,page\n", "name,wikipedia\nLoRA,\n", "name,wikipedia\na,b\na,c\n"])
def test_pages_that_are_refused(text: str, tmp_path: Path) -> None:
    (tmp_path / "pages.csv").write_text(text)
    with pytest.raises(VocabularyError, match=r"pages\.csv"):
        read_pages(tmp_path / "pages.csv")


def test_no_form_is_blank_or_holds_a_separator(vocabulary: Vocabulary) -> None:
    wrong = [form for t in vocabulary.terms for form in t.forms if form != form.strip() or "|" in form or "  " in form]
    assert wrong == []


def test_every_form_folds_to_something(vocabulary: Vocabulary) -> None:
    assert [form for term in vocabulary.terms for form in term.forms if not fold_name(form)] == []


def test_only_metrics_have_a_direction(vocabulary: Vocabulary) -> None:
    assert [t.name for t in vocabulary.terms if t.direction and t.type is not EntityType.METRIC] == []


@pytest.mark.parametrize("file", FILES)
def test_rows_are_sorted_by_name_without_regard_to_case(file: str) -> None:
    names = [term.name.lower() for term in read_files([DATA / file])]
    assert [(a, b) for a, b in pairwise(names) if a > b] == []


@pytest.mark.parametrize(
    ("form", "name", "kind"),
    [
        ("GSM8K", "GSM8K", EntityType.BENCHMARK),
        ("low-rank adaptation", "LoRA", EntityType.METHOD),
        ("BERT", "BERT", EntityType.MODEL),
        ("Object Detection", "object detection", EntityType.TASK),
        ("perplexity", "perplexity", EntityType.METRIC),
        ("knowledge distillation", "knowledge distillation", EntityType.METHOD),
    ],
)
def test_known_terms(vocabulary: Vocabulary, form: str, name: str, kind: EntityType) -> None:
    term = vocabulary.find(form)
    assert term is not None
    assert (term.name, term.type) == (name, kind)


@pytest.mark.parametrize("form", ["", "x", "😀", "\\textbf{}", "no such thing as this"])
def test_unknown_terms(vocabulary: Vocabulary, form: str) -> None:
    assert vocabulary.find(form) is None


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("CIFAR-10", "CIFAR-100"),
        ("BERT", "RoBERTa"),
        ("ResNet-18", "ResNet-50"),
        ("GPT-4", "GPT-4o"),
        ("MMLU", "MMLU-Pro"),
    ],
)
def test_versions_are_terms_of_their_own(vocabulary: Vocabulary, left: str, right: str) -> None:
    one, other = vocabulary.find(left), vocabulary.find(right)
    assert one is not None
    assert other is not None
    assert one is not other


def test_directions_of_metrics(vocabulary: Vocabulary) -> None:
    found = {name: vocabulary.find(name) for name in ("accuracy", "perplexity")}
    assert {name: term and term.direction for name, term in found.items()} == {
        "accuracy": Direction.HIGHER,
        "perplexity": Direction.LOWER,
    }


def test_loading_takes_less_than_a_second() -> None:
    code = (
        "import time; from papergraph.vocabulary import load\n"
        "start = time.process_time(); load(); print(time.process_time() - start)"
    )
    source = str(Path(papergraph.__file__).parents[1])
    command = [sys.executable, "-c", code]
    times = []
    for _ in range(3):
        done = subprocess.run(command, capture_output=True, text=True, check=True, env={"PYTHONPATH": source})
        times.append(float(done.stdout))
    assert min(times) < 1.0


def test_it_is_loaded_once() -> None:
    load()
    started = time.process_time()
    assert load() is load()
    assert time.process_time() - started < 0.01


def write(folder: Path, *rows: str, name: str = "methods.csv", header: str = HEADER) -> Path:
    path = folder / name
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("rows", "line", "reason"),
    [
        (["Sieve,,,,,sometimes"], 2, "match is 'sometimes'"),
        (["Winnow,,,,,", "Sieve,,,,up,"], 3, "direction is 'up'"),
        ([" ,,,,,"], 2, "the name is empty"),
        (["Sieve,,"], 2, "6 columns"),
        (["Sieve,,,,,,more"], 2, "6 columns"),
        (["Sieve,,,,,", "Winnow,sieves,,,,"], 3, "already stands for 'Sieve'"),
        (["Sieve,,Filter,,,"], 2, "unknown parent 'Filter'"),
        (["Sieve,,,Filter,,"], 2, "unknown parent 'Filter'"),
        (["Sieve,,Sieve,,,"], 2, "above itself"),
        (["Sieve,,Winnow,,,", "Winnow,,,Sieve,,"], 2, "above itself"),
    ],
)
def test_a_broken_file_is_refused_with_file_and_line(tmp_path: Path, rows: list[str], line: int, reason: str) -> None:
    with pytest.raises(VocabularyError) as caught:
        Vocabulary(tuple(read_files([write(tmp_path, *rows)])))
    assert (caught.value.path, caught.value.line) == ("methods.csv", line)
    assert reason in caught.value.reason


def test_a_term_below_a_circle_is_refused_and_does_not_hang(tmp_path: Path) -> None:
    rows = ("A,,B,,,", "B,,C,,,", "C,,B,,,")
    with pytest.raises(VocabularyError, match="above itself"):
        Vocabulary(tuple(read_files([write(tmp_path, *rows)])))


def test_a_wrong_header_is_refused(tmp_path: Path) -> None:
    with pytest.raises(VocabularyError, match=r"methods\.csv:1: the header must be name,"):
        list(read_files([write(tmp_path, header="name,type")]))


def test_an_unknown_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(VocabularyError, match=r"notes\.csv:0: unknown file; valid: benchmarks\.csv"):
        list(read_files([write(tmp_path, name="notes.csv")]))


def test_a_file_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "methods.csv"
    path.write_bytes(f"{HEADER}\nSi\xe8ve,,,,,\n".encode("latin-1"))
    with pytest.raises(VocabularyError, match=r"methods\.csv:0: .*UTF-8"):
        list(read_files([path]))


def test_a_row_is_read_whole(tmp_path: Path) -> None:
    file = write(tmp_path, "Filter,,,,,", '"Sieve, fine",fine sieve| FS ,Filter,,higher,cue', name="metrics.csv")
    assert list(read_files([file]))[1] == Term(
        name="Sieve, fine",
        type=EntityType.METRIC,
        aliases=("fine sieve", "FS"),
        broader="Filter",
        direction=Direction.HIGHER,
        cue=True,
        file="metrics.csv",
        line=3,
    )


def test_the_hash_tells_vocabularies_apart_and_not_their_order() -> None:
    one, other = (Term(name=name, type=EntityType.METHOD) for name in ("Sieve", "Winnow"))
    assert Vocabulary((one, other)).hash == Vocabulary((other, one)).hash
    assert Vocabulary((one, other)).hash != Vocabulary((one,)).hash
    assert len(Vocabulary().hash) == 16
