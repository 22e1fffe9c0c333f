package repl

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"redis-tutor/repl/settings"
	"redis-tutor/repl/typing"
	"redis-tutor/repl/walk"
	"redis-tutor/sandbox/amount"
	"redis-tutor/sandbox/command"
	"redis-tutor/sandbox/reply"
)

// word is something said to the tutor rather than to Redis. But for quit,
// which redis-cli keeps for itself too, none is a Redis command; each also
// works with a colon in front, should Redis ever claim it.
type word struct {
	names   []string // the first is the one that help shows
	args    string   // the form of what may follow
	takes   takes    // the same for hints and Tab
	group   string
	summary string
	lesson  bool // needs a course
	// run answers the word. It is nil where the row is no word but something
	// else to type, of which only help tells: then args is the whole form.
	run func(s *Session, ctx context.Context, args []string)
}

// vocabulary is all that can be said or typed.
type vocabulary []word

// takes is what may follow a word.
type takes struct {
	args    func(*Session) []typing.Choice     // what may come next to it,
	then    func(first string) []typing.Choice // and next to that
	keys    bool                               // names of keys
	command bool                               // a Redis command, where line.Takes says
}

// oneOf is a choice of a few fixed words.
func oneOf(texts ...string) func(*Session) []typing.Choice {
	return func(*Session) []typing.Choice {
		list := make([]typing.Choice, len(texts))
		for i, text := range texts {
			list[i].Text = text
		}
		return list
	}
}

// acting is the group of the words that change something as commands do, and
// editor that of the keys.
const (
	acting = "Redis"
	editor = "the editor"
)

