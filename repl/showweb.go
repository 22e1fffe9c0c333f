package repl

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"redis-tutor/lessons/prose"
	"redis-tutor/lessons/websession/serve"
	"redis-tutor/repl/browse"
	"redis-tutor/repl/cells"
	"redis-tutor/repl/screen"
	"redis-tutor/sandbox/reply"
	"redis-tutor/sandbox/words"
)

// How requests, the commands behind them, and pages look.

// ShowRequest writes what the app said to Redis for a request, and what it was
// told; with heading also which request it was. It is written at once, so that
// nothing comes in between.
func ShowRequest(to *screen.Screen, r serve.Request, heading bool) {
	var text strings.Builder
	out := to.On(&text)
	if heading {
		line := cells.Safe(r.Method+" "+r.Path) + " " + out.Gives() + " " + status(r.Status)
		out.Row(screen.Cell{Role: screen.Loud, Text: "app"}, screen.Cell{Role: screen.Plain, Text: "  " + line})
	}
	for _, c := range r.Commands {
		showSent(out, c)
	}
	to.Raw(text.String())
}

func status(code int) string { return fmt.Sprintf("%d %s", code, http.StatusText(code)) }

// showSent writes a command of the app and, below it, the reply on as few lines
// as it needs.
func showSent(out *screen.Screen, c serve.Command) {
	text := []string{strings.ToUpper(c.Args[0])}
	for _, arg := range c.Args[1:] {
		text = append(text, words.Quote(arg))
	}
	out.Led(out.Paint(screen.Quiet, "app>")+" ", screen.Code, whole(text))
	if told := replyTo(c); told != nil {
		out.Led("     ", screen.Quiet, whole(told))
	}
}

// whole is a paragraph of pieces, each of which stays on a line where it can.
func whole(pieces []string) prose.Text {
	for i, piece := range pieces {
		pieces[i] = strings.ReplaceAll(cells.Safe(piece), " ", "\u00a0")
	}
	return sentence([]prose.Span{{Text: strings.Join(pieces, " ")}})
}

// mostItems is how many items of a reply to the app are shown.
const mostItems = 24

// replyTo is what the app was told, in pieces. Inside a transaction nothing is
// said but what EXEC brings: OK and QUEUED tell nothing.
func replyTo(c serve.Command) []string {
	v := c.Reply
	switch {
	case !c.Answered:
		return []string{"(no reply)"}
	case strings.EqualFold(c.Args[0], "multi") && v.IsOK(), v.Kind == reply.Status && v.Text == "QUEUED":
		return nil
	case len(v.Items) == 0:
		return []string{strings.TrimSuffix(v.Show(reply.Standard), "\n")}
	}
	var pieces []string
	for i, item := range v.Items[:min(len(v.Items), mostItems)] {
		text := strings.ReplaceAll(strings.TrimSuffix(item.Show(reply.Standard), "\n"), "\n", " ")
		pieces = append(pieces, fmt.Sprintf("%d) %s", i+1, text))
	}
	if more := len(v.Items) - mostItems; more > 0 {
		pieces = append(pieces, fmt.Sprintf("… and %d more", more))
	}
	return pieces
}

// showAsked writes a request of a browser at the prompt.
func (s *Session) showAsked(r *http.Request, form url.Values) {
	text := r.Method + " " + r.URL.RequestURI()
	if len(form) > 0 {
		text += "  " + form.Encode()
	}
	s.Screen.Row(screen.Cell{Role: screen.Loud, Text: s.Screen.Sent() + " "}, screen.Cell{Role: screen.Plain, Text: text})
	if cookie := r.Header.Get("Cookie"); cookie != "" {
		s.showHeader("Cookie", cookie)
	}
}

