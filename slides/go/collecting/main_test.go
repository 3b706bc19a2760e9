package main

import "testing"

var sink int

func BenchmarkFour(b *testing.B) {
	for b.Loop() {
		sink += collect(4)
	}
}

func BenchmarkFive(b *testing.B) {
	for b.Loop() {
		sink += collect(5)
	}
}
