"""What a measure asks of the witness: the setting, and where its claims can be measured."""

from typing import Protocol

from symbolic_mesa.laws.protocol import TokenLaw
from symbolic_mesa.models.problem import Problem
from symbolic_mesa.record import Derivation
from symbolic_mesa.setting import Setting
from symbolic_mesa.witness.routes import Route
from symbolic_mesa.witness.trials import Trial


class Measurable(Protocol):
    """A theorem in a setting."""

    @property
    def setting(self) -> Setting:
        """The setting of the claims."""

    @property
    def problem(self) -> Problem:
        """The paper whose model it is about."""

    @property
    def reference(self) -> Setting:
        """The setting whose claims can be measured: small d, every T."""

    def general(self, reference: Setting) -> Derivation:
        """Return the derivation in a reference setting."""

    def trials(self, route: Route, law: TokenLaw | None = None) -> tuple[list[Trial], str]:
        """Return the trials by a route, of the setting's law or of another for every d."""
