"""The gallery of models: what its page says comes out of the files."""

from pathlib import Path

import symbolic_mesa.models

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "gallery.md"
FORWARD = ROOT / "docs" / "models"
MODELS = {path.stem: path for path in Path(symbolic_mesa.models.__path__[0]).glob("*.toml")}
