"""YAML files as nodes, which know their lines; nothing is ever constructed but text."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import yaml

from papergraph.errors import ConfigError
from papergraph.files import reason_of


def read_document(path: Path, option: str) -> tuple[yaml.Node | None, str]:
    """The root node of a YAML file (None: it is empty), and the SHA-256 of the file.

    :param option: what errors call the file.
    :raises ConfigError: it can't be read, or is not YAML.
    """
    try:
        raw = path.read_bytes()
        text = raw.decode("utf-8-sig")
    except OSError as error:
        raise ConfigError(option, reason_of(error), path=path) from error
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise ConfigError(option, "not in UTF-8", path=f"{path}:{line}") from error
    return _composed(text, path, option), hashlib.sha256(raw).hexdigest()


def _composed(text: str, path: Path, option: str) -> yaml.Node | None:
    try:
        return yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        reason = f"broken YAML: {error.problem or error.context}"
        raise ConfigError(option, reason, path=f"{path}:{mark.line + 1}" if mark else path) from error
    except yaml.reader.ReaderError as error:
        line = text[: error.position].count("\n") + 1
        raise ConfigError(option, f"broken YAML: {error.reason}", path=f"{path}:{line}") from error
    except RecursionError as error:
        raise ConfigError(option, "broken YAML: it is nested too deeply", path=path) from error


def line_of(node: yaml.Node) -> int:
    """The line where a node begins, from 1."""
    return int(node.start_mark.line) + 1


def text_of(node: yaml.Node) -> str | None:
    """The text of a scalar as it is written; None for other nodes and for no text."""
    if not isinstance(node, yaml.ScalarNode) or node.tag == "tag:yaml.org,2002:null":
        return None
    return " ".join(str(node.value).split()) or None


def pairs_of(node: yaml.MappingNode) -> Iterator[tuple[str | None, yaml.Node, int]]:
    """The keys of a mapping as text, with their values and lines, repeated keys included."""
    for key, value in node.value:
        yield text_of(key), value, line_of(key)
