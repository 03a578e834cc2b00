"""How results are written in LaTeX."""

from dataclasses import dataclass

ARTICLE = 345.0  # points of one column of article at 10 pt
NARROWEST = 200.0


@dataclass(frozen=True)
class Options:
    """What a person chooses.

    Attributes:
        width: the width of the text in points, that of one column of article if not given.
        proof: whether a proof follows each theorem, made from its steps.
        bare: whether there are equations alone, without a theorem environment.
        sums: whether harmonic numbers are written as sums.
        prefix: what labels begin with, beside their kind.
        cited: whether the model and a list of references stand in the same document, so that
            theorems cite the paper and do not state its model.
    """

    width: float = ARTICLE
    proof: bool = False
    bare: bool = False
    sums: bool = False
    prefix: str = ""
    cited: bool = False
