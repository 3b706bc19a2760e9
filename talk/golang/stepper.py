"""Runs inside gdb: stops at every statement of a Go file and writes down what memory holds there.

Started by `verbs/step.py` with `gdb -x`; it knows nothing of talk. `talk.step.json` in the working folder
says what to step through, `talk.moments.json` takes what was seen. A stop is a breakpoint, never a single
step: so calls, recursion and other goroutines come in the order in which they run.
"""

import json
from pathlib import Path

import gdb

SETTINGS = json.loads(Path("talk.step.json").read_text(encoding="utf-8"))
OUTPUT = Path("talk.output")
GOROUTINE_REGISTERS = {"i386:x86-64": "r14", "aarch64": "x28"}
# A loop around the system call `pause`: mov $34, %eax; syscall; jmp back.
SLEEPS = {"i386:x86-64": bytes.fromhex("b8220000000f05ebf7")}
MAX_PARTS = 8  # fields or elements of one value
MAX_OBJECTS = 12
MAX_TEXT = 24
POINTER_BYTES = 8
SCALARS = (gdb.TYPE_CODE_INT, gdb.TYPE_CODE_BOOL, gdb.TYPE_CODE_FLT, gdb.TYPE_CODE_CHAR)


class TooMuchError(Exception):
    """The run has more moments or frames than can be kept."""


class Recorder:
    """Collects the moments of a run."""

    def __init__(self):
        self.moments = []
        self.stacks = {}  # by goroutine: lowest and highest address, as last seen
        self.last_line = {}  # by goroutine and place of the frame below the top of its stack
        data = gdb.parse_and_eval("'runtime.firstmoduledata'")
        self.static = (int(data["text"]), int(data["end"]))

    def stop(self):
        """Write down the present statement, unless it is the rest of one that is known."""
        frame = gdb.newest_frame()
        line = frame.find_sal().line
        goroutine, low, high = self.goroutine(frame)
        place = (goroutine, high - canonical_address(frame))
        is_rest = self.last_line.get(place) == line
        self.last_line = {
            at: at_line for at, at_line in self.last_line.items() if at[1] <= place[1] or at[0] != goroutine
        }
        self.last_line[place] = line
        if is_rest:
            return
        if len(self.moments) >= SETTINGS["most_moments"]:
            raise TooMuchError(f"more than {SETTINGS['most_moments']} statements run")
        known = self.stacks.get(goroutine)
        moved = high - known[1] if known else 0
        self.stacks[goroutine] = (low, high)
        frames = [self.frame(each) for each in self.chain(frame)]
        self.moments.append(
            {
                "line": line,
                "goroutine": goroutine,
                "stack": [low, high],
                "frames": frames,
                "objects": self.objects(frames),
                "output": OUTPUT.read_text(encoding="utf-8", errors="replace") if OUTPUT.exists() else "",
                "moved": moved,
            }
        )
        for each in frames:
            for variable in each["variables"]:
                variable.pop("target", None)

    def goroutine(self, frame):
        """Its number, and the bounds of its stack."""
        register = GOROUTINE_REGISTERS[frame.architecture().name()]
        g = gdb.Value(int(frame.read_register(register))).cast(gdb.lookup_type("runtime.g").pointer())
        return int(g["goid"]), int(g["stack"]["lo"]), int(g["stack"]["hi"])

    def chain(self, frame):
        """The frames of the program's own functions, the outermost first."""
        found = []
        while frame is not None and frame.is_valid():
            if (frame.name() or "").startswith("main."):
                found.append(frame)
            frame = frame.older()
        if len(found) > SETTINGS["most_frames"]:
            raise TooMuchError(f"more than {SETTINGS['most_frames']} calls are open at once")
        return found[::-1]

    def frame(self, frame):
        line = frame.find_sal().line
        return {
            "function": frame.name().removeprefix("main."),
            "line": line,
            "low": int(frame.read_register("sp")),
            "high": canonical_address(frame),
            "variables": [part for symbol in symbols(frame, line) for part in variable(frame, symbol)],
        }

    def objects(self, frames):
        """What the variables lead to, and what that leads to, each once, in the order of discovery."""
        variables = [each for frame in frames for each in frame["variables"]]
        waiting = [each["target"] for each in variables if "target" in each]
        named = [(each["address"], each["address"] + each["size"]) for each in variables]
        found = {}
        while waiting and len(found) < MAX_OBJECTS:
            value, count = waiting.pop(0)
            address = int(value.address)
            if address in found or not address or any(low <= address < high for low, high in named):
                continue
            parts, size = pointed_parts(value, count)
            waiting += [part.pop("target") for part in parts if "target" in part]
            found[address] = {
                "address": address,
                "type": (f"[{count}]" if count is not None else "") + go_type(value.type),
                "size": size,
                "place": self.place(address),
                "parts": parts,
            }
        return list(found.values())

    def place(self, address):
        if self.static[0] <= address < self.static[1]:
            return "static"
        if any(low <= address < high for low, high in self.stacks.values()):
            return "stack"
        return "heap"


