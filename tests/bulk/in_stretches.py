"""A run in stretches, to be killed: ``python -m tests.bulk.in_stretches LINES OUT ROWS --measures DIR --rates FILE``."""

import sys
from pathlib import Path

from .engine import run_in_stretches

if __name__ == "__main__":
    run_in_stretches(Path(sys.argv[1]), Path(sys.argv[2]), *sys.argv[4:], rows=int(sys.argv[3]))
