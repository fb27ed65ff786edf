"""The weights of roles: what the packaged file holds, how sums decide, and how the file is fitted."""

from __future__ import annotations

import importlib.util
import json
import sys
from importlib import resources
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from extraction_pieces import TEXTS
from hypothesis import given
from hypothesis import strategies as st

from papergraph.extraction.role_features import PaperFacts
from papergraph.extraction.role_view import Thing
from papergraph.extraction.roles import WEIGHTS, load_model, read_model, roles_of, thing
from papergraph.model import EntityType, Mention, Role
from papergraph.text import sentences
from papergraph.vocabulary import Term, Vocabulary

FILE = resources.files("papergraph.extraction") / WEIGHTS
GROUPS: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
LARGE = EntityType.METHOD, EntityType.MODEL
ALLOWED = {
    **{kind: {Role.INTRODUCES, Role.COMPARES_WITH, Role.USES, Role.MENTIONS} for kind in LARGE},
    EntityType.BENCHMARK: {Role.INTRODUCES, Role.EVALUATES_ON, Role.TRAINS_ON, Role.MENTIONS},
    EntityType.TASK: {Role.INTRODUCES, Role.ADDRESSES, Role.MENTIONS},
    EntityType.METRIC: {Role.INTRODUCES, Role.MEASURES, Role.MENTIONS},
}


def test_the_file_is_small() -> None:
    assert len(FILE.read_bytes()) <= 400_000


@pytest.mark.parametrize("types", GROUPS)
def test_each_group_has_whole_weights_relative_to_the_last_role(types: str) -> None:
    group = GROUPS[types]
    assert group["roles"] == [role for role in Role if role in group["roles"]]
    for row in (group["bias"], *group["weights"].values()):
        assert len(row) == len(group["roles"])
        assert row[-1] == 0
        assert all(type(weight) is int for weight in row)
    assert all(any(row) for row in group["weights"].values())
    assert list(group["weights"]) == sorted(group["weights"])


@pytest.mark.parametrize("kind", EntityType)
def test_each_type_has_the_roles_of_its_own(kind: EntityType) -> None:
    assert set(load_model().weights[kind].roles) == ALLOWED[kind]


def one_feature(**weights: int) -> dict[str, Any]:
    """Weights of methods that know one feature, for the roles of these names."""
    return {
        "METHOD": {"roles": list(weights), "bias": [0] * len(weights), "weights": {"known": list(weights.values())}}
    }


@pytest.mark.parametrize(
    ("weights", "without", "role"),
    [
        ({"introduces": 1, "uses": 2, "mentions": 0}, set(), Role.USES),
        ({"introduces": 3, "uses": 2, "mentions": 0}, set(), Role.INTRODUCES),
        ({"introduces": 3, "uses": 2, "mentions": 0}, {Role.INTRODUCES}, Role.USES),
        ({"introduces": 2, "uses": 2, "mentions": 0}, set(), Role.INTRODUCES),
        ({"introduces": -1, "uses": 0, "mentions": 0}, set(), Role.USES),
        ({"introduces": -2, "uses": -1, "mentions": 0}, set(), Role.MENTIONS),
    ],
)
def test_the_largest_sum_decides_and_of_equal_ones_the_first_role(
    weights: dict[str, int], without: set[Role], role: Role
) -> None:
    paper = PaperFacts("Sieve", [(0, 5)], [Thing(EntityType.METHOD, ((0, 5),), known=True)])
    assert read_model(one_feature(**weights)).role(paper, 0, without=without) is role


def test_a_thing_is_known_by_any_of_its_forms_and_has_each_span_once() -> None:
    vocabulary = Vocabulary((Term(name="beam search", type=EntityType.METHOD),))
    text = "Sieve, Beam Searches"
    mentions = [Mention(7, 20, "", "a"), Mention(0, 5, "", "a"), Mention(0, 5, "", "b")]
    assert thing(text, EntityType.METHOD, mentions, vocabulary) == Thing(EntityType.METHOD, ((0, 5), (7, 20)), True)
    assert not thing(text, EntityType.METHOD, mentions[1:], vocabulary).known


SPANS = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 12)).map(lambda pair: (pair[0], sum(pair))), max_size=4)
THINGS = st.lists(st.builds(Thing, st.sampled_from(EntityType), SPANS.map(tuple), st.booleans()), max_size=4)


@given(TEXTS, THINGS)
def test_any_text_gives_each_thing_a_role_of_its_type(text: str, things: list[Thing]) -> None:
    roles = roles_of(text, tuple(sentences(text)), things)
    assert len(roles) == len(things)
    assert all(role in ALLOWED[thing.type] for role, thing in zip(roles, things, strict=True))
    assert roles == roles_of(text, tuple(sentences(text)), things)


@pytest.fixture(scope="module")
def fitting() -> ModuleType:
    """The tool that fits the weights."""
    pytest.importorskip("sklearn")
    path = Path(__file__).parents[1] / "benchmarks" / "fit_roles.py"
    spec = importlib.util.spec_from_file_location("fit_roles", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["fit_roles"] = module
    spec.loader.exec_module(module)
    return module


GOLD = {
    "introduces": "We propose {}, a plan.",
    "uses": "We read with {}.",
    "compares_with": "We outperform {}.",
    "mentions": "{} is old.",
}


def gold(number: int, role: str) -> dict[str, Any]:
    """An annotated paper with one method in a role."""
    name = f"Plan{'abcdefghijkl'[number]}Net"
    entity = {"name": name, "type": "METHOD", "role": role, "mentions": [name]}
    return {"id": f"p{number}", "title": "Reading", "abstract": GOLD[role].format(name), "entities": [entity]}


def test_the_tool_fits_the_same_bytes_each_time_and_learns(fitting: ModuleType, tmp_path: Path) -> None:
    file = tmp_path / "gold.jsonl"
    file.write_text("".join(json.dumps(gold(n, [*GOLD][n % 4])) + "\n" for n in range(12)), encoding="utf-8")
    rows = list(fitting.examples([file]))
    assert {row.side for row in rows} == {"gold", "found"}
    first, second = (json.dumps(fitting.fit_group(rows, 1.0, 50)) for _ in range(2))
    assert first == second
    model = read_model({"METHOD": json.loads(first)})
    for row in rows:
        scores = model.weights[row.type].scores(row.features)
        assert max(scores, key=scores.__getitem__) is row.role


def test_the_file_is_json_with_a_feature_a_line(fitting: ModuleType) -> None:
    groups = one_feature(introduces=2, mentions=0) | {"TASK": one_feature(addresses=1, mentions=0)["METHOD"]}
    text = "".join(fitting.lines(groups))
    assert json.loads(text) == groups
    assert '"known": [2,0]' in text.splitlines()[4]
