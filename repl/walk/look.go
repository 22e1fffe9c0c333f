package walk

import (
	"context"
	"fmt"
	"strings"

	"redis-tutor/lessons"
	"redis-tutor/lessons/progress"
	"redis-tutor/lessons/prose"
	"redis-tutor/repl/screen"
	"redis-tutor/sandbox/reply"
)

// Looks lets the lesson judge the keyspace after a command and its reply, or
// after time went by (no args), and says what it saw. It goes on for a while
// after ctx has ended: that is the command's, which was run all the same.
func (w *Walk) Looks(ctx context.Context, args []string, v reply.Value) {
	verdict, looked := w.judge(ctx, func(ctx context.Context, a *lessons.Attempt) (lessons.Verdict, error) {
		return a.Saw(ctx, args, v)
	})
	if !looked {
		return
	}
	tried := len(args) > 0 && !v.IsError() && w.Setting.Commands().Effect(w.Setting.DB, args).Changes()
	switch {
	case verdict.Passed:
		w.passed()
	case verdict.RanOut:
		w.ranOut(verdict.Missing)
	case len(verdict.Advice) > 0 && w.advise(verdict):
	case verdict.Missing == "" || len(args) == 0:
	default:
		w.missed(verdict, tried)
	}
}

// Visited lets the lesson look after a request to the web app, which may have
// written. To look around there is no miss.
func (w *Walk) Visited(ctx context.Context) {
	verdict, looked := w.judge(ctx, func(ctx context.Context, a *lessons.Attempt) (lessons.Verdict, error) {
		return a.Visited(ctx)
	})
	switch {
	case !looked:
	case verdict.Passed:
		w.passed()
	case verdict.RanOut:
		w.ranOut(verdict.Missing)
	case len(verdict.Advice) > 0 && w.advise(verdict):
	case verdict.Gained:
		w.Screen.Note("That is part of it. Still to do: " + held(verdict.Missing) + ".")
	case len(verdict.Advice) > 0 && !verdict.OnWay: // it was said just now
		w.missed(verdict, false)
	}
}

// judge asks the lesson for its verdict, while it is looking.
func (w *Walk) judge(ctx context.Context, by func(context.Context, *lessons.Attempt) (lessons.Verdict, error)) (v lessons.Verdict, looked bool) {
	if !w.trying() || w.visit.solved {
		return lessons.Verdict{}, false
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), OwnWait)
	defer cancel()
	v, err := by(ctx, w.visit.attempt)
	if err != nil {
		w.Screen.Error(err, "the lesson could not look at the keys; your command was run all the same")
	}
	return v, err == nil
}

// missed says what is still to be done after a command, one that may have
// tried to do it.
func (w *Walk) missed(verdict lessons.Verdict, tried bool) {
	here, home := w.Prompt.DB(), w.Setting.DB
	switch {
	case here != home && tried:
		w.Screen.Note(fmt.Sprintf("You are in database %d; this lesson looks at database %d. `SELECT %d` goes there.", here, home, home))
	case verdict.Gained && tried:
		w.Screen.Note("That is part of it. Still to do: " + held(verdict.Missing) + ".")
	default:
		w.visit.advice = "" // something else was said in between
		w.Screen.Note(notYet(verdict) + held(verdict.Missing) + ".")
		if w.visit.misses++; w.visit.misses == 2 {
			w.Screen.Note("`hint` helps; `again` begins the step anew, with its keys as they were.")
		}
	}
}

// notYet leads what is missing. Advice that was said just now stands for it once
// more, in short.
func notYet(v lessons.Verdict) string {
	if len(v.Advice) > 0 {
		return "Still the same: "
	}
	return "Not there yet: "
}

// held keeps the items of a reply on the line of their numbers.
func held(text string) string { return strings.ReplaceAll(text, ") ", ")\u00a0") }

// advise says what the lesson has to say to a mistake, or to the first half of
// the solution, and reports whether it did: the same is not said twice in a
// row.
func (w *Walk) advise(v lessons.Verdict) bool {
	text := v.Advice.String()
	if text == w.visit.advice {
		return false
	}
	w.visit.advice = text
	if v.OnWay {
		w.Screen.Prose(lead("That is part of it.", v.Advice))
	} else {
		w.Screen.Led(w.Screen.Bang()+" ", screen.Plain, v.Advice)
	}
	return true
}

// ranOut says, once, that what the step has laid out is gone by its deadline.
func (w *Walk) ranOut(missing string) {
	if missing != w.visit.advice {
		w.visit.advice = missing
		w.Screen.Note("Too late: " + missing + ".")
	}
}

// passed marks the step and says so.
func (w *Walk) passed() {
	attempt := w.visit.attempt
	if !w.visit.shown {
		w.mark(progress.Solved)
	}
	w.Screen.Led(w.Screen.Tick()+" ", screen.Plain, praise(attempt.Step(), attempt.Right()))
	if w.visit.shown && w.status() != progress.Solved { // else it counts already
		w.Screen.Note("You had seen the solution. `again` gives you a fresh try that counts.")
	}
	w.closeStep()
}

// closeStep ends the current step: the learner's place is behind it now.
func (w *Walk) closeStep() {
	w.visit.solved = true
	_, next := w.onward().current()
	w.keep(w.Store.SetAt(next.FullID()))
	switch {
	case w.at.last():
		w.Screen.Say(screen.Good, "That was the last step of the course.")
		w.sumUp()
	case w.at.endsLesson():
		w.Screen.Note(fmt.Sprintf("Enter goes on to the next lesson: %s.", w.at.course.Lessons[w.at.lesson+1].Title))
	default:
		w.Screen.Note("Enter goes on.")
	}
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
