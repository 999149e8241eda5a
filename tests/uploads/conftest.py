"""A store of its own for each test, so that what is left behind can be counted."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.files.storage import storages


@pytest.fixture
def folder(tmp_path: Path, settings) -> Path:
    """The folder of the store of files, empty."""
    place = tmp_path / "files"
    settings.STORAGES = {
        **settings.STORAGES,
        "files": {"BACKEND": "chorsu.desks.files.WholeFiles", "OPTIONS": {"location": place}},
    }
    storages._storages.pop("files", None)
    yield place
    storages._storages.pop("files", None)


def left_in(folder: Path) -> list[str]:
    """The files of a store, its lock not counted."""
    return sorted(path.name for path in folder.rglob("*") if path.is_file() and path.name != ".lock")
