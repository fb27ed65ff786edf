"""Candidates from the shape of names: inner capitals, acronyms, versions and sizes; coined names; title prefixes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

from spacy.tokens import Doc, Span

from papergraph.extraction.cues import INTRODUCES, NAMING, NO_NAMES, TYPE_WORDS
from papergraph.extraction.tokens import is_word, text_of
from papergraph.model import EntityType

SHAPES, COINED = "shape", "coined"

_PART = r"(?:[A-Za-zÀ-ÿα-ωΑ-Ω0-9]+(?:\.\d+[A-Za-z]*)*)"
_NAME = re.compile(rf"(?<![\w.@/\\-])[$]?{_PART}(?:[-–/&]{_PART}|@(?:\d+|[kKN])){{0,15}}(?:\+\+?|\*)?(?![\w@])")
_SIZE = re.compile(
    r"(?:\d+(?:\.\d+)?[BM]|v?\d+(?:\.\d+)*|Pro|Turbo|Ultra|Mini|Large|Base|XL|XXL|Instruct|Chat|Flash|Sonnet|Opus"
    r"|Haiku)\b"
)
_TAIL = re.compile(
    r"-(?:based|like|style|guided|aware|driven|free|level|specific|powered|generated|enhanced|augmented|type"
    r"|inspired|only"
    r"|trained|tuned|oriented|agnostic|judged|as|related|equipped|family|scale|style|compatible|assisted|enabled"
    r"|derived)\b.*$"
)
_VERSION = re.compile(r"\d+(?:\.\d+)?[BMbm]\b|-v?\d+(?:\.\d+)*$|-(?:Instruct|Chat|Turbo|Pro|base|large|small|XL)\b")
_VERSION_WORD = re.compile(r"v?\d+(?:\.\d+)*|[IVX]{2,4}|Pro|XL|Plus|Mini")
_NO_FIRST_WORDS = frozenset(
    "a an the on towards toward from beyond why how what when is are can do does rethinking revisiting".split()
)
_INTRODUCES_BEFORE = re.compile(INTRODUCES.pattern + r"[^.;:]{0,70}$", re.IGNORECASE)
_CAPITALISED = re.compile(r"(?<!\w)[A-Z][\w-]+(?: [A-Z][\w-]+){0,4}")
_PROPOSES = re.compile(
    r"\b(?:[Ww]e|[Tt]his (?:paper|work)) (?:then |further |also |therefore |thus )?(?:propose|introduce|present|develop"
    r"|release|design|describe|build)s? $"
)
_EXPLAINED = re.compile(r",? (?:an?|the|our|which|that|to|\()|:|\.")
_UNIT_AFTER = re.compile(r" *(?:%|x\b|times|points)")
_APPOSITION = re.compile(r"(?: \([^)]{0,80}\))?,? (?:is |as )?(?:an?|the(?: first)?) (?P<what>[^.,;]{3,120})")
_PLACES_READ = 50
_PREFIX = re.compile(r"^([^:\n]{2,40}?)\s*(?::| - | – | — )\s*\S")


_MARKED = re.compile(r"[a-z0-9][A-Z]|[A-Z][A-Z]|[A-Za-z]-?\d|[A-Za-z][+*]")
_COLLECTION = re.compile(r"dataset|benchmark|corpora|suite", re.IGNORECASE)
_NOTATION = re.compile(r"(?:math|text|log|float|int|bf|fp|uint)(?:cal|bb|bf|rm|sf|\d)", re.IGNORECASE)


@lru_cache(maxsize=10_000)
def looks_like_name(word: str) -> bool:
    """Whether the capitals or digits of a word say that it is a name.

    >>> [looks_like_name(w) for w in ("ExpertFlow", "GPT-4o", "LLMs", "Models", "GPU", "wav2vec", "4-bit", "o1")]
    [True, True, True, False, False, True, False, True]
    """
    if word in NO_NAMES or word.removesuffix("s") in NO_NAMES or not re.search(r"[A-Za-zα-ωΑ-Ω]", word):
        return False
    if _NOTATION.match(word) or re.fullmatch(
        r"\d[\w.,]*(?:-[a-zA-Z]+)*|(?:[A-Z]\.)+|[A-Za-z]|[A-Z]-[a-z]+|\d+[A-Za-z]{1,2}|[vV]\d[\d.]*", word
    ):
        return False
    return bool(_MARKED.search(word))


def add_name_shapes(doc: Doc) -> Doc:
    """A component that fills ``doc.spans`` with names by shape and coined names."""
    text = text_of(doc)
    title_end = text.find("\n")
    shouting = text[:title_end].isupper()
    shapes = [s for s in _shaped_spans(doc, text) if not (shouting and s.start_char < title_end)]
    doc.spans[SHAPES] = shapes
    coined = [*_title_prefix(doc, text, title_end), *_coined(text, shapes), *_called(doc, text)]
    kinds = {name: _kind_of_coined(text, name) for name in dict.fromkeys(span.text for span in coined)}
    doc.spans[COINED] = [Span(doc, span.start, span.end, label=kinds[span.text].value) for span in coined]
    return doc


def _shaped_spans(doc: Doc, text: str) -> Iterator[Span]:
    for match in _NAME.finditer(text):
        if not _MARKED.search(match.group()):
            continue
        start, end = match.start() + match.group().startswith("$"), match.end()
        word = _TAIL.sub("", text[start:end])
        end = start + len(word)
        if not looks_like_name(word):
            continue
        size = _SIZE.match(text, end + 1) if text[end : end + 1] == " " else None
        if size and not _UNIT_AFTER.match(text, size.end()) and _takes_version(word):
            end = size.end()
        span = doc.char_span(start, end)
        if span is not None:
            yield Span(doc, span.start, span.end, label=kind_of_name(text, start, end).value)


def _takes_version(word: str) -> bool:
    return bool(re.search(r"[a-z]", word)) or bool(re.fullmatch(r"[A-Z]{2,}\d*", word))


def kind_of_name(text: str, start: int, end: int) -> EntityType:
    """The type of the name at a span by its own form and by the words beside it."""
    name, after, before = text[start:end], text[end : end + 30], text[max(0, start - 60) : start]
    if re.search(r"(?i)(?:bench|dataset|corpus|qa)\b|(?:Bench|QA|Eval|Net\d\dk)", name):
        return EntityType.BENCHMARK
    head = re.match(r"['’]?s? ?((?:[\w-]+ ){0,1}[\w-]+)", after)
    follows = head.group(1) if head else ""
    if TYPE_WORDS[EntityType.BENCHMARK].search(follows) and not re.search(r"(?i)tasks?|evaluat", follows):
        return EntityType.BENCHMARK
    if _VERSION.search(name) or TYPE_WORDS[EntityType.MODEL].match(follows):
        return EntityType.MODEL
    if _COLLECTION.search(before) and re.search(
        r"(?i)\b(?:(?:datasets|benchmarks|corpora|suites)(?: \w+)? ?,"
        r"|(?:datasets?|benchmarks?|corpora|suites?)(?: \w+)? ?"
        r"(?::|\(|such as|including|like|called|named))[^.]{0,50}$",
        before,
    ):
        return EntityType.BENCHMARK
    ends_a_phrase = before.endswith(", ") and not re.match(r"(?:,| and\b)", after)
    if not ends_a_phrase and re.search(
        r"\b(?:on|over) (?:the |both |standard |challenging )?(?:[\w-]+(?:, | and |, and ))*$", before
    ):
        return EntityType.BENCHMARK
    if re.search(r"(?i)\bmodels?(?: \w+)? ?(?:,|:|\(|such as|including|like|called|named)[^.]{0,40}$", before):
        return EntityType.MODEL
    if re.match(r"[,)]? ?(?:is |, )?an? (?:[\w-]+ ){0,5}?(?:benchmark|dataset|corpus|test suite)", after):
        return EntityType.BENCHMARK
    return EntityType.METHOD


def _title_prefix(doc: Doc, text: str, title_end: int) -> Iterator[Span]:
    """The names before the colon of a title: "Bramble: ...", "Bramble 2: ...", "Thistle-7B and Thistle-13B: ..."."""
    match = _PREFIX.match(text[:title_end])
    names = re.split(r",? and |, ", match.group(1)) if match else []
    for name in (name.strip("\"'`* ") for name in names):
        one_of_several = len(names) > 1 and not looks_like_name(name.split()[0] if name else "")
        if name and not one_of_several and (_may_be_coined(name) or _is_named_again(name, text[title_end:])):
            start = text.index(name)
            span = doc.char_span(start, start + len(name))
            if span is not None:
                yield span


def _may_be_coined(name: str) -> bool:
    """Whether what stands before a title's colon is a name and no phrase: one word, or one that carries a version."""
    first, *rest = name.split()
    if first.lower() in _NO_FIRST_WORDS or first in NO_NAMES or not (first[0].isupper() or looks_like_name(first)):
        return False
    return not rest or (len(rest) <= 2 and (looks_like_name(first) or bool(_VERSION_WORD.fullmatch(rest[0]))))


