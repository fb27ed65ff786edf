"""The folds under which names, addresses and values of the two sides are equal."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_SIGNS = str.maketrans({"×": "x", "−": "-", "–": "-"})
_PER_CENT = re.compile(r"(?<=\d)\s*(?:percent|per cent)\b")


def fold_form(form: str) -> str:
    """Lower case, single blanks for punctuation and white space, no plural s at the end.

    >>> fold_form("Graph-Neural  Networks"), fold_form("GANs"), fold_form("Loss"), fold_form("$$")
    ('graph neural network', 'gans', 'loss', '')
    """
    folded = re.sub(r"[\W_]+", " ", form.lower()).strip()
    plural = len(folded) > 4 and folded.endswith("s") and not folded.endswith(("ss", "us", "is"))
    return folded[:-1] if plural else folded


def fold_url(url: str) -> str:
    """Host and path without scheme, ``www.`` and trailing slash; on github.com case does not count.

    >>> fold_url("http://www.GitHub.com/Owner/Name/") == fold_url("github.com/owner/name")
    True
    """
    url = url if "//" in url else f"https://{url}"
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return url.strip().lower()
    host, path = parts.netloc.lower().removeprefix("www."), parts.path.rstrip("/")
    query = f"?{parts.query}" if parts.query else ""
    return host + (path.lower() if host == "github.com" else path) + query


def fold_value(value: str) -> str:
    """A value as written, without blanks, thousands separators and signs of approximation.

    >>> fold_value("~1,200 ×"), fold_value("85.2 percent")
    ('1200x', '85.2%')
    """
    value = _PER_CENT.sub("%", value.lower().translate(_SIGNS))
    return re.sub(r"[\s,~≈±\\]+", "", value).strip(".")