def canonical_address(frame):
    """The end of a frame: where the stack pointer was before the call."""
    older = frame.older()
    return int(older.read_register("sp")) if older is not None else int(frame.read_register("sp"))


def symbols(frame, line):
    """Parameters and locals that are declared above the line, the innermost scope winning."""
    found = {}
    block = frame.block()
    while block is not None and not block.is_global and not block.is_static:
        for symbol in block:
            is_named = not symbol.name.startswith((".", "~"))
            is_there = symbol.is_argument or (symbol.is_variable and symbol.line < line)
            if is_named and is_there:
                found.setdefault(symbol.name.lstrip("&"), symbol)
        if block.function:
            break
        block = block.superblock
    return sorted(found.values(), key=lambda symbol: (not symbol.is_argument, symbol.line))


def variable(frame, symbol):
    """A variable as one part or as several; one that lives on the heap as the pointer that leads to it."""
    try:
        value = symbol.value(frame)
        if value.is_optimized_out:
            return []
        if symbol.name.startswith("&"):
            target = value.dereference()
            return [part(symbol.name, value, "", to=int(value), heap=True, target=(target, None))]
        return list(parts_of(symbol.name, value))
    except gdb.MemoryError:
        return []


def parts_of(name, value, depth=0):
    """The cells of a value: one, or for small structs and arrays one each."""
    kind = value.type.strip_typedefs()
    if is_slice(kind):
        yield from slice_parts(name, value)
    elif is_string(kind):
        yield part(name, value, string_text(value))
    elif (
        kind.code == gdb.TYPE_CODE_STRUCT
        and kind.name
        and kind.name.startswith(("runtime.eface", "runtime.iface"))
    ):
        yield part(name, value, "interface", to=int(value["data"]))
    elif kind.code == gdb.TYPE_CODE_STRUCT and "." in go_type(value.type):
        yield part(name, value, go_type(value.type))  # of another package: its inside is its own
    elif kind.code == gdb.TYPE_CODE_STRUCT and depth < 2 and 0 < len(kind.fields()) <= MAX_PARTS:
        for field in kind.fields():
            yield from parts_of(f"{name}.{field.name}" if name else field.name, value[field], depth + 1)
    elif kind.code == gdb.TYPE_CODE_ARRAY and array_count(kind) <= MAX_PARTS and depth < 2:
        for index in range(array_count(kind)):
            yield from parts_of(f"{name}[{index}]", value[index], depth + 1)
    elif kind.code == gdb.TYPE_CODE_PTR:
        yield pointer_part(name, value, kind)
    elif kind.code in SCALARS:
        yield part(name, value, scalar_text(value, kind))
    else:
        yield part(name, value, go_type(value.type))


def part(name, value, text, **more):
    """A cell: a piece of memory that is shown as one."""
    return {
        "name": name,
        "type": go_type(value.type),
        "address": int(value.address) if value.address is not None else 0,  # in a register
        "size": value.type.sizeof,
        "value": text,
        **more,
    }


def pointer_part(name, value, kind):
    """A pointer; what a map, a channel or a function really is stays closed."""
    to = int(value)
    if to == 0:
        return part(name, value, "nil")
    if not go_type(value.type).startswith("*"):
        return part(name, value, "", to=to)
    return part(name, value, "", to=to, target=(value.cast(kind).dereference(), None))


def slice_parts(name, value):
    """The three words of a slice; the first one leads to its array."""
    room, to = int(value["cap"]), int(value["array"])
    target = {"target": (value["array"].dereference(), room)} if room and to else {}
    yield part(name, value["array"], "" if to else "nil", to=to, **target)
    for word in ("len", "cap"):
        yield part(f"{name} {word}", value[word], str(int(value[word])))


def pointed_parts(value, count):
    """The cells of an object, and its size; `count` elements in a row where a slice leads there."""
    if count is None:
        return list(parts_of("", value)), value.type.sizeof
    pointer = value.address
    found = []
    for index in range(min(count, MAX_PARTS)):
        found += parts_of(f"[{index}]", (pointer + index).dereference())
    return found, count * value.type.sizeof


def is_slice(kind):
    """Whether a type is a slice: three words of these names."""
    return kind.code == gdb.TYPE_CODE_STRUCT and [each.name for each in kind.fields()] == [
        "array",
        "len",
        "cap",
    ]


def is_string(kind):
    """Whether a type is a string: two words of these names."""
    return kind.code == gdb.TYPE_CODE_STRUCT and [each.name for each in kind.fields()] == ["str", "len"]


