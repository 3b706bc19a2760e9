package main

import "testing"

var (
	keptValue   user
	keptPointer *user
)

func BenchmarkValue(b *testing.B) {
	for b.Loop() {
		keptValue = newValue()
	}
}

func BenchmarkPointer(b *testing.B) {
	for b.Loop() {
		keptPointer = newPointer()
	}
}
