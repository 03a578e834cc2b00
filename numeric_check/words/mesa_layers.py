"""A mesa-layer with forgetting, as its least-squares problem states it, in dual numbers.

At time t it returns Φ_t q_t, where Φ_t has the least sum of w_{t,i} |v_i − Φ k_i|²/2 and of a
ridge; w_{t,i} = γ_{i+1} ⋯ γ_t. Sums are written out for each time: nothing is carried on.
"""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from functools import reduce

from numeric_check.words.dual_matrices import Dual, fixed
from numeric_check.words.mesa_runs import Changes, Run
from numeric_check.words.rational_matrices import Matrix, scaled

NOTHING: Changes = {}


def state(run: Run, time: int, changes: Changes = NOTHING) -> tuple[Dual, Dual]:
    """Return the inverse of R and the sum of weighted v k' after so many times of a run."""
    start = _moving(run.start, changes, "start").inverse()
    normal = Dual(start.value, _moving(start.value, changes, "normal").change) + Dual(
        scaled(start.value, Fraction(0)), start.change
    )
    whole = _weight(run, 0, time, changes)
    normal, cross = normal.times(whole), _moving(run.cross, changes, "cross").times(whole)
    for i in range(time):
        weight = _weight(run, i + 1, time, changes)
        key = _moving(run.keys[i], changes, "keys", i)
        value = _moving(run.values[i], changes, "values", i)
        normal += (key @ key.T).times(weight)
        cross += (value @ key.T).times(weight)
    return normal, cross


def errors(run: Run, changes: Changes = NOTHING) -> Iterator[Dual]:
    """Yield each output less its goal, that of the time before first where it counts."""
    if run.now is not None:
        query, goal = run.now
        yield _error(run, 0, fixed(query), goal, changes)
    for time, goal in enumerate(run.goals, start=1):
        query = run.queries[time - 1]
        yield _error(run, time, _moving(query, changes, "queries", time - 1), goal, changes)


def slope(run: Run, changes: Changes) -> Fraction:
    """Return the first-order change of the loss."""
    return sum(((e.T @ e).change[0][0] / 2 for e in errors(run, changes)), Fraction(0))


def after(run: Run, time: int) -> Run:
    """Return what comes after so many times of a run; the last one's output counts too."""
    normal, cross = state(run, time)
    return replace(
        run,
        start=normal.inverse().value,
        cross=cross.value,
        keys=run.keys[time:],
        values=run.values[time:],
        queries=run.queries[time:],
        gammas=run.gammas[time:],
        goals=run.goals[time:],
        now=(run.queries[time - 1], run.goals[time - 1]),
    )


def _error(run: Run, time: int, query: Dual, goal: Matrix, changes: Changes) -> Dual:
    normal, cross = state(run, time, changes)
    return cross @ normal.inverse() @ query + fixed(scaled(goal, Fraction(-1)))


def _weight(run: Run, first: int, last: int, changes: Changes) -> Dual:
    factors = (_moving(run.gammas[i], changes, "gammas", i) for i in range(first, last))
    return reduce(Dual.__matmul__, factors, fixed(((Fraction(1),),)))


def _moving(matrix: Matrix, changes: Changes, name: str, place: int = 0) -> Dual:
    change = changes.get((name, place))
    return fixed(matrix) if change is None else Dual(matrix, change)
