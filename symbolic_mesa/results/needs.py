"""What a result needs to know of the initial token: read off the engine, not written down.

A law that knows no moment is asked for the result; the moment that is missing is given to it, and
so on until the result is derived. What is asked for so is asked for whatever else is known: nothing
less is enough. What must vanish is found likewise, by what the result assumes.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from derivations.lookup import of_theorem, owners, registered
from symbolic_mesa.engine.patterns import integer_partitions
from symbolic_mesa.laws.protocol import moment_powers
from symbolic_mesa.laws.some_moments import SHARE, Powers, SomeMoments
from symbolic_mesa.record import Step
from symbolic_mesa.setting import Setting
from symbolic_mesa.text.errors import InvalidInput, MissingMoment

ORDER = 6  # of the moments with an odd power that are looked at


@dataclass(frozen=True)
class Needs:
    """What a result needs.

    Attributes:
        id: the result.
        moments: the powers of distinct coordinates in each moment that enters, descending.
        vanishing: those that must be 0 for what the result assumes.
        share: whether it must be known how often a coordinate is 0.
        symmetric: whether a coordinate must be free to change its sign.
    """

    id: str
    moments: tuple[Powers, ...]
    vanishing: tuple[Powers, ...]
    share: bool
    symmetric: bool

    @property
    def order(self) -> int:
        """The largest total power that enters."""
        return max((sum(powers) for powers in self.moments), default=0)

    @property
    def order_of_errors(self) -> int:
        """The same for the variance of what is averaged over sequences to estimate it.

        What is averaged has the degree `order` in the token; its square is averaged for it.
        """
        return 2 * self.order


def needs(
    id: str,
    dim: int | None = None,
    length: int | None = None,
    theorem: str | None = None,
    modules: Iterable[str] = (),
) -> Needs:
    """Return what a result needs to know of the initial token.

    Args:
        id: the result.
        dim: d; at a given one less may be needed.
        length: T, likewise.
        theorem: whose result it is, where several have it.
        modules: modules with theorems of your own.

    Raises:
        InvalidInput: when there is no such result, or it cannot be derived whatever is known.

    >>> needs("kappa-3").moments
    ((4, 2),)
    """
    entries = of_theorem(theorem, modules) if theorem else registered(modules)
    entry = owners([id], entries)[id]

    def derived(law: SomeMoments) -> Step:
        return entry.derive(Setting(law, dim, length)).step(id)

    law = _sufficient(derived, SomeMoments()) or _sufficient(derived, SomeMoments(symmetric=True))
    if law is None:
        raise InvalidInput(f"--needs {id}: {derived(SomeMoments()).obstacle}; give other sizes")
    vanishing = () if law.symmetric else _vanishing(derived, law)
    return Needs(id, _sorted(law.known), _sorted(vanishing), law.share, law.symmetric)


Derive = Callable[[SomeMoments], Step]


def _sufficient(derived: Derive, law: SomeMoments) -> SomeMoments | None:
    """Return the law with what is asked for until nothing is missing; None if nothing is asked.

    A verdict that then depends on what the moments are has been given all that it needs.
    """
    while missing := _missing(derived(law)):
        known = law.known if missing == SHARE else law.known | {moment_powers(missing)}
        law = replace(law, known=known, share=law.share or missing == SHARE)
    return law if law.known or derived(law).obstacle is None else None


def _missing(step: Step) -> str:
    """Return the symbol of the moment that a step lacks; nothing when it lacks none."""
    error = None if step.obstacle is None else step.obstacle.error
    return error.moment if isinstance(error, MissingMoment) else ""


def _vanishing(derived: Derive, law: SomeMoments) -> list[Powers]:
    """Return the moments without which, were they not 0, what the result assumes would hold.

    Each is looked at by itself, all others with an odd power being 0.
    """
    odd = frozenset(
        powers
        for total in range(1, ORDER + 1)
        for powers in integer_partitions(total)
        if any(power % 2 for power in powers)
    )

    def holds(free: frozenset[Powers]) -> bool:
        there = replace(law, known=law.known | free, zero=odd - free)
        return all(one.status == "holds" for one in derived(there).assumptions)

    if holds(odd) or not holds(frozenset()):  # there is nothing that odd moments decide
        return []
    return [powers for powers in odd if not holds(frozenset({powers}))]


def _sorted(found: Iterable[Powers]) -> tuple[Powers, ...]:
    return tuple(sorted(found, key=lambda powers: (sum(powers), powers)))
