"""How steep the loss is above its minimum: a Polyak–Łojasiewicz inequality, and where it is equal.

Statement. Let λ and γ be the least eigenvalues of Λ and Γ. Then |∇L|² ≥ 2u²γλ² (L − min L) at all
u and U (`_constant`). Where u² = |U|² the constant is the best one from d = 2 on: both sides are
equal at A = Γ⁻¹ − f f'/γ, f an eigenvector of λ (`_attained`).

Proof. Λ = λI + C with a C that has no negative eigenvalue. Then |∇L|² − c (L − min L), c the ratio
of what is in both before tr BB', is a sum of traces tr(C^a B C^b B'), none of them negative, with
factors none of which is. At the A named the gradient in u is 0, and that in U a multiple of f f'.
"""

from fractions import Fraction

from sympy.polys.fields import FracElement

from derivations.regression import observables as of
from derivations.regression.prompt import GAMMA_INVERSE, GAUSSIAN
from derivations.regression.reduced import Layer
from derivations.regression.wider import (
    POSITIVE,
    WIDER,
    Writing,
    combined,
    put,
    scalar,
    stated,
    unit,
    wider,
    word,
    writing,
)
from derivations.words import all_zero
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.formulas.word_fields import element
from symbolic_mesa.record import Check, Claim, Step, attempted
from symbolic_mesa.words.letters import Word
from symbolic_mesa.words.matrices import Matrix
from symbolic_mesa.words.rewriting import Rule, normal
from symbolic_mesa.words.values import Monomial, Number, Value, add, product

SOURCE = "this derivation"
LEAST, LEAST_OF_GAMMA = "lambda_min", "gamma_min"


def steps(layer: Layer) -> tuple[Step, ...]:
    """Return the steps; they rest on the excess of the loss."""
    write = writing(
        layer.setting, *sides(layer), put(layer.second_order, A=word("B")), word("Lambda").trace()
    )
    return _constant(layer, write), _attained(layer, write)


def gamma_of(layer: Layer, covariance: Matrix) -> Matrix:
    """Γ at a matrix in Λ's place; tr Λ stays."""
    x, y = (layer.gamma.terms[WIDER.alphabet.word(*names)] for names in (("Lambda",), ()))
    return covariance.times(x) + unit().times(y)


def sides(layer: Layer) -> tuple[Value, Value]:
    """|∇_U L|² and L − min L, in λ, C and B."""
    covariance = unit().times(scalar(LEAST)) + word("C")
    gamma = gamma_of(layer, covariance)
    pull = covariance @ gamma @ word("B") @ covariance
    square = product(scalar("u", 2), (pull @ pull.T).trace())
    return square, excess(gamma, word("B"), covariance)


def excess(gamma: Matrix, gap: Matrix, covariance: Matrix) -> Value:
    """½ tr(ΓBΛB'Λ), which is of second order in L (`_constant` holds it against that)."""
    form = (gamma @ gap @ covariance @ gap.T @ covariance).trace()
    return combined((Fraction(1, 2), form))


