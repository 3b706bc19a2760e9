// Ten goroutines on one P: which of them runs first?
package main

import (
	"runtime"
	"sync"
)

// region main
func main() {
	runtime.GOMAXPROCS(1)
	runtime.Gosched() // let the start-up work pass
	var wg sync.WaitGroup
	for i := range 10 {
		wg.Go(func() { print(i, " ") })
	}
	wg.Wait()
}

// endregion
