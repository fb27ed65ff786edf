"""The canonical entities of a corpus: names, ids, families, merges with their evidence, and what is doubtful."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from papergraph.model import CanonicalEntity, DoubtfulMerge, EntityType, Merge, Relation
from papergraph.resolution.canonical import REASONS, Profile, assign_ids, display
from papergraph.resolution.decided import Corrections
from papergraph.resolution.families import Tokens, structural_parent, tokens, without_circles
from papergraph.resolution.lookup import Lookup
from papergraph.resolution.names import compact_key, name_key
from papergraph.sentences import Sentences
from papergraph.vocabulary import Term

VOCABULARY = "https://w3id.org/papergraph/"
_TOLD_BY_FORM = ("spelling", "plural")


@dataclass(slots=True)
class Catalogue:
    """All entities; ``profiles`` maps the head of each group of keys to what the papers say of it."""

    profiles: Mapping[str, Profile]
    vocabulary: Lookup
    texts: Mapping[str, str]
    corrections: Corrections = field(default_factory=Corrections)
    terms: dict[str, Term | None] = field(init=False)
    names: dict[str, str] = field(init=False)
    ids: dict[str, str] = field(init=False)
    _sentences: dict[str, Sentences] = field(default_factory=dict)

    def __post_init__(self) -> None:
        heads = sorted(self.profiles)
        self.terms = {head: self._term(self.profiles[head]) for head in heads}
        self.names = {head: self._name(head) for head in heads}
        rows = [
            (self.names[h], min(self.profiles[h].keys), self.profiles[h].expansion(), bool(self.terms[h]))
            for h in heads
        ]
        self.ids = dict(zip(heads, assign_ids(rows), strict=True))

    def _term(self, profile: Profile) -> Term | None:
        if profile.terms:
            return self.vocabulary.get(min(profile.terms))
        found = (self.vocabulary.find(key) for key in sorted(profile.keys))
        return next(
            (
                term
                for key, term in zip(sorted(profile.keys), found, strict=True)
                if term and name_key(term.name) == key
            ),
            None,
        )

    def _name(self, head: str) -> str:
        renamed = self.corrections.names.get(head)
        return renamed.value if renamed else self._own_name(head)

    def _own_name(self, head: str) -> str:
        term = self.terms[head]
        return term.name if term else self.profiles[head].name()

    def _type(self, head: str) -> EntityType:
        if head in self.corrections.types:
            return self.corrections.types[head]
        term = self.terms[head]
        return term.type if term else self.profiles[head].type()

    def entities(self) -> Iterator[CanonicalEntity]:
        """Every entity, in the order of the heads."""
        variants, broader = self._variants(), self._parents("broader")
        for head, profile in sorted(self.profiles.items()):
            term = self.terms[head]
            yield CanonicalEntity(
                id=self.ids[head],
                name=self.names[head],
                type=self._type(head),
                aliases=tuple(sorted(set(profile.forms) - {self.names[head]})),
                variant_of=variants.get(self.ids[head]),
                broader=broader.get(self.ids[head]),
                same_as=(VOCABULARY + term.id,) if term else (),
                alt_labels=tuple(sorted(set(term.forms) - {self.names[head]})) if term else (),
                pages=term.pages if term else (),
                papers={role: tuple(sorted(found)) for role, found in sorted(profile.roles.items())},
                merges=tuple(self._merges(head)),
            )

    def _merges(self, head: str) -> Iterator[Merge]:
        profile, name, own = self.profiles[head], self.names[head], self._own_name(head)
        own_keys = self._keys_of(own, profile)
        decided = False
        for form in sorted(set(profile.forms) - {name}):
            renamed = self.corrections.names.get(head) if form == own else None
            decision = renamed or self.corrections.joining(frozenset(profile.form_keys[form]), own_keys)
            decided |= decision is not None
            if decision:
                yield Merge(name=form, into=name, reason=decision.reason, sentence=decision.place)
            else:
                yield self._merge(form, own, into=name, profile=profile)
        if not decided and (decision := self.corrections.homonym(profile.keys)):
            yield Merge(name=name, into=name, reason=decision.reason, sentence=decision.place)

    def _merge(self, form: str, name: str, *, into: str, profile: Profile) -> Merge:
        evidence = profile.evidence[form]
        reason = _told_by_form(form, name) or REASONS[evidence.rank]
        if reason == "spelling" and compact_key(name_key(form)) != compact_key(name_key(name)):
            evidence = min(profile.evidence.values())
            reason = REASONS[evidence.rank]
        sentence = None if reason in _TOLD_BY_FORM else self._sentence(evidence.paper, evidence.start, form)
        return Merge(name=form, into=into, reason=reason, paper=evidence.paper, sentence=sentence)

    def _keys_of(self, name: str, profile: Profile) -> frozenset[str]:
        """The keys of a name: those of the forms that spell it, else its own."""
        spelled = {key for form, keys in profile.form_keys.items() if name_key(form) == name_key(name) for key in keys}
        return frozenset(spelled or {name_key(name)} & profile.keys or {min(profile.keys)})

    def _sentence(self, paper: str, start: int, form: str) -> str | None:
        if paper not in self._sentences:
            self._sentences[paper] = Sentences(self.texts[paper])
        return self._sentences[paper].at(start, start + len(form))

    def _parents(self, relation: str) -> dict[str, Relation]:
        """The nearest ancestor of each term, along one relation, that the corpus holds."""
        by_term = {term.name: self.ids[head] for head, term in sorted(self.terms.items()) if term}
        found: dict[str, str] = {}
        for head, term in sorted(self.terms.items()):
            above = self._above(term, relation) if term else None
            while above and above.name not in by_term:
                above = self._above(above, relation)
            if above and by_term[above.name] != self.ids[head]:
                found[self.ids[head]] = by_term[above.name]
        return {child: Relation(target=parent, reason="vocabulary") for child, parent in without_circles(found).items()}

    def _above(self, term: Term, relation: str) -> Term | None:
        name = getattr(term, relation)
        return self.vocabulary.get(name) if name else None

    def _variants(self) -> dict[str, Relation]:
        """Families: those of the vocabulary, and for the others those that their names are built on."""
        told = self._parents("variant_of")
        index = self._by_tokens()
        built: dict[str, str] = {}
        for head in sorted(self.profiles):
            own = self.ids[head]
            parent = None if own in told else structural_parent(self.names[head], self._type(head), index)
            if parent and parent != own:
                built[own] = parent
        kept = without_circles({child: relation.target for child, relation in told.items()} | built)
        return {
            child: told[child] if child in told else Relation(target=parent, reason="name")
            for child, parent in kept.items()
        }

    def _by_tokens(self) -> dict[Tokens, tuple[str, EntityType]]:
        index: dict[Tokens, tuple[str, EntityType]] = {}
        for head in sorted(self.profiles):
            own = [
                form
                for form, evidence in self.profiles[head].evidence.items()
                if REASONS[evidence.rank] != "coreference"
            ]
            for form in sorted({self.names[head], *own}):
                index.setdefault(tokens(form), (self.ids[head], self._type(head)))
        return index

    def doubts(self, pairs: Iterable[tuple[str, str, str]]) -> Iterator[DoubtfulMerge]:
        """Doubtful pairs of heads as pairs of ids, with a sentence for each side, sorted."""
        known = {tuple(sorted((left, right))): reason for left, right, reason in sorted(pairs, reverse=True)}
        rows = sorted((*sorted((self.ids[a], self.ids[b])), reason) for (a, b), reason in known.items())
        heads = {own: head for head, own in self.ids.items()}
        for left, right, reason in rows:
            sides = [self._first_sentence(heads[own]) for own in (left, right)]
            yield DoubtfulMerge(left=left, right=right, reason=reason, left_sentence=sides[0], right_sentence=sides[1])

    def _first_sentence(self, head: str) -> str | None:
        form, evidence = min(
            self.profiles[head].evidence.items(), key=lambda pair: (pair[1].paper, pair[1].start, pair[0])
        )
        return self._sentence(evidence.paper, evidence.start, form)


def _told_by_form(form: str, name: str) -> str | None:
    """The reason that the forms alone give: one the plural of the other, or another spelling."""
    if display(form) != form and display(form).casefold() == display(name).casefold():
        return "plural"
    return "spelling" if name_key(form) == name_key(name) else None
