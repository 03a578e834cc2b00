"""The rows that name theorems about in-context regression."""

from derivations.entry import Entry
from symbolic_mesa.models.regression import (
    GAUSSIAN_PROMPTS,
    ISOTROPIC,
    LAYERS,
    PROBLEM,
    WHITE_PROMPTS,
    WHITENED_PROMPTS,
)
from symbolic_mesa.models.wishart import PROBLEM as WISHART
from symbolic_mesa.models.wishart import WHITE
from symbolic_mesa.setting import Setting

WITNESS = "symbolic_mesa.witness.measures"

ENTRIES = (
    Entry(
        "zhang-frei-bartlett",
        "one layer of linear attention on prompts of a linear regression",
        "derivations.regression.zhang_frei_bartlett",
        PROBLEM,
        (
            "full-prediction",
            "full-loss",
            "blocks-stay",
            "loss",
            "gradient-A",
            "gamma",
            "minimum-loss",
            "excess",
            "flow-u",
            "flow-U",
            "conserved",
            "test-loss",
        ),
        (Setting(GAUSSIAN_PROMPTS),),
        witness=f"{WITNESS}.regression",
        law=GAUSSIAN_PROMPTS,
    ),
    Entry(
        "wishart",
        "moments of Wishart matrices, for every dimension",
        "derivations.regression.wishart",
        WISHART,
        tuple(f"moment-{power}" for power in range(1, 7)),
        (Setting(WHITE),),
        witness=f"{WITNESS}.wishart",
        law=WHITE,
    ),
    Entry(
        "mahankali",
        "one step of gradient descent is the least of one-layer linear attention",
        "derivations.regression.mahankali.theorem",
        ISOTROPIC,
        (
            "even-part",
            "effective-matrix",
            "loss",
            "step-size",
            "minimum-loss",
            "step-sizes",
            "variance-over-labels",
            "variance-over-tokens",
            "all-minimisers",
            "step-size-of-law",
            "preconditioner",
        ),
        (Setting(WHITE_PROMPTS),),
        witness=f"{WITNESS}.white_regression",
        law=WHITE_PROMPTS,
    ),
    Entry(
        "ahn-layers",
        "L layers of linear attention: their loss, and the best steps, for L = 1, 2, 3",
        "derivations.regression.ahn_layers",
        LAYERS,
        tuple(
            f"{kind}-{depth}"
            for depth in (1, 2, 3)
            for kind in ("loss", "polynomial", "minimum-loss")
        ),
        (Setting(WHITENED_PROMPTS),),
        witness=f"{WITNESS}.layers",
        law=WHITENED_PROMPTS,
    ),
)
