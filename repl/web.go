package repl

import (
	"context"
	"fmt"
	"slices"
	"time"

	"redis-tutor/lessons"
	"redis-tutor/lessons/websession/serve"
	"redis-tutor/repl/browse"
	"redis-tutor/repl/screen"
	"redis-tutor/repl/typing"
	"redis-tutor/repl/walk"
	"redis-tutor/sandbox/amount"
)

// The web sessions: an app over the learner's Redis, and browsers that visit
// it. What the app says to Redis is printed once a request is answered, which
// takes seconds where Redis hangs; by whoever is visited, so that it may come
// while a line is typed.

func (s *Session) newWeb() *browse.Web {
	return &browse.Web{Start: s.Sandbox.Serve, Done: s.requested}
}

// requested shows a request that the app has answered, and lets the lesson
// look. One from the prompt is part of what is answered there.
func (s *Session) requested(r serve.Request) {
	own := browse.IsOurs(r.Agent)
	if len(r.Commands) > 0 || r.Status >= 400 {
		ShowRequest(s.Screen, r, !own)
	}
	if own {
		return
	}
	s.running.Go(func() {
		s.floor.Lock()
		defer s.floor.Unlock()
		if !s.leaving {
			s.visited(context.Background())
		}
	})
}

// app answers "app", "app start", "app start 8000" and "app stop".
func (s *Session) app(ctx context.Context, args []string) {
	o, err := browse.ParseApp(args)
	switch {
	case err != nil:
		s.Screen.Error(err, "`app start`, `app start 8000`, `app stop`")
	case o.Do == browse.StartApp:
		s.startApp(ctx, o.Addr)
	case o.Do == browse.StopApp:
		s.stopApp()
	case s.web.App() == nil:
		s.Screen.Note("The app is not running. `app start` starts it, and so does `visit`.")
	default:
		s.sayApp("The app is at")
	}
}

func (s *Session) startApp(ctx context.Context, addr string) {
	switch {
	case s.web.App() != nil && addr != "":
		s.Screen.Error(fmt.Errorf("the app runs already, at %s, and does not move to %q", s.web.App().URL(), addr), "`app stop`, and then `app start "+addr+"`")
		return
	case s.web.App() != nil:
		s.sayApp("It runs already, at")
		return
	}
	if err := s.web.Open(ctx, addr); err != nil {
		s.Screen.Error(err, "`app start` alone chooses a free port")
		return
	}
	s.sayApp("The app runs at")
	s.noted("`visit` looks at it from here, and a browser of yours can as well: what the app says to Redis is shown once a page is answered. `app stop` ends it.")
}

// sayApp says where the app is, and what is good to know of it.
func (s *Session) sayApp(where string) {
	a := s.web.App()
	text := fmt.Sprintf("%s %s. It remembers a visitor for %s after each request", where, a.URL(), amount.Time(a.Idle()))
	if a.DB() != s.Home {
		text += fmt.Sprintf("; its keys are in database %d", a.DB())
	}
	s.Screen.Say(screen.Plain, "%s.", text)
}

func (s *Session) stopApp() {
	if s.web.App() == nil {
		s.Screen.Note("The app is not running.")
		return
	}
	if err := s.web.Stop(); err != nil {
		s.Screen.Error(err)
		return
	}
	s.Screen.Note("The app is gone. Its sessions are still in Redis, until their time is over: started again, it knows its visitors.")
}

// visit answers "visit", "visit /sessions" and "visit /login name=Anna as bob".
func (s *Session) visit(ctx context.Context, args []string) {
	o, err := browse.ParseVisit(args)
	if err != nil {
		s.Screen.Error(err, "`visit`, `visit /sessions`, `visit /login name=Anna`, `visit / as phone`")
		return
	}
	if s.web.App() == nil {
		if s.startApp(ctx, ""); s.web.App() == nil {
			return
		}
	}
	page, err := s.web.Visit(ctx, o, s.watch())
	switch {
	case err != nil && ctx.Err() != nil:
		s.Screen.Note("Stopped waiting for the page.")
	case err != nil:
		s.Screen.Error(err)
	default:
		showPage(s.Screen, page, o.As)
	}
	s.visited(ctx)
}

// watch shows what goes over HTTP.
func (s *Session) watch() browse.Watch {
	return browse.Watch{Asks: s.showAsked, Answers: s.showAnswer}
}

// visitWords are what may follow visit.
func (s *Session) visitWords() []typing.Choice { return oneOf(s.web.Paths(browse.Self)...)(s) }

// cookies answers "cookies" and "cookies as bob".
func (s *Session) cookies(ctx context.Context, args []string) {
	as, err := browse.ParseAs(args)
	if err != nil {
		s.Screen.Error(err, "`cookies`, or `cookies as phone` for another browser")
		return
	}
	all := s.web.Cookies(as)
	if len(all) == 0 {
		s.Screen.Note("This browser has no cookies. `visit" + asWho(as) + "` may give it one.")
	}
	s.long(ctx, func(out *screen.Screen) error {
		for _, c := range all {
			s.showCookie(ctx, out, c)
		}
		if as == browse.Self {
			s.sayWhose(out)
		}
		return nil
	})
}

// sayWhose says that $session is not the session of the browser at the prompt,
// where one elsewhere has visited since.
func (s *Session) sayWhose(out *screen.Screen) {
	key, _ := s.web.SessionKey("$session")
	if own, _ := s.web.SessionKey("$session:" + browse.Self); key != own {
		out.Note("`$session` stands for " + key + " now: the browser elsewhere came last. `$session:" + browse.Self + "` is this one's.")
	}
}

// asWho is how another browser than the usual one is named behind a command.
func asWho(as string) string {
	if as == browse.Self {
		return ""
	}
	return " as " + as
}

// withKeys puts keys in the place of the words that stand for them ($session),
// and says which. It reports whether the line can be run.
func (s *Session) withKeys(args []string) ([]string, bool) {
	if !s.web.Known() && !s.walk.Begun() { // the words may be meant as they are
		return args, true
	}
	if asked, ok := s.aboutKeys(args); ok {
		return asked, true
	}
	keyOf := lessons.Steady(s.web)
	for _, word := range args {
		switch key, ok := keyOf(word); {
		case ok && key == "":
			s.Screen.Error(fmt.Errorf("%q stands for the key of a browser's session, and there is none", word), "`visit` gives the browser one, `cookies` shows what it has")
			return nil, false
		case ok && s.stood[word] != key: // it is not said twice
			s.stood[word] = key
			s.noted(word + " is " + key + ".")
		}
	}
	return lessons.Filled(keyOf, args), true
}

// aboutKeys returns what asks for help about a word that stands for a key: all of
// these are explained in one place.
func (s *Session) aboutKeys(args []string) (asked []string, ok bool) {
	if len(args) != 2 {
		return nil, false
	}
	w, _ := s.words.find(args[0])
	_, ok = lessons.ParseKeyWord(args[1])
	return []string{args[0], "$session"}, ok && slices.Contains(w.names, "help")
}

// leaveWeb ends the app and removes what it has made.
func (s *Session) leaveWeb() {
	ctx, cancel := context.WithTimeout(context.Background(), walk.OwnWait)
	defer cancel()
	if err := s.web.Leave(ctx); err != nil && s.Careful { // else they go with their Redis
		s.Screen.Error(fmt.Errorf("the app's keys could not be removed: %w", err), "they run out by themselves")
	}
}

// shortly says how long is left, in whole seconds.
func shortly(d time.Duration) string { return amount.Time(d.Round(time.Second)) }
