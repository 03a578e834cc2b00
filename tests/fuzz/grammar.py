"""Command lines at random: laws, sizes, starts, results, formats, files, and what is none of them.

A piece that is wrong whatever stands beside it makes its command wrong: exit code 2.
"""

from collections.abc import Callable
from random import Random

from derivations import REGISTRY
from symbolic_mesa.laws.catalogue import FAMILIES
from symbolic_mesa.laws.catalogue.affine import options
from symbolic_mesa.trust import TRUSTS
from tests.fuzz import laws
from tests.fuzz.lines import WRONG, Command, Line

RESULTS = tuple(id for entry in REGISTRY.values() for id in entry.results)
JUNK = ("", " ", "x", "nan", "1/0", "--", "1e400", "0x10", "1;ls", "a=b", "é", "\x1b[31m", "\n")
NO_SIZE = ("0", "-1", "--5", "+-5", "2.5", "1e3", "x", "", "9" * 30, "٣")
DIMS, LENGTHS, TESTS = ("1", "2", "3", "5", "40"), ("3", "4", "5", "6", "100", "1000"), "2345"
SCALARS = ("0", "1", "-1", "1/2", "-1/2", "3", "-7/3", "1e-3", "0.1", "20", "1e6", "1/1000000007")

LAWLESS = tuple(id for id, entry in REGISTRY.items() if entry.law is not None)


def command(seed: int, index: int) -> Command:
    """Return a command: the same for the same seed and index."""
    chance = Random(f"{seed} {index}")  # noqa: S311  # no secret
    kinds: list[Callable[[Line], Command]] = [derive, train, check, alone]
    (kind,) = chance.choices(kinds, (85, 7, 5, 3))
    return kind(Line(chance))


def derive(line: Line) -> Command:
    """Return a command mesa-derive."""
    if line.maybe(0.06):
        return line.chance.choice((_moment, _needs, _without_law))(line)
    _law(line, numbers=line.maybe(0.6))
    numbers = line.maybe(0.6)
    line.choice("--dim", DIMS, NO_SIZE, absent=0.1 if numbers else 0.6)
    line.choice("--length", LENGTHS, (*NO_SIZE, "2"), absent=0.1 if numbers else 0.6)
    line.choice("--test-length", TESTS, (*NO_SIZE, "1"), absent=0.8)
    _start(line)
    if line.maybe(0.85):
        count = line.chance.choice((1, 1, 2, 4))
        ids = ",".join(line.chance.sample(RESULTS, count))
        line.choice("--results", (ids,), ("kappa-9", "", ",", "all,m2", *JUNK))
    elif line.maybe(0.15):
        line.option("--results", "all")
    line.choice("--require", TRUSTS, ("verified", *JUNK), 0.95)
    line.choice("--theorem", tuple(REGISTRY), ("theorem-9", *JUNK), 0.95)
    line.choice("--module", ("derivations",), ("no_such_module", "../x", *JUNK), 0.98)
    if line.maybe(0.03):
        line.option("--assume", line.chance.choice(("z > 1", "sigma => 1", "", *JUNK)), wrong=True)
    line.flag("--no-check", 0.75)
    line.flag("--debug", 0.03)
    _shown(line)
    return line.command("mesa-derive")


def _moment(line: Line) -> Command:
    """Return a question for a moment."""
    _law(line, numbers=line.maybe(0.6))
    asked = ("x_j^2 x_l^4", "|x|^6", "x_j", "x_1*x_1", "x_a^3 x_b x_c^2")
    line.choice("--moment", asked, ("x", "|x|^5", "", "x_j^99", "(x'Ax)^2", *JUNK))
    line.choice("--dim", DIMS, NO_SIZE, absent=0.6)
    return line.command("mesa-derive")


def _needs(line: Line) -> Command:
    """Return a question for what a result needs."""
    line.choice("--needs", RESULTS, ("kappa-9", "", "loss,m2", *JUNK))
    line.choice("--length", LENGTHS, NO_SIZE, absent=0.8)
    return line.command("mesa-derive")


def _without_law(line: Line) -> Command:
    """Return a question for a theorem that is about no initial token."""
    theorem = line.chance.choice(LAWLESS)
    line.option("--theorem", theorem)
    if theorem == "wishart" and line.maybe(0.8):
        line.choice("--power", ("2", "7", "2,1", "1,1,1"), (*NO_SIZE, "40", "2,", ",", *JUNK))
    line.choice("--dim", DIMS, NO_SIZE, absent=0.7)
    _point(line)
    if line.maybe(0.05):
        line.option("--length", line.chance.choice(LENGTHS), wrong=True)
    line.flag("--no-check", 0.9)
    line.choice("--format", ("text", "json", "latex", "markdown", "python", "c", "coq"), JUNK, 0.4)
    return line.command("mesa-derive")


