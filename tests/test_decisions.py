"""Aliases files and answers, read: what they say, and one sentence with the line for what can't be."""

from __future__ import annotations

from pathlib import Path

import pytest

from papergraph.decisions import Kind, read_aliases, read_decisions, read_review
from papergraph.errors import ConfigError


def write(path: Path, text: str | bytes) -> Path:
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_all_sections(tmp_path: Path) -> None:
    text = "same:\n- [A, B, 7B]\ndifferent:\n- [C, no]\nrename: {D: E f}\nretype:\n  G: MODEL\ndrop: [H]\n"
    decisions, digest = read_aliases(write(tmp_path / "a.yaml", text))
    assert [(d.kind.value, [n.name for n in d.names], d.value, d.line) for d in decisions] == [
        ("same", ["A", "B", "7B"], "", 2),
        ("different", ["C", "no"], "", 4),
        ("rename", ["D"], "E f", 5),
        ("retype", ["G"], "MODEL", 7),
        ("drop", ["H"], "", 8),
    ]
    assert len(digest) == 64


@pytest.mark.parametrize("text", ["", "# nothing\n", "same:\ndrop: []\n", "\ufeffsame: []\n"])
def test_files_that_say_nothing(tmp_path: Path, text: str) -> None:
    assert read_aliases(write(tmp_path / "a.yaml", text))[0] == ()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("same:\n- [A, B]\ndifferent:\n- [a, b]\n", r":4: different: 'a' and 'b' are also said to be the same$"),
        ("same: [[A, B], [B, C]]\ndifferent:\n- [A, C]\n", r":3: different: 'A' and 'C' are also said to be the same$"),
        ("different:\n- [LLM, LLMs]\n", r":2: different: .* are one name in two spellings"),
        ("rename:\n  A: B\n  a: C\n", r":3: rename: 'a' can't be both 'B' \(line 2\) and 'C'$"),
        ("rename:\n  A: X\n  B: Y\nsame: [[A, B]]\n", r":3: rename: 'B' can't be both"),
        ("rename:\n  A: X\n  B: x\n", r":3: rename: 'A' and 'B' can't both become 'x'"),
        ("retype:\n  A: MODEL\n  A: METHOD\n", r":3: retype: 'A' can't be both"),
        ("retype:\n  A: THING\n", r":2: retype: 'THING' is no type; valid: METHOD, MODEL"),
        ("drop: [A]\nrename:\n  A: B\n", r":3: rename: 'A' is also dropped$"),
        ("drop: [A]\nsame:\n- - A\n  - B\n", r":3: same: 'A' is also dropped$"),
        ("same:\n- [A]\n", r":2: aliases: same: at least two names are needed$"),
        ("same:\n- A\n", r":2: aliases: same: a list of names is needed$"),
        ("same: A\n", r":1: aliases: same: a list of lists of names is needed$"),
        ("same:\n- [A, [B]]\n", r":2: aliases: a name is needed$"),
        ("same:\n- [A, ]\n- [A, ~]\n", r"at least two names|a name is needed"),
        ("drop: A\n", r":1: aliases: drop: a list of names is needed$"),
        ("rename: [A]\n", r":1: aliases: rename: a mapping is needed"),
        ("rename:\n  A:\n", r":2: aliases: rename: a name and its new name are needed$"),
        ("same: []\nsame: []\n", r":2: aliases: the key same stands here a second time$"),
        ("\nsmae: []\n", r":2: smae: there is no such key; valid: same, different, rename, retype, drop$"),
        ("[a, b]\n", r":1: aliases: a mapping is needed, with the keys"),
        ("same:\n- [A, B\ndrop: x\n", r":3: aliases: broken YAML: "),
        ("same: *x\n", r":1: aliases: broken YAML: found undefined alias"),
        ("a: 1\n---\nb: 2\n", r":2: aliases: broken YAML: "),
        ("drop:\n- a\x07\n", r":2: aliases: broken YAML: special characters"),
        (b"drop:\n- \xe9\n", r":2: aliases: not in UTF-8$"),
        ("[" * 20000, r"aliases: broken YAML: it is nested too deeply$"),
    ],
)
def test_what_can_t_be(tmp_path: Path, text: str | bytes, message: str) -> None:
    path = write(tmp_path / "a.yaml", text)
    with pytest.raises(ConfigError, match=message) as caught:
        read_aliases(path)
    assert str(caught.value).startswith(str(path))
    assert "\n" not in str(caught.value)


def test_nothing_is_constructed(tmp_path: Path) -> None:
    text = "drop: [!!python/object/apply:os.system ['exit 1']]\n"
    with pytest.raises(ConfigError, match="a name is needed"):
        read_aliases(write(tmp_path / "a.yaml", text))


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="No such file"):
        read_decisions(aliases=tmp_path / "none.yaml")


PAIR = "- left: A\n  right: B\n  left_id: entity/a\n  right_id: entity/b\n"


def test_answers(tmp_path: Path) -> None:
    path = write(tmp_path / "r.yaml", f"# head\n{PAIR}  answer: same\n{PAIR}  answer:\n")
    (decision,), doubts, _ = read_review(path)
    assert (decision.kind, decision.line, decision.reason) == (Kind.SAME, 2, "review")
    assert [(name.name, name.id) for name in decision.names] == [("A", "entity/a"), ("B", "entity/b")]
    assert [doubt["answer"] for doubt in doubts] == ["same", None]
    assert len(read_decisions(review=path).answered) == 1


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (f"{PAIR}  answer: maybe\n", r":5: answer: 'maybe' is no answer; valid: same, different$"),
        (f"{PAIR}  answer: same\n{PAIR}  answer: different\n", r":6: different: .* have another answer in line 1$"),
        ("- left: A\n", r":1: review: a pair with left, right and answer is needed$"),
        ("- left: A\n  wrong: B\n", r":2: wrong: there is no such key"),
        ("- A\n", r":1: review: a pair"),
        ("left: A\n", r":1: review: a list of pairs is needed"),
        ("- {", r"review: broken YAML"),
    ],
)
def test_answers_that_can_t_be(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        read_review(write(tmp_path / "r.yaml", text))
