"""The comments that people write into a ``review.yaml``, by the pair that they are about."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

import yaml

from papergraph.decisions.documents import pairs_of, text_of

PAIR = ("left", "right", "left_id", "right_id")
"""The keys that tell pairs apart."""

Comments = Mapping[tuple[object, ...], tuple[str, ...]]
_COMMENT = re.compile("#[^\n\r]*")


def comments_of(text: str) -> Comments:
    """The comments of a review file: one in a line of its own is about the pair that it precedes or stands in.

    >>> comments_of("# mine\\n- left: a # not '#'\\n  right: b\\n")
    {('a', 'b', None, None): ('# mine', "# not '#'")}
    """
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    pairs = [node for node in root.value if node.value] if isinstance(root, yaml.SequenceNode) else []
    found: dict[tuple[object, ...], list[str]] = defaultdict(list)
    for start, comment in _comments(text) if pairs else ():
        found[_key(pairs[_place(text, start, pairs)])].append(comment)
    return {key: tuple(comments) for key, comments in found.items()}


def _comments(text: str) -> Iterator[tuple[int, str]]:
    """Each comment and where it begins: it stands between the tokens of YAML, never inside one."""
    last = 0
    for token in yaml.scan(text, Loader=yaml.SafeLoader):
        for match in _COMMENT.finditer(text, last, max(last, token.start_mark.index)):
            yield match.start(), match.group().rstrip()
        last = max(last, token.end_mark.index)


def _place(text: str, start: int, pairs: Sequence[yaml.MappingNode]) -> int:
    """Which of the pairs a comment is about."""
    line = text[text.rfind("\n", 0, start) + 1 : start]
    if line.strip():
        return max((place for place, pair in enumerate(pairs) if pair.start_mark.index <= start), default=0)
    ends = (pair.value[-1][1].end_mark.index for pair in pairs)
    return next((place for place, end in enumerate(ends) if end > start), len(pairs) - 1)


def _key(pair: yaml.MappingNode) -> tuple[object, ...]:
    values = {key: text_of(value) for key, value, _ in pairs_of(pair)}
    return tuple(values.get(name) for name in PAIR)
