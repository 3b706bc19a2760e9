// Where an address may go: nowhere, down and back, into a result, a global, a field.
package main

type user struct{ name string }

type box struct{ p *user }

var last *user

//go:noinline
func copied() user {
	u := user{name: "ann"}
	return u
}

//go:noinline
func returned() *user {
	u := user{name: "ann"}
	return &u
}

//go:noinline
func greet(p *user) {
	println("hi", p.name)
}

//go:noinline
func handed() {
	u := user{name: "ann"}
	greet(&u)
}

//go:noinline
func keep(p *user) {
	last = p
}

//go:noinline
func kept() {
	u := user{name: "ann"}
	keep(&u)
}

//go:noinline
func stored() {
	u := user{name: "ann"}
	b := &box{}
	b.p = &u
	println(b.p.name)
}

func main() {
	println(copied().name, returned().name)
	handed()
	kept()
	stored()
}
