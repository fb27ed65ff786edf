"""Doubtful pairs, from a build through a person's answers to the next build."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
import yaml
from click.testing import Result
from test_resolution_decisions import DOUBTFUL
from tiny import TinyExtractor, run, write_papers

from papergraph import api, builder
from papergraph.cli import review
from papergraph.decisions import answer_review
from papergraph.decisions.comments import comments_of
from papergraph.model import Extraction, Paper

BY_TITLE = {one.paper.title: one for one in DOUBTFUL}


class Doubting(TinyExtractor):
    """Knows the papers beforehand."""

    def extract(self, papers: Iterable[Paper]) -> Iterator[Extraction]:
        """As they are."""
        yield from (BY_TITLE[paper.title] for paper in papers)


@pytest.fixture
def built(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A build with three doubtful pairs."""
    monkeypatch.setattr(builder, "load_extractor", lambda *_: Doubting())
    papers = [{"id": one.paper.id, "title": one.paper.title, "abstract": one.paper.abstract} for one in DOUBTFUL]
    write_papers(Path("in.jsonl"), papers)
    assert run("build", "in.jsonl", "-o", "out", "-q").exit_code == 0
    return Path("out")


def doubts(directory: Path) -> list[dict[str, str | None]]:
    found: list[dict[str, str | None]] = yaml.safe_load((directory / "review.yaml").read_text())
    return found


def ask(monkeypatch: pytest.MonkeyPatch, answers: str) -> Result:
    monkeypatch.setattr(review, "on_terminal", lambda: True)
    return run("review", "out", stdin=answers)


def test_a_pipe_gets_a_list(built: Path) -> None:
    before = (built / "review.yaml").read_bytes()
    result = run("review", "out")
    assert result.exit_code == 0
    assert "1 of 3: CARP | CARP (acronym that may stand for it)" in result.stdout
    assert "We use CARP." in result.stdout
    assert (built / "review.yaml").read_bytes() == before


def test_comments_stay_where_people_wrote_them(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = built / "review.yaml"
    lines = path.read_text().splitlines()
    noted = [line + ("  # ask Ada" if line.strip() == "answer:" else "") for line in lines]
    path.write_text("# mine\n" + "\n".join(noted) + "\n")
    assert ask(monkeypatch, "s\nk\nd\n").exit_code == 0
    assert [doubt["answer"] for doubt in doubts(built)] == ["same", None, "different"]
    assert path.read_text().startswith("# mine\n")
    assert path.read_text().count("# ask Ada") == 3


def test_the_next_build_takes_comments_over(built: Path) -> None:
    first, *others = (built / "review.yaml").read_text().split("- left:")
    noted = [f"# about {n}: it's # here\n- left:{pair}" for n, pair in enumerate(others)]
    noted[1] = noted[1].replace("  answer:", "  # inside\n  answer: different # by Ada")
    Path("told.yaml").write_text(first + "".join(noted) + "# at the end\n")
    for source in ("told.yaml", "out/review.yaml"):
        assert run("build", "in.jsonl", "-o", "out", "-q", "--review", source).exit_code == 0
        lines = (built / "review.yaml").read_text().splitlines()
        assert [doubt["answer"] for doubt in doubts(built)] == ["different", None, None]
        comments = [line for line in lines if line.startswith("#")][3:]
        about = ["about 0: it's # here", "about 2: it's # here", "at the end"]
        assert comments == ["# about 1: it's # here", "# inside", "# by Ada", *(f"# {line}" for line in about)]
        assert lines[3:6] == comments[:3]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", {}),
        ("# nothing\n[]\n", {}),
        ("- left: 'a # b'\n  right: \"c\\n # d\"\n", {}),
        ("- {left: a, right: b} # x\n", {("a", "b", None, None): ("# x",)}),
        ("- left: a\n  right: b\n- left: c # é\n  right: 🙂\n", {("c", "🙂", None, None): ("# é",)}),
    ],
)
def test_comments_are_found_by_their_pairs(text: str, found: dict[tuple[str | None, ...], tuple[str, ...]]) -> None:
    assert comments_of(text) == found


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("- left: a\n  right: b\n", (0,)),
        ("- {left: a, right: b}\n- {left: c, right: d, answer: same}\n", (0, 1)),
        ("- answer:\n  left: a # x\n  right: b\n# end\n- left: c\n  right: d\n  answer: 'same' # no\n", (0, 1)),
        ("-\n  left: a\n  answer: null\n  right: 🙂\n# end", (0,)),
    ],
)
def test_answers_go_into_any_form_of_the_file(text: str, places: tuple[int, ...]) -> None:
    before = yaml.safe_load(text)
    answered = answer_review(text, dict.fromkeys(places, "different"))
    assert yaml.safe_load(answered) == [pair | {"answer": "different"} for pair in before]
    assert re.findall("#.*", answered) == re.findall("#.*", text)


