"""The packaged questions (competency questions): queries with a name and parameters.

A question is a file of ``ontology/queries`` that any SPARQL engine can run as it is. Its first lines say its title, the
question it answers and its parameters; each parameter has one line of the query to itself, which gives it a value:

.. code-block:: sparql

    # title: Papers on a benchmark
    # question: Which papers evaluate on a benchmark?
    # parameter: benchmark (entity): its name, an alias or its id
    ...
      ?benchmark skos:prefLabel|skos:altLabel "GSM8K" .
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING

import pyoxigraph as ox

from papergraph.errors import NotFoundError, QueryError
from papergraph.rdf.ontology import ontology_path

if TYPE_CHECKING:
    from papergraph.rdf.store import Store

KINDS = ("entity", "paper", "number", "text")
_HEAD = re.compile(r"# (title|question|parameter): (.*)")
_PARAMETER = re.compile(r"(\w+) \((\w+)\): (.*)")
_NAME = re.compile(r"\s*[A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)*\s*")
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r"})
_LINES = {
    "entity": r'^( *)\?{} skos:prefLabel\|skos:altLabel "([^"\\]*)" \.$',
    "paper": r'^( *)\?{} dcterms:title "([^"\\]*)" \.$',
    "number": r"^( *)VALUES \?{} \{{ ([-+.\d]+) \}}$",
    "text": r'^( *)VALUES \?{} \{{ "([^"\\]*)" \}}$',
}


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a question can be asked about: its name, its kind, what it is, and the value that the file gives it.

    Entities and papers must be given; numbers and texts have the value of the file unless another is given.
    """

    name: str
    kind: str
    help: str
    example: str

    @property
    def needed(self) -> bool:
        """Whether it must be given."""
        return self.kind in ("entity", "paper")

    def line(self) -> re.Pattern[str]:
        """Where the query gives it its value."""
        return re.compile(_LINES[self.kind].format(self.name), re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Question:
    """A packaged query: the name of its file, its title, the question that it answers, its parameters, its text."""

    name: str
    title: str
    question: str
    parameters: tuple[Parameter, ...]
    text: str


@cache
def questions() -> tuple[Question, ...]:
    """The packaged questions, sorted by name.

    >>> "papers-on" in [question.name for question in questions()]
    True
    """
    folder = ontology_path("queries")
    found = sorted((path for path in folder.iterdir() if path.name.endswith(".rq")), key=lambda path: path.name)
    return tuple(read_question(path.name.removesuffix(".rq"), path.read_text(encoding="utf-8")) for path in found)


def read_question(name: str, text: str) -> Question:
    """A question from the text of its file.

    :raises QueryError: its head is incomplete, or a parameter has no line of its own.
    """
    head = [(match[1], match[2]) for match in map(_HEAD.fullmatch, text.splitlines()) if match]
    facts = dict(head)
    if not {"title", "question"} <= set(facts):
        raise QueryError(f"{name}.rq: it needs the lines '# title: ...' and '# question: ...'")
    parameters = tuple(_read_parameter(name, value, text) for key, value in head if key == "parameter")
    return Question(name, facts["title"], facts["question"], parameters, text)


def _read_parameter(question: str, line: str, text: str) -> Parameter:
    found = _PARAMETER.fullmatch(line)
    if not found or found[2] not in KINDS:
        raise QueryError(f"{question}.rq: a parameter is told as 'NAME (KIND): WHAT'; kinds: {', '.join(KINDS)}")
    given = Parameter(found[1], found[2], found[3], "").line().findall(text)
    if len(given) != 1:
        raise QueryError(f"{question}.rq: the parameter {found[1]} needs one line of the query to itself")
    return Parameter(found[1], found[2], found[3], given[0][1])


def is_name(text: str) -> bool:
    """Whether a text is the name of a question rather than a query.

    >>> is_name("papers-on"), is_name("ASK {}")
    (True, False)
    """
    return bool(_NAME.fullmatch(text))


def question_of(name: str) -> Question:
    """The question of a name.

    :raises NotFoundError: there is none.
    """
    known = {question.name: question for question in questions()}
    if name.strip() in known:
        return known[name.strip()]
    close = get_close_matches(name.strip().lower(), known, n=3, cutoff=0.4)
    raise NotFoundError("question", name, similar=close or sorted(known), place="among the packaged ones")


def check_parameters(name: str, given: Mapping[str, str]) -> None:
    """See to it that a question exists and has all the parameters it needs, and no others.

    :raises NotFoundError: there is no such question.
    :raises QueryError: a parameter is missing, unknown or no number.
    """
    question = question_of(name)
    known = {parameter.name: parameter for parameter in question.parameters}
    for key in given:
        if key not in known:
            valid = ", ".join(f"--{name}" for name in known) or "it has none"
            raise QueryError(f"{question.name} has no parameter --{key}; valid: {valid}")
    for parameter in known.values():
        if parameter.needed and parameter.name not in given:
            example = parameter.example if " " not in parameter.example else f"'{parameter.example}'"
            raise QueryError(
                f"{question.name} needs --{parameter.name} ({parameter.help}); for example --{parameter.name} {example}"
            )
        if parameter.kind == "number" and not _NUMBER.fullmatch(given.get(parameter.name, "0")):
            raise QueryError(f"--{parameter.name}: {given[parameter.name]!r} is no number")


def fill(question: Question, given: Mapping[str, str], store: Store) -> str:
    """The query of a question about what is given.

    :raises NotFoundError: the graph does not hold what a parameter names.
    :raises AmbiguousNameError: it holds several of that name.
    :raises QueryError: a parameter is missing, unknown or no number.
    """
    check_parameters(question.name, given)
    text = question.text
    for parameter in question.parameters:
        if parameter.name in given:
            values = f"VALUES ?{parameter.name} {{ {_term(parameter.kind, given[parameter.name], store)} }}"
            text = parameter.line().sub(lambda match, values=values: match[1] + values, text)  # type: ignore[misc]
    return text


def _term(kind: str, value: str, store: Store) -> str:
    from papergraph.rdf.names import find

    if kind == "number":
        return value
    if kind == "text":
        return f'"{value.translate(_ESCAPES)}"'
    return str(ox.NamedNode(find(store, kind, value)))
