"""The rows that name theorems about layers that optimize."""

from dataclasses import replace

from derivations.entry import Entry
from symbolic_mesa import laws
from symbolic_mesa.models.causal_linear_attention import PROBLEM as FIRST_PAPER
from symbolic_mesa.models.few_shot import GAUSSIAN_PROMPTS
from symbolic_mesa.models.few_shot import PROBLEM as FEW_SHOT
from symbolic_mesa.models.mesa_layer import ANY_SEQUENCE, BACKWARD, PROBLEM
from symbolic_mesa.setting import Setting

SETTINGS = (Setting(ANY_SEQUENCE),)
LEMMAS = "derivations.von_oswald.lemmas"
WITNESS = "symbolic_mesa.witness.measures"

COMPARED = replace(FIRST_PAPER, id="models compared on the process of linear causal attention")
"""Not among what is said where no theorem is named."""

ENTRIES = (
    Entry(
        "von-oswald-mesa-layer",
        "a mesa-layer solves its least-squares problem, by an update of rank one a token",
        "derivations.von_oswald.mesa_layer",
        PROBLEM,
        (
            "least-squares-gradient",
            "normal-equations",
            "sherman-morrison",
            "forgetting-step",
        ),
        SETTINGS,
        lemmas=LEMMAS,
        witness=f"{WITNESS}.mesa_layer",
        law=ANY_SEQUENCE,
    ),
    Entry(
        "von-oswald-backward",
        "the backward pass of a mesa-layer: its gradients, and the recursion of its state's",
        "derivations.von_oswald.backward",
        BACKWARD,
        (
            "inverse-differential",
            "query-gradient",
            "output-gradient",
            "state-gradient",
            "pair-gradient",
            "forgetting-gradient",
            "start-gradient",
            "lambda-gradient",
            "gradients-at-once",
        ),
        SETTINGS,
        lemmas=LEMMAS,
        witness=f"{WITNESS}.backward",
        law=ANY_SEQUENCE,
    ),
    Entry(
        "von-oswald-step-back",
        "a step of a mesa-layer taken back: when it can be, and by how much errors grow",
        "derivations.von_oswald.step_back",
        BACKWARD,
        (
            "step-back",
            "step-back-singular",
            "step-back-pivot",
            "step-back-cancellation",
            "error-back",
            "error-back-of-R",
            "step-back-limit",
            "errors-back",
            "steps-until-lost",
        ),
        SETTINGS,
        lemmas=LEMMAS,
        witness=f"{WITNESS}.step_back",
        law=ANY_SEQUENCE,
    ),
    Entry(
        "von-oswald-one-step",
        "the weights with which one linear head takes one gradient step, and no others",
        "derivations.von_oswald.one_step",
        PROBLEM,
        (
            "effective-blocks",
            "one-step-identity",
            "three-tokens",
            "first-blocks",
            "second-block",
            "vanishing-blocks",
            "one-step-only",
            "blocks-of-numbers",
            "one-step-only-of-numbers",
        ),
        SETTINGS,
        lemmas=LEMMAS,
        witness=f"{WITNESS}.one_step",
        law=ANY_SEQUENCE,
    ),
    Entry(
        "von-oswald-neumann",
        "layers that add up a Neumann series: their error, when they converge, the best step",
        "derivations.von_oswald.neumann",
        PROBLEM,
        (
            "error-of-a-layer",
            "neumann-error",
            "neumann-limit",
            "neumann-keys",
            "neumann-as-printed",
            "neumann-worst",
            "best-step",
            "best-rate",
        ),
        SETTINGS,
        lemmas=LEMMAS,
        witness=f"{WITNESS}.neumann",
        law=ANY_SEQUENCE,
    ),
    Entry(
        "von-oswald-chebyshev",
        "accelerated layers: their error, and that no others are better",
        "derivations.von_oswald.chebyshev",
        PROBLEM,
        (
            "chebyshev-weights",
            "chebyshev-polynomial",
            "chebyshev-bound",
            "chebyshev-rate",
            "chebyshev-turns",
            "chebyshev-best",
            "layers-needed",
        ),
        SETTINGS,
        lemmas=LEMMAS,
        witness=f"{WITNESS}.chebyshev",
        law=ANY_SEQUENCE,
    ),
    Entry(
        "von-oswald-copy",
        "layers that give each token the one before: positions, and softmax beside them",
        "derivations.von_oswald.copying",
        PROBLEM,
        (
            "copy-scores",
            "copy-minor",
            "copy-dimension",
            "softmax-leak",
            "softmax-gain",
            "softmax-exact",
            "softmax-circle",
        ),
        SETTINGS,
        lemmas=LEMMAS,
        witness=f"{WITNESS}.copying",
        law=ANY_SEQUENCE,
    ),
    Entry(
        "compare-models",
        "one layer beside deeper ones and the mesa-layer: what each leaves of the next token",
        "derivations.von_oswald.compare_models",
        COMPARED,
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
        lemmas=LEMMAS,
        witness=f"{WITNESS}.few_shot",
        law=GAUSSIAN_PROMPTS,
    ),
)
"""They hold for sequences of any numbers."""
