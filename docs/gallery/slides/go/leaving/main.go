// A slice whose array leaves the stack.
package main

// region main
func main() {
	s := make([]int, 0, 2)
	s = append(s, 1)
	s = append(s, 2)
	s = append(s, 3)
	println(len(s), cap(s))
}

// endregion
