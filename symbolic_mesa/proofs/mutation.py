"""The mutation run: which mutant is killed by which of its claim's own checks."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from random import Random

from symbolic_mesa.proofs.mutants import Mutant, mutants
from symbolic_mesa.proofs.proof import Proof
from symbolic_mesa.record import Check, Claim, Step
from symbolic_mesa.witness.routes import EXACT, NUMERICAL


@dataclass(frozen=True)
class Target:
    """A claim of a proof, and one mutant of it."""

    proof: Proof
    step: Step
    mutant: Mutant


@dataclass(frozen=True)
class Verdict:
    """What became of a mutant.

    Attributes:
        where: the proof and the claim.
        words: what was changed.
        exact: the kinds of symbolic and exact checks that killed it; none if it survived them.
        numerical: the kinds of numerical checks that killed it.
    """

    where: str
    words: str
    exact: tuple[str, ...]
    numerical: tuple[str, ...]

    @property
    def killed(self) -> bool:
        """Whether both sets of checks killed it, each on its own."""
        return bool(self.exact and self.numerical)


def targets(proofs: Iterable[Proof], ids: Iterable[str] = ()) -> Iterator[Target]:
    """Yield every mutant of every claim, or of those whose step or derivation is named."""
    wanted = set(ids)
    for proof in proofs:
        for step in proof.derivation.steps:
            if step.obstacle or (wanted and not wanted & {step.id, proof.entry.id}):
                continue
            for mutant in mutants(step.claim):
                yield Target(proof, step, mutant)


def sampled(found: Iterable[Target], size: int, seed: int) -> list[Target]:
    """Return `size` of the targets, in order; the same for the same seed."""
    every = list(found)
    chosen = sorted(Random(seed).sample(range(len(every)), min(size, len(every))))  # noqa: S311  # no secret
    return [every[k] for k in chosen]


def verdicts(found: Iterable[Target]) -> Iterator[Verdict]:
    """Run the checks of each mutant's claim on the mutated side."""
    for target in found:
        step, claim = target.step, target.mutant.claim
        exact = [
            *_obligations(step, claim),
            *target.proof.witness.checks(step, claim, EXACT),
        ]
        numerical = target.proof.witness.checks(step, claim, NUMERICAL)
        where = f"{target.proof.name} {step.id}"
        yield Verdict(where, target.mutant.words, _killers(exact), _killers(numerical))


def _obligations(step: Step, claim: Claim) -> Iterator[Check]:
    for obligation in step.obligations:
        yield obligation(claim)


def _killers(checks: Iterable[Check]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(check.kind for check in checks if check.outcome == "failed"))
