// The same increment on a copy and on the original.
package main

type account struct{ cents int }

// region functions
func byValue(a account) {
	a.cents++
}

func byPointer(a *account) {
	a.cents++
}

// endregion

// region main
func main() {
	a := account{cents: 10}
	byValue(a)
	println(a.cents)
	byPointer(&a)
	println(a.cents)
}

// endregion
