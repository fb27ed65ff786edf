"""The run that made a build, in PROV: the one file with a clock, which the caller reads."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from papergraph.identifiers import content_hash, percent_encode
from papergraph.rdf.namespaces import DATA_BASE, DCTERMS, PROV, RDF, RDFS, SCHEMA, XSD, prefixes
from papergraph.rdf.terms import iri, string, typed
from papergraph.rdf.triples import TripleSet
from papergraph.rdf.void import dataset_iri

_TYPE = iri(RDF.type)


def write_provenance(
    directory: Path,
    *,
    started: datetime,
    ended: datetime,
    version: str,
    model_hash: str | None = None,
    config_hash: str | None = None,
    inputs: Iterable[tuple[str, str]] = (),
    base: str = DATA_BASE,
) -> str:
    """Write ``provenance.ttl`` and give the IRI of the run, which is a hash of all but the clock.

    :param started: when the run began, with its time zone; times are written in UTC, to the second.
    :param version: of papergraph.
    :param model_hash: what tells the model from others, as hex digits.
    :param config_hash: the same of the configuration.
    :param inputs: the name and the SHA-256 of each file that was read, in any order.
    """
    used = sorted({*inputs, *_hashed(("model", model_hash), ("configuration", config_hash))})
    run = f"{base}run/{content_hash(version, *(part for pair in used for part in pair))}"
    triples = TripleSet()
    _describe_run(triples, run, started, ended)
    _describe_agent(triples, run, version, base=base)
    for name, digest in used:
        _describe_used(triples, run, name, digest)
    _describe_output(triples, run, base=base)
    names = {name: prefixes(base)[name] for name in ("pgid", "run", "prov", "dcterms", "rdfs", "schema", "xsd")}
    (directory / "provenance.ttl").write_bytes("".join(triples.turtle(names)).encode())
    return run


def _hashed(*pairs: tuple[str, str | None]) -> list[tuple[str, str]]:
    return [(name, digest) for name, digest in pairs if digest]


def _describe_run(triples: TripleSet, run: str, started: datetime, ended: datetime) -> None:
    triples.add(
        iri(run),
        (_TYPE, iri(PROV.Activity)),
        (iri(RDFS.label), string("papergraph build")),
        (iri(PROV.startedAtTime), _time(started)),
        (iri(PROV.endedAtTime), _time(ended)),
    )


def _time(moment: datetime) -> str:
    return typed(moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), XSD.dateTime)


def _describe_agent(triples: TripleSet, run: str, version: str, *, base: str) -> None:
    agent = iri(f"{base}software/papergraph-{percent_encode(version)}")
    triples.add(iri(run), (iri(PROV.wasAssociatedWith), agent))
    triples.add(
        agent,
        (_TYPE, iri(PROV.SoftwareAgent)),
        (iri(RDFS.label), string(f"papergraph {version}")),
        (iri(SCHEMA.softwareVersion), string(version)),
    )


def _describe_used(triples: TripleSet, run: str, name: str, digest: str) -> None:
    entity = iri(f"{run}/used/{content_hash(name, digest)}")
    triples.add(iri(run), (iri(PROV.used), entity))
    triples.add(
        entity,
        (_TYPE, iri(PROV.Entity)),
        (iri(RDFS.label), string(name)),
        (iri(DCTERMS.identifier), string(f"sha256:{digest}")),
    )


def _describe_output(triples: TripleSet, run: str, *, base: str) -> None:
    triples.add(
        iri(dataset_iri(base)),
        (_TYPE, iri(PROV.Entity)),
        (iri(PROV.wasGeneratedBy), iri(run)),
    )
