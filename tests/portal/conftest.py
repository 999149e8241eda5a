"""What the tests of the portal share: an installation of their own, the example, and a real browser."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client

LANGUAGES = {"en": "en", "zh-hans": "zh-Hans", "ru": "ru"}
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = (
    "--no-sandbox", "--headless", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-quic",
)  # fmt: skip

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


@pytest.fixture(scope="session")
def browser():
    """Chromium, driven by Playwright."""
    if not CHROMIUM:
        pytest.fail("There is no Chromium on this machine: run `make chromium`, or name one in the environment as CHROMIUM.")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield browser
        browser.close()
