package main

import "testing"

var (
	sum  int64
	kept *record
)

func BenchmarkValue(b *testing.B) {
	r := record{id: 1, at: 2}
	for b.Loop() {
		sum += byValue(r)
	}
}

func BenchmarkPointer(b *testing.B) {
	r := record{id: 1, at: 2}
	for b.Loop() {
		sum += byPointer(&r)
	}
}

func BenchmarkMade(b *testing.B) {
	for b.Loop() {
		kept = made(1)
	}
}