// showAnswer writes the head of the answer to it.
func (s *Session) showAnswer(r *http.Response) {
	s.Screen.Row(screen.Cell{Role: screen.Loud, Text: s.Screen.Received() + " "}, screen.Cell{Role: screen.Plain, Text: status(r.StatusCode)})
	if to := r.Header.Get("Location"); to != "" {
		s.showHeader("Location", to)
	}
	for _, cookie := range r.Header.Values("Set-Cookie") {
		s.showHeader("Set-Cookie", cookie)
	}
}

// showHeader writes a header of HTTP. Its value begins below its name where a
// word of it, such as a session's id, would have to be cut beside that.
func (s *Session) showHeader(name, value string) {
	lead := "  " + s.Screen.Paint(screen.Quiet, name+":")
	widest := 0
	for _, word := range strings.Fields(value) {
		widest = max(widest, cells.Width(word))
	}
	if cells.Width(lead)+1+widest > s.Screen.Width() {
		s.Screen.Raw(lead + "\n")
		lead = "  "
	}
	s.Screen.Led(lead+" ", screen.Plain, sentence([]prose.Span{{Text: value}}))
}

// showPage writes a page: its text, and what can be done there.
func showPage(out *screen.Screen, p *browse.Page, as string) {
	out.Blank()
	did := false
	for i, part := range p.Parts {
		switch {
		case part.Do != nil:
			out.Entry("visit "+part.Do.Visit+asWho(as), part.Do.Label)
		default:
			if i > 0 && did {
				out.Blank()
			}
			out.Led("  ", screen.Plain, prose.Text{part.Text})
		}
		did = part.Do != nil
	}
	out.Blank()
}

// showCookie writes a cookie of a browser's: what it is, how long it stays, who
// may see it, and which key in Redis it stands for.
func (s *Session) showCookie(ctx context.Context, out *screen.Screen, c browse.Cookie) {
	out.Say(screen.Code, "%s=%s", c.Name, c.Value)
	out.Entry("ends", s.ends(c))
	for _, flag := range flags(c) {
		out.Entry(flag[0], flag[1])
	}
	if key, ok := s.web.KeyOf(c); ok {
		out.Entry("stands for", key+", "+s.lives(ctx, key))
	}
}

// ends says when a browser forgets a cookie.
func (s *Session) ends(c browse.Cookie) string {
	if c.Ends.IsZero() {
		return "when the browser is closed"
	}
	return fmt.Sprintf("in %s (Max-Age=%d)", shortly(c.Ends.Sub(s.Sandbox.Now())), c.MaxAge)
}

// flags explains the attributes of a cookie.
func flags(c browse.Cookie) [][2]string {
	all := [][2]string{{"Path=" + cmp.Or(c.Path, "/"), "sent with requests for what is below that"}}
	if c.HttpOnly {
		all = append(all, [2]string{"HttpOnly", "no script of a page can read it"})
	}
	switch c.SameSite {
	case http.SameSiteLaxMode:
		all = append(all, [2]string{"SameSite=Lax", "not sent with forms of other sites"})
	case http.SameSiteStrictMode:
		all = append(all, [2]string{"SameSite=Strict", "not sent when another site leads here"})
	}
	if c.Secure {
		return append(all, [2]string{"Secure", "sent over HTTPS only"})
	}
	return append(all, [2]string{"not Secure", "sent over HTTP, too: this app has no HTTPS"})
}

// lives says of a key in Redis how long it has to live.
func (s *Session) lives(ctx context.Context, key string) string {
	left := look(ctx, s.Sandbox, s.web.DB(), []string{"PTTL", key})
	switch {
	case left.IsError():
		return "which cannot be looked at now"
	case left.Int == -2:
		return "which is not in Redis any more: the cookie opens nothing"
	case left.Int == -1:
		return "which has no TTL"
	}
	return "which lives for another " + shortly(time.Duration(left.Int)*time.Millisecond)
}

// sentence makes a paragraph of spans.
func sentence(spans []prose.Span) prose.Text {
	return prose.Text{{Kind: prose.Para, Spans: spans}}
}
