"""Validation of a build directory or of any RDF file."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pyoxigraph as ox

from papergraph.build_directory import read_manifest
from papergraph.errors import ConfigError, InputError
from papergraph.files import reason_of
from papergraph.rdf.store import check_size
from papergraph.rdf.validation import compiled, ontology_rules, reference
from papergraph.rdf.validation.report import Finding, Report, report_of
from papergraph.rdf.validation.shapes import packaged_shapes

#: What runs the shapes: SPARQL on the embedded store (fast, needs nothing more), or pySHACL (the reference, slow).
ENGINES: dict[str, Callable[[ox.Store], Iterator[Finding]]] = {
    "sparql": lambda store: compiled.findings(store, packaged_shapes()),
    "pyshacl": reference.findings,
}


def validate(path: Path, *, engine: str = "sparql") -> Report:
    """Validate the graph of a build directory, or an RDF file, against the shapes and the ontology.

    The whole data set is taken as one graph, whatever named graphs there are.

    :param engine: a key of :data:`ENGINES`.
    :raises BuildDirectoryError: the directory is no build, or its ``graph.nt`` is not whole.
    :raises ConfigError: there is no such engine.
    :raises InputError: the file can't be read, or its ending names no RDF format.
    :raises MissingExtraError: the engine is not installed.
    """
    if not path.is_dir():
        return validate_store(load(path), engine=engine)
    manifest = read_manifest(path)
    found = _changed(path, manifest.get("files", {}))
    try:
        store = load(path / "graph.nt")
    except InputError:
        check_size(path, "graph.nt", manifest)
        raise
    return validate_store(store, engine=engine, also=found)


def validate_store(store: ox.Store, *, engine: str = "sparql", also: tuple[Finding, ...] = ()) -> Report:
    """Validate an open store.

    :raises ConfigError: there is no such engine.
    """
    if engine not in ENGINES:
        raise ConfigError("engine", f"there is no {engine!r}", valid=ENGINES)
    return report_of([*also, *ENGINES[engine](store), *ontology_rules.findings(store)], triples=len(store))


def load(path: Path) -> ox.Store:
    """An RDF file in memory, all its triples in the default graph.

    :raises InputError: the file can't be read, or its ending names no RDF format.
    """
    form = ox.RdfFormat.from_extension(path.suffix.lstrip("."))
    if form is None:
        raise InputError(path, "no RDF by its ending; valid: .nt, .ttl, .jsonld, .nq, .trig, .rdf")
    store = ox.Store()
    try:
        if form.supports_datasets:
            store.bulk_extend(_triples(path, form))
        else:
            store.bulk_load(path=path, format=form)
    except SyntaxError as error:
        raise InputError(path, f"it is malformed: {str(error).splitlines()[0]}") from error
    except OSError as error:
        raise InputError(path, reason_of(error)) from error
    return store


def _triples(path: Path, form: ox.RdfFormat) -> Iterator[ox.Quad]:
    for quad in ox.parse(path=path, format=form):
        yield ox.Quad(quad.subject, quad.predicate, quad.object)


def _changed(directory: Path, files: object) -> tuple[Finding, ...]:
    """The RDF files of a build that are missing or no longer what its manifest says."""
    known = files if isinstance(files, dict) else {}
    return tuple(
        Finding("manifest:sha256", name, "The file is missing, cut short or changed: build the directory anew.")
        for name in ("graph.nt", "graph.ttl", "void.ttl")
        if name in known and known[name].get("sha256") != _digest(directory / name)
    )


def _digest(path: Path) -> str | None:
    if not path.is_file():
        return None
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
