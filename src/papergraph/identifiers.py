"""Ids: of papers, entities, repositories and everything whose id is a hash of its content."""

from __future__ import annotations

import hashlib
import re
from urllib.parse import quote, urlsplit

from papergraph.text import normalise_title, repair, spell_out

_REPOSITORY_HOSTS = {"github.com": 2, "gitlab.com": 2, "bitbucket.org": 2, "codeberg.org": 2}
_RESERVED_OWNERS = frozenset("topics search features about orgs settings marketplace sponsors".split())


def content_hash(*parts: str, digits: int = 16) -> str:
    """The first hex digits of the SHA-256 of the parts, which a NUL keeps apart.

    >>> content_hash("a", "b") == content_hash("ab")
    False
    """
    return hashlib.sha256("\0".join(map(repair, parts)).encode()).hexdigest()[:digits]


def paper_id(title: str) -> str:
    """The id of a paper whose source gives none: ``p`` and 16 hex digits of the hash of the normalised title.

    >>> paper_id("Low-Rank  Adaptation") == paper_id("low rank adaptation")
    True
    """
    return "p" + content_hash(normalise_title(title) or title)


def percent_encode(local: str) -> str:
    """Percent-encode all but unreserved characters and slashes, so that the id can end an IRI.

    >>> percent_encode("a b/ü")
    'a%20b/%C3%BC'
    """
    return quote(repair(local), safe="/-._~")


def slug(name: str) -> str:
    """The part of an entity id that people read.

    >>> [slug(n) for n in ("GPT-4o", "Hydra++", "$\\\\pi_0$", "A*", "C#", "ViT-B/16", "pass@1", "Böck")]
    ['gpt-4o', 'hydra-plus-plus', 'pi-0', 'a-star', 'c-sharp', 'vit-b-16', 'pass-1', 'b%C3%B6ck']
    """
    words = re.sub(r"[\W_]+", "-", spell_out(name).lower()).strip("-")
    return quote(words, safe="-") or "x" + content_hash(name, digits=8)


def entity_id(name: str, *, apart: str | None = None) -> str:
    """The id of an entity; ``apart`` is what tells it from another of the same slug (its expansion, else its name).

    >>> entity_id("GPT-4")
    'entity/gpt-4'
    >>> entity_id("CARP", apart="contrastive audio pretraining").startswith("entity/carp-")
    True
    """
    tail = f"-{content_hash(apart, digits=8)}" if apart is not None else ""
    return f"entity/{slug(name)}{tail}"


def node_id(kind: str, local: str) -> str:
    """The id of a node of the graph, which is its IRI without the base: ``paper/...``, ``repository/...``.

    >>> node_id("paper", "10.1000/x y")
    'paper/10.1000/x%20y'
    """
    return f"{kind}/{percent_encode(local)}"


def split_repository(url: str) -> tuple[str, str, str] | None:
    """Host, owner and name of the repository that a URL leads to or into, as the URL writes them.

    >>> split_repository("https://www.github.com/Owner/Name.git")
    ('github.com', 'Owner', 'Name')
    >>> split_repository("https://github.com/Owner") is None
    True
    """
    try:
        parts = urlsplit(url if "//" in url else "https://" + url)
    except ValueError:
        return None
    host = parts.netloc.lower().removeprefix("www.")
    path = [part for part in parts.path.split("/") if part]
    if len(path) < _REPOSITORY_HOSTS.get(host, 99) or path[0].lower() in _RESERVED_OWNERS:
        return None
    return host, path[0], path[1].removesuffix(".git")


def repository_of(url: str) -> str | None:
    """The id of a URL's repository without its prefix; case does not tell repositories apart.

    >>> repository_of("https://github.com/Owner/Name/tree/main/x")
    'github.com/owner/name'
    """
    found = split_repository(url)
    return "/".join(found).lower() if found else None
