"""All blocks with the least loss: where the even part is 0, and the one matrix is the best.

The even part varies with the labels where u r is not 0, and, where it is, with the tokens, unless
U = 0 or v = 0. Neither variance has the query's column in it. What is left are two families, and
the second has a matrix v r' of rank one in the place of a multiple of I.
"""

from dataclasses import replace
from functools import cache
from itertools import combinations

from sympy.polys.fields import FracElement

from derivations.exact_checks import zero_elements
from derivations.regression.keys import Component
from derivations.regression.mahankali import observables as white
from derivations.regression.mahankali.problem import (
    SOURCE,
    WHITE,
    effective,
    isotropic,
    isotropic_loss,
    part,
    size,
    without,
)
from derivations.regression.prompt import AMONG, LETTERS, scalar
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.formulas.fractions import Algebra
from symbolic_mesa.formulas.matrix_sums import MatrixSum
from symbolic_mesa.formulas.word_fields import element, word_field
from symbolic_mesa.models.regression import ISOTROPIC
from symbolic_mesa.record import Assumption, Check, Claim, Step, attempted
from symbolic_mesa.setting import Setting
from symbolic_mesa.text.letters import parted
from symbolic_mesa.words.letters import LINE, Word
from symbolic_mesa.words.values import Value, add, product
from symbolic_mesa.words.wick import Expectation

BLOCKS = ("v", "r", "u", "U")
STILL = Assumption("u r = 0, so that no label is in the even part")


def variances(setting: Setting) -> tuple[Step, Step]:
    """Return the steps on how the even part varies with the labels, and with the tokens."""
    labels, tokens = _over_labels(True), _over_tokens(True)
    field = word_field(ISOTROPIC, setting, AMONG, (labels, tokens, scalar("u")))
    over_labels = Step(
        "variance-over-labels",
        Claim(
            "mean variance of the even part over w and e, X and q held: a multiple of u^2 |r|^2 "
            "that is not 0, with the query's column and without",
            "V",
            "V",
        ),
        why="the mean square less that of the mean over w and e, by pairings",
        premises=("even-part",),
        assumptions=(WHITE,),
        source=SOURCE,
        observable=white.VarianceOverLabels(),
    )
    over_tokens = Step(
        "variance-over-tokens",
        Claim(
            "mean variance of the even part over X, q held: 0 where v = 0 or U = 0 and nowhere "
            "else, with the query's column and without",
            "V",
            "V",
        ),
        why="the same, without labels; both terms are squares, and one of them is 0 only there",
        premises=("even-part",),
        assumptions=(WHITE, STILL),
        source=SOURCE,
        observable=white.VarianceOverTokens(),
    )
    return (
        _varying(over_labels, labels, _over_labels(False), field),
        _varying(over_tokens, tokens, _over_tokens(False), field),
    )


def _varying(step: Step, value: Value, without_query: Value, field: Algebra) -> Step:
    def same(claim: Claim) -> Check:
        gap = claim.value.element - element(without_query, AMONG, field)
        return zero_elements("it less that without the query's column", [gap])

    def squares(claim: Claim) -> Check:
        """Each coefficient is positive, so that a sum of squares is 0 where all of them are."""
        negative = [n for n in value.values() if n < 0]
        return zero_elements("the sum of negative coefficients", [field.field(sum(negative))])

    return attempted(step, lambda: Formula(element(value, AMONG, field), field), same, squares)


@cache  # pure
def _over_labels(query_column: bool) -> Value:
    return _variance(part(odd=False, query_column=query_column).as_value(), ("X", "q"))


@cache  # likewise
def _over_tokens(query_column: bool) -> Value:
    even = part(odd=False, query_column=query_column).as_value()
    return _variance(without(even, "r"), ("q",))


