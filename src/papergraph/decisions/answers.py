"""The answers in a ``review.yaml``, by hand or by ``papergraph review``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NoReturn

import yaml

from papergraph.decisions.documents import line_of, pairs_of, read_document, text_of
from papergraph.decisions.statements import Decision, Kind, Reference
from papergraph.errors import ConfigError

OPTION = "review"
ANSWERS = (Kind.SAME.value, Kind.DIFFERENT.value)
_FIELDS = ("left", "right", "left_id", "right_id", "reason", "left_sentence", "right_sentence", "answer")
Doubt = dict[str, str | None]


def read_review(path: Path) -> tuple[tuple[Decision, ...], tuple[Doubt, ...], str]:
    """The answers of a review file, the records of all its pairs, and its SHA-256.

    :raises ConfigError: it can't be read, is broken, has an answer other than same and different, or denies itself.
    """
    root, digest = read_document(path, OPTION)
    pairs = list(_pairs(root, path)) if root is not None else []
    decisions = tuple(_decision(doubt, line, path) for doubt, line in pairs if doubt["answer"])
    _check_consistent(decisions)
    return decisions, tuple(doubt for doubt, _ in pairs), digest


def _pairs(root: yaml.Node, path: Path) -> Iterator[tuple[Doubt, int]]:
    if not isinstance(root, yaml.SequenceNode):
        _refuse(path, line_of(root), "a list of pairs is needed, as papergraph build writes it")
    for node in root.value:
        if not isinstance(node, yaml.MappingNode):
            _refuse(path, line_of(node), "a pair with left, right and answer is needed")
        yield _doubt(node, path), line_of(node)


def _doubt(node: yaml.MappingNode, path: Path) -> Doubt:
    found: Doubt = dict.fromkeys(_FIELDS)
    for key, value, line in pairs_of(node):
        if key not in found:
            raise ConfigError(str(key), "there is no such key", path=f"{path}:{line}", valid=_FIELDS)
        found[key] = text_of(value)
        if key == "answer" and found[key] not in (None, *ANSWERS):
            raise ConfigError(key, f"{found[key]!r} is no answer", path=f"{path}:{line}", valid=ANSWERS)
    if not found["left"] or not found["right"]:
        _refuse(path, line_of(node), "a pair with left, right and answer is needed")
    return found


def _decision(doubt: Doubt, line: int, path: Path) -> Decision:
    names = tuple(Reference(doubt[side] or "", doubt[f"{side}_id"], line) for side in ("left", "right"))
    return Decision(kind=Kind(doubt["answer"] or ""), names=names, reason=OPTION, path=str(path), line=line)


def _check_consistent(decisions: tuple[Decision, ...]) -> None:
    told: dict[frozenset[tuple[str, str | None]], Decision] = {}
    for decision in decisions:
        pair = frozenset((reference.name, reference.id) for reference in decision.names)
        first = told.setdefault(pair, decision)
        if first.kind is not decision.kind:
            reason = (
                f"{decision.names[0].name!r} and {decision.names[1].name!r} have another answer in line {first.line}"
            )
            raise decision.error(reason)


def answer_review(text: str, answers: Mapping[int, str]) -> str:
    """The text of a review file with the answers to some of its pairs, by place; all else stays as people wrote it.

    >>> print(answer_review("- left: a # mine\\n  right: b\\n  answer: # which?\\n", {0: "same"}), end="")
    - left: a # mine
      right: b
      answer: same # which?
    """
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    pairs = root.value if isinstance(root, yaml.SequenceNode) else []
    for place in sorted(answers, reverse=True):
        start, end, lead = _gap(pairs[place])
        text = f"{text[:start]}{lead}{answers[place]}{text[end:]}"
    return text


def _gap(pair: yaml.MappingNode) -> tuple[int, int, str]:
    """Where in a text the answer to a pair goes: what it replaces, and what has to stand before it."""
    for key, value in pair.value:
        if text_of(key) == "answer":
            found = str(value.value) if isinstance(value, yaml.ScalarNode) else ""
            start = value.start_mark.index if found else key.end_mark.index + 1
            return start, value.end_mark.index if found else start, "" if found else " "
    last = pair.value[-1][1].end_mark.index
    blanks = " " * pair.start_mark.column
    return last, last, ", answer: " if pair.flow_style else f"\n{blanks}answer: "


def _refuse(path: Path, line: int, reason: str) -> NoReturn:
    raise ConfigError(OPTION, reason, path=f"{path}:{line}")
