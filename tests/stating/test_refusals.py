"""What states nothing is refused in a line that says where and why, and what to write instead."""

from pathlib import Path

import pytest

from symbolic_mesa import InvalidInput, derive, laws, load_model
from symbolic_mesa.stating.files import read_model
from tests.stating import TWO_HEADS, stated

P = 14  # the column before that of a prediction


def refusal(text: str) -> tuple[str, str]:
    """Return the place of an error in a file, and what it says."""
    with pytest.raises(InvalidInput) as seen:
        read_model(text, "my.toml")
    said = str(seen.value)
    assert said.isprintable(), said
    assert said.startswith("my.toml:"), said
    line, column, reason = said.removeprefix("my.toml:").split(":", 2)
    return f"{int(line)}:{int(column)}", reason


PREDICTIONS = {
    # what no sentence of the language is
    "A[i,j] x[t,j] *": (15, "'*' is not written: factors stand side by side"),
    "A[i,j] x[t,j] +": (16, "ends too early: expected"),
    "A[i,j] (x[t,j]": (15, "ends too early"),
    "A[i,j] x[t,j])": (14, "')' does not fit here"),
    "A[i,j,k] x[t,j]": (6, "',' does not fit here: expected ]"),
    "conj A[i,j]": (6, "expected ("),
    "A[i,j] x[t,j] / 2 x[t,k]": (19, "expected + or -"),
    "A[i,j] x[t,j] / 2 / 3": (19, "'/' does not fit here"),
    "A[i,j] x[t,j]/2/3": (15, "a division ends its term"),
    "A[i,j] x[t,j] é": (15, "'é' has no meaning here"),
    "A[i,j] x[t,j] 1234567890123": (15, "a number of more than 12 digits"),
    "A[i,j] x[t,j] 1/1234567890123": (15, "a number of more than 12 digits"),
    "A" * 32 + "[i,j] x[t,j]": (1, "is longer than 31 characters"),
    "(" * 41 + "x[t,i]" + ")" * 41: (1, "more than 40 brackets within each other"),
    "A[i,j] x[t,j]" + " " * 4000: (1, "longer than 4000 characters"),
    # words of the other language
    "A[i,j]' x[t,j]": (7, '"\'" belongs to models in words'),
    "A[i,j]^-1 x[t,j]": (7, "'^-' belongs to models in words"),
    "tr(A) x[t,i]": (1, "'tr' belongs to models in words"),
    "A[i,j] block(a, b; c, d)": (8, "'block' belongs to models in words"),
    # indices
    "A[i,j] x[t,j] conj(x[t,j])": (15, "'j' occurs three times"),
    "(A[i,j] x[t,j]) B[j,k]": (17, "'j' occurs three times"),
    "(conj(x[t,k]) x[t,k])^2 A[i,j] x[t,j]": (1, "'k' occurs four times"),
    "A[i,j] x[t,j] delta[j,k]": (15, "'j' occurs three times"),
    "A[i,j] x[t,i]": (1, "its free coordinate is that of the target, i; here: j"),
    "A[i,j] x[t,j] x[t,i]": (1, "its free coordinate is that of the target, i; here: none"),
    "A[i,j]": (1, "here: i, j"),
    "A[i,j] x[t,j] + x[t,k]": (1, "summands have different free coordinates: i, and k"),
    "A[i,j] (x[t,j] + x[t,k])": (9, "summands have different free coordinates: j, and k"),
    "A[i,t] x[t,t]": (1, "'t' is a time, not a coordinate"),
    "A[i,T] x[t,T]": (1, "'T' has a meaning; choose another coordinate"),
    "delta[t,i] A[j,j]": (1, "'t' is a time, not a coordinate"),
    "A[t,j] x[t,j]": (1, "'A' is a weight, with two coordinates"),
    "A[i,j] y[t,j]": (8, "a token is x[t,i]"),
    "t[i,j] x[t,j]": (1, "'t' has a meaning"),
    "A x[t,i]": (1, "'A' has no indices; a token is x[t,i], a weight W[i,j]"),
    "A[i,j] x[t,j] t": (15, "the time 't' stands in [ ] and in divisors alone"),
    # times
    "sum(s = 1 .. t) sum(s = 1 .. t) A[i,j] x[s,j]": (21, "the time 's' is taken"),
    "sum(s = 1 .. t) (sum(s = 1 .. t) 1) A[i,j] x[s,j]": (22, "the time 's' is taken"),
    "sum(t = 1 .. t) A[i,j] x[t,j]": (5, "the time 't' is taken"),
    "sum(d = 1 .. t) A[i,j] x[d,j]": (5, "'d' has a meaning"),
    "(sum(s = 1 .. t) 1) A[i,j] x[s,j]": (30, "'s' is no time here; there is t"),
    "sum(s = 1 .. t) A[i,j] x[s,j] + A[i,j] x[s,j]": (42, "'s' is no time here"),
    "sum(s = 1 .. r) sum(r = 1 .. t) A[i,j] x[s,j]": (14, "'r' is no time here"),
    "sum(s = 1 .. s) A[i,j] x[s,j]": (14, "'s' is no time here"),
    "sum(s = 1 .. T) A[i,j] x[s,j]": (14, "T stands in steps alone"),
    "A[i,j] x[T,j]": (10, "T stands in steps alone"),
    "A[i,j] x[t,j] T": (15, "T stands in steps alone"),
    "A[i,j] x[t,j] / T": (17, "T stands in steps alone"),
    "A[i,j] x[t t,j]": (10, "a time is a sum of times and whole numbers"),
    "A[i,j] x[t/2,j]": (10, "a time is not divided"),
    "A[i,j] x[1/2,j]": (10, "a time is whole"),
    "A[i,j] x[t - 101,j]": (10, "a number in a time is above 100"),
    "A[i,j] x[t + 2,j]": (8, "x[t + 2,j] can be after the last token, x_T"),
    "sum(s = 1 .. 2 t) A[i,j] x[s,j]": (26, "x[s,j] can be after the last token"),
    "sum(s = 1 .. t) sum(r = s .. t + s) A[i,j] x[r,j]": (44, "can be after the last token"),
    "sum(s = 0 .. t) A[i,j] x[t - s + 2,j]": (24, "can be after the last token"),
    "A[i,j] x[4,j]": (8, "x[4,j] can be after the last token"),
    # divisors
    "A[i,j] x[t,j] / 0": (17, "a term is divided by 0"),
    "A[i,j] x[t,j] / (1 - 1)": (17, "a divisor is a number, or t less a number"),
    "A[i,j] x[t,j] 1/0": (15, "a number is divided by 0"),
    "A[i,j] x[t,j] / (t-2)": (17, "the divisor t - 2 is 0 at t = 2"),
    "A[i,j] x[t,j] / (t-4)": (17, "the divisor t - 4 is -2 at t = 2"),
    "sum(s = 1 .. t) A[i,j] x[s,j] / s": (33, "a divisor is a number, or t less a number"),
    "A[i,j] x[t,j] / (2 t)": (17, "a divisor is a number, or t less a number"),
    "A[i,j] x[t,j] / x[t,k]": (17, "a divisor is a number, or t less a number"),
    "A[i,j] x[t,j] / (t-1)^13": (17, "an exponent is from 1 to 12"),
    # sizes
    "A[i,j] x[t,j]^0": (8, "an exponent is from 1 to 12"),
    "A[i,j] x[t,j] " + "(1 + 1) " * 9: (79, "more than 400 terms"),
    "A[i,j] x[t,j] ((x[t,k] - x[t,k])^12)^12": (16, "occurs three times"),
    "A[i,j] x[t,j] " + "delta[k,k] " * 23: (26, "occurs four times"),
    "A[i,j] x[t,j] (((999999999999)^12)^12)": (17, "a product of numbers has more than 100 digits"),
    "A[i,j] x[t,j]" + "".join(f" A[a{k},a{k}]" for k in range(25)): (237, "more than 24 factors"),
    # names
    "C[i,j] x[t,j]": (1, "the weight C is not listed in [weights]"),
    "x[t,i]": (1, "no weight to train"),
}  # fmt: skip


