"""Whether everything that papergraph needs is there and works."""

from __future__ import annotations

import platform
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import metadata

from papergraph.model import EntityType, Paper
from papergraph.version import __version__

REQUIRED = (
    "bibtexparser",
    "charset-normalizer",
    "click",
    "networkx",
    "numpy",
    "pyoxigraph",
    "pyvis",
    "pyyaml",
    "rdflib",
    "rich",
    "rispy",
    "rustworkx",
    "scipy",
    "spacy",
    "zstandard",
)
OPTIONAL = {"pandas": "query(..., form='pandas'); pip install 'papergraph[pandas]'"}
_TITLE = "Winnow: a sparse method for question answering"
_ABSTRACT = "We propose Winnow and evaluate BERT on SQuAD. Code: https://github.com/example/winnow."


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something that was looked at: whether it is well, and what was seen."""

    name: str
    ok: bool
    detail: str
    optional: bool = False


def examine() -> Iterator[Finding]:
    """Look at everything, in the order in which things depend on each other."""
    yield Finding(name="papergraph", ok=True, detail=__version__)
    yield Finding(
        name="Python", ok=True, detail=f"{platform.python_version()} on {platform.system()} {platform.machine()}"
    )
    yield from map(_distribution, REQUIRED)
    yield from (_distribution(name, use) for name, use in OPTIONAL.items())
    yield _tried("vocabulary", _vocabulary)
    yield _tried("extractor", _extractor)
    yield _tried("a small try", _small_try)


def _distribution(name: str, use: str | None = None) -> Finding:
    try:
        return Finding(name=name, ok=True, detail=metadata.version(name))
    except metadata.PackageNotFoundError:
        detail = f"not installed; needed for {use}" if use else f"not installed; pip install {name}"
        return Finding(name=name, ok=False, detail=detail, optional=use is not None)


def _tried(name: str, look: Callable[[], str]) -> Finding:
    try:
        return Finding(name=name, ok=True, detail=look())
    except Exception as error:
        return Finding(name=name, ok=False, detail=f"{type(error).__name__}: {error}".splitlines()[0])


def _vocabulary() -> str:
    from papergraph import vocabulary

    loaded = vocabulary.load()
    terms = loaded.terms
    kinds = (f"{sum(term.type is kind for term in terms)} {kind.lower()}s" for kind in EntityType)
    return f"{len(terms)} terms ({', '.join(kinds)}), hash {loaded.hash}"


def _extractor() -> str:
    from papergraph.extraction import Extractor

    return ", ".join(f"{key} {value}" for key, value in Extractor.load().describe().items())


def _small_try() -> str:
    from papergraph.builder import build

    counts = build([Paper(id="try", title=_TITLE, abstract=_ABSTRACT)]).counts
    if not counts.entities or not counts.links:
        raise RuntimeError(f"of two sentences, {counts.entities} entities and {counts.links} links were found")
    return f"{counts.entities} entities and {counts.links} link found in two sentences"
