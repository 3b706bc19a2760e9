// A constructor small enough to be inlined.
package main

type user struct{ name string }

// region ctor
func newUser(name string) *user {
	return &user{name: name}
}

func main() {
	u := newUser("ann")
	println(u.name)
}

// endregion
