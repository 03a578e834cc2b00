"""Claims that are no equations, as sentences."""

from collections.abc import Mapping

from symbolic_mesa.export.latex.sentences import Sentences, capital, listed
from symbolic_mesa.notation.phrases import conditions
from symbolic_mesa.record import Claim


def said(claim: Claim, verdicts: Mapping[str, bool | str], reason: str, words: Sentences) -> str:
    """Return a claim with its verdicts and the reason for them as sentences.

    Args:
        claim: the claim.
        verdicts: what it says, by part.
        reason: why, in LaTeX; empty where nothing is said.
        words: how words are written.
    """
    because = f", because {reason}" if reason else ""
    if list(verdicts) == [""]:
        return _whole(claim, verdicts[""], because, words)
    truths = all(isinstance(verdict, bool) for verdict in verdicts.values())
    parts = _truths(verdicts, words) if truths else _values(verdicts, words)
    return f"{capital(words.tex(claim.statement))}: {parts}{because}."


def _whole(claim: Claim, verdict: bool | str, because: str, words: Sentences) -> str:
    head, colon, tail = claim.statement.partition(": ")
    if isinstance(verdict, str):
        inside = f" ({words.tex(tail)})" if colon else ""
        return f"{capital(words.tex(head))}{inside}: \\emph{{{words.tex(verdict)}}}{because}."
    if head.startswith(claim.name) and claim.name:  # a noun, and what it asks
        inside = f" ({words.tex(tail)})" if colon else ""
        return f"{capital(words.tex(head))}{inside} {'holds' if verdict else 'fails'}{because}."
    sentence = words.tex(claim.statement)
    if verdict:
        return f"{capital(sentence)}{f'. This is so{because}' if because else ''}."
    return f"It is \\emph{{not}} so that {sentence}{because}."


def _truths(verdicts: Mapping[str, bool | str], words: Sentences) -> str:
    held = [_part(part, words) for part, verdict in verdicts.items() if verdict]
    others = [_part(part, words) for part, verdict in verdicts.items() if not verdict]
    yes = listed(held) if held else "none"
    return f"{yes}; not {listed(others)}" if others and held else yes


def _values(verdicts: Mapping[str, bool | str], words: Sentences) -> str:
    pairs = [
        (_part(part, words), rf"\emph{{{words.tex(str(verdict))}}}")
        for part, verdict in verdicts.items()
    ]
    if all(conditions(part) for part in verdicts):
        return ", and ".join(f"{verdict} if {part}" for part, verdict in pairs)
    return "; ".join(f"{part}: {verdict}" for part, verdict in pairs)


def _part(part: str, words: Sentences) -> str:
    return words.tex(part)
