"""Weights that are not trained: a stated model with the matrices that are given for them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from hashlib import sha256
from typing import Any

from symbolic_mesa.models.problem import Problem
from symbolic_mesa.statement.manifolds import Fixed, Form, Rows
from symbolic_mesa.text.errors import InvalidInput
from symbolic_mesa.text.exact_numbers import LARGEST, exact
from symbolic_mesa.text.nearest import nearest
from symbolic_mesa.text.quoting import quoted

MOST = 4  # coordinates: every choice of different ones is a summand of its own
LONGEST_TEXT = 60  # of matrices in the name of a model; a digest stands for longer ones
BINARY, WHOLE, OBJECT = "f", "iu", "O"  # kinds of arrays that are taken
ROWS = "[[1, 0], [0, 1]]"


def with_matrices(problem: Problem, given: Mapping[str, Any], dim: int | None) -> Problem:
    """Return a stated model with a matrix for each block that is not trained.

    It is another model than with other matrices, by its id as well.

    Args:
        problem: the model.
        given: for each such block rows of exact numbers, or an array of shape (d, d); one of
            doubles is taken as the binary fractions that they are.
        dim: d; None where it is not given.

    Raises:
        InvalidInput: when a matrix is missing, of another shape, not finite, or of no such block,
            or d is not given.
    """
    known = matrices_of(problem)
    wanted = [name for name in untrained(problem) if name not in known]
    for name in given:
        if name not in wanted:
            raise InvalidInput(_no_such_block(name, problem, wanted))
    for name, rows in known.items():
        if dim not in (None, len(rows)):
            raise InvalidInput(f"dim={dim}: {name} has {len(rows)} rows; give dim={len(rows)}")
    if not wanted:
        return problem
    missing = next((name for name in wanted if name not in given), None)
    if missing is not None:
        raise InvalidInput(_missing(missing, problem))
    if dim is None:
        raise InvalidInput(f"{wanted[0]} is fixed, and d is not given; give it, as --dim 2")
    if dim > MOST:
        raise InvalidInput(f"dim={dim}: a model with a fixed block has d <= {MOST}; give such a d")
    return _with(problem, {name: _rows(name, given[name], dim) for name in wanted})


def require_matrices(problem: Problem) -> None:
    """Refuse a stated model of which a block is fixed, and its matrix is not given.

    Raises:
        InvalidInput: when there is one.
    """
    missing = next((name for name, rows in untrained(problem).items() if rows is None), None)
    if missing is not None:
        raise InvalidInput(_missing(missing, problem))


def matrices_of(problem: Problem) -> Mapping[str, Rows]:
    """Return the matrices of the blocks that are not trained, where they are given."""
    return {name: rows for name, rows in untrained(problem).items() if rows is not None}


def matrix_text(rows: Rows) -> str:
    """Return a matrix in one line.

    >>> matrix_text(((Fraction(1), Fraction(1, 2)), (Fraction(0), Fraction(1))))
    '1,1/2;0,1'
    """
    return ";".join(",".join(map(str, row)) for row in rows)


def untrained(problem: Problem) -> Mapping[str, Rows | None]:
    """Return the blocks that are not trained, each with its matrix; None where it is not given."""
    return {n: rows for form in problem.manifolds.values() for n, rows in form.fixed.items()}


def _no_such_block(name: str, problem: Problem, wanted: Sequence[str]) -> str:
    if not wanted:
        return f"fixed={quoted(name)}: {problem.id} has no fixed block; leave it out"
    return (
        f"fixed={quoted(name)}: no fixed block of {problem.id}; there is {', '.join(wanted)}"
        f"{nearest(name, wanted)}"
    )


def _missing(name: str, problem: Problem) -> str:
    return (
        f"{problem.id}: {name} is fixed, and its matrix is not given; give it, as "
        f"--fixed '{name}=1,0;0,1', or in Python fixed={{\"{name}\": {ROWS}}}"
    )


def _rows(name: str, given: Any, dim: int) -> Rows:
    """Return a matrix exactly.

    Raises:
        InvalidInput: when it is not d rows of d finite numbers.
    """
    shape = f"fixed {name}: not {dim} rows of {dim} numbers; give a matrix of shape ({dim}, {dim})"
    taken = exact
    if hasattr(given, "dtype"):
        kind = given.dtype.kind
        if kind not in BINARY + WHOLE + OBJECT:
            raise InvalidInput(f"fixed {name}: an array of {given.dtype}; give real numbers")
        if given.shape != (dim, dim):
            raise InvalidInput(shape)
        taken = _binary if kind == BINARY else exact
        given = given.tolist() if kind in WHOLE else [*given]
    if not isinstance(given, list | tuple) or len(given) != dim:
        raise InvalidInput(shape)
    rows = [_listed(row) for row in given]
    if any(len(row) != dim for row in rows):
        raise InvalidInput(shape)
    return tuple(
        tuple(taken(x, f"fixed {name}: row {k}") for x in row) for k, row in enumerate(rows, 1)
    )


def _listed(row: Any) -> list[Any]:
    """Return the numbers of a row; none where it is no row."""
    return [] if isinstance(row, str | Mapping) or not hasattr(row, "__iter__") else [*row]


def _binary(value: Any, name: str) -> Fraction:
    """Return the fraction that a binary number is."""
    try:
        found = Fraction(*value.as_integer_ratio())
    except (AttributeError, ValueError, OverflowError):  # no number, not one, infinite
        raise InvalidInput(f"{name}: {value} is not finite; give finite numbers") from None
    if max(abs(found.numerator), found.denominator) >= LARGEST:
        raise InvalidInput(f"{name}: a number of more than 300 digits; give a shorter one")
    return found


def _with(problem: Problem, matrices: Mapping[str, Rows]) -> Problem:
    def form_of(name: str, form: Form) -> Form:
        return Fixed(matrices[name]) if name in matrices else form

    manifolds = {
        key: replace(manifold, blocks=tuple((n, form_of(n, f)) for n, f in manifold.blocks))
        for key, manifold in problem.manifolds.items()
    }
    said = tuple(f"Not trained is {n}, with rows {_in_words(m)}" for n, m in matrices.items())
    return replace(
        problem,
        id=f"{problem.id}[{_named(matrices)}]",
        manifolds=manifolds,
        about=(*problem.about, *said),
    )


def _in_words(rows: Rows) -> str:
    return ", ".join(f"({', '.join(map(str, row))})" for row in rows)


def _named(matrices: Mapping[str, Rows]) -> str:
    """Return matrices as part of a name, different for different ones."""
    text = " ".join(f"{name}={matrix_text(rows)}" for name, rows in matrices.items())
    if len(text) <= LONGEST_TEXT:
        return text
    return f"{' '.join(matrices)}#{sha256(text.encode()).hexdigest()[:16]}"
