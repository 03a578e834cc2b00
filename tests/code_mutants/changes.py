"""The mutants of a module's source, each a piece of text in the place of another."""

import ast
import builtins
from collections.abc import Iterator
from dataclasses import dataclass

SWAPPED: dict[type[ast.AST], type[ast.AST]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.FloorDiv,
    ast.Pow: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.And: ast.Or,
    ast.Or: ast.And,
}


@dataclass(frozen=True)
class Change:
    """One piece of a module's source, from a byte to another, and what stands there instead."""

    kind: str
    function: str
    line: int
    start: int
    end: int
    after: str

    def applied(self, source: bytes) -> bytes:
        """Return the mutant's source."""
        return source[: self.start] + self.after.encode() + source[self.end :]

    def shown(self, source: bytes) -> str:
        """Return the lines that it touches, as they are and as they become."""
        begin, end = source.rfind(b"\n", 0, self.start) + 1, source.find(b"\n", self.end)
        head, tail = source[begin : self.start], source[self.end : end]
        lines = (head + source[self.start : self.end] + tail, head + self.after.encode() + tail)
        return " -> ".join(" ".join(line.decode().split()) for line in lines)


Node = ast.expr | ast.stmt


def changes(text: bytes) -> list[Change]:
    """Return every mutant of a module, in the order of the source."""
    starts = [0]
    for line in text.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    found = []
    for node, function, condition in _nodes(ast.parse(text), ""):
        begin = starts[node.lineno - 1] + node.col_offset
        end = starts[(node.end_lineno or 0) - 1] + (node.end_col_offset or 0)
        denied = [("condition", ast.UnaryOp(ast.Not(), node))] if condition else []
        for kind, after in [*_mutated(node), *denied]:
            told = f"({ast.unparse(after)})" if isinstance(node, ast.expr) else "pass"
            found.append(Change(kind, function, node.lineno, begin, end, told))
    return found


def _nodes(parent: ast.AST, function: str) -> Iterator[tuple[Node, str, bool]]:
    """Yield what can be mutated, the dotted name of what it stands in, and if it is a condition.

    Types say nothing at run time. In Python 3.11 the parts of an f-string have no positions.
    """
    for field, value in ast.iter_fields(parent):
        if field in ("annotation", "returns", "decorator_list"):
            continue
        for node in value if isinstance(value, list) else [value]:
            if not isinstance(node, ast.AST) or isinstance(node, ast.JoinedStr):
                continue
            if isinstance(node, Node):
                yield node, function, field in ("test", "ifs", "guard")
            named = isinstance(node, ast.FunctionDef | ast.ClassDef)
            yield from _nodes(node, f"{function}.{node.name}".strip(".") if named else function)


def _mutated(node: Node) -> Iterator[tuple[str, ast.AST]]:
    """Yield each kind of change with what stands there instead."""
    match node:
        case ast.Constant(bool(value)):
            yield "constant", ast.Constant(not value)
        case ast.Constant(int(value) | float(value)):
            yield "constant", ast.Constant(value + 1)
        case ast.BinOp(_, ast.BitOr(), right) if _type(right):
            return
        case ast.BinOp(left, op, right) if type(op) in SWAPPED:
            yield "operator", ast.BinOp(left, SWAPPED[type(op)](), right)
        case ast.UnaryOp(ast.Not() | ast.USub(), operand):
            yield "operator", operand
        case ast.BoolOp(op, values):
            yield "condition", ast.BoolOp(SWAPPED[type(op)](), values)
        case ast.Compare(left, [op, *rest], compared):
            yield "comparison", ast.Compare(left, [SWAPPED[type(op)](), *rest], compared)
        case ast.If(_, [*_, ast.Return() | ast.Raise() | ast.Continue() | ast.Break()], []):
            yield "statement", ast.Pass()
        case ast.Expr(ast.Call() | ast.Yield() | ast.YieldFrom()) | ast.AugAssign() | ast.Raise():
            yield "statement", ast.Pass()
        case ast.Assign([ast.Subscript() | ast.Attribute()]) | ast.Continue() | ast.Break():
            yield "statement", ast.Pass()


def _type(node: ast.expr) -> bool:
    """Say if a name is that of a type, as in A | B: another operator there is no program."""
    name = getattr(node, "attr", getattr(node, "id", str(getattr(node, "value", ""))))
    return name[:1].isupper() or name in dir(builtins)
