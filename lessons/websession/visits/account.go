package visits

import (
	"net/http"
	"strings"
	"unicode/utf8"

	"redis-tutor/lessons/websession/web"
)

// home counts a visit and shows the number. HEAD asks whether the page is
// there, which is no visit.
func (s *site) home(w http.ResponseWriter, r *http.Request) {
	visit := web.Of(r)
	if r.Method != http.MethodHead {
		if _, err := visit.Incr("visits", 1); err != nil {
			return
		}
	}
	s.show(w, r, http.StatusOK, "home.html", page{Title: "Visits"})
}

// login logs a visitor in under the name in the form.
func (s *site) login(w http.ResponseWriter, r *http.Request) {
	name := strings.TrimSpace(r.PostFormValue("name"))
	if problem := wrongName(name); problem != "" {
		s.show(w, r, http.StatusUnprocessableEntity, "home.html", page{Title: "Visits", Problem: problem})
		return
	}
	if web.Of(r).Login(name) != nil {
		return
	}
	session, err := web.Of(r).Session()
	if err != nil {
		return
	}
	session.Set("browser", browser(r.UserAgent())) // not before: the session may be a new one
	http.Redirect(w, r, "/", http.StatusSeeOther)
}

// wrongName says what is wrong with a name, "" when nothing is.
func wrongName(name string) string {
	switch {
	case name == "":
		return "Please type a name."
	case !utf8.ValidString(name) || utf8.RuneCountInString(name) > longestName:
		return "Please take a name of 40 characters at most."
	}
	return ""
}

// logout forgets everything about the visitor.
func (s *site) logout(w http.ResponseWriter, r *http.Request) {
	if web.Of(r).Destroy() == nil {
		http.Redirect(w, r, "/", http.StatusSeeOther)
	}
}

// theme remembers how the visitor wants the pages to look. To go with the
// device is what everybody begins with, and is not kept.
func (s *site) theme(w http.ResponseWriter, r *http.Request) {
	session, err := web.Of(r).Session()
	if err != nil {
		return
	}
	switch theme := r.PostFormValue("theme"); theme {
	case "light", "dark":
		session.Set("theme", theme)
	case "auto":
		session.Remove("theme")
	default:
		s.problem(w, http.StatusBadRequest, "There is no such theme", "Choose one of those in the form.")
		return
	}
	http.Redirect(w, r, "/", http.StatusSeeOther)
}

// browser returns a short name for a browser, for people to tell their
// sessions apart. Most browsers claim to be several others: the order counts.
// Those at the tutor's prompt, "redis-tutor (phone)", have names of their own.
func browser(agent string) string {
	if strings.HasPrefix(agent, "redis-tutor") && len(agent) <= longestName {
		return agent
	}
	name := firstIn(agent, "a browser", "Edg=Edge", "OPR=Opera", "Firefox", "Chrom=Chrome", "Safari", "curl")
	system := firstIn(agent, "", "Android", "iPhone", "iPad", "Windows", "Mac OS X=macOS", "Linux")
	if system == "" {
		return name
	}
	return name + " on " + system
}

// firstIn returns the first of some names that is in a text; "part=name"
// stands for a name that is written otherwise.
func firstIn(text, otherwise string, names ...string) string {
	for _, name := range names {
		part, shown, ok := strings.Cut(name, "=")
		if !ok {
			shown = part
		}
		if strings.Contains(text, part) {
			return shown
		}
	}
	return otherwise
}
