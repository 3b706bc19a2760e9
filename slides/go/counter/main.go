// Four goroutines add 1000 each, in three safe ways.
package main

import (
	"sync"
	"sync/atomic"
)

// region cures
func viaAtomic() int {
	var n atomic.Int64
	four(func() { n.Add(1) })
	return int(n.Load())
}

func viaMutex() int {
	var mu sync.Mutex
	n := 0
	four(func() { mu.Lock(); n++; mu.Unlock() })
	return n
}

func viaChannel() int {
	adds, total := make(chan int), make(chan int)
	go owner(adds, total)
	four(func() { adds <- 1 })
	close(adds)
	return <-total
}

// owner is the only one to touch n.
func owner(adds <-chan int, total chan<- int) {
	n := 0
	for v := range adds {
		n += v
	}
	total <- n
}

func main() {
	println(viaAtomic(), viaMutex(), viaChannel())
}

// endregion

// four calls a function 1000 times in each of four goroutines.
func four(add func()) {
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for range 1000 {
				add()
			}
		})
	}
	wg.Wait()
}