// tutorWords is the one table of tutor words: it drives dispatch, help, hints
// and Tab. Behind them stands what else can be typed.
func tutorWords() vocabulary {
	const lesson, wander, looking, redis, web, rest = "the lesson", "wandering off", "looking", acting, "the web sessions", "the rest"
	const around = "a command"
	return vocabulary{
		{[]string{"next"}, "", takes{}, lesson, "go on (Enter does it too)", true, ofLesson((*walk.Walk).Next)},
		{[]string{"back"}, "", takes{}, lesson, "one step back", true, ofLesson((*walk.Walk).Back)},
		{[]string{"skip"}, "", takes{}, lesson, "go on without solving this step", true, ofLesson((*walk.Walk).Skip)},
		{[]string{"hint"}, "", takes{}, lesson, "a hint; ask again for the next one", true, ofLesson((*walk.Walk).Hint)},
		{[]string{"solution"}, "", takes{}, lesson, "show how it can be done", true, ofLesson((*walk.Walk).Solution)},
		{[]string{"again"}, "", takes{}, lesson, "begin this step anew, keys and all", true, ofLesson((*walk.Walk).Again)},
		{[]string{"lessons"}, "[LESSON]", takes{args: (*Session).lessonNames}, lesson, "list the lessons, or the steps of one", true, ofLesson((*walk.Walk).Lessons)},
		{[]string{"start"}, "LESSON[/STEP]", takes{args: (*Session).lessonNames}, lesson, "go to a lesson or a step", true, ofLesson((*walk.Walk).Start)},
		{[]string{"progress"}, "", takes{}, lesson, "what you have solved", true, ofLesson((*walk.Walk).Progress)},
		{[]string{"play"}, "", takes{}, wander, "try things out; the lesson looks away", true, ofLesson((*walk.Walk).Play)},
		{[]string{"resume"}, "", takes{}, wander, "back to the lesson, its keys restored", true, ofLesson((*walk.Walk).Resume)},
		{[]string{"show"}, "[KEY|FOLDER:|PATTERN]", takes{keys: true}, looking, "the keys that are there, or a picture of one", false, (*Session).show},
		{[]string{"explain"}, "COMMAND ...", takes{command: true}, looking, "what a command would do and cost here; it is not run", false, (*Session).explain},
		ofSetting("trace", looking),
		{[]string{"notes"}, "[FILE]", takes{}, looking, "what you typed and what came back, as Markdown; in a file", false, (*Session).notes},
		ofSettingToo("undo", redis, "take back your last write; once more, the one before", (*Session).undo),
		{[]string{"redo"}, "", takes{}, redis, "do again what undo took back", false, (*Session).redo},
		ofSettingToo("changes", redis, "what the last write changed, or on: say so after each", (*Session).changes),
		{[]string{"as"}, "NAME [COMMAND]", takes{command: true, args: (*Session).clientNames}, redis, "be a second client: as bob SET x 1; as me comes back", false, (*Session).as},
		{[]string{"forward"}, "TIME", takes{args: oneOf("10s", "60s", "10m", "1h", "1d")}, redis, "let time pass: forward 60s, forward 2h", false, (*Session).forward},
		{[]string{"connect"}, "HOST PORT", takes{}, redis, "go on at another server, in practice", false, (*Session).connect},
		{[]string{"listen"}, "[ADDRESS]|stop", takes{args: oneOf("stop")}, redis, "let redis-cli and other programs join in", false, (*Session).listen},
		{[]string{"app"}, "[start [ADDRESS]|stop]", takes{args: oneOf("start", "stop")}, web, "a web site that keeps sessions in your Redis", false, (*Session).app},
		{[]string{"visit"}, "[PATH] [FIELD=VALUE ...] [as NAME]", takes{args: (*Session).visitWords}, web, "look at its pages, and send their forms", false, (*Session).visit},
		{[]string{"cookies"}, "[as NAME]", takes{args: oneOf("as")}, web, "the cookies that visiting brought, and their keys", false, (*Session).cookies},
		{[]string{"compare"}, "[quick|usual|full] [method]", takes{args: oneOf("quick", "usual", "full", "method"), then: afterCompare}, web, "measure where web sessions are kept fastest: SQLite, Redis, and why", false, (*Session).compare},
		typed(web, "$session", "in a command, the key of your session: of the browser here or of one elsewhere, whichever came last; $session:ben is ben's", "$session"),
		ofSetting("gloss", rest),
		ofSetting("pager", rest),
		{[]string{":set"}, "[NAME [VALUE]]", takes{args: (*Session).settingNames, then: settingValues}, rest, "the settings, and how they are set; with a value, set one until you leave", false, (*Session).set},
		{[]string{"help", "?"}, "[COMMAND|@GROUP|QUESTION]", takes{args: (*Session).topics}, rest, "this list, a command, a group, or what to use for something", false, (*Session).help},
		{[]string{"try"}, "[COMMAND] [NUMBER]", takes{args: (*Session).commandNames}, rest, "run the examples that help shows, or one of them", false, (*Session).try},
		{[]string{"history"}, "[NUMBER]", takes{}, rest, "what you typed, and with a number: that line again (Ctrl-R searches it)", false, (*Session).history},
		{[]string{"clear"}, "", takes{}, rest, "clear the screen", false, (*Session).clear},
		{[]string{"quit", "exit"}, "", takes{}, rest, "leave; your place is kept", false, (*Session).quit},

		typed(around, "COMMAND | PROGRAM", "a pipe: hand the reply, or what show draws, to a program of the shell: GET j | jq .", "pipe", "|", "pipes", "bar"),
		typed(around, "NUMBER COMMAND", "repeat a command: 5 INCR visits runs it five times", "repeat"),
		typed(around, "COMMAND # COMMENT", "what stands behind a # is a comment and is not sent", "comment", "#", "comments"),
		typed(around, `"TWO WORDS"`, `quotes hold a value with spaces together; \n in double quotes is a new line`, "quotes", "quote"),

		typed(editor, "Tab", "complete the word, or list what it may become; then one after the other", "tab"),
		typed(editor, "Right, End", "take what stands dim behind the cursor, a suggestion from the history", "right", "end"),
		typed(editor, "Up, Down", "lines of the history, typed before, that begin as this one does", "up", "down"),
		typed(editor, "Ctrl-R", "search the history; again for older lines, Ctrl-S for younger ones", "ctrl-r", "ctrl-s", "^r"),
		typed(editor, "Ctrl-A, Ctrl-E", "to the start and the end of the line; Alt-B, Alt-F go by words", "ctrl-a", "ctrl-e", "home"),
		typed(editor, "Ctrl-W, Ctrl-U, Ctrl-K", "cut the word before the cursor, all before it, all behind it; Ctrl-Y puts it back", "ctrl-w", "ctrl-u", "ctrl-k", "ctrl-y"),
		typed(editor, "Enter", "run the line; while a quote is open, go on in a new row of a multi-line text", "enter", "multiline", "multi-line"),
		typed(editor, "Paste", "several lines that you paste all run; prompts and replies among them are left out", "paste", "pasting"),
		typed(editor, "Ctrl-V", "put the next key into the line as it is", "ctrl-v"),
		typed(editor, "Ctrl-L", "clear the screen and keep the line", "ctrl-l"),
		typed(editor, "Ctrl-C", "give the line up, or stop a command that waits; it never leaves", "ctrl-c", "^c"),
		typed(editor, "Ctrl-D", "leave, where the line is empty", "ctrl-d", "^d"),
		typed(editor, "Ctrl-Z", "go back to the shell for a while; fg there comes back", "ctrl-z", "^z"),
	}
}

