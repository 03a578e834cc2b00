"""Models that are stated in words of matrices."""

from pathlib import Path

FILE = (Path(__file__).parents[2] / "docs" / "regression.toml").read_text(encoding="utf-8")
PREDICTION = "y X' A q / N"


def stated(prediction: str = PREDICTION, **changes: str) -> str:
    """Return the file of the page with another prediction, and texts of other keys."""
    text = FILE.replace(PREDICTION, prediction)
    for key, value in changes.items():
        before = next(line for line in text.splitlines() if line.startswith(f"{key} = "))
        text = text.replace(before, f'{key} = "{value}"')
    return text


def with_weights(prediction: str, weights: str, more: str = "") -> str:
    """Return the file of the page with another prediction and other weights."""
    text = stated(prediction).replace('A = "matrix"\n', weights + "\n")
    return text.replace("[model]", f"{more}\n\n[model]") if more else text
