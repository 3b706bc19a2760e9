// Calls with large frames: the stack moves.
package main

func main() {
	println(deep(5))
}

// region deep
func deep(n int) int {
	var frame [2000]byte
	frame[n] = byte(n)
	if n > 0 {
		return deep(n-1) + int(frame[n])
	}
	return 0
}

// endregion
