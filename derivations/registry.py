"""The rows that name this package's theorems: a theorem is added by one row.

Other people's theorems are rows of their own, in a tuple ``ENTRIES``; `lookup` finds both.
"""

from collections.abc import Mapping
from fractions import Fraction

from derivations.entry import Entry
from symbolic_mesa import laws
from symbolic_mesa.models.causal_linear_attention import PROBLEM
from symbolic_mesa.models.few_shot import GAUSSIAN_PROMPTS
from symbolic_mesa.models.few_shot import PROBLEM as FEW_SHOT
from symbolic_mesa.models.mesa_layer import ANY_SEQUENCE
from symbolic_mesa.models.mesa_layer import PROBLEM as MESA_LAYER
from symbolic_mesa.models.single_token_head import PROBLEM as SINGLE_TOKEN_HEAD
from symbolic_mesa.setting import Setting

UNLIKE = ((2, 1), (-1, 1), (-1, -2), (1, 0))  # tokens whose coordinates are not alike

WITNESS = "symbolic_mesa.witness.measures"
"""The measures of what is stated of linear causal attention, a module a theorem."""

REGISTRY: Mapping[str, Entry] = {
    entry.id: entry
    for entry in (
        Entry(
            "theorem-4.1",
            "gradient flow from diagonal initialization: loss, ODE of (a, b), fixed point of ab",
            "derivations.theorem_4_1",
            PROBLEM,
            (
                "kappa-1",
                "kappa-2",
                "kappa-3",
                "m2",
                "loss",
                "flow-a",
                "flow-b",
                "fixed-point",
                "minimum-loss",
            ),
            (
                Setting(laws.generic()),
                Setting(laws.gaussian()),
                Setting(laws.sparse()),
                Setting(laws.two_point()),
                Setting(laws.sphere()),
                Setting(laws.bernoulli_gaussian("1/sqrt(d)", "sqrt(q)")),
                Setting(laws.lognormal(1)),
                Setting(laws.gaussian_vector("diag")),
                Setting(laws.generic(), dim=1),
                Setting(laws.gaussian(1), dim=5, length=100),
            ),
            "derivations.theorem_4_1_lemmas",
            indispensable=("loss", "fixed-point"),
            witness=f"{WITNESS}.diagonal",
        ),
        Entry(
            "theorem-4.1-dynamics",
            "gradient flow of (a, b) at every time: closed form, limits, basins, rate",
            "derivations.dynamics.theorem",
            PROBLEM,
            (
                "conserved",
                "trajectory-a",
                "trajectory-b",
                "trajectory-ab",
                "limit-a",
                "limit-b",
                "basin",
                "rate",
                "pl-constant",
                "time-to",
                "asymptotic-fixed-point",
            ),
            (
                Setting(laws.generic()),
                Setting(laws.gaussian(1), 2, 5, (Fraction(-3, 4), Fraction(1, 2))),
                Setting(laws.sparse("2/3"), 2, 5, (Fraction(1, 10), Fraction(1, 10))),
                Setting(laws.gaussian(1), 2, 5, (Fraction(2, 5), Fraction(-2, 5))),
            ),
            witness=f"{WITNESS}.dynamics",
        ),
        Entry(
            "theorem-4.1-stability",
            "second order in all six blocks where training ends; step sizes",
            "derivations.stability.theorem",
            PROBLEM,
            ("hessian-spectrum", "local-minimum", "step-size-limit", "step-size-safe"),
            (
                Setting(laws.generic()),
                Setting(laws.gaussian(1), 2, 4, (Fraction(1, 10), Fraction(1, 10))),
                Setting(laws.sparse("2/3"), 2, 3, (Fraction(-3, 4), Fraction(1, 2))),
                Setting(laws.full_one(1), 2, 4, (Fraction(1, 2), Fraction(1, 2))),
                Setting(laws.gaussian(1), dim=1),
            ),
            witness=f"{WITNESS}.stability",
        ),
        Entry(
            "theorem-4.1-sharp",
            "when training stays on the diagonal: the full gradient there, the exact condition",
            "derivations.sharp.theorem",
            PROBLEM,
            (
                "gradient-KQ32-diagonal",
                "gradient-KQ32-off",
                "gradient-PV12-diagonal",
                "gradient-PV12-off",
                "other-blocks",
                "assumption-4.1",
                "emergence",
                "emergence-conditions",
            ),
            (
                Setting(laws.exchangeable()),
                Setting(laws.gaussian()),
                Setting(laws.two_point()),
                Setting(laws.full_one()),
                Setting(laws.support("1:9/11,-2:9/55,3:1/55")),
                Setting(laws.two_point("1/3", 3), dim=2, length=5),
                Setting(laws.gaussian(1), dim=1),
                Setting(laws.joint([((1, 2), "1/3"), (("-1/sqrt(2)", 0), "2/3")])),
                Setting(laws.joint([((1, "1+2*i"), "1/3"), (("-1/sqrt(2)", "i"), "2/3")])),
                Setting(laws.complex_gaussian()),
            ),
            witness=f"{WITNESS}.sharp",
        ),
        Entry(
            "symmetric-manifold",
            "exchangeable laws beyond Assumption 4.1: the flow, its end, the masked one",
            "derivations.symmetric.theorem",
            PROBLEM,
            (
                "symmetric-loss",
                "symmetric-flow",
                "symmetric-fixed-point",
                "masked-fixed-point",
                "masked-comparison",
                "preconditioned-step",
            ),
            (
                Setting(laws.exchangeable()),
                Setting(laws.full_one()),
                Setting(laws.full_one(1), dim=2, length=3),
                Setting(laws.full_one(1), dim=3, length=4),
                Setting(laws.two_point("1/3", 3), dim=2, length=5),
                Setting(laws.sparse(1), dim=2, length=4),
                Setting(laws.gaussian(1), dim=1),
            ),
            witness=f"{WITNESS}.symmetric",
        ),
        Entry(
            "theorem-4.2",
            "what the trained model can do: one gradient step, which laws it recovers, its errors",
            "derivations.capability.theorem",
            PROBLEM,
            (
                "ols-step-size",
                "gd-equivalence",
                "unexplained-fraction",
                "recoverable",
                "recovery-condition",
                "recovery-gap",
                "prediction-ratio",
                "prediction-ratio-variance",
                "test-error",
            ),
            (
                Setting(laws.generic()),
                Setting(laws.gaussian()),
                Setting(laws.sparse()),
                Setting(laws.rademacher()),
                Setting(laws.bernoulli_gaussian()),
                Setting(laws.full_one()),
                Setting(laws.support("1:1/3,-1:1/3,0:1/6,2:1/6")),
                Setting(laws.gaussian(1), dim=5, length=100, test_length=7),
            ),
            "derivations.capability.lemmas",
            witness=f"{WITNESS}.capability",
        ),
        Entry(
            "coordinate-flow",
            "coordinates that are not alike: the ODE of diagonal blocks, and when (a, b) suffice",
            "derivations.coordinate_flow",
            PROBLEM,
            ("coordinate-flow", "coordinates-agree"),
            (
                Setting(laws.exchangeable(), dim=2),
                Setting(laws.SampleLaw(UNLIKE, 0), length=5),
                Setting(laws.gaussian()),
                Setting(laws.gaussian_vector("diag"), dim=2),
                Setting(laws.gaussian_vector("2,1,0;1,3,1/2;0,1/2,1"), length=4),
            ),
            witness=f"{WITNESS}.coordinates",
        ),
        Entry(
            "single-token-head",
            "a head whose tokens hold x_t alone: loss, gradient flow, and that it learns nothing",
            "derivations.single_token_head",
            SINGLE_TOKEN_HEAD,
            ("loss", "flow-a", "flow-b", "charge", "fixed-point", "minimum-loss"),
            (
                Setting(laws.generic()),
                Setting(laws.gaussian()),
                Setting(laws.two_point()),
                Setting(laws.sphere()),
                Setting(laws.gaussian(1), dim=5, length=100),
            ),
            indispensable=("loss",),
        ),
        Entry(
            "von-oswald-mesa-layer",
            "a mesa-layer solves its least-squares problem, by an update of rank one a token",
            "derivations.von_oswald.mesa_layer",
            MESA_LAYER,
            (
                "least-squares-gradient",
                "normal-equations",
                "sherman-morrison",
                "forgetting-step",
            ),
            (Setting(ANY_SEQUENCE),),
            lemmas="derivations.von_oswald.lemmas",
            witness=f"{WITNESS}.mesa_layer",
            law=ANY_SEQUENCE,
        ),
        Entry(
            "compare-models",
            "one layer beside deeper ones and the mesa-layer: what each leaves of the next token",
            "derivations.von_oswald.compare_models",
            PROBLEM,
            (
                "one-step-error",
                "two-step-error",
                "three-step-error",
                "one-step-best-size",
                "one-step-least-error",
                "mesa-exact-from",
            ),
            (
                Setting(laws.gaussian(1)),
                Setting(laws.generic(), dim=2, test_length=4),
                Setting(laws.full_one(), dim=2),
            ),
            witness=f"{WITNESS}.compare_models",
        ),
        Entry(
            "von-oswald-few-shot",
            "few-shot prompts read token by token: what spurious pairs cost, and separators",
            "derivations.von_oswald.few_shot",
            FEW_SHOT,
            (
                "few-shot-bias",
                "true-pairs-variance",
                "inner-pairs-variance",
                "query-pair-variance",
                "few-shot-error",
                "clean-error",
                "separator-error",
                "few-shot-best-size",
                "few-shot-least-error",
                "clean-best-size",
                "clean-least-error",
            ),
            (Setting(GAUSSIAN_PROMPTS),),
            witness=f"{WITNESS}.few_shot",
            law=GAUSSIAN_PROMPTS,
        ),
    )
}
"""This package's derivations by their ids, in order; a command shows the first if none is named."""