def _is_named_again(name: str, abstract: str) -> bool:
    """Whether a title's prefix of several capitalised words is used as a name in the abstract: "Model Breadcrumbs"."""
    words = name.split()
    return 2 <= len(words) <= 4 and all(word[0].isupper() for word in words) and f" {name} " in f" {abstract} "


def _kind_of_coined(text: str, name: str) -> EntityType:
    """The type of the paper's own thing: what the text says it is, where it stands first."""
    places = list(islice(_occurrences(text, name), _PLACES_READ))
    kinds = (kind_of_name(text, start, end) for start, end in places)
    said = [kind for kind in kinds if kind is not EntityType.METHOD]
    apposition = next(filter(None, (_APPOSITION.match(text, end) for _, end in places)), None)
    if apposition:
        what = apposition.group("what").lower()
        if re.search(
            r"\b(?:benchmark|dataset|data set|corpus|test suite|testbed|simulator|challenge|collection of)\b", what
        ):
            return EntityType.BENCHMARK
        if re.search(
            r"\b(?:framework|method|approach|algorithm|technique|system|module|mechanism|strategy|paradigm"
            r"|pipeline)\b",
            what,
        ):
            return EntityType.METHOD
        if re.search(r"\b(?:models?|llm|mllm|vlm|network)\b", what):
            return EntityType.MODEL
    return said[0] if said else EntityType.METHOD


