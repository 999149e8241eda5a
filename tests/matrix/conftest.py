"""The world that every line is asked in."""

import pytest
from django.db import transaction
from django.test import override_settings

from tests.matrix.world import World, make_world


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker) -> World:
    """The world, made once in a transaction that is taken back; nothing is limited by how often it is asked."""
    unlimited = override_settings(CACHES={"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}})
    with django_db_blocker.unblock(), unlimited, transaction.atomic():
        yield make_world()
        transaction.set_rollback(True)
