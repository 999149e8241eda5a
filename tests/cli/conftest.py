"""The command line in this process, with an installation of its own and what it prints kept."""

from __future__ import annotations

from functools import cache

import pytest

import chorsu.measures
import chorsu.planning  # here, so that it keeps the reader of the book itself and not the one below
from tests.cli.command import Shell

_book_read_once = cache(chorsu.measures.load_book)


@pytest.fixture(scope="session")
def untouched(tmp_path_factory):
    """A data folder in which nothing was imported, for all tests that only read."""
    return tmp_path_factory.mktemp("installation")


@pytest.fixture
def shell(untouched, monkeypatch):
    """Call the command line where nothing was imported: ``shell("plan", "-", given=b"…")``. The book is read once for all."""
    monkeypatch.setenv("CHORSU_DATA", str(untouched))
    monkeypatch.setattr(chorsu.measures, "load_book", _book_read_once)
    return Shell(monkeypatch).call


@pytest.fixture
def installed(tmp_path, monkeypatch):
    """Call the command line over a data folder of this test's own, to import into."""
    monkeypatch.setenv("CHORSU_DATA", str(tmp_path / "data"))
    return Shell(monkeypatch).call
