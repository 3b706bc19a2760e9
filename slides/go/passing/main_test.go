package main

import (
	"runtime"
	"testing"
)

var sink uint64

// One P: the collector works in the time that is measured.
func init() { runtime.GOMAXPROCS(1) }

func Benchmark8(b *testing.B)     { pass[[1]uint64](b) }
func Benchmark64(b *testing.B)    { pass[[8]uint64](b) }
func Benchmark256(b *testing.B)   { pass[[32]uint64](b) }
func Benchmark1024(b *testing.B)  { pass[[128]uint64](b) }
func Benchmark4096(b *testing.B)  { pass[[512]uint64](b) }
func Benchmark16384(b *testing.B) { pass[[2048]uint64](b) }

// pass measures all four ways at the size of T.
func pass[T words](b *testing.B) {
	b.Run("value-down", func(b *testing.B) {
		var v T
		for b.Loop() {
			sink += takeValue(v)
		}
	})
	b.Run("pointer-down", func(b *testing.B) {
		var v T
		for b.Loop() {
			sink += takePointer(&v)
		}
	})
	b.Run("value-up", func(b *testing.B) {
		for b.Loop() {
			v := giveValue[T](sink)
			sink += v[0]
		}
	})
	b.Run("filled-up", func(b *testing.B) {
		for b.Loop() {
			var v T
			fill(&v, sink)
			sink += v[0]
		}
	})
	b.Run("pointer-up", func(b *testing.B) {
		for b.Loop() {
			p := givePointer[T](sink)
			sink += (*p)[0]
		}
	})
}
