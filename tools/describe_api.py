"""Write the table of operations into docs/reference/api.md, from the API's own description.

python tools/describe_api.py
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

PAGE = Path(__file__).parent.parent / "docs" / "reference" / "api.md"
MARK = "<!-- operations: written by tools/describe_api.py -->\n"


def page() -> str:
    """The page as it must be: what people wrote up to the mark, then the operations."""
    return PAGE.read_text("utf-8").partition(MARK)[0] + MARK + "\n" + "\n".join(operations()) + "\n"


def operations() -> Iterator[str]:
    """A table for each tag: method and path, what it does, the scope that a token needs."""
    from django.utils.translation import activate

    from chorsu.desks.api.problems import KINDS
    from chorsu.portal.api import api

    activate("en")
    described = api.get_openapi_schema()
    found = [(path, method, each) for path, methods in described["paths"].items() for method, each in methods.items()]
    for tag in dict.fromkeys(each["tags"][0] for _path, _method, each in found):
        yield f"### {tag}\n\n| operation | | what it does | scope |\n|---|---|---|---|"
        for path, method, each in found:
            if each["tags"][0] == tag:
                scope = next(iter(each["security"][0]["token"]), "")
                scope = f"`{scope}`" if scope else ""
                yield f"| `{method.upper()} {path}` | `{each['operationId']}` | {each['summary']}. | {scope} |"
        yield ""
    yield "## Failures\n\n| `type` ends in | status | what it is |\n|---|---|---|"
    for kind in KINDS.values():
        yield f"| `{kind.name}` | {kind.status} | {kind.title}. {kind.detail} |"


def main() -> None:
    """Write the page."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chorsu.portal.settings")
    import django

    django.setup()
    PAGE.write_text(page(), "utf-8")


if __name__ == "__main__":
    main()
