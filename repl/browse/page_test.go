package browse

import (
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"redis-tutor/lessons/prose"
)

// text writes a page as lines: what can be done behind "@", strong text in
// stars.
func text(p *Page) string {
	var lines []string
	for _, part := range p.Parts {
		if part.Do != nil {
			lines = append(lines, "@ "+part.Do.Label+": "+part.Do.Visit)
			continue
		}
		line := strings.Join(part.Text.Lines, "|")
		for _, s := range part.Text.Spans {
			if s.Style == prose.Strong {
				line += "*" + s.Text + "*"
			} else {
				line += s.Text
			}
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

func page(t *testing.T, html string) *Page {
	t.Helper()
	p, err := read(strings.NewReader(html))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

const login = `<form method="post" action="/login"><label for="n">Your  name</label>
<div><input id="n" name="name" required><button>Log in</button></div><p role="alert">Please type.</p></form>`

const theme = `<form method=post action=/theme><fieldset><legend>Theme</legend>
<label><input type=radio name=theme value=auto> as is</label><label><input type=radio name=theme value=dark checked> dark</label><button>Remember</button></fieldset></form>`

const ends = `<ul><li><div><strong>Firefox</strong> (this one)<br><span>visits: 3 · <time>2 Jan</time></span></div><form method=post action=/end><input type=hidden name=ref value="A1"><button>End</button></form></li>
<li><strong>curl</strong><form method=post action=/end><input type=hidden name=ref value="B 2"><button>End</button></form></li></ul>`

const one = `<form method=post action=/end><input type=hidden name=ref value="A1"><button>End</button></form>`

const short = `<form method=post action=/say><input name=w maxlength=3><button>Say</button></form>`

const unchosen = `<form method=post action=/theme><input type=radio name=theme value=""><input type=radio name=theme value=dark><button>Remember</button></form>`

func TestPages(t *testing.T) {
	for _, c := range []struct{ html, want string }{
		{"", ""},
		{"<title>no</title><style>p{}</style><script>x</script><h1>Visits:\n 3</h1>", "*Visits: 3*"},
		{"<p>You are <strong>Anna &lt;b&gt;</strong>.\n Really.</p><p>Two</p>", "You are *Anna <b>*. Really.\nTwo"},
		{"words <em>in</em> between<p>and <a href='/x'>a link</a> here", "words in between\nand\n@ a link: /x\nhere"},
		{login, "Please type.\n@ Log in (Your name): /login name=…"},
		{theme, "@ Remember (Theme): /theme theme=auto|dark"},
		{`<form action="/logout" method="post"><button>Log out</button></form>`, "@ Log out: /logout"},
		{ends, "*Firefox* (this one) visits: 3 · 2 Jan\n@ End: /end ref=A1\n*curl*\n@ End: /end ref=\"B 2\""},
		{strings.Repeat("<div>", 300) + "deep", "deep"},
		{"<p>a<br>b", "a b"},
		{"<p>an\x1b[31mescape", "an\x1b[31mescape"}, // who prints it makes it safe
	} {
		if diff := cmp.Diff(c.want, text(page(t, c.html))); diff != "" {
			t.Errorf("%.60q (-want +got)\n%s", c.html, diff)
		}
	}
}

func TestForms(t *testing.T) {
	for _, c := range []struct {
		html, order, want, hint string
	}{
		{login, "/login name=Anna", "POST name=Anna", ""},
		{login, "/login name=", "POST name=", ""}, // meant
		{login, "/login", `the field "name" must be filled in`, "visit /login name=…"},
		{login, "/login nmae=Anna", `the form has no field "nmae"`, "visit /login name=…"},
		{login, "/", "GET ", ""},
		{login, "/other a=1 a=2", "POST a=1&a=2", ""},
		{theme, "/theme", "POST theme=dark", ""},
		{theme, "/theme theme=auto", "POST theme=auto", ""},
		{theme, "/theme theme=pink", `"pink" is no choice for "theme"`, "theme=auto|dark"},
		{ends, "/end", `more than one button of this page leads to "/end"`, "which one"},
		{ends, "/end ref=A1", "POST ref=A1", ""},
		{one, "/end ref=A1", "POST ref=A1", ""},
		{one, "/end ref=B2", `the field "ref" is hidden: a browser sends it as the page has it, "A1"`, "visit /end"},
		{short, "/say w=abc", "POST w=abc", ""},
		{short, "/say w=äöü", "POST w=%C3%A4%C3%B6%C3%BC", ""},
		{short, "/say w=abcd", `the field "w" has room for 3 characters`, "visit /say w=…"},
		{short, "/say w=a😀b", `the field "w" has room for 3 characters`, "visit /say w=…"}, // as browsers count
		{unchosen, "/theme", "POST ", ""},
		{unchosen, "/theme theme=", "POST theme=", ""}, // is one of the choices
		{unchosen, "/theme theme=dark", "POST theme=dark", ""},
		{strings.Replace(unchosen, "radio", "radio required", 1), "/theme", `the field "theme" must be filled in`, "theme="},
		{ends, "/end ref=C3", `more than one button of this page leads to "/end"`, "which one"},
		{`<form action="/find"><input name="q"></form>`, "/find q=x", "GET q=x", ""},
	} {
		o, err := ParseVisit(strings.Fields(c.order))
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		method, values, err := page(t, c.html).fill(o)
		if got = method + " " + values.Encode(); err != nil {
			got = err.Error()
		}
		if got != c.want {
			t.Errorf("%s: got %q, want %q", c.order, got, c.want)
		}
		var unclear *Unclear
		if errors.As(err, &unclear) != (c.hint != "") || unclear != nil && !strings.Contains(unclear.Hints()[0], c.hint) {
			t.Errorf("%s: the error %v, hint %v", c.order, err, unclear)
		}
	}
}

func TestOrders(t *testing.T) {
	for _, c := range []struct {
		words []string
		want  Order
		err   string
	}{
		{nil, Order{"", "/", nil, "me"}, ""},
		{[]string{"/"}, Order{"", "/", nil, "me"}, ""},
		{[]string{"sessions"}, Order{"", "/sessions", nil, "me"}, ""},
		{[]string{"/a b?x=1"}, Order{"", "/a%20b?x=1", nil, "me"}, ""},
		{[]string{"http://127.0.0.1:8000/login", "name=Anna"}, Order{"127.0.0.1:8000", "/login", []Field{{"name", "Anna"}}, "me"}, ""},
		{[]string{"/login", "name=Anna = B", "x="}, Order{"", "/login", []Field{{"name", "Anna = B"}, {"x", ""}}, "me"}, ""},
		{[]string{"/login", "name=as", "as", "Phone"}, Order{"", "/login", []Field{{"name", "as"}}, "phone"}, ""},
		{[]string{"as", "phone"}, Order{"", "/", nil, "phone"}, ""},
		{[]string{"/", "as"}, Order{}, `"as" is followed by a name`},
		{[]string{"/", "as", "no name"}, Order{}, `"no name" is no name for a browser`},
		{[]string{"/", "as", strings.Repeat("x", 17)}, Order{}, "is no name for a browser"},
		{[]string{"http://example.org/"}, Order{}, `"example.org" is elsewhere`},
		{[]string{"https://localhost.example.org"}, Order{}, "is elsewhere"},
		{[]string{"https://localhost:8000"}, Order{}, "is elsewhere"},
		{[]string{"http://[::1]:8000/x?y"}, Order{"[::1]:8000", "/x?y", nil, "me"}, ""},
		{[]string{"/login", "Anna"}, Order{}, `"Anna" is not FIELD=VALUE`},
		{[]string{"name=Anna"}, Order{}, `"name=Anna" is for a form`},
		{[]string{"/%zz"}, Order{}, "is no path"},
	} {
		got, err := ParseVisit(c.words)
		if c.err != "" {
			if err == nil || !strings.Contains(err.Error(), c.err) {
				t.Errorf("%q: the error %v, want %q", c.words, err, c.err)
			}
			continue
		}
		if diff := cmp.Diff(c.want, got); diff != "" || err != nil {
			t.Errorf("%q: %v (-want +got)\n%s", c.words, err, diff)
		}
	}
	if as, err := ParseAs([]string{"as", "phone"}); as != "phone" || err != nil {
		t.Errorf("got %q, %v", as, err)
	}
	if _, err := ParseAs([]string{"phone"}); err == nil {
		t.Error("cookies takes anything")
	}
}

func TestAppOrders(t *testing.T) {
	for line, want := range map[string]AppOrder{
		"": {}, "start": {Do: StartApp}, "Start 8000": {StartApp, "8000"}, "STOP": {Do: StopApp},
	} {
		if got, err := ParseApp(strings.Fields(line)); got != want || err != nil {
			t.Errorf("app %s: %+v, %v", line, got, err)
		}
	}
	for _, line := range []string{"begin", "start 8000 now", "stop 8000", "stop now"} {
		if got, err := ParseApp(strings.Fields(line)); err == nil || !strings.Contains(err.Error(), line) {
			t.Errorf("app %s: %+v, %v", line, got, err)
		}
	}
}

func TestJar(t *testing.T) {
	now := time.Unix(1_800_000_000, 0)
	var j jar
	names := func(at time.Time) string {
		all := url.Values{}
		for _, c := range j.at(at) {
			all.Add(c.Name, c.Value)
		}
		return all.Encode()
	}
	take := func(c http.Cookie) { j.take([]*http.Cookie{&c}, now) }
	for _, c := range []struct {
		set   http.Cookie
		later time.Duration
		want  string
	}{
		{http.Cookie{Name: "a", Value: "1", MaxAge: 60}, 0, "a=1"},
		{http.Cookie{Name: "a", Value: "2", MaxAge: 60}, 59 * time.Second, "a=2"},
		{http.Cookie{Name: "b", Value: "1"}, 59 * time.Second, "a=2&b=1"},
		{http.Cookie{Name: "c", Value: "1", Expires: now.Add(time.Hour)}, time.Minute, "b=1&c=1"},
		{http.Cookie{Name: "b", MaxAge: -1}, time.Minute, "c=1"},
		{http.Cookie{Name: "d", Value: "1"}, time.Hour, "d=1"},
	} {
		take(c.set)
		if got := names(now.Add(c.later)); got != c.want {
			t.Errorf("after %s=%s: %q, want %q", c.set.Name, c.set.Value, got, c.want)
		}
	}
}
