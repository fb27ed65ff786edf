"""DOIs and arXiv ids, however they are written, in one form each."""

from __future__ import annotations

import re
from urllib.parse import unquote

_DOI_PREFIX = re.compile(r"^(?:doi\s*:\s*|(?:https?://)?(?:dx\.|www\.)?doi\.org/)+", re.IGNORECASE)
_DOI = re.compile(r"10\.\d{4,9}(?:\.\d+)*/\S+")
_DOI_URL = re.compile(
    r"(?:doi\.org/|/doi/(?:(?:abs|full|pdf|epdf|pdfplus)/)?)(10\.\d{4,9}(?:\.\d+)*/[^\s?#]+)", re.IGNORECASE
)
_ARXIV_NEW = r"\d{2}(?:0[1-9]|1[0-2])\.\d{4,5}"
_ARXIV_OLD = r"[a-z]+(?:-[a-z]+)?(?:\.[a-z]{2})?/\d{7}"
_ARXIV = re.compile(rf"(?:arxiv\s*:\s*)?({_ARXIV_NEW}|{_ARXIV_OLD})(?:v\d+)?(?:\s*\[[\w.-]+\])?", re.IGNORECASE)
_ARXIV_URL = re.compile(
    rf"(?:(?:arxiv|alphaxiv)\.org/(?:abs|pdf|html|src|e-print|ps)/|ar5iv[\w.]*/(?:abs|html)/|huggingface\.co/papers/)"
    rf"({_ARXIV_NEW}|{_ARXIV_OLD})(?![\d.]*\d)",
    re.IGNORECASE,
)
_ARXIV_DOI = "10.48550/arxiv."


def normalise_doi(text: str) -> str | None:
    """A DOI in lower case without resolver or ``doi:``, or None where the text is none.

    >>> normalise_doi("https://doi.org/10.1000/ABC.1"), normalise_doi("doi:10.1000/abc.1"), normalise_doi("n/a")
    ('10.1000/abc.1', '10.1000/abc.1', None)
    """
    bare = _DOI_PREFIX.sub("", text.strip())
    bare = unquote(bare) if bare != text.strip() else bare
    return bare.rstrip(".,;").lower() if _DOI.fullmatch(bare) else None


def normalise_arxiv(text: str) -> str | None:
    """An arXiv id without its version, or None where the text is none; addresses and arXiv's own DOIs count.

    >>> [normalise_arxiv(t) for t in ("arXiv:2401.00001v2", "math.GT/0309136", "https://arxiv.org/pdf/2401.00001v1.pdf")]
    ['2401.00001', 'math/0309136', '2401.00001']
    >>> normalise_arxiv("2020/123") is None
    True
    """
    bare = text.strip()
    if bare.lower().startswith(_ARXIV_DOI):
        bare = bare[len(_ARXIV_DOI) :]
    match = _ARXIV.fullmatch(bare)
    return _without_class(match.group(1)) if match else arxiv_in_url(bare)


def _without_class(arxiv: str) -> str:
    archive, slash, number = arxiv.lower().partition("/")
    return archive.partition(".")[0] + slash + number if slash else archive


def arxiv_in_url(url: str) -> str | None:
    """The arXiv id of an address of arxiv.org or one of its mirrors.

    >>> arxiv_in_url("https://arxiv.org/abs/2401.00001v3"), arxiv_in_url("https://example.org/2401.00001")
    ('2401.00001', None)
    """
    match = _ARXIV_URL.search(url)
    return _without_class(match.group(1)) if match else None


def doi_in_url(url: str) -> str | None:
    """The DOI of an address of doi.org, or of a publisher's ``/doi/`` path.

    >>> doi_in_url("https://dl.example.org/doi/abs/10.1000/A%2F1"), doi_in_url("https://example.org/10")
    ('10.1000/a/1', None)
    """
    match = _DOI_URL.search(unquote(url))
    return normalise_doi(match.group(1).rstrip("/").removesuffix(".pdf")) if match else None
