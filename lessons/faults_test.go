package lessons

import (
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

// head is the front matter of the lessons below: seven lines.
const head = "---\nid: x\ntitle: T\naim: A.\nvalues:\n  n: [1, 2]\n---\n"

// task is what a step needs to be judged, from line 3 of its step.
const task = "\n```task\nDo.\n```\n```check\nGET k => 1\n```\n"

func TestFrontFaults(t *testing.T) {
	const step = "## S {#s}\n"
	tests := []struct {
		name, src string
		want      []string
	}{
		{"none", step, []string{
			"01-x.md:1: a lesson begins with its front matter (id, title, aim) between two lines ---",
		}},
		{"empty", "---\n---\n" + step, []string{
			"01-x.md:1: the front matter has no id", "01-x.md:1: the front matter has no title", "01-x.md:1: the front matter has no aim",
		}},
		{"not closed", "---\nid: x\n" + step, []string{
			"01-x.md:1: a lesson begins with its front matter (id, title, aim) between two lines ---",
			"01-x.md:1: the tutor cannot draw a horizontal rule",
		}},
		{"more than text", "---\nid: x\ntitle: [\naim: A: B\n---\n" + step, []string{
			`01-x.md:3: title is one line of text, in quotes where it begins with a mark or holds ": ", got "["`,
			`01-x.md:4: aim is one line of text, in quotes where it begins with a mark or holds ": ", got "A: B"`,
		}},
		{"nothing said", "---\nid:\ntitle: ''\naim: # A.\n---\n" + step, []string{
			`01-x.md:2: id is one line of text, in quotes where it begins with a mark or holds ": ", got ""`,
			`01-x.md:3: title is one line of text, in quotes where it begins with a mark or holds ": ", got "''"`,
			`01-x.md:4: aim is one line of text, in quotes where it begins with a mark or holds ": ", got "# A."`,
		}},
		{"more than lines", "---\nid: x\ntitle: T\n  goes on\naim: A.\n  b: [c, d]\ntitle: U\nid:y\nvalues:\n   n: [1, 2]\n  m:\n    - 1\n  m: [1,\n    2]\n---\n" + step, []string{
			"01-x.md:4: the front matter is not of the form name: value",
			`01-x.md:6: the front matter knows id, title, aim and values, not "  b"`,
			"01-x.md:7: title is there twice",
			"01-x.md:8: the front matter is not of the form name: value",
			`01-x.md:10: the name " n" is not in small letters, digits and single dashes`,
			`01-x.md:11: m is a list [one, two] on one line, a value in quotes where it begins with a mark or holds one of ,[]{}:?, got ""`,
			"01-x.md:12: the front matter is not of the form name: value",
			"01-x.md:13: m is there twice",
			`01-x.md:13: m is a list [one, two] on one line, a value in quotes where it begins with a mark or holds one of ,[]{}:?, got "[1,"`,
			"01-x.md:14: the front matter is not of the form name: value",
		}},
		{"unseen", "---\nid: x\ntitle: T\tU\naim: A.\u2028\n---\n" + step, []string{
			"01-x.md:1: the front matter has no title", "01-x.md:1: the front matter has no aim",
			`01-x.md:3: the front matter has a character that cannot be seen before "\tU"`,
			`01-x.md:4: the front matter has a character that cannot be seen before "\u2028"`,
		}},
		{"no mapping", "---\nid\n---\n" + step, []string{
			"01-x.md:1: the front matter has no id", "01-x.md:1: the front matter has no title", "01-x.md:1: the front matter has no aim",
			"01-x.md:2: the front matter is not of the form name: value",
		}},
		{"everything", "---\nid: X y\ntitle: [a]\naim: A.\nauthor: B\nvalues:\n  N: [a, b]\n  m: [a]\n  o: [a, a, '', '${x}']\n---\n" + step, []string{
			"01-x.md: the file of lesson \"X y\" is named NN-X y.md, NN being two digits",
			`01-x.md:1: the id "X y" is not in small letters, digits and single dashes`,
			`01-x.md:3: title is one line of text, in quotes where it begins with a mark or holds ": ", got "[a]"`,
			`01-x.md:5: the front matter knows id, title, aim and values, not "author"`,
			`01-x.md:7: the name "N" is not in small letters, digits and single dashes`,
			`01-x.md:8: m is a list of two values or more, got "[a]"`,
			`01-x.md:9: o: "a" is empty, not new or holds ${`,
			`01-x.md:9: o: "" is empty, not new or holds ${`,
			`01-x.md:9: o: "${x}" is empty, not new or holds ${`,
		}},
		{"values no mapping", "---\nid: x\ntitle: T\naim: A.\nvalues: [a]\n---\n" + step, []string{
			`01-x.md:5: values is followed by lines of the form "  name: [one, two]"`,
		}},
		{"wrong file name", "---\nid: y\ntitle: T\naim: A.\n---\n" + step, []string{
			`01-x.md: the file of lesson "y" is named NN-y.md, NN being two digits`,
		}},
		{"no steps", head + "text\n", []string{"01-x.md: the lesson has no steps: a step begins with ## Title {#id}"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) { holds(t, tt.src, tt.want) })
	}
}

func holds(t *testing.T, src string, want []string) {
	t.Helper()
	_, err := Load(fstest.MapFS{"01-x.md": {Data: []byte(src)}})
	if diff := cmp.Diff(want, problems(err)); diff != "" {
		t.Error(diff)
	}
}

// TestBodyFaults: the body begins in line 8, so a fence that opens it stands
// in line 9 when the step's heading does in line 8.
func TestBodyFaults(t *testing.T) {
	tests := []struct {
		name, body string
		want       []string
	}{
		{"good", "## S {#s}\n" + task, nil},
		{"heading level", "## S {#s}\n### T {#t}\n", []string{"01-x.md:9: a step's heading has two #, this one has 3"}},
		{"heading elsewhere", "## S {#s}\n ## T {#t}\n- a\n  ## U {#u}\n- ```\n  b\n  ```\n## V {#v}\n", []string{
			"01-x.md:9: a step begins at the left margin, with ## and a space, outside of lists and blocks",
			"01-x.md:11: a step begins at the left margin, with ## and a space, outside of lists and blocks",
			"01-x.md:15: a step begins at the left margin, with ## and a space, outside of lists and blocks"}},
		{"open fence in a list", "## S {#s}\n- a\n\n  ```\n  b\n\nc\n\n  ```\n  d\n  ```\n", []string{"01-x.md:11: this block is not closed"}},
		{"more than a title", "## `S` {#s}\n## T & U &amp; V {#t}\n## $ {#u}\n## ${n} {#v}\n## #3 # {#w}\n## _x {#x}\n## _y_ {#y}\n## \\z {#z}\n## \\! {#a}\n", []string{
			"01-x.md:8: a title is plain words, without Markdown and without ${…}, got \"`S`\"",
			`01-x.md:9: a title is plain words, without Markdown and without ${…}, got "T & U &amp; V"`,
			`01-x.md:11: a title is plain words, without Markdown and without ${…}, got "${n}"`,
			`01-x.md:12: a title is plain words, without Markdown and without ${…}, got "#3 #"`,
			`01-x.md:14: a title is plain words, without Markdown and without ${…}, got "_y_"`,
			`01-x.md:16: a title is plain words, without Markdown and without ${…}, got "\\!"`}},
		{"no id", "## S\n", []string{`01-x.md:8: a step's heading ends in {#id}, in small letters, digits and single dashes, got ""`}},
		{"bad id", "## S {#Bad_Id}\n", []string{`01-x.md:8: a step's heading ends in {#id}, in small letters, digits and single dashes, got "Bad_Id"`}},
		{"no title", "## {#s}\n", []string{"01-x.md:8: a step has a title"}},
		{"class", "## S {#s .hard}\n", []string{"01-x.md:8: a step may be a .challenge, not .hard"}},
		{"id twice", "## S {#s}\n## T {#t}\n## S {#s}\n", []string{`01-x.md:10: the id "s" is taken by the step in line 8`}},
		{"unknown value", "## S {#s}\n\na ${n} b ${m}\nc ${o", []string{"01-x.md:10: ${m} is not among the lesson's values"}},
		{"Markdown", "## S {#s}\n\na\n> b <c>\n", []string{"01-x.md:11: the tutor cannot draw a quotation"}},
		{"unknown block", "## S {#s}\n```chek\n```\n", []string{
			`01-x.md:9: "chek" is no block of a lesson: redis, redis loose, setup, task, check, wrong, hint, solution, quiz`}},
		{"plain blocks", "## S {#s}\n```http\nGET /\n```\n```\nx\n```\n```sh\n```\n    y\n", nil},
		{"not closed", "## S {#s}\n\n```text\na\n\n## T {#t}\n", []string{"01-x.md:10: this block is not closed"}},
		{"block before step", "```hint\nx\n```\n## S {#s}\n", []string{
			"01-x.md:8: a hint block belongs to a step, and no ## heading stands before it"}},
		{"block in list", "## S {#s}\n- a\n\n  ```check\n  GET k => 1\n  ```\n", []string{
			"01-x.md:11: a check block stands at the left margin, not in a list"}},
		{"task without check", "## S {#s}\n```task\nDo.\n```\n", []string{`01-x.md:8: step "s" has a task and no check`}},
		{"check without task", "## S {#s}\n```check\nGET k => 1\n```\n", []string{`01-x.md:8: step "s" has a check and no task`}},
		{"task and quiz", "## S {#s}\n```quiz\nQ?\n- [x] a :: r\n- [ ] b :: r\n```" + task, []string{
			`01-x.md:8: step "s" has a task and a quiz: make it two steps`}},
		{"quiz with wrong", "## S {#s}\n```quiz\nQ?\n- [x] a :: r\n- [ ] b :: r\n```\n```wrong\n> GET k\nNo.\n```\n", []string{
			`01-x.md:8: step "s" is a quiz: its options stand for check, wrong and solution`}},
		{"twice", "## S {#s}\n" + task + "```task\nDo.\n```\n```setup\n> PING\n```\n```setup\n> PING\n```\n", []string{
			"01-x.md:16: a step has one task block only", "01-x.md:22: a step has one setup block only"}},
		{"empty blocks", "## S {#s}\n```hint\n \n```\n```wrong\n\n```\n```solution\n```\n```setup\nx\n```\n", []string{
			"01-x.md:9: the hint block has no text",
			"01-x.md:12: the wrong block has no command",
			"01-x.md:12: the wrong block has no text",
			"01-x.md:15: the solution block has no command",
			`01-x.md:18: a setup block has lines > COMMAND only, got "x"`}},
		{"more empty blocks", "## S {#s}\n```redis\n```\n```setup\n\n```\n```task\nDo.\n```\n```check\n\n```\n", []string{
			"01-x.md:9: the redis block has no command",
			"01-x.md:11: the setup block has no command",
			"01-x.md:17: the check block has no check"}},
		{"heading inside", "## S {#s}\n```hint\na\n## b\n```\n", []string{"01-x.md:11: a heading inside a block"}},
		{"transcript", "## S {#s}\n```redis\nx\n```\n```redis\n> GET \"k\n(nil)\n> GET k\n>  \n(nil)\n> forward 1s\nx\n> forward soon\n> forward\n> SET k \"a\"b\nOK\n```\n", []string{
			`01-x.md:10: a transcript begins with a line > COMMAND, got "x"`,
			`01-x.md:13: this double quote is not closed: "\"k"`,
			"01-x.md:15: no reply below > GET k",
			"01-x.md:16: a command is missing behind >",
			"01-x.md:19: forward has no reply",
			"01-x.md:20: forward is followed by a time such as 3s or 1h",
			"01-x.md:21: forward is followed by a time such as 3s or 1h",
			`01-x.md:22: a closing quote must be followed by a space: "b"`}},
		{"checks", "## S {#s}\n```task\nDo.\n```\n```check\nGET k 1\n\n=> 1\nGET 'k => 1\n$last x => 1\n$used\n$used GET => 1\nGET k => two words\n$used get\nGET \"=>\" => 5..1\n```\n", []string{
			"01-x.md:13: a pattern is missing",
			`01-x.md:15: a check is written COMMAND => PATTERN, got "=> 1"`,
			`01-x.md:16: this single quote is not closed: "'k => 1"`,
			"01-x.md:17: $last stands alone before =>",
			"01-x.md:18: $used is followed by the names of commands and nothing else",
			"01-x.md:19: $used is followed by the names of commands and nothing else",
			`01-x.md:20: nothing may follow the pattern, got "words"`,
			`01-x.md:22: a range is written 1..60, got "5..1"`}},
		{"doings", "## S {#s}\n```task\nDo.\n```\n```check\n$sent\n$sent GET k\n$sent 'GET \"k'\n$exec k\n$exec k GET => 1\n$expired\n$expired k j\n$visited k\n$sent 'GET k'\n$exec k GET|MGET\n$expired k\n$visited\n```\n", []string{
			"01-x.md:13: $sent is followed by commands, each in quotes, and nothing else",
			"01-x.md:14: $sent is followed by commands, each in quotes, and nothing else",
			"01-x.md:15: $sent is followed by commands, each in quotes, and nothing else",
			"01-x.md:16: $exec is followed by a key and the names of commands, and nothing else",
			"01-x.md:17: $exec is followed by a key and the names of commands, and nothing else",
			"01-x.md:18: $expired is followed by a key and nothing else",
			"01-x.md:19: $expired is followed by a key and nothing else",
			"01-x.md:20: $visited stands alone"}},
		{"quizzes", "## S {#s}\n```quiz\nQ?\n- [ ] a :: r\n- [x] b\nmore\n```\n## T {#t}\n```quiz\n- [ ] a :: r\n- [ ] b :: r\n```\n", []string{
			"01-x.md:12: an option is written - [ ] text :: reason",
			"01-x.md:13: behind the options nothing may follow but options; go on with one on an indented line",
			"01-x.md:16: the quiz block has no text",
			"01-x.md:16: exactly one option is marked [x], got 0"}},
		{"two marks", "## S {#s}\n```quiz\nQ?\n- [x] a :: r\n- [x] b :: r\n```\n", []string{"01-x.md:9: exactly one option is marked [x], got 2"}},
		{"one option", "## S {#s}\n```quiz\nQ?\n- [x] a :: r\n```\n", []string{"01-x.md:9: a quiz has 2 to 9 options, got 1"}},
		{"computed", "## S {#s}\n```quiz\nQ?\n> GET k\n- [ ] 1) \"a\" :: r\n- [ ] one thing :: r\n```\n", []string{
			`01-x.md:13: no option is marked, so the commands decide and every option is a reply: nothing may follow the pattern, got "thing"`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) { holds(t, head+tt.body, tt.want) })
	}
}
