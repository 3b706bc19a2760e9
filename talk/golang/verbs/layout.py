"""`layout=TYPE`: size, alignment and offsets of a struct, by the compiler's own `unsafe` and `reflect`."""

from __future__ import annotations

import re

import msgspec

from talk.errors import TalkError
from talk.golang.answers import Layout
from talk.golang.programs import Program
from talk.golang.questions import Question
from talk.golang.toolchain import Bench
from talk.golang.verbs.build import built
from talk.golang.verbs.run import LIMITS

_PROBE = """package main

import (
	"encoding/json"
	"os"
	"reflect"
)

func init() {
	type field struct {
		Name   string  `json:"name"`
		Type   string  `json:"type"`
		Offset uintptr `json:"offset"`
		Size   uintptr `json:"size"`
		Align  int     `json:"align"`
	}
	t := reflect.TypeFor[TYPE]()
	fields := []field{}
	if t.Kind() == reflect.Struct {
		for i := range t.NumField() {
			f := t.Field(i)
			size, align := f.Type.Size(), f.Type.FieldAlign()
			fields = append(fields, field{f.Name, f.Type.String(), f.Offset, size, align})
		}
	}
	json.NewEncoder(os.Stdout).Encode(map[string]any{
		"type": "layout", "name": t.Name(), "kind": t.Kind().String(),
		"size": t.Size(), "align": t.Align(), "fields": fields,
	})
	os.Exit(0)
}
"""
_FILE = "talk_layout_probe.go"


def ask_layout(bench: Bench, program: Program, question: Question) -> Layout:
    """The type that the question names, which the program declares.

    Raises:
        TalkError: there is none of that name, or it is no struct.
    """
    name = question.about
    if not re.fullmatch(r"[A-Za-z_]\w*", name):
        raise TalkError(f"'{name}' is not the name of a type", hint="write layout=NAME")
    if not any(re.search(rf"^\s*(?:type )?\s*{name}\b", text, re.M) for text in _sources(program)):
        raise TalkError(f"the program {program.name} declares no type '{name}'")
    (bench.folder / _FILE).write_text(_PROBE.replace("TYPE", name), encoding="utf-8")
    ran = bench.program(bench.folder / built(bench), limits=LIMITS)
    told = msgspec.json.decode(ran.text("out"), type=Layout)
    if told.kind != "struct":
        raise TalkError(f"'{name}' is no struct but {told.kind}", hint="only a struct has fields")
    return told


def _sources(program: Program) -> list[str]:
    return [program.text(path) for path in program.files if path.endswith(".go")]
