"""Where an installation keeps what is its own: imported and published facts, the portal's database."""

from __future__ import annotations

import os
from pathlib import Path

from platformdirs import user_data_path


def data_folder() -> Path:
    """The installation's data folder: ``CHORSU_DATA``, else the user's own; made where it is missing."""
    named = os.environ.get("CHORSU_DATA")
    folder = Path(named) if named else user_data_path("chorsu", appauthor=False)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder.resolve()


def imported_measures(folder: Path) -> Path:
    """The folder of the layer of measures that this installation has imported."""
    return folder / "measures"


def imported_rates(folder: Path) -> Path:
    """The file of the exchange rates that this installation has imported."""
    return folder / "rates.csv"


def publications(folder: Path) -> Path:
    """The folder of what the reference desk has published: a folder for each state of the facts, and which of them counts."""
    return folder / "published"


def published_facts(folder: Path) -> Path | None:
    """The folder of the facts that the reference desk has published last; None where it has published none.

    What lies in such a folder never changes: another state of the facts is another folder.
    """
    try:
        name = (publications(folder) / "current").read_text("utf-8").strip()
    except FileNotFoundError:
        return None
    return publications(folder) / name if name else None


def published_measures(published: Path | None) -> Path | None:
    """The layer of measures within published facts."""
    return published / "measures" if published else None


def measure_layers(folder: Path) -> tuple[Path, ...]:
    """The layers of measures that this installation lays over the package's: the imported one, then the published one."""
    layers = (imported_measures(folder), published_measures(published_facts(folder)))
    return tuple(layer for layer in layers if layer is not None)


def write_whole(path: Path, raw: bytes) -> None:
    """Write a file so that others see the old one or the new one, never half of it. Makes its folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    # A name that no file of the user has, nor the draft of another process.
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    draft.write_bytes(raw)
    draft.replace(path)
