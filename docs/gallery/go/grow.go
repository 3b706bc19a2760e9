// Grow a stack, and say when it has moved.
package main

import "fmt"

func main() {
	fmt.Println(grow(1000))
}

// region grow
func grow(depth int) int {
	var frame [1024]byte // a kibibyte in each frame
	frame[0] = byte(depth)
	if depth > 0 {
		grow(depth - 1)
	}
	return int(frame[0])
}

// endregion
