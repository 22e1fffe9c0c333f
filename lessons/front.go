package lessons

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// front reads the front matter, a YAML mapping between two lines "---", and
// returns what follows it with the number of its first line.
func (r *reader) front(src string) (body string, line int) {
	rest, ok := strings.CutPrefix(src, "---\n")
	head, body, closed := strings.Cut("\n"+rest, "\n---\n")
	if !ok || !closed {
		r.fault(1, "a lesson begins with its front matter (id, title, aim) between two lines ---")
		return src, 1
	}
	line = strings.Count(head, "\n") + 3
	var doc yaml.Node
	if err := yaml.Unmarshal([]byte(strings.TrimPrefix(head, "\n")), &doc); err != nil {
		r.yamlFault(err)
	} else if len(doc.Content) > 0 {
		r.fields(doc.Content[0])
	}
	l := r.lesson
	for _, f := range []struct{ name, value string }{{"id", l.ID}, {"title", l.Title}, {"aim", l.Aim}} {
		if f.value == "" {
			r.fault(1, "the front matter has no %s", f.name)
		}
	}
	if l.ID != "" && !isID(l.ID) {
		r.fault(1, "the id %q is not in small letters, digits and single dashes", l.ID)
	}
	return body, line
}

// yamlFault reports a syntax error at its line in the file: YAML counts from
// the line behind the opening mark.
func (r *reader) yamlFault(err error) {
	m := regexp.MustCompile(`line (\d+): (.*)`).FindStringSubmatch(err.Error())
	if m == nil {
		r.fault(1, "front matter: %v", err)
		return
	}
	n, _ := strconv.Atoi(m[1])
	r.fault(n+1, "front matter: %s", m[2])
}

func (r *reader) fields(n *yaml.Node) {
	if n.Kind != yaml.MappingNode {
		r.fault(n.Line+1, "the front matter is not of the form name: value")
		return
	}
	l := r.lesson
	for i := 0; i < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		switch key.Value {
		case "id":
			l.ID = r.scalar(key, value)
		case "title":
			l.Title = r.scalar(key, value)
		case "aim":
			l.Aim = r.scalar(key, value)
		case "values":
			r.values(value)
		default:
			r.fault(key.Line+1, "the front matter knows id, title, aim and values, not %q", key.Value)
		}
	}
}

// scalar returns a value as it is spelled, whatever type YAML sees in it.
func (r *reader) scalar(key, value *yaml.Node) string {
	if value.Kind != yaml.ScalarNode || strings.Contains(value.Value, "\n") {
		r.fault(key.Line+1, "%s is one line of text", key.Value)
		return ""
	}
	return value.Value
}

// values reads the lists that ${name} is drawn from. They are taken as they
// are spelled, numbers too.
func (r *reader) values(n *yaml.Node) {
	if n.Kind != yaml.MappingNode {
		r.fault(n.Line+1, "values is a mapping of names to lists")
		return
	}
	r.lesson.Values = map[string][]string{}
	for i := 0; i < len(n.Content); i += 2 {
		key, list := n.Content[i], n.Content[i+1]
		if !isID(key.Value) {
			r.fault(key.Line+1, "the name %q is not in small letters, digits and single dashes", key.Value)
		}
		if list.Kind != yaml.SequenceNode || len(list.Content) < 2 {
			r.fault(key.Line+1, "%s is a list of two values or more", key.Value)
			continue
		}
		r.lesson.Values[key.Value] = r.valueList(key, list)
	}
}

// valueList refuses values that could not be told apart or would be replaced
// again.
func (r *reader) valueList(key, list *yaml.Node) []string {
	var values []string
	for _, item := range list.Content {
		value := r.scalar(key, item)
		if value == "" || slices.Contains(values, value) || strings.Contains(value, "${") {
			r.fault(item.Line+1, "%s: %q is empty, not new or holds ${", key.Value, value)
			continue
		}
		values = append(values, value)
	}
	return values
}
