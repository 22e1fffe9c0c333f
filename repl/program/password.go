package program

import (
	"context"
	"fmt"
	"net/url"
	"strings"
)

// doubtPassword warns of a password that the server has no use for, as
// redis-cli does: it may be another server than was meant. The login did not
// tell, since a user without a password takes any.
func (a *app) doubtPassword(ctx context.Context, t Target, box Redis) {
	user, password := t.User, t.Password
	if u, err := url.Parse(t.URI); err == nil && u.User != nil {
		user = u.User.Username()
		password, _ = u.User.Password()
	}
	if password == "" || user != "" && user != "default" {
		return
	}
	v, err := box.Do(ctx, "AUTH", password)
	if err == nil && v.IsError() && strings.Contains(v.Text, "without any password configured") {
		fmt.Fprintln(a.Err, "warning: AUTH failed: a password was given, but the server has none. Is it the right one?")
	}
}
