// Four goroutines add 1000 each: without care, and in three safe ways.
package main

import (
	"fmt"
	"sync"
	"sync/atomic"
)

// region race
func race() int {
	n := 0
	four(func() { n++ })
	return n
}

// endregion

// region four
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

// endregion

// region atomic
func viaAtomic() int {
	var n atomic.Int64
	four(func() { n.Add(1) })
	return int(n.Load())
}

// endregion

// region mutex
func viaMutex() int {
	var mu sync.Mutex
	n := 0
	four(func() { mu.Lock(); n++; mu.Unlock() })
	return n
}

// endregion

// region owner
func owner(adds <-chan int, total chan<- int) {
	n := 0
	for v := range adds {
		n += v
	}
	total <- n
}

// endregion

func viaChannel() int {
	adds, total := make(chan int), make(chan int)
	go owner(adds, total)
	four(func() { adds <- 1 })
	close(adds)
	return <-total
}

func main() {
	fmt.Println(race() <= 4000)
	fmt.Println(viaAtomic(), viaMutex(), viaChannel())
}
