"""Results as a Coq file: their derivation's claims as definitions and lemmas, proved there."""

from symbolic_mesa.errors import InvalidInput
from symbolic_mesa.kernel.coq import CoqFile, coq_file
from symbolic_mesa.results import Results


def dumps(results: Results) -> str:
    """Return the text of the file.

    Raises:
        InvalidInput: when the derivation has no lemmas for a proof kernel.
    """
    return file_of(results).text


def file_of(results: Results) -> CoqFile:
    """Return the file with the places of its lemmas."""
    if results.entry.lemmas is None:
        raise InvalidInput(f"{results.entry.id}: has no lemmas for Coq; choose another derivation")
    lemmas, abbreviations = results.entry.kernel_lemmas
    return coq_file(results.derivation, results.setting, lemmas, abbreviations)
