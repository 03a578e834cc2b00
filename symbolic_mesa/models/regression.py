"""Prompts (x_1, y_1), …, (x_N, y_N), q with Gaussian x and task, and one linear layer."""

from dataclasses import replace
from fractions import Fraction

from symbolic_mesa.laws.as_stated import AsStated
from symbolic_mesa.models.problem import PLAIN, Paper, Problem, Symbol
from symbolic_mesa.statement.regression import Fixed
from symbolic_mesa.statement.words import LINE

GAUSSIAN_PROMPTS = AsStated(
    "x_1, ..., x_N and q are independent N(0, Lambda), y_i = w^T x_i + sigma e_i, w and e standard "
    "Gaussian"
)

PAPER = Paper(
    "zhang-2024",
    "Trained Transformers Learn Linear Models In-Context",
    "Zhang, Ruiqi and Frei, Spencer and Bartlett, Peter L.",
    2024,
    "Journal of Machine Learning Research 25",
)

_COVARIANCE = Fixed("Lambda", "d", "d", "positive")
_MATRICES = (
    *(Fixed(name, "d", "d") for name in ("A", "B", "U", "V", "K")),
    *(Fixed(name, "d", LINE) for name in ("v", "r", "f", "q", "w")),
    Fixed("X", "d", "N"),
    Fixed("eps", LINE, "N"),
    *(Fixed(name, "d", "d", "symmetric") for name in ("S", "Q", "Omega")),
    _COVARIANCE,
)

_ABOUT = (
    "A prompt is X = (x_1, ..., x_N) with labels y = w^T X + sigma e, and a query q; its embedding "
    "is E, with the columns (x_i, y_i) and (q, 0)",
    "One layer of linear attention predicts w^T q by the last entry of the last row of "
    "W_PV E E^T W_KQ E/N",
    "The population loss is half the mean square of the prediction less w^T q; training is its "
    "gradient flow",
)

PROBLEM = Problem(
    "in-context regression",
    PLAIN.model,
    {},
    {},
    {
        "A": Symbol("matrix u U, the one matrix that the prediction depends on"),
        "B": Symbol("A less the inverse of Gamma"),
        "U": Symbol("the first d rows and columns of W_KQ"),
        "u": Symbol("the last entry of W_PV", Fraction(1, 2)),
        "v": Symbol("the last row of W_PV but for its last entry"),
        "r": Symbol("the last row of W_KQ but for its last entry"),
        "X": Symbol("the tokens of the prompt, one a column"),
        "q": Symbol("the query"),
        "w": Symbol("the task"),
        "eps": Symbol("the noise, a row"),
        "Lambda": Symbol("covariance of the tokens"),
        "kappa": Symbol("fourth moment of an entry of a token", Fraction(3), ">= 1"),
        "Gamma": Symbol("inverse of A at the minimum"),
        "V": Symbol("a change of U"),
        "K": Symbol("matrix that U is c times at the start"),
        "c": Symbol("value of u at the start", Fraction(1, 10), "> 0"),
        "f": Symbol("a unit eigenvector of Lambda"),
        "mu": Symbol(
            "eigenvalue of Lambda that f belongs to", Fraction(1), "> 0", eigenvalue_of="Lambda"
        ),
        "a": Symbol("multiple of I that A is", Fraction(1, 2)),
        "p_1": Symbol("mean of tr(Lambda)", Fraction(1), "> 0"),
        **{f"p_{k}": Symbol(f"mean of tr(Lambda^{k})", Fraction(k), "> 0") for k in (2, 3)},
        "p_1_2": Symbol("mean of tr(Lambda) tr(Lambda^2)", Fraction(2), "> 0"),
        **{
            symbol: Symbol(f"least eigenvalue of {name}", Fraction(1), "> 0", eigenvalue_of=name)
            for symbol, name in (("lambda_min", "Lambda"), ("gamma_min", "Gamma"))
        },
        "S": Symbol("covariance of the task, or its second moments in tests"),
        "Q": Symbol("second moments of the query in tests"),
        "Omega": Symbol("covariance of the tokens in tests"),
        "b": Symbol("a change of u", Fraction(1, 2)),
        "N": Symbol("number of samples in the prompt", Fraction(10), "> 0"),
        "M": Symbol("number of samples in a test prompt", Fraction(40), "> 0"),
        "d": Symbol("dimension of a token", Fraction(5), ">= 1"),
        "sigma": Symbol("standard deviation of the noise", Fraction(1, 2), ">= 0"),
    },
    about=_ABOUT,
    title="one layer of linear attention on prompts of a linear regression",
    paper=PAPER,
    sizes=("d",),
    matrices=_MATRICES,
)