// sayable returns the rows of what can be said. Those about lessons are left out
// without a course, and stand behind the others where no lesson is open.
func (v vocabulary) sayable(course, open bool) vocabulary {
	if course && open {
		return v
	}
	var words, ofLessons vocabulary
	for _, w := range v {
		if w.lesson {
			ofLessons = append(ofLessons, w)
		} else {
			words = append(words, w)
		}
	}
	if !course {
		return words
	}
	return append(words, ofLessons...)
}

// sayable returns what can be said now.
func (s *Session) sayable() vocabulary { return s.words.sayable(s.Course != nil, s.walk.Begun()) }

// typed is something to type that is no word, of which help tells by those
// names.
func typed(group, form, summary string, names ...string) word {
	return word{names: names, args: form, group: group, summary: summary}
}

// ofLesson is a word that the walk through the course answers.
func ofLesson(answer func(*walk.Walk, context.Context, []string)) func(*Session, context.Context, []string) {
	return func(s *Session, ctx context.Context, args []string) { answer(s.walk, ctx, args) }
}

// tutorWord runs a tutor word and reports whether the line was one.
func (s *Session) tutorWord(ctx context.Context, args []string) bool {
	w, found := s.words.find(args[0])
	switch {
	case !found && strings.HasPrefix(args[0], ":"):
		hint := "help lists them"
		if near, found := s.nearWord(args[0]); found {
			hint = "near it: `" + near.names[0] + "`; " + hint
		}
		s.Screen.Error(fmt.Errorf("%q is not a word of the tutor", args[0]), hint)
	case !found:
		return false
	case w.lesson && s.Course == nil:
		s.Screen.Error(fmt.Errorf("%q needs a lesson, and this is free practice", args[0]), "redis-tutor learn starts the lessons")
	default:
		w.run(s, ctx, args[1:])
	}
	return true
}

// find returns the tutor word of a name, in any case, with or without its colon.
func (v vocabulary) find(name string) (word, bool) {
	w, found := v.row(name)
	return w, found && w.run != nil
}

// row is find for all that stands in the table. The colon of `:set` is its own.
func (v vocabulary) row(name string) (word, bool) {
	name = strings.ToLower(name)
	bare := strings.TrimPrefix(name, ":")
	i := slices.IndexFunc(v, func(w word) bool { return slices.Contains(w.names, name) || slices.Contains(w.names, bare) })
	if i < 0 {
		return word{}, false
	}
	return v[i], true
}

