package browse

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"redis-tutor/sandbox/words"
)

// form is a form of a page.
type form struct {
	method, action string
	button, about  string // what stands on its button, and above its fields
	inputs         []*input
	do             *Do
}

// input is a field of a form, with all its choices.
type input struct {
	name, value string // as the page has it
	label       string
	hidden      bool
	required    bool
	room        int      // how many UTF-16 units may be typed; 0: any number
	choices     []string // of radio buttons; nil: any text
	chosen      bool     // one of the choices is value
}

// form reads a form, and the text that is in it.
func (r *reader) form(n *html.Node) {
	f := &form{method: strings.ToUpper(attr(n, "method")), action: attr(n, "action")}
	if f.method == "" {
		f.method = "GET"
	}
	r.page.forms = append(r.page.forms, f)
	for c := range n.Descendants() {
		switch c.DataAtom {
		case atom.Input:
			f.input(c, r.labels[attr(c, "id")])
		case atom.Button:
			f.button = content(c)
		case atom.Legend:
			f.about = content(c)
		case atom.P:
			r.block(c)
			r.flush()
		}
	}
	f.do = &Do{}
	r.page.Parts = append(r.page.Parts, Part{Do: f.do})
}

func (f *form) input(n *html.Node, label string) {
	name, value := attr(n, "name"), attr(n, "value")
	_, checked := lookup(n, "checked")
	_, required := lookup(n, "required")
	if attr(n, "type") != "radio" {
		room, _ := strconv.Atoi(attr(n, "maxlength")) // 0 for what is no number
		f.inputs = append(f.inputs, &input{name: name, value: value, label: label, required: required, room: room, hidden: attr(n, "type") == "hidden"})
		return
	}
	in := f.named(name)
	if in == nil {
		in = &input{name: name, label: f.about}
		f.inputs = append(f.inputs, in)
	}
	in.choices = append(in.choices, value)
	in.required = in.required || required
	if checked {
		in.value, in.chosen = value, true
	}
}

func (f *form) named(name string) *input {
	for _, in := range f.inputs {
		if in.name == name {
			return in
		}
	}
	return nil
}

// tellForms says of each form how it is sent. Hidden fields are named where
// only they tell one form from another.
func (p *Page) tellForms() {
	for _, f := range p.forms {
		alone := len(p.leadingTo(f.action)) == 1
		visit := f.action
		var about []string
		for _, in := range f.inputs {
			switch {
			case !in.hidden:
				visit += " " + in.name + "=" + in.form()
				about = append(about, in.label)
			case !alone:
				visit += " " + in.name + "=" + words.Quote(in.value)
			}
		}
		label := f.button
		if len(about) > 0 {
			label += " (" + strings.Join(about, ", ") + ")"
		}
		*f.do = Do{label, visit}
	}
}

// form says what may be put into a field.
func (in *input) form() string {
	if in.choices != nil {
		return strings.Join(in.choices, "|")
	}
	return "…"
}

// leadingTo returns the forms that are sent to a path.
func (p *Page) leadingTo(path string) []*form {
	return slices.DeleteFunc(slices.Clone(p.forms), func(f *form) bool { return f.action != path })
}

// fill returns the request that an order asks for at a page: the form that
// leads there, filled in. Where no form leads there, fields are sent as those
// of one, as another program could.
func (p *Page) fill(o Order) (method string, values url.Values, err error) {
	forms := p.leadingTo(o.Path)
	if len(forms) == 0 {
		if values = given(o.Fields); len(values) > 0 {
			return "POST", values, nil
		}
		return "GET", nil, nil
	}
	if len(forms) > 1 {
		forms = slices.DeleteFunc(forms, func(f *form) bool { return !f.fits(o.Fields) })
	}
	if len(forms) != 1 {
		return "", nil, &Unclear{fmt.Errorf("more than one button of this page leads to %q", o.Path), "say which one: the page shows it behind each"}
	}
	values, err = forms[0].fill(o.Fields)
	return forms[0].method, values, err
}

// fits reports whether fields name this very form.
func (f *form) fits(fields []Field) bool {
	for _, in := range f.inputs {
		if in.hidden && !slices.Contains(fields, Field{in.name, in.value}) {
			return false
		}
	}
	return true
}

func given(fields []Field) url.Values {
	values := url.Values{}
	for _, f := range fields {
		values.Add(f.Name, f.Value)
	}
	return values
}

// fill puts fields into the form, as a browser lets people do.
func (f *form) fill(fields []Field) (url.Values, error) {
	values := url.Values{}
	for _, in := range f.inputs {
		if in.choices == nil || in.chosen {
			values.Set(in.name, in.value)
		}
	}
	for _, field := range fields {
		in := f.named(field.Name)
		if in == nil {
			return nil, &Unclear{fmt.Errorf("the form has no field %q", field.Name), f.hint()}
		}
		if err := in.takes(field.Value); err != nil {
			return nil, &Unclear{err, f.hint()}
		}
		values.Set(field.Name, field.Value)
	}
	for _, in := range f.inputs {
		typed := slices.ContainsFunc(fields, func(field Field) bool { return field.Name == in.name })
		if in.required && in.value == "" && !in.chosen && !typed {
			return nil, &Unclear{fmt.Errorf("the field %q must be filled in", in.name), f.hint()}
		}
	}
	return values, nil
}

// takes says why a value cannot be put into a field, nil when it can.
func (in *input) takes(value string) error {
	switch {
	case in.hidden && value != in.value:
		return fmt.Errorf("the field %q is hidden: a browser sends it as the page has it, %q", in.name, in.value)
	case in.choices != nil && !slices.Contains(in.choices, value):
		return fmt.Errorf("%q is no choice for %q", value, in.name)
	case in.room > 0 && len(utf16.Encode([]rune(value))) > in.room:
		return fmt.Errorf("the field %q has room for %d characters", in.name, in.room)
	}
	return nil
}

func (f *form) hint() string { return "the form is sent with: `visit " + f.do.Visit + "`" }

// Unclear says why an order cannot be carried out at the page that is shown.
type Unclear struct {
	error
	hint string
}

// Hints says what can be typed.
func (e *Unclear) Hints() []string { return []string{e.hint} }
