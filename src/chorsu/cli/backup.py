"""``chorsu backup``: all that an installation has in one file."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import click

from chorsu.cli.output import print_json


@click.command("backup")
@click.argument("out", type=click.Path(dir_okay=False, allow_dash=True, path_type=Path))
@click.option("--verify", is_flag=True, help="Read the file OUT against its own hashes, and write nothing.")
@click.option("--without-key", is_flag=True, help="Leave out the secret key: you keep it elsewhere.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def command(out: Path, verify: bool, without_key: bool, as_json: bool) -> int:
    """Write all that this installation has into the file OUT (- for standard output), while the portal runs.

    Everything is in it: passwords' hashes, files, the key that signs. Keep it as you keep the installation; to encrypt it,
    pipe it: chorsu backup - | age -r KEY -o FILE.
    """
    from chorsu.portal import backup
    from chorsu.portal.serve import prepare

    try:
        if verify:
            with out.open("rb") as source, backup.opened(source) as archive:
                summary = backup.verify(archive)[1]
        else:
            prepare()
            summary = _written(out, with_key=not without_key)
    except backup.Unfit as unfit:
        click.echo(f"Error: {unfit}", err=True)
        return 1 if verify else 2
    if as_json and str(out) != "-":
        print_json(vars(summary))
    else:
        click.echo(
            f"{summary.rows} rows, {summary.files} files, {summary.entries} entries of the journal, of {summary.made_at}"
            f"{'' if summary.has_key else ', without the secret key'}.\nSeal: {summary.seal}",
            err=str(out) == "-",
        )
    return 0


def _written(out: Path, *, with_key: bool) -> Any:
    from chorsu.portal.backup import backup_here

    if str(out) == "-":
        return backup_here(sys.stdout.buffer, with_key=with_key)
    draft = out.with_name(f".{out.name}.{os.getpid()}.part")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            summary = backup_here(file, with_key=with_key)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(out)
    finally:
        draft.unlink(missing_ok=True)
    return summary
