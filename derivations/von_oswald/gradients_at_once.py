"""Gradients of one output of a mesa-layer in all values and all keys at once."""

from collections.abc import Iterable, Mapping

from derivations.von_oswald import backward_observables as of
from derivations.von_oswald.backward_words import (
    CROSS,
    INVERTIBLE,
    NORMAL,
    along,
    less,
    slopes,
    sums,
    through_output,
    vanishing,
    word,
)
from derivations.von_oswald.keys import Part
from symbolic_mesa.formulas.fractions import Algebra
from symbolic_mesa.formulas.matrix_sums import MatrixSum
from symbolic_mesa.record import Claim, Step, attempted
from symbolic_mesa.words.matrices import Matrix
from symbolic_mesa.words.rewriting import replaced_in
from symbolic_mesa.words.values import Value

WHOLE = word("g'", "V", "D", "K'", "R", "q").as_value()


def gradients_at_once(field: Algebra) -> Step:
    """Return the step: R is the inverse of K D K' + μI, which changes by J D K' + K D J'."""
    shift = word("J", "D", "K'") + word("K", "D", "J'")

    def value() -> Mapping[Part, MatrixSum]:
        inner = (word("g'", "V", "D", "K'", "R") @ shift @ word("R", "q")).as_value()
        keys = slopes(less(along(WHOLE, {"K": word("J")}), inner), "J")
        return sums({"V": slopes(WHOLE, "V"), "K": keys}, field)

    def gaps(x: Mapping[Part, Matrix]) -> Iterable[Value]:
        """Each column is what a pair has of G and C, times its weight, where S = V D K'."""
        cross = word("V", "D", "K'")
        both = {key: replaced_in(one, {"S": cross}) for key, one in through_output().items()}
        values = both[CROSS] @ word("K", "D")
        keys = (2 * both[NORMAL] @ word("K") + both[CROSS].T @ word("V")) @ word("D")
        yield from (x["V"] - values).terms.values()
        yield from (x["K"] - keys).terms.values()
        yield {}

    step = Step(
        "gradients-at-once",
        Claim(
            "gradients of g^T y in all values and all keys, for y = V D K^T R q and R the inverse "
            "of K D K^T + mu I; D has the weights of the tokens at that time",
            "gradient",
            r"\nabla L",
        ),
        "K stands in K^T and twice in R^-1",
        premises=("inverse-differential", "output-gradient", "pair-gradient"),
        assumptions=(INVERTIBLE,),
        source="von Oswald et al. 2023, the backward pass of the mesa-layer",
        observable=of.GradientsAtOnce(),
    )
    what = "it, less what each pair has of the gradients in the state, times its weight"
    return attempted(step, value, vanishing(what, field, {"V": "V", "K": "K"}, gaps))
