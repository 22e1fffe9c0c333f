package websession

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
)

// Ids are in base32, as rand.Text makes them: 26 letters and digits or, in
// some later Go, more.
const (
	shortestID = 26
	longestID  = 64
)

// newID makes the id of a new session: 128 random bits or more.
func newID() string { return rand.Text() }

// WellFormed reports whether a text could be the id of a session. It costs no
// round trip; whether there is such a session only Load can tell.
func WellFormed(id string) bool {
	if len(id) < shortestID || len(id) > longestID {
		return false
	}
	for i := range len(id) {
		if c := id[i]; (c < 'A' || c > 'Z') && (c < '2' || c > '7') {
			return false
		}
	}
	return true
}

// hashed returns the SHA-256 of a text, in base32 without padding. That of an
// id is well-formed too.
func hashed(text string) string {
	sum := sha256.Sum256([]byte(text))
	return base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(sum[:])
}

// reference returns what a session is called in public: it tells one session
// from another, and neither opens it nor leads back to its key.
func reference(name string) string { return hashed("reference to " + name)[:16] }
