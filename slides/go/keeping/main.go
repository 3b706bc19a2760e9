// Blocks of 4 KiB: ever more of them are kept, and new ones replace old ones.
package main

// region main
var kept [8192][]byte

func main() {
	for i := range 60_000 {
		kept[i%(1+i/8)] = make([]byte, 4096)
	}
}

// endregion
