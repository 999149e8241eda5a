"""``chorsu serve``: the portal."""

from __future__ import annotations

import click


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 64))
@click.option("--check", is_flag=True, help="Prove that the portal answers, and stop.")
@click.option("--demo", is_flag=True, help="Keep the example plan, so that there is something to look at.")
def command(host: str, port: int, workers: int, check: bool, demo: bool) -> int:
    """Serve the portal until interrupted."""
    from chorsu.portal.serve import seed_demo, serve

    if demo:
        click.echo(f"The example plan: http://{host}:{port}{seed_demo()}")
    serve(host, port, workers=workers, check=check)
    return 0
