package web

import (
	"context"
	"errors"
	"net/http"

	"redis-tutor/lessons/websession"
)

// Visit is one request, as far as its session goes.
//
// When a method returns an error, a handler can just return: the visitor gets
// the answer of Options.Failed. A handler that writes something itself is
// taken at its word.
type Visit struct {
	m       *Sessions
	r       *http.Request
	id      string              // as the cookie has it
	session *websession.Session // nil before it is asked for
	err     error               // why it could not be loaded
	told    error               // the first error that the handler has been told
	ended   bool                // by Destroy
}

// Session returns the visitor's session, which is loaded when first asked
// for. A visitor without one gets an empty one, kept once something is set in
// it. What is set and removed is saved after the handler.
func (v *Visit) Session() (*websession.Session, error) {
	if v.session == nil && v.err == nil {
		v.session, v.err = v.load()
	}
	if v.err != nil {
		return nil, v.tell(v.err)
	}
	return v.session, nil
}

func (v *Visit) load() (*websession.Session, error) {
	if v.id == "" {
		return &websession.Session{}, nil
	}
	s, err := v.m.store.Load(v.r.Context(), v.id)
	if errors.Is(err, websession.ErrNotFound) {
		return &websession.Session{}, nil
	}
	return s, err
}

// Incr counts in a field of the session, at once, and returns the new number:
// see Store.Incr.
func (v *Visit) Incr(field string, by int64) (n int64, err error) {
	err = v.do(func(ctx context.Context, s *websession.Session) error {
		n, err = v.m.store.Incr(ctx, s, field, by)
		return err
	})
	return n, err
}

// Login writes down who is logged in and gives the session, and the cookie, a
// new id: see Store.Login, and set what goes with the login after it.
func (v *Visit) Login(user string) error {
	return v.do(func(ctx context.Context, s *websession.Session) error {
		return v.m.store.Login(ctx, s, user)
	})
}

// Rotate gives the session, and the cookie, a new id.
func (v *Visit) Rotate() error {
	return v.do(func(ctx context.Context, s *websession.Session) error {
		return v.m.store.Rotate(ctx, s)
	})
}

// Destroy ends the session with all that is in it, and the cookie, if there is
// one: see Store.Destroy. That is how a visitor is logged out. What is set
// afterwards begins a new session.
func (v *Visit) Destroy() error {
	return v.do(func(ctx context.Context, s *websession.Session) error {
		if err := v.m.store.Destroy(ctx, s); err != nil {
			return err
		}
		v.ended = true
		return nil
	})
}

// do loads the session and runs something that writes.
func (v *Visit) do(write func(context.Context, *websession.Session) error) error {
	s, err := v.Session()
	if err != nil {
		return err
	}
	return v.tell(write(v.lasting(), s))
}

// lasting is a context that does not end when the visitor goes away: a logout
// must not depend on that. The client's own timeouts bound it.
func (v *Visit) lasting() context.Context { return context.WithoutCancel(v.r.Context()) }

// tell remembers what the handler has been told.
func (v *Visit) tell(err error) error {
	if v.told == nil {
		v.told = err
	}
	return err
}

// commit saves the session and writes the cookie into the header. An error
// means that something is not saved that should be.
func (v *Visit) commit(h http.Header) error {
	s := v.session
	if s == nil {
		return nil
	}
	h.Add("Vary", "Cookie")
	if s.Changed() {
		if err := v.m.store.Save(v.lasting(), s); err != nil {
			return err
		}
	}
	switch {
	case s.ID() == "" && v.ended && v.id != "":
		v.m.drop(h, v.r)
	case s.ID() != "" && v.prolong(s):
		v.m.keep(h, v.r, s)
	}
	return nil
}

// prolong makes sure that the session has been prolonged, and reports whether
// its cookie should be. That it could not be is no reason to lose a response.
func (v *Visit) prolong(s *websession.Session) bool {
	if !s.Expires().IsZero() {
		return true
	}
	err := v.m.store.Touch(v.lasting(), s)
	if err != nil && !errors.Is(err, websession.ErrGone) {
		v.m.o.Log.Warn("a session could not be prolonged", "session", s.Ref(), "error", err)
	}
	return err == nil
}

// late saves what the handler has changed after the first byte.
func (v *Visit) late() {
	s := v.session
	if s == nil || !s.Changed() {
		return
	}
	err := errors.New("the cookie should have gone with the header")
	if s.ID() != "" {
		err = v.m.store.Save(v.lasting(), s)
	}
	if err != nil {
		v.m.o.Log.Error("a change after the first byte is lost", "session", s.Ref(), "error", err)
	}
}

// abandon ends a session whose id only the answer would have told.
func (v *Visit) abandon() {
	s := v.session
	if s == nil || s.ID() == "" || s.ID() == v.id {
		return
	}
	ref := s.Ref()
	if err := v.m.store.Destroy(v.lasting(), s); err != nil {
		v.m.o.Log.Error("a session that nobody can open is left", "session", ref, "error", err)
	}
}

// name is what the session is called in the log.
func (v *Visit) name() string {
	if v.session == nil {
		return ""
	}
	return v.session.Ref()
}
