"""One linear head takes one gradient step, and no other weights do: by words, at any d > 1.

Statement. On tokens (Φ s_t, s_t, s_{t-1}), s_0 = 0, a head with value blocks P_1, P_2, P_3 and
key-query blocks A_11 ... A_33 adds (Φ − η∇L_t(Φ)) s_t − Φ s_t for every sequence exactly when, with
the blocks as they act on (s_u, s_{u-1}) (`_effective`), V_1 = c I, V_2 = −c Φ, M_21 = (η/c) I,
M_11 = M_12 = M_22 = 0 for some c that is not 0 (`_only`). At d = 1 there are others (`_numbers`).

Proof. With these weights a token adds what it adds to the step (`_identity`). The converse: at
three tokens what depends alike on each must vanish on its own (`_by_degree`); shorter sequences
are those that begin with zeros. From s_3 s_3 s_3 and s_1 s_2 s_3 follow V_1 and M_21 (`_first`),
from s_1 s_1 s_3 then V_2 (`_second`), and the others are 0 (`_rest`).
"""

from collections.abc import Iterable, Mapping
from functools import partial

from derivations.exact_checks import symbolic_zero
from derivations.von_oswald import observables as of
from derivations.von_oswald.linear_head import (
    AMONG,
    COLUMN,
    DESCENDING,
    EYE,
    GENERAL,
    NOTHING,
    SCALE,
    SCORES,
    SQUARE,
    VALUES,
    added,
    degrees,
    descent,
    output,
    with_equal,
    word,
)
from derivations.words import as_matrix, matrix_sum, words_vanish
from symbolic_mesa.formulas.formula import Formula
from symbolic_mesa.formulas.fractions import Algebra
from symbolic_mesa.formulas.matrix_sums import MatrixSum
from symbolic_mesa.formulas.word_fields import word_field
from symbolic_mesa.models.mesa_layer import PROBLEM
from symbolic_mesa.record import Assumption, Check, Claim, Derivation, Step, attempted
from symbolic_mesa.setting import Setting
from symbolic_mesa.words.matrices import Matrix, zero

ID = "von-oswald-one-step"
TITLE = "the weights with which one linear head takes one gradient step, and no others"
SOURCE = "von Oswald et al. 2023, one step of gradient descent by one head"

STEP = Assumption("eta is not 0")
LARGE = Assumption("d > 1")


def derive(setting: Setting) -> Derivation:
    """Return the derivation; but for the last step it holds for every d > 1."""
    field = word_field(PROBLEM, setting, AMONG, (), ("Phi",))
    steps = (_effective, _identity, _by_degree, _first, _second, _rest, _only, _numbers, _only_one)
    return Derivation(ID, TITLE, tuple(step(field) for step in steps))


def _effective(field: Algebra) -> Step:
    """L = ((Φ, 0), (I, 0), (0, I)) makes a token of (s_u, s_{u-1}): V = P L, M = L' A L."""
    lift = {(1, 1): word("Phi"), (2, 1): EYE, (3, 2): EYE}

    def value() -> Mapping[str, MatrixSum]:
        blocks = {name: zero(AMONG, *SQUARE) for name in (*VALUES, *SCORES)}
        for (i, j), left in lift.items():
            blocks[f"V_{j}"] += word(f"P_{i}") @ left
            for (k, m), right in lift.items():
                blocks[f"M_{j}{m}"] += left.T @ word(f"A_{i}{k}") @ right
        return {name: matrix_sum(block, field) for name, block in blocks.items()}

    step = Step(
        "effective-blocks",
        Claim("blocks of the weights as they act on (s_u, s_{u-1})", "block", r"\text{block}"),
        "the token is L (s_u, s_{u-1}), L = ((Phi, 0), (I, 0), (0, I)): V = P L and M = L^T A L",
        source=SOURCE,
        observable=of.EffectiveBlocks(),
    )
    return attempted(
        step, value, words_vanish("what a token adds with the head's own blocks", field, _as_blocks)
    )


def _as_blocks(claim: Claim) -> Iterable[Matrix]:
    """What a token adds in effective blocks, less the sum over the nine pairs of its places."""
    blocks = {name: as_matrix(side, AMONG, SQUARE) for name, side in claim.parts.items()}
    token, query = _places("s", "p"), _places("q", "r")
    total = added(blocks, ("s", "p"), ("q", "r"))
    value = NOTHING
    for i, part in token.items():
        value = value + word(f"P_{i}") @ part
    for i, left in token.items():
        for j, right in query.items():
            total = total - value @ left.T @ word(f"A_{i}{j}") @ right
    yield total


