"""axe-core over a page that is open in a browser: what it finds that keeps people out."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

GRAVE = ("serious", "critical")
_RUN = "() => axe.run(document, { resultTypes: ['violations'] }).then((found) => found.violations)"


def axe_script() -> str:
    """The script of axe-core."""
    return files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")


def grave_findings(page: Any) -> list[str]:
    """The serious and critical findings, each with its rule, its elements and what is wrong with them.

    The script comes in through the debugging protocol, so that the page's content security policy stays as it is.
    """
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(axe_script() + ";undefined")
    return [
        f"{finding['id']}: {node['target']} {' '.join(check['message'] for check in node['any'] or node['all'])}"
        for finding in page.evaluate(_RUN)
        if finding["impact"] in GRAVE
        for node in finding["nodes"]
    ]
