"""The sections of a file that states a model in words, as a `Problem`."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TypeVar

from symbolic_mesa.models.problem import Problem
from symbolic_mesa.statement.regression import Fixed, Matrix, Regression, Trained
from symbolic_mesa.statement.words import LINE, Letter, Node, Scalar, names_in
from symbolic_mesa.stating.errors import Misstated
from symbolic_mesa.stating.in_words.declarations import draw, refuse_name, symbol, weight
from symbolic_mesa.stating.in_words.problems import problem_of
from symbolic_mesa.stating.in_words.shaped import NOTHING, Shape, Shaped
from symbolic_mesa.stating.in_words.shapes import Scope
from symbolic_mesa.stating.parsing import words
from symbolic_mesa.stating.sections import (
    Content,
    refuse_no_names,
    refuse_others,
    section_of,
    text_of,
    title_of,
)
from symbolic_mesa.stating.source import Source
from symbolic_mesa.stating.syntax import START, Place
from symbolic_mesa.text.quoting import quoted

SECTIONS = ("title", "data", "symbols", "random", "definitions", "model", "weights")
DECLARED = ("symbols", "random", "weights")
MODEL = ("prediction", "target")

Part = TypeVar("Part")
Texts = Mapping[str, Mapping[str, str]]  # by section and key


def read_regression(content: Content, source: Source, id: str) -> Problem:
    """Return the model that a file states in words.

    Raises:
        InvalidInput: when it states no model; the line says where and why.
    """
    refuse_others(SECTIONS, content, source, "a file of a model in words")
    model = section_of(content, "model", source)
    refuse_others(MODEL, model, source, "[model]", "model")
    for key in ("random", "weights"):
        section_of(content, key, source)
    title = title_of(content, source)
    texts = {key: _texts(content, key, source) for key in (*DECLARED, "definitions", "model")}
    return problem_of(id, title, _Reader(texts, source).regression())


def _texts(content: Content, key: str, source: Source) -> Mapping[str, str]:
    """Return the texts of a section, none where it may be missing."""
    if key not in content:
        return {}
    section = section_of(content, key, source)
    refuse_no_names(section, key, source)
    return {name: text_of(section, name, source, key) for name in section}


@dataclass
class _Reader:
    """What has been read of a file.

    Attributes:
        texts: what stands in its sections.
        source: the file, for errors.
    """

    texts: Texts
    source: Source
    _taken: dict[str, str] = field(default_factory=dict)
    _meanings: dict[str, Shaped] = field(default_factory=dict)
    _open: list[str] = field(default_factory=list)
    _scope: Scope = field(init=False)
    _shape: Shape = field(init=False)

    def regression(self) -> Regression:
        """Return the model."""
        given = {name: self._declared("symbols", name, symbol) for name in self.texts["symbols"]}
        fixed = {name: one for name, one in given.items() if one is not None}
        scalars = tuple(name for name, one in given.items() if one is None)
        drawn = tuple(
            self._declared("random", name, lambda n, text: draw(n, text, fixed))
            for name in self.texts["random"]
        )
        trained = tuple(
            self._declared("weights", name, lambda n, text: weight(n, text, fixed))
            for name in self.texts["weights"]
        )
        every: tuple[Matrix, ...] = (*fixed.values(), *drawn, *trained)
        self._meanings |= {name: Shaped(Scalar(name)) for name in scalars}
        self._meanings |= {one.name: _letter(one) for one in every}
        scope = self._scope = self._scope_of(every)
        self._refuse_clashes(trained, scope)
        prediction, target = (self._side(key, scope, trained) for key in MODEL)
        model = Regression(scalars, (*fixed.values(),), drawn, trained, prediction, target)
        self._weights_occur(model)
        return model

    def _scope_of(self, every: tuple[Matrix, ...]) -> Scope:
        spaces = {space for one in every for space in (one.rows, one.columns)} - {LINE}
        positive = frozenset(o.name for o in every if isinstance(o, Fixed) and o.kind == "positive")
        known = (*self._meanings, *self.texts["definitions"])
        return Scope(self._named, known, tuple(sorted(spaces)), positive)

    def _declared(self, section: str, name: str, read: Callable[[str, str], Part]) -> Part:
        """Return what a name is declared to be, and note that it is taken."""
        with self._at(section, name, ""):
            refuse_name(name, self._taken)
        self._taken[name] = f"in [{section}]"
        text = self.texts[section][name]
        with self._at(section, name, text):
            return read(name, text)

    def _refuse_clashes(self, trained: tuple[Trained, ...], scope: Scope) -> None:
        """Refuse names of definitions, scales and spaces that mean something else."""
        for name in self.texts["definitions"]:
            with self._at("definitions", name, ""):
                refuse_name(name, self._taken)
            self._taken[name] = "in [definitions]"
        for one in trained:
            with self._at("weights", one.name, self.texts["weights"][one.name]):
                if one.scale and one.scale in (*scope.spaces, "trace", "form"):
                    raise Misstated(
                        f"{quoted(one.scale)} has a meaning; choose another scale", START
                    )
                if one.scale:
                    refuse_name(one.scale.replace("_", ""), self._taken)
        for space in scope.spaces:
            if space in self._taken:
                section = self._taken[space].removeprefix("in [").removesuffix("]")
                reason = "is a dimension too; choose another name"
                raise self.source.error(space, reason, section)

    def _side(self, key: str, scope: Scope, trained: tuple[Trained, ...]) -> Node:
        """Return the prediction or the target, which has its shape and no weight."""
        text = self.texts["model"].get(key) or text_of({}, key, self.source, "model")
        with self._at("model", key, text):
            if key == "prediction":
                found = scope.attempted(words(text)) or self._sized_by_target(text, scope)
                self._shape = found.shape
                return found.node
            found = scope.expression(words(text), self._shape)
            if found.shape != self._shape:
                raise Misstated("its shape is not that of the prediction; give it that", START)
            used = sorted(names_in(found.node) & {one.name for one in trained})
            if used:
                raise Misstated(f"a target has no weight, and there is {used[0]}", START)
            return found.node

    def _sized_by_target(self, text: str, scope: Scope) -> Shaped:
        """Return the prediction where nothing in it gives it a size."""
        beside = self.texts["model"].get("target") or text_of({}, "target", self.source, "model")
        with self._at("model", "target", beside):
            target = scope.attempted(words(beside))
        return scope.expression(words(text), target.shape if target else NOTHING)

    def _named(self, name: str, place: Place) -> Shaped | None:
        """Return what a name stands for; a definition is read when it is first met."""
        if name in self._meanings or name not in self.texts["definitions"]:
            return self._meanings.get(name)
        if name in self._open:
            circle = " -> ".join([*self._open[self._open.index(name) :], name])
            raise Misstated(
                f"{quoted(name)} is defined by itself: {circle}; break the circle", place
            )
        self._open.append(name)
        text = self.texts["definitions"][name]
        with self._at("definitions", name, text):
            self._meanings[name] = self._scope.expression(words(text))
        self._open.pop()
        return self._meanings[name]

    def _weights_occur(self, model: Regression) -> None:
        used = names_in(model.prediction)
        if not model.trained:
            raise self.source.error("weights", f"there is no weight; {self.source.see}")
        for one in model.trained:
            if one.name not in used:
                there = f"it has {', '.join(sorted(used))}"
                reason = f"a weight that does not occur in the prediction; {there}"
                raise self.source.error(one.name, reason, "weights")

    @contextmanager
    def _at(self, section: str, key: str, text: str) -> Iterator[None]:
        """Say of an error where it stands."""
        try:
            yield
        except Misstated as error:
            raise self.source.refused(key, text, error, section) from None


def _letter(one: Matrix) -> Shaped:
    return Shaped(Letter(one.name), (one.rows,), (one.columns,))
