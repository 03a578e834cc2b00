"""One form for words that are equal: inverses cancel, what commutes is sorted, traces turn.

A closed word is turned and transposed until it is the least of its kind. Words that are equal but
have two forms only cost time; two different words with one form would be an error.
"""

from symbolic_mesa.words.letters import LINE, Alphabet, Word


def reduced(word: Word, alphabet: Alphabet) -> Word:
    """Return an open word without a letter beside its inverse, commuting letters sorted."""
    if not alphabet.inverses and not alphabet.commuting:
        return word
    kept: list[int] = []
    for code in word:
        _append(kept, code, alphabet)
    return tuple(kept)


def _append(kept: list[int], code: int, alphabet: Alphabet) -> None:
    """Add a letter to a reduced word: past those with which it commutes, until it cancels."""
    inverse, place = alphabet.inverses.get(code), len(kept)
    if code not in alphabet.commuting_codes:
        if kept and kept[-1] == inverse:
            kept.pop()
        else:
            kept.append(code)
        return
    spot = place
    while place and kept[place - 1] in alphabet.commuting_codes:
        place -= 1
        if kept[place] == inverse:
            del kept[place]
            return
        if kept[place] > code:
            spot = place
    kept.insert(spot, code)


def closed(word: Word, alphabet: Alphabet) -> Word:
    """Return the canonical form of a closed word: the least of its rotations and its transpose's.

    Letters at both ends that cancel, or that commute, meet in a rotation.
    """
    turned = _from_a_seam(reduced(word, alphabet), alphabet)
    return min(_least(turned), _least(_from_a_seam(alphabet.transposed(turned), alphabet)))


def _from_a_seam(word: Word, alphabet: Alphabet) -> Word:
    """Return a rotation in which no cancellation, and no run of commuting letters, is cut."""
    if not alphabet.inverses and not alphabet.commuting:
        return word
    while True:
        start = next((k for k, c in enumerate(word) if c not in alphabet.commuting_codes), 0)
        turned = reduced(word[start:] + word[:start], alphabet)
        while len(turned) > 1 and alphabet.inverses.get(turned[0]) == turned[-1]:
            turned = turned[1:-1]
        if len(turned) == len(word):
            return turned
        word = turned


def _least(word: Word) -> Word:
    """Return the least rotation of a word."""
    if not word:
        return word
    first = min(word)
    return min(word[k:] + word[:k] for k, code in enumerate(word) if code == first)


def pieces(word: Word, alphabet: Alphabet) -> list[Word]:
    """Return a closed word cut where it passes through a space of dimension 1: a product.

    Numbers commute; each piece is a closed word.
    """
    rows = alphabet.rows
    cuts = [k for k, code in enumerate(word) if rows[code] == LINE]
    if not cuts:
        return [word]
    ends = [*cuts[1:], cuts[0] + len(word)]
    twice = word + word
    return [twice[start:end] for start, end in zip(cuts, ends, strict=True)]
