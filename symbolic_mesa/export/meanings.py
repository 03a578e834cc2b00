"""What the symbols in results stand for."""

from symbolic_mesa.notation.glossary import meaning
from symbolic_mesa.notation.sides import formulas
from symbolic_mesa.results.results import Results


def meanings(results: Results) -> dict[str, str]:
    """Return what each symbol that occurs in the results stands for, sorted by name."""
    claims = [result.step.claim for result in results.values() if not result.step.obstacle]
    every = [formula for claim in claims for formula in formulas(claim)]
    problems = {name: one.problem for one in every for name in one.names}
    return {name: meaning(name, problems[name], results.setting) for name in sorted(problems)}
