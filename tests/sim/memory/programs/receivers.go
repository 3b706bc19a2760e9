// A method with a value receiver changes a copy, one with a pointer receiver the original.
package main

type Account struct {
	owner string
	cents int
}

func (a Account) depositCopy(cents int) { a.cents += cents }
func (a *Account) deposit(cents int)    { a.cents += cents }
func (a Account) balance() int          { return a.cents }

func main() {
	a := Account{owner: "Ann", cents: 100}
	a.depositCopy(50)
	println(a.balance())
	a.deposit(50)
	println(a.balance())
	p := &a
	p.depositCopy(7)
	p.deposit(7)
	b := a
	b.deposit(1)
	println(p.balance(), a.cents, b.cents, b.owner)
}

// prints:
// 100
// 150
// 157 157 158 Ann
