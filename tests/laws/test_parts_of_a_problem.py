"""Which of the moments are looked at alone, before all of them and after."""

from fractions import Fraction

from symbolic_mesa.laws.existence.faces import _parts
from symbolic_mesa.laws.existence.problem import Problem, problem_of

ONE = Fraction(1)


def degrees(problem: Problem) -> list[list[int]]:
    return [[k for k, _ in part.known] for part in _parts(problem)]


def test_on_the_line_parts_end_at_an_even_degree() -> None:
    line = Problem(tuple((k, ONE) for k in range(6)), False, 1, ONE)
    assert degrees(line) == [
        *([0, 1, 2], [0, 1, 2, 3, 4], [0, 1, 2, 3, 4, 5]),
        *([0, 3, 4], [0, 2, 3, 4]),
    ]


def test_of_squares_a_part_may_end_anywhere() -> None:
    squares = problem_of({2: ONE, 4: ONE, 6: ONE}, symmetric=True)
    assert squares.half
    assert degrees(squares) == [[0, 1], [0, 1, 2], [0, 1, 2, 3], [0, 2, 3]]
