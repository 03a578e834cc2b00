"""Theorem 4.1 for a proof kernel: what is to be proved of its claims, as lemmas over R.

B and C of the flow are read off from the claims: B = b' at (1, 0), C = B − b' at (1, 1).
"""

from symbolic_mesa.kernel.lemmas import Abbreviation, Lemma

ABBREVIATIONS = {
    "growth": Abbreviation("flow_b 1 0", ("flow-b",)),
    "saturation": Abbreviation("growth - flow_b 1 1", ("flow-b",), positive=True),
}
"""B and C of the flow."""

LEMMAS = (
    Lemma("data", "energy", "loss 0 0 = data", "identity.", ("loss", "data")),
    Lemma(
        "flow-a",
        "flow_a_is_minus_the_gradient",
        "forall a b h, loss (a + h) b - loss a b"
        " = - d * h * flow_a a b + h^2 * (d / 2 * saturation * b^2)",
        "intros; identity.",
        ("loss", "flow-a", "flow-b"),
    ),
    Lemma(
        "flow-a",
        "flow_a_form",
        "forall a b, flow_a a b = b * (growth - saturation * (a * b))",
        "intros; identity.",
        ("flow-a", "flow-b"),
    ),
    Lemma(
        "flow-b",
        "flow_b_is_minus_the_gradient",
        "forall a b h, loss a (b + h) - loss a b"
        " = - d * h * flow_b a b + h^2 * (d / 2 * saturation * a^2)",
        "intros; identity.",
        ("loss", "flow-b"),
    ),
    Lemma(
        "flow-b",
        "flow_b_form",
        "forall a b, flow_b a b = a * (growth - saturation * (a * b))",
        "intros; identity.",
        ("flow-b",),
    ),
    Lemma(
        "conserved",
        "squares_change_alike",
        "forall a b, 2 * a * flow_a a b = conserved a b /\\ 2 * b * flow_b a b = conserved a b",
        "intros; split; identity.",
        ("flow-a", "flow-b", "conserved"),
    ),
    Lemma(
        "conserved",
        "difference_of_squares_is_conserved",
        "forall a b, 2 * a * flow_a a b - 2 * b * flow_b a b = 0",
        "intros a b; destruct (squares_change_alike a b) as [first second]; lra.",
        ("flow-a", "flow-b", "conserved"),
    ),
    Lemma(
        "fixed-point",
        "fixed_point_form",
        "fixed_point = growth / saturation",
        "identity.",
        ("flow-b", "fixed-point"),
    ),
    Lemma(
        "fixed-point",
        "product_flow",
        "forall a b, flow_a a b * b + a * flow_b a b"
        " = (a^2 + b^2) * (growth - saturation * (a * b))",
        "intros; rewrite flow_a_form, flow_b_form; ring.",
        ("flow-a", "flow-b"),
    ),
    Lemma(
        "fixed-point",
        "velocities_vanish",
        "forall a, a <> 0 -> flow_a a (fixed_point / a) = 0 /\\ flow_b a (fixed_point / a) = 0",
        "intros a nonzero; rewrite flow_a_form, flow_b_form, fixed_point_form;"
        " split; field; repeat split; first [ assumption | exact saturation_nonzero ].",
        ("flow-a", "flow-b", "fixed-point"),
    ),
    Lemma(
        "fixed-point",
        "no_other_product",
        "forall a b, flow_a a b = 0 -> flow_b a b = 0 -> a * b <> 0 -> a * b = fixed_point",
        "intros a b rest_a rest_b nonzero; rewrite flow_b_form in rest_b; rewrite fixed_point_form;"
        " destruct (Rmult_integral _ _ rest_b) as [zero | balance];"
        " [ exfalso; apply nonzero; rewrite zero; ring"
        " | apply (Rmult_eq_reg_l saturation); [ field_simplify; [ lra | exact saturation_nonzero ]"
        " | exact saturation_nonzero ] ].",
        ("flow-a", "flow-b", "fixed-point"),
    ),
    Lemma(
        "minimum-loss",
        "loss_is_its_minimum_and_a_square",
        "forall a b, loss a b - minimum_loss = d / 2 * saturation * (a * b - fixed_point)^2",
        "intros; identity.",
        ("loss", "flow-b", "fixed-point", "minimum-loss"),
    ),
    Lemma(
        "minimum-loss",
        "loss_is_least_at_the_fixed_point",
        "forall a b, minimum_loss <= loss a b",
        "intros a b; pose proof (loss_is_its_minimum_and_a_square a b) as gap;"
        " pose proof (pow2_ge_0 (a * b - fixed_point)) as square;"
        " pose proof (Rmult_le_pos (d / 2 * saturation) _ (dimension_times_saturation) square)"
        " as above; lra.",
        ("loss", "flow-b", "fixed-point", "minimum-loss"),
    ),
    Lemma(
        "conserved",
        "riccati_substitution",
        "forall a b, 2 * (a + b) * (flow_a a b + flow_b a b)"
        " = 2 * growth * (a + b)^2 - saturation / 2 * ((a + b)^4 - (a^2 - b^2)^2)",
        "intros; rewrite flow_a_form, flow_b_form; field.",
        ("flow-a", "flow-b"),
    ),
    Lemma(
        "minimum-loss",
        "loss_decreases_along_the_flow",
        "forall a b, d * saturation * (a * b - fixed_point) * (flow_a a b * b + a * flow_b a b)"
        " = - d * ((flow_a a b)^2 + (flow_b a b)^2)",
        "intros; rewrite flow_a_form, flow_b_form, fixed_point_form; field;"
        " exact saturation_nonzero.",
        ("flow-a", "flow-b", "fixed-point"),
    ),
    Lemma(
        "fixed-point",
        "one_step_of_descent",
        "forall a b h, (a + h * flow_a a b) * (b + h * flow_b a b) - fixed_point"
        " = (a * b - fixed_point) * (1 - h * saturation * (a^2 + b^2)"
        " + (h * saturation)^2 * (a * b) * (a * b - fixed_point))",
        "intros; rewrite flow_a_form, flow_b_form, fixed_point_form; field;"
        " exact saturation_nonzero.",
        ("flow-a", "flow-b", "fixed-point"),
    ),
)
