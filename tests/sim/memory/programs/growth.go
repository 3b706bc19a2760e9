// A call with a large frame moves the stack; pointers are adjusted, an integer is not.
package main

import "unsafe"

func deep(p *int) int {
	var buf [4096]byte
	buf[0] = 1
	*p += 2
	return *p
}

func main() {
	n := 40
	p := &n
	u := uintptr(unsafe.Pointer(p))
	r := deep(p)
	println(r, n, *p)
	_ = u
}

// prints:
// 42 42 42
