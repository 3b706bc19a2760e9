"""The memory of small Go programs: layouts of types; frames, values and addresses step by step.

>>> from talk.sim.memory import run_program, struct_layout
>>> struct_layout("struct { ok bool; n int64; last bool }").padding_bytes
14
>>> trace = run_program('''
... type Account struct { cents int }
... func (a Account) add(n int) { a.cents += n }
... func (a *Account) deposit(n int) { a.cents += n }
... func main() {
...     a := Account{cents: 100}
...     a.add(50)
...     a.deposit(5)
... }
... ''')
>>> trace.at(7).value("main.a.cents").value, trace.at(8).value("main.a.cents").value
(100, 105)
"""

from talk.sim.memory.layout import FieldLayout, Layout, struct_layout, struct_layouts
from talk.sim.memory.run import run_program
from talk.sim.memory.trace import FrameView, MemoryTrace, ObjectView, Step, Value

__all__ = [
    "FieldLayout",
    "FrameView",
    "Layout",
    "MemoryTrace",
    "ObjectView",
    "Step",
    "Value",
    "run_program",
    "struct_layout",
    "struct_layouts",
]
