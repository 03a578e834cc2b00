"""Results as one JSON object, after the schema in ``schema.json`` beside this module."""

import json
from fractions import Fraction
from importlib.resources import files
from math import isfinite
from typing import Any

from symbolic_mesa.exceptional import Exceptional
from symbolic_mesa.export.meanings import meanings
from symbolic_mesa.formulas.matrix_sums import MatrixSum
from symbolic_mesa.models.fixed import matrices_of
from symbolic_mesa.notation.names import spelled
from symbolic_mesa.notation.sides import side_expr, side_latex, side_value, sides
from symbolic_mesa.notation.words import in_words
from symbolic_mesa.record import Assumption, Check, Step
from symbolic_mesa.results.prompt_points import ISOTROPIC, PromptPoint
from symbolic_mesa.results.results import Result, Results
from symbolic_mesa.setting import Setting
from symbolic_mesa.text.json_values import Object

SCHEMA = "symbolic-mesa/2"


def schema() -> Object:
    """Return the JSON Schema of what `dumps` writes."""
    text = files(__package__).joinpath("schema.json").read_text(encoding="utf-8")
    loaded: Object = json.loads(text)
    return loaded


def dumps(results: Results) -> str:
    """Return results as JSON text, one object and a newline."""
    return json.dumps(as_object(results), indent=2, allow_nan=False) + "\n"


def as_object(results: Results) -> Object:
    """Return results as plain dictionaries and lists."""
    with spelled(results.spelled):
        return _object(results)


def _object(results: Results) -> Object:
    return {
        "schema": SCHEMA,
        "derivations": [one.entry.id for one in results.derived],
        "setting": {**_setting(results.setting), **_fixed(results), **_point(results.point)},
        "symbols": meanings(results),
        "results": {id: _result(result) for id, result in results.items()},
        "steps": [
            {"derivation": derivation.id, **_step(step)}
            for derivation in results.explained
            for step in derivation.steps
        ],
    }


def _setting(setting: Setting) -> Object:
    given = {name: value for name, value in setting.law.parameters.items() if value != name}
    return {
        "distribution": setting.law.name,
        "law": setting.law.phrase,
        "parameters": {name: str(value) for name, value in given.items()},
        "conditions": list(setting.law.conditions),
        "dim": setting.dim,
        "length": setting.length,
        "test_length": setting.test_length,
        "init": None if setting.init is None else [str(number) for number in setting.init],
    }


def _fixed(results: Results) -> Object:
    """Return the matrices of blocks that are not trained; nothing where there are none."""
    found = {n: m for one in results.derived for n, m in matrices_of(one.entry.problem).items()}
    texts = {name: [[str(x) for x in row] for row in rows] for name, rows in found.items()}
    return {"fixed": texts} if texts else {}


def _point(point: PromptPoint | None) -> Object:
    """Return the covariance and the numbers at which claims about prompts are looked at."""
    if point is None:
        return {}
    rows = None if point.covariance is None else [[*map(str, row)] for row in point.covariance]
    covariance = ISOTROPIC if point.isotropic else rows
    given = {"covariance": covariance} if covariance is not None else {}
    return {**given, "numbers": {name: str(number) for name, number in point.numbers}}


def _there(result: Result) -> Object:
    """Return what a claim says there."""
    if result.point is None:
        return {}
    claim = result.there
    if claim is None:
        return {"there": None}
    parts = {name: _side(side) for name, side in sides(claim).items() if name}
    return {"there": {"where": result.where, **_side(claim.value), "parts": parts or None}}


def _result(result: Result) -> Object:
    return {
        "statement": result.statement,
        **_right(result.step),
        **_there(result),
        "standard_error": result.standard_error,
        "status": result.status,
        "trust": result.trust,
        "assumptions": [_assumption(one) for one in result.assumptions],
        "checks": [_check(check) for check in result.checks],
        "source": result.source,
    }


def _step(step: Step) -> Object:
    return {
        "id": step.id,
        "statement": step.claim.statement,
        **_right(step),
        "why": step.why,
        "premises": list(step.premises),
        "assumptions": [_assumption(one) for one in step.assumptions],
        "status": step.status,
        "trust": step.trust,
        "checks": [_check(check) for check in step.checks],
        "source": step.source,
    }


def _assumption(one: Assumption) -> dict[str, str]:
    return {"statement": one.statement, "status": one.status, "instead": one.instead}


def _right(step: Step) -> Object:
    """Return the right-hand side of a claim, or the reason why there is none."""
    claim = step.claim
    if step.obstacle:
        reason = str(step.obstacle.error)
        return {**_side(None), "parts": None, "reason": reason, "exceptions": []}
    named = {name: side for name, side in sides(claim).items() if name}
    parts = {name: _side(side) for name, side in named.items()}
    return {
        **_side(claim.value),
        "parts": parts or None,
        "reason": in_words(claim.reason) or None,
        "exceptions": [exception_object(one) for one in claim.exceptions],
    }


def exception_object(one: Exceptional) -> Object:
    """Return what a claim says at an exceptional place: equations, value and reason."""
    return {
        "where": {str(side_expr(left)): _number(number) for left, number in one.where},
        "value": one.value,
        "reason": in_words(one.reason) or None,
    }


def _number(number: Fraction) -> int | str:
    return number.numerator if number.denominator == 1 else str(number)


def _side(side: Any) -> Object:
    found = {"expr": side_expr(side), "latex": side_latex(side), "value": side_value(side)}
    if isinstance(side, MatrixSum):
        found["words"] = [{"word": [*word], "expr": side_expr(form)} for word, form in side]
    return found


def _check(check: Check) -> Object:
    found = {"kind": check.kind, "outcome": check.outcome, "detail": check.detail}
    error = check.error
    return {**found, "error": error if error is None or isfinite(error) else None}