def _occurrences(text: str, name: str) -> Iterator[tuple[int, int]]:
    """The spans of a name as whole words."""
    start = text.find(name)
    while start >= 0:
        end = start + len(name)
        if not is_word(text[max(0, start - 1) : start]) and not is_word(text[end : end + 1]):
            yield start, end
        start = text.find(name, end)


def _coined(text: str, shapes: list[Span]) -> Iterator[Span]:
    for span in shapes:
        before = text[max(0, span.start_char - 110) : span.start_char]
        before = before[max(before.rfind(". "), before.rfind("\n")) + 1 :]
        if NAMING.search(before) or (_INTRODUCES_BEFORE.search(before) and not _is_borrowed(before)):
            yield span


def _is_borrowed(before: str) -> bool:
    return bool(
        re.search(
            r"\b(?:for|of|with|using|uses?|based on|on|from|in|to|between|by|via|than|over|like|such as|that|which"
            r"|outperform\w*|surpass\w*)\b[^,]*$",
            before,
        )
    )


def _called(doc: Doc, text: str) -> Iterator[Span]:
    """Names that only the words before them mark: "called Bramble", "we propose Bramble, a ..."."""
    for match in _CAPITALISED.finditer(text):
        before = text[max(0, match.start() - 60) : match.start()]
        span = doc.char_span(match.start(), match.end())
        if span is None or match.group() in NO_NAMES:
            continue
        if NAMING.search(before) or (_PROPOSES.search(before) and _EXPLAINED.match(text, match.end())):
            yield span
