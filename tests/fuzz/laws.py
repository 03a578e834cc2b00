"""Laws at random, as they are written on the command line, and what is no law."""

from fractions import Fraction
from pathlib import Path
from random import Random

import numpy as np

from numeric_check.model.attention import BLOCKS
from symbolic_mesa.laws.catalogue import FAMILIES
from symbolic_mesa.laws.catalogue.affine import options

POSITIVE = (
    ("1", "2", "1/2", "3/7", "0.1", "10", "1e-6", "1e6", "1/sqrt(2)", "sqrt(5) - 1"),
    ("0", "nan", "x y", "", "1/0", "1e400", "-0", "sqrt(-1)", "1 - sqrt(2)", "9^9^9", "sqrt(2"),
)
PARAMETERS = {
    "p": (
        ("1/2", "1/3", "9/10", "1e-9", "0.999", "1/sqrt(3)"),
        ("0", "2", "-1/2", "x.y", "", "3/2", "sqrt(2)"),
    ),
    "trials": (("1", "2", "3", "7", "40"), ("0", "1/2", "-1", "1e-6", "x.y", "")),
    "mean": (("0", "1", "-3/2", "1e3", "1/sqrt(2)"), ("x;y", "", "1/0")),
    "variance": (("1", "2", "7/3", "sqrt(2)"), ("0", "-1", "", "1/0")),
    "pseudo": (("0", "1", "-1/2", "1/sqrt(3)"), ("5", "-7", "x y", "")),
    "rho": (("1/2", "1/7", "0", "-1/9", "1/sqrt(2)"), ("1", "2", "x y", "", "sqrt(2)")),
    "nu": (("3", "5", "7", "8", "13", "50", "1e6", "13/2"), ("0", "-3", "x;y", "")),
}
"""Values of parameters for which there is a law, and values for which there is none."""

NO_SUPPORT = ("", "1", "1:1/2", "1:2,2:-1", "0:1", "x:1", "1:1/0", "1:1/2,1:1/2", "1:nan")
NO_MOMENTS = ("", "m2=1,m4=1/2,m6=15", "m2=-1", "m0=1", "m2=1,m2=2", "x=1", "nowhere.toml", "m2=")
DATA = (
    "complex.npy",
    "tokens.npy",
    "few.npy",
    "wide.npy",
    "alike.npy",
    "line.npy",
    "few.npz",
    "few.csv",
)
NO_DATA = (
    *("nowhere.npy", "text.npz", "cube.npy", "nan.npy", "zero.npy", ".", "words.npy"),
    *("text.csv", "weights.npz", "nowhere.csv", "ragged.csv"),
)
WEIGHTED = (
    ("weighted.csv", ("share", "1", " share "), ("x", "y", "Share", "2")),
    ("weighted.npy", ("3",), ("1", "share")),
    ("weighted.npz", ("3", "03"), ("2",)),
    ("unnamed.csv", ("1",), ("share", "3")),
)
"""Files with weights: the columns that have them, and columns that hold what is no weight."""

COVARIANCES = (
    *("diag(1,2)", "2,1;1,2", "diag(0,3)", "diag(1/sqrt(2))", "covariance.npy"),
    *("2,1,0;1,3,1/2;0,1/2,1", "diag(1,1,1,2)", "1/2,1/3;1/3,1/2"),
)
SYMBOLIC_COVARIANCES = ("diag", "diag(p,q)", "2,rho_1;rho_1,2", "diag(q,q)")
OF_PROMPTS = ("isotropic", "2,1;1,2", "covariance.npy", "diag(1,2)", "diag(1/3,0.1,3)")
NO_COVARIANCES = ("1,2;2,1", "diag(-1)", "diag()", "1,2", "nowhere.npy", "cube.npy", "diag(a)", "")

VALUES = tuple(Fraction(x) for x in ("-3", "-2", "-1", "-1/2", "0", "1/3", "1", "3/2", "2", "5"))


def atoms(chance: Random) -> list[tuple[Fraction, Fraction]]:
    """Return a finite law of one coordinate, not all of it at 0: pairs (value, probability)."""
    values = chance.sample(VALUES, chance.choice((1, 2, 2, 3, 4)))
    if values == [0]:
        values = [Fraction(1)]
    weights = [Fraction(chance.randrange(1, 9)) for _ in values]
    return [(value, weight / sum(weights)) for value, weight in zip(values, weights, strict=True)]


def support(chance: Random) -> str:
    """Return a law by its support."""
    return ",".join(f"{value}:{share}" for value, share in atoms(chance))


def moments(chance: Random, numbers: bool) -> str:
    """Return moments of a finite law up to the sixth, some with gaps, or one of them a symbol."""
    law = atoms(chance)
    known = {k: sum(share * value**k for value, share in law) for k in range(1, 7)}
    orders = [k for k in known if chance.random() < 0.9 or k in (2, 4, 6)]
    written = {k: str(known[k]) for k in orders}
    if not numbers:
        written[chance.choice(orders)] = "q"
    return ",".join(f"m{k}={value}" for k, value in written.items())


