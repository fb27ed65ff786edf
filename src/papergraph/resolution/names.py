"""How names compare: the key of a form, its version signature, and which short name abbreviates which long one."""

from __future__ import annotations

import re
from functools import lru_cache

from papergraph.text import fold_name, singular, spell_out

_PLURAL_ACRONYM = re.compile(r"\b([A-Za-z0-9]*[A-Z])s\b")
_INNER = re.compile(r"\s*[(\[]\s*([A-Za-z][\w-]{1,11})\s*[)\]]")
_SHORT = re.compile(r"[A-Za-z0-9][A-Za-z0-9*-]{1,11}")
_TIMES = re.compile(r"(?<=\d)\s*(?:×|\$?\\times(?![a-z])\$?|\btimes\b|(?<=\s)x(?=\s))\s*(?=\d)")
_WORD = re.compile(r"[^\W_]+")
_COMPOUND = re.compile(r"[^\W_]+(?:[-‐-–][^\W_]+)*")
_COUNTED = re.compile(r"^([a-z])([2-9])$")
_YEAR = re.compile(r"^(?:19|20)(\d\d)$")
_STOP = frozenset("a an and as at by for from in into is of on or over the through to under via with without".split())
_SUFFIXES = frozenset(
    "base large small tiny mini micro nano medium huge giant xl xxl xs pro plus max ultra lite light turbo flash"
    " preview instruct chat hard verified extended full long short next fast x".split()
)
SAME_WORD = {
    "caching": "cache", "calling": "call", "computation": "computational", "compute": "computational",
    "continued": "continual", "convolution": "convolutional", "exiting": "exit", "math": "mathematical",
    "maths": "mathematical", "parallelism": "parallel", "probing": "probe", "recommendation": "recommender",
    "robotic": "robot", "visual": "vision",
}  # fmt: skip
NEUTRAL = frozenset("classical conventional deep general modern neural standard traditional".split())
_GENERIC = frozenset(
    "algorithm approach architecture benchmark challenge corpus dataset framework library mechanism method metric"
    " model module network optimizer paradigm pipeline platform score strategy suite system task technique"
    " tool toolkit".split()
)


@lru_cache(maxsize=1 << 18)
def name_key(form: str) -> str:
    """The key under which the spellings of a name meet: ``fold_name``, which here tells acronyms from plurals.

    >>> name_key("LMs"), name_key("LM"), name_key("GPS"), name_key("DOTS"), name_key("dots")
    ('lm', 'lm', 'gps', 'dots', 'dot')
    >>> name_key("Chain-of-Thought (CoT) prompting"), name_key("chains of thought")
    ('chain of thought prompting', 'chain of thought')
    """
    bare = _INNER.sub(lambda match: "" if is_short(match.group(1)) else match.group(), form) or form
    bare = _TIMES.sub("x", bare)
    words = fold_name(_PLURAL_ACRONYM.sub(r"\1", bare)).split()
    if not words:
        return form.strip().casefold()
    last = (_WORD.findall(bare) or [""])[-1]
    if _is_capitals(last) and not _is_capitals(bare.replace(" ", "")[: -len(last)]) and words[-1] + "s" == last.lower():
        words[-1] = last.lower()
    for position, word in enumerate(words[1:]):
        if word == "of":
            words[position] = singular(words[position])
    return " ".join(words)


def _is_capitals(word: str) -> bool:
    return sum(map(str.isalpha, word)) > 1 and word.upper() == word


@lru_cache(maxsize=1 << 18)
def compact_key(key: str) -> str:
    """A key without the blanks that spelling may or may not put, each word in the singular; numbers stay apart.

    >>> compact_key(name_key("pre-training")) == compact_key(name_key("pretraining"))
    True
    >>> compact_key(name_key("Llama 2 7B")) == compact_key(name_key("Llama 27B"))
    False
    """
    words = [singular(word) if len(word) > 4 else word for word in key.split()]
    if len(words) > 1:
        words = [SAME_WORD.get(word, word) for word in words]
    return re.sub(r"(?<!\d) | (?!\d)", "", " ".join(words))


@lru_cache(maxsize=1 << 18)
def signature(key: str) -> tuple[str, ...]:
    """What tells the versions of one name apart: its numbers, sizes and suffixes, in order of the alphabet.

    >>> signature("llama 2 7b"), signature("mmlu pro"), signature("hydra plus plus"), signature("large language model")
    (('2', '7b'), ('pro',), ('plus', 'plus'), ())
    >>> signature("llava next"), signature("predicting the next token")
    (('next',), ())
    """
    words = key.split()
    numbers = [_YEAR.sub(r"\1", word) for word in words if any(map(str.isdigit, word))]
    suffixes = [word for word in words[1:] if word in _SUFFIXES]
    return tuple(sorted(numbers + [word for word in suffixes if word != "next" or word == words[-1]]))


def same_version(left: str, right: str) -> bool:
    """Whether no number, size or suffix tells two keys apart."""
    return signature(left) == signature(right)


