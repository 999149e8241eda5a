"""The command line: a thin door to the engines. ``chorsu --help`` lists the verbs."""

from __future__ import annotations

import gc
import io
import sys
from importlib import import_module

import click

from chorsu.cli.output import Failed, print_json
from chorsu.facts import Fault
from chorsu.text import say

# Verbs are imported when they are called: a quote must not wait for the web server's libraries.
_VERBS = {
    "plan": "Plan a consignment: ways, charges, requirements, papers.",
    "assess": "Assess a consignment at one border on one day.",
    "route": "Find the ways between two places.",
    "classify": "Find the code of goods by words.",
    "requirements": "List what must be done for goods on their way into a state.",
    "document": "Draft, validate, render and convert trade papers.",
    "measures": "Check, show and import measures; show a change of law.",
    "facts": "Count what is on file: measures, rates, places, crossings, services.",
    "rates": "Show and import exchange rates.",
    "journal": "Prove the portal's journal, anchor it elsewhere, show it.",
    "serve": "Serve the portal.",
    "work": "Do the background jobs and periodic duties of the portal.",
    "backup": "Write all that an installation has into one file, or verify such a file.",
    "restore": "Put an installation back from its backup.",
}


class _Verbs(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _VERBS:
            return None
        command: click.Command = import_module(f"chorsu.cli.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Verbs"):
            formatter.write_dl(list(_VERBS.items()))


@click.group(cls=_Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="chorsu")
def cli() -> None:
    """Say what wants to cross which border; Chorsu finds the rules, the way and the papers."""


def main() -> None:
    """Run the command line. Exit status: 0 done; 1 done, and the answer is negative or incomplete; 2 wrong input or command."""
    gc.set_threshold(200_000, 50, 50)  # facts by the ten thousand are read and kept: looking for garbage among them finds none
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a terminal without Chinese letters shows the rest
    try:
        status = cli(standalone_mode=False)
    except Failed as failed:
        failed.show()
        status = 2
    except click.ClickException as mistake:
        if "--json" in sys.argv:
            print_json({"faults": [{"path": "", "message": mistake.format_message(), "expected": "chorsu --help"}]})
        mistake.show()
        status = 2
    except click.Abort:
        status = 130
    except BrokenPipeError:
        status = 0
        sys.stderr.close()
    except OSError as trouble:  # a file that may not be read, a folder to write to that is not there, a full disk
        fault = Fault(str(trouble.filename or ""), say("{why}.", why=trouble.strerror or str(trouble)))
        Failed((fault,), as_json="--json" in sys.argv, language="en").show()
        status = 2
    sys.exit(status if isinstance(status, int) else 0)
