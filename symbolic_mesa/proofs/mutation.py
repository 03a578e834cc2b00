"""The mutation run: which mutant is killed by which of its claim's own checks."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from random import Random

from symbolic_mesa.proofs.mutants import Mutant, mutants
from symbolic_mesa.record import Check, Claim, Step
from symbolic_mesa.results.derived import Derived


@dataclass(frozen=True)
class Target:
    """A claim of a proof, and one mutant of it."""

    proof: Derived
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
        measurable: whether the claim states anything of the model that can be measured; where it
            does not, its symbolic checks alone judge it.
    """

    where: str
    words: str
    exact: tuple[str, ...]
    numerical: tuple[str, ...]
    measurable: bool = True

    @property
    def blind(self) -> tuple[str, ...]:
        """The sets of checks that it survived, of those that judge it."""
        exact = () if self.exact else ("exact",)
        return exact if self.numerical or not self.measurable else (*exact, "numerical")

    @property
    def killed(self) -> bool:
        """Whether every set of checks that judges it killed it, each on its own."""
        return not self.blind


def targets(proofs: Iterable[Derived], ids: Iterable[str] = ()) -> Iterator[Target]:
    """Yield every mutant of every claim, or of those whose step or derivation is named."""
    for proof, step in _claims(proofs, ids):
        yield from _targets(proof, step)


def _claims(proofs: Iterable[Derived], ids: Iterable[str]) -> Iterator[tuple[Derived, Step]]:
    wanted = set(ids)
    for proof in proofs:
        for step in proof.derivation.steps:
            if not step.obstacle and (not wanted or wanted & {step.id, proof.entry.id}):
                yield proof, step


def _targets(proof: Derived, step: Step) -> Iterator[Target]:
    return (Target(proof, step, mutant) for mutant in mutants(step.claim))


def sampled(proofs: Iterable[Derived], ids: Iterable[str], size: int, seed: int) -> list[Target]:
    """Return `size` mutants, a claim drawn first and then one of its mutants; fewer if few exist.

    The same seed gives the same mutants.
    """
    chance = Random(seed)  # noqa: S311  # no secret
    claims = list(_claims(proofs, ids))
    left: dict[int, list[Target]] = {}
    found: list[Target] = []
    while len(found) < size and len(claims) > sum(not targets for targets in left.values()):
        k = chance.randrange(len(claims))
        if k not in left:
            left[k] = list(_targets(*claims[k]))
        if left[k]:
            found.append(left[k].pop(chance.randrange(len(left[k]))))
    return found


def verdicts(found: Iterable[Target]) -> Iterator[Verdict]:
    """Run the checks of each mutant's claim on the mutated side."""
    for target in found:
        step, claim = target.step, target.mutant.claim
        with target.proof.mended_by_its_author("mutated"):
            routes = target.proof.witness.routes(step)
            rational = [route for route in routes if route.exact]
            exact = [
                *_obligations(step, claim),
                *target.proof.witness.checks(step, claim, rational),
            ]
            doubles = [route for route in routes if not route.exact]
            numerical = target.proof.witness.checks(step, claim, doubles)
        where = f"{target.proof.name} {step.id}"
        killers = _killers(exact), _killers(numerical)
        yield Verdict(where, target.mutant.words, *killers, measurable=bool(routes))


def _obligations(step: Step, claim: Claim) -> Iterator[Check]:
    for obligation in step.obligations:
        yield obligation(claim)


def _killers(checks: Iterable[Check]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(check.kind for check in checks if check.outcome == "failed"))