@pytest.mark.parametrize("prediction", PREDICTIONS)
def test_a_prediction_is_refused_where_it_is_wrong(prediction: str) -> None:
    column, reason = PREDICTIONS[prediction]
    place, said = refusal(stated(prediction, {"A": "a I"}))
    assert (place, reason in said) == (f"6:{P + column}", True), (place, said)
    assert said.startswith(" prediction: "), said
    assert said.endswith("; see docs/models.md"), said


def test_a_place_in_a_text_of_several_lines_is_its_own() -> None:
    place, said = refusal(TWO_HEADS.replace("A2[k,l] x[t,l] / (t-1)", "A2[k,l] x[t,l] / (t-2)"))
    assert place == "10:68"
    assert "the divisor t - 2 is 0" in said


WEIGHTS = {
    '"fixed I"': (10, "'I' does not fit; write one of"),
    '"a I - b (J - I)"': (4, "the ansatz subtracts"),
    '"aI"': (6, "ends too early; write one of 0, a I, a I + b (J - I), b (J - I), diag(a)"),
    '"2 I"': (4, "'2' does not fit; write one of"),
    '"a J"': (6, "'J' does not fit"),
    '""': (0, 'missing, or no text; write A = "..."'),
    "3": (0, 'missing, or no text; write A = "..."'),
    '"A I"': (4, "the scale A has another meaning (a weight)"),
    '"t I"': (4, "(a time)"),
    '"j I"': (4, "(a coordinate)"),
    '"d I"': (4, "(a word of the grammar)"),
    '"T I"': (4, "(a word of the grammar)"),
    '"a I + H (J - I)"': (10, "(a symbol of the theory)"),
    '"tau I"': (4, "(a symbol of the theory)"),
    '"mu_4_2 I"': (4, "(a symbol of the theory)"),
    '"lambda I"': (4, "(a symbol of the theory)"),
}