def test_answers_are_asked_for_and_written(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    result = ask(monkeypatch, "s\nx\nk\nd\n")
    assert result.exit_code == 0
    assert "Answered now: 2, without an answer: 1." in result.stderr
    assert [doubt["answer"] for doubt in doubts(built)] == ["same", None, "different"]
    assert "1 of 1" in run("review", "out").stdout
    assert "answered same" in run("review", "out", "--all").stdout
    assert not list(Path("out").glob(".*"))


@pytest.mark.parametrize("answers", ["s\nq\n", "s\n"])
def test_what_was_answered_before_quitting_counts(built: Path, monkeypatch: pytest.MonkeyPatch, answers: str) -> None:
    assert ask(monkeypatch, answers).exit_code == 0
    assert [doubt["answer"] for doubt in doubts(built)] == ["same", None, None]


def test_the_next_build_goes_by_the_answers_and_keeps_them(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plain = json.loads((built / "manifest.json").read_text())
    ask(monkeypatch, "s\nk\nd\n")
    refused = run("build", "in.jsonl", "-o", "out")
    assert refused.exit_code == 2
    assert "keep them with --review out/review.yaml" in refused.stderr
    for _ in range(2):
        assert run("build", "in.jsonl", "-o", "out", "--review", "out/review.yaml", "-q").exit_code == 0
        assert sorted(str(doubt["answer"]) for doubt in doubts(built)) == ["None", "different", "same"]
    manifest = json.loads((built / "manifest.json").read_text())
    assert manifest["counts"]["entities"] == plain["counts"]["entities"] - 1
    assert manifest["configuration"]["sha256"] != plain["configuration"]["sha256"]
    assert len(manifest["configuration"]["review"]) == 64
    assert (
        '"reason": "review"' in (built / "entities.jsonl").read_text()
        or '"review"' in (built / "entities.jsonl").read_text()
    )


def test_answers_that_another_file_lacks_are_not_lost(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ask(monkeypatch, "s\nq\n")
    Path("old.yaml").write_text("")
    assert run("build", "in.jsonl", "-o", "out", "--review", "old.yaml").exit_code == 2
    Path("copy.yaml").write_bytes((built / "review.yaml").read_bytes())
    assert run("build", "in.jsonl", "-o", "out", "--review", "copy.yaml", "-q").exit_code == 0


@pytest.mark.parametrize("text", ["same:\n- [LoRA, Nowhere]\n", "same: [", "drop: [LoRA]\nrename: {LoRA: x}\n"])
def test_a_bad_aliases_file_is_a_sentence_and_builds_nothing(built: Path, text: str) -> None:
    before = {path.name: path.read_bytes() for path in built.iterdir()}
    Path("names.yaml").write_text(text)
    for output in ("out", "new"):
        result = run("build", "in.jsonl", "-o", output, "--aliases", "names.yaml", "-q")
        assert result.exit_code == 2
        assert result.stderr.startswith("papergraph: names.yaml:")
        assert result.stderr.count("\n") == 1
    assert {path.name: path.read_bytes() for path in built.iterdir()} == before
    assert sorted(path.name for path in Path().iterdir()) == ["in.jsonl", "names.yaml", "out"]
    resolved = run("resolve", "out/papers.jsonl", "-o", "resolved.jsonl", "--aliases", "names.yaml")
    assert (resolved.exit_code, Path("resolved.jsonl").exists()) == (2, False)


def test_aliases_reach_build_resolve_and_python(built: Path) -> None:
    Path("names.yaml").write_text("rename: {LoRA method: Lora way}\ndrop: [LoRA]\n")
    Path("papergraph.toml").write_text('[build]\naliases = "names.yaml"\n[resolve]\naliases = "names.yaml"\n')
    assert run("build", "in.jsonl", "-o", "out", "-q").exit_code == 0
    assert "entity/lora-way" in (built / "entities.jsonl").read_text()
    assert '"entity/lora"' not in (built / "graph.json").read_text()
    resolved = [json.loads(line) for line in run("resolve", "out/papers.jsonl").stdout.splitlines()]
    assert [entity["entity"] for entity in resolved[3]["entities"]] == [None, "entity/lora-way"]
    graph = api.build("in.jsonl", aliases="names.yaml", review=built / "review.yaml", extractor=Doubting())
    assert graph.find("Lora way").id == graph.find("LoRA method").id == "entity/lora-way"


@pytest.mark.parametrize("text", ["[", "- 1\n", "a: b\n"])
def test_a_broken_review_is_a_sentence(built: Path, text: str) -> None:
    (built / "review.yaml").write_text(text)
    result = run("review", "out")
    assert (result.exit_code, result.stderr.count("\n")) == (2, 1)
    assert run("review", "nowhere").exit_code == 2
