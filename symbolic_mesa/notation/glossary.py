"""What the symbols in formulas mean, in words."""

from symbolic_mesa.setting import Setting

_MEANINGS = {
    "a": "scale of the block KQ32 = a I",
    "b": "scale of the block PV12 = b I",
    "a_0": "a at time 0",
    "b_0": "b at time 0",
    "tau": "time of the gradient flow",
    "epsilon": "relative distance of ab from its fixed point",
    "T_test": "length of a test sequence",
    "t": "time of a prediction",
    "eta": "step size of gradient descent",
    "x": "the variable of a characteristic polynomial: its zeros are eigenvalues",
    "alpha": "off-diagonal entries of KQ32 = a I + alpha (J - I), J all ones",
    "beta": "off-diagonal entries of PV12 = b I + beta (J - I), J all ones",
    "d": "dimension of a token",
    "T": "length of the sequence",
    "m_2": "E[x_j^2] of the initial token",
    "kappa_1": "E[x_j^4] of the initial token",
    "kappa_2": "E[x_j^6] of the initial token",
    "kappa_3": "sum over r != j of E[x_j^2 x_r^4] of the initial token",
}


def meaning(name: str, setting: Setting) -> str:
    """Return what a symbol stands for in a setting.

    >>> from symbolic_mesa.laws import gaussian
    >>> meaning("T", Setting(gaussian()))
    'length of the sequence'
    """
    for parameter, value in setting.law.parameters.items():
        if value == name:
            conditions = [words for words in setting.law.conditions if name in words.split()]
            return f"parameter {parameter} of the law" + "".join(f", {c}" for c in conditions)
    scale, _, index = name.partition("_")
    if scale in ("a", "b") and index.isdigit() and index != "0":
        return f"entry {index} on the diagonal of {'KQ32' if scale == 'a' else 'PV12'}"
    if name.startswith("mu_"):
        powers = name.split("_")[1:]
        factors = " ".join(f"x_i{k}^{power}" for k, power in enumerate(powers, start=1))
        return f"E[{factors}] of distinct coordinates of the initial token"
    return _MEANINGS[name]