@pytest.mark.parametrize("form", WEIGHTS)
def test_an_ansatz_is_refused_where_it_is_wrong(form: str) -> None:
    column, reason = WEIGHTS[form]
    place, said = refusal(stated(weights={}, rest=f"A = {form}\n"))
    assert (place, reason in said) == (f"9:{1 + column + bool(column)}", True), (place, said)


FILES = {
    "a weight that is not there": (
        stated(weights={"A": "a I", "A1": "b I"}),
        "10:7",
        "no such weight in the prediction; there is A; did you mean A?",
    ),
    "no scale at all": (stated(weights={"A": "0"}), "6:15", "every weight is 0 on the ansatz, or"),
    "nothing trained": (
        stated(weights={"A": "fixed"}),
        "6:15",
        "every weight is 0 on the ansatz, or",
    ),
    "declared twice": (stated(rest='A = "b I"\n'), "10:10", "Cannot overwrite a value"),
    "a scale that is an entry": (
        stated("A[i,j] x[t,j] + B[i,j] x[t,j]", {"A": "diag(a)", "B": "a_1 I"}),
        "10:6",
        "(an entry of a diagonal)",
    ),
    "an unused scale": (
        stated(rest='[notation]\nb = { typical = "1" }\n'),
        "11:1",
        "'b' is no scale of the ansatz; there is a",
    ),
    "no number": (
        stated(rest='[notation]\na = { typical = "x" }\n'),
        "11:18",
        "typical='x': not an exact number",
    ),
    "latex": (
        stated(rest='[notation]\na = { latex = "\\\\input{x}", typical = "1/3" }\n'),
        "11:17",
        "is no symbol; write a letter",
    ),
    "another key": (
        stated(rest='[notation]\na = { typicle = "1/3" }\n'),
        "11:1",
        "'typicle' is said of no scale; choose from latex, typical, words; did you mean typical?",
    ),
    "no weight's name": (stated(rest='"A\\n1" = "0"\n'), "8:10", "'A\\n1': no name"),
    "no section": (TWO_HEADS.partition("[model]")[0], "1:1", "a section [model] is missing"),
    "another section": (stated(rest="[wieghts]\n"), "10:2", "did you mean weights?"),
    "another process": (
        stated().replace("diagonal-phases", "diagonal-phase"),
        "3:1",
        "'diagonal-phase' is no process; choose from diagonal-phases",
    ),
    "no title": (stated().removeprefix('title = "a model"\n'), "1:1", "title: missing"),
    "a title that rings": (stated().replace("a model", "\\u0007"), "1:1", "cannot be printed"),
    "no TOML": ("title = \n", "1:9", "not a TOML file (Invalid value)"),
    "nothing": ("", "1:1", "a section [data] is missing"),
    "steps to a number": (stated(steps="t = 2 .. 5"), "5:19", "steps end at T or T plus a number"),
    "steps to 2 T": (stated(steps="t = 2 .. 2 T"), "5:19", "steps end at T or T plus a number"),
    "steps from 0": (stated(steps="t = 0 .. T-1"), "5:10", "steps start at a number from 1 to 20"),
    "steps called T": (stated(steps="T = 2 .. T-1"), "5:10", "'T' has a meaning"),
    "steps to T": (stated(steps="t = 2 .. T"), "7:11", "x[t + 1,i] can be after the last token"),
    "a target with a weight": (stated(target="A[i,j] x[t,j]"), "7:11", "a target has no weight"),
    "a target of two coordinates": (
        stated(target="x[t,i] x[t,j]"),
        "7:11",
        "a target has one free coordinate",
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_is_refused_where_it_is_wrong(name: str) -> None:
    text, place, reason = FILES[name]
    found, said = refusal(text)
    assert (found, reason in said) == (place, True), (found, said)


@pytest.mark.parametrize("content", [b"\xff\xfe", b"# " + b"x" * 8_000])
def test_what_is_no_short_text_is_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "m.toml"
    path.write_bytes(content)
    with pytest.raises(InvalidInput, match=r"m\.toml: .*; give the file of a model; see docs"):
        load_model(path)


def test_a_scale_of_the_name_of_a_laws_parameter_is_refused() -> None:
    model = read_model(stated(weights={"A": "sigma I"}))
    with pytest.raises(
        InvalidInput, match="scale sigma: gaussian has a parameter sigma; rename it"
    ):
        _ = derive(laws.gaussian(), model=model, check=False)["loss"].expr


def test_one_scale_in_two_blocks_is_judged_by_stays() -> None:
    text = "A[i,j] x[t,j] + 2 B[i,j] x[t,j]"
    model = read_model(stated(text, {"A": "a I", "B": "a I"}))
    found = derive(laws.gaussian(1), model=model, results=["stays"], check=False)
    assert found["stays"].step.claim.value is False
    model = read_model(stated("A[i,j] x[t,j] + B[i,j] x[t,j]", {"A": "a I", "B": "a I"}))
    found = derive(laws.gaussian(1), model=model, results=["stays"], check=False)
    assert found["stays"].step.claim.value is True


def test_what_a_user_says_reaches_latex_escaped() -> None:
    from symbolic_mesa.export import latex

    said = r"an $x$ \input{y} %"
    text = stated(rest=f"[notation]\na = {{ words = '{said}' }}\n").replace(
        '"a model"', r"'50% of \input{x} $ & _ # {'"
    )
    found = derive(laws.gaussian(1), model=read_model(text), results=["loss"], check=False)
    written = latex.dumps(found)
    assert "\\input" not in written
    assert r"50\% of \textbackslash{}input\{" in written
