"""Everything that ``papergraph serve`` starts, and ends again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from papergraph.build_directory import read_manifest
from papergraph.rdf.namespaces import ONTOLOGY
from papergraph.rdf.store import read_base
from papergraph.rdf.workers import Limits, Pool
from papergraph.server.application import Application, Settings
from papergraph.server.listening import Server


@contextmanager
def serving(
    directory: Path,
    *,
    host: str = "127.0.0.1",
    port: int = 0,
    limits: Limits = Limits(seconds=30),  # noqa: B008
    workers: int = 2,
    waiting: int = 100,
    most: int = 64_000_000,
    kept: int = 64_000_000,
    origin: str | None = "*",
) -> Iterator[Server]:
    """A server that listens and is ready to ``serve_forever``; it and its workers end with the block.

    :param port: 0 takes one that is free.
    :param workers: how many queries run at once; ``waiting`` how many more may wait.
    :param most: the most bytes of an answer.
    :param kept: how many bytes of answers are kept, to be given again to the same query.
    :param origin: whose pages a browser lets read the answers: ``*`` all, ``None`` none but the server's own.
    :raises BuildDirectoryError: the directory is no build.
    :raises OutputError: the port can't be had.
    """
    manifest, base = read_manifest(directory), read_base(directory)
    described = tuple(base + name for name in ("provenance.ttl", "void.ttl") if (directory / name).is_file())
    title = _title(manifest, directory)
    graphs = (*described, ONTOLOGY)
    settings = Settings(directory, title, base, graphs=graphs, origin=origin, most=most, kept=kept)
    with Pool(directory, limits=limits, workers=workers, waiting=waiting) as pool:
        server = Server(host, port, Application(pool, settings))
        try:
            yield server
        finally:
            server.server_close()


def _title(manifest: object, directory: Path) -> str:
    configuration = manifest.get("configuration") if isinstance(manifest, dict) else None
    title = configuration.get("title") if isinstance(configuration, dict) else None
    return str(title or directory.resolve().name)
