// A value, its address, and a write through the address.
package main

// region main
func main() {
	n := 42
	p := &n
	println(n, *p)

	*p = 7
	println(n, p == &n)
}

// endregion