// has reports whether a name is a tutor word's.
func (v vocabulary) has(name string) bool {
	_, found := v.find(name)
	return found
}

// runs reports whether something is called that: a command or a tutor word.
func (s *Session) runs(name string) bool {
	_, found := s.Commands().Lookup(name)
	return found || s.words.has(name)
}

// otherThanCommand says what was likely meant in the place of a command that
// there is not: a mistyped tutor word, an answer, a question, a browser's visit
// sent as a client's command; "" for nothing.
func (s *Session) otherThanCommand(c *client, args []string) string {
	if word := strings.ToLower(args[0]); word == "visit" || word == "cookies" {
		line := strings.Replace(word, "visit", "visit /", 1) + " as " + c.name
		return "`as " + c.name + "` sends a command to Redis. For a browser of that name, type `" + line + "`."
	}
	if letters, open := s.walk.Question(); open {
		return "To answer the question, type a letter, " + letters + "."
	}
	if _, found := settings.Find(strings.ToLower(args[0])); found {
		return "That is a setting: `:set " + strings.ToLower(args[0]) + "`."
	}
	if strings.EqualFold(args[0], "redis-cli") {
		return "This is the prompt of a redis-cli already: leave that word out."
	}
	if len(args) > 3 && strings.HasSuffix(args[len(args)-1], "?") {
		return "Redis reads one command a line. `help` lists what you can type."
	}
	if w, found := s.nearWord(args[0]); found {
		return "The tutor knows `" + w.names[0] + "`: " + w.summary + "."
	}
	return ""
}

// nearWord returns the word of the tutor that was likely meant: one that looks
// like what was typed, or the only one that begins so.
func (s *Session) nearWord(typed string) (word, bool) {
	typed = strings.ToLower(strings.TrimPrefix(typed, ":"))
	var names []string
	for _, w := range s.words.sayable(s.Course != nil, true) {
		if w.run != nil {
			names = append(names, w.names[0])
		}
	}
	near := command.Near(typed, names)
	if len(near) == 0 {
		near = slices.DeleteFunc(names, func(name string) bool { return !strings.HasPrefix(name, typed) })
		if len(near) > 1 {
			return word{}, false
		}
	}
	if len(near) == 0 {
		return word{}, false
	}
	return s.words.find(near[0])
}

// quit leaves. At the prompt of another client it is that one who goes.
func (s *Session) quit(context.Context, []string) { s.leave(s.at) }

// clear goes home and erases. Where the terminal cannot do that, nothing is
// written.
func (s *Session) clear(context.Context, []string) {
	if s.Terminal.Interactive() && s.Terminal.Status("") {
		s.Screen.Raw("\x1b[H\x1b[2J")
	}
}

// longest is how far forward the clock may be moved at once.
const longest = 10 * 365 * 24 * time.Hour

func (s *Session) forward(ctx context.Context, args []string) {
	d, err := ahead(strings.Join(args, ""))
	if err != nil {
		s.Screen.Error(err, "give a number and a unit: forward 30s, forward 10m, forward 2h, forward 1d")
		return
	}
	if !s.Sandbox.MovesTime() {
		s.Screen.Note("The clock of a server cannot be moved: this waits " + amount.Time(d) + ". Ctrl-C stops it.")
		defer s.sayWaiting(d)()
	}
	switch err := s.Sandbox.Forward(ctx, d); {
	case ctx.Err() != nil:
		s.Screen.Note("Stopped waiting. What expires meanwhile expires all the same.")
		return
	case err != nil:
		s.Screen.Error(err)
		return
	}
	s.Screen.Note(amount.Time(d) + " later.")
	s.walk.Looks(ctx, nil, reply.Value{})
}

// ahead reads how far forward the clock is to be moved.
func ahead(text string) (time.Duration, error) {
	d, ok := amount.ParseTime(text)
	if !ok || d <= 0 || d > longest {
		return 0, fmt.Errorf("%q is not a time to go forward", text)
	}
	return d, nil
}