def _point(line: Line) -> None:
    """Add where claims about prompts are looked at besides."""
    line.choice("--covariance", laws.OF_PROMPTS, laws.NO_COVARIANCES, absent=0.6)
    line.choice("--samples", ("1", "5", "300"), NO_SIZE, absent=0.6)
    line.choice("--test-samples", ("1", "40"), NO_SIZE, absent=0.8)
    numbers = tuple(f"sigma={number}" for number in SCALARS)
    line.choice("--param", (*numbers, "c=1/2"), ("sigma", "=1", "sigma=x", *JUNK), absent=0.7)


def _shown(line: Line) -> None:
    """Add how and where the output is shown."""
    kind = line.chance.random()
    if kind < 0.06:
        line.flag("--explain")
    elif kind < 0.10:
        line.without("--results", "--test-length")  # which it refuses
        line.flag("--step-sizes")
        line.choice("--format", ("text", "json"), ("latex", "coq"), 0.5)
    elif kind < 0.20:
        _typeset(line)
    elif kind < 0.22:
        line.choice("--phase-portrait", ("flow.svg",), ("flow.png", ".", "n" * 300 + ".svg"))
    else:
        line.choice(
            "--format",
            ("text", "json", "json", "latex", "markdown", "python", "c", "coq"),
            ("xml", "", "JSON "),
            0.3,
        )
        line.choice("--output", ("out.txt", "é.txt"), ("nowhere/x", ".", "n" * 300), 0.93)


def _typeset(line: Line) -> None:
    """Add how LaTeX is set."""
    line.option("--format", "latex")
    widths = ("397pt", "8.6cm", "246pt", "120mm", "6in")
    line.choice("--width", widths, ("0pt", "wide", "-3cm", "1e9pt", "", *JUNK), 0.5)
    line.choice("--harmonic", ("H", "sum"), ("h", "", *JUNK), 0.7)
    if line.maybe(0.3):
        line.flag("--bare")
    elif line.maybe(0.5):
        line.flag("--proof")
    line.choice("--label-prefix", ("mine", "a1:"), ("x}", "\\x", *JUNK), 0.8)
    if line.maybe(0.2):
        line.choice("--standalone", ("whole.tex",), ("nowhere/x.tex", ".", "n" * 300 + ".tex"))


def _law(line: Line, numbers: bool) -> None:
    """Add a law; with numbers for all of its parameters, or with symbols among them."""
    kind = line.chance.random()
    if kind < 0.62:
        _family(line, numbers)
    elif kind < 0.74:
        line.choice("--support", (laws.support(line.chance),), laws.NO_SUPPORT)
    elif kind < 0.86:
        line.choice("--moments", (laws.moments(line.chance, numbers),), laws.NO_MOMENTS)
    elif kind < 0.92:
        _data(line)
    elif kind < 0.94:
        line.choice(
            "--joint", ("joint.toml", "turned.toml"), ("nowhere.toml", "text.csv", ".", *JUNK)
        )
    elif kind < 0.96:
        line.option("--distribution", "gaussian")
        good = laws.COVARIANCES if numbers else (*laws.COVARIANCES, *laws.SYMBOLIC_COVARIANCES)
        line.choice("--covariance", good, (*laws.NO_COVARIANCES, *JUNK))
    elif kind < 0.98:
        line.option("--distribution", line.chance.choice(("generic", "exchangeable")))
    if kind < 0.86 and line.maybe(WRONG):
        name, value = line.chance.choice((("--weights-column", "1"), ("--symmetrize", "both")))
        line.option(name, value, wrong=True)  # which belong to data


def _data(line: Line) -> None:
    """Add tokens from a file; with a column of weights, where it has one."""
    if line.maybe(0.5):
        line.choice("--data", laws.DATA, laws.NO_DATA)
    else:
        name, columns, others = line.chance.choice(laws.WEIGHTED)
        line.option("--data", name)
        line.choice("--weights-column", columns, (*others, "0", "9", "1.5", "-1", "٣", *JUNK))
    line.choice("--symmetrize", ("permutations", "signs", "both"), ("Both", *JUNK), 0.7)


def _family(line: Line, numbers: bool) -> None:
    if line.maybe(0.15):
        good = laws.of_a_law(line.chance, numbers)
        line.choice("--distribution", (good,), (*laws.NO_ARGUMENT, f"{good})", f"{good[:-1]}"))
        return
    name = line.chance.choice(tuple(FAMILIES))
    line.choice("--distribution", (name,), ("cauchy", "Gaussian", *JUNK))
    family = FAMILIES[name]
    free = [option for option in options(family) if line.maybe(0.1)]
    named = [one for one in family.parameters if "variance" not in free or one != family.scale]
    for parameter in (*named, *free):
        if numbers or line.maybe(0.3):
            good, bad = laws.PARAMETERS.get(parameter, laws.POSITIVE)
            value = line.chance.choice(good)
            wrong = [f"{parameter}={x}" for x in bad] + [parameter, f"q={value}", f"={value}"]
            line.choice("--param", (f"{parameter}={value}",), wrong)


