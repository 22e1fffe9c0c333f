package browse

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"redis-tutor/lessons/prose"
)

// browser is one browser: cookies of its own, and the page it shows.
type browser struct {
	name string
	jar  jar
	page *Page
}

// site is what a browser visits.
type site interface {
	URL() string
	Now() time.Time
}

// Watch is told of what goes over HTTP, as it goes. A form is what the request
// carries, nil for none.
type Watch struct {
	Asks    func(r *http.Request, form url.Values)
	Answers func(r *http.Response)
}

// mostRedirects is how often a browser follows an answer that leads elsewhere.
const mostRedirects = 10

// slowest is how long an answer may take.
const slowest = 20 * time.Second

// visit carries out an order and returns the page that it leads to.
func (b *browser) visit(ctx context.Context, at site, o Order, w Watch) (*Page, error) {
	if !o.leadsTo(at.URL()) {
		return nil, &Unclear{fmt.Errorf("%q is elsewhere: this browser visits the app only, which is at %s", o.Host, at.URL()), "`visit " + o.Path + "`"}
	}
	page := b.page
	if page == nil {
		page = &Page{}
	}
	method, form, err := page.fill(o)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, slowest)
	defer cancel()
	path := o.Path
	if method == "GET" && len(form) > 0 {
		path, form = path+"?"+form.Encode(), nil
	}
	for range mostRedirects {
		answer, err := b.ask(ctx, at, method, path, form, w)
		if err != nil {
			return nil, err
		}
		next, err := answer.Location()
		if answer.StatusCode/100 != 3 || err != nil { // it leads nowhere: this is the page
			b.page, err = shown(answer)
			return b.page, err
		}
		if !strings.HasPrefix(next.String(), at.URL()+"/") {
			return nil, fmt.Errorf("the answer leads to %q, and this browser visits the app only", next)
		}
		if path = next.RequestURI(); answer.StatusCode != http.StatusTemporaryRedirect && answer.StatusCode != http.StatusPermanentRedirect {
			method, form = "GET", nil
		}
	}
	return nil, fmt.Errorf("%q leads on and on", o.Path)
}

// ask sends one request and returns the answer, whose body has come in.
func (b *browser) ask(ctx context.Context, at site, method, path string, form url.Values, w Watch) (*http.Response, error) {
	r, err := http.NewRequestWithContext(ctx, method, at.URL()+path, strings.NewReader(form.Encode()))
	if err != nil {
		return nil, err
	}
	r.Header.Set("User-Agent", b.agent())
	for _, c := range b.jar.at(at.Now()) {
		r.AddCookie(&http.Cookie{Name: c.Name, Value: c.Value})
	}
	if method != "GET" { // as a browser says whose form it was
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Origin", at.URL())
		r.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	if w.Asks != nil {
		w.Asks(r, form)
	}
	client := http.Client{
		Transport:     &http.Transport{DisableKeepAlives: true}, // nothing is left behind when the app ends
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	answer, err := client.Do(r)
	if err != nil {
		return nil, plain(err)
	}
	// Only the end of the answer tells that the app has done all it does.
	body, err := io.ReadAll(io.LimitReader(answer.Body, longest))
	answer.Body.Close()
	if err != nil {
		return nil, plain(err)
	}
	answer.Body = io.NopCloser(bytes.NewReader(body))
	b.jar.take(answer.Cookies(), at.Now())
	if w.Answers != nil {
		w.Answers(answer)
	}
	return answer, nil
}

// longest is how much of a page is read, in bytes.
const longest = 1 << 20

// shown makes a page of an answer.
func shown(answer *http.Response) (*Page, error) {
	if strings.HasPrefix(answer.Header.Get("Content-Type"), "text/html") {
		page, err := read(answer.Body)
		if err != nil {
			return nil, err
		}
		page.Status = answer.StatusCode
		return page, nil
	}
	text, err := io.ReadAll(answer.Body)
	lines := strings.Split(strings.TrimRight(string(text), "\n"), "\n")
	return &Page{Status: answer.StatusCode, Parts: []Part{{Text: prose.Block{Kind: prose.Verbatim, Lines: lines}}}}, err
}

// agent is what our browsers call themselves.
const agent = "redis-tutor"

// agent is what this one calls itself.
func (b *browser) agent() string {
	if b.name == Self {
		return agent
	}
	return agent + " (" + b.name + ")"
}

// IsOurs reports whether a browser that calls itself so is one of this
// package's.
func IsOurs(name string) bool { return strings.HasPrefix(name, agent) }

// plain takes the request, which was shown already, off an error.
func plain(err error) error {
	var failed *url.Error
	if errors.As(err, &failed) {
		return fmt.Errorf("the app gave no answer: %w", failed.Err)
	}
	return err
}
