package lessons

import (
	"fmt"
	"strconv"
	"strings"

	"redis-tutor/sandbox/command"
)

// Find returns the lesson and the step of these names. A name may be cut
// short as long as one id alone begins with it, and a number counts from 1;
// no name at all means the first. The error says which names are near.
func (c *Course) Find(lesson, step string) (*Lesson, *Step, error) {
	l, err := find("lesson", lesson, c.Lessons, func(l *Lesson) string { return l.ID })
	if err != nil {
		return nil, nil, err
	}
	s, err := find("step of lesson "+l.ID, step, l.Steps, func(s *Step) string { return s.ID })
	return l, s, err
}

func find[T any](what, name string, all []T, id func(T) string) (found T, err error) {
	var fits []string
	name = strings.ToLower(name)
	if n, err := strconv.Atoi(name); err == nil && n >= 1 && n <= len(all) {
		return all[n-1], nil
	}
	for _, x := range all {
		if id(x) == name {
			return x, nil
		}
		if strings.HasPrefix(id(x), name) {
			fits = append(fits, id(x))
			if len(fits) == 1 {
				found = x
			}
		}
	}
	if len(fits) == 1 || name == "" && len(fits) > 0 {
		return found, nil
	}
	var none T
	if len(fits) > 1 {
		return none, fmt.Errorf("%q can be %s", name, list(fits, " or "))
	}
	var ids []string
	for _, x := range all {
		ids = append(ids, id(x))
	}
	near := command.Near(name, ids)
	if len(near) == 0 {
		near = ids
	}
	return none, fmt.Errorf("no %s is called %q; there are %s", what, name, list(near, " and "))
}

func list(words []string, last string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	n := len(words) - 1
	return strings.Join(words[:n], ", ") + last + words[n]
}
