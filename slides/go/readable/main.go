// The same allocation, once in plain sight and once hidden.
package main

type user struct{ name string }

// region hidden

//go:noinline
func hidden() *user {
	u := &user{name: "ann"}
	u.name += "a"
	return u
}

// endregion

// region plain

//go:noinline
func plain() *user {
	u := user{name: "ann"}
	u.name += "a"
	return &u
}

// endregion

func main() { println(hidden().name, plain().name) }
