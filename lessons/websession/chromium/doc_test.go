// Package chromium_test visits the app with a real browser, with JavaScript
// and without, and looks into Redis after each step. It is a module of its own,
// so that what drives the browser is no dependency of the program:
//
//	cd lessons/websession/chromium && go test .
package chromium_test
