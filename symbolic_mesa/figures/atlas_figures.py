"""The figures of the atlas, each with the question that it answers."""

from symbolic_mesa.figures import atlas
from symbolic_mesa.figures.drawing import COLUMN, PAGE
from symbolic_mesa.figures.figure import Figure

FIGURES = (
    Figure(
        "atlas-pull",
        "Which laws are pulled off the diagonal where Theorem 4.1 ends, and how hard?",
        "Theory alone. The pull is the size of the largest off-diagonal gradient of the trained "
        "blocks at a = b = sqrt(s*), in units of m_2^(3/2); open circles are laws for which it is "
        "0 and training stays. (a) the catalogue and random finite laws, every second one "
        "symmetric, at the sizes of training; (b), (c) against d and T, thin lines for random "
        "laws. Within these laws it grows with T; with d it falls for some and grows for others.",
        atlas.pull_tasks,
        atlas.draw_pull,
        (PAGE, 2.6),
    ),
    Figure(
        "atlas-scale",
        "Which property of a law fixes the scale s* that training finds?",
        "Theory alone: s* in units of 1/m_2 over the fourth and the sixth moment, for the "
        "catalogue and random finite laws. Dashed: the least sixth moment that Cauchy-Schwarz "
        "allows, the square of the fourth. Along it s* is as large as it can be. For laws that "
        "leave the diagonal s* is the masked model's.",
        atlas.point_tasks,
        atlas.draw_scale,
        (COLUMN, 2.4),
    ),
    Figure(
        "atlas-gap",
        "What does a longer context buy, and what does it never buy?",
        "Theory alone: (a) the part of the tokens' energy that the trained layer leaves "
        "unexplained, against T; (b) the same above its limit for long sequences, which falls as "
        "log T / T for every law, and is 0 at every T for sparse tokens (not drawn).",
        atlas.gap_tasks,
        atlas.draw_gap,
        (PAGE, 2.5),
    ),
    Figure(
        "atlas-steps",
        "How much smaller is a step that never overshoots than the largest stable one?",
        "Theory alone: the derived step size limit in all six blocks over the safe step from a = "
        "b = sqrt(s*)/2, for laws that are symmetric under signs.",
        atlas.step_tasks,
        atlas.draw_steps,
        (COLUMN, 2.4),
    ),
)