def _places(now: str, before: str) -> Mapping[str, Matrix]:
    return {"1": word("Phi", now), "2": word(now), "3": word(before)}


def _identity(field: Algebra) -> Step:
    """With these blocks, what a token adds is what it adds to the step."""
    step = Step(
        "one-step-identity",
        Claim(
            "what token u adds to the output for V_1 = c I, V_2 = -c Phi, M_21 = (eta/c) I, the "
            "others 0; s = s_u, p = s_{u-1}, q = s_t",
            "o_u",
            "o_u",
        ),
        "(c s - c Phi p)(eta/c) p^T q; it is -eta times the gradient of |s - Phi p|^2/2, times q",
        source=SOURCE,
        observable=of.AddedByAToken(),
    )

    def less_step(claim: Claim) -> Iterable[Matrix]:
        yield as_matrix(claim.value, AMONG, COLUMN) - descent("s", "p", "q")

    return attempted(
        step,
        lambda: matrix_sum(added(DESCENDING, ("s", "p"), ("q", "r")), field),
        words_vanish("what a token adds to the gradient step, less it", field, less_step),
    )


def _by_degree(field: Algebra) -> Step:
    step = Step(
        "three-tokens",
        Claim(
            "the output at a third token less the gradient step, apart by the tokens that occur: "
            "each of these is 0, if the head takes the step on every sequence",
            "part",
            r"\text{part}",
        ),
        "it is a polynomial in s_1, s_2, s_3; scaled apart, each of its parts vanishes",
        source="this derivation",
        observable=of.ByDegree(),
    )

    def less_output(claim: Claim) -> Iterable[Matrix]:
        total = output(GENERAL)
        for key, side in claim.parts.items():
            part = as_matrix(side, AMONG, COLUMN)
            yield part - degrees(GENERAL).get(key, NOTHING)
            total = total - part
        yield total

    return attempted(
        step,
        lambda: {key: matrix_sum(one, field) for key, one in sorted(degrees(GENERAL).items())},
        words_vanish("their sum, less the output", field, less_output),
    )


def _first(field: Algebra) -> Step:
    """With them, s_1 s_2 s_3 where s_3 = s_2 leaves a multiple of the quadratic form of M_11."""

    def left(claim: Claim) -> Iterable[Matrix]:
        condition = degrees({**GENERAL, **_stated(claim)})["s_1", "s_2", "s_3"]
        yield with_equal(condition, "s_3", "s_2") - word("V_2", "s_1", "s_2'", "M_11", "s_2")

    step = Step(
        "first-blocks",
        Claim("V_1 and M_21, where c is a number that is not 0", "block", r"\text{block}"),
        "were V_1 = 0, s_1 s_2 s_3 would say that V_2 s_1 s_2^T M_11 s_3 is eta s_2 s_1^T s_3: but "
        "the left is along V_2 s_1 for every s_2, not so the right. So V_1 is not 0, and by "
        "s_3 s_3 s_3 the quadratic form of M_11 is. Then s_1 s_2 s_3 with s_3 = s_2 leaves "
        "V_1 s_2 s_1^T M_21 s_2 = eta s_2 s_1^T s_2: V_1 takes each s_2 to a multiple of it, so it "
        "is c I, and M_21 is (eta/c) I",
        premises=("three-tokens",),
        assumptions=(STEP, LARGE),
        source="this derivation",
        observable=of.OnlyBlocks(),
    )
    what = "s_1 s_2 s_3 with s_3 = s_2, less V_2 s_1 s_2^T M_11 s_2"
    return attempted(
        step, partial(_descending, field, "V_1", "M_21"), words_vanish(what, field, left)
    )


def _descending(field: Algebra, *names: str) -> Mapping[str, MatrixSum]:
    return {name: matrix_sum(DESCENDING[name], field) for name in names}


def _stated(claim: Claim) -> Mapping[str, Matrix]:
    return {name: as_matrix(side, AMONG, SQUARE) for name, side in claim.parts.items()}


