// A local variable changes its address while it lives.
package main

import "unsafe"

// region main
func main() {
	n := 42
	p := &n
	old := number(p)

	deep(1000)

	now := number(p)
	println(*p, p == &n)
	println(old == now)
}

// endregion

// number is an address that no longer points: a uintptr.
func number(p *int) uintptr {
	return uintptr(unsafe.Pointer(p))
}

// deep uses frames enough to make the stack grow.
//
//go:noinline
func deep(n int) int {
	var local [64]byte
	local[n%64] = byte(n)
	if n == 0 {
		return 0
	}
	return deep(n-1) + int(local[(n+1)%64])
}
