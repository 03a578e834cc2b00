"""Stated models for tests, and what their claims are held against."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from derivations.any_model.entry import entry_of
from symbolic_mesa.models.problem import Problem
from symbolic_mesa.record import Step
from symbolic_mesa.results.derived import Derived
from symbolic_mesa.setting import Setting
from symbolic_mesa.stating.files import read_model

HEAD = "sum(s = 1 .. t) B[i,j] x[s,j] conj(x[s-1,k]) A[k,l] x[t,l] / (t-1)"
ROUTES = ("exact-enumeration", "quadrature")


def model(weights: str, prediction: str = HEAD, more: str = "", steps: str = "t = 2 .. T-1") -> str:
    """Return the file of a model."""
    return f"""
title = "a model"
[data]
process = "diagonal-phases"
[model]
steps = "{steps}"
prediction = "{prediction}"
target = "x[t+1,i]"
[weights]
{weights}
{more}
"""


def stated(weights: str, prediction: str = HEAD, more: str = "") -> Problem:
    """Return a model by the ansatz for its weights."""
    return read_model(model(weights, prediction, more))


def derived(problem: Problem, setting: Setting) -> Derived:
    """Return what is derived of it in a setting."""
    return Derived(entry_of(problem), setting)


def outcomes(one: Derived, step: Step) -> Mapping[str, str]:
    """Return what running the model says of a step, by route."""
    return {c.kind: c.outcome for c in one.witness.checks(step) if c.kind in ROUTES}


def with_part(step: Step, key: Any, value: Any) -> Step:
    """Return a step that claims something else in one part."""
    return replace(step, claim=replace(step.claim, parts={**step.claim.parts, key: value}))


def with_value(step: Step, value: Any) -> Step:
    """Return a step that claims something else."""
    return replace(step, claim=replace(step.claim, value=value))


PASSED = dict.fromkeys(ROUTES, "passed")
FAILED = dict.fromkeys(ROUTES, "failed")
