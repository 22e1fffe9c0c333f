package repl

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"redis-tutor/repl/screen"
	"redis-tutor/sandbox/command"
	"redis-tutor/sandbox/reply"
)

// word is something said to the tutor rather than to Redis. But for quit,
// which redis-cli keeps for itself too, none is a Redis command; each also
// works with a colon in front, should Redis ever claim it.
type word struct {
	names   []string // the first is the one that help shows
	args    string   // the form of what may follow
	group   string
	summary string
	lesson  bool // needs a course
	run     func(s *Session, ctx context.Context, args []string)
}

// tutorWords is the one table of tutor words: it drives dispatch and help.
func tutorWords() []word {
	const lesson, wander, looking, redis, rest = "the lesson", "wandering off", "looking", "Redis", "the rest"
	return []word{
		{[]string{"next"}, "", lesson, "go on (Enter does it too)", true, (*Session).next},
		{[]string{"back"}, "", lesson, "one step back", true, (*Session).back},
		{[]string{"skip"}, "", lesson, "go on without solving this step", true, (*Session).skip},
		{[]string{"hint"}, "", lesson, "a hint; ask again for the next one", true, (*Session).hint},
		{[]string{"solution"}, "", lesson, "show how it can be done", true, (*Session).solution},
		{[]string{"again"}, "", lesson, "begin this step anew, keys and all", true, (*Session).again},
		{[]string{"lessons"}, "[LESSON]", lesson, "list the lessons, or the steps of one", true, (*Session).lessons},
		{[]string{"start"}, "LESSON[/STEP]", lesson, "go to a lesson or a step", true, (*Session).start},
		{[]string{"progress"}, "", lesson, "what you have solved", true, (*Session).progress},
		{[]string{"play"}, "", wander, "try things out; the lesson looks away", true, (*Session).play},
		{[]string{"resume"}, "", wander, "back to the lesson, its keys restored", true, (*Session).resume},
		{[]string{"show"}, "[KEY|FOLDER:|PATTERN]", looking, "the keys that are there, or a picture of one", false, (*Session).show},
		{[]string{"explain"}, "COMMAND ...", looking, "what a command would do and cost here; it is not run", false, (*Session).explainCommand},
		{[]string{"trace"}, "on|off", looking, "show the bytes on the wire below each reply", false, (*Session).trace},
		{[]string{"undo"}, "", redis, "take back your last write; once more, the one before", false, (*Session).undo},
		{[]string{"redo"}, "", redis, "do again what undo took back", false, (*Session).redo},
		{[]string{"changes"}, "[on|off]", redis, "what the last write changed, or on: say so after each", false, (*Session).changes},
		{[]string{"as"}, "NAME [COMMAND]", redis, "be a second client: as bob SET x 1; as me comes back", false, (*Session).as},
		{[]string{"forward"}, "TIME", redis, "let time pass: forward 60s, forward 2h", false, (*Session).forward},
		{[]string{"listen"}, "[ADDRESS]|stop", redis, "let redis-cli and other programs join in", false, (*Session).listen},
		{[]string{"gloss"}, "on|off", redis, "explain replies, or stop doing so", false, (*Session).gloss},
		{[]string{"pager"}, "on|off", rest, "show what is taller than the screen page by page, or not", false, (*Session).pager},
		{[]string{"help", "?"}, "[COMMAND|@GROUP|QUESTION]", rest, "this list, a command, a group, or what to use for something", false, (*Session).help},
		{[]string{"try"}, "[COMMAND] [NUMBER]", rest, "run the examples that help shows, or one of them", false, (*Session).try},
		{[]string{"clear"}, "", rest, "clear the screen", false, (*Session).clear},
		{[]string{"quit", "exit"}, "", rest, "leave; your place is kept", false, (*Session).quit},
	}
}

// tutorWord runs a tutor word and reports whether the line was one.
func (s *Session) tutorWord(ctx context.Context, args []string) bool {
	name := strings.ToLower(args[0])
	name, colon := strings.CutPrefix(name, ":")
	for _, w := range tutorWords() {
		for _, own := range w.names {
			if own != name {
				continue
			}
			if w.lesson && s.Course == nil {
				s.Screen.Error(fmt.Errorf("%q needs a lesson, and this is free practice", args[0]), "redis-tutor learn starts the lessons")
				return true
			}
			w.run(s, ctx, args[1:])
			return true
		}
	}
	if colon {
		s.Screen.Error(fmt.Errorf("%q is not a word of the tutor", args[0]), "help lists them")
	}
	return colon
}

