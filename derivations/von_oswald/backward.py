"""The backward pass of a mesa-layer with forgetting, for every dimension.

Statement. A_t = R_t⁻¹ = γ_t A_{t−1} + k_t k_t', S_t = γ_t S_{t−1} + v_t k_t', R_0 = λI, S_0 = 0,
y_t = S_t R_t q_t; L is any loss of the outputs, g_t = dL/dy_t. With G_t = dL/dA_t, symmetric, and
C_t = dL/dS_t, of all outputs from time t on: the gradients in q_t (`_query`), in k_t and v_t
(`_pair`), γ_t (`_forgetting`), R_0 and λ (`backward_start`), and how G_t and C_t follow from those
of the next time (`_state`). At one time, with all weights on a diagonal D, those in V and K at once
(`gradients_at_once`).

Proof. d(A R) = 0 gives dR = −R dA R (`_inverse`); the rest is a differential, letter by letter. As
a check each gradient is paired with a change of its letter, and the change of the loss taken off.
"""

from collections.abc import Iterable, Mapping

from sympy.polys.fields import FracElement

from derivations.von_oswald import backward_observables as of
from derivations.von_oswald.backward_start import lambda_gradient, start_gradient
from derivations.von_oswald.backward_words import (
    AMONG,
    CROSS,
    GAMMA,
    INVERTIBLE,
    NORMAL,
    OUTPUT,
    SHAPES,
    along,
    as_multiple,
    less,
    paired,
    slopes,
    sum_of,
    sums,
    through_output,
    vanishing,
    word,
)
from derivations.von_oswald.gradients_at_once import WHOLE, gradients_at_once
from derivations.von_oswald.keys import Part
from derivations.words import all_zero, as_matrix, coefficients, matrix_sum
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.formulas.fractions import Algebra
from symbolic_mesa.formulas.matrix_sums import MatrixSum
from symbolic_mesa.formulas.word_fields import element, word_field
from symbolic_mesa.models.mesa_layer import BACKWARD as PROBLEM
from symbolic_mesa.record import Check, Claim, Derivation, Step, attempted
from symbolic_mesa.setting import Setting
from symbolic_mesa.words.derivatives import slope
from symbolic_mesa.words.matrices import Matrix
from symbolic_mesa.words.values import Value, product

ID = "von-oswald-backward"
TITLE = "the backward pass of a mesa-layer: its gradients, and the recursion of its state's"
SOURCE = "von Oswald et al. 2023, the backward pass of the mesa-layer"


NEXT_NORMAL = word("M").times(GAMMA) + word("k", "k'")
NEXT_CROSS = word("U").times(GAMMA) + word("v", "k'")
LATER = sum_of(paired(word("G"), NEXT_NORMAL), paired(word("C"), NEXT_CROSS))
"""What of the loss depends on a step of the state, to first order."""
ONWARD = sum_of(
    paired(word("G_n"), word("A").times(GAMMA) + word("k", "k'")),
    paired(word("C_n"), word("S").times(GAMMA) + word("v", "k'")),
)
"""The same of the next step, whose state before is R⁻¹ and S."""
_BOTH: Mapping[Part, Part] = {NORMAL: NORMAL, CROSS: CROSS}


def derive(setting: Setting) -> Derivation:
    """Return the derivation; it holds for matrices of every size."""
    start = product(GAMMA, word("G").trace())
    field = word_field(PROBLEM, setting, AMONG, (LATER, start, OUTPUT, WHOLE))
    steps = (
        _inverse,
        _query,
        _output,
        _state,
        _pair,
        _forgetting,
        start_gradient,
        lambda_gradient,
        gradients_at_once,
    )
    return Derivation(ID, TITLE, tuple(step(field) for step in steps))


def _inverse(field: Algebra) -> Step:
    def product_stays(claim: Claim) -> Check:
        def left() -> list[FracElement]:
            change = as_matrix(claim.value, AMONG, SHAPES[NORMAL])
            gap = word("A") @ change + word("E", "R")
            return [*coefficients(gap, field).values()] or [field.field.zero]

        return all_zero("A dR + E R", left)

    step = Step(
        "inverse-differential",
        Claim("by how much R changes to first order as its inverse changes by E", "dR", "dR"),
        "A R = I: E R + A dR = 0, and R A = I",
        assumptions=(INVERTIBLE,),
        source=SOURCE,
        observable=of.InverseDifferential(),
    )
    return attempted(step, lambda: matrix_sum(-(word("R") @ word("E", "R")), field), product_stays)


def _query(field: Algebra) -> Step:
    step = Step(
        "query-gradient",
        Claim("gradient of the loss in q_t", "dL/dq_t", r"\nabla_{q_t} L"),
        "only y_t depends on q_t: dL = g^T S R dq",
        assumptions=(INVERTIBLE,),
        source=SOURCE,
        observable=of.QueryGradient(),
    )
    what = "it along a change of q, less the change of g^T y"
    moved = along(OUTPUT, {"q": word("p")})
    return attempted(
        step,
        lambda: matrix_sum(slopes(OUTPUT, "q"), field),
        vanishing(what, field, {"": "q"}, lambda x: [less(paired(x[""], word("p")), moved)]),
    )


