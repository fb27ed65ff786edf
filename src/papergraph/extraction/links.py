"""Links: every URL of a raw text as it should be opened, its kind, whether it is the paper's own, its repository."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from papergraph.identifiers import repository_of
from papergraph.model import Link, LinkKind
from papergraph.text import sentence_at

_BODY = r"(?:\\[_%#&~]|[^\s<>\"{}|^`\\…“”])"
_TOP_LEVEL = (
    r"(?:com|org|net|io|ai|edu|gov|dev|app|co|me|info|science|cn|de|uk|fr|ch|jp|kr|eu|it|ca|nl|ms|page|site|top)"
)
_BROKEN_DOT = r"\. (?: \s (?= (?: com | io | org | net | edu ) \b ) )?"
_BROKEN_SLASH = r"(?: / [ ] (?= [\w-]+ / [\w-] ) )?"
_BARE = r"(?<! [\w/.@-] )"
_KNOWN_HOST = r"(?: [\w-]+ \. )* (?: github\. (?: com | io ) (?= / ) | huggingface\.co (?= / ) )"
_URL = re.compile(
    rf"""
    https? \s? : \s? // \s? (?: [\w-]+ {_BROKEN_DOT} )+ [a-z]{{2,}} (?: : \d+ )? {_BROKEN_SLASH} {_BODY}*
    | {_BARE} (?: // )? (?: www\. | {_KNOWN_HOST} ) {_BODY}+
    | {_BARE} [\w-]+ \. (?: github | gitlab ) \. io \b {_BODY}*
    | {_BARE} (?: [a-z\d] [a-z\d-]* \. )+ {_TOP_LEVEL} / {_BODY}+
    """,
    re.VERBOSE | re.IGNORECASE,
)
_SCHEME = re.compile(r"^(https?)\s?:\s?//\s?|^//", re.IGNORECASE)
_TRAILING = ".,;:!?'\"*’”´`"
_PAIRS = {")": "(", "]": "["}

_CODE_HOSTS = (
    "github.com",
    "gitlab.com",
    "bitbucket.org",
    "codeberg.org",
    "anonymous.4open.science",
    "pypi.org",
    "gist.github.com",
)
_DATA_HOSTS = (
    "zenodo.org",
    "figshare.com",
    "osf.io",
    "data.mendeley.com",
    "physionet.org",
    "openneuro.org",
    "dataverse.harvard.edu",
)
_OTHER_HOSTS = (
    "doi.org",
    "dx.doi.org",
    "arxiv.org",
    "aclanthology.org",
    "creativecommons.org",
    "youtu.be",
    "youtube.com",
)
_CODE_WORDS = re.compile(
    r"\b(?:codes?|codebase|implementations?|source|software|librar(?:y|ies)|toolkit|package)\b", re.IGNORECASE
)
_DATA_WORDS = re.compile(r"\b(?:data|datasets?|corpus|corpora|benchmarks?)\b", re.IGNORECASE)
_PAGE_WORDS = re.compile(
    r"\b(?:websites?|webpage|web page|project page|page|videos?|demos?|leaderboard|samples|visit|paper list"
    r"|list of papers|visuali[sz]ations)\b",
    re.IGNORECASE,
)
_FOREIGN = re.compile(
    r"\b(?:using|based on|built (?:on|upon|with)|provided by|taken from|collected from|downloaded from"
    r"|crawled from)\b[^.]{0,40}$",
    re.IGNORECASE,
)


def find_links(text: str) -> tuple[Link, ...]:
    r"""The links of a raw text in their order.

    >>> [link.url for link in find_links(r"See fieldhttps://github.com/o/n\_x.}. and (o.github.io/p).")]
    ['https://github.com/o/n_x', 'https://o.github.io/p']
    >>> find_links("Code will be released. We use Node.js and e.g. GPT-4.")
    ()
    """
    return tuple(_links(text))


def _links(text: str) -> Iterator[Link]:
    for match in _URL.finditer(text):
        raw = _trim(match.group())
        url = _repair(raw)
        if url:
            start, end = match.start(), match.start() + len(raw)
            sentence, before = sentence_at(text, start, end), text[max(0, start - 80) : start]
            yield Link(
                url=url,
                kind=_kind(url, sentence, before),
                own=not _FOREIGN.search(before),
                start=start,
                end=end,
                repository=repository_of(url),
            )


def _trim(raw: str) -> str:
    while raw:
        last = raw[-1]
        if last in _TRAILING or (last in _PAIRS and raw.count(last) > raw.count(_PAIRS[last])):
            raw = raw[:-1]
        elif "](" in raw or ")." in raw or ")," in raw:
            raw = re.split(r"\]\(|\)[.,]", raw)[0]
        else:
            break
    return raw


def _repair(raw: str) -> str | None:
    scheme = _SCHEME.match(raw)
    rest = re.sub(r"\s+", "", raw[scheme.end() :] if scheme else raw)
    rest = re.sub(r"\\([_%#&~])", r"\1", rest)
    url = f"{((scheme and scheme.group(1)) or 'https').lower()}://{rest}"
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return None
    return url if "." in host else None


def _kind(url: str, sentence: str, before: str) -> LinkKind:
    parts = urlsplit(url)
    host, path = (parts.hostname or "").removeprefix("www."), parts.path.strip("/")
    if host == "huggingface.co":
        return _hugging_face_kind(path)
    if host in _CODE_HOSTS:
        return LinkKind.PAGE if "list of papers" in sentence or "paper list" in sentence.lower() else LinkKind.CODE
    if host in _OTHER_HOSTS:
        return LinkKind.OTHER
    if host in _DATA_HOSTS or (host == "kaggle.com" and path.startswith("datasets")):
        return LinkKind.DATA
    return _kind_by_words(before[-60:])


def _hugging_face_kind(path: str) -> LinkKind:
    if path.startswith("datasets/"):
        return LinkKind.DATA
    return (
        LinkKind.MODEL
        if path.count("/") == 1 and not path.startswith(("spaces/", "papers/", "collections/"))
        else LinkKind.PAGE
    )


def _kind_by_words(before: str) -> LinkKind:
    if _PAGE_WORDS.search(before):
        return LinkKind.PAGE
    if _DATA_WORDS.search(before) and not _CODE_WORDS.search(before):
        return LinkKind.DATA
    return LinkKind.PAGE
