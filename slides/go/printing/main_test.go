package main

import (
	"fmt"
	"os"
	"testing"
)

func BenchmarkSmall(b *testing.B) { quietly(b, func() { show(255) }) }

func BenchmarkLarge(b *testing.B) { quietly(b, func() { show(256) }) }

func BenchmarkConstant(b *testing.B) { quietly(b, func() { fmt.Println(1000) }) }

// quietly prints again and again where nobody sees it.
func quietly(b *testing.B, print func()) {
	out := os.Stdout
	null, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	if err != nil {
		b.Fatal(err)
	}
	os.Stdout = null
	defer func() { os.Stdout = out }()
	for b.Loop() {
		print()
	}
}
