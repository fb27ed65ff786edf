"""The clock of a build, which an environment variable may set, as https://reproducible-builds.org/specs has it."""

from __future__ import annotations

import os
from datetime import UTC, datetime

from papergraph.errors import ConfigError

_VARIABLE = "SOURCE_DATE_EPOCH"


def now() -> datetime:
    """The time; ``SOURCE_DATE_EPOCH`` (seconds since 1970) sets it.

    :raises ConfigError: ``SOURCE_DATE_EPOCH`` is no such number.
    """
    given = os.environ.get(_VARIABLE)
    try:
        return datetime.fromtimestamp(int(given), UTC) if given else datetime.now(UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise ConfigError(_VARIABLE, f"a number of seconds since 1970 is needed, not {given!r}") from error


def settle() -> None:
    """Check the clock before numpy is imported, which reads the variable too and fails on what is no number.

    :raises ConfigError: ``SOURCE_DATE_EPOCH`` is no such number.
    """
    if not os.environ.get(_VARIABLE):
        os.environ.pop(_VARIABLE, None)
    now()
