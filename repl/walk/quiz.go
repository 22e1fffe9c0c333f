package walk

import (
	"slices"
	"strings"
	"unicode"

	"redis-tutor/lessons"
	"redis-tutor/lessons/prose"
	"redis-tutor/repl/screen"
)

// Question reports whether a question waits for its answer, and with which
// letters that is given: "a to c".
func (w *Walk) Question() (letters string, open bool) {
	if !w.quizzes() || w.visit.solved {
		return "", false
	}
	return w.letters(), true
}

// quizzes reports whether the step being tried is a quiz.
func (w *Walk) quizzes() bool { return w.trying() && w.visit.attempt.Step().Quiz != nil }

// Answer takes a letter, or the words of an option, as the answer to the quiz
// and reports whether the line was one. The line is not blank.
func (w *Walk) Answer(text string) bool {
	if !w.quizzes() {
		return false
	}
	attempt := w.visit.attempt
	option, ok := attempt.Answer(text)
	switch {
	case !ok:
		return w.noSuchOption(text)
	case w.visit.solved:
		w.Screen.Note("That is answered. Enter goes on.")
	case option == attempt.Right():
		w.passed()
	default:
		w.Screen.Led(w.Screen.Bang()+" ", screen.Plain, attempt.Step().Quiz.Options[option].Reason)
		w.Screen.Note("Try another letter, or find out: commands run here as always.")
	}
	return true
}

// noSuchOption answers a letter that the quiz does not have.
func (w *Walk) noSuchOption(text string) bool {
	text = strings.TrimSpace(text)
	if len(text) > 1 || !unicode.IsLetter(rune(text[0])) && !unicode.IsDigit(rune(text[0])) {
		return false
	}
	w.Screen.Note("The answers are letters, " + w.letters() + ".")
	return true
}

// letters names the range of answers to the quiz.
func (w *Walk) letters() string {
	return "a to " + letter(len(w.visit.attempt.Step().Quiz.Options)-1)
}

// letter names the i-th option of a quiz, from 0.
func letter(i int) string { return string(rune('a' + i)) }

// optionText returns an option to read. One that is a pattern for a reply may
// end in a star.
func optionText(o lessons.Option) prose.Text {
	spans := slices.Clone(o.Text)
	if last := len(spans) - 1; last >= 0 && strings.HasPrefix(spans[0].Text, "(error)") {
		if cut, found := strings.CutSuffix(spans[last].Text, "*"); found {
			spans[last].Text = cut + " …"
		}
	}
	return prose.Text{{Kind: prose.Para, Spans: spans}}
}
