"""Types and expressions, read from tokens. An array's length is an expression, a literal begins with a type.

Source: the Go specification (Go 1.27), without channels, closures, type arguments of functions and runes.
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from talk.sim.errors import ScenarioError, require
from talk.sim.memory.cursor import Cursor
from talk.sim.memory.lexer import integer_of
from talk.sim.memory.operators import constant_integer
from talk.sim.memory.syntax import (
    Binary,
    Call,
    Composite,
    Cut,
    Expression,
    Index,
    Literal,
    Name,
    Select,
    TypeName,
    Unary,
)
from talk.sim.memory.types import (
    MAX_NESTING,
    MAX_TYPE_BYTES,
    Array,
    Field,
    Interface,
    Named,
    Pointer,
    Reference,
    Slice,
    Struct,
    Type,
    Types,
)

CONSTANTS: dict[str, bool | None] = {"true": True, "false": False, "nil": None}
PRECEDENCE = {
    **dict.fromkeys(("*", "/", "%", "<<", ">>", "&", "&^"), 5),
    **dict.fromkeys(("+", "-", "|", "^"), 4),
    **dict.fromkeys(("==", "!=", "<", "<=", ">", ">="), 3),
    "&&": 2,
    "||": 1,
}
BEGIN_A_TYPE = ("[", "*", "(", "func", "map", "chan", "struct", "interface", "<-")


@dataclass(slots=True)
class Reader:
    """Reads types and expressions at a cursor."""

    cursor: Cursor
    types: Types

    def type(self) -> Type:
        """The type that begins here."""
        with self.cursor.deeper():
            match self.cursor.next.text:
                case "*":
                    self.cursor.take()
                    return Pointer(self.type())
                case "[":
                    return self._array_or_slice()
                case "(":
                    self.cursor.take()
                    inner = self.type()
                    self.cursor.expect(")")
                    return inner
                case "struct":
                    return self._struct()
                case "interface":
                    self.cursor.take()
                    return Interface("interface" + self.cursor.balanced())
                case "map" | "chan" | "<-" | "func":
                    return Reference(self._reference())
            return self._named()

    def _named(self) -> Named:
        token = self.cursor.name()
        name = token.text
        if self.cursor.skip("."):
            name += "." + self.cursor.name().text
        else:
            self.cursor.used.append(token)
        if self.cursor.at("[") and "." in name:
            name += self.cursor.balanced()
        return Named(name)

    def _array_or_slice(self) -> Type:
        line = self.cursor.expect("[").line
        if self.cursor.skip("]"):
            return Slice(self.type())
        if self.cursor.skip("..."):
            raise self.cursor.error("[...] is not known here: write the length")
        length = constant_integer(self.expression(), self.types)
        require(0 <= length <= MAX_TYPE_BYTES, f"line {line}: an array of {length} elements")
        self.cursor.expect("]")
        return Array(length, self.type())

    def _reference(self) -> str:
        """A map, a channel or a function, as it is written."""
        match self.cursor.take().text:
            case "map":
                self.cursor.expect("[")
                key = self.type()
                self.cursor.expect("]")
                return f"map[{key}]{self.type()}"
            case "<-":
                self.cursor.expect("chan")
                return f"<-chan {self.type()}"
            case "chan":
                return f"chan{self.cursor.skip('<-')} {self.type()}"
        text = "func" + self.cursor.balanced()
        if self.cursor.at("("):
            return f"{text} {self.cursor.balanced()}"
        if self.cursor.next.kind == "name" or self.cursor.at(*BEGIN_A_TYPE):
            return f"{text} {self.type()}"
        return text

    def _struct(self) -> Struct:
        self.cursor.expect("struct")
        self.cursor.expect("{")
        fields: list[Field] = []
        while not self.cursor.at("}") and self.cursor.next.kind != "end":
            fields += self._fields()
            if self.cursor.next.kind == "text":
                self.cursor.take()  # a tag
            if not self.cursor.skip(";"):
                break
        self.cursor.expect("}")
        names = [each.name for each in fields if each.name != "_"]
        twice = (
            sorted({name for name in names if names.count(name) > 1}) if len(set(names)) < len(names) else []
        )
        require(not twice, f"the field {', '.join(twice)} is declared twice")
        return Struct(tuple(fields))

    def _fields(self) -> list[Field]:
        """`a, b T`, or an embedded `T`, `*T`, `pkg.T`."""
        after = self.cursor.tokens[self.cursor.place + 1] if self.cursor.next.kind == "name" else None
        if after is None or after.text in (".", ";", "}") or after.kind == "text":
            type_ = self.type()
            named = type_.elem if isinstance(type_, Pointer) else type_
            if not isinstance(named, Named):
                raise self.cursor.error(f"{type_} cannot be embedded")
            return [Field(named.name.split("[")[0].rpartition(".")[2], type_, embedded=True)]
        names = [self.cursor.name().text]
        while self.cursor.skip(","):
            names.append(self.cursor.name().text)
        type_ = self.type()
        return [Field(name, type_) for name in names]

    def expression(self, above: int = 0) -> Expression:
        """The expression that begins here, as far as its operators bind more tightly than `above`."""
        with self.cursor.deeper():
            left, operators = self._unary(), 0
            while self.cursor.next.kind == "op" and PRECEDENCE.get(self.cursor.next.text, 0) > above:
                operators = self._one_more(operators)
                op = self.cursor.take().text
                left = Binary(op, left, self.expression(PRECEDENCE[op]))
            return left

    def _one_more(self, links: int) -> int:
        """The length of a chain of operators or selectors, which is nested in the tree to the left."""
        if links >= MAX_NESTING:
            raise self.cursor.error(f"an expression of more than {MAX_NESTING} links")
        return links + 1

    def _unary(self) -> Expression:
        if self.cursor.at("&", "*", "-", "+", "!", "^"):
            op = self.cursor.take().text
            with self.cursor.deeper():
                return Unary(op, self._unary())
        return self._postfix(self._operand())

    def _operand(self) -> Expression:
        token = self.cursor.next
        if token.kind in ("int", "float", "text"):
            return Literal(self._literal())
        if token.text in CONSTANTS:
            self.cursor.take()
            return Literal(CONSTANTS[token.text])
        if token.text in ("[", "struct", "map", "func", "chan", "interface"):
            return self._after_type(self.type())
        if self.cursor.skip("("):
            inner = self.expression()
            self.cursor.expect(")")
            return inner
        name = self.cursor.name().text
        return self._composite(Named(name)) if self.cursor.at("{") else Name(name)

    def _literal(self) -> int | float | str:
        token = self.cursor.take()
        if token.kind == "int":
            return integer_of(token.text)
        if token.kind == "float":
            return float(token.text.replace("_", ""))
        if token.text.startswith("`"):
            return token.text[1:-1]
        try:
            return codecs.decode(token.text[1:-1].encode("latin-1", "backslashreplace"), "unicode_escape")
        except ValueError:
            raise ScenarioError(f"line {token.line}: {token.text} is not a text") from None

    def _after_type(self, type_: Type) -> Expression:
        return self._composite(type_) if self.cursor.at("{") else TypeName(type_)

    def _composite(self, type_: Type) -> Composite:
        self.cursor.expect("{")
        return Composite(type_, tuple(self.cursor.list_until("}", lambda: self._element(type_))))

    def _element(self, type_: Type) -> tuple[str | None, Expression]:
        key = None
        if self.cursor.next.kind == "name" and self.cursor.tokens[self.cursor.place + 1].text == ":":
            key = self.cursor.take().text
            self.cursor.expect(":")
        if self.cursor.at("{") and isinstance(type_, Array | Slice):
            return key, self._composite(type_.elem)  # its type may be left out
        return key, self.expression()

    def _postfix(self, operand: Expression) -> Expression:
        links = 0
        while True:
            links = self._one_more(links)
            if self.cursor.skip("."):
                name = self.cursor.name().text
                operand = Select(operand, name)
                if self.cursor.at("{") and isinstance(operand.operand, Name):
                    operand = self._composite(Named(f"{operand.operand.name}.{name}"))
            elif self.cursor.skip("("):
                operand = self._call(operand)
            elif self.cursor.skip("["):
                operand = self._index(operand)
            else:
                return operand

    def _call(self, function: Expression) -> Call:
        arguments: list[Expression] = []
        if isinstance(function, Name) and function.name in ("new", "make"):
            arguments.append(TypeName(self.type()))
            self.cursor.skip(",")
        spread = False
        while not self.cursor.at(")"):
            arguments.append(self.expression())
            spread = bool(self.cursor.skip("..."))
            if not self.cursor.skip(","):
                break
        self.cursor.expect(")")
        return Call(function, tuple(arguments), spread)

    def _index(self, operand: Expression) -> Expression:
        bounds: list[Expression | None] = [None]
        while not self.cursor.skip("]"):
            if self.cursor.skip(":"):
                bounds.append(None)
            elif bounds[-1] is None:
                bounds[-1] = self.expression()
            else:
                self.cursor.expect("]")
        if len(bounds) == 1 and bounds[0] is not None:
            return Index(operand, bounds[0])
        if len(bounds) not in (2, 3):
            raise self.cursor.error("an index has the form [i], [i:j] or [i:j:k]")
        low, high, limit = [*bounds, None][:3]
        return Cut(operand, low, high, limit)
