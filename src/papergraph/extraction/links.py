"""Links: every URL of a raw text as it should be opened, its kind, whether it is the paper's own, its repository."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from papergraph.identifiers import repository_of
from papergraph.model import Link, LinkKind

_BODY = r"(?:\\[_%#&~]|(?!\]\()[^\s<>\"{}|^`\\…“”])"
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
_SIGN = re.compile(rf"https?\s?:|www\.|\.(?:github|gitlab)\.io|\.{_TOP_LEVEL}/", re.IGNORECASE)
"""What every address has, so that a text without it need not be searched further."""

_SCHEME = re.compile(r"^(https?)\s?:\s?//\s?|^//", re.IGNORECASE)
_TRAILING = ".,;:!?'\"*’”´`"
_PAIRS = {")": "(", "]": "["}

_CODE_HOSTS = (
    "github.com",
    "gitlab.com",
    "bitbucket.org",
    "codeberg.org",
    "anonymous.4open.science",
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
_BORROWED = re.compile(
    r"\b(?:using|based on|(?:built|builds?|relies|rely) (?:on|upon|with)|(?:provided|released|published) by(?! us\b)"
    r"|(?:taken|collected|downloaded|crawled|obtained|borrowed|adapted|forked) from"
    r"|from (?:the )?(?!Git|Hugging|Zenodo|Kaggle)(?-i:[A-Z])[\w-]* (?:repository|project|library|package|toolkit"
    r"|website))\b",
    re.IGNORECASE,
)
_OFFERED = (
    r"available|availability|accessible|hosted|public(?:ly)?|can be|open-? ?sourc\w+"
    r"|(?:releas(?:e|ed|es|ing)|publish(?:ed|es)?)(?! by\b(?! us\b))"
)
_OFFERED_AFTER = re.compile(
    rf"\b(?:{_OFFERED}|our|found|(?:the|this|following) (?:code|scripts?|link|page|website)(?! (?:of|by)))\b",
    re.IGNORECASE,
)
_OFFERED_BEFORE = re.compile(rf"\b(?:{_OFFERED}|own|provide|share)\b", re.IGNORECASE)
_LIST = re.compile(r"\b(?:list of papers|paper list)\b", re.IGNORECASE)
_BORROWING_REACH = 60
_WINDOW = 240


def find_links(text: str) -> tuple[Link, ...]:
    r"""The links of a raw text in their order.

    >>> [link.url for link in find_links(r"See fieldhttps://github.com/o/n\_x.}. and (o.github.io/p).")]
    ['https://github.com/o/n_x', 'https://o.github.io/p']
    >>> find_links("Code will be released. We use Node.js and e.g. GPT-4.")
    ()
    """
    return tuple(_links(text))


def _links(text: str) -> Iterator[Link]:
    if not _SIGN.search(text):
        return
    for match in _URL.finditer(text):
        raw = _trim(match.group())
        url = _repair(raw)
        if url:
            start, end = match.start(), match.start() + len(raw)
            before = _same_sentence(text[max(0, start - _WINDOW) : start])
            yield Link(
                url=url,
                kind=_kind(url, before, text[end : end + _WINDOW].split(". ")[0]),
                own=not _is_foreign(before),
                start=start,
                end=end,
                repository=repository_of(url),
            )


def _same_sentence(before: str) -> str:
    """The part of what precedes a link that belongs to its sentence, white space folded."""
    return " ".join(re.split(r"[.!?]\s", before)[-1].split())


def _is_foreign(before: str) -> bool:
    """Whether a link is somebody else's: a borrowing word precedes it, and none that offers something to the reader."""
    borrowed = list(_BORROWED.finditer(before))[-1:]
    if not borrowed or len(before) - borrowed[0].end() > _BORROWING_REACH:
        return False
    head, between = before[: borrowed[0].start()], before[borrowed[0].end() :]
    return not _OFFERED_AFTER.search(between) and not _OFFERED_BEFORE.search(head)


def _trim(raw: str) -> str:
    """A matched address without the marks of the sentence around it."""
    trimmed = _trim_end(raw)
    inner = re.split(r"\]\(|\)[.,]", trimmed)[0]
    return trimmed if inner == trimmed else _trim_end(inner)


def _trim_end(raw: str) -> str:
    unpaired = {mark: raw.count(mark) - raw.count(other) for mark, other in _PAIRS.items()}
    end = len(raw)
    while end and (raw[end - 1] in _TRAILING or unpaired.get(raw[end - 1], 0) > 0):
        end -= 1
        if raw[end] in unpaired:
            unpaired[raw[end]] -= 1
    return raw[:end]


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


def _kind(url: str, before: str, after: str) -> LinkKind:
    parts = urlsplit(url)
    host, path = (parts.hostname or "").removeprefix("www."), parts.path.strip("/")
    if host == "huggingface.co":
        return _hugging_face_kind(path)
    if host in _CODE_HOSTS:
        return LinkKind.PAGE if _LIST.search(f"{before} {after}") else LinkKind.CODE
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
