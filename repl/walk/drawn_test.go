package walk_test

import (
	"redis-tutor/lessons"
	"redis-tutor/repl/walk"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// drawn is a course with a value that is drawn from many.
var drawn = fstest.MapFS{"01-drawn.md": {Data: []byte("---\nid: drawn\ntitle: Drawn\naim: Take one.\nvalues:\n  name: [" +
	"Ann, Bob, Cem, Dan, Eva, Fay, Gus, Hal, Ida, Jan, Kai, Lea, Max, Nan, Oda, Pia]\n---\n" + drawnStep("one") + drawnStep("two"))}}

func drawnStep(id string) string {
	return strings.ReplaceAll(strings.ReplaceAll(`
## Keep it {#ID}

~redis
> SET other 1
OK
~

~task
Keep ${name}.
~

~check
GET kept => "${name}"
~
`, "ID", id), "~", "```")
}

// taskIn returns the task of a step that was shown.
func taskIn(shown string) string {
	_, task, _ := strings.Cut(shown, "→ ")
	task, _, _ = strings.Cut(task, "\n")
	return task
}

// TestValuesStay gives a step that is begun anew the values it had.
func TestValuesStay(t *testing.T) {
	r := newRig(t, func(c *walk.Config) { c.Course = func() (*lessons.Course, error) { return lessons.Load(drawn) } })
	if err := r.Learn(t.Context(), ""); err != nil {
		t.Fatal(err)
	}
	var tasks []string
	for range 3 {
		tasks = append(tasks, taskIn(r.shown()))
		r.say((*walk.Walk).Again)
	}
	r.shown()
	r.say((*walk.Walk).Skip)
	tasks = append(tasks, taskIn(r.shown()))
	if tasks[0] == "" || len(slices.Compact(tasks)) != 1 {
		t.Errorf("the tasks are %q", tasks)
	}
}
