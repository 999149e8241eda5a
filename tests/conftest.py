"""What every folder of tests shares: a browser and static files once a process, and no language left behind."""

import pytest
from django.utils import translation
from whitenoise.middleware import WhiteNoiseMiddleware

from tests.browsing import CHROMIUM, FLAGS


@pytest.fixture(autouse=True)
def no_language_left_behind():
    """Each test begins in the language of the settings: a page asked for in another leaves its thread speaking that one."""
    translation.deactivate()


@pytest.fixture(scope="session", autouse=True)
def static_files_found_once():
    """Each client of a test sets up all middleware; to look for the static files each time would take longer than most pages."""
    found, find = {}, WhiteNoiseMiddleware.add_files_from_finders

    def find_once(middleware):
        if not found:
            find(middleware)
            found.update(middleware.files)
        middleware.files.update(found)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WhiteNoiseMiddleware, "add_files_from_finders", find_once)
        yield


@pytest.fixture(scope="session")
def browser():
    """Chromium, driven by Playwright: one a process, since its driver runs one loop."""
    if not CHROMIUM:
        pytest.fail("There is no Chromium on this machine: run `make chromium`, or name one in the environment as CHROMIUM.")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield browser
        browser.close()