NO_ARGUMENT = (
    *("k-sparse(k=2, values=cauchy)", "k-sparse(values=)", "k-sparse(k=0)", "scale-mixture()"),
    *("scale-mixture(coordinates=gaussian)", "gaussian(", "gaussian(sigma=0)", "k-sparse(k)"),
    *("k-sparse(values=complex-gaussian)", "k-sparse(k=1, values=gaussian(sigma=1, sigma=2))"),
    *("scale-mixture(scales='1:1/2', coordinates=gaussian)", "k-sparse" + "(values=k-sparse" * 60),
)


def of_a_law(chance: Random, numbers: bool, depth: int = 0) -> str:
    """Return a law that is made from a law, and that one from another now and then.

    Args:
        chance: a generator.
        numbers: whether all parameters have numbers.
        depth: how many laws this one is an argument of.
    """
    if depth < 2 and chance.random() < 0.2:
        inner = of_a_law(chance, numbers, depth + 1)
    else:
        inner = _in_brackets(chance, numbers)
    if chance.random() < 0.5:
        size = f"k={chance.choice('1123')}, " if numbers or chance.random() < 0.5 else ""
        return f"k-sparse({size}values={inner})"
    scales = chance.choice(("1:1", "1:1/2,2:1/2", "1/2:1/3,sqrt(2):2/3"))
    if not numbers:
        scales = chance.choice((scales, "1:w,q:1-w", "1:1/2,q:1/2"))
    return f"scale-mixture(scales='{scales}', coordinates={inner})"


def _in_brackets(chance: Random, numbers: bool) -> str:
    """Return a law of the catalogue with its parameters in brackets; it is real."""
    name = chance.choice([name for name, family in FAMILIES.items() if family.real])
    given = [
        f"{parameter}={chance.choice(PARAMETERS.get(parameter, POSITIVE)[0])}"
        for parameter in FAMILIES[name].parameters
        if numbers or chance.random() < 0.3
    ]
    if options(FAMILIES[name]) and chance.random() < 0.1:
        given.append("mean=0")
    return f"{name}({', '.join(given)})" if given else name


def write_files(folder: Path) -> None:
    """Write the files that command lines name."""
    chance = np.random.default_rng(7)
    tables = {
        "tokens": chance.normal(size=(20, 2)),
        "few": np.array([[1.0, -2.0, 0.5], [0.25, 1.0, 3.0]]),
        "wide": chance.integers(-2, 3, size=(4, 6)),
        "alike": np.array([[0, 1, 3], [0, 3, 1], [1, 0, 3], [1, 3, 0], [3, 0, 1], [3, 1, 0]]),
        "line": chance.normal(size=(9, 1)),
        "cube": np.ones((2, 2, 2)),
        "complex": np.array([[1.0, 1j], [-2.0, 0.5 - 1j]]),
        "covariance": np.array([[2.0, 1.0], [1.0, 2.0]]),
        "nan": np.array([[np.nan, 1.0]]),
        "zero": np.zeros((3, 2)),
        "words": np.array([["a", "b"]]),
    }
    for name, table in tables.items():
        np.save(folder / f"{name}.npy", table)
    np.savez_compressed(folder / "few.npz", tables["few"])
    np.savetxt(folder / "few.csv", tables["few"], delimiter=",")
    weighted = np.array([[1.0, -2.0, 0.5], [-0.25, 1.0, 3.0], [2.0, -1.0, 0.0]])
    np.save(folder / "weighted.npy", weighted)
    np.savez(folder / "weighted.npz", tokens=weighted)
    (folder / "weighted.csv").write_text("share,x,y\n0.5,1,-2\n0.25,-1,3\n")
    (folder / "unnamed.csv").write_text("3,1,-2\n1,-1,3\n")
    (folder / "text.csv").write_text("no table\n")
    (folder / "ragged.csv").write_text("1,2\n3\n")
    (folder / "turned.toml").write_text(
        'rows = [{ token = [1, "i/2"], probability = "1/3" }, '
        '{ token = ["1+i", -2], probability = "2/3" }]\n'
    )
    (folder / "joint.toml").write_text(
        'rows = [{ token = [1, "1/sqrt(2)"], probability = "1/3" }, '
        '{ token = [0, -2], probability = "2/3" }]\n'
    )
    weights = dict.fromkeys(BLOCKS, np.array([[0.3, 0.1], [-0.2, 0.5]]))
    np.savez(folder / "weights.npz", **weights)
    (folder / "text.npz").write_text("no archive\n")
    (folder / "layer.py").write_text(
        "import numpy as np\n\n\n"
        "def layer(K, V, Q, gamma, lam):\n"
        "    A, S, y = np.eye(K.shape[1]) / lam, 0, []\n"
        "    for k, v, q, g in zip(K, V, Q, gamma):\n"
        "        A, S = g * A + np.outer(k, k), g * S + np.outer(v, k)\n"
        "        y.append(S @ np.linalg.solve(A, q))\n"
        "    return np.array(y)\n"
    )
