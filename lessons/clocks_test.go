package lessons

import (
	"strings"
	"testing"
	"testing/fstest"
	"time"
)

// short is a lesson of one step whose key has a minute to live.
const short = `---
id: short
title: Short
aim: Be quick.
---

Be quick.

## Count {#count .challenge}

` + "```setup\n> HSET cart buns 1 rye 2\n> EXPIRE cart 60\n> SET keep 1\n```\n\n```redis\n> MULTI\nOK\n> TTL keep\nQUEUED\n> EXEC\n1) (integer) -1\n```\n\n```task\nOne bun more, and nine.\n```\n\n" +
	"```check\nHGETALL cart => {\"buns\" => \"2\", \"rye\" => \"2\"}\nEXISTS keep => 1\n$used EXEC\n$used EXPIRE\n```\n\n```wrong\n> HINCRBY cart buns 1\nThe clock runs on.\n```\n\n```wrong\n> HINCRBY cart buns 2\nTwo.\n```\n\n```hint\nA\n```\n\n```hint\nB\n```\n\n" +
	"```solution\n> HINCRBY cart buns 1\n> MULTI\n> EXPIRE cart 90\n> EXEC\n```\n"

func shortScene(t *testing.T) (s *scene, now *time.Time) {
	t.Helper()
	course, err := Load(fstest.MapFS{"01-short.md": &fstest.MapFile{Data: []byte(short)}})
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	s = newScene(t, "shelf", "fill")
	s.setting.Step = course.Lessons[0].Steps[0]
	s.setting.Now = func() time.Time { return at }
	s.begin()
	return s, &at
}

// TestRanOut: a learner who reads for longer than a key lives is told so, even
// by a look, and even when she has made a new one by then.
func TestRanOut(t *testing.T) {
	const text = "the time of `cart` has run out; `again` brings it back"
	for _, line := range []string{"HGETALL cart", "HINCRBY cart buns 1"} {
		s, now := shortScene(t)
		*now = now.Add(61 * time.Second)
		if err := s.box.Forward(t.Context(), 61*time.Second); err != nil {
			t.Fatal(err)
		}
		if v := s.types(line); !v.RanOut || v.Missing != text || v.Advice != nil {
			t.Errorf("after %s: %+v", line, v)
		}
		if err := s.attempt.Again(t.Context()); err != nil {
			t.Fatal(err)
		}
		if v := s.types("HGETALL cart"); v.RanOut {
			t.Errorf("run out after Again: %+v", v)
		}
	}
}

// TestDeletedIsNotRanOut: what the learner has deleted did not run out.
func TestDeletedIsNotRanOut(t *testing.T) {
	s, now := shortScene(t)
	s.expects(Verdict{Held: 1, Total: 4, Missing: "there is no key `cart` any more"}, "", "DEL cart")
	*now = now.Add(61 * time.Second)
	if v := s.types("HSET cart buns 7"); v.RanOut {
		t.Errorf("%+v", v)
	}
}

// TestMeantToRunOut: a key to which the step's own transcript gives a deadline is
// meant to run out, and nobody has come too late to it.
func TestMeantToRunOut(t *testing.T) {
	course, err := Load(fstest.MapFS{"01-short.md": &fstest.MapFile{Data: []byte(strings.Replace(short, "```redis\n", "```redis\n> EXPIRE cart 1\n(integer) 1\n", 1))}})
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	s := newScene(t, "shelf", "fill")
	s.setting.Step = course.Lessons[0].Steps[0]
	s.setting.Now = func() time.Time { return now }
	s.begin()
	s.types("EXPIRE cart 1")
	now = now.Add(2 * time.Second)
	if err := s.box.Forward(t.Context(), 2*time.Second); err != nil {
		t.Fatal(err)
	}
	if v := s.types("HGETALL cart"); v.RanOut || v.Missing != "" {
		t.Errorf("%+v", v)
	}
	if v := s.types("HSET cart buns 7"); v.RanOut {
		t.Errorf("%+v", v)
	}
}

// TestHarmFirst: what was so when the step began, and is not any more, is told
// before what is still to be done.
func TestHarmFirst(t *testing.T) {
	s, _ := shortScene(t)
	s.expects(Verdict{Total: 4, Missing: "there is no key `keep` any more"}, "", "DEL keep")
}

func TestFieldsInWords(t *testing.T) {
	s, _ := shortScene(t)
	for _, tt := range [][2]string{
		{"HSET cart oat 1", "`cart` has a field `oat`, which does not belong there"},
		{"HDEL cart oat rye", "`cart` has no field `rye`"},
		{"HSET cart rye 2", "the field `buns` of `cart` has another value"},
	} {
		if v := s.types(tt[0]); v.Missing != tt[1] {
			t.Errorf("after %s: %s", tt[0], v.Missing)
		}
	}
}

// TestOnWay: a wrong with which the solution begins is no mistake.
func TestOnWay(t *testing.T) {
	s, _ := shortScene(t)
	if v := s.types("HINCRBY cart buns 2"); v.OnWay || v.Advice.String() != "Two." {
		t.Errorf("%+v", v)
	}
	if v := s.types("HINCRBY cart buns -1"); !v.OnWay || v.Advice.String() != "The clock runs on." {
		t.Errorf("%+v", v)
	}
}

// TestUsedForTheStep: neither the transcript's own EXEC nor a command about
// some other key is what $used asks for.
func TestUsedForTheStep(t *testing.T) {
	s, _ := shortScene(t)
	if v := s.types("MULTI", "TTL keep", "EXEC"); v.Held != 1 {
		t.Errorf("the transcript counts: %+v", v)
	}
	if v := s.types("SET mine 1", "EXPIRE mine 5"); v.Held != 1 || v.Gained {
		t.Errorf("another key counts: %+v", v)
	}
	if v := s.types("HINCRBY cart buns 1", "MULTI", "EXPIRE cart 90", "EXEC"); !v.Passed {
		t.Errorf("%+v", v)
	}
}

// TestSecondClient: a line of a second client's is that client's command, and its
// keys are the lesson's.
func TestSecondClient(t *testing.T) {
	text := strings.Replace(short, "> MULTI\nOK\n", "> as bob TTL crate\n(integer) -2\n> MULTI\nOK\n", 1)
	course, err := Load(fstest.MapFS{"01-short.md": &fstest.MapFile{Data: []byte(text)}})
	if err != nil {
		t.Fatal(err)
	}
	s := newScene(t, "shelf", "fill")
	s.setting.Step = course.Lessons[0].Steps[0]
	s.begin()
	first := s.attempt.Step().Examples()[0]
	if first.Text != "as bob TTL crate" || first.Name() != "TTL" || !s.attempt.Names("crate") {
		t.Errorf("%+v, of the lesson %v", first, s.attempt.Names("crate"))
	}
}
