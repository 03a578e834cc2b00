"""How wide the glyphs of Computer Modern are at 10 pt, and how TeX sorts them for its spacing."""

from collections.abc import Mapping
from typing import Literal

Kind = Literal["ord", "op", "bin", "rel", "open", "close", "punct", "inner"]

_ITALIC = {  # cmmi10, in hundredths of a point
    "A": 750, "B": 759, "C": 715, "D": 828, "E": 738, "F": 643, "G": 786, "H": 831, "I": 440,
    "J": 555, "K": 849, "L": 681, "M": 970, "N": 803, "O": 763, "P": 642, "Q": 791, "R": 759,
    "S": 613, "T": 584, "U": 683, "V": 583, "W": 944, "X": 828, "Y": 581, "Z": 683,
    "a": 529, "b": 429, "c": 433, "d": 520, "e": 466, "f": 490, "g": 477, "h": 576, "i": 345,
    "j": 412, "k": 521, "l": 298, "m": 878, "n": 600, "o": 485, "p": 503, "q": 446, "r": 451,
    "s": 469, "t": 361, "u": 572, "v": 485, "w": 716, "x": 572, "y": 490, "z": 465,
}  # fmt: skip
_ROMAN = {  # cmr10
    "A": 750, "B": 708, "C": 722, "D": 764, "E": 681, "F": 653, "G": 785, "H": 750, "I": 361,
    "J": 514, "K": 778, "L": 625, "M": 917, "N": 750, "O": 778, "P": 681, "Q": 778, "R": 736,
    "S": 556, "T": 722, "U": 750, "V": 750, "W": 1028, "X": 750, "Y": 750, "Z": 611,
    "a": 500, "b": 556, "c": 444, "d": 556, "e": 444, "f": 306, "g": 500, "h": 556, "i": 278,
    "j": 306, "k": 528, "l": 278, "m": 833, "n": 556, "o": 500, "p": 556, "q": 528, "r": 392,
    "s": 394, "t": 389, "u": 556, "v": 528, "w": 722, "x": 528, "y": 528, "z": 444,
    " ": 333, ",": 278, ".": 278, ":": 278, ";": 278, "'": 278, "-": 333, "(": 389, ")": 389,
}  # fmt: skip
_GREEK = {
    "Gamma": 615, "Delta": 833, "Theta": 763, "Lambda": 694, "Xi": 742, "Pi": 831, "Sigma": 780,
    "Upsilon": 583, "Phi": 667, "Psi": 612, "Omega": 772, "alpha": 640, "beta": 566, "gamma": 518,
    "delta": 444, "epsilon": 406, "zeta": 438, "eta": 497, "theta": 469, "iota": 354, "kappa": 576,
    "lambda": 583, "mu": 603, "nu": 494, "xi": 438, "pi": 570, "rho": 517, "sigma": 571,
    "tau": 437, "upsilon": 540, "phi": 596, "chi": 626, "psi": 651, "omega": 622,
}  # fmt: skip
_DIGIT = 500

ITALIC: Mapping[str, float] = {name: size / 100 for name, size in _ITALIC.items()}
"""Letters in formulas."""

ROMAN: Mapping[str, float] = {name: size / 100 for name, size in _ROMAN.items()}
"""Letters of words; every other character of a word is as wide as a digit."""

DIGIT = _DIGIT / 100

SIGNS: Mapping[str, tuple[float, Kind]] = {
    **dict.fromkeys("0123456789", (DIGIT, "ord")),
    **{letter: (size, "ord") for letter, size in ITALIC.items()},
    **{rf"\{name}": (size / 100, "ord") for name, size in _GREEK.items()},
    "+": (7.78, "bin"), "-": (7.78, "bin"), "*": (5.0, "bin"), r"\cdot": (2.78, "bin"),
    r"\times": (7.78, "bin"), r"\pm": (7.78, "bin"),
    "=": (7.78, "rel"), "<": (7.78, "rel"), ">": (7.78, "rel"), r"\le": (7.78, "rel"),
    r"\ge": (7.78, "rel"), r"\neq": (7.78, "rel"), r"\approx": (7.78, "rel"),
    r"\in": (6.67, "rel"), r"\to": (10.0, "rel"), r"\mid": (2.78, "rel"), ":": (2.78, "rel"),
    r"\sim": (7.78, "rel"), r"\mapsto": (10.0, "rel"),
    "(": (3.89, "open"), "[": (2.78, "open"), r"\{": (5.0, "open"), r"\langle": (3.89, "open"),
    ")": (3.89, "close"), "]": (2.78, "close"), r"\}": (5.0, "close"), r"\rangle": (3.89, "close"),
    "!": (2.78, "close"), ",": (2.78, "punct"), ";": (2.78, "punct"), r"\colon": (2.78, "punct"),
    ".": (2.78, "ord"), "/": (5.0, "ord"), "|": (2.78, "ord"), "'": (2.3, "ord"),
    r"\|": (5.0, "ord"), r"\infty": (10.0, "ord"), r"\partial": (5.87, "ord"),
    r"\nabla": (8.33, "ord"), r"\ell": (4.17, "ord"), r"\circ": (5.0, "ord"),
    r"\dots": (13.4, "inner"), r"\ldots": (13.4, "inner"), r"\cdots": (13.4, "inner"),
    r"\sum": (14.44, "op"), r"\exp": (14.2, "op"), r"\log": (12.8, "op"), r"\min": (16.7, "op"),
    r"\max": (18.6, "op"), r"\lim": (13.9, "op"), r"\det": (13.9, "op"),
    r"\,": (1.67, "ord"), r"\;": (2.78, "ord"), r"\ ": (3.33, "ord"), r"\!": (-1.67, "ord"),
    "~": (3.33, "ord"), r"\quad": (10.0, "ord"), r"\qquad": (20.0, "ord"), "&": (0.0, "ord"),
}  # fmt: skip
"""Signs of formulas by the commands that set them, with their widths and kinds."""

LIMITS = frozenset({r"\sum", r"\min", r"\max", r"\lim"})
"""The operators whose subscripts stand below them in a displayed formula."""
