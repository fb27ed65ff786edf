"""Names, aliases, titles and ids find their node, and never one of several."""

from __future__ import annotations

import pytest

from papergraph.errors import AmbiguousNameError, NotFoundError
from papergraph.graph import EntityView, PaperView
from papergraph.graph.lookup import Lookup
from papergraph.model import EntityType


def entity(node: str, name: str, *aliases: str) -> EntityView:
    return EntityView(node, name, EntityType.METHOD, aliases, 1)


def paper(node: str, title: str, year: int | None = None) -> PaperView:
    return PaperView(node, title, year, (), {}, None)


ENTITIES = (
    entity("entity/carp-1", "CARP", "contrastive audio pretraining"),
    entity("entity/carp-2", "CARP", "careful reward planning"),
    entity("entity/sd", "SD"),
    entity("entity/speculative-decoding", "speculative decoding", "SD"),
    entity("entity/go", "GO"),
    entity("entity/go-3", "Go"),
    entity("entity/sieve", "Sieve"),
    entity("entity/party", "🎉"),
)
PAPERS = (
    paper("paper/1", "Winnow: a sparse method", 2023),
    paper("paper/2", "A sparse method"),
    paper("paper/3", "On fishes"),
    paper("paper/4", "Sieve"),
)
LOOKUP = Lookup(PAPERS, ENTITIES)


@pytest.mark.parametrize(
    ("name", "node"),
    [("careful reward planning", "entity/carp-2"), ("Careful-Reward Planning", "entity/carp-2"), ("GO", "entity/go"),
     ("Go", "entity/go-3"), ("entity/carp-1", "entity/carp-1"), ("carp-2", "entity/carp-2"),
     ("sieve", "entity/sieve"), ("paper/4", "paper/4"), ("4", "paper/4"), ("a SPARSE method", "paper/2"),
     ("winnow", "paper/1"), ("sparse method", None), ("On fish", "entity or paper"), ("CARP", None), ("carp", None),
     ("SD", None), ("🎉", "entity/party"), ("go", None),
     ("", "entity or paper"), ("x", "entity or paper"), ("🐟", "entity or paper"),
     ("$\\alpha$", "entity or paper")],
)  # fmt: skip
def test_one_or_an_error(name: str, node: str | None) -> None:
    """None stands for several, "entity or paper" for nothing."""
    try:
        found: str | None = LOOKUP.either(name).id
    except AmbiguousNameError:
        found = None
    except NotFoundError as error:
        found = error.kind
    assert found == node


def test_the_candidates_are_told_apart_in_the_order_of_their_ids() -> None:
    with pytest.raises(AmbiguousNameError) as caught:
        LOOKUP.entity("CARP")
    assert caught.value.candidates == (
        ("entity/carp-1", "CARP, contrastive audio pretraining; METHOD, 1 paper"),
        ("entity/carp-2", "CARP, careful reward planning; METHOD, 1 paper"),
    )
    assert str(caught.value).startswith("'CARP' stands for 2 entities; say by its id which is meant: entity/carp-1 (")
    with pytest.raises(AmbiguousNameError, match=r"2 papers.*paper/1 \(“Winnow: a sparse method”, 2023\); paper/2 \("):
        LOOKUP.paper("sparse method")


def test_of_many_candidates_ten_are_told() -> None:
    lookup = Lookup([paper(f"paper/{number:02}", f"Model {number}") for number in range(12)], ())
    with pytest.raises(AmbiguousNameError, match=r"and 2 more$") as caught:
        lookup.paper("model")
    assert len(caught.value.candidates) == 12
    assert len(caught.value.told) == 11


@pytest.mark.parametrize(
    ("name", "similar"), [("Seive", ("Sieve",)), ("careful reward", ("careful reward planning",)), ("qqq", ())]
)
def test_similar_names(name: str, similar: tuple[str, ...]) -> None:
    with pytest.raises(NotFoundError) as caught:
        LOOKUP.entity(name)
    assert caught.value.similar == similar


def test_a_paper_is_no_entity() -> None:
    assert LOOKUP.paper("Sieve").id == "paper/4"
    with pytest.raises(NotFoundError, match="no entity 'On fishes'"):
        LOOKUP.entity("On fishes")


def test_a_name_that_only_the_vocabulary_has_finds_what_no_paper_calls_so() -> None:
    known = (("sieving", "entity/sieve"), ("SD", "entity/sieve"), ("careful sieve", "entity/sieve"))
    lookup = Lookup(PAPERS, ENTITIES, known)
    assert lookup.entity("Sieving").id == lookup.entity("careful-sieve").id == "entity/sieve"
    with pytest.raises(AmbiguousNameError) as error:
        lookup.entity("SD")
    assert [node for node, _ in error.value.candidates] == ["entity/sd", "entity/speculative-decoding"]
