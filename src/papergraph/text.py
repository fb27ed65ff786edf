"""Text: a clean view that knows where each character came from, sentences, and the folds by which names compare."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

MAX_TEXT = 200_000
MAX_SENTENCE = 2_000

_SURROGATE = re.compile("[\ud800-\udfff]")
_LATEX_COMMAND = re.compile(
    r"\\(?:text(?:bf|it|sc|tt|rm|sf|normal)?|emph|mathrm|mathbf|mathcal|mathbb|mathit|mathsf|underline|url"
    r"|href)(?=\s*\{)\s*"
)
_CITATION = re.compile(r"~?\\cite[a-z]*\*?\s*\{[^{}]*\}")
_EMPHASIS = re.compile(
    r"\*\*+|(?<![\w*])\*(?=[^\s*][^*\n]{0,80}\*(?![\w*]))|(?<=[^\s*])\*(?=[\s.,;:)]"
    r"|$)(?<![A-Z]\*)|(?<!\w)_(?=\w)|(?<=\w)_(?=[\s.,;:!?)]|$)"
)
_RUN_OF_ONES = re.compile(rb"\x01+")
_BLANKS = re.compile(r"  +")
_LATEX_ESCAPED = re.compile(r"\\([%&_#$])")
_DROPPED = re.compile(r"[{}$\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff]")
_BLANK = "\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(
    chr(code) for code in chain(range(0x21), range(0x7F, 0xA0), range(0x2000, 0x200B))
)
_SINGLE = str.maketrans("\u2010\u2011\u2012\u2018\u2019\u201c\u201d\u2212" + _BLANK, "---''\"\"-" + " " * len(_BLANK))
_ABBREVIATIONS = frozenset("e.g i.e etc al fig vs cf approx resp eq sec no w.r.t viz ca dr mr prof".split())
_BREAK = re.compile(r"(?<![.!?])[.!?]++[)\]\"'’”]*+(?=\s+[\"'“‘(\[]?[^\sa-z])|\n")
_LAST_WORD = re.compile(r"[\w.]+$")

_BRITISH = re.compile(r"(?<=[a-z]{3})(is|ys)(?=(?:e|es|ed|ing|ation|ations|er|ers)\b)")
_BRITISH_ENDING = re.compile(r"(?:e|es|ed|ing|ation|ations|er|ers)$")
_BRITISH_WORDS = dict(
    pair.split(">")
    for pair in (
        "artefact>artifact behaviour>behavior catalogue>catalog centre>center colour>color defence>defense"
        " dialog>dialogue fibre>fiber grey>gray judgement>judgment labelled>labeled labelling>labeling modelled>modeled"
        " modelling>modeling neighbour>neighbor programme>program signalling>signaling travelling>traveling"
        " tumour>tumor unlabelled>unlabeled"
    ).split()
)
_KEEPS_IS = frozenset(
    "advise comprise compromise concise cruise denoise devise disguise elementwise enterprise exercise expertise"
    " franchise"
    " improvise likewise merchandise noise otherwise pairwise paradise pointwise poise praise precise premise"
    " promise raise"
    " revise rise stepwise supervise surprise treatise".split()
)
_IRREGULAR = dict(
    pair.split(">")
    for pair in (
        "analyses>analysis axes>axis bases>base caches>cache children>child corpora>corpus criteria>criterion"
        " heuristics>heuristic hypotheses>hypothesis indices>index lemmata>lemma matrices>matrix people>person"
        " phenomena>phenomenon schemata>schema series>series species>species theses>thesis vertices>vertex"
    ).split()
)
_SINGULAR_S = re.compile(r"(?:ss|us|is|as|os|ics|[^a-z]s)$")
_ES = re.compile(r"(?:ss|sh|ch|x|z)es$")
_PLAIN = re.compile(r"[\w ,.:;/()'%&@-]*", re.ASCII)
_NO_WORD = re.compile(r"[^\w%]+|_+")
_LETTERS_DIGITS = re.compile(r"(?<=[a-z])(?=\d)|(?<=\d)(?=[a-z]{3,})")


def repair(text: str) -> str:
    """Replace lone surrogates, which no encoding can write, by U+FFFD.

    >>> repair("a\\ud800b")
    'a\\ufffdb'
    """
    return text if text.isascii() else _SURROGATE.sub("\ufffd", text)


@dataclass(frozen=True, slots=True)
class CleanText:
    """A readable view of a raw text; ``offsets[i]`` is where its character ``i`` stands in the raw text.

    >>> view = clean("a  \\\\textbf{LoRA}\\nmodel")
    >>> view.text
    'a LoRA model'
    >>> view.raw_span(2, 6)
    (11, 15)
    """

    text: str
    offsets: tuple[int, ...]

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """The raw span of a non-empty clean span."""
        return self.offsets[start], self.offsets[end - 1] + 1

    def clean_span(self, start: int, end: int) -> tuple[int, int]:
        """The clean span of a raw span, as far as any of it is left."""
        return bisect_right(self.offsets, start - 1), bisect_right(self.offsets, end - 1)


def clean(raw: str) -> CleanText:
    """Fold white space and typographic marks and drop LaTeX markup, keeping the map of offsets."""
    text, offsets = _without(raw.translate(_SINGLE), range(len(raw)), _markup(raw))
    blanks = [(match.start() + 1, match.end()) for match in _BLANKS.finditer(text)]
    text, offsets = _without(text, offsets, blanks)
    return CleanText(text, tuple(offsets))


def _without(text: str, offsets: Sequence[int], cuts: Sequence[tuple[int, int]]) -> tuple[str, Sequence[int]]:
    """A text and its offsets without the spans of ``cuts``, which are in order and apart."""
    if not cuts:
        return text, offsets
    kept = list(zip([0, *(end for _, end in cuts)], [*(start for start, _ in cuts), len(text)], strict=True))
    places = chain.from_iterable(offsets[start:end] for start, end in kept)
    return "".join([text[start:end] for start, end in kept]), list(places)


def _markup(raw: str) -> list[tuple[int, int]]:
    """The spans of a raw text that are markup."""
    patterns = [_DROPPED, *((_CITATION, _LATEX_COMMAND) if "\\" in raw else ())]
    if "*" in raw or "_" in raw:
        patterns.append(_EMPHASIS)
    spans = [match.span() for pattern in patterns for match in pattern.finditer(raw)]
    if not spans and "\\" not in raw:
        return []
    dropped = bytearray(len(raw))
    for start, end in spans:
        dropped[start:end] = b"\x01" * (end - start)
    for match in _LATEX_ESCAPED.finditer(raw):
        dropped[match.start()], dropped[match.start() + 1] = 1, 0
    return [match.span() for match in _RUN_OF_ONES.finditer(dropped)]


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """The spans of the sentences; a line break ends one, and so ends a title.

    What is longer than :data:`MAX_SENTENCE` characters is no sentence and is cut at a blank, if it has one.

    >>> text = "A title\\nWe use ResNet et al. and more. It works, i.e. well."
    >>> [text[a:b] for a, b in sentences(text)]
    ['A title', 'We use ResNet et al. and more.', 'It works, i.e. well.']
    """
    return iter(_sentences(text))


@lru_cache(maxsize=8)
def _sentences(text: str) -> tuple[tuple[int, int], ...]:
    """The sentences of a text; several stages ask for those of the same one."""
    spans: list[tuple[int, int]] = []
    start = 0
    for match in _BREAK.finditer(text):
        if match.group() == "." and _ends_in_abbreviation(text, match.start()):
            continue
        spans += _stripped(text, start, match.end())
        start = match.end()
    return (*spans, *_stripped(text, start, len(text)))


def _ends_in_abbreviation(text: str, dot: int) -> bool:
    found = _LAST_WORD.search(text[max(0, dot - 20) : dot])
    word = found.group() if found else ""
    return word.lower().strip(".") in _ABBREVIATIONS or (len(word) == 1 and word.isupper())


def _stripped(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end:
        cut = end if end - start <= MAX_SENTENCE else _cut(text, start, start + MAX_SENTENCE)
        part = text[start:cut]
        if part.strip():
            yield start + len(part) - len(part.lstrip()), start + len(part.rstrip())
        start = cut


def _cut(text: str, start: int, end: int) -> int:
    """Where to cut a run of text that is too long: after its last blank."""
    return text.rfind(" ", start, end) + 1 or end


def normalise_title(title: str) -> str:
    """What two copies of one paper's title have in common: letters and digits, lower case, single blanks.

    >>> normalise_title("LoRA:  Low-Rank {A}daptation")
    'lora low rank adaptation'
    """
    folded = unicodedata.normalize("NFKC", repair(title)).casefold()
    folded = re.sub(r"[{}$]|\\(?:text|emph|math)[a-z]*\b", "", folded)
    return re.sub(r"[\W_]+", " ", folded).strip()


def singular(word: str) -> str:
    """The singular of an English noun in lower case.

    >>> [singular(w) for w in "networks bias axis gans lms policies losses analyses heuristics boxes".split()]
    ['network', 'bias', 'axis', 'gan', 'lm', 'policy', 'loss', 'analysis', 'heuristic', 'box']
    """
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if not word.endswith("s") or len(word) <= 2 or _SINGULAR_S.search(word):
        return word
    if len(word) == 3 and re.search(r"[aeiou]", word):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return word[:-2] if _ES.search(word) else word[:-1]


@lru_cache(maxsize=50_000)
def fold_name(name: str) -> str:
    """The key under which spellings of one name meet: case, hyphens, plural, Greek letters, LaTeX, British spelling.

    Numbers, sizes and suffixes stay, so that versions never meet.

    >>> fold_name("Graph Neural Networks") == fold_name("graph-neural network")
    True
    >>> fold_name("CIFAR-10") == fold_name("CIFAR-100")
    False
    >>> fold_name("optimisation"), fold_name("$\\\\pi_0$"), fold_name("π0"), fold_name("Hydra++")
    ('optimization', 'pi 0', 'pi 0', 'hydra plus plus')
    """
    *head, last = folded_words(name) or [""]
    return " ".join([*head, singular(last)])


def folded_words(name: str) -> list[str]:
    """The words of a name as :func:`fold_name` folds them, the last one in the number it has.

    >>> folded_words("Graph-Neural Networks")
    ['graph', 'neural', 'networks']
    """
    words = _NO_WORD.sub(" ", spell_out(name).lower())
    return [_american(word) for word in _LETTERS_DIGITS.sub(" ", words).split()]


@lru_cache(maxsize=50_000)
def _american(word: str) -> str:
    if word in _BRITISH_WORDS:
        return _BRITISH_WORDS[word]
    if "is" not in word and "ys" not in word:
        return word
    stem = _BRITISH_ENDING.sub("e", word)
    if stem in _KEEPS_IS or stem.endswith(("noise", "wise", "raise", "vise")):
        return word
    return _BRITISH.sub(lambda match: match.group(1)[0] + "z", word)


def spell_out(name: str) -> str:
    """NFKC, with Greek letters and LaTeX spelled out, ``+`` as plus, ``*`` as star, ``#`` as sharp.

    >>> spell_out("$\\\\pi_0$"), spell_out("β-VAE"), spell_out("C#")
    (' pi_0', 'beta-VAE', 'C sharp ')
    """
    if _PLAIN.fullmatch(name):
        return name
    folded = unicodedata.normalize("NFKC", repair(name))
    folded = _LATEX_COMMAND.sub("", folded)
    folded = re.sub(r"\\([a-zA-Z]+)", r" \1", folded)
    folded = re.sub(r"[{}$\\]", "", folded)
    for mark, word in (("+", " plus "), ("*", " star "), ("#", " sharp ")):
        folded = folded.replace(mark, word)
    return folded if folded.isascii() else "".join(_greek(character) for character in folded)


def _greek(character: str) -> str:
    if not "\u0370" <= character <= "\u03ff":
        return character
    parts = unicodedata.name(character, "").split()
    return parts[3].lower() if parts[:1] == ["GREEK"] and len(parts) >= 4 else character
