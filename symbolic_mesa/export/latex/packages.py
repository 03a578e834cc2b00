"""The packages that a piece of LaTeX needs: every one, and only those."""

import re
from collections.abc import Mapping

PACKAGES: Mapping[str, str] = {
    "amsmath": r"\\(text|eqref|notag|allowdisplaybreaks|operatorname)\b"
    r"|\\begin\{(aligned|cases|align\*?|subequations|equation\*)\}",
    "amssymb": r"\\mathbb\b",
    "amsthm": r"\\begin\{(theorem|proof)\}",
    "booktabs": r"\\toprule\b",
}
"""Patterns of what each package defines."""


def packages_of(text: str) -> list[str]:
    r"""Return the packages that a text needs.

    >>> packages_of(r"\begin{proof} $\mathbb{E} x$ \end{proof}")
    ['amssymb', 'amsthm']
    """
    return [name for name, pattern in PACKAGES.items() if re.search(pattern, text)]


def header(text: str) -> str:
    """Return the comment that says what the preamble of a text needs."""
    needed = packages_of(text)
    packages = rf"\usepackage{{{','.join(needed)}}}" if needed else "no package"
    lines = [f"% Derived by symbolic-mesa; needs {packages}"]
    if r"\begin{theorem}" in text:
        lines.append(r"% and \newtheorem{theorem}{Theorem}")
    return "\n".join(lines)
