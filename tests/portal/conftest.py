"""What the tests of the portal share: an installation of their own, the example, and a real browser."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client

LANGUAGES = {"en": "en", "zh-hans": "zh-Hans", "ru": "ru"}
# The browser's driver runs an event loop in this thread; the tests themselves stay in order.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")


@pytest.fixture(autouse=True, scope="session")
def own_installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A data folder without imported measures or rates, so that plans are those of the package alone."""
    before = os.environ.get("CHORSU_DATA")
    folder = tmp_path_factory.mktemp("installation")
    os.environ["CHORSU_DATA"] = str(folder)
    yield folder
    os.environ.pop("CHORSU_DATA")
    if before is not None:
        os.environ["CHORSU_DATA"] = before


@pytest.fixture
def example_address(client: Client, db: None) -> str:
    """The address of a fresh plan of the example."""
    return client.post("/en/example/").headers["Location"]
