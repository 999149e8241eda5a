"""Embed the names of goods once, for `chorsu classify`: writes src/chorsu/data/nomenclature/meanings.npz anew.

Vectors on file of names that are there still are kept; new names take about 15 ms each. Run it after a change of the names.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from chorsu.nomenclature.meaning import embed, marks_of, packed, vectors
from chorsu.nomenclature.names import load_names

TABLE = Path(__file__).parent.parent / "src" / "chorsu" / "data" / "nomenclature" / "meanings.npz"


def main() -> None:
    """Write the vectors of today's names."""
    names = tuple(name.words for name in load_names())
    known = vectors(names) if TABLE.exists() else np.zeros((len(names), 512), np.float32)
    new = [row for row in range(len(names)) if not known[row].any()]
    kept = packed(known)
    for start in range(0, len(new), 64):
        rows = new[start : start + 64]
        kept[rows] = packed(embed(names[row] for row in rows))
    np.savez_compressed(TABLE, marks=marks_of(names), vectors=kept)
    print(f"{len(names)} names, {len(new)} of them new")


if __name__ == "__main__":
    main()
