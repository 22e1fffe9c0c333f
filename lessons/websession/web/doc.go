// Package web gives each HTTP request its session: the cookie on one side,
// the store of package websession on the other.
//
//	sessions := web.New(store, web.Options{})
//	http.ListenAndServe("127.0.0.1:8000", sessions.Wrap(mux))
//
//	func index(w http.ResponseWriter, r *http.Request) {
//		visits, err := web.Of(r).Incr("visits", 1)
//		if err != nil {
//			return // the answer is 503, or 409 when the session has just ended
//		}
//		fmt.Fprintf(w, "Visits: %d\n", visits)
//	}
//
// # What it promises
//
//   - A handler that does not ask for the session costs Redis nothing. A
//     visitor for whom nothing is kept gets no session and no cookie.
//   - The session is saved once, after the handler, before the first byte of
//     the response. To make that possible, the first 32 KB of a response are
//     held back; one that grows above that, or that is flushed, hijacked or
//     copied from a file, is saved for when its first byte must go. What changes
//     later is saved at the end, as far as no cookie is needed for it.
//   - A response is never lost. When the session cannot be saved, Failed
//     answers in the handler's place, with 503; when it merely could not be
//     prolonged, the handler's answer goes out all the same. A handler that was
//     told of an error and wrote something itself has the last word.
//   - When a handler panics, what it has set is not saved, what was held back is
//     dropped, and the panic goes on to whoever is outside. Incr, Login, Rotate
//     and Destroy write at once, so what they did is done. A session whose id the
//     visitor does not have, new or renewed in this request, is ended: nobody
//     could open it any more.
//   - The cookie is HttpOnly and SameSite=Lax, Secure on TLS, and lives exactly
//     as long as the session: its Max-Age is the TTL.
//   - A cookie that opens nothing is ignored, and left alone: it may be a
//     moment old, in a request that was overtaken by its own login, and deleting
//     it would log the visitor out. Only Destroy deletes the cookie.
//   - A save or an end under way is finished even when the visitor has gone.
//
// It sends Vary: Cookie with whatever depended on a session, and keeps shared
// caches from storing a response with a cookie: its Cache-Control is private,
// whatever the handler says.
//
// A session belongs to one goroutine at a time, and so does a Visit.
package web
