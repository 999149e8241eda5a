"""What these tests share with those of the portal: a real browser, an installation of their own."""

from tests.portal.conftest import browser, own_installation

__all__ = ["browser", "own_installation"]
