"""Candidates: the spans that the sources of a document propose, each with its source, its type and its group."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Span

from papergraph.extraction import abbreviations, known_names, name_shapes
from papergraph.extraction.ner.component import GROUP as NER
from papergraph.model import EntityType
from papergraph.text import fold_name
from papergraph.vocabulary import Term, Vocabulary

SOURCES = (known_names.GROUP, name_shapes.COINED, abbreviations.GROUP, NER, name_shapes.SHAPES)
"""The span groups that are combined; a mention that several propose bears the name of the first."""

CONSISTENCY = "consistency"
"""The source of mentions that were found because another mention has the same form."""

_SMALL_WORDS = frozenset("a an and by for from in of on the to via with".split())


@dataclass(frozen=True, slots=True)
class Candidate:
    """A span of characters of the clean text, where it comes from and what it seems to be."""

    start: int
    end: int
    text: str
    source: str
    type: EntityType
    group: str

    @property
    def span(self) -> tuple[int, int]:
        """Start and end."""
        return self.start, self.end


def candidates_of(doc: Doc, taken: bytearray, vocabulary: Vocabulary) -> list[Candidate]:
    """All candidates outside what is taken, but those of the vocabulary that the paper defines as something else."""
    found = [candidate for candidate in _of_groups(doc) if not any(taken[candidate.start : candidate.end])]
    return _without_other_senses(found, vocabulary)


def _of_groups(doc: Doc) -> Iterator[Candidate]:
    types = {kind.value for kind in EntityType}
    for source in SOURCES:
        for span in doc.spans.get(source, ()):
            if span.label_ in types and (source != NER or _is_name(span.text)):
                yield _candidate(span, source)


def _is_name(text: str) -> bool:
    """Whether what the model found begins and ends as a name does, within the title or within the abstract.

    >>> _is_name("Hydra++"), _is_name("-based"), _is_name("BERT" + chr(10) + "We")
    (True, False, False)
    """
    return text[0].isalnum() and (text[-1].isalnum() or text[-1] in "+*#)") and "\n" not in text


def _candidate(span: Span, source: str) -> Candidate:
    group = span.kb_id_ or span.id_ or fold_name(span.text)
    return Candidate(span.start_char, span.end_char, span.text, source, EntityType(span.label_), group)


def _without_other_senses(candidates: list[Candidate], vocabulary: Vocabulary) -> list[Candidate]:
    """The candidates but those of the vocabulary for an acronym that the paper defines as something else."""
    pairs: dict[str, list[str]] = defaultdict(list)
    for candidate in candidates:
        if candidate.source == abbreviations.GROUP:
            pairs[candidate.group].append(candidate.text)
    defined = {short.removesuffix("s"): long for long, short in (pair for pair in pairs.values() if len(pair) == 2)}
    return [
        candidate
        for candidate in candidates
        if candidate.source != known_names.GROUP
        or not _means_otherwise(vocabulary.get(candidate.group), defined.get(candidate.text.removesuffix("s")))
    ]


def _means_otherwise(term: Term | None, long: str | None) -> bool:
    """Whether a long form has no word in common with the long forms of a term."""
    if term is None or long is None:
        return False
    known = [set(fold_name(form).split()) for form in term.forms if " " in form]
    return bool(known) and not any(words & set(fold_name(long).split()) - _SMALL_WORDS for words in known)
