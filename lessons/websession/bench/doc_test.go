// Package bench compares the session store with another one, in a module of
// its own: what it compares with must not get into the program.
//
//	cd lessons/websession/bench
//	go test -bench .
//
// Each benchmark lets all handlers take turns on one private redis-server, so
// that what else the machine does strikes all alike, in an order that is drawn
// anew each time: nobody always comes after the one that warms the caches for
// it. It reports the median and the 99th percentile of each, and how many
// counts were lost.
package bench
