// What a closure holds on to, and what printing does.
package main

import "fmt"

// region counter
func counter() func() int {
	n := 0
	return func() int {
		n++
		return n
	}
}

// endregion

// region address
func address() *int {
	n := 1
	return &n
}

// endregion

// region main
func main() {
	next := counter()
	n := next()
	fmt.Println(n, *address())
}

// endregion
