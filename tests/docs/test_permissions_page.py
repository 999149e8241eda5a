"""The page of permissions says what the tables say: each permission of each desk, and what every word of it means."""

import re
import runpy
from pathlib import Path

TOOL = runpy.run_path(str(Path(__file__).parents[2] / "tools" / "write_permissions.py"))


def test_the_page_is_what_the_tables_say():
    assert TOOL["PAGE"].read_text("utf-8") == TOOL["written"](), "run: python tools/write_permissions.py"


def test_every_word_of_a_table_is_told():
    for part in TOOL["written"]().split("\n## ")[1:]:
        used = {word for who in re.findall(r"\| `([^`]*)` \|", part) for word in re.findall("[a-z_]+", who)}
        assert used == set(re.findall(r"^- `([a-z_]+)`:", part, re.MULTILINE)), part.splitlines()[0]
