package browse

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
)

// Self is the name of the browser that is meant where none is named.
const Self = "me"

// What can be done with the app.
const (
	TellApp  = ""
	StartApp = "start"
	StopApp  = "stop"
)

// AppOrder is what is to be done with the app: "start 8000".
type AppOrder struct {
	Do   string // TellApp where it is, StartApp or StopApp
	Addr string // of StartApp: see serve.Options
}

// ParseApp reads the words behind "app".
func ParseApp(args []string) (AppOrder, error) {
	var o AppOrder
	if len(args) > 0 {
		o.Do = strings.ToLower(args[0])
	}
	switch {
	case len(args) == 0, len(args) == 1 && (o.Do == StartApp || o.Do == StopApp):
		return o, nil
	case len(args) == 2 && o.Do == StartApp:
		o.Addr = args[1]
		return o, nil
	}
	return AppOrder{}, fmt.Errorf("app cannot be %q", strings.Join(args, " "))
}

// Order is what a browser is to do: "/login name=Anna as phone".
type Order struct {
	Host   string // "127.0.0.1:8000" where one is named; that must be the app's
	Path   string // "/login", with a query where there is one
	Fields []Field
	As     string // the name of the browser
}

// Field is a field of a form and what is put into it.
type Field struct{ Name, Value string }

// ParseVisit reads the words behind "visit".
func ParseVisit(args []string) (Order, error) {
	args, as, err := cutAs(args)
	if err != nil {
		return Order{}, err
	}
	o := Order{Path: "/", As: as}
	if len(args) > 0 && !isField(args[0]) {
		if o.Host, o.Path, err = place(args[0]); err != nil {
			return Order{}, err
		}
		args = args[1:]
	}
	for _, word := range args {
		if !isField(word) {
			return Order{}, fmt.Errorf("%q is not FIELD=VALUE", word)
		}
		name, value, _ := strings.Cut(word, "=")
		o.Fields = append(o.Fields, Field{name, value})
	}
	if len(o.Fields) > 0 && o.Path == "/" {
		return Order{}, fmt.Errorf("%q is for a form: where does it go", o.Fields[0].Name+"="+o.Fields[0].Value)
	}
	return o, nil
}

// ParseAs reads the words behind "cookies": nothing, or "as NAME".
func ParseAs(args []string) (as string, err error) {
	args, as, err = cutAs(args)
	if err == nil && len(args) > 0 {
		err = fmt.Errorf("%q is one word too many", args[0])
	}
	return as, err
}

// cutAs takes "as NAME" off the end.
func cutAs(args []string) (rest []string, as string, err error) {
	n := len(args)
	switch {
	case n > 0 && strings.EqualFold(args[n-1], "as"):
		return nil, "", fmt.Errorf("%q is followed by a name", args[n-1])
	case n < 2 || !strings.EqualFold(args[n-2], "as"):
		return args, Self, nil
	}
	name := strings.ToLower(args[n-1])
	if !isName(name) {
		return nil, "", fmt.Errorf("%q is no name for a browser: letters from a to z and digits, %d at most", args[n-1], longestName)
	}
	return args[:n-2], name, nil
}

const longestName = 16

func isName(name string) bool {
	return name != "" && len(name) <= longestName && strings.Trim(name, "abcdefghijklmnopqrstuvwxyz0123456789-_") == ""
}

// isField tells a field from a path, which may have a "=" behind its "?".
func isField(word string) bool {
	return strings.Contains(word, "=") && !strings.HasPrefix(word, "/") && !strings.Contains(word, "://")
}

// place reads where to go. A browser of ours visits the app and nothing else.
func place(word string) (host, path string, err error) {
	u, err := url.Parse(word)
	switch {
	case err != nil:
		return "", "", fmt.Errorf("%q is no path of a page", word)
	case u.Host != "" && (u.Scheme == "https" || !slices.Contains([]string{"127.0.0.1", "localhost", "::1"}, u.Hostname())):
		return "", "", fmt.Errorf("this browser visits the app only, and %q is elsewhere", u.Host)
	}
	return u.Host, (&url.URL{Path: "/" + strings.TrimPrefix(u.Path, "/"), RawQuery: u.RawQuery}).RequestURI(), nil
}

// leadsTo reports whether the order is for the app at a URL, to which it may
// say localhost.
func (o Order) leadsTo(app string) bool {
	at, err := url.Parse(app)
	if o.Host == "" || err != nil {
		return true
	}
	named := url.URL{Host: o.Host}
	return named.Port() == at.Port() && (named.Hostname() == at.Hostname() || named.Hostname() == "localhost")
}