def _output(field: Algebra) -> Step:
    def gaps(x: Mapping[Part, Matrix]) -> Iterable[Value]:
        """Along A Z A the inverse changes by −Z; and what is symmetric has no other part."""
        change = word("A", "Z", "A")
        yield sum_of(paired(x[NORMAL], change), word("g'", "S", "Z", "q").as_value())
        yield less(paired(x[CROSS], word("F")), along(OUTPUT, {"S": word("F")}))
        yield from (x[NORMAL] - x[NORMAL].T).terms.values()

    step = Step(
        "output-gradient",
        Claim(
            "gradients in R_t^-1, the symmetric one, and in S_t of what y_t alone adds to the loss",
            "gradient",
            r"\nabla L",
        ),
        "d(g^T S R q) = g^T dS R q - g^T S R d(R^-1) R q",
        premises=("inverse-differential",),
        assumptions=(INVERTIBLE,),
        source=SOURCE,
        observable=of.OutputGradient(),
    )
    return attempted(
        step,
        lambda: sums(through_output(), field),
        vanishing("along A Z A and along F, less the change", field, _BOTH, gaps),
    )


def _state(field: Algebra) -> Step:
    """The next state is γ times this one and a pair; here γ is the next time's."""

    def value() -> Mapping[Part, MatrixSum]:
        now = through_output()
        # in A the later part is linear; a letter with an inverse is changed along another
        normal = slopes(along(ONWARD, {"A": word("E")}), "E") + now[NORMAL]
        return sums({NORMAL: normal, CROSS: slopes(ONWARD, "S") + now[CROSS]}, field)

    def gaps(x: Mapping[Part, Matrix]) -> Iterable[Value]:
        change = word("A", "Z", "A")
        onward = along(ONWARD, {"A": change})
        yield sum_of(
            paired(x[NORMAL], change), as_multiple(onward, -1), word("g'", "S", "Z", "q").as_value()
        )
        both = sum_of(OUTPUT, ONWARD)
        yield less(paired(x[CROSS], word("F")), along(both, {"S": word("F")}))
        yield from (x[NORMAL] - x[NORMAL].T).terms.values()

    step = Step(
        "state-gradient",
        Claim(
            "gradients in R_t^-1 and S_t from those of the next time, G_n and C_n; gamma is "
            "gamma_{t+1}",
            "gradient",
            r"\nabla L",
        ),
        "the state of time t goes into y_t, and times gamma_{t+1} into the next state",
        premises=("output-gradient",),
        assumptions=(INVERTIBLE,),
        source=SOURCE,
        observable=of.StateGradient(),
    )
    return attempted(
        step,
        value,
        vanishing("along A Z A and along F, less the change", field, _BOTH, gaps),
    )


def _pair(field: Algebra) -> Step:
    directions = {"k": word("p"), "v": word("w")}

    def gaps(x: Mapping[Part, Matrix]) -> Iterable[Value]:
        for name, change in directions.items():
            yield less(paired(x[name], change), along(LATER, {name: change}))

    step = Step(
        "pair-gradient",
        Claim(
            "gradients in the key and the value of time t, from G, that in R_t^-1, and C, in S_t",
            "gradient",
            r"\nabla L",
        ),
        "dL = tr(G d(k k^T)) + tr(C^T d(v k^T)), where G is symmetric",
        premises=("state-gradient",),
        assumptions=(INVERTIBLE,),
        source=SOURCE,
        observable=of.PairGradient(),
    )
    return attempted(
        step,
        lambda: sums({name: slopes(LATER, name) for name in directions}, field),
        vanishing("along changes of k and v, less the change", field, {"k": "k", "v": "v"}, gaps),
    )


def _forgetting(field: Algebra) -> Step:
    rest = sum_of(paired(word("G"), word("k", "k'")), paired(word("C"), word("v", "k'")))

    def scaled(claim: Claim) -> Check:
        def left() -> list[FracElement]:
            stated = claim.value.element * field.symbol("gamma")
            return [stated + element(less(rest, LATER), AMONG, field)]

        return all_zero("gamma times it, and what the pair adds, less the whole", left)

    step = Step(
        "forgetting-gradient",
        Claim(
            "derivative in gamma_t, from G and C, and the state before: M, the inverse of R_{t-1}, "
            "and U, which is S_{t-1}",
            "dL/dgamma_t",
            r"\partial L/\partial\gamma_t",
        ),
        "gamma_t multiplies the state before",
        premises=("state-gradient",),
        assumptions=(INVERTIBLE,),
        source=SOURCE,
        observable=of.ForgettingGradient(),
    )
    place = AMONG.scalars.index("gamma")
    return attempted(
        step, lambda: Formula(element(slope(LATER, place), AMONG, field), field), scaled
    )
