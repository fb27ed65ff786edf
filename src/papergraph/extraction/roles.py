"""Roles: what an entity is to its paper, by the words around its mentions and by where they stand.

Each mention gives its own role, by the rules of its type; the entity's role is the first of them in the order of
:class:`papergraph.model.Role`, so that what a paper introduces stays introduced where it is also compared.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from operator import itemgetter

from papergraph.extraction.candidates import Candidate
from papergraph.extraction.combination import FoundEntity
from papergraph.extraction.cues import INTRODUCES
from papergraph.extraction.known_names import GROUP as KNOWN
from papergraph.extraction.name_shapes import COINED
from papergraph.model import EntityType, Role

CORPUS = "corpus"
"""The source of names that other papers of the corpus coin."""

_COMPARES = re.compile(
    r"\b(?:outperform\w*|surpass\w*|exceed\w*|beat(?:s|ing)?|better than|worse than|(?:faster|higher|lower|smaller"
    r"|larger|more \w+|less \w+|fewer"
    r" \w+) than|compar\w+ (?:to|with|against|favorably)|in comparison (?:to|with)|superior(?:ity)? (?:to|over)"
    r"|inferior to|versus|vs\.?"
    r"|baselines?|rival\w*|competitive with|competitors?|on par with|comparable (?:to|with)|compete\w* with"
    r"|state-of-the-art"
    r"|improve\w* (?:upon|over)|gains? over|improvements? (?:of [^.]{0,30})?over"
    r"|\d[^;,]{0,30} over|over (?:the )?(?:strong|standard"
    r"|vanilla|existing|previous))"
    r"\b[^.;]{0,80}$",
    re.IGNORECASE,
)
_COMPARED_AFTER = re.compile(r"^[^.;,]{0,25}\b(?:baselines?|counterparts?)\b", re.IGNORECASE)
_TRAINS = re.compile(
    r"\b(?:(?:pre-?|fine-?)?train(?:ed|ing)?|(?:fine|instruction)-?\s?tun(?:ed|ing)|learned|pretraining)\b"
    r"[^.;,]{0,25}\b(?:on|from|using|with|over)\b[^.;]{0,40}$",
    re.IGNORECASE,
)
_EVALUATES = re.compile(
    r"\b(?:evaluat|test|experiment|result|outperform|achiev|benchmark|validat|accura|performance)", re.IGNORECASE
)
_BORROWED = re.compile(
    r"\b(?:for|of|with|using|based on|on|from|in|into|to|between|by|via|through|than|over|like|such as|that|which"
    r"|where|while|when|as)\b",
    re.IGNORECASE,
)
_PASSING = re.compile(
    r"\b(?:such as|including|like|e\.g\.?|various|many|applications?|tasks|success|widely)\b[^.;]*$", re.IGNORECASE
)
_OWN = re.compile(r"\b(?:we|our|this (?:paper|work|study)|in this)\b", re.IGNORECASE)
_OUR_OWN = re.compile(r"(?: \([^)]{1,40}\))?, our (?:own |new |newly |novel |proposed )", re.IGNORECASE)
_APPOSITION = re.compile(
    r"^(?: \([^)]{1,40}\))?,? (?:is |as )?an? (?:[\w-]+ ){0,3}?(?:novel|new|first|simple|large-scale|unified)\b",
    re.IGNORECASE,
)


def role_of(text: str, sentences: Sequence[tuple[int, int]], entity: FoundEntity) -> Role:
    """The role of an entity in a text, whose sentences are given as spans."""
    spans = [_Place(text, sentences, mention) for mention in entity.mentions]
    if _is_coined(entity) or (_may_be_new(entity) and any(map(_introduces, spans))):
        return Role.INTRODUCES
    roles = {_BY_TYPE[entity.type](place) for place in spans}
    return min(roles, key=list(Role).index)


def _is_coined(entity: FoundEntity) -> bool:
    """Whether the text coins it: of a name that is known already, only a title that begins with it says so."""
    begins = any(mention.source == COINED and mention.start == 0 for mention in entity.mentions)
    return COINED in entity.sources and (begins or KNOWN not in entity.sources)


def _may_be_new(entity: FoundEntity) -> bool:
    """Whether more than the vocabulary speaks for it: what is well known is not introduced again."""
    return entity.type not in (EntityType.TASK, EntityType.METRIC) and not entity.sources & {KNOWN, CORPUS}


class _Place:
    """A mention with the part of its sentence before and after it."""

    def __init__(self, text: str, sentences: Sequence[tuple[int, int]], mention: Candidate) -> None:
        title_end = text.find("\n")
        first, last = _sentence_of(sentences, mention)
        self.before, self.after = text[first : mention.start], text[mention.end : last]
        self.in_title = mention.start < title_end
        self.share = (mention.start - title_end) / max(1, len(text) - title_end)


def _sentence_of(sentences: Sequence[tuple[int, int]], mention: Candidate) -> tuple[int, int]:
    at = bisect_right(sentences, mention.start, key=itemgetter(0)) - 1
    inside = at >= 0 and mention.start < sentences[at][1]
    return sentences[at] if inside else (mention.start, mention.end)


def _introduces(place: _Place) -> bool:
    if _OUR_OWN.match(place.after) or (_APPOSITION.search(place.after) and _OWN.search(place.before)):
        return True
    cues = list(INTRODUCES.finditer(place.before))
    between = place.before[cues[-1].end() :] if cues else ""
    return bool(cues) and not _BORROWED.search(between) and len(between) < 60


def _of_benchmark(place: _Place) -> Role:
    if _TRAINS.search(place.before) and not _EVALUATES.search(place.before + place.after):
        return Role.TRAINS_ON
    if (
        place.share < 0.35
        and not _EVALUATES.search(place.before + place.after)
        and not _OWN.search(place.before)
        and not place.in_title
    ):
        return Role.MENTIONS
    return Role.EVALUATES_ON


def _of_method(place: _Place) -> Role:
    if _COMPARES.search(place.before) or _COMPARED_AFTER.search(place.after):
        return Role.COMPARES_WITH
    if place.in_title or _OWN.search(place.before) or _OWN.search(place.after) or place.share > 0.4:
        return Role.USES
    return Role.MENTIONS


def _of_task(place: _Place) -> Role:
    background = place.share < 0.3 and not place.in_title and not _OWN.search(place.before)
    return Role.MENTIONS if background and _PASSING.search(place.before) else Role.ADDRESSES


def _of_metric(place: _Place) -> Role:
    return Role.MEASURES if place.share > 0.3 or place.in_title else Role.MENTIONS


_BY_TYPE = {
    EntityType.BENCHMARK: _of_benchmark,
    EntityType.METHOD: _of_method,
    EntityType.MODEL: _of_method,
    EntityType.TASK: _of_task,
    EntityType.METRIC: _of_metric,
}
