"""``chorsu restore``: an installation put back from its backup."""

from __future__ import annotations

from pathlib import Path

import click

from chorsu.cli.output import print_json


@click.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="Replace what this installation has; a backup of it is written first.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def command(file: Path, replace: bool, as_json: bool) -> int:
    """Put this installation back from a backup: the database that DATABASE_URL names (or SQLite), and the data folder.

    The backup may come from another database and from an older version. Stop the portal first.
    """
    from chorsu.portal import restore
    from chorsu.portal.backup import Unfit, opened
    from chorsu.portal.serve import set_up

    set_up()
    try:
        with file.open("rb") as source, opened(source) as archive:
            summary, kept = restore.restore_here(archive, replace=replace)
    except Unfit as unfit:
        click.echo(f"Error: {unfit}", err=True)
        return 2
    from chorsu.desks.journal import proving

    breaks = list(proving.breaks())
    if as_json:
        print_json({**vars(summary), "kept": str(kept) if kept else None, "breaks": [vars(each) for each in breaks]})
    else:
        click.echo(f"{summary.rows} rows and {summary.files} files are back, as of {summary.made_at}.")
        if kept:
            click.echo(f"What was here before: {kept}")
        click.echo(f"The journal is whole: {summary.entries} entries." if not breaks else f"The journal is broken: {breaks[0]}")
    return 1 if breaks else 0