def _by_trace(value: Value) -> dict[Word, Value]:
    """Return what stands before each trace with B."""
    (place,) = (code // 2 for code in WIDER.alphabet.word("B"))
    found: dict[Word, dict[Monomial, Number]] = {}
    for monomial, number in value.items():
        (key,) = (g for g, _ in monomial if any(code // 2 == place for code in g))
        rest = tuple((g, e) for g, e in monomial if g != key)
        add(found.setdefault(key, {}), {rest: number})
    return dict(found)


def _elements(value: Value, write: Writing) -> dict[Word, FracElement]:
    return {key: write.element(rest) for key, rest in _by_trace(value).items()}


def _constant(layer: Layer, write: Writing) -> Step:
    step = Step(
        "pl-constant",
        Claim(
            "the square of the gradient in u and U is at least this times the loss less its "
            "minimum, where lambda_min is the least eigenvalue of Lambda",
            "c",
            "c",
        ),
        why="with Lambda = lambda_min I + C the square of the gradient in U less it times L - min "
        "L is a sum of traces tr(C^a B C^b B^T) with positive factors",
        premises=("excess", "stationary-minima"),
        assumptions=(GAUSSIAN, POSITIVE),
        source=SOURCE,
        observable=of.SteepnessConstant(),
    )

    def not_negative(claim: Claim) -> Check:
        covariance = word("Lambda")
        stated = excess(gamma_of(layer, covariance), word("B"), covariance)
        apart = combined((1, stated), (-1, put(layer.second_order, A=word("B"))))
        (square, above), factor = _split(layer, write), claim.value.element
        none = write.field.field.zero
        left = {key: side - factor * above.get(key, none) for key, side in square.items()}
        gap = left.pop(_plain())
        what = "what it leaves before tr(B B^T), where nothing else is negative"
        negative = [side for side in left.values() if not _positive(side)]
        return write.zero(what, gap, apart, *negative)

    return attempted(step, lambda: Formula(constant(layer, write), write.field), not_negative)


def _split(layer: Layer, write: Writing) -> tuple[dict[Word, FracElement], ...]:
    return tuple(_elements(value, write) for value in sides(layer))


def _plain() -> Word:
    """Return tr(BB')."""
    (((plain, _),),) = word("B", "B'").trace()
    return plain


def constant(layer: Layer, write: Writing) -> FracElement:
    """Return the ratio of what |∇L|² and L − min L have before tr(BB')."""
    square, above = _split(layer, write)
    return square[_plain()] / above[_plain()]


def _positive(side: FracElement) -> bool:
    """Whether no coefficient is negative, so that it is positive at positive numbers."""
    terms = (*side.numer.terms(), *side.denom.terms())
    return all(coefficient > 0 for _, coefficient in terms)


def _attained(layer: Layer, write: Writing) -> Step:
    step = Step(
        "pl-attained",
        Claim(
            "for d >= 2 and u^2 = |U| the two are equal at this A, so that no larger multiple of "
            "u^2 will do; f is a unit eigenvector of the least eigenvalue of Lambda, gamma_min "
            "that of Gamma",
            "A",
            "A",
        ),
        why="there A - Gamma^-1 = -f f^T/gamma_min: the gradient in U is -u lambda_min^2 f f^T, "
        "and that in u is 0, as f^T A f is",
        premises=("pl-constant",),
        assumptions=(GAUSSIAN, POSITIVE),
        source=SOURCE,
        observable=of.SteepnessAttained(),
    )
    flat = word("f", "f'").times(scalar(LEAST_OF_GAMMA, -1))

    def equal(claim: Claim) -> Check:
        return all_zero(
            "the gradient in u, and both sides of the inequality less each other",
            lambda: _gaps(layer, write, stated(claim)),
        )

    return attempted(step, lambda: write.sum(word(GAMMA_INVERSE) - flat), equal)


def _gaps(layer: Layer, write: Writing, at: Matrix) -> list[FracElement]:
    """Return tr(A'M) and |M|² − 2γλ² (L − min L), at unit eigenvectors."""
    gap, covariance = at - word(GAMMA_INVERSE), word("Lambda")
    gamma = wider(layer.gamma)
    pull = covariance @ gamma @ gap @ covariance
    rules = (
        Rule(WIDER.alphabet.word("Lambda", "f"), word("f").times(scalar(LEAST))),
        Rule(
            WIDER.alphabet.word(GAMMA_INVERSE, "f"),
            word("f").times(scalar(LEAST_OF_GAMMA, -1)),
        ),
    )
    (x, y) = (layer.gamma.terms[WIDER.alphabet.word(*names)] for names in (("Lambda",), ()))
    least = write.element(combined((1, product(x, scalar(LEAST))), (1, y)))
    known = {"form_f_T_f": write.field.field.one, LEAST_OF_GAMMA: least}

    def at_vectors(value: Value) -> FracElement:
        return element(normal(value, rules, WIDER), WIDER, write.field, known)

    size = write.field.symbol(LEAST) ** 2 * 2 * least
    above = at_vectors(put(layer.second_order, A=gap))
    return [at_vectors((at.T @ pull).trace()), at_vectors((pull @ pull.T).trace()) - size * above]
