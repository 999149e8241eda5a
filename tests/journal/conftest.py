"""What the tests of the journal share."""

import os

import pytest


@pytest.fixture(scope="session")
def django_db_modify_db_settings():
    """SQLite in a file where the environment names one: several threads can then write to it, as several processes do."""
    if path := os.environ.get("JOURNAL_TEST_FILE"):
        from django.db import connections

        connections["default"].settings_dict["TEST"]["NAME"] = path
