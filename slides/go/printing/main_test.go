package main

import (
	"os"
	"testing"
)

func BenchmarkSmall(b *testing.B) { quietly(b, 255) }

func BenchmarkLarge(b *testing.B) { quietly(b, 256) }

// quietly shows a number again and again where nobody sees it.
func quietly(b *testing.B, n int) {
	out := os.Stdout
	null, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	if err != nil {
		b.Fatal(err)
	}
	os.Stdout = null
	defer func() { os.Stdout = out }()
	for b.Loop() {
		show(n)
	}
}
