// Two goroutines add one each, with a pause between load and store.
package main

import (
	"runtime"
	"sync"
)

// region main
func main() {
	n := 0
	both(func() {
		v := n
		pause()
		n = v + 1
	})
	println(n)
}

// endregion

// both runs add in two goroutines on one P, and waits for them.
func both(add func()) {
	runtime.GOMAXPROCS(1)
	var wg sync.WaitGroup
	wg.Go(add)
	wg.Go(add)
	wg.Wait()
}

// pause lets the other goroutine run: what may happen anywhere, here happens each time.
//
//go:noinline
func pause() { runtime.Gosched() }