def is_short(form: str) -> bool:
    """Whether a form has the shape of an acronym: one short word with two capitals, or one and a digit.

    >>> [is_short(form) for form in ("LLM", "CoT", "T4D", "GNNs", "Transformer", "large model", "")]
    [True, True, True, True, False, False, False]
    """
    capitals = sum(map(str.isupper, form))
    return bool(_SHORT.fullmatch(form)) and (capitals >= 2 or (capitals == 1 and any(map(str.isdigit, form))))


def inner_definition(form: str) -> tuple[str, str] | None:
    """The short and the long form of a name that holds its own acronym in brackets.

    >>> inner_definition("Chain-of-Thought (CoT) prompting")
    ('CoT', 'Chain-of-Thought')
    """
    for match in _INNER.finditer(form):
        long = expansion(match.group(1), form[: match.start()]) if is_short(match.group(1)) else None
        if long:
            return match.group(1), long
    return None


@lru_cache(maxsize=1 << 16)
def expansion(short: str, long: str) -> str | None:
    """The part of ``long`` that ``short`` abbreviates, if it does (Schwartz and Hearst 2003, initials first).

    >>> expansion("T5", "text-to-text transfer transformer"), expansion("T5", "text transformer")
    ('text-to-text transfer transformer', None)
    >>> expansion("LMs", "neural language models"), expansion("CoT", "chain-of-thought"), expansion("BERT", "GPT")
    ('language models', 'chain-of-thought', None)
    >>> expansion("MDPs", "O-TS-MDP+") is None
    True
    """
    letters = "".join(_WORD.findall(spell_out(_PLURAL_ACRONYM.sub(r"\1", short)))).lower()
    letters = _COUNTED.sub(lambda match: match.group(1) * int(match.group(2)), letters)
    words = list(_WORD.finditer(long))
    if len(letters) < 2 or len(words) < 2 or len(long) <= len(short):
        return None
    if " " not in long and words[-1].group().lower() == letters:
        return None
    if _by_initials(letters, [word.group().lower() for word in _COMPOUND.finditer(long)]):
        return long[words[0].start() :]
    starts = [i for i, word in enumerate(words) if word.group()[0].lower() == letters[0]]
    texts = [word.group().lower() for word in words]
    for accepts in (_by_initials, _by_letters):
        for i in starts:
            if accepts(letters, texts[i:]):
                return long[words[i].start() :]
    return None


def _by_initials(letters: str, words: list[str]) -> bool:
    every = "".join(word[0] for word in words)
    content = "".join(word[0] for word in words if word not in _STOP)
    return letters in (every, content)


def _by_letters(letters: str, words: list[str]) -> bool:
    """Each letter in order, inside the word of the one before or at a later word's start; a word may be skipped."""
    remaining = iter("".join(words))
    if len(words) > 20 or not all(letter in remaining for letter in letters):
        return False
    later = rf" (?:(?:{'|'.join(sorted(_STOP))}) )*(?:\w+ )?"
    steps = (rf"(?:\w*?{letter}|\w*?{later}{letter})" for letter in letters[1:])
    return bool(re.match(rf"{letters[0]}{''.join(steps)}\w*(?: \w+)?$", " ".join(words)))


def similar_expansions(left: str, right: str) -> bool:
    """Whether two expansions (keys) of one acronym are wordings of the same: stems agree word by word, or one goes on.

    >>> similar_expansions("graph convolution network", "graph convolutional network")
    True
    >>> similar_expansions("graph convolutional network", "graph contrastive network")
    False
    """
    if not same_version(left, right):
        return False
    shorter, longer = sorted((_content(left), _content(right)), key=lambda words: (len(words), words))
    if len(shorter) < 2 and len(longer) != len(shorter):
        return False
    if len(longer) == len(shorter):
        return all(map(_same_stem, shorter, longer))
    if len(longer) > len(shorter) + 1:
        return False
    return any(all(map(_same_stem, shorter, longer[:i] + longer[i + 1 :])) for i in range(1, len(longer)))


def _content(key: str) -> list[str]:
    return [SAME_WORD.get(word, word) for word in compact_words(key) if word not in _STOP]


def compact_words(key: str) -> list[str]:
    """The words of a key, prefixes that spelling splits off joined to what follows."""
    return re.sub(r"\b(pre|self|multi|auto|co|non|semi|re|cross|inter|meta) (?=[a-z])", r"\1", key).split()


def _same_stem(left: str, right: str) -> bool:
    if {left, right} == {"model", "modeling"}:
        return False
    common = 0
    for a, b in zip(left, right, strict=False):
        if a != b:
            break
        common += 1
    return left == right or (common >= 4 and common >= 0.7 * min(len(left), len(right)))


def without_generic(key: str) -> str | None:
    """The key without a trailing generic noun, if it has one and something is left.

    >>> without_generic("gsm 8k dataset"), without_generic("dataset"), without_generic("lora")
    ('gsm 8k', None, None)
    """
    head, _, last = key.rpartition(" ")
    return head if head and last in _GENERIC else None