def _start(line: Line) -> None:
    """Add a start: of any signs, on the lines a = b and a = −b, at rest, at a minimum."""
    if line.maybe(0.5):
        return
    a, b = line.chance.choices(SCALARS, k=2)
    opposite = a[1:] if a.startswith("-") else f"-{a}"
    good = (f"{a},{b}", f"{a},{b}", f"{a},{a}", f"{a},{opposite}", "0,0", "2,2", "1/2,1/2", "1,1/5")
    line.choice("--init", good, ("1", "1,2,3", "x,1", ",", "1,1/0", "1e999,1", *JUNK))


def train(line: Line) -> Command:
    """Return a command mesa-train."""
    _law(line, numbers=True)
    line.choice("--dim", ("1", "2", "3"), NO_SIZE)
    line.choice("--length", ("3", "4", "6"), (*NO_SIZE, "2"))
    line.choice("--step-size", ("1/100", "1e-3", "1", "1e9"), ("0", "-1", *JUNK))
    line.choice("--epochs", ("0", "1", "3", "7"), ("-1", "x", "", "1.5"))
    if line.maybe(0.5):
        line.choice("--samples", ("1", "5", "9"), NO_SIZE)
        line.flag("--fresh", 0.2)
        line.flag("--gather", 0.2)
        line.flag("--single", 0.2)
    else:
        line.flag("--population", 0.2)
    line.choice("--seed", ("0", "7"), ("-1", "1.5", *JUNK), 0.7)
    line.choice("--init-from", ("weights.npz",), ("nowhere.npz", "text.npz", "."), 0.95)
    line.flag("--resume", 0.05)
    line.choice("--init", ("1/10,1/10", "1,-1", "0,0", "1e200,1e200"), ("1", "x,1", *JUNK), 0.6)
    line.choice("--init-std", ("0", "1/10", "3"), ("-1", *JUNK), 0.9)
    line.choice("--output", ("run.npz",), (".", "nowhere/x.npz", "n" * 300), 0.8)
    line.flag("--mask", 0.2)
    line.choice("--format", ("text", "json"), ("latex", ""), 0.5)
    return line.command("mesa-train")


def check(line: Line) -> Command:
    """Return a command mesa-check."""
    if line.maybe(0.1):
        wrong = ("nowhere.py:f", "layer.py", "text.npz:f", "layer.py:g", ":f", "n" * 300 + ".py:f")
        line.choice("--layer", ("layer.py:layer",), wrong, absent=0)
        line.choice("--length", ("1", "20"), ("0", "-1", "1.5", *JUNK), absent=0)
        line.choice("--format", ("text", "json"), ("latex", ""), 0.5)
        return line.command("mesa-check")
    _law(line, numbers=True)
    line.choice("--dim", ("1", "2"), NO_SIZE)
    line.choice("--length", ("3", "4", "6"), (*NO_SIZE, "2"))
    if line.maybe(0.2):
        line.choice("--weights", ("weights.npz",), ("nowhere.npz", ".", "text.npz", "n" * 300))
    else:
        line.choice("--samples", ("60", "100"), (*NO_SIZE, "1"))
        line.choice("--seed", ("0", "7"), ("-1", "1.5", *JUNK), 0.7)
        line.choice("--claims", ("loss,fixed-point", "emergence", "m2,flow-a"), ("x", "", ","))
    line.choice("--format", ("text", "json"), ("latex", ""), 0.5)
    return line.command("mesa-check")


def alone(line: Line) -> Command:
    """Return a command without a law."""
    name, *arguments = line.chance.choice(ALONE)
    right = name == "mesa-derive" and {"--colour", "--forward"}.isdisjoint(arguments)
    return Command(name, tuple(arguments), not right)


SMALL = ("--dim", "2", "--length", "4")
ALONE = (
    ("mesa-derive", "--list"),
    ("mesa-derive", "--version"),
    ("mesa-derive", "--help"),
    ("mesa-derive", "--compare", "--dim", "2", "--length", "4", "--format", "json"),
    (
        "mesa-derive",
        "--compare-models",
        "--distribution",
        "rademacher",
        "--param",
        "c=1",
        "--dim",
        "2",
    ),
    ("mesa-derive", "--compare", "--laws", "exponential,beta", "--dim", "2", "--no-check"),
    ("mesa-derive", "--list-laws"),
    ("mesa-derive", "--colour"),
    ("mesa-derive", "--model", "text.csv", "--forward", "nowhere.py:predict"),
    ("mesa-derive", "--model", "text.csv", "--dim", "2", "--fixed", "F=1,0;0,1"),
    ("mesa-figures", "figure-9", "--quick"),
    ("mesa-figures", "von-oswald-copy", "--quick", "--workers", "0"),
    ("mesa-figures", "von-oswald-copy", "--quick", "--out", "text.csv"),
    ("mesa-lock", "--check", "--file", "nowhere.json"),
    ("mesa-lock", "--check", "--file", "text.npz"),
    ("mesa-lock", "no.such.module"),
    ("mesa-mutate", "theorem-9"),
    ("mesa-mutate", "--sample", "0"),
    ("mesa-lock", "--check", "--model", "text.csv"),
    ("mesa-new-model", "--dir", "nowhere", "a-head"),
)
