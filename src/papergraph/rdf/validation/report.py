"""What validation finds: the node, the shape, and the fix."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How bad a finding is; only violations keep a graph from conforming."""

    VIOLATION = "Violation"
    WARNING = "Warning"
    INFO = "Info"


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing that is wrong: ``node`` breaks ``shape``, and ``fix`` says what to do.

    ``shape`` is the local name of a shape of ``shapes.ttl``, or ``ontology:`` and the rule that the node breaks.
    """

    shape: str
    node: str
    fix: str
    path: str | None = None
    value: str | None = None
    severity: Severity = Severity.VIOLATION


@dataclass(frozen=True, slots=True)
class Report:
    """All findings, sorted, each once, and how many triples were looked at."""

    findings: tuple[Finding, ...]
    triples: int

    @property
    def conforms(self) -> bool:
        """Whether there is no violation."""
        return not any(finding.severity is Severity.VIOLATION for finding in self.findings)

    def count(self, severity: Severity) -> int:
        """How many findings have a severity."""
        return sum(finding.severity is severity for finding in self.findings)


def report_of(findings: Iterable[Finding], *, triples: int) -> Report:
    """The report of findings in any order.

    >>> report_of([], triples=0).conforms
    True
    """
    unique = {(f.shape, f.node, f.fix, f.path or "", f.value or "", f.severity): f for f in findings}
    return Report(tuple(unique[key] for key in sorted(unique)), triples)
