"""Which keys are one entity: unions with a reason, refused where they would join different terms or versions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from papergraph.resolution.names import signature


@dataclass(frozen=True, slots=True, order=True)
class Union:
    """That two keys may be one, with the rank of the reason: strong ones are followed first."""

    rank: int
    left: str
    right: str
    reason: str


@dataclass(slots=True)
class Groups:
    """Disjoint sets of keys; ``terms`` maps keys to vocabulary terms, of which a set holds at most one."""

    terms: Mapping[str, str]
    apart: frozenset[tuple[str, str]] = frozenset()
    parent: dict[str, str] = field(default_factory=dict)
    members: dict[str, list[str]] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)
    refused: list[Union] = field(default_factory=list)

    def find(self, key: str) -> str:
        """The key that stands for the set of ``key``."""
        while (above := self.parent.get(key, key)) != key:
            self.parent[key] = self.parent.get(above, above)
            key = above
        return key

    def follow(self, unions: Iterable[Union]) -> None:
        """Join what may be joined, in the order of the unions; keep what is refused."""
        for union in sorted(set(unions)):
            left, right = self.find(union.left), self.find(union.right)
            if left == right:
                continue
            if self._must_stay_apart(left, right):
                self.refused.append(union)
                continue
            self._join(left, right)
            for key in (union.left, union.right):
                self.reasons.setdefault(key, union.reason)

    def force(self, left: str, right: str, apart: frozenset[tuple[str, str]]) -> bool:
        """Join two keys whatever they are, unless that joined a pair of ``apart``; whether it was done."""
        left, right = self.find(left), self.find(right)
        lefts, rights = self.members.get(left, [left]), self.members.get(right, [right])
        if any((min(a, b), max(a, b)) in apart for a in lefts for b in rights):
            return False
        if left != right:
            self._join(left, right)
        return True

    def _join(self, left: str, right: str) -> None:
        inside = self.members.pop(left, [left]) + self.members.pop(right, [right])
        head = min(left, right)
        self.parent[max(left, right)] = head
        self.members[head] = inside

    def _must_stay_apart(self, left: str, right: str) -> bool:
        lefts, rights = self.members.get(left, [left]), self.members.get(right, [right])
        terms = [{self.terms[key] for key in keys if key in self.terms} for keys in (lefts, rights)]
        versions = [{signature(key) for key in keys} for keys in (lefts, rights)]
        if any(not (a <= b or b <= a) for a, b in (terms, versions)):
            return True
        return any((a, b) in self.apart or (b, a) in self.apart for a in lefts for b in rights)
