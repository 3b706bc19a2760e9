// What the allocator counts: allocations a call.
package main

import (
	"fmt"
	"testing"
)

type user struct{ name string }

//go:noinline
func newValue() user {
	u := user{name: "ann"}
	return u
}

//go:noinline
func newPointer() *user {
	u := user{name: "ann"}
	return &u
}

// region main
func main() {
	value := func() { _ = newValue() }
	pointer := func() { _ = newPointer() }

	fmt.Println(testing.AllocsPerRun(100, value))
	fmt.Println(testing.AllocsPerRun(100, pointer))
}

// endregion
