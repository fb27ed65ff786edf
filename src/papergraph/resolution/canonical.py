"""The canonical form of an entity: its name, its type, its id, and the reasons of its merges."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from papergraph.identifiers import entity_id, slug
from papergraph.model import EntityType, Role
from papergraph.resolution.names import is_short, name_key
from papergraph.text import singular

_LAST_WORD = re.compile(r"[A-Za-z]+$")
_TYPES = list(EntityType)
REASONS = ("definition", "vocabulary", "acronym", "generic noun", "wording", "spelling", "plural", "coreference")


@dataclass(frozen=True, slots=True, order=True)
class Evidence:
    """Why a form belongs to an entity: the rank of the reason, a paper and where in it."""

    rank: int
    paper: str
    start: int


@dataclass(slots=True)
class Profile:
    """All that the papers say of one entity: forms and types with the papers of each, roles, evidence, expansions."""

    forms: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    types: dict[EntityType, set[str]] = field(default_factory=lambda: defaultdict(set))
    roles: dict[Role, set[str]] = field(default_factory=lambda: defaultdict(set))
    evidence: dict[str, Evidence] = field(default_factory=dict)
    keys: set[str] = field(default_factory=set)
    form_keys: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    terms: set[str] = field(default_factory=set)
    defined: bool = False

    def note(self, form: str, evidence: Evidence) -> None:
        """Keep the strongest reason of a form, of the smallest paper."""
        self.evidence[form] = min(self.evidence.get(form, evidence), evidence)

    def type(self) -> EntityType:
        """The type most papers give; of equals the first of the enum."""
        return min(self.types, key=lambda kind: (-len(self.types[kind]), _TYPES.index(kind)))

    def expansion(self) -> str | None:
        """The long form behind an acronym, as a key: what tells it from others of the same letters."""
        return min(self.keys, key=lambda key: (-len(key), key)) if self.defined else None

    def name(self) -> str:
        """The form that most papers use, in the singular; of equals the acronym, then the one in lower case.

        Only forms that name the entity itself count where there are any.
        """
        own = [form for form in self.forms if self._names_it(form)] or list(self.forms)
        counts: dict[str, set[str]] = defaultdict(set)
        groups: dict[str, set[str]] = defaultdict(set)
        for form in own:
            counts[display(form)] |= self.forms[form]
            groups[name_key(form)] |= self.forms[form]
        lower = {form.lower() for form in counts if form == form.lower()}
        return min(counts, key=lambda form: (
            -len(groups[name_key(form)]), not is_short(form), _is_titled(form) and form.lower() in lower,
            -len(counts[form]), form))  # fmt: skip

    def _names_it(self, form: str) -> bool:
        return REASONS[self.evidence[form].rank] != "coreference" and "(" not in form


def display(form: str) -> str:
    """A form in the singular, as it is written.

    >>> [display(form) for form in ("LLMs", "Graph Neural Networks", "bias", "GPS", "policies", "CIFAR-10")]
    ['LLM', 'Graph Neural Network', 'bias', 'GPS', 'policy', 'CIFAR-10']
    """
    last = _LAST_WORD.search(form)
    if last is None or len(last.group()) < 3 or not last.group().endswith("s"):
        return form
    word, head = last.group(), form[: last.start()]
    if word[-2].isupper():
        return head + word[:-1]
    one = singular(word.lower())
    return form if one == word.lower() else head + _cased_like(word, one)


def _cased_like(word: str, one: str) -> str:
    common = next(
        (i for i, (a, b) in enumerate(zip(word.lower(), one, strict=False)) if a != b), min(len(word), len(one))
    )
    return word[:common] + one[common:]


def _is_titled(form: str) -> bool:
    words = re.findall(r"[A-Za-z]+", form)
    return any(word[0].isupper() for word in words) and all(word[1:] == word[1:].lower() for word in words)


def assign_ids(names: Sequence[tuple[str, str, str | None, bool]]) -> list[str]:
    """The ids of entities given as name, key, expansion and whether the vocabulary has them.

    Where several share a slug, the only one of the vocabulary keeps it plain; the others get a hash of their expansion,
    else of their name, else (should even these agree) of name and key.
    """
    by_slug: dict[str, list[int]] = defaultdict(list)
    for index, (name, *_) in enumerate(names):
        by_slug[slug(name)].append(index)
    ids = [entity_id(name) for name, *_ in names]
    for indexes in by_slug.values():
        if len(indexes) > 1:
            _tell_apart(ids, indexes, names)
    return ids


def _tell_apart(ids: list[str], indexes: Iterable[int], names: Sequence[tuple[str, str, str | None, bool]]) -> None:
    known = [index for index in indexes if names[index][3]]
    others = [index for index in indexes if len(known) != 1 or index not in known]
    tails: Mapping[int, str] = {index: names[index][2] or names[index][0] for index in others}
    twice = Counter(tails.values())
    for index in others:
        name, key, *_ = names[index]
        ids[index] = entity_id(name, apart=tails[index] if twice[tails[index]] == 1 else f"{tails[index]}\0{key}")
