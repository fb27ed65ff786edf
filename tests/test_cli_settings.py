"""papergraph.toml: known keys only, and sentences for the rest."""

from __future__ import annotations

from pathlib import Path

import pytest

from papergraph.errors import ConfigError
from papergraph.settings import DEFAULT_BASE, SETTINGS, check_base, read_settings


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_all_keys(tmp_path: Path) -> None:
    build = '[build]\noutput = "o"\ntitle = "T – ü"\nbase = "https://example.org/x#"\nmin_confidence = 0.7\n'
    text = build + '[query]\nformat = "csv"\n'
    assert read_settings(write(tmp_path / "p.toml", text)) == {
        "build": {
            "output": str(tmp_path / "o"),
            "title": "T – ü",
            "base": "https://example.org/x#",
            "min_confidence": 0.7,
        },
        "query": {"format": "csv"},
    }


def test_a_whole_number_is_a_number(tmp_path: Path) -> None:
    text = "[extract]\nmin_confidence = 1\n"
    assert read_settings(write(tmp_path / "p.toml", text)) == {"extract": {"min_confidence": 1.0}}


def test_an_empty_file_sets_nothing(tmp_path: Path) -> None:
    assert read_settings(write(tmp_path / "p.toml", "")) == {}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[biuld]\n", r"biuld: there is no such table; valid: \[build\], \[extract\], \[resolve\], \[query\]"),
        ("output = 'x'\n", "output: there is no such table"),
        ("build = 1\n", "a table is needed"),
        ("[build]\nout = 'x'\n", "build.out: there is no such key; valid: output, title, base, min_confidence"),
        ("[build]\nmin_confidence = 2.0\n", "build.min_confidence: 2.0 is not from 0 to 1"),
        ("[build]\nmin_confidence = 'high'\n", "build.min_confidence: a number is needed"),
        ("[build]\ntitle = 3\n", "build.title: a text in quotation marks is needed, not 3"),
        ("[build]\nbase = 'no'\n", "build.base: 'no' must be an address"),
        ("[query]\nformat = 'yaml'\n", "query.format: 'yaml' is none of table, csv, tsv, json, xml, turtle"),
        ("[build\n", "malformed"),
    ],
)
def test_what_can_t_be(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        read_settings(write(tmp_path / "p.toml", text))


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="No such file"):
        read_settings(tmp_path / "none.toml")


def test_a_file_in_another_encoding(tmp_path: Path) -> None:
    (tmp_path / "p.toml").write_bytes("[build]\ntitle = 'ü'\n".encode("latin-1"))
    with pytest.raises(ConfigError, match="malformed"):
        read_settings(tmp_path / "p.toml")


@pytest.mark.parametrize(
    "base",
    [
        "",
        "x",
        "https://example.org",
        "ftp://example.org/",
        "https://a b/",
        "https://a/<x>/",
        "https://a/\n/",
        "https:///",
        "https://example.org/é/",
        "https://example.org/%4/",
        "https://example.org/#a/",
    ],
)
def test_what_is_no_base(base: str) -> None:
    with pytest.raises(ValueError, match="must be an address"):
        check_base(base)


def test_a_base_that_is_percent_encoded() -> None:
    assert check_base("https://example.org/%C3%A9/x#") == "https://example.org/%C3%A9/x#"


def test_the_default_base_is_that_of_the_rdf() -> None:
    from papergraph.rdf.namespaces import DATA_BASE

    assert check_base(DEFAULT_BASE) == DATA_BASE


def test_every_setting_is_an_option_of_its_command() -> None:
    from papergraph.cli import main

    for command, keys in SETTINGS.items():
        assert set(keys) <= {param.name for param in main.commands[command].params}


def test_the_docs_name_every_setting() -> None:
    text = (Path(__file__).parents[1] / "docs" / "configuration.md").read_text(encoding="utf-8")
    for command, keys in SETTINGS.items():
        assert f"[{command}]" in text
        for key in keys:
            assert f"`{key}`" in text
