package main

import "fmt"

// region all
func main() {
	// region loop
	for i := range 3 {
		fmt.Println(i)
	}
	// endregion loop
}

// endregion
