// The first array of append can stand on the stack while it is small.
package main

// region collect

//go:noinline
func collect(n int) int {
	var s []int
	for i := range n {
		s = append(s, i)
	}
	return len(s)
}

// endregion

func main() { println(collect(4), collect(5)) }
