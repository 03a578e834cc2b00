"""What the results of Theorem 4.1 must be: moments, loss, flow, fixed point."""

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from itertools import product

from tests.oracle.cases import POINTS, Case
from tests.oracle.numbers import Claim, differs
from tests.oracle.reading import Judge, by_place, equal, number


def _moment(of: Callable[[Case, int], Fraction]) -> Judge:
    """Every coordinate has the moment that is said of it; of all where no coordinate is named."""

    def judge(case: Case, claim: Claim) -> Iterator[str]:
        for j in range(case.dim):
            yield from by_place(
                claim,
                case.numbers,
                lambda at, j=j: of(case, at.get("j", j)),  # type: ignore[misc]
            )

    return judge


def _loss(case: Case, claim: Claim) -> Iterator[str]:
    for a, b in POINTS:
        found = number(case, claim, a=a, b=b)
        yield from differs(found, case.loss(a, b), 0.0, f"at a = {a}, b = {b}")


def _velocity(block: str) -> Judge:
    def judge(case: Case, claim: Claim) -> Iterator[str]:
        for (a, b), j in product(POINTS, range(case.dim)):
            wanted = Fraction(-case.gradient(a, b)[block][j, j])
            yield from differs(number(case, claim, a=a, b=b), wanted, 0.0, f"at {a}, {b}")

    return judge


JUDGES: Mapping[str, Judge] = {
    "m2": _moment(lambda case, j: case.tokens.single(2, j)),
    "kappa-1": _moment(lambda case, j: case.tokens.single(4, j)),
    "kappa-2": _moment(lambda case, j: case.tokens.single(6, j)),
    "kappa-3": _moment(lambda case, j: case.tokens.kappa_3(j)),
    "loss": _loss,
    "flow-a": _velocity("KQ32"),
    "flow-b": _velocity("PV12"),
    "fixed-point": equal(lambda case: case.product),
    "minimum-loss": equal(lambda case: case.least),
}
