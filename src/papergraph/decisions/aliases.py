"""The aliases file: which names are the same, which are not, and what they are called."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NoReturn

import yaml

from papergraph.decisions.consistency import check_consistent
from papergraph.decisions.documents import line_of, pairs_of, read_document, text_of
from papergraph.decisions.statements import Decision, Kind, Reference
from papergraph.errors import ConfigError
from papergraph.model import EntityType

OPTION = "aliases"
_REASON = "alias"


def read_aliases(path: Path) -> tuple[tuple[Decision, ...], str]:
    """The statements of an aliases file, in its order, and its SHA-256.

    :raises ConfigError: it can't be read, is broken, or contradicts itself.
    """
    root, digest = read_document(path, OPTION)
    decisions = tuple(_statements(root, path)) if root is not None else ()
    check_consistent(decisions)
    return decisions, digest


def _statements(root: yaml.Node, path: Path) -> Iterator[Decision]:
    if not isinstance(root, yaml.MappingNode):
        _refuse(path, line_of(root), "a mapping is needed, with the keys same, different, rename, retype or drop")
    seen: set[str] = set()
    for key, value, line in pairs_of(root):
        if key not in set(Kind):
            raise ConfigError(str(key), "there is no such key", path=f"{path}:{line}", valid=Kind)
        if key in seen:
            _refuse(path, line, f"the key {key} stands here a second time")
        seen.add(key)
        yield from _section(Kind(key), value, path)


def _section(kind: Kind, node: yaml.Node, path: Path) -> Iterator[Decision]:
    if isinstance(node, yaml.ScalarNode) and text_of(node) is None:
        return
    if kind in (Kind.RENAME, Kind.RETYPE):
        yield from _mapping(kind, node, path)
    elif kind is Kind.DROP:
        for item in _items(node, path, "drop: a list of names is needed"):
            yield Decision(
                kind=kind, names=(_reference(item, path),), reason=_REASON, path=str(path), line=line_of(item)
            )
    else:
        for item in _items(node, path, f"{kind}: a list of lists of names is needed"):
            yield _group(kind, item, path)


def _group(kind: Kind, node: yaml.Node, path: Path) -> Decision:
    names = tuple(_reference(item, path) for item in _items(node, path, f"{kind}: a list of names is needed"))
    if len(names) < 2:
        _refuse(path, line_of(node), f"{kind}: at least two names are needed")
    return Decision(kind=kind, names=names, reason=_REASON, path=str(path), line=line_of(node))


def _mapping(kind: Kind, node: yaml.Node, path: Path) -> Iterator[Decision]:
    if not isinstance(node, yaml.MappingNode):
        _refuse(path, line_of(node), f"{kind}: a mapping is needed, from names to {_VALUES[kind]}")
    for key, value, line in pairs_of(node):
        told = text_of(value)
        if key is None or told is None:
            _refuse(path, line, f"{kind}: a name and its {_VALUES[kind]} are needed")
        if kind is Kind.RETYPE and told not in set(EntityType):
            reason = f"{told!r} is no type"
            raise ConfigError(kind.value, reason, path=f"{path}:{line_of(value)}", valid=EntityType)
        names = (_named(key, line),)
        yield Decision(kind=kind, names=names, reason=_REASON, path=str(path), line=line, value=told)


_VALUES = {Kind.RENAME: "new name", Kind.RETYPE: "type"}


def _items(node: yaml.Node, path: Path, needed: str) -> Iterable[yaml.Node]:
    if not isinstance(node, yaml.SequenceNode):
        _refuse(path, line_of(node), needed)
    items: list[yaml.Node] = node.value
    return items


def _reference(node: yaml.Node, path: Path) -> Reference:
    name = text_of(node)
    if name is None:
        _refuse(path, line_of(node), "a name is needed")
    return _named(name, line_of(node))


def _named(name: str, line: int) -> Reference:
    return Reference(name, name if name.startswith("entity/") else None, line)


def _refuse(path: Path, line: int, reason: str) -> NoReturn:
    raise ConfigError(OPTION, reason, path=f"{path}:{line}")
