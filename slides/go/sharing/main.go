// Two slices of one array, until append has to move one of them.
package main

// region main
func main() {
	s := make([]int, 2, 3)
	t := append(s, 7)
	t[0] = 1
	t = append(t, 8)
	t[0] = 2
	println(s[0], t[0])
}

// endregion
