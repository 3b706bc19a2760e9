package main

import (
	"runtime"
	"testing"
)

const times = 1000

var sink uint64

// One P: what waits is woken where it waited.
func init() { runtime.GOMAXPROCS(1) }

func BenchmarkFew(b *testing.B)  { walk(b, 1024) }
func BenchmarkMany(b *testing.B) { walk(b, 262_144) }

func walk(b *testing.B, count int) {
	b.Run("values", func(b *testing.B) {
		items := make([]item, count)
		for b.Loop() {
			sink += overValues(items)
		}
	})
	for _, shuffled := range []bool{false, true} {
		b.Run(map[bool]string{false: "in-order", true: "shuffled"}[shuffled], func(b *testing.B) {
			items := scattered(count, shuffled)
			for b.Loop() {
				sink += overPointers(items)
			}
		})
	}
}

func BenchmarkCount(b *testing.B) {
	ways := []struct {
		name  string
		count func()
	}{
		{"plain", func() { plain(times) }},
		{"atomic", func() { atomically(times) }},
		{"mutex", func() { locked(times) }},
		{"buffered", func() { sent(times, 1) }},
		{"channel", func() { sent(times, 0) }},
	}
	for _, way := range ways {
		b.Run(way.name, func(b *testing.B) {
			for b.Loop() {
				way.count()
			}
		})
	}
}
