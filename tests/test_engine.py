"""One process or several: the same extractions in the same order, and sentences where a process fails."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import engine_extractors as given
import pytest
from tiny import PAPERS, run, write_papers

from papergraph import builder
from papergraph.engine import Engine
from papergraph.engine.partitions import AHEAD, SIZE, cores, partitions, worker_count
from papergraph.errors import ConfigError, InputError, WorkerError
from papergraph.model import Paper
from papergraph.records import read_paper, write_jsonl

MANY = 5 * SIZE + 7


def papers(number: int = MANY) -> list[Paper]:
    """The tiny papers again and again, each with an id of its own."""
    records = (PAPERS[place % len(PAPERS)] | {"id": f"p{place}"} for place in range(number))
    return [read_paper(record) for record in records]


def told(*titles: str) -> Iterator[Paper]:
    """Papers whose titles tell the extractor what to do, each the first of a partition."""
    for place, title in enumerate(titles):
        yield Paper(id=f"t{place}", title=title)
        yield from (Paper(id=f"t{place}.{other}", title="nothing") for other in range(SIZE - 1))


@pytest.mark.parametrize("workers", [1, 2, 3, "auto"])
@pytest.mark.parametrize("number", [0, 1, SIZE, SIZE + 1, MANY])
def test_the_same_for_any_number_of_workers(workers: int, number: int) -> None:
    engine = Engine(given.load_tiny, workers=workers)
    expected = list(given.TinyExtractor().extract(papers(number)))
    assert list(engine.extract(papers(number))) == expected
    if number == MANY:
        assert list(Engine(given.load_tiny, workers=workers).lines(papers(number))) == list(write_jsonl(expected))


def test_the_order_holds_when_the_first_is_the_slowest() -> None:
    several = list(told("rest 0.5", *["rest 0"] * 9))
    assert [e.paper.id for e in Engine(given.load_telling, workers=2).extract(several)] == [p.id for p in several]


@pytest.mark.parametrize("workers", [1, 2, 3])
def test_partitions_do_not_depend_on_workers(workers: int) -> None:
    found = list(Engine(given.load_sizes, workers=workers).extract(papers()))
    assert [e.paper.extra["given"] for e in found] == [SIZE] * (5 * SIZE) + [7] * 7


def test_workers_are_other_processes_with_one_thread_each(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    facts = [e.paper.extra for e in Engine(given.load_sizes, workers=2).extract(papers())]
    assert os.getpid() not in {fact["process"] for fact in facts}
    assert {fact["threads"] for fact in facts} == {"1"}
    assert "OMP_NUM_THREADS" not in os.environ
    assert {e.paper.extra["process"] for e in Engine(given.load_sizes).extract(papers())} == {os.getpid()}


def test_the_threads_that_a_user_sets_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", "3")
    assert next(Engine(given.load_sizes, workers=2).extract(papers())).paper.extra["threads"] == "3"


@pytest.mark.parametrize(("workers", "loads"), [(1, 1), (2, 2)])
def test_each_process_loads_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, workers: int, loads: int) -> None:
    monkeypatch.setenv("COUNTED", str(tmp_path / "counted"))
    engine = Engine(given.load_counted, workers=workers)
    assert len(list(engine.extract(papers()))) == MANY
    assert engine.describe() == given.TinyExtractor().describe()
    lines = (tmp_path / "counted").read_text().splitlines()
    assert len(lines) == len(set(lines)) <= loads


def test_nothing_is_loaded_for_no_papers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COUNTED", str(tmp_path / "counted"))
    assert list(Engine(given.load_counted, workers="auto").extract([])) == []
    assert not (tmp_path / "counted").exists()


@pytest.mark.parametrize(("workers", "most"), [(1, 1), (2, 9)])
def test_a_bounded_number_of_partitions_is_in_flight(workers: int, most: int) -> None:
    read = 0

    def counted() -> Iterator[Paper]:
        nonlocal read
        for paper in told(*["rest 0.1"], *["rest 0"] * 40):
            read += 1
            yield paper

    found = Engine(given.load_telling, workers=workers).extract(counted())
    next(found)
    time.sleep(0.3)
    assert read <= most * SIZE
    found.close()


def test_workers_end_when_the_reader_stops() -> None:
    found = Engine(given.load_sizes, workers=2).extract(papers())
    process = next(found).paper.extra["process"]
    assert isinstance(process, int)
    assert alive(process)
    found.close()
    assert not alive(process)


def alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize(
    ("deed", "how"), [("exit 3", "ended with status 3"), ("exit 0", "ended with status 0"), ("kill", "by signal 9")]
)
def test_a_worker_that_dies_is_one_sentence(deed: str, how: str) -> None:
    with pytest.raises(WorkerError, match=rf"{how}.*--workers 1") as caught:
        list(Engine(given.load_telling, workers=2).extract(told("rest 0", deed, "rest 0")))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("workers", [1, 2])
def test_an_error_keeps_its_type_and_its_facts(workers: int) -> None:
    with pytest.raises(InputError, match=r"in\.jsonl:7: it is odd") as caught:
        list(Engine(given.load_telling, workers=workers).extract(told("rest 0", "input 7")))
    assert (caught.value.path, caught.value.reason, caught.value.line) == ("in.jsonl", "it is odd", 7)


def test_an_error_of_a_worker_tells_where_it_happened() -> None:
    with pytest.raises(RuntimeError, match="OddError: odd in barley") as caught:
        list(Engine(given.load_telling, workers=2).extract(told("rest 0", "odd barley")))
    assert "engine_extractors.py" in "".join(caught.value.__notes__)


def test_an_extractor_that_can_t_be_loaded() -> None:
    with pytest.raises(InputError, match="model: there is none"):
        list(Engine(given.load_nothing, workers=2).extract(papers()))


def test_papers_that_can_t_be_read_end_the_workers() -> None:
    def broken() -> Iterator[Paper]:
        yield from papers()
        raise InputError("in.jsonl", "broken off")

    with pytest.raises(InputError, match="broken off"):
        list(Engine(given.load_tiny, workers=2).extract(broken()))


@pytest.mark.parametrize(
    ("wanted", "number", "count"),
    [
        (1, 1000, 1),
        (2, 0, 1),
        (2, SIZE, 1),
        (2, SIZE + 1, 2),
        (9, 3 * SIZE, 3),
        ("auto", AHEAD * SIZE, 1),
        ("auto", 60 * SIZE, 4),
    ],
)
def test_worker_counts(monkeypatch: pytest.MonkeyPatch, wanted: int | str, number: int, count: int) -> None:
    monkeypatch.setattr("papergraph.engine.partitions.cores", lambda: 4)
    found, parts = worker_count(wanted, partitions(range(number)))
    assert found == count
    assert sum(map(len, parts)) == number


def test_one_core_is_one_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("papergraph.engine.partitions.cores", lambda: 1)
    assert worker_count("auto", partitions(range(10_000)))[0] == 1
    assert cores() >= 1


@pytest.mark.parametrize("value", ["0", "-1", "61", "two", "1.5", ""])
def test_workers_that_can_t_be(workspace: Path, value: str) -> None:
    write_papers(Path("in.jsonl"))
    result = run("extract", "in.jsonl", "--workers", value)
    assert result.exit_code == 2
    assert "is neither auto nor a whole number from 1 to 60" in result.stderr


def test_workers_from_the_file(workspace: Path) -> None:
    write_papers(Path("in.jsonl"))
    for text, status in (("workers = 2", 0), ('workers = "auto"', 0), ("workers = 0", 2), ("workers = true", 2)):
        Path("papergraph.toml").write_text(f"[extract]\n{text}\n")
        assert run("extract", "in.jsonl").exit_code == status, text


def test_the_command_line_writes_the_same_bytes(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(builder, "load_extractor", given.load_packaged)
    write_papers(Path("in.jsonl"), (PAPERS[place % 3] | {"id": f"p{place}"} for place in range(MANY)))
    for workers in ("1", "2", "auto"):
        assert run("extract", "in.jsonl", "--workers", workers, "-o", f"{workers}.jsonl").exit_code == 0
    first, *others = (Path(f"{workers}.jsonl").read_bytes() for workers in ("1", "2", "auto"))
    assert first.count(b"\n") == MANY
    assert set(others) == {first}


def test_a_build_in_several_processes_is_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    monkeypatch.setattr(builder, "load_extractor", given.load_packaged)
    for workers in (1, 2):
        builder.build(papers(2 * SIZE), tmp_path / str(workers), title="T", workers=workers)
    one, two = ({p.name: p.read_bytes() for p in (tmp_path / name).iterdir()} for name in ("1", "2"))
    assert one == two


def test_a_given_extractor_works_in_this_process() -> None:
    with pytest.raises(ConfigError, match="workers: an extractor that is given works in this process; valid: 1, auto"):
        builder.build(papers(1), extractor=given.TinyExtractor(), workers=2)


def command(directory: Path, *titles: str) -> subprocess.Popen[str]:
    """``papergraph extract`` over papers that tell the extractor what to do, in a process group of its own."""
    write_papers(directory / "in.jsonl", ({"id": p.id, "title": p.title} for p in told(*titles)))
    arguments = ("extract", "in.jsonl", "-o", "found.jsonl", "--workers", "2", "-q")
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    return subprocess.Popen(
        [sys.executable, given.__file__, *arguments],
        cwd=directory,
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def is_gone_soon(group: int) -> bool:
    """Whether no process of a group is left after a while; the one that watches over shared resources ends last."""
    for _ in range(100):
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.1)
    return False


@pytest.mark.skipif(sys.platform == "win32", reason="process groups")
def test_ctrl_c_ends_it_without_a_traceback(tmp_path: Path) -> None:
    process = command(tmp_path, "tell first", "tell second", "rest 300", "rest 300")
    while not {"first", "second"} <= {path.name for path in tmp_path.iterdir()}:
        assert process.poll() is None
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert said == "papergraph: stopped before the end; no file was changed\n"
    assert is_gone_soon(process.pid)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["first", "in.jsonl", "second"]


@pytest.mark.skipif(sys.platform == "win32", reason="process groups")
def test_a_dead_worker_is_a_sentence_on_the_command_line(tmp_path: Path) -> None:
    process = command(tmp_path, "rest 0", "kill")
    _, said = process.communicate(timeout=60)
    assert process.returncode == 2
    assert said == f"papergraph: {WorkerError(-signal.SIGKILL)}\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.jsonl"]
