"""Theorem 4.2 for a proof kernel: the Cauchy–Schwarz step, both directions of its equality."""

from symbolic_mesa.kernel.lemmas import Abbreviations, Lemma

ABBREVIATIONS: Abbreviations = {}

LEMMAS = (
    Lemma(
        "recovery-condition",
        "cauchy_schwarz_of_a_gram_form",
        "forall m2 k1 k2, 0 < k2 -> (forall s, 0 <= s * s * k2 - 2 * s * k1 + m2)"
        " -> k1 * k1 <= m2 * k2",
        "intros m2 k1 k2 positive square; pose proof (square (k1 / k2)) as here;"
        " assert (here_is : k1 / k2 * (k1 / k2) * k2 - 2 * (k1 / k2) * k1 + m2"
        " = (m2 * k2 - k1 * k1) * / k2) by (field; lra);"
        " rewrite here_is in here; pose proof (Rinv_0_lt_compat k2 positive) as inverse; nra.",
        ("recovery-condition",),
    ),
    Lemma(
        "recovery-condition",
        "two_squares_have_no_gap",
        "forall share c, share * c^2 * (share * c^6) - (share * c^4)^2 = 0",
        "intros; ring.",
        ("recovery-condition",),
    ),
    Lemma(
        "recovery-condition",
        "gap_is_a_mean_square",
        "forall m2 k1 k2, k2 <> 0 -> m2 * k2 - k1^2"
        " = k2 * ((k1 / k2)^2 * k2 - 2 * (k1 / k2) * k1 + m2)",
        "intros; field; assumption.",
        ("recovery-condition",),
    ),
    Lemma(
        "unexplained-fraction",
        "what_is_left_is_a_square",
        "forall s m2 k1 k2, k2 <> 0 -> s^2 * k2 - 2 * s * k1 + m2"
        " = m2 - k1^2 / k2 + k2 * (s - k1 / k2)^2",
        "intros; field; assumption.",
        ("recovery-condition",),
    ),
)
