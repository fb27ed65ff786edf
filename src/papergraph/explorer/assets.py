"""The parts that a page is made of: vis-network out of the installed pyvis, our own scripts, style and template."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

SCRIPTS = (
    "base.js", "data.js", "words.js", "remote.js", "state.js", "filters.js", "facets.js", "memory.js", "theme.js",
    "ego.js", "backbone.js", "placing.js", "graph.js", "ground.js", "labels.js",
    "search.js", "legend.js", "filter_panel.js", "trail.js", "cursor.js", "help.js", "sheet.js", "views.js",
    "panel.js", "evidence.js", "pairs.js", "family.js", "leaderboard.js", "rows.js",
    "paper_panel.js", "entity_panel.js", "pair_panel.js", "home_panel.js",
    "export.js", "picture.js", "table_view.js", "matrix.js", "matrix_view.js", "picker.js", "compare.js",
    "compare_view.js",
    "main.js",
)  # fmt: skip
STYLES = ("style.css", "controls.css", "views.css")

_PICTURE_RULE = re.compile(r"[^{}]*\{[^{}]*url\([^{}]*\}")


def vis_script() -> str:
    """The minified script of the newest vis-network that the installed pyvis ships."""
    return _vis_folder().joinpath("vis-network.min.js").read_text(encoding="utf-8")


def vis_style() -> str:
    """The style of vis-network, without the rules for the picture buttons that the page does not have."""
    return _PICTURE_RULE.sub("", _vis_folder().joinpath("vis-network.css").read_text(encoding="utf-8"))


def own_text(name: str) -> str:
    """The text of a file of this package."""
    return files("papergraph.explorer").joinpath(name).read_text(encoding="utf-8")


def own_style() -> str:
    """The style of the page."""
    return "".join(own_text(name) for name in STYLES)


def own_scripts() -> list[str]:
    """The scripts of the page, in the order in which they run."""
    return [own_text(f"scripts/{name}") for name in SCRIPTS]


def _vis_folder() -> Path:
    library = Path(str(files("pyvis"))) / "lib"
    found = [path.parent for path in library.glob("vis-*/vis-network.min.js")]
    return max(found, key=lambda path: [int(part) for part in re.findall(r"\d+", path.name)])
