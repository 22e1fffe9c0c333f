package web

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"maps"
	"net"
	"net/http"
)

// hold is how much of a response is held back for the session to be saved
// before it, in bytes.
const hold = 32 << 10

// writer holds a response back until its session has been saved.
type writer struct {
	http.ResponseWriter
	visit  *Visit
	before http.Header // the header as it was before the handler
	status int         // 0 before WriteHeader
	held   bytes.Buffer
	sent   bool  // the first byte has gone
	failed error // why another answer went in place of the handler's
}

// Unwrap lets http.ResponseController reach what is below.
func (w *writer) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// WriteHeader remembers the status. Informational ones go out at once: they
// are no answer yet.
func (w *writer) WriteHeader(status int) {
	switch {
	case status >= 100 && status < 200 && status != http.StatusSwitchingProtocols:
		w.ResponseWriter.WriteHeader(status)
	case w.sent && w.failed == nil:
		w.ResponseWriter.WriteHeader(status) // which complains
	case w.status == 0:
		w.status = status
	}
}

// Write holds a part of the body back, or sends it when that would be much.
func (w *writer) Write(p []byte) (int, error) {
	to, err := w.target(len(p))
	if err != nil {
		return 0, err
	}
	return to.Write(p)
}

// WriteString is Write without a copy.
func (w *writer) WriteString(text string) (int, error) {
	to, err := w.target(len(text))
	if err != nil {
		return 0, err
	}
	return io.WriteString(to, text)
}

// target returns where n more bytes of the body go.
func (w *writer) target(n int) (io.Writer, error) {
	if err := w.begin(); err != nil {
		return nil, err
	}
	if !w.sent && w.held.Len()+n <= hold {
		return &w.held, nil
	}
	return w.ResponseWriter, w.release()
}

// ReadFrom sends what r has, a file for instance, the shortest way.
func (w *writer) ReadFrom(r io.Reader) (int64, error) {
	if err := w.begin(); err != nil {
		return 0, err
	}
	if err := w.release(); err != nil {
		return 0, err
	}
	return io.Copy(w.ResponseWriter, r)
}

// begin makes the status 200 unless there is one, and refuses a body where
// there must be none.
func (w *writer) begin() error {
	if w.failed != nil {
		return w.failed
	}
	if w.status == 0 {
		w.status = http.StatusOK
	}
	if w.status == http.StatusNoContent || w.status == http.StatusNotModified {
		return http.ErrBodyNotAllowed
	}
	return nil
}

// Flush sends what is held back.
func (w *writer) Flush() { _ = w.FlushError() }

// FlushError sends what is held back, after the session has been saved.
func (w *writer) FlushError() error {
	if err := w.release(); err != nil {
		return err
	}
	return http.NewResponseController(w.ResponseWriter).Flush()
}

// Hijack hands the connection over, after the session has been saved. The
// cookie is in the header then; to send it is for the one who takes over.
func (w *writer) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	if !w.sent {
		if err := w.commit(); err != nil {
			return nil, nil, err
		}
	}
	return http.NewResponseController(w.ResponseWriter).Hijack()
}

// commit saves the session, or lets Failed answer.
func (w *writer) commit() error {
	w.sent = true
	if err := w.visit.commit(w.Header()); err != nil {
		w.fail(err)
	}
	return w.failed
}

// release saves the session and sends what is held back.
func (w *writer) release() error {
	if w.sent {
		return w.failed
	}
	if err := w.commit(); err != nil {
		return err
	}
	if w.status == 0 {
		w.status = http.StatusOK
	}
	w.ResponseWriter.WriteHeader(w.status)
	if w.held.Len() == 0 {
		return nil
	}
	_, err := w.ResponseWriter.Write(w.held.Bytes())
	w.held = bytes.Buffer{}
	return err
}

// fail answers in the handler's place.
func (w *writer) fail(err error) {
	v := w.visit
	w.sent, w.failed = true, err
	level := slog.LevelError
	if errors.Is(err, context.Canceled) && v.r.Context().Err() != nil {
		level = slog.LevelDebug // the visitor has left, and nothing is wrong
	}
	v.m.o.Log.Log(v.lasting(), level, "a session failed", "session", v.name(), "error", err)
	h := w.Header()
	clear(h)
	maps.Copy(h, w.before)
	if s := v.session; s != nil && s.ID() != "" && s.ID() != v.id {
		v.m.keep(h, v.r, s) // the old id is no use any more
	}
	v.m.o.Failed(w.ResponseWriter, v.r, err)
}

// abandon drops what is held back.
func (w *writer) abandon() {
	if !w.sent {
		w.visit.abandon()
	}
}

// finish sends what the handler has left to send.
func (w *writer) finish() {
	switch {
	case w.sent:
		if w.failed == nil {
			w.visit.late()
		}
	case w.visit.told != nil && w.status == 0:
		w.fail(w.visit.told)
	default:
		_ = w.release() // a visitor who has gone
	}
}
