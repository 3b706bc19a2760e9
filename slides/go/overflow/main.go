// A recursion without an end.
package main

// region main

//go:noinline
func dive(n int) int {
	return dive(n+1) + 1
}

func main() {
	defer func() { println(recover()) }()
	dive(0)
}

// endregion
