"""``papergraph.toml``: defaults for the command line, one table a command."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from papergraph.errors import ConfigError
from papergraph.files import reason_of

FILE = "papergraph.toml"
DEFAULT_BASE = "https://w3id.org/papergraph/id/"
MOST_WORKERS = 60
"""More than any pool can watch on every system."""

Workers = int | Literal["auto"]
_NAMES = {str: "text in quotation marks", float: "number", (int, str): 'whole number or "auto"'}
FORMATS = ("table", "csv", "tsv", "json", "xml", "turtle")
RDF_FORMATS = ("ntriples", "turtle", "jsonld", "nquads", "trig")
ENGINES = ("sparql", "pyshacl")
_IRI = re.compile(r"https?://(?:[!$&-;=?-Z_a-z~]|%[0-9A-Fa-f]{2})+[/#]")


def check_base(value: str) -> str:
    """The base of the ids in the RDF, if it can be one.

    :raises ValueError: it is no absolute web address (ASCII, the rest percent-encoded) that ends in ``/`` or ``#``.

    >>> check_base("https://example.org/id/")
    'https://example.org/id/'
    """
    if not _IRI.fullmatch(value):
        raise ValueError(f"{value!r} must be an address that begins with http(s):// and ends in / or #")
    return value


def read_workers(value: object) -> Workers:
    """The number of worker processes, or ``auto``.

    :raises ValueError: it is neither.

    >>> read_workers("3"), read_workers("auto")
    (3, 'auto')
    """
    if value == "auto":
        return "auto"
    number = int(value) if isinstance(value, str) and re.fullmatch(r"[0-9]{1,3}", value) else value
    if type(number) is not int or not 1 <= number <= MOST_WORKERS:
        raise ValueError(f"{value!r} is neither auto nor a whole number from 1 to {MOST_WORKERS}")
    return number


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """A key of the file: its type (or types), what it means, and how its value is checked."""

    type: type | tuple[type, ...]
    help: str
    check: Callable[[Any], object] | None = None
    is_path: bool = False


def _check_format(value: str) -> str:
    if value not in FORMATS:
        raise ValueError(f"{value!r} is none of {', '.join(FORMATS)}")
    return value


def _check_share(value: float) -> float:
    if not 0 <= value <= 1:
        raise ValueError(f"{value} is not from 0 to 1")
    return value


_MIN_CONFIDENCE = Setting(type=float, help="leave out entities below it, from 0 to 1", check=_check_share)
_MODEL = Setting(type=str, help="a pipeline of papergraph train", is_path=True)
_WORKERS = Setting(type=(int, str), help="how many processes extract, or auto", check=read_workers)
_ALIASES = Setting(type=str, help="what people say about names", is_path=True)
SETTINGS: Mapping[str, Mapping[str, Setting]] = {
    "build": {
        "output": Setting(type=str, help="the directory to write", is_path=True),
        "title": Setting(type=str, help="the title of the page and of the report"),
        "base": Setting(type=str, help="the beginning of all ids in the RDF", check=check_base),
        "min_confidence": _MIN_CONFIDENCE,
        "model": _MODEL,
        "workers": _WORKERS,
        "aliases": _ALIASES,
    },
    "extract": {"min_confidence": _MIN_CONFIDENCE, "model": _MODEL, "workers": _WORKERS},
    "resolve": {"aliases": _ALIASES},
    "query": {"format": Setting(type=str, help="table, csv, tsv, json, xml or turtle", check=_check_format)},
}


def check_options(command: str, **values: object) -> None:
    """See to it that options have values that the settings of a command may have; None is not given.

    :raises ConfigError: one has not.
    """
    for key, value in values.items():
        check = SETTINGS[command][key].check
        try:
            if check and value is not None:
                check(value)
        except ValueError as error:
            raise ConfigError(key, str(error)) from error


def read_settings(path: Path) -> dict[str, dict[str, Any]]:
    """The settings of a file, by command; paths in it are relative to where it lies.

    :raises ConfigError: the file can't be read, or has a key or a value that it can't have.
    """
    try:
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError("--config", reason_of(error), path=path) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError("TOML", f"the file is malformed: {error}", path=path) from error
    return {command: _table(command, table, path) for command, table in tables.items()}


def _table(command: str, table: object, path: Path) -> dict[str, Any]:
    if command not in SETTINGS:
        raise ConfigError(command, "there is no such table", path=path, valid=(f"[{name}]" for name in SETTINGS))
    if not isinstance(table, dict):
        raise ConfigError(command, f"a table is needed, [{command}]", path=path)
    return {key: _value(command, key, value, path) for key, value in table.items()}


def _value(command: str, key: str, value: object, path: Path) -> object:
    setting = SETTINGS[command].get(key)
    name = f"{command}.{key}"
    if setting is None:
        raise ConfigError(name, "there is no such key", path=path, valid=SETTINGS[command])
    if setting.type is float and type(value) is int:
        value = float(value)
    if not isinstance(value, setting.type):
        raise ConfigError(name, f"a {_NAMES[setting.type]} is needed, not {value!r}", path=path)
    try:
        if setting.check:
            setting.check(value)
    except ValueError as error:
        raise ConfigError(name, str(error), path=path) from error
    return str(path.parent / str(value)) if setting.is_path else value
