"""Results: numbers that an abstract states for a measured outcome, with what they measure, on what, of what,"
" against what."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cached_property

from papergraph.extraction.candidates import Candidate
from papergraph.extraction.combination import FoundEntity
from papergraph.extraction.name_shapes import COINED
from papergraph.model import Direction, EntityType, Result
from papergraph.text import CleanText
from papergraph.vocabulary import Vocabulary

_NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|\.\d+"
_UNITS = {
    "%": r"%|percent\b|per cent\b",
    "points": r"(?:percentage |absolute |accuracy )?points?\b|pp\b|p\.p\.",
    "times": r"(?:x|X|×)(?![A-Za-z])|times\b|-?\s?fold\b",
    "dB": r"dB\b",
    "fps": r"(?:FPS|fps)\b",
    "ms": r"ms\b",
    "GB": r"GB\b",
    "MB": r"MB\b",
}
_UNIT = "|".join(f"(?P<u{n}>{pattern})" for n, pattern in enumerate(_UNITS.values()))
_VALUE = re.compile(
    rf"(?<![\w.,@/^-])(?P<sign>[~≈+±<>]?[-–]?)(?P<number>{_NUMBER})(?:(?:\s?%?\s?(?:-|–|—|~)\s?"
    rf"| to )(?P<upper>{_NUMBER}))?"
    rf"(?:\s?(?:{_UNIT})|(?![-/\w^]|\.\d))"
)
_OUTCOME = re.compile(
    r"\b(?:achiev|attain|obtain|reach|improv|outperform|surpass|exceed|reduc|decreas|increas|gain|boost|rais|lower"
    r"|higher|better|worse|faster"
    r"|slower|fewer|speed|accelerat|accura|score|yield|record|report|sav|cut|drop|degrad|declin|margin|only|compar"
    r"|result|perform|up to|low as"
    r"|success|preserv|retain|maintain|recover|less|smaller|enhanc|deliver|demonstrat|beat|lead)",
    re.IGNORECASE,
)
_NOT_MEASURED_AFTER = re.compile(
    r"^\s?(?:of (?:the )?(?:training |labeled |labelled |original |total |available |full |pre-?training |all |its "
    r"|their )?(?:data|samples|parameters|labels|tokens|examples"
    r"|annotations|dataset|weights|images|training|time)\b|(?:sparsity|labeled|labelled|annotated"
    r"|confidence (?:level|interval)|samples|noise|missing|more data"
    r"|larger\b|bigger\b|parameters|tokens|languages|tasks|datasets|models|billion|million|[KMB]\b|years|hours"
    r"|layers|bits?\b|steps|epochs|iterations|examples|classes|categories))",
    re.IGNORECASE,
)
_NOT_MEASURED_BEFORE = re.compile(
    r"(?:\b(?:top|rank|k|n|version|section|figure|table|level|stage|step|phase|layer|seed|order|llama|gpt|claude"
    r"|qwen|gemini|phi|palm|no)[- ]?|[=(]\s?[a-z]\s?=\s?"
    r"|\b(?:19|20)\d\d\b.{0,3})$",
    re.IGNORECASE,
)
_METRIC_IS = re.compile(r"\b(?:[A-Z]\w*[A-Z\d]\w*|accuracy|error|precision|recall) (?:is|was|of|=) (?:about )?[~≈]?\d")
_BARE_METRIC_REACH = 28
_FROM_TO = re.compile(r"\bfrom [\d.]+ to $|\bscores? of $")
_TO = re.compile(r"^ to \d+\.\d+")
_COMPARED = re.compile(
    r"\b(?:over|than|compared (?:to|with)|against|versus|vs\.?|relative to|outperform\w*|surpass\w*|exceed\w*"
    r"|baselines?|beat\w*)\b[^.;]{0,60}$",
    re.IGNORECASE,
)
_BRACKET = re.compile(r"'?s? ?[(\[]")
_ITS_VALUE = re.compile(r" (?:one of )?|(?: (?:only|alone|still))? (?:reach|attain|obtain|achiev|los|get)\w*\b[^;,]*")
_OF = re.compile(r" (?:of|for|by|from) (?:the )?")
_OF_ANOTHER = re.compile(r" (?:of|for|by) (?:the )?[A-Z]\w*[A-Z]")
_FROM = re.compile(r"\bfrom (?:about |around |roughly |only )?$")
_TO_VALUE = re.compile(r"\\?%? to [~≈]?\d")
_HIGHER_UNITS = re.compile(r"\b(?:speed-?\s?ups?|faster|throughput|acceleration)\b", re.IGNORECASE)


def find_results(
    view: CleanText,
    sentences: Sequence[tuple[int, int]],
    entities: Sequence[FoundEntity],
    links: Sequence[tuple[int, int]],
    raw: str,
    vocabulary: Vocabulary,
) -> tuple[Result, ...]:
    """The results of a text, of which ``view`` is the clean view, in their order."""
    text, title_end = view.text, view.text.find("\n")
    places = sorted(((m, e) for e in entities for m in e.mentions), key=lambda place: (place[0].start, place[0].end))
    taken = bytearray(len(text))
    for start, end in [*((m.start, m.end) for m, _ in places), *links]:
        taken[start:end] = b"\1" * (end - start)
    own, found = _own(entities), []
    for first, last in sentences:
        if first > title_end and (_OUTCOME.search(text, first, last) or _METRIC_IS.search(text, first, last)):
            inside = places[slice(*(bisect_left(places, at, key=lambda place: place[0].start) for at in (first, last)))]
            sentence = _Sentence(text, first, last, inside, own, vocabulary)
            found += [_result(match, sentence, view, raw) for match in sentence.values(taken)]
    return tuple(found)


def _own(entities: Sequence[FoundEntity]) -> FoundEntity | None:
    """What the paper coins, if it is no benchmark."""
    return next(
        (e for e in entities if any(m.source == COINED for m in e.mentions) and e.type != EntityType.BENCHMARK), None
    )


class _Sentence:
    """A sentence and the mentions in it."""

    def __init__(
        self,
        text: str,
        first: int,
        last: int,
        mentions: Sequence[tuple[Candidate, FoundEntity]],
        own: FoundEntity | None,
        vocabulary: Vocabulary,
    ) -> None:
        self.text, self.first, self.last, self.vocabulary = text, first, last, vocabulary
        self.mentions, self.own = mentions, own

    def values(self, taken: bytearray) -> Iterator[re.Match[str]]:
        for match in _VALUE.finditer(self.text, self.first, self.last):
            if not any(taken[match.start() : match.end()]) and self._is_measured(match):
                yield match

    def _is_measured(self, match: re.Match[str]) -> bool:
        before, after = self.text[self.first : match.start()], self.text[match.end() : self.last]
        if _NOT_MEASURED_BEFORE.search(before) or _NOT_MEASURED_AFTER.search(after):
            return False
        if unit_of(match) is not None:
            return True
        if "." not in match.group("number"):
            return False
        said = match.group("sign") == "+" or _FROM_TO.search(before) or _TO.match(after)
        return bool(said) or self.nearest(match, EntityType.METRIC, reach=_BARE_METRIC_REACH) is not None

    def nearest(self, match: re.Match[str], *kinds: EntityType, reach: int = 400) -> FoundEntity | None:
        """The entity of these types whose mention is nearest to a value; what follows is nearer than what precedes."""

        def distance(mention: Candidate) -> int:
            gap = mention.start - match.end() if mention.start >= match.end() else 4 + match.start() - mention.end
            return gap + 40 * self.text.count(",", *sorted((mention.start, match.start())))

        near = [(distance(m), m.start, e) for m, e in self.mentions if e.type in kinds]
        best = min(near, key=lambda item: item[:2], default=None)
        return best[2] if best and best[0] <= reach else None

    @cached_property
    def baseline(self) -> FoundEntity | None:
        """What the values are held against: the first method or model that a comparing word introduces."""
        for mention, entity in self.mentions:
            rival = entity.type in (EntityType.METHOD, EntityType.MODEL) and entity is not self.own
            if rival and _COMPARED.search(self.text[self.first : mention.start]):
                return entity
        return None

    @cached_property
    def subject(self) -> FoundEntity | None:
        """Whose values they are: the first method or model of the sentence but the baseline, else the paper's own."""
        kinds = (EntityType.METHOD, EntityType.MODEL)
        inside = [entity for _, entity in self.mentions if entity.type in kinds and entity is not self.baseline]
        if self.own and (
            self.own in inside or re.search(r"\b(?:our|we|it|its)\b", self.text[self.first : self.last], re.IGNORECASE)
        ):
            return self.own
        return inside[0] if inside else self.own

    def subject_of(self, match: re.Match[str]) -> FoundEntity | None:
        """Whose value it is: a name right before its bracket or right after "of"; of a starting point, nobody's."""
        kinds = (EntityType.METHOD, EntityType.MODEL)
        for mention, entity in self.mentions:
            before = mention.end <= match.start() and _BRACKET.fullmatch(self.text, mention.end, match.start())
            after = mention.start >= match.end() and _OF.fullmatch(self.text, match.end(), mention.start)
            if entity.type in kinds and (before or after):
                return entity
        behind = [(m, e) for m, e in self.mentions if m.end <= match.start() and e.type in kinds]
        if behind and _ITS_VALUE.fullmatch(self.text, behind[-1][0].end, match.start()):
            return behind[-1][1]
        if _OF_ANOTHER.match(self.text, match.end()):
            return None
        start = _FROM.search(self.text, self.first, match.start()) and _TO_VALUE.match(self.text, match.end())
        return None if start else self.subject