def _variance(value: Value, held: tuple[str, ...]) -> Value:
    """Return the mean square less that of the mean where letters are held, at Λ = I."""
    letters = (
        replace(one, covariances=None) if one.name in held else one for one in LETTERS.letters
    )
    given = Expectation(replace(LETTERS, letters=tuple(letters)), AMONG.scalars)
    mean = given.of(value)
    total = AMONG.of(product(value, value))
    add(total, AMONG.of(product(mean, mean)), factor=-1)
    return isotropic(total)


def minimisers(setting: Setting) -> Step:
    """Return the step on all blocks with the least loss."""
    step = Step(
        "all-minimisers",
        Claim(
            "the blocks with the least loss, and no others: one block is any that is not 0, the "
            "next follows from it, and two are 0",
            "blocks",
            r"\text{blocks}",
        ),
        why="the even part is 0 where u r = 0 and one of v and U is 0; of u U + v r^T there is one "
        "term left, which must be c I: v r^T has rank one",
        premises=("effective-matrix", "step-sizes", "variance-over-labels", "variance-over-tokens"),
        assumptions=(WHITE,),
        source=SOURCE,
        observable=white.AllMinimisers(),
    )
    families = tuple(one for one in _families() if _is_there(one, setting))
    fields = {one: _field(one, setting) for one in families}

    def best(claim: Claim) -> Check:
        """The product of the two blocks that are left is c I."""
        gaps = [
            _coefficient(side) * fields[one].symbol(one.free) - size(fields[one])
            for one, side in claim.parts.items()
        ]
        return zero_elements("the matrix of each family less c I", gaps)

    return attempted(step, lambda: {one: _side(one, fields[one]) for one in families}, best)


def _is_there(one: Component, setting: Setting) -> bool:
    return one.dim is None or setting.dim in (None, one.dim)


def _field(one: Component, setting: Setting) -> Algebra:
    setting = setting if one.dim is None else replace(setting, dim=one.dim)
    return word_field(ISOTROPIC, setting, AMONG, (isotropic_loss(),), (one.free,))


def _side(one: Component, field: Algebra) -> Formula | MatrixSum:
    """Return c over the free block, times I where the other is a matrix."""
    found = Formula(size(field) / field.symbol(one.free), field)
    return MatrixSum((((), found),)) if one.dim is None else found


def _coefficient(side: Formula | MatrixSum) -> FracElement:
    return side.element if isinstance(side, Formula) else dict(side)[()].element


@cache  # pure
def _families() -> tuple[Component, ...]:
    """Return the families: as few blocks as can be are 0, so that the even part is, and not A."""
    found: list[Component] = []
    every = (zero for count in range(len(BLOCKS)) for zero in combinations(BLOCKS, count))
    for zero in every:
        left = [word for word in effective().terms if not _meets(word, zero)]
        smaller = any({*one.zero} <= {*zero} for one in found)
        if len(left) == 1 and not smaller and not _varies(zero):
            free, bound = (name for name in BLOCKS if name not in zero)
            found.append(Component(zero, free, bound, 1 if _is_rank_one(left[0]) else None))
    return tuple(found)


def _meets(word: Word, zero: tuple[str, ...]) -> bool:
    """Whether a term of u U + v r' has one of these blocks in it."""
    names = {parted(name)[0] for name in LETTERS.spelled(word)}
    scaled = any(monomial for monomial in effective().terms[word])
    return bool({*names, *(["u"] * scaled)} & {*zero})


def _varies(zero: tuple[str, ...]) -> bool:
    """Whether the even part varies somewhere where these blocks are 0."""
    letters = [name for name in zero if name != "u"]
    values = [without(_over_labels(True), *letters), without(_over_tokens(True), *letters)]
    (((scale, _),),) = scalar("u")
    if "u" in zero:
        values = [{m: n for m, n in value.items() if scale not in dict(m)} for value in values]
    return any(any(value.values()) for value in values)


def _is_rank_one(word: Word) -> bool:
    return any(LETTERS.columns[code] == LINE for code in word[:-1])
