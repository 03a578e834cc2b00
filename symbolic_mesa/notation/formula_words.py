"""Formulas among the tokens of a sentence, read by a small grammar and written in LaTeX.

relation: sum (= sum)*; sum: product (+ product)*; product: factor (/ factor)*, or side by side;
factor: primary (^ exponent)*; primary: a name, a number, brackets, a function of a primary.
"""

from dataclasses import dataclass

from symbolic_mesa.notation.formula_tokens import Token, power_latex

Found = tuple[str, int] | None  # LaTeX, and the place behind it

_RELATIONS = {
    "=": "=", "<": "<", ">": ">", "<=": r"\le", ">=": r"\ge", "!=": r"\neq",
    "~=": r"\approx", "->": r"\to", "..": r",\dots,",
}  # fmt: skip
_SUMS = {"+": "+", "-": "-", "+-": r"\pm"}
_BRACKETS = {"(": ")]", "[": "])", "{": "}", "<": ">"}
_FRONT = {"+": "+", "-": "-", "+-": r"\pm "}
_SET = {"{": r"\{", "}": r"\}", "<": r"\langle ", ">": r" \rangle"}
_AFTER_LETTER = frozenset(  # an article is followed by none of these
    (
        *("and", "or", "is", "at", "in", "to", "of", "from", "under", "with", "where", "when"),
        *("itself", "alone", "has", "are", "on", "for", "as", "goes"),
    )
)
_INSIDE = frozenset("=+-*/(|<>") | {"<=", ">=", "!=", "~="}  # before a letter that is no article


