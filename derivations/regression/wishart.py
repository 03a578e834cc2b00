"""Moments of Wishart matrices W = GG', G with independent N(0, 1) entries, d × N.

Statement. E tr W^p is a polynomial in d and N, of degree p in each, with (2p − 1)!! terms counted
with their coefficients: one a pairing, d and N to the power of the loops that it closes. So are
means of products of traces, with p the sum of their powers.

Proof. Wick's rule, a letter at a time; what is left of equal words is counted, not done again.
"""

from collections.abc import Iterable

from derivations.exact_checks import zero_elements
from derivations.regression.observables import WishartMoment
from derivations.regression.powers import id_of, listed
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.formulas.word_fields import element, word_field
from symbolic_mesa.models.wishart import PROBLEM
from symbolic_mesa.record import Check, Claim, Derivation, Step, attempted
from symbolic_mesa.setting import Setting
from symbolic_mesa.words.wick import Expectation
from symbolic_mesa.words.wishart import LETTERS, SCALARS, moment

ID = "wishart"
TITLE = "moments of Wishart matrices, for every dimension"


def derive(setting: Setting) -> Derivation:
    """Return the derivation of the moments that are listed."""
    return moments(setting, listed())


def moments(setting: Setting, every: Iterable[tuple[int, ...]]) -> Derivation:
    """Return the derivation of moments: powers, one a trace, of each."""
    return Derivation(ID, TITLE, tuple(_moment(powers, setting) for powers in every))


def _moment(powers: tuple[int, ...], setting: Setting) -> Step:
    step = Step(
        id_of(powers),
        Claim(
            "mean of " + " times ".join(f"the trace of W to the power {p}" for p in powers),
            "E " + " ".join(f"tr W^{p}" for p in powers),
            r"\mathbb{E}" + r"\,".join(rf"\operatorname{{tr}} W^{{{p}}}" for p in powers),
        ),
        why="Wick's rule: a pairing of the letters closes loops, each d or N",
        source="Isserlis 1918",
        observable=WishartMoment(powers),
    )
    among = Expectation(LETTERS, SCALARS)
    found = moment(*powers)
    field = word_field(PROBLEM, setting, among, (found,))

    def pairings(claim: Claim) -> Check:
        """At d = N = 1 it is the number of pairings, (2p − 1)!!."""
        number = 1
        for odd in range(1, 2 * sum(powers), 2):
            number *= odd
        terms = field.field(claim.value.element).numer.terms()
        counted = sum(int(value) for _, value in terms)
        what = "the sum of its coefficients less (2p - 1)!!"
        return zero_elements(what, [field.field(counted - number)])

    counts = [pairings] if setting.dim is None else []
    return attempted(step, lambda: Formula(element(found, among, field), field), *counts)
