"""Many clients at once ask ``papergraph serve`` ten plain questions: python benchmarks/serve_load.py BUILD

Starts the server on a free port of the loopback device, lets --clients ask over kept connections for --seconds, each
the next question as soon as it has an answer, and prints how many answers there were, how many errors, and how long the
median, the 95th and the 99th of a hundred took. Run it on a quiet machine: the clients take their share of it.
``--cache 0`` has every question evaluated each time, as if no two were the same.
"""

from __future__ import annotations

import argparse
import asyncio
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote, urlsplit

LONGEST = 120
QUESTIONS = (
    "SELECT ?t ?y { ?p pg:evaluatesOn ?b ; dcterms:title ?t ; dcterms:issued ?y . ?b skos:prefLabel 'GSM8K' }",
    "SELECT ?t { ?p pg:introduces ?m ; dcterms:title ?t . ?m skos:prefLabel|skos:altLabel 'LoRA' }",
    "SELECT ?p ?t { ?p a pg:Paper ; dcterms:title ?t } ORDER BY ?t LIMIT 20",
    "SELECT ?a { ?e skos:prefLabel 'BERT' ; skos:altLabel ?a }",
    "SELECT ?r ?v ?u { ?r pg:onBenchmark ?b ; pg:value ?v . ?b skos:prefLabel 'GSM8K' OPTIONAL { ?r pg:unit ?u } }",
    "SELECT ?s { ?m pg:refersTo ?e ; pg:sentence ?s . ?e skos:prefLabel 'ImageNet' } LIMIT 50",
    "SELECT ?t ?c { ?p pg:hasOwnRepository/schema:codeRepository ?c ; dcterms:title ?t } LIMIT 50",
    "SELECT ?v { ?v pg:variantOf ?f . ?f skos:prefLabel 'BERT' }",
    "ASK { ?p pg:comparesWith ?e . ?e skos:prefLabel 'BERT' }",
    "SELECT ?term ?label { ?term rdfs:isDefinedBy ?o ; rdfs:label ?label } LIMIT 50",
)


async def client(number: int, address: str, until: float, took: list[float], errors: list[str]) -> None:
    """Ask one question after another over one connection."""
    where = urlsplit(address)
    reader, writer = await asyncio.open_connection(where.hostname, where.port)
    count = number
    while time.perf_counter() < until:
        path = f"/sparql?query={quote(QUESTIONS[count % len(QUESTIONS)])}"
        start = time.perf_counter()
        writer.write(f"GET {path} HTTP/1.1\r\nHost: {where.netloc}\r\n\r\n".encode())
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        length = next(int(line[15:]) for line in head.split("\r\n") if line.lower().startswith("content-length:"))
        body = await reader.readexactly(length)
        took.append(time.perf_counter() - start)
        if not head.startswith("HTTP/1.1 200"):
            errors.append(body.decode().strip())
        count += 1
    writer.close()


async def load(address: str, clients: int, seconds: float) -> tuple[list[float], list[str]]:
    """How long each answer took, and the errors."""
    took: list[float] = []
    errors: list[str] = []
    until = time.perf_counter() + seconds
    found = await asyncio.gather(
        *(client(number, address, until, took, errors) for number in range(clients)), return_exceptions=True
    )
    errors += [repr(one) for one in found if isinstance(one, BaseException)]
    return took, errors


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=Path)
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--cache", default="64", metavar="MB", help="as for serve")
    args = parser.parse_args()
    command = [sys.executable, "-m", "papergraph", "serve", str(args.build), "--port", "0", "--cache", args.cache]
    server = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    try:
        assert server.stderr is not None
        address = server.stderr.readline().split(" at ")[1].split()[0]
        took, errors = asyncio.run(load(address, args.clients, min(args.seconds, LONGEST)))
    finally:
        server.terminate()
        server.wait()
    took.sort()
    shares = (took[int(len(took) * share)] * 1000 for share in (0.5, 0.95, 0.99))
    print(f"{len(took)} answers, {len(errors)} errors", *sorted(set(errors))[:3], sep="\n  ")
    print("median {:.0f} ms, 95th {:.0f} ms, 99th {:.0f} ms".format(*shares))


if __name__ == "__main__":
    main()
