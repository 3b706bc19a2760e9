// What is handed to fmt.Println goes into an interface.
package main

import "fmt"

// region show

//go:noinline
func show(n int) {
	fmt.Println(n)
}

// endregion

func main() { show(1000) }
