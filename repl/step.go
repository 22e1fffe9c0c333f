package repl

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"redis-tutor/lessons"
	"redis-tutor/lessons/progress"
	"redis-tutor/lessons/prose"
	"redis-tutor/repl/screen"
)

// showStep writes the current step: its place and title, the text with its
// examples, and what is to be done.
func (s *Session) showStep() {
	w := s.walk
	l, _ := w.current()
	st := w.attempt.Step()
	place := fmt.Sprintf("%s %d/%d%s", l.Title, w.step+1, len(l.Steps), s.Screen.Dot())
	if s.Screen.Words() {
		place = w.place() + s.Screen.Dot()
	}
	s.Screen.Raw(s.Screen.Paint(screen.Quiet, place) + s.Screen.Paint(screen.Loud, st.Title) + "\n")
	for _, block := range st.Body {
		s.Screen.Blank()
		if len(block.Exchanges) > 0 {
			s.showTranscript(block.Exchanges)
			continue
		}
		s.Screen.Prose(prose.Text{block.Block})
	}
	s.Screen.Blank()
	s.showTask(st)
	if s.done() {
		s.Screen.Note(statusNote(s.Progress.Status(st.FullID())))
	}
}

// showOpening writes what stands before a lesson's first step.
func (s *Session) showOpening() {
	l, _ := s.walk.current()
	opening := s.walk.attempt.Step().Opening
	if len(opening) == 0 {
		return
	}
	s.Screen.Say(screen.Loud, "%s", l.Title)
	s.Screen.Say(screen.Quiet, "%s", l.Aim)
	s.Screen.Blank()
	s.Screen.Prose(opening)
	s.Screen.Blank()
}

// showTranscript sets an example off from the text and from the prompt, so
// that it is not taken for something that has just happened.
func (s *Session) showTranscript(exchanges []lessons.Exchange) {
	for _, x := range exchanges {
		s.showCommand("    "+s.Screen.Paint(screen.Quiet, "> "), x.Command)
		for _, text := range x.Reply {
			s.Screen.Raw("    " + s.Screen.Paint(screen.Quiet, text) + "\n")
		}
	}
}

// showTask writes what is to be done: a task, or a quiz and its options.
func (s *Session) showTask(st *lessons.Step) {
	if st.Quiz == nil {
		s.Screen.Led(s.Screen.Arrow()+" ", screen.Loud, st.Task)
		return
	}
	s.Screen.Led(s.Screen.Arrow()+" ", screen.Loud, st.Quiz.Question)
	for _, c := range st.Quiz.Commands {
		s.showCommand("    "+s.Screen.Paint(screen.Quiet, "> "), c)
	}
	for i, option := range st.Quiz.Options {
		s.Screen.Led("  "+s.Screen.Paint(screen.Loud, letter(i))+"  ", screen.Plain, optionText(option))
	}
	s.Screen.Note("Answer with a letter, " + s.letters() + ".")
}

func (s *Session) showCommand(lead string, c lessons.Command) {
	s.Screen.Raw(lead + s.Screen.Paint(screen.Code, c.Text) + "\n")
}

// optionText returns an option to read. One that is a pattern for a reply may
// end in a star.
func optionText(o lessons.Option) prose.Text {
	spans := slices.Clone(o.Text)
	if last := len(spans) - 1; last >= 0 && strings.HasPrefix(spans[0].Text, "(error)") {
		if cut, found := strings.CutSuffix(spans[last].Text, "*"); found {
			spans[last].Text = cut + " …"
		}
	}
	return sentence(spans)
}

// sentence makes a paragraph of spans.
func sentence(spans []prose.Span) prose.Text {
	return prose.Text{{Kind: prose.Para, Spans: spans}}
}

// letter names the i-th option of a quiz, from 0.
func letter(i int) string { return string(rune('a' + i)) }

// quizAnswer takes a letter, or the words of an option, as the answer to an
// open quiz and reports whether the line was one.
func (s *Session) quizAnswer(text string) bool {
	w := s.walk
	if w == nil || w.attempt == nil || w.away || w.attempt.Step().Quiz == nil {
		return false
	}
	option, ok := w.attempt.Answer(text)
	switch {
	case !ok:
		return s.noSuchOption(text)
	case w.solved:
		s.Screen.Note("That is answered. Enter goes on.")
	case option == w.attempt.Right():
		s.passed()
	default:
		s.Screen.Led(s.Screen.Bang()+" ", screen.Plain, w.attempt.Step().Quiz.Options[option].Reason)
		s.Screen.Note("Try another letter, or find out: commands run here as always.")
	}
	return true
}

// praise returns what to say when a step is solved: why it was right.
func praise(st *lessons.Step, right int) prose.Text {
	switch {
	case st.Quiz != nil:
		return lead("Right.", st.Quiz.Options[right].Reason)
	case len(st.Solution.Why) > 0:
		return lead("Done.", st.Solution.Why)
	}
	return screen.Marked("Done.")
}

// lead puts a word in front of a text.
func lead(word string, text prose.Text) prose.Text {
	if len(text) == 0 || text[0].Kind != prose.Para {
		return append(screen.Marked(word), text...)
	}
	first := text[0]
	first.Spans = append([]prose.Span{{Text: word + " ", Style: prose.Strong}}, first.Spans...)
	return append(prose.Text{first}, text[1:]...)
}

// openQuiz reports whether a question waits for its answer.
func (s *Session) openQuiz() bool {
	w := s.walk
	return w != nil && w.attempt != nil && !w.away && !w.solved && w.attempt.Step().Quiz != nil
}

// noSuchOption answers a letter that the open quiz does not have.
func (s *Session) noSuchOption(text string) bool {
	text = strings.TrimSpace(text)
	if len(text) > 1 || !unicode.IsLetter(rune(text[0])) && !unicode.IsDigit(rune(text[0])) {
		return false
	}
	s.Screen.Note("The answers are letters, " + s.letters() + ".")
	return true
}

// letters names the range of answers to the quiz: "a to c".
func (s *Session) letters() string {
	return "a to " + letter(len(s.walk.attempt.Step().Quiz.Options)-1)
}

func statusNote(status progress.Status) string {
	switch status {
	case progress.Solved:
		return "You solved this step before. Do it again if you like; `next` goes on."
	case progress.Skipped:
		return "You skipped this step before. `next` goes on."
	}
	return "You saw the solution of this step before. `next` goes on."
}
