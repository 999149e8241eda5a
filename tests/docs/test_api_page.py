"""The page of the API names every operation there is and every kind of failure."""

import runpy
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_page_is_what_the_description_says():
    tool = runpy.run_path(str(ROOT / "tools" / "describe_api.py"))
    assert tool["PAGE"].read_text("utf-8") == tool["page"](), "run tools/describe_api.py"