MERGED = replace(
    PROBLEM,
    id="in-context regression by several heads",
    glossary={
        **{name: PROBLEM.glossary[name] for name in ("V", "Lambda", "Gamma", "N", "d", "sigma")},
        "A": Symbol("sum of all u_h U_h, the one matrix that the prediction depends on"),
        **{
            f"U{h}": Symbol(f"first d rows and columns of W_KQ of head {h}", latex=f"U_{{{h}}}")
            for h in (1, 2)
        },
        **{f"u_{h}": Symbol(f"last entry of W_V of head {h}", Fraction(1, 2)) for h in (1, 2)},
        **{f"s_{h}": Symbol(f"D times the multiple of I that U_{h} is") for h in (1, 2)},
        "g": Symbol("what the flow keeps", Fraction(1, 100), ">= 0"),
        "a": Symbol("multiple of I that A is", Fraction(1, 2)),
        "a_0": Symbol("value of a at the start", Fraction(1, 10), "> 0"),
        "m_2": Symbol("variance of a coordinate of a token", Fraction(1), "> 0"),
        "tau": Symbol("time of gradient flow", Fraction(1), ">= 0"),
    },
    about=(
        _ABOUT[0],
        "Each head predicts w^T q by the last entry of the last row of W_V E E^T W_KQ E/N, its "
        "matrix W_KQ in the place of keys and queries; the prediction is the sum of all heads",
        _ABOUT[2],
    ),
    title="heads of linear attention on prompts of a linear regression",
    paper=Paper(
        "zhang-2025",
        "Training Dynamics of In-Context Learning in Linear Attention",
        "Zhang, Yedi and Singh, Aaditya K. and Latham, Peter E. and Saxe, Andrew",
        2025,
        "arXiv:2501.16265",
    ),
    matrices=(*(Fixed(f"U{h}", "d", "d") for h in (1, 2)), _COVARIANCE),
)

WHITE_PROMPTS = AsStated(
    "x_1, ..., x_N, q, w and e are independent standard Gaussian, y_i = w^T x_i + sigma e_i"
)

ISOTROPIC = replace(
    PROBLEM,
    id="in-context regression with white tokens",
    paper=Paper(
        "mahankali-2023",
        "One Step of Gradient Descent is Provably the Optimal In-Context Learner with One Layer of "
        "Linear Self-Attention",
        "Mahankali, Arvind and Hashimoto, Tatsunori B. and Ma, Tengyu",
        2023,
        "arXiv:2307.03576",
    ),
)
"""The same with Lambda = I."""

WHITENED_PROMPTS = AsStated(
    "x_1, ..., x_N and q are independent N(0, Lambda), w is N(0, Lambda^-1), y_i = w^T x_i"
)

LAYERS = Problem(
    "several layers on prompts",
    PLAIN.model,
    {},
    {},
    {
        "N": PROBLEM.glossary["N"],
        "d": PROBLEM.glossary["d"],
        "Lambda": PROBLEM.glossary["Lambda"],
        "X": PROBLEM.glossary["X"],
        "y": Symbol("the labels, a row"),
        "G": Symbol("X^T Lambda^-1 X, the covariance of the labels"),
        "M": Symbol("X X^T"),
        "a": Symbol("step of every layer", Fraction(1, 2)),
        **{f"a_{k}": Symbol(f"step of layer {k}", Fraction(1, 2)) for k in (1, 2, 3)},
        **{f"g_{k}": Symbol(f"derivative of the loss by a_{k}") for k in (1, 2, 3)},
    },
    about=(
        "Layer k takes the labels y to y - y X^T A_k X/N, with A_k = a_k Lambda^-1, and the "
        "prediction along; after the last it is held against w^T q",
    ),
    title="layers of linear attention on prompts of a linear regression",
    paper=Paper(
        "ahn-2023",
        "Transformers learn to implement preconditioned gradient descent for in-context learning",
        "Ahn, Kwangjun and Cheng, Xiang and Daneshmand, Hadi and Sra, Suvrit",
        2023,
        "arXiv:2306.00297",
    ),
    sizes=("d",),
    matrices=(_COVARIANCE,),
)
