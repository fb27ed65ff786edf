"""Roles that are told by a rule: what says them is plain, and too rare among annotations to be learnt."""

from __future__ import annotations

import re
from collections.abc import Sequence

from papergraph.extraction.role_view import Thing
from papergraph.model import EntityType, Role

_TRAINS = re.compile(
    r"\b(?:(?:pre-?|fine-?)?train(?:ed|ing)?|(?:fine|instruction)-?\s?tun(?:ed|ing)|learned|pretraining)\b"
    r"[^.;,]{0,25}\b(?:on|from|using|with|over)\b[^.;]{0,40}$",
    re.IGNORECASE,
)
_EVALUATES = re.compile(
    r"\b(?:evaluat|test|experiment|result|outperform|achiev|benchmark|validat|accura|performance)", re.IGNORECASE
)

_OUR_OWN = re.compile(r"(?: \([^)]{1,40}\))?, our (?:own |new |newly |novel |proposed )", re.IGNORECASE)


def ruled(text: str, sentences: Sequence[tuple[int, int]], thing: Thing) -> Role | None:
    """The role of a thing by a rule, None where no rule says one."""
    if any(_OUR_OWN.match(text, end) for _, end in thing.spans):
        return Role.INTRODUCES
    return Role.TRAINS_ON if is_only_trained_on(text, sentences, thing) else None


def is_only_trained_on(text: str, sentences: Sequence[tuple[int, int]], thing: Thing) -> bool:
    """Whether a benchmark stands behind words of training, and nowhere beside words of evaluation."""
    if thing.type is not EntityType.BENCHMARK:
        return False
    places = [(a, b, start) for start, _ in thing.spans for a, b in sentences if a <= start < b]
    trained = any(_TRAINS.search(text, max(a, start - 120), start) for a, _, start in places)
    return trained and not any(_EVALUATES.search(text, a, b) for a, b, _ in places)
