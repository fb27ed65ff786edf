"""Ids of entities, papers, repositories and nodes."""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papergraph.identifiers import (
    content_hash,
    entity_id,
    node_id,
    paper_id,
    percent_encode,
    repository_of,
    slug,
    split_repository,
)

ENTITY_IDS = [
    ("GPT-4", None, "entity/gpt-4"),
    ("GPT-4o", None, "entity/gpt-4o"),
    ("Hydra", None, "entity/hydra"),
    ("Hydra++", None, "entity/hydra-plus-plus"),
    ("$\\pi_0$", None, "entity/pi-0"),
    ("A*", None, "entity/a-star"),
    ("C#", None, "entity/c-sharp"),
    ("ViT-B/16", None, "entity/vit-b-16"),
    ("pass@1", None, "entity/pass-1"),
    ("CARP", "contrastive audio pretraining", "entity/carp-ac717a4f"),
    ("CARP", "cache-aware request planning", "entity/carp-13650abf"),
    ("β-VAE", None, "entity/beta-vae"),
    ("low-rank adaptation", None, "entity/low-rank-adaptation"),
    ("Böck", None, "entity/b%C3%B6ck"),
    ("ＢＬＥＵ", None, "entity/bleu"),
    ("问答", None, "entity/%E9%97%AE%E7%AD%94"),
]


@pytest.mark.parametrize(("name", "apart", "expected"), ENTITY_IDS)
def test_entity_id(name: str, apart: str | None, expected: str) -> None:
    assert entity_id(name, apart=apart) == expected


def test_ids_of_different_things_differ() -> None:
    assert len({entity_id(name, apart=apart) for name, apart, _ in ENTITY_IDS}) == len(ENTITY_IDS)


@pytest.mark.parametrize("name", ["", "😀", "\x00", "!!", "\ud800", "{}"])
def test_a_name_without_letters_has_an_id_all_the_same(name: str) -> None:
    assert re.fullmatch(r"x[0-9a-f]{8}", slug(name))


@given(st.text(alphabet=st.characters(), max_size=30))
def test_a_slug_can_end_an_iri(name: str) -> None:
    assert re.fullmatch(r"[a-z0-9_.~%A-F-]+", slug(name))


def test_paper_id_is_the_hash_of_the_normalised_title() -> None:
    assert paper_id("Sieve: Fast Reading") == "p" + content_hash("sieve fast reading")
    assert paper_id("SIEVE -  fast {r}eading") == paper_id("Sieve: Fast Reading")
    assert paper_id("Sieve 2") != paper_id("Sieve 3")
    assert re.fullmatch(r"p[0-9a-f]{16}", paper_id("Sieve"))


def test_titles_without_letters_keep_apart() -> None:
    assert paper_id("???") != paper_id("!!!")


def test_content_hash_keeps_parts_apart_and_has_the_digits_asked_for() -> None:
    assert content_hash("a", "bc") != content_hash("ab", "c")
    assert len(content_hash("a", digits=8)) == 8
    assert content_hash("\ud800") == content_hash("\ufffd")


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://github.com/Owner/Name", "github.com/owner/name"),
        ("http://www.github.com/Owner/Name/", "github.com/owner/name"),
        ("github.com/Owner/Name", "github.com/owner/name"),
        ("https://github.com/Owner/Name.git", "github.com/owner/name"),
        ("https://github.com/Owner/Name/tree/main/sub", "github.com/owner/name"),
        ("https://github.com/Owner/Name#readme", "github.com/owner/name"),
        ("https://gitlab.com/a/b?x=1", "gitlab.com/a/b"),
        ("https://bitbucket.org/a/b", "bitbucket.org/a/b"),
        ("https://codeberg.org/a/b", "codeberg.org/a/b"),
        ("https://github.com/Owner", None),
        ("https://github.com/topics/parsing", None),
        ("https://github.com", None),
        ("https://example.org/a/b", None),
        ("https://owner.github.io/name", None),
        ("https://[broken", None),
        ("", None),
        ("x", None),
        ("https://github.com/ö/ß", "github.com/ö/ß"),
    ],
)
def test_repository_of(url: str, expected: str | None) -> None:
    assert repository_of(url) == expected


def test_a_repository_is_split_as_the_url_writes_it() -> None:
    assert split_repository("https://GitHub.com/Owner/Name.git") == ("github.com", "Owner", "Name")


@pytest.mark.parametrize(
    ("local", "expected"),
    [
        ("", ""),
        ("a", "a"),
        ("10.1000/x y", "10.1000/x%20y"),
        ("a<b>", "a%3Cb%3E"),
        ("é", "%C3%A9"),
        ("😀", "%F0%9F%98%80"),
        ("100%", "100%25"),
        ("a-._~b", "a-._~b"),
        ("\ud800", "%EF%BF%BD"),
    ],
)
def test_percent_encode(local: str, expected: str) -> None:
    assert percent_encode(local) == expected
    assert node_id("paper", local) == f"paper/{expected}"


@given(st.text(max_size=30))
def test_percent_encoding_can_be_undone(local: str) -> None:
    assert unquote(percent_encode(local)) == local
