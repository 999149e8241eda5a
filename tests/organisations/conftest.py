"""What these tests share with those of the portal: an installation of their own."""

from tests.portal.conftest import own_installation

__all__ = ["own_installation"]
