"""Write docs/reference/permissions.md: every desk's table of permissions, and what each word of it means.

    python tools/write_permissions.py

It is made from the tables themselves; a test says when it is no longer what they say.
"""

from __future__ import annotations

import re
from pathlib import Path

PAGE = Path(__file__).parent.parent / "docs" / "reference" / "permissions.md"
HEAD = """\
# Permissions

Who may do what, desk by desk, as the program itself decides it: this page is made from its tables. `&` is *and*, `|` *or*,
`~` *not*; what the words mean stands below each table. What one may not see does not exist for them (404); what one sees but
may not do is refused (403).

The roles: **readers** read, **staff** do the work, **administrators** also have to do with people, mandates and the
organisation itself.
"""
NAMED = re.compile(r"[a-z_]+")


def written() -> str:
    """The page."""
    from chorsu.desks import permissions as shared
    from chorsu.portal.desks import modules

    parts = [HEAD]
    for module in modules("permissions"):
        desk = module.__name__.split(".")[-2]
        tables = [value for value in vars(module).values() if isinstance(value, shared.Rules)]
        lines = [(name, predicate.name) for table in tables for name, predicate in table]
        parts.append(f"\n## {desk.capitalize()}\n\n| what | who |\n|---|---|\n")
        parts += [f"| {name.replace('_', ' ')} | `{who.replace('|', chr(92) + '|')}` |\n" for name, who in lines]
        words = sorted({word for _name, who in lines for word in NAMED.findall(who)})
        parts.append("\n")
        parts += [f"- `{word}`: {said}\n" for word in words if (said := _meaning(word, module, shared))]
    return "".join(parts)


def _meaning(word: str, *modules) -> str:
    for module in modules:
        for predicate in (getattr(module, word, None), *_made_in(module)):
            if getattr(predicate, "name", None) == word and getattr(predicate, "fn", None) is not None and predicate.fn.__doc__:
                return " ".join(predicate.fn.__doc__.split("\n\n")[0].split())
    return ""


def _made_in(module) -> list:
    """The predicates that stand under no name of their own: a function of the module makes them."""
    return [module.state()] if callable(getattr(module, "state", None)) else []


if __name__ == "__main__":
    import django

    django.setup()
    PAGE.write_text(written(), "utf-8")
