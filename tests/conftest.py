"""What every folder of tests shares: one real browser a process, since its driver runs one loop, and no language left behind."""

import pytest
from django.utils import translation

from tests.browsing import CHROMIUM, FLAGS


@pytest.fixture(autouse=True)
def no_language_left_behind():
    """Each test begins in the language of the settings: a page asked for in another leaves its thread speaking that one."""
    translation.deactivate()


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
