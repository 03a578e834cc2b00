"""Expectations of products of traces of words in Gaussian letters, by Wick's rule.

E tr(G U G' V) pairs both letters: it splits the word into tr(U C) tr(V R), and E tr(G U G V) leaves
tr(U R V' C); letters in two words join them. A pairing of samples is one of their space: a loop in
it gives its dimension, and no partition of samples is listed. What remains to be paired is a
multiset of canonical words, met again and again, and taken once.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from symbolic_mesa.words.canonical import closed, pieces
from symbolic_mesa.words.letters import EMPTY, LINE, Alphabet, Word
from symbolic_mesa.words.values import ONE, Monomial, Number, Value, add, power, scalar, times

Words = tuple[Word, ...]  # canonical, sorted: the product of their traces
Opened = tuple[Word, str]  # a closed word, and the space in which it closes, for an empty one


@dataclass(frozen=True)
class Expectation:
    """Expectations in one alphabet; each multiset of words is met once.

    Attributes:
        alphabet: the letters.
        scalars: the names of the scalars, in the order of their numbers; dimensions among them.
    """

    alphabet: Alphabet
    scalars: tuple[str, ...]
    _known: dict[Words, Value] = field(default_factory=dict, compare=False, repr=False)
    _forms: dict[Word, Word] = field(default_factory=dict, compare=False, repr=False)

    def of(self, value: Value) -> dict[Monomial, Number]:
        """Return the expectation of a value: of its monomials those with Gaussian letters."""
        total: dict[Monomial, Number] = {}
        random = self.alphabet.random
        for monomial, number in value.items():
            drawn: list[Word] = []
            kept: Monomial = ONE
            for generator, exponent in monomial:
                if generator[0] >= 0 and any(random[code] for code in generator):
                    drawn += [generator] * exponent
                else:
                    kept = times(kept, power(generator, exponent))
            add(total, self._mean(tuple(sorted(drawn))), kept, number)
        return total

    def tidy(self, words: Iterable[Opened]) -> tuple[Words, Monomial]:
        """Return a product of traces: canonical words with Gaussian letters, and what is fixed."""
        drawn: list[Word] = []
        fixed: Monomial = ONE
        for word, space in words:
            if not word:
                fixed = times(fixed, self._size(space))
                continue
            for piece in pieces(word, self.alphabet):
                form = self._form(piece)
                if not form:
                    fixed = times(fixed, self._size(self.alphabet.rows[piece[0]]))
                elif form in self.alphabet.counts:
                    fixed = times(fixed, self._size(self.alphabet.counts[form]))
                elif any(self.alphabet.random[code] for code in form):
                    drawn.append(form)
                else:
                    fixed = times(fixed, power(form, 1))
        return tuple(sorted(drawn)), fixed

    def _size(self, space: str) -> Monomial:
        """Return the dimension of a space."""
        if space == LINE:
            return ONE
        return power(scalar(self.scalars.index(self.alphabet.sizes[space])), 1)

    def _form(self, word: Word) -> Word:
        if word not in self._forms:
            self._forms[word] = closed(word, self.alphabet)
        return self._forms[word]

    def _mean(self, words: Words) -> Value:
        if not words:
            return {ONE: 1}
        if words not in self._known:
            self._known[words] = self._taken(words)
        return self._known[words]

    def _taken(self, words: Words) -> Value:
        """Return the sum over the partners of one letter; equal remainders are counted."""
        counts: dict[tuple[Words, Monomial], int] = {}
        for others, new in self._pairings(words):
            drawn, fixed = self.tidy(new)
            key = tuple(sorted((*others, *drawn))), fixed
            counts[key] = counts.get(key, 0) + 1
        total: dict[Monomial, Number] = {}
        for (rest, fixed), times_met in counts.items():
            add(total, self._mean(rest), fixed, times_met)
        return total

    def _pairings(self, words: Words) -> Iterator[tuple[list[Word], list[Opened]]]:
        """Yield for each partner of a letter the words untouched, and those that are left."""
        (first, place), *partners = self._rarest(words)
        for second, other in partners:
            if first == second:
                others = [*words[:first], *words[first + 1 :]]
                yield others, self._split(words[first], place, other)
            else:
                others = [word for k, word in enumerate(words) if k not in (first, second)]
                yield others, self._joined((words[first], place), (words[second], other))

    def _rarest(self, words: Words) -> list[tuple[int, int]]:
        """Return the places of the Gaussian letter that occurs least; none where it is odd."""
        places: dict[int, list[tuple[int, int]]] = {}
        for number, word in enumerate(words):
            for place, code in enumerate(word):
                if self.alphabet.random[code]:
                    places.setdefault(code // 2, []).append((number, place))
        rarest = min(places.values(), key=len)
        return rarest if len(rarest) % 2 == 0 else rarest[:1]

    def _split(self, word: Word, place: int, other: int) -> list[Opened]:
        """Return what two letters of one word leave."""
        alphabet, letter = self.alphabet, word[place]
        before, behind = alphabet.covariance(letter)
        between, around = word[place + 1 : other], word[other + 1 :] + word[:place]
        rows, columns = alphabet.rows[letter], alphabet.columns[letter]
        if word[other] != letter:
            return [(between + behind, columns), (around + before, rows)]
        return [(between + before + alphabet.transposed(around) + behind, columns)]

    def _joined(self, first: tuple[Word, int], second: tuple[Word, int]) -> list[Opened]:
        """Return what two letters of two words leave."""
        (word, place), (partner, other) = first, second
        alphabet, letter = self.alphabet, word[place]
        before, behind = alphabet.covariance(letter)
        rest = word[place + 1 :] + word[:place]
        beyond = partner[other + 1 :] + partner[:other]
        turned = beyond if partner[other] != letter else alphabet.transposed(beyond)
        return [(rest + before + turned + behind, alphabet.columns[letter])]


def trace(expectation: Expectation, word: Word, space: str) -> dict[Monomial, Number]:
    """Return the trace of a closed word as a value; of an empty one its space's dimension."""
    drawn, fixed = expectation.tidy([(word or EMPTY, space)])
    monomial = fixed
    for one in drawn:
        monomial = times(monomial, power(one, 1))
    return {monomial: 1}
