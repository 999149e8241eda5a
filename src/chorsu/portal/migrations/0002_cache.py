"""The table of the cache, in which the limits of sign-in and of the API are counted for all processes."""

from django.core.management import call_command
from django.db import migrations


def make_table(_apps, schema_editor):
    """Make it where it is not there yet. It is no model: a backup leaves it out."""
    call_command("createcachetable", "cache", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    """Without it nobody could sign in."""

    dependencies = [("portal", "0001_initial")]
    operations = [migrations.RunPython(make_table, migrations.RunPython.noop)]