def array_count(kind):
    """How many elements an array has."""
    low, high = kind.range()
    return high - low + 1


def string_text(value):
    """The string as Go quotes it, cut where it is long."""
    count = int(value["len"])
    if count == 0:
        return '""'
    data = gdb.selected_inferior().read_memory(int(value["str"]), min(count, MAX_TEXT))
    shown = bytes(data).decode("utf-8", errors="replace")
    return json.dumps(shown, ensure_ascii=False)[:-1] + ("…" if count > MAX_TEXT else "") + '"'


def scalar_text(value, kind):
    """A number or truth value as Go prints it."""
    if kind.code == gdb.TYPE_CODE_BOOL:
        return "true" if int(value) else "false"
    if kind.code == gdb.TYPE_CODE_FLT:
        return f"{float(value):g}"
    if str(kind) == "uintptr":
        return f"{int(value):#x}"
    return str(int(value))


def go_type(kind):
    """The type as Go writes it, without its own package: gdb puts the star behind."""
    text = str(kind).removeprefix("struct ")
    while text.endswith(" *"):
        text = "*" + text[:-2]
    return text.replace("main.", "")


def stops(file, first, last):
    """The addresses where a statement of these lines begins."""
    _, places = gdb.decode_line(f"{SETTINGS['module']}/{file}:{first}")
    table = sorted(places[0].symtab.linetable(), key=lambda row: row.pc)
    previous = None
    for row in table:
        function = function_of(row.pc)
        if function is None or row.line == 0:
            continue
        begins = (function.name, row.line) != previous
        is_head = row.line == function.line and previous is not None and previous[0] != function.name
        previous = (function.name, row.line)
        if begins and not is_head and row.line != function.line and first <= row.line <= last:
            yield row.pc


def function_of(pc):
    """The function whose code lies there."""
    block = gdb.block_for_pc(pc)
    while block is not None and block.function is None:
        block = block.superblock
    return block.function if block is not None else None


def run():
    """Run the program from stop to stop; what was seen."""
    for setting in (
        "pagination off",
        "confirm off",
        "breakpoint pending off",
        "print thread-events off",
        "backtrace past-main on",
    ):
        gdb.execute(f"set {setting}")
    for signal in ("SIGURG", "SIGSEGV", "SIGPIPE", "SIGPROF"):
        gdb.execute(f"handle {signal} nostop noprint pass", to_string=True)
    for name in ("LINES", "COLUMNS"):
        gdb.execute(f"unset environment {name}")
    for name, value in SETTINGS["environment"].items():
        gdb.execute(f"set environment {name} {value}")
    gdb.Breakpoint("runtime.main", internal=True, temporary=True).silent = True
    gdb.execute(f"run > {OUTPUT} 2>&1", to_string=True)
    silence_monitor()
    for pc in stops(SETTINGS["file"], SETTINGS["first"], SETTINGS["last"]):
        gdb.Breakpoint(f"*{pc:#x}", internal=True).silent = True
    gdb.execute("continue", to_string=True)
    recorder = Recorder()
    while gdb.selected_inferior().pid:
        recorder.stop()
        gdb.execute("continue", to_string=True)
    return {"moments": with_homes(recorder.moments)}


def silence_monitor():
    """Let the runtime's monitor thread sleep for ever.

    It looks at the clock, takes the P away from whoever seems slow, and so makes each run go another way.
    With one P, no collector, and a debugger that stops no clock, it is of no use.
    """
    sleep = SLEEPS.get(gdb.newest_frame().architecture().name())
    if sleep is not None:
        address = int(gdb.parse_and_eval("'runtime.sysmon'").address)
        gdb.selected_inferior().write_memory(address, sleep)


def with_homes(moments):
    """The moments with what was still in a register at the place in its frame that it has later.

    An argument comes in registers, and its function stores it in its first instructions. What never has a
    place in memory is left out.
    """
    frames = [frame for moment in moments for frame in moment["frames"]]
    homes = {
        (frame["function"], each["name"]): frame["high"] - each["address"]
        for frame in frames
        for each in frame["variables"]
        if each["address"]
    }
    for frame in frames:
        for each in frame["variables"]:
            home = homes.get((frame["function"], each["name"]))
            if not each["address"] and home is not None:
                each["address"] = frame["high"] - home
        frame["variables"] = [each for each in frame["variables"] if each["address"]]
    return moments


try:
    RESULT = run()
except TooMuchError as error:
    RESULT = {"error": str(error)}
except gdb.error as error:
    RESULT = {"error": f"gdb: {error}"}
Path("talk.moments.json").write_text(json.dumps(RESULT), encoding="utf-8")
gdb.execute("kill" if gdb.selected_inferior().pid else "quit 0")
