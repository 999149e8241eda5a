"""What the tests of the reference desk share: a data folder for each test, and the worker's work done when it is asked for."""

from importlib.resources import files
from pathlib import Path

import pytest

from chorsu.desks.reference import shelf


@pytest.fixture(autouse=True)
def own_installation(tmp_path: Path, monkeypatch) -> Path:
    """A data folder of this test alone: what it publishes is nobody else's law."""
    folder = tmp_path / "installation"
    folder.mkdir()
    monkeypatch.setenv("CHORSU_DATA", str(folder))
    return folder


@pytest.fixture(scope="session")
def small_package(tmp_path_factory) -> Path:
    """A package that ships Kazakhstan and its union alone: what is tested is the desk, and the whole book takes ten seconds."""
    shipped = files("chorsu") / "data"
    root = tmp_path_factory.mktemp("package")
    (root / "data" / "measures").mkdir(parents=True)
    (root / "data" / "geography").mkdir()
    (root / "data" / "geography" / "groups.toml").write_bytes((shipped / "geography" / "groups.toml").read_bytes())
    for each in (shipped / "measures").iterdir():
        if each.name.startswith(("kz", "cn.", "cn-export.", "eaeu-charges", "eaeu-req")):
            (root / "data" / "measures" / each.name).write_bytes(each.read_bytes())
    head, *lines = (shipped / "measures" / "eaeu-tariff.csv").read_text("utf-8").splitlines()
    apples = [line for line in lines if line.startswith("EAEU-0808")]
    (root / "data" / "measures" / "eaeu-tariff.csv").write_text("\n".join((head, *apples, "")), "utf-8")
    return root


@pytest.fixture(autouse=True)
def small_book(request, small_package: Path, monkeypatch) -> None:
    """The small package in the place of the real one, but for the tests marked ``whole_book``."""
    if "whole_book" not in request.keywords:
        monkeypatch.setattr("chorsu.measures.load.files", lambda _name: small_package)
    shelf._package.cache_clear()