def _second(field: Algebra) -> Step:
    """What s_1 s_1 s_3 leaves with it where s_3 = s_1 is a multiple of that form too."""

    def left(claim: Claim) -> Iterable[Matrix]:
        condition = degrees({**GENERAL, **DESCENDING, **_stated(claim)})["s_1", "s_1", "s_3"]
        form = word("s_1", "s_1'", "M_11", "s_1").times(SCALE)
        yield with_equal(condition, "s_3", "s_1") - form

    step = Step(
        "second-block",
        Claim("V_2", "block", r"\text{block}"),
        "the quadratic form of M_11 is 0: s_1 s_1 s_3 with s_3 = s_1 leaves "
        "(eta/c) V_2 s_1 |s_1|^2 = -eta Phi s_1 |s_1|^2 for every s_1",
        premises=("three-tokens", "first-blocks"),
        assumptions=(STEP, LARGE),
        source="this derivation",
        observable=of.OnlyBlocks(),
    )
    what = "s_1 s_1 s_3 with s_3 = s_1, less c s_1 s_1^T M_11 s_1"
    return attempted(step, partial(_descending, field, "V_2"), words_vanish(what, field, left))


def _rest(field: Algebra) -> Step:
    """With the others known, conditions are c times one block each, in turn."""
    conditions = {
        "M_11": (("s_1", "s_1", "s_3"), word("s_1", "s_1'", "M_11", "s_3")),
        "M_12": (("s_2", "s_3", "s_3"), word("s_3", "s_3'", "M_12", "s_2")),
        "M_22": (("s_1", "s_2", "s_2"), word("s_2", "s_1'", "M_22", "s_2")),
    }

    def left(claim: Claim) -> Iterable[Matrix]:
        known = dict(DESCENDING)
        for name, (key, alone) in conditions.items():
            later = {one: GENERAL[one] for one in SCORES if one not in known}
            yield degrees({**later, **known}).get(key, NOTHING) - alone.times(SCALE)
            known[name] = EYE * claim.parts[name]
        yield output(known)

    step = Step(
        "vanishing-blocks",
        Claim("each of the other blocks", "block", r"\text{block}"),
        "with V_1, V_2 and M_21 known, s_1 s_1 s_3 is c s_1 s_1^T M_11 s_3; then s_2 s_3 s_3 is "
        "c s_3 s_3^T M_12 s_2, and then s_1 s_2 s_2 is c s_2 s_1^T M_22 s_2: each vanishes for "
        "every sequence only with its block. With all of them the output is the step",
        premises=("three-tokens", "first-blocks", "second-block"),
        assumptions=(STEP, LARGE),
        source="this derivation",
        observable=of.OnlyBlocks(),
    )
    what = "the conditions less c times a block, and the output less the step"
    return attempted(step, lambda: dict.fromkeys(conditions, 0), words_vanish(what, field, left))


def _only(_field: Algebra) -> Step:
    return Step(
        "one-step-only",
        Claim(
            "at d > 1 a head takes the gradient step on every sequence with these blocks alone, "
            "one choice for each c that is not 0",
            "only these",
            r"\text{only these}",
            value=True,
        ),
        "each block is found from conditions that every such head satisfies, and with them it does",
        premises=("effective-blocks", "first-blocks", "second-block", "vanishing-blocks"),
        assumptions=(STEP, LARGE),
        source="this derivation",
        observable=of.NoOtherBlocks((2, 3)),
    )


def _numbers(field: Algebra) -> Step:
    """At d = 1 products commute: V_2 s_{u-1} (M_11 s_u + M_21 s_{u-1}) s_t is the same step."""
    c, eta, phi = map(field.symbol, ("c", "eta", "Phi"))

    def left(claim: Claim) -> Check:
        v, m, n = (claim.parts[name].element for name in ("V_2", "M_11", "M_21"))
        return symbolic_zero(
            "V_2 p (M_11 s + M_21 p) q - eta (s - Phi p) p q, by s p q and by p p q",
            lambda: v * m - eta,
            lambda: v * n + eta * phi,
            lambda: v - c,
        )

    step = Step(
        "blocks-of-numbers",
        Claim("at d = 1 also, with V_1 = M_12 = M_22 = 0", "block", r"\text{block}"),
        "numbers commute: V_2 p (M_11 s + M_21 p) q = eta (s - Phi p) p q, with V_2 = c as unknown",
        premises=("three-tokens",),
        assumptions=(STEP,),
        source="this derivation",
        observable=of.BlocksOfNumbers(),
    )
    parts = {"V_2": c, "M_11": eta / c, "M_21": -eta * phi / c}
    return attempted(step, lambda: {k: Formula(v, field) for k, v in parts.items()}, left)


def _only_one(_field: Algebra) -> Step:
    return Step(
        "one-step-only-of-numbers",
        Claim("the same at d = 1", "only these", r"\text{only these}", value=False),
        "the blocks of the second kind are no multiples of the first: there V_1 is not 0",
        premises=("first-blocks", "blocks-of-numbers"),
        assumptions=(STEP,),
        source="this derivation",
        observable=of.NoOtherBlocks((1,)),
    )
