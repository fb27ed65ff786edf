"""Queries in processes of their own: ended at their limits, and without a way out."""

from __future__ import annotations

import os
import pickle
import socket
import threading
import time
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import pytest
import question_fixtures as fixtures

import papergraph
from papergraph.errors import (
    AmbiguousNameError,
    BuildDirectoryError,
    BusyError,
    MalformedQueryError,
    NotFoundError,
    QueryError,
    QueryLimitError,
    RefusedQueryError,
)
from papergraph.rdf.query import evaluate
from papergraph.rdf.requests import Filled, Rows, Serialised
from papergraph.rdf.workers import Limits, Pool

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
LARGE = "SELECT * { ?a ?b ?c . ?d ?e ?f }"
WAYS = [pytest.param(True, marks=pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")), False]


def process_of(pool: Pool) -> int:
    """The process id of the worker that answered last."""
    worker = pool._idle.queue[-1][1]
    return int(getattr(worker, "pid", worker))


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fixtures.write_build(tmp_path_factory.mktemp("workers"))


@pytest.mark.parametrize("fork", WAYS)
def test_a_worker_answers_and_its_errors_come_back_whole(directory: Path, fork: bool) -> None:
    with Pool(directory, fork=fork) as pool:
        assert len(pool.ask(Rows("SELECT * { ?p a pg:Paper }")).rows) == 6
        assert pool.ask(Serialised("ASK {}", "text/csv")) == b"true"
        assert "entity/gsm8k>" in pool.ask(Filled("papers-on", {"benchmark": "gsm8k"}))
        with pytest.raises(NotFoundError) as missing:
            pool.ask(Filled("papers-on", {"benchmark": "GSM9K"}))
        assert "GSM8K" in missing.value.similar
        with pytest.raises(AmbiguousNameError) as several:
            pool.ask(Filled("papers-on", {"benchmark": "CARP"}))
        assert len(several.value.candidates) == 2
        with pytest.raises(MalformedQueryError) as malformed:
            pool.ask(Rows("SELECT * {\n ?s nope:x ?o }"))
        assert (malformed.value.line, malformed.value.column) == (2, 5)
        with pytest.raises(RefusedQueryError, match="never go out"):
            pool.ask(Rows("ASK { SERVICE <http://127.0.0.1:1/> {} }"))


@pytest.mark.parametrize("fork", WAYS)
def test_an_endless_query_is_ended_with_its_process(directory: Path, fork: bool) -> None:
    with Pool(directory, limits=Limits(seconds=1), fork=fork) as pool:
        pool.ask(Rows("ASK {}"), seconds=60)
        before = process_of(pool)
        start = time.monotonic()
        with pytest.raises(QueryLimitError, match="longer than 1 s, the limit, and was ended") as caught:
            pool.ask(Rows(ENDLESS))
        assert caught.value.limit == "time"
        assert time.monotonic() - start < 20
        assert not _is_running(before)
        assert pool.ask(Rows("ASK {}"), seconds=60).truth
        assert process_of(pool) != before


def _is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory is bounded on Linux alone")
def test_a_query_that_needs_too_much_memory_is_ended(directory: Path) -> None:
    with Pool(directory, limits=Limits(seconds=60, megabytes=100)) as pool:
        with pytest.raises(QueryLimitError, match="more memory than 100 MB") as caught:
            pool.ask(Rows(LARGE + " ORDER BY ?f"))
        assert caught.value.limit == "memory"
        assert len(pool.ask(Rows("SELECT * { ?p a pg:Paper }")).rows) == 6


def test_an_answer_that_is_too_long_is_cut_off(directory: Path) -> None:
    with Pool(directory, limits=Limits(seconds=60)) as pool:
        with pytest.raises(QueryLimitError, match=r"longer than 0\.1 MB, the limit; add a LIMIT") as caught:
            pool.ask(Serialised(LARGE, "text/csv", most=100_000))
        assert caught.value.limit == "size"


def test_a_query_nested_too_deeply_ends_its_worker_alone(directory: Path) -> None:
    with Pool(directory, limits=Limits(seconds=60)) as pool:
        with pytest.raises(QueryError, match="too deeply nested"):
            pool.ask(Rows("SELECT * " + "{" * 30_000 + "}" * 30_000))
        assert pool.ask(Rows("ASK {}")).truth


@pytest.mark.skipif(not hasattr(os, "fork"), reason="workers are confined where they can be forked")
def test_not_even_an_unchecked_service_gets_out(directory: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0.5)
        address = f"http://127.0.0.1:{listening.getsockname()[1]}/"
        with Pool(directory, limits=Limits(seconds=60)) as pool:
            request = SimpleNamespace(run=partial(evaluate, text=f"SELECT * {{ SERVICE <{address}> {{ ?s ?p ?o }} }}"))
            with pytest.raises(QueryError, match="could not be evaluated"):
                pool.ask(request)
            with pytest.raises(TimeoutError):
                listening.accept()


def test_when_too_many_wait_the_next_is_told_to_come_again(directory: Path) -> None:
    with Pool(directory, limits=Limits(seconds=3), workers=1, waiting=1) as pool:
        pool.ask(Rows("ASK {}"), seconds=60)
        errors: list[BaseException] = []
        threads = [threading.Thread(target=_collect, args=(pool, errors)) for _ in range(3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(type(error).__name__ for error in errors) == ["BusyError", "QueryLimitError", "QueryLimitError"]


def _collect(pool: Pool, errors: list[BaseException]) -> None:
    try:
        pool.ask(Rows(ENDLESS))
    except (BusyError, QueryLimitError) as error:
        errors.append(error)


def test_closing_ends_what_runs(directory: Path) -> None:
    pool = Pool(directory)
    errors: list[BaseException] = []
    pool.ask(Rows("ASK {}"))
    process = process_of(pool)

    def ask() -> None:
        try:
            pool.ask(Rows(ENDLESS))
        except QueryError as error:
            errors.append(error)

    thread = threading.Thread(target=ask)
    thread.start()
    time.sleep(0.3)
    pool.close()
    thread.join(20)
    assert not thread.is_alive()
    assert "papergraph stops" in str(errors[0])
    assert not _is_running(process)


def test_python_has_a_limit_too(directory: Path) -> None:
    assert len(papergraph.query(directory, "papers-on", benchmark="GSM8K")) == 2
    assert len(papergraph.query(directory, "papers-on", timeout=60, benchmark="GSM8K")) == 2
    with pytest.raises(QueryLimitError, match=r"longer than 0\.5 s"):
        papergraph.query(directory, ENDLESS, timeout=0.5)
    with pytest.raises(QueryError, match="only a packaged question has parameters"):
        papergraph.query(directory, "ASK {}", benchmark="GSM8K")
    with pytest.raises(QueryError, match="needs --benchmark"):
        papergraph.query(directory, "papers-on")


@pytest.mark.parametrize("fork", WAYS)
def test_directories_that_can_not_be_served(tmp_path: Path, fork: bool) -> None:
    with pytest.raises(BuildDirectoryError, match="no build"):
        Pool(tmp_path, fork=fork)


@pytest.mark.parametrize(
    "error",
    [
        NotFoundError("entity", "x", similar=["y"]),
        AmbiguousNameError("entities", "x", candidates=[("a", "b"), ("c", "d")]),
        MalformedQueryError("m", line=1, column=2),
        QueryLimitError("time", "m"),
        BuildDirectoryError("d", "r"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_errors_travel(error: Exception) -> None:
    copy = pickle.loads(pickle.dumps(error))
    assert type(copy) is type(error)
    assert str(copy) == str(error)
    assert vars(copy) == vars(error)
