"""What states nothing in words is refused in a line with its place, rule and remedy."""

import pytest

from symbolic_mesa import InvalidInput
from symbolic_mesa.stating.files import read_model
from tests.in_words import FILE, stated, with_weights

PLAIN = {
    # the grammar
    "y X' A q / N / 2": "'/' does not fit here",
    "y X' A q * 2": "'*' is not written",
    "y X' A q /": "ends too early",
    "tr A": "expected (",
    "x[t,i]": "belongs to models with indices",
    "sum(s = 1 .. t) A": "belongs to models with indices",
    # shapes
    "y A q": "a matrix with columns in N stands before one with rows in d",
    "y X' A q + X": "a number and a matrix d x N in this sum; write a number times I",
    "X + A": "a matrix d x N and one d x d in this sum",
    "tr(X A)": "a matrix with columns in N stands before one with rows in d",
    "tr(X) A": "the trace of a matrix d x N, which is not square",
    "X^2 A": "a power of a matrix d x N, which is not square",
    "y X' A q + tr(I)": "there is nothing that gives this a size",
    "y X' A q + X (X' + I)": "I is square, and here a matrix is N x d",
    "block(A, X; q)": "rows of a block matrix have one number of entries",
    "block(A, y)": "a matrix d x N and one 1 x N here",
    "block(0, 0) A": "has no size",
    # sizes that nothing gives
    "y X' A q + tr(ones)": "there is nothing that gives this a size",
    "y X' A q + w' (2 ones) q + tr(2 ones)": "there is nothing that gives this a size",
    "y ones ones X' A q": "nothing gives ones beside ones a size",
    "y ones 2 ones' X' A q": "nothing gives ones beside ones a size",
    "y ones^2 X' A q": "nothing gives ones in a power a size",
    "y (I - ones / N)^2 X' A q": "there is nothing that gives this a size",
    "y X' (ones + ones) (ones + ones) A q": "there is nothing that gives this a size",
    "w' q (I - ones / N)": "there is nothing that gives this a size",
    "y ones^-1 X' A q": "^-1 is for positive letters of [symbols]; there are: Lambda",
    "y X' A q + X (ones + X)": "a matrix with columns in N stands before one with rows in d",
    "X ones + y": "a matrix d x N and one 1 x N in this sum",
    "one X' A q": "did you mean ones?",
    # numbers
    "y X' A q / 0": "a divisor is positive",
    "y X' A q / (N - N)": "a divisor is positive",
    "y X' A q / sigma": "words are divided by numbers and by dimensions",
    "y X' A q / (N d)": "a product of dimensions in a divisor",
    "y X' A q / 2/3": "a division ends its term",
    "y X' A^0 q": "an exponent is from 1 to 12, or -1",
    "y X' A^13 q": "an exponent is from 1 to 12, or -1",
    "y X' sigma^-1 A q": "^-1 is for positive letters of [symbols]; there are: Lambda",
    "((y X' A q)^12)^12": "more than 500 factors, definitions put in",
    # names
    "y X' A p": "'p' is no name here; there are",
    "z X' A q": "'z' is no name here",
    "eqs X' A q": "did you mean eps?",
    # the whole
    "A": "its shape is not that of the prediction",
    "y X' q": "a weight that does not occur in the prediction",
    "y X' q / (2 N + 1)": "does not occur in the prediction; it has N, X, eps, q, sigma, w",
}

OTHERS = {
    "a kind": (stated(Lambda="positiv d x d"), "did you mean positive?"),
    "not square": (stated(Lambda="positive d x N"), "a positive matrix is square"),
    "no symbol": (stated(Lambda="d"), "is no kind of symbol"),
    "no draw": (stated(X="gaussian"), "is no random matrix"),
    "no covariance": (stated(X="d x N, columns Lamda"), "did you mean Lambda?"),
    "another space": (stated(eps="N x 1, columns Lambda"), "have no covariance d x d"),
    "diagonal": (stated(A="diagonal"), "a diagonal weight needs coordinates"),
    "no weight": (stated(A="b"), "is no weight"),
    "no inverse": (
        stated(A="a S^-1").replace("[random]", 'S = "symmetric d x d"\n[random]'),
        "S has no inverse here; declare it positive",
    ),
    "scale": (stated(A="N I"), "'N' has a meaning"),
    "a circle": (stated(y="w' X y y'"), "'y' is defined by itself: y -> y"),
    "taken": (with_weights("y X' A q", 'A = "matrix"\nX = "matrix"'), "'X' has a meaning"),
    "reserved": (stated().replace("eps", "T"), "'T' has a meaning"),
    "a dimension": (stated().replace("eps", "d"), "is a dimension too"),
    "a weight in the target": (stated(target="w' A q"), "a target has no weight"),
    "a section": (FILE + "[notation]\n", "no key of a file of a model in words"),
    "steps": (FILE.replace("target =", 'steps = "t = 1 .. T"\ntarget ='), "no key of [model]"),
    "no random": (FILE.replace("[random]", "[randm]"), "no key of a file of a model in words"),
    "ones": (stated().replace("eps", "ones"), "'ones' has a meaning"),
    "ones of a space": (stated().replace("eps", "onesN"), "'onesN' has a meaning"),
    "a size in a definition": (stated(y="w' X ones"), "there is nothing that gives this a size"),
    "underscore": (stated().replace("eps", "e_1"), "is no name here"),
}


def refusal(text: str) -> str:
    with pytest.raises(InvalidInput) as seen:
        read_model(text, "my.toml")
    said = str(seen.value)
    assert said.startswith("my.toml:")
    assert said.isprintable()
    assert all(part.isdigit() for part in said.split(":")[1:3])
    return said


@pytest.mark.parametrize("prediction", PLAIN)
def test_a_prediction_is_refused(prediction: str) -> None:
    assert PLAIN[prediction] in refusal(stated(prediction))


@pytest.mark.parametrize("name", OTHERS)
def test_a_file_is_refused(name: str) -> None:
    text, reason = OTHERS[name]
    assert reason in refusal(text)


def test_a_place_is_that_of_the_text() -> None:
    assert refusal(stated("y X' B q / N")).startswith("my.toml:20:20: prediction: 'B' is no name")
    assert refusal(stated(y="w' Y")).startswith("my.toml:17:9: y: 'Y' is no name here")


@pytest.mark.parametrize(
    "prediction",
    ["X' q y X' A q'' (w' q) / 2", "2 y X' (A + I + 2 Lambda^-1) q / (2 N + d + 1)", "tr(A)"],
)
def test_what_fits_is_read(prediction: str) -> None:
    text = stated(prediction)
    if prediction.startswith("X'"):
        text = stated(prediction, target="X' q")
    assert read_model(text).regression is not None
