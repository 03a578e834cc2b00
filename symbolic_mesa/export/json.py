"""Results as one JSON object, after the schema in ``schema.json`` beside this module."""

import json
from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from symbolic_mesa.algebra import Formula
from symbolic_mesa.assumptions import Setting
from symbolic_mesa.deriving import explained
from symbolic_mesa.export.sides import side_latex
from symbolic_mesa.notation.arrangement import arranged
from symbolic_mesa.notation.glossary import meaning
from symbolic_mesa.notation.printing import latex
from symbolic_mesa.record import Check, Step
from symbolic_mesa.results import Result, Results

SCHEMA = "symbolic-mesa/1"


def schema() -> dict[str, Any]:
    """Return the JSON Schema of what `dumps` writes."""
    text = files(__package__).joinpath("schema.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


def dumps(results: Results) -> str:
    """Return results as JSON text, one object and a newline."""
    return json.dumps(as_object(results), indent=2, allow_nan=False) + "\n"


def as_object(results: Results) -> dict[str, Any]:
    """Return results as plain dictionaries and lists."""
    return {
        "schema": SCHEMA,
        "derivations": [one.derivation.id for one in results.derived],
        "setting": _setting(results.setting),
        "symbols": {name: meaning(name, results.setting) for name in symbols(results)},
        "results": {id: _result(result) for id, result in results.items()},
        "steps": [
            {"derivation": one.derivation.id, **_step(step)}
            for one in explained(results).derived
            for step in one.derivation.steps
        ],
    }


def symbols(results: Results) -> list[str]:
    """Return the names of all symbols that occur in the results, sorted."""
    formulas = [formula for result in results.values() for formula in _formulas(result)]
    return sorted({name for formula in formulas for name in formula.symbols})


def _formulas(result: Result) -> list[Formula]:
    if result.step.obstacle:
        return []
    return list(result.parts.values()) if result.parts else [result.step.claim.value]


def _setting(setting: Setting) -> dict[str, Any]:
    given = {name: value for name, value in setting.law.parameters.items() if value != name}
    return {
        "distribution": setting.law.name,
        "parameters": {name: str(value) for name, value in given.items()},
        "dim": setting.dim,
        "length": setting.length,
    }


def _result(result: Result) -> dict[str, Any]:
    blocked = result.step.obstacle
    right = _formula(None if blocked else result.formula)
    return {
        "statement": result.statement,
        **right,
        "parts": _parts(result.parts),
        "standard_error": result.standard_error,
        "status": result.status,
        "reason": str(blocked.error) if blocked else None,
        "checks": [_check(check) for check in result.checks],
        "source": result.source,
    }


def _step(step: Step) -> dict[str, Any]:
    claim = step.claim
    return {
        "id": step.id,
        "statement": claim.statement,
        **_side(claim.value),
        "parts": {name: _side(part) for name, part in claim.parts.items()} or None,
        "why": step.why,
        "premises": list(step.premises),
        "assumptions": list(step.assumptions),
        "status": step.status,
        "reason": str(step.obstacle.error) if step.obstacle else None,
        "checks": [_check(check) for check in step.checks],
        "source": step.source,
    }


def _side(side: Any) -> dict[str, Any]:
    if side is None or isinstance(side, Formula):
        return _formula(side)
    return {"expr": None, "latex": side_latex(side), "value": None}


def _parts(parts: Mapping[str, Formula] | None) -> dict[str, Any] | None:
    return None if parts is None else {name: _formula(part) for name, part in parts.items()}


def _formula(formula: Formula | None) -> dict[str, Any]:
    if formula is None:
        return {"expr": None, "latex": None, "value": None}
    product = arranged(formula)
    return {"expr": str(product.expr), "latex": latex(product), "value": formula.value}


def _check(check: Check) -> dict[str, Any]:
    found = {"kind": check.kind, "outcome": check.outcome, "detail": check.detail}
    return {**found, "error": check.error}
