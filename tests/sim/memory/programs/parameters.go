// A parameter is a copy; through a pointer the callee writes into its caller's frame.
package main

func byValue(n int)    { n++ }
func byPointer(p *int) { *p++ }

func main() {
	n := 10
	byValue(n)
	println(n)
	byPointer(&n)
	println(n)
}

// prints:
// 10
// 11
