package walk

import (
	"fmt"

	"redis-tutor/lessons"
	"redis-tutor/lessons/progress"
	"redis-tutor/lessons/prose"
	"redis-tutor/repl/screen"
)

// showStep writes the current step: its place and title, the text with its
// examples, and what is to be done.
func (w *Walk) showStep() {
	l, _ := w.at.current()
	st := w.visit.attempt.Step()
	place := fmt.Sprintf("%s %d/%d", l.Title, w.at.step+1, len(l.Steps))
	if w.Screen.Words() {
		place = w.at.String()
	}
	w.Screen.Led("", screen.Quiet, prose.Text{{Kind: prose.Para, Spans: []prose.Span{{Text: place + w.Screen.Dot()}, {Text: st.Title, Style: prose.Strong}}}})
	for _, block := range st.Body {
		w.Screen.Blank()
		if len(block.Exchanges) > 0 {
			w.showTranscript(block.Exchanges)
			continue
		}
		w.Screen.Prose(prose.Text{block.Block})
	}
	w.Screen.Blank()
	w.showTask(st)
	if status := w.status(); status != progress.None {
		w.Screen.Note(statusNote(status))
	}
}

// showOpening writes what stands before a lesson's first step.
func (w *Walk) showOpening() {
	l, _ := w.at.current()
	opening := w.visit.attempt.Step().Opening
	if len(opening) == 0 {
		return
	}
	w.Screen.Say(screen.Loud, "%s", l.Title)
	w.Screen.Say(screen.Quiet, "%s", l.Aim)
	w.Screen.Blank()
	w.Screen.Prose(opening)
	w.Screen.Blank()
}

// showTranscript sets an example off from the text and from the prompt, so
// that it is not taken for something that has just happened.
func (w *Walk) showTranscript(exchanges []lessons.Exchange) {
	for _, x := range exchanges {
		w.showCommand("    "+w.Screen.Paint(screen.Quiet, "> "), x.Command)
		for _, text := range x.Reply {
			w.Screen.Exact("    ", screen.Quiet, text)
		}
	}
}

// showTask writes what is to be done: a task, or a quiz and its options.
func (w *Walk) showTask(st *lessons.Step) {
	if st.Quiz == nil {
		w.Screen.Led(w.Screen.Arrow()+" ", screen.Loud, st.Task)
		return
	}
	w.Screen.Led(w.Screen.Arrow()+" ", screen.Loud, st.Quiz.Question)
	for _, c := range st.Quiz.Commands {
		w.showCommand("    "+w.Screen.Paint(screen.Quiet, "> "), c)
	}
	for i, option := range st.Quiz.Options {
		w.Screen.Led("  "+w.Screen.Paint(screen.Loud, letter(i))+"  ", screen.Plain, optionText(option))
	}
	w.Screen.Note("Answer with a letter, " + w.letters() + ".")
}

func (w *Walk) showCommand(lead string, c lessons.Command) {
	w.Screen.Exact(lead, screen.Code, c.Text)
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
