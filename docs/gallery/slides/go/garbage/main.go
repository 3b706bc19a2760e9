// Some that stays, and much that does not.
package main

var (
	kept [][]byte
	last [8][]byte
)

// region main
func main() {
	for i := range 12_000 {
		if i%4 == 0 {
			kept = append(kept, make([]byte, 4096))
		}
		last[i%8] = make([]byte, 20_000)
	}
	println(len(kept), len(last[0]))
}

// endregion
