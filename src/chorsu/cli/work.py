"""``chorsu work``: a background worker alone, where the web server runs elsewhere."""

from __future__ import annotations

import click


@click.command("work")
def command() -> int:
    """Do background jobs and periodic duties until interrupted."""
    from chorsu.portal.serve import prepare
    from chorsu.portal.work import main

    prepare()
    return main()
