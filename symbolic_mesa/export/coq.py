"""Results as a Coq file: their derivation's claims as definitions and lemmas, proved there."""

from symbolic_mesa.kernel.coq import CoqFile, coq_file
from symbolic_mesa.results.results import Results
from symbolic_mesa.text.errors import InvalidInput


def dumps(results: Results) -> str:
    """Return the text of the file.

    Raises:
        InvalidInput: when the derivation has no lemmas for a proof kernel.
    """
    return file_of(results).text


def file_of(results: Results) -> CoqFile:
    """Return the file with the places of its lemmas."""
    able = [one for one in results.derived if one.entry.lemmas is not None]
    if not able:
        raise InvalidInput("--results: none of these has lemmas for Coq; try loss or fixed-point")
    one = able[0]
    return coq_file(one.derivation, one.entry.problem, results.setting, *one.entry.kernel_lemmas)
