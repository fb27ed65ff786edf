"""No dependency, at any depth, is under the GPL or the AGPL."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution

import pytest

FORBIDDEN = re.compile(r"\b(?:A?GPL|GNU (?:Affero )?General Public)", re.IGNORECASE)
LESSER = re.compile(r"\bLGPL|Lesser General Public|Library General Public", re.IGNORECASE)


def requirements(found: Distribution) -> Iterator[str]:
    """The names of what a distribution needs without any extra."""
    for requirement in found.requires or ():
        if "extra ==" not in requirement:
            yield re.match(r"[\w.-]+", requirement).group()  # type: ignore[union-attr]


def closure(name: str) -> dict[str, Distribution]:
    """All installed distributions that a distribution needs, at any depth."""
    found: dict[str, Distribution] = {}
    todo = [name]
    while todo:
        key = todo.pop().lower().replace("_", "-")
        if key not in found:
            try:
                found[key] = distribution(key)
            except PackageNotFoundError:
                continue
            todo += requirements(found[key])
    return found


def licence(found: Distribution) -> str:
    """All that a distribution's metadata say of its licence."""
    classifiers = [line for line in found.metadata.get_all("Classifier") or () if line.startswith("License")]
    stated = [found.metadata.get("License-Expression"), (found.metadata.get("License") or "")[:100]]
    return "; ".join(part for part in [*stated, *classifiers] if part)


@pytest.mark.parametrize(
    ("text", "bad"),
    [("GPL-3.0-or-later", True), ("GNU Affero General Public License v3", True), ("LGPL-2.1", False), ("MIT", False)],
)
def test_the_pattern_tells_licences_apart(text: str, bad: bool) -> None:
    assert is_forbidden(text) is bad


def is_forbidden(text: str) -> bool:
    """Whether a licence is the GPL or the AGPL, with no other to choose."""
    return bool(FORBIDDEN.search(LESSER.sub("", text))) and " OR " not in text


def test_no_dependency_is_under_the_gpl() -> None:
    found = closure("papergraph") | closure("pyshacl")
    assert {"spacy", "rdflib", "pyvis", "networkx", "pyshacl", "owlrl"} <= set(found)
    assert {name: licence(d) for name, d in found.items() if is_forbidden(licence(d))} == {}
