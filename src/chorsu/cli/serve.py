"""``chorsu serve``: the portal."""

from __future__ import annotations

import sys

import click


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 64), help="Web processes.")
@click.option("--no-worker", is_flag=True, help="Run no background worker beside: `chorsu work` runs elsewhere.")
@click.option("--check", is_flag=True, help="Prove that the portal answers, and stop.")
@click.option(
    "--demo",
    is_flag=True,
    help="Make the demo zone: ten organisations, thirty cases, sign-in by one click. Only on this machine.",
)
def command(host: str, port: int, workers: int, no_worker: bool, check: bool, demo: bool) -> int:
    """Serve the portal until interrupted."""
    from chorsu.portal.serve import seed_demo, serve

    if demo:
        made: list[str] = []

        def told(reference: str) -> None:
            made.append(reference)
            if sys.stderr.isatty():
                click.echo(f"\rMaking the demo zone: {len(made)} cases", nl=False, err=True)

        try:
            address = seed_demo(progress=told)
        except RuntimeError as refused:  # there are organisations of its own
            raise click.ClickException(str(refused)) from refused
        if made and sys.stderr.isatty():
            click.echo(err=True)
        click.echo(f"The demo zone, sign in as anybody: http://{host}:{port}{address}")
    serve(host, port, processes=workers, check=check, worker=not no_worker)
    return 0
