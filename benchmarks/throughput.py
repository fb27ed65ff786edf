"""Time ``papergraph extract`` as a whole command over a fixed sample of a corpus.

    python benchmarks/throughput.py corpus.jsonl.xz --workers 1 2

The sample does not depend on the order of the corpus. Each line tells the wall-clock time, the processor time of all
processes together, both for each abstract, and the peak memory of the largest process. That the output is the same for
all numbers of workers is checked.
"""

from __future__ import annotations

import argparse
import hashlib
import heapq
import lzma
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Run:
    """What a command took: seconds on the clock, seconds of the processor, bytes of its largest process."""

    wall: float
    processor: float
    memory: int
    output: str

    def told(self, workers: str, number: int) -> str:
        """A line about it."""
        speed = f"{number / self.wall:.1f} a second, {self.processor / number * 1000:.2f} ms of one core each"
        return f"{workers:>4}: {self.wall:.1f} s, {self.processor:.1f} s of one core, {speed}, {self.memory >> 20} MiB"


def sample(corpus: Path, number: int) -> list[bytes]:
    """The lines of a corpus whose SHA-256 is the smallest."""
    return heapq.nsmallest(number, _lines(corpus), key=lambda line: hashlib.sha256(line).digest())


def _lines(corpus: Path) -> Iterator[bytes]:
    with lzma.open(corpus) if corpus.suffix == ".xz" else corpus.open("rb") as stream:
        yield from (line for line in stream if line.strip())


def timed(file: Path, workers: str) -> Run:
    """One run of the command."""
    output = file.with_name(f"{workers}.jsonl")
    command = [sys.executable, "-m", "papergraph", "extract", file, "-o", output, "--workers", workers, "-q"]
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run([str(part) for part in command], check=True)
    wall, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Run(wall, processor, after.ru_maxrss * 1024, hashlib.sha256(output.read_bytes()).hexdigest())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("corpus", type=Path, help="JSON Lines, plain or .xz")
    parser.add_argument("-n", "--number", type=int, default=5000, help="how many abstracts (default: 5000)")
    parser.add_argument("--workers", nargs="+", default=["1", "2"], help="numbers of workers, or auto (default: 1 2)")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "sample.jsonl"
        lines = sample(args.corpus, args.number)
        file.write_bytes(b"".join(lines))
        runs = {}
        for workers in args.workers:
            runs[workers] = timed(file, workers)
            print(runs[workers].told(workers, len(lines)), flush=True)
    same = len({run.output for run in runs.values()}) == 1
    print("the same output" if same else "DIFFERENT OUTPUTS")
    sys.exit(not same)


if __name__ == "__main__":
    main()
