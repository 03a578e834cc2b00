"""The border, where its laws have rational atoms: what bounds the support, and what is left there.

Let a law have a part of the given moments. A polynomial in the powers of that part that is nowhere
negative and has mean 0 is 0 at each atom of it, twice, and then every law with the given moments
lives on its roots: finitely many points, on which the simplex method decides exactly.
"""

from collections.abc import Iterator
from fractions import Fraction

from symbolic_mesa.laws.existence.exchange import (
    Atoms,
    Question,
    Separating,
    exchanged,
    on_points,
    product,
)
from symbolic_mesa.laws.existence.linear import Contradiction, solve
from symbolic_mesa.laws.existence.polynomials import Polynomial, from_roots, times
from symbolic_mesa.laws.existence.problem import Problem
from symbolic_mesa.laws.existence.verdicts import Exists, Impossible, Verdict

Face = tuple[Polynomial, frozenset[Fraction]]  # a nowhere negative polynomial and its roots


def by_atoms(problem: Problem) -> Verdict | None:
    """Decide with rational atoms, if they are found."""
    for part in _parts(problem):
        question = _question(part)
        found = exchanged(question)
        if isinstance(found, Separating):
            return _impossible(part, found)
        if found is None:
            continue
        if part is problem:
            return _law(found)
        face = _face(part, frozenset(found.weights))
        if face:
            return _on_face(problem, face)
    return None


def _parts(problem: Problem) -> Iterator[Problem]:
    """Yield the moments up to a degree and from a degree on, few first, and all of them."""
    degrees = [k for k, _ in problem.known if k and k <= problem.top]
    tops = [k for k in degrees if problem.half or k % 2 == 0]
    for top in tops:
        if top < problem.known[-1][0]:
            yield problem.up_to(top)
    yield problem
    for first in reversed(degrees[1:-1]):
        yield problem.up_to(problem.top).beyond(first)


def _question(problem: Problem) -> Question:
    ends = (0, problem.top)
    return Question(
        tuple((Fraction(0),) * k + (Fraction(1),) for k, _ in problem.known),
        tuple(m for _, m in problem.known),
        tuple(Fraction(k in ends) for k, _ in problem.known),
        problem.half,
        problem.scale,
    )


def _on_face(problem: Problem, face: Face) -> Verdict:
    square, roots = face
    found = on_points(_question(problem), roots)
    return _law(found) if isinstance(found, Atoms) else _impossible(problem, found, square)


def _law(found: Atoms) -> Exists:
    pairs = found.weights.items()
    moments = (sum((w * z**k for z, w in pairs), Fraction(0)) for k in range(2 * len(pairs) - 1))
    return Exists(tuple(moments), from_roots(sorted(found.weights)))


def _impossible(problem: Problem, found: Separating, square: Polynomial = ()) -> Impossible:
    witness = {k: y for (k, _), y in zip(problem.known, found.factors, strict=True)}
    expected = sum((y * problem.values[k] for k, y in witness.items()), Fraction(0))
    return Impossible(problem.in_x(witness), expected, problem.in_x(dict(enumerate(square))))


def _face(problem: Problem, atoms: frozenset[Fraction]) -> Face | None:
    """Return a polynomial in the known powers with roots at the atoms, nowhere negative, if any."""
    while True:
        touched: set[Fraction] = set()
        for order, top in _shapes(problem, atoms):
            base = product(
                [
                    (Fraction(0),) * order + (Fraction(1),),
                    *((z * z, -2 * z, Fraction(1)) for z in sorted(atoms) if z),
                ]
            )
            found = factor(problem, base, top)
            if isinstance(found, Atoms):
                touched |= set(found.weights)
            elif found:
                return times(base, found), atoms | ({Fraction(0)} if order else set())
        if touched <= atoms:
            return None
        atoms |= touched


def _shapes(problem: Problem, atoms: frozenset[Fraction]) -> Iterator[tuple[int, int]]:
    """Yield the possible orders of the root at 0 and degrees."""
    step = 1 if problem.half else 2
    twice = 2 * sum(1 for z in atoms if z)
    for top in (k for k, _ in problem.known if not k % step and k <= problem.top):
        for order in range(step if 0 in atoms else 0, top - twice + 1, step):
            yield order, top


def factor(problem: Problem, base: Polynomial, top: int) -> Polynomial | Atoms | None:
    """Return g > 0 such that base times g is in the known powers and has a degree.

    Or a law under which all g of that shape have mean 0, so that they vanish at its atoms.
    """
    basis = _multiples(problem, base, top)
    if not any(g[0] for g in basis) or not any(g[-1] for g in basis):
        return None
    size = len(basis[0])
    majorant = tuple(Fraction(k in (0, size - 1)) for k in range(size))
    means = (Fraction(1), *(Fraction(0) for _ in basis))
    functions = (majorant, *basis)
    answer = exchanged(Question(functions, means, means, problem.half, problem.scale))
    if not isinstance(answer, Separating):
        return answer
    total = [Fraction(0)] * size  # above the majorant times a positive number
    for y, g in zip(answer.factors[1:], basis, strict=True):
        total = [a + y * b for a, b in zip(total, g, strict=True)]
    return tuple(total)


def _multiples(problem: Problem, base: Polynomial, top: int) -> list[Polynomial]:
    """Return a basis of the g for which base times g is in the known powers up to a degree."""
    size = top - len(base) + 2
    rows = [
        [base[k - j] if 0 <= k - j < len(base) else Fraction(0) for j in range(size)]
        for k in range(top + 1)
        if k not in problem.values
    ]
    found = solve(rows, [Fraction(0)] * len(rows), size)
    return [] if isinstance(found, Contradiction) else [g for _, g in found.free]
