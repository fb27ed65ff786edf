"""What a page costs its reader, measured in a headless Chromium from disk with the network off."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from accessibility import grave_findings
from browsing import Reader

LOADS = 3
NODES = 8
STEPS = 40
MOVE_MS = 400
WIDE, NARROW = (1440, 900), (390, 844)
Look = tuple[tuple[int, int], str]
LOOKS: tuple[Look, ...] = ((WIDE, "light"), (WIDE, "dark"), (NARROW, "light"))
_CLOCKS = (Path(__file__).parent / "page_figures.js").read_text(encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Figures:
    """Bytes, milliseconds, and what should not be there at all."""

    papers: int
    size: int
    first_view: float
    complete: float
    keystroke: float
    click: float
    frame: float
    frame_of_most: float
    requests: tuple[str, ...]
    troubles: tuple[str, ...]
    findings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bars:
    """The most that a page may cost: megabytes, milliseconds."""

    size: float
    first_view: float
    keystroke: float
    click: float
    frame: float


#: For a few hundred papers, and for 10,000.
BARS = Bars(3, 1500, 50, 200, 50)
LARGE_BARS = Bars(30, 4000, 150, 400, 100)
_NONE = ("requests", "troubles", "findings")


def rows(found: Figures, bars: Bars) -> list[tuple[str, str, str, bool]]:
    """Each figure with its name, its bar, and whether the bar is met."""
    table = [("size", f"{found.size / 1e6:.1f} MB", f"{bars.size} MB", found.size / 1e6 <= bars.size)]
    for key in ("first_view", "keystroke", "click", "frame"):
        value, bar = getattr(found, key), getattr(bars, key)
        table.append((key.replace("_", " "), f"{value:.0f} ms", f"{bar} ms", value <= bar))
    return table + [(key, str(len(getattr(found, key))), "0", not getattr(found, key)) for key in _NONE]


def missed(found: Figures, bars: Bars) -> list[str]:
    """The bars that are missed, and what should not be there."""
    lines = [f"{name}: {value}, may be {bar}" for name, value, bar, met in rows(found, bars) if not met]
    return [*lines, *found.requests, *found.troubles, *found.findings]


def figures(browser: Any, path: Path, *, queries: Iterable[str], looks: Iterable[Look] = LOOKS) -> Figures:
    """Measure a page; times are medians over some tries, the search the slowest of its keystrokes.

    :param queries: what is typed into the search, a key at a time.
    :param looks: sizes of the window and colours in which axe-core looks for faults.
    """
    with opened(browser, path) as reader:
        loads = [_load(reader, path) for _ in range(LOADS)]
        reader.page.evaluate(f"window.clocks = {_CLOCKS}")
        return Figures(
            papers=int(reader.page.evaluate("papergraph.data.raw.kinds[0].count")),
            size=path.stat().st_size,
            first_view=median(ready for ready, _ in loads),
            complete=median(complete for _, complete in loads),
            keystroke=_keystroke(reader, queries),
            click=_click(reader),
            frame=_frame(reader),
            frame_of_most=_frame_of_most(reader),
            requests=tuple(sorted({url.split("#")[0] for url in reader.requests} - {path.as_uri()})),
            troubles=tuple(reader.troubles),
            findings=tuple(_findings(browser, path, looks)),
        )


@contextmanager
def opened(browser: Any, path: Path, *, size: tuple[int, int] = WIDE, scheme: str = "light") -> Iterator[Reader]:
    """A page in a tab of its own with the network off."""
    width, height = size
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
    context.set_offline(True)
    reader = Reader(context.new_page())
    reader.open(path)
    yield reader
    context.close()


def _load(reader: Reader, path: Path) -> tuple[float, float]:
    """How long the first view took, and all words."""
    reader.page.goto("about:blank")
    reader.open(path)
    ready, complete = (reader.page.get_attribute("html", f"data-{name}") for name in ("ready", "complete"))
    return float(ready), float(complete)


def _keystroke(reader: Reader, queries: Iterable[str]) -> float:
    """The slowest keystroke, of which each is the median of three."""
    reader.page.evaluate("clocks.watchSearch()")
    rounds = [[_typed(reader, query) for query in queries] for _ in range(3)]
    return max(median(times) for query in zip(*rounds, strict=True) for times in zip(*query, strict=True))


def _typed(reader: Reader, query: str) -> list[float]:
    reader.page.fill("#search", "")
    reader.page.evaluate("clocks.keystrokes.length = 0")
    for count, key in enumerate(query, 1):
        reader.page.keyboard.press("Space" if key == " " else key)
        reader.page.wait_for_function("(count) => clocks.keystrokes.length >= count", arg=count)
    return [float(time) for time in reader.page.evaluate("clocks.keystrokes")[: len(query)]]


def _click(reader: Reader) -> float:
    reader.page.fill("#search", "")
    reader.page.evaluate("clocks.watchClick()")
    return median(_clicked(reader, place) for place in range(NODES))


def _clicked(reader: Reader, place: int) -> float:
    targets = reader.page.evaluate("(many) => clocks.targets(many)", NODES)
    reader.page.mouse.click(*targets[place % len(targets)])
    reader.page.wait_for_function("() => clocks.drawn !== null")
    took = float(reader.page.evaluate("clocks.drawn"))
    reader.page.keyboard.press("Escape")
    reader.page.wait_for_function("() => papergraph.graph.view.focus === null")
    reader.page.wait_for_timeout(MOVE_MS)
    reader.page.evaluate("clocks.clicked = clocks.drawn = null")
    return took


def _frame(reader: Reader) -> float:
    """The median time between two frames while the map is dragged, then zoomed."""
    box = reader.page.locator("#graph").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] * 0.9
    reader.page.evaluate("clocks.startFrames()")
    reader.page.mouse.move(x, y)
    reader.page.mouse.down()
    for step in range(STEPS):
        reader.page.mouse.move(x + 4 * (step % 20), y - 2 * (step % 10))
    reader.page.mouse.up()
    for step in range(STEPS // 2):
        reader.page.mouse.wheel(0, 60 if step % 10 < 5 else -60)
    return float(median(reader.page.evaluate("clocks.stopFrames()")))


def _frame_of_most(reader: Reader) -> float:
    """The same with as many nodes as may be drawn."""
    reader.page.evaluate("clocks.drawMost()")
    reader.page.wait_for_timeout(MOVE_MS)
    return _frame(reader)


def _findings(browser: Any, path: Path, looks: Iterable[Look]) -> Iterator[str]:
    for size, scheme in looks:
        with opened(browser, path, size=size, scheme=scheme) as reader:
            for name in shown(reader):
                yield from (f"{name}, {size[0]} pixels, {scheme}: {finding}" for finding in grave_findings(reader.page))


def shown(reader: Reader) -> Iterator[str]:
    """Bring up what a page has, one after another: the overview, a node of each kind, each view."""
    yield "overview"
    firsts = reader.page.evaluate(
        "papergraph.data.raw.kinds.map((kind, number) => papergraph.data.raw.nodes.kind.indexOf(number))"
        ".filter((node) => node >= 0).map((node) => papergraph.data.id[node])"
    )
    for node in firsts:
        reader.go(f"#{node}")
        yield node.split("/")[0]
    reader.go("")
    for name in reader.page.evaluate("[...document.querySelectorAll('#views button')].map((button) => button.value)"):
        reader.page.evaluate("(name) => document.querySelector(`#views button[value='${name}']`).click()", name)
        yield name