def unit_of(match: re.Match[str]) -> str | None:
    """The unit of a matched value, if it has one."""
    return next((unit for n, unit in enumerate(_UNITS) if match.group(f"u{n}")), None)


def _result(match: re.Match[str], sentence: _Sentence, view: CleanText, raw: str) -> Result:
    metric = sentence.nearest(match, EntityType.METRIC, reach=80)
    benchmark = sentence.nearest(match, EntityType.BENCHMARK)
    subject = sentence.subject_of(match)
    baseline = sentence.baseline if sentence.baseline is not subject else None
    start, end = view.raw_span(match.start(), match.end())
    return Result(
        value=raw[start:end],
        start=start,
        end=end,
        number=_number(match),
        unit=unit_of(match),
        direction=_direction(metric, sentence, match),
        metric=metric.name if metric else None,
        benchmark=benchmark.name if benchmark else None,
        subject=subject.name if subject else None,
        baseline=baseline.name if baseline else None,
    )


def _number(match: re.Match[str]) -> float:
    """The number of a value; of a range, its upper end."""
    written = match.group("upper") or match.group("number")
    number = float(written.replace(",", ""))
    return -number if match.group("sign") in ("-", "–") and not match.group("upper") else number


def _direction(metric: FoundEntity | None, sentence: _Sentence, match: re.Match[str]) -> Direction | None:
    if metric is not None:
        term = next(filter(None, (sentence.vocabulary.find(m.text) for m in metric.mentions)), None)
        return term.direction if term else None
    beside = sentence.text[max(sentence.first, match.start() - 30) : min(sentence.last, match.end() + 30)]
    return Direction.HIGHER if unit_of(match) == "times" and _HIGHER_UNITS.search(beside) else None
