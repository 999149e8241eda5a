"""One random file through the engine and the oracle."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Any

from .engine import Run, differences, run, run_in_stretches, write_lines, write_world
from .line_oracle import Answer, LineOracle
from .random_lines import random_file


def both(seed: int, lines: int, folder: Path, *options: str) -> tuple[dict[str, Any], Run, Answer]:
    """A random file, what the engine made of it, and what the oracle does. The seed gives its form, too: CSV or Parquet."""
    dice = Random(f"form {seed}")
    typed = dice.random() < 0.4
    world = random_file(seed, lines, bad=not typed)
    folder.mkdir(parents=True, exist_ok=True)
    ending = "parquet" if typed else dice.choice(["csv", "parquet"])
    source = write_lines(world["lines"], world["columns"], folder / f"lines.{ending}", typed=typed)
    out = folder / f"assessed.{dice.choice(['csv', 'parquet'])}"
    rows = None if options else dice.choice([None, None, 7, 60, 500])
    if rows is not None:
        rows *= max(1, lines // 250)  # a long file is not cut into more stretches than a short one
    if rows is None:
        found = run(source, out, *write_world(world, folder), *options)
    else:
        found = run_in_stretches(source, out, *write_world(world, folder), rows=rows)
    return world, found, LineOracle(world["book"], world["rates"]).answer(world["lines"], given=world["given"])


def told_apart(seed: int, lines: int, folder: Path, *options: str) -> list[str]:
    """Where engine and oracle differ on a random file."""
    world, found, expected = both(seed, lines, folder, *options)
    if found.status == 2:
        return [f"refused: {found.errors}{found.said}"]
    return differences(found, expected, world["columns"])