// isWord reports whether a name is a tutor word's.
func (s *Session) isWord(name string) bool {
	name = strings.TrimPrefix(strings.ToLower(name), ":")
	return slices.ContainsFunc(tutorWords(), func(w word) bool { return slices.Contains(w.names, name) })
}

// suggestWord helps who mistyped a tutor word, or speaks in sentences.
func (s *Session) suggestWord(args []string) {
	if s.openQuiz() {
		s.Screen.Note("To answer the question, type a letter, " + s.letters() + ".")
		return
	}
	if strings.EqualFold(args[0], "redis-cli") {
		s.Screen.Note("This is the prompt of a redis-cli already: leave that word out.")
		return
	}
	if len(args) > 3 && strings.HasSuffix(args[len(args)-1], "?") {
		s.Screen.Note("Redis reads one command a line. `help` lists what you can type.")
		return
	}
	summaries := map[string]string{}
	var names []string
	for _, w := range tutorWords() {
		names = append(names, w.names[0])
		summaries[w.names[0]] = w.summary
	}
	if near := command.Near(strings.TrimPrefix(args[0], ":"), names); len(near) > 0 {
		s.Screen.Note("The tutor knows `" + near[0] + "`: " + summaries[near[0]] + ".")
		return
	}
}

// quit leaves. At the prompt of another client it is that one who goes.
func (s *Session) quit(context.Context, []string) { s.leave(s.at) }

// clear goes home and erases. Where the terminal cannot do that, nothing is
// written.
func (s *Session) clear(context.Context, []string) {
	if s.Terminal.Interactive() {
		s.Screen.Raw("\x1b[H\x1b[2J")
	}
}

func (s *Session) gloss(_ context.Context, args []string) {
	switch strings.ToLower(strings.Join(args, " ")) {
	case "on":
		s.Gloss = true
	case "off":
		s.Gloss = false
	case "":
	default:
		s.Screen.Error(fmt.Errorf("gloss cannot be %q", strings.Join(args, " ")), "type: gloss on, or: gloss off")
		return
	}
	s.Screen.Note(map[bool]string{true: "Gloss is on: lines like this one explain replies.", false: "Gloss is off: replies only."}[s.Gloss])
}

// longest is how far forward the clock may be moved at once.
const longest = 10 * 365 * 24 * time.Hour

func (s *Session) forward(ctx context.Context, args []string) {
	d, err := span(strings.Join(args, ""))
	if err != nil {
		s.Screen.Error(err, "give a number and a unit: forward 30s, forward 10m, forward 2h, forward 1d")
		return
	}
	if !s.Sandbox.MovesTime() {
		s.Screen.Note("The clock of a server cannot be moved: this waits " + inWords(d) + ". Ctrl-C stops it.")
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
	s.Screen.Note(inWords(d) + " later.")
	s.lessonLooks(ctx, nil, reply.Value{})
}

// span reads a duration; days are allowed, and a bare number is seconds.
func span(text string) (time.Duration, error) {
	spelled := text
	if days, ok := strings.CutSuffix(text, "d"); ok {
		spelled = days + "h"
	}
	d, err := time.ParseDuration(spelled)
	if err != nil {
		d, err = time.ParseDuration(text + "s")
	}
	if strings.HasSuffix(text, "d") {
		d *= 24
	}
	if err != nil || d <= 0 || d > longest {
		return 0, fmt.Errorf("%q is not a time to go forward", text)
	}
	return d, nil
}

// inWords returns a duration without the units that are zero: "1h", "90s" is
// "1m30s".
func inWords(d time.Duration) string {
	text := d.String()
	if strings.HasSuffix(text, "m0s") {
		text = strings.TrimSuffix(text, "0s")
	}
	if strings.HasSuffix(text, "h0m") {
		text = strings.TrimSuffix(text, "0m")
	}
	return text
}

// listWords prints the tutor words, group by group.
func (s *Session) listWords(out *screen.Screen) {
	group := ""
	for _, w := range tutorWords() {
		if w.lesson && s.Course == nil {
			continue
		}
		if w.group != group {
			group = w.group
			out.Say(screen.Loud, "For %s", group)
		}
		out.Entry(strings.TrimSpace(w.names[0]+" "+w.args), w.summary)
	}
}
