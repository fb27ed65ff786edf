"""The formats: what each reads, what it sets aside, and which text is in which."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from papergraph.sources import Flaw, Record, detect, format_names, formats, get_format, register
from papergraph.sources.base import Format

FIXTURES = Path(__file__).parent / "fixtures" / "sources"
PAGE = (FIXTURES / "page.txt").read_text(encoding="utf-8")
PROSE = "We say a few things about trees, and then a few more. None of them is new."

SAMPLES = {
    "jsonl": [
        '{"title": "A"}',
        '{"title": "A"}\n{"title": "B"}\n',
        '{"title": broken\n{"title": "B"}\n',
        'cut"}\n{"title": "B"}\n',
    ],
    "json": [
        '[{"title": "A"}]',
        "[]",
        '{\n "title": "A"\n}',
        '{"papers": [{"title": "A"}]}',
        '[\n{"title": "A"},\n{"ti',
    ],
    "bibtex": [
        "@article{a, title={A}}",
        "% note\n\n  @Misc{b,\n title={B}}",
        "@article{broken",
        "@unknown{key, title={A}}",
    ],
    "ris": ["TY  - JOUR\nTI  - A\nER  - \n", "Provider: x\n\nTY  - JOUR\nTI  - A\nER  - \n"],
    "delimited": [
        "title,abstract\nA,B\n",
        "id\tTitle\n1\tA\n",
        '"Title";"Year"\n"A";"1999"\n',
        "sep=;\ntitle;year\n",
        "title\nA\n",
    ],
    "page": [PAGE, f"One Title\n\n{PROSE}", f"One Title\n{PROSE * 4}\n\nAnother Title\n{PROSE * 4}\n"],
}
NOTHING = [
    "",
    "x",
    "🙂",
    "A line without more",
    PROSE,
    "# Heading\n\n" + PROSE,
    "def f(x):\n    return x\n\n\nclass A:\n    pass\n",
]


def run(name: str, text: str) -> list[Record | Flaw]:
    return list(get_format(name).parse(io.StringIO(text, newline="")))


def titles(items: list[Record | Flaw]) -> list[object]:
    return [item.fields.get("title") for item in items if isinstance(item, Record)]


def flaws(items: list[Record | Flaw]) -> list[int]:
    return [item.line for item in items if isinstance(item, Flaw)]


@pytest.mark.parametrize("name", format_names())
class TestEveryFormat:
    """What holds for each format of the registry."""

    def test_is_known_by_its_name_and_has_samples(self, name: str) -> None:
        assert get_format(name).name == name
        assert SAMPLES[name]
        assert all(extension.startswith(".") for extension in get_format(name).extensions)

    def test_sniff_is_exclusive(self, name: str) -> None:
        for sample in SAMPLES[name]:
            assert [known.name for known in formats() if known.sniff(sample)] == [name], sample
            assert detect(sample, name="misleading.csv") is get_format(name)

    def test_sniff_refuses_what_is_no_format(self, name: str) -> None:
        assert not any(get_format(name).sniff(text) for text in NOTHING)

    @given(text=st.text(max_size=400))
    @settings(max_examples=60, deadline=None)
    def test_parse_never_raises(self, name: str, text: str) -> None:
        get_format(name).sniff(text)
        assert all(isinstance(item, Record | Flaw) and item.line >= 1 for item in run(name, text))

    @given(data=st.data())
    @settings(max_examples=60, deadline=None)
    def test_parse_never_raises_on_damaged_samples(self, name: str, data: st.DataObject) -> None:
        sample = data.draw(st.sampled_from([*SAMPLES[name], *[s[0] for s in SAMPLES.values()]]))
        place = data.draw(st.integers(0, len(sample)))
        damage = data.draw(st.text('{}[]",;\\@=$-\n\r\t\0\u2028é🙂', max_size=5))
        text = sample[:place] + damage + sample[place + data.draw(st.integers(0, 5)) :]
        assert all(item.line >= 1 for item in run(name, text))

    def test_line_numbers_are_in_order(self, name: str) -> None:
        for sample in SAMPLES[name]:
            lines = [item.line for item in run(name, sample)]
            assert lines == sorted(lines)


def test_the_name_of_a_file_decides_between_several_formats() -> None:
    every = Format(name="every", extensions=(".every",), sniff=bool, parse=lambda stream: iter(()))
    try:
        assert register(every) is every
        assert detect('{"title": "A"}', name="x.every") is every
        assert detect('{"title": "A"}', name="x.jsonl") is get_format("jsonl")
    finally:
        from papergraph.sources import registry

        del registry._FORMATS["every"]


def test_an_unknown_format_is_an_error_that_lists_the_known() -> None:
    with pytest.raises(KeyError, match="bibtex"):
        get_format("docx")


# --- pages


def test_page_reads_titles_and_abstracts_and_no_header() -> None:
    items = run("page", PAGE)
    assert flaws(items) == []
    assert titles(items) == [
        "Alder: A Small Benchmark for Careful Readers",
        "On the Length of Titles, and Whether It Matters for $\\pi_0$?",
        "A Title That Has No Abstract at All",
        "Alder: a small benchmark for careful readers",
    ]
    assert [item.line for item in items] == [11, 15, 21, 25]
    second, third = items[1], items[2]
    assert isinstance(second, Record)
    assert isinstance(third, Record)
    assert str(second.fields["abstract"]).endswith(
        "say less.\nThe second paragraph of this abstract says the same again. It is short."
    )
    assert "abstract" not in third.fields


PAGES = {
    "": ([], []),
    "x": ([], []),
    f"{PROSE}\n": ([], [1]),
    f"T\n\n{PROSE}": (["T"], []),
    f"🙂\n\n{PROSE}": ([], [3]),
    f"Unknown header words\n\nT One\n\n{PROSE}\n\nUnknown header words\n\nT Two\n\n{PROSE}": (["T One", "T Two"], []),
    f"T One\n\n{PROSE}\n\nlower case remark here\n\nT Two\n\n{PROSE}": (["T One", "T Two"], [5]),
    f"T One\n\nAbstract\n\n{PROSE}\n\nMethods\n\n{PROSE}": (["T One"], []),
    f"A title that ends with a full stop, on trees.\n\n{PROSE}\n\nAnother title that has its full stop.\n\n{PROSE}": (
        ["A title that ends with a full stop, on trees.", "Another title that has its full stop."],
        [],
    ),
    f"T One\n\n{PROSE}\n\nThe last paragraph is short, in one sentence.\n\nT Two\n\n{PROSE}": (
        ["T One", "T Two"],
        [],
    ),
    "Only a Title\n\nThis abstract was cut. It ends in the middle of a sentence because the copy that was made of it": (
        ["Only a Title"],
        [],
    ),
    f"T One\r\n\r\n{PROSE}\r\n\r\nT Two\r\n \r\n{PROSE}\r\n": (["T One", "T Two"], []),
    f"<script>alert(1)</script> in Titles\n\n{PROSE}": (["<script>alert(1)</script> in Titles"], []),
    "عنوان قصير للورقة\n\nنقدم طريقة جديدة لقراءة الأوراق القصيرة. النتائج جيدة جدا في كل الحالات.": (
        ["عنوان قصير للورقة"],
        [],
    ),
    "A Title\n\nThe lines of this abstract are broken\nby hand, as in a mail. It has\nthree of them.": (
        ["A Title"],
        [],
    ),
}


@pytest.mark.parametrize("text", PAGES)
def test_page_table(text: str) -> None:
    items = run("page", text)
    assert (titles(items), flaws(items)) == PAGES[text]


def test_page_joins_lines_broken_by_hand() -> None:
    (item,) = run(
        "page", "A Title\n\nThe lines of this abstract are broken\nby hand, as in a mail. It has\nthree of them."
    )
    assert isinstance(item, Record)
    assert (
        item.fields["abstract"] == "The lines of this abstract are broken by hand, as in a mail. It has three of them."
    )


@given(st.permutations(range(4)))
def test_pages_one_after_the_other_lose_nothing(order: list[int]) -> None:
    parts = [f"new\n\nSubscribe\n\nMar {n + 1}\n\nPaper Number {n} on Trees\n\n{PROSE} {n}.\n\n" for n in range(4)]
    items = run("page", "".join(parts[n] for n in order))
    assert titles(items) == [f"Paper Number {n} on Trees" for n in order]


# --- JSON


def test_jsonl_goes_on_after_a_broken_line() -> None:
    items = run(
        "jsonl",
        '{"title": "A"}\n{"title": \n[1]\n\n"x"\n{"title": "B"} extra\n{"title": "é\\ud83d"}\n{"a":NaN,"b":1e999}',
    )
    assert titles(items) == ["A", "é\ud83d", None]
    assert flaws(items) == [2, 3, 5, 6]
    last = items[-1]
    assert isinstance(last, Record)
    assert json.dumps(last.fields, allow_nan=False) == '{"a": null, "b": "1e999"}'


def test_jsonl_reads_lines_of_a_megabyte_and_survives_deep_nesting() -> None:
    long = json.dumps({"title": "A", "note": "x" * 1_000_000})
    items = run("jsonl", f'{long}\n{"[" * 100_000}\n{{"title": "B"}}\n')
    assert get_format("jsonl").sniff(long + "\n" + long)
    assert (titles(items), flaws(items)) == (["A", "B"], [2])


def test_jsonl_is_read_as_a_stream() -> None:
    class Stream(io.StringIO):
        """A stream without an end."""

        def readline(self, size: int = -1) -> str:
            return '{"title": "A"}\n'

    assert next(get_format("jsonl").parse(Stream())) == Record(1, {"title": "A"})


DOCUMENTS = {
    "": ([], []),
    "[]": ([], []),
    "3": ([], [1]),
    '[{"title": "A"}, 3, null, {"title": "B"}]': (["A", "B"], [1, 1]),
    '[\n{"title": "A"},\n\n{"title": "B"}]': (["A", "B"], []),
    '[{"title": "A"}\n{"title": "B"}]': (["A"], [2]),
    '[{"title": "A"},\n{"title": ': (["A"], [2]),
    '[{"title": "A"}] more': (["A"], [1]),
    '{"title": "A", "results": [{"value": "1"}]}': (["A"], []),
    '{"count": 1, "Papers": [{"title": "A"}], "data": []}': (["A"], []),
    '{"data": [\n{"title": "A"},\n{"title": "B"},\nx': (["A", "B"], [4]),
    '{"items": [], "title": "A"}': (["A"], []),
    '{"title": "A"': ([], [1]),
    '{"title": "A"}\n{"title": "B"}': (["A", "B"], []),
    '{"entries": [' + "[" * 100_000: ([], [1]),
}


@pytest.mark.parametrize("text", DOCUMENTS, ids=lambda text: text[:30])
def test_json_document_table(text: str) -> None:
    items = run("json", text)
    assert (titles(items), flaws(items)) == DOCUMENTS[text]


def test_json_document_counts_lines() -> None:
    assert [item.line for item in run("json", '\n{\n"papers": [\n{"title": "A"},\n\n{"title":\n"B"}]}')] == [4, 6]


# --- tables

TABLES = {
    "": ([], [1]),
    "a,b\n1,2\n": ([], [1]),
    "title\nA\n": (["A"], []),
    "title;Year\nA;2020\n;2021\n\n": (["A", None], []),
    'title,abstract\nA,"x\ny"\nB,z\n': (["A", "B"], []),
    "title,abstract\nA,b,c\nB,b\n": (["B"], [2]),
    'title,abstract\nA,"no end\nB,b\nC,c\n': (["B", "C"], [2]),
    'title,abstract\n"A" x,b\nB,b\n': (["B"], [2]),
    'title\tabstract\n"A" quotes\tb\nB\t"b\nC\tc\n': (['"A" quotes', "B", "C"], []),
    "title,n\nA\0B,1\n": (["A\0B"], []),
    "title,abstract\n" + f"A,{'x' * 300_000}\n": (["A"], []),
    "sep=|\ntitle|year\nA, B|2020\n": (["A, B"], []),
    "\ufefftitle,year\nA,1\n": (["A"], []),
    "title,year\r\nA,1\r\nB,2\r\n": (["A", "B"], []),
}


@pytest.mark.parametrize("text", TABLES, ids=lambda text: text[:30])
def test_delimited_table(text: str) -> None:
    items = run("delimited", text)
    assert (titles(items), flaws(items)) == TABLES[text]


def test_delimited_keeps_line_breaks_in_cells_and_leaves_empty_cells_out() -> None:
    (item, second) = run("delimited", 'title,abstract,n\nA,"x\r\ny",\nB\n')
    assert item == Record(2, {"title": "A", "abstract": "x\r\ny"})
    assert second == Record(4, {"title": "B"})


# --- BibTeX and RIS


def test_bibtex_fixture() -> None:
    items = run("bibtex", (FIXTURES / "papers.bib").read_text(encoding="utf-8"))
    assert titles(items) == ["Alder: Über 10% of the Readers & $\\pi_{0}$", None, "Birch: the Same Key", "Cedar"]
    assert [(type(item).__name__, item.line) for item in items] == [
        ("Record", 4), ("Record", 14), ("Flaw", 15), ("Record", 16), ("Record", 17)
    ]  # fmt: skip
    first = items[0]
    assert isinstance(first, Record)
    assert first.fields == {
        "id": "alder24",
        "title": "Alder: Über 10% of the Readers & $\\pi_{0}$",
        "author": ["The papergraph developers", "Reading and Writing Group"],
        "booktitle": "Invented Proceedings of the papergraph Examples",
        "abstract": "We present Alder. It is naïve, 10% of the time.",
        "doi": "10.1000/ALDER_1",
        "eprint": "2401.00001v2",
        "archiveprefix": "arXiv",
        "year": "2024",
        "entry_type": "inproceedings",
    }


def test_bibtex_says_nothing_on_standard_error(capfd: pytest.CaptureFixture[str]) -> None:
    run("bibtex", "@article{a, title = {x\n@article{b title={bad}}")
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        ("", ""),
        ("x", "x"),
        ("🙂", "🙂"),
        ("{LoRA}", "LoRA"),
        (r"\'{e}\'e{\'e}\v{c}\c c\"{\i}{\ss}\o{}re \O slo", "éééčçïßøre Øslo"),
        (r"na{\"\i}ve {\AA}ngstr\"om", "naïve Ångström"),
        (r"\textbf{A \emph{b}} \url{https://example.org/a_b}", "A b https://example.org/a_b"),
        (r"50% of A & B ~ #1", "50% of A & B ~ #1"),
        (r"50\% of A \& B", "50% of A & B"),
        (r"$\mathbf{x}_{1}$ {y}", r"$\mathbf{x}_{1}$ y"),
        (r"\unknown{a} {b}", r"\unknown{a} b"),
        (r"a \{b\} }{", r"a \{b\} "),
    ],
)
def test_latex(latex: str, text: str) -> None:
    from papergraph.sources.latex import decode_latex

    assert decode_latex(latex) == text


def test_ris_fixture() -> None:
    items = run("ris", (FIXTURES / "papers.ris").read_text(encoding="utf-8"))
    assert titles(items) == ["Alder: A Small Benchmark", "Birch: Under Its Other Tags", None]
    assert flaws(items) == [15, 21]
    first = items[0]
    assert isinstance(first, Record)
    assert first.line == 2
    assert first.fields == {
        "title": "Alder: A Small Benchmark",
        "abstract": "We present Alder.",
        "year": "2024/03/14",
        "authors": ["The papergraph developers", "Reading Group"],
        "venue": "Invented Proceedings",
        "url": ["https://arxiv.org/abs/2401.00001v3"],
        "id": "alder24",
        "doi": "10.1000/alder",
        "keywords": ["reading"],
        "type_of_reference": "CPAPER",
    }


@pytest.mark.parametrize(
    ("text", "found", "broken"),
    [
        ("", [], []),
        ("TY  - JOUR", [], [1]),
        ("TY  - JOUR\nTI  - A\n  goes on\nXX  - unknown\nER  -", ["A goes on"], []),
        ("TY  - JOUR\r\nTI  - A\r\nER  - \r\n", ["A"], []),
        ("TY  - JOUR\ncontinues nothing\nTI  - A\nER  - \n", ["A"], []),
    ],
)
def test_ris_table(text: str, found: list[str], broken: list[int]) -> None:
    items = run("ris", text)
    assert (titles(items), flaws(items)) == (found, broken)


# --- the documentation


def test_the_docs_name_every_format_and_their_own_format_works() -> None:
    text = (Path(__file__).parents[1] / "docs" / "sources.md").read_text(encoding="utf-8")
    assert [line.split("`")[1] for line in text.split("\n") if line.startswith("| `") and line.count("|") == 5] == list(
        format_names()
    )
    code = text.split("```python\n")[-1].split("```")[0]
    scope: dict[str, object] = {}
    try:
        exec(code, scope)
        assert titles(run("colons", "A :: b\nC :: d\n")) == ["A", "C"]
        assert detect("A :: b\n") is get_format("colons")
    finally:
        from papergraph.sources import registry

        del registry._FORMATS["colons"]