@dataclass(frozen=True)
class Formulas:
    """The formulas among tokens.

    Attributes:
        tokens: the tokens of a sentence.
        names: words that are names of symbols.
    """

    tokens: list[Token]
    names: frozenset[str]

    def whole(self, k: int) -> Found:
        """Return the longest formula that begins at a place, if one does."""
        if not self._may_begin(k):
            return None
        found = self._relation(k)
        while found is not None and found[1] > k + 1 and not self._ends(found[1]):
            found = None  # an operator is left over
        if found is None or found[1] == k:
            return None
        taken = self.tokens[k : found[1]]
        if any(token.kind in ("operand", "letter") for token in taken):
            return found
        named = any(token.kind == "name" for token in taken)
        signs = [token for token in taken if token.kind == "sign" and token.text not in "(,)"]
        return found if (named and len(taken) > 1) or (signs and len(taken) > 1) else None

    def _ends(self, k: int) -> bool:
        return not (k < len(self.tokens) and self._text(k) == "^")

    def _text(self, k: int) -> str:
        return self.tokens[k].text if k < len(self.tokens) else ""

    def _may_begin(self, k: int) -> bool:
        """Whether a formula may begin at a token, and is not in the middle of a word."""
        token = self.tokens[k]
        before = self.tokens[k - 1] if k > 0 else None
        glued = before and not token.space and before.kind in ("word", "name")
        if before and token.kind == "name" and before.text.lower() == "the":
            return False  # no symbol has an article: "the scale a", of a law with a scale too
        return not glued and token.text not in ("'", "^", "*", "=", ",", "/", ")", "]", "}")

    def _relation(self, k: int) -> Found:
        found = self._sum(k)
        while found is not None:
            tex, k = found
            sign = _RELATIONS.get(self._text(k))
            after = self._sum(k + 1) if sign else None
            if after is None:
                return tex, k
            found = f"{tex} {sign} {after[0]}", after[1]
        return None

    def _sum(self, k: int) -> Found:
        front = ""
        if self._text(k) in _SUMS:
            front, k = _FRONT[self._text(k)], k + 1
        found = self._product(k)
        if found is None:
            return None
        tex, k = front + found[0], found[1]
        while self._text(k) in _SUMS and (after := self._product(k + 1)) is not None:
            tex, k = f"{tex} {_SUMS[self._text(k)]} {after[0]}", after[1]
        return tex, k

    def _product(self, k: int) -> Found:
        found = self._factor(k)
        if found is None:
            return None
        (tex, k), last = found, found[0]
        while k < len(self.tokens):
            sign = self._text(k)
            if sign in ("/", "*") and (after := self._factor(k + 1)) is not None:
                joint = "/" if sign == "/" else _joint(last, after[0], " ")
            elif self._beside(k) and (after := self._factor(k)) is not None:
                joint = _joint(last, after[0], " " * bool(self.tokens[k].space))
            else:
                break
            tex, k, last = tex + joint + after[0], after[1], after[0]
        return tex, k

    def _beside(self, k: int) -> bool:
        """Whether what stands there is multiplied with what is before it."""
        token, before = self.tokens[k], self.tokens[k - 1]
        if token.kind == "number":
            return before.kind not in ("number", "operand") and before.text != "..."
        if token.text == "...":
            return before.text not in (",", "+")
        if token.text in ("[", "{", "<") or (token.kind == "name" and token.text not in self.names):
            return False
        if token.text == "(" and token.space:  # "a_0 (once)" is no product
            return self._bracketed(k) is not None
        return token.text == "(" or token.kind != "sign" or token.text == "|"

    def _factor(self, k: int) -> Found:
        found = self._primary(k)
        if found is None:
            return None
        tex, k = found
        while self._text(k) in ("'", "*", "^", "**"):
            sign, close = self._text(k), not self.tokens[k].space
            if sign in ("^", "**") and (power := self._power(k + 1)) is not None:
                tex, k = f"{tex}^{{{power[0]}}}", power[1]
            elif sign == "*" and close and not self._is_times(k):
                tex, k = f"{tex}^{{*}}", k + 1
            elif sign == "'" and close:
                tex, k = rf"\dot{{{tex}}}", k + 1
            else:
                break
        return tex, k

    def _is_times(self, k: int) -> bool:
        """Whether a star is between factors, and not the conjugate of what is before it."""
        after = self.tokens[k + 1] if k + 1 < len(self.tokens) else None
        return after is not None and not after.space and (after.kind != "sign" or after.text == "(")

    def _power(self, k: int) -> Found:
        power = "*" if self._text(k) == "*" else power_latex(self._text(k))
        if power is not None:
            return power, k + 1
        if self._text(k) == "-" and k + 1 < len(self.tokens) and not self.tokens[k + 1].space:
            below = self._primary(k + 1) if self.tokens[k + 1].kind == "number" else None
            return None if below is None else (f"-{below[0]}", below[1])
        found = self._primary(k)
        if found is not None and self._text(k) in ("(", "{"):
            return found[0].removeprefix(r"\{").removesuffix(r"\}"), found[1]
        return found

    def _primary(self, k: int) -> Found:
        if k >= len(self.tokens):
            return None
        token = self.tokens[k]
        if token.text == "E" and self._is_mean(k):
            return self._mean(k)
        if token.text == "N" and self._text(k + 1) == "(" and not self.tokens[k + 1].space:
            return r"\mathcal{N}", k + 1
        if token.kind in ("operand", "number"):
            return token.tex, k + 1
        if token.kind == "letter":
            return (token.tex, k + 1) if self._is_scale(k) else None
        if token.kind == "name":
            return (token.tex, k + 1) if token.text in self.names else None
        if token.kind == "function":
            return self._function(k)
        if token.text == "...":
            return r"\dots", k + 1
        return self._between_bars(k) if token.text == "|" else self._bracketed(k)

    def _is_scale(self, k: int) -> bool:
        """Whether the letter a is a scale, and no article."""
        if k + 1 >= len(self.tokens):
            return True
        after = self.tokens[k + 1]
        if k and self.tokens[k - 1].text in _INSIDE and after.kind == "sign":
            return True
        if after.kind == "sign":
            return after.text not in "([{|" or not after.space
        if after.kind == "name" or after.kind == "word":
            return after.text in _AFTER_LETTER
        return after.kind != "number" and (after.kind != "function" or bool(self._function(k + 1)))

    def _is_mean(self, k: int) -> bool:
        after = self._text(k + 1)
        return after in ("[", "|") or after[:2] == "x_" or after == "x"

    def _mean(self, k: int) -> Found:
        if self._text(k + 1) != "[":
            found = self._factor(k + 1)
            return found and (rf"\mathbb{{E}} {found[0]}", found[1])
        inner = self._relation(k + 2)
        if inner is None:
            return None
        tex, k = inner
        if self._text(k) == "|" and (given := self._relation(k + 1)) is not None:
            tex, k = rf"{tex} \mid {given[0]}", given[1]
        return (rf"\mathbb{{E}}[{tex}]", k + 1) if self._text(k) == "]" else None

    def _function(self, k: int) -> Found:
        token = self.tokens[k]
        found = self._factor(k + 1)
        if token.text == "const":
            return token.tex, k + 1
        if found is None:
            return None
        if token.tex == r"\sqrt":
            return rf"\sqrt{{{_bare(found[0])}}}", found[1]
        space = "" if found[0].startswith(("(", "\\")) else " "
        return f"{token.tex}{space}{found[0]}", found[1]

    def _between_bars(self, k: int) -> Found:
        found = self._relation(k + 1)
        if found is None or self._text(found[1]) != "|":
            return None
        return f"|{found[0]}|", found[1] + 1

    def _bracketed(self, k: int) -> Found:
        opening = self._text(k)
        if opening not in _BRACKETS:
            return None
        found = self._relation(k + 1)
        while found is not None:
            tex, place = found
            close = self._text(place)
            if close and close in _BRACKETS[opening]:
                return f"{_SET.get(opening, opening)}{tex}{_SET.get(close, close)}", place + 1
            after = self._relation(place + 1) if self._text(place) == "," else None
            found = after and (f"{tex}, {after[0]}", after[1])
        return None


def _joint(before: str, after: str, space: str) -> str:
    """Return what stands between factors: a word of letters is apart from its neighbours."""
    word = before.startswith(r"\mathrm") or after.startswith(r"\mathrm")
    return r" \, " if word and not after.startswith("(") else space


def _bare(tex: str) -> str:
    return tex[1:-1] if tex.startswith("(") and tex.endswith(")") else tex
