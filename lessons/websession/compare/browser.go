package compare

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"time"
)

// browser asks for the page, again and again.
type browser struct {
	client   *http.Client
	url      string
	cookie   *http.Cookie
	stranger bool // no cookie is kept
	took     []time.Duration
	served   int
	failed   int
	failure  string
	ids      map[string]bool // the sessions it was given
}

// patience is after how long a request has failed.
const patience = 30 * time.Second

// newBrowser returns a browser for a page. A stranger opens a connection for
// each request; any other keeps one open.
func newBrowser(url string, stranger bool) *browser {
	return &browser{
		client: &http.Client{
			Transport: &http.Transport{DialContext: dialer(), DisableKeepAlives: stranger, DisableCompression: true},
			Timeout:   patience,
		},
		url: url, stranger: stranger, ids: map[string]bool{},
	}
}

// dialer opens connections that leave nothing behind in the system when they
// are closed: thousands of them, waiting their minute in TIME_WAIT, would use
// up its ports.
func dialer() func(ctx context.Context, network, addr string) (net.Conn, error) {
	d := &net.Dialer{}
	return func(ctx context.Context, network, addr string) (net.Conn, error) {
		conn, err := d.DialContext(ctx, network, addr)
		if tcp, ok := conn.(*net.TCPConn); ok {
			_ = tcp.SetLinger(0)
		}
		return conn, err
	}
}

// visit asks for the page once and notes how long it took. A visit that ctx
// cut short is none.
func (b *browser) visit(ctx context.Context) {
	began := time.Now()
	err := b.ask(ctx)
	took := time.Since(began)
	switch {
	case ctx.Err() != nil:
		return
	case err == nil:
		b.served++
		b.took = append(b.took, took)
		return
	case b.failed == 0:
		b.failure = err.Error()
	}
	b.failed++
}

// ask gets the page and looks whether it is one.
func (b *browser) ask(ctx context.Context) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, b.url, nil)
	if err != nil {
		return err
	}
	if b.cookie != nil {
		r.AddCookie(b.cookie)
	}
	response, err := b.client.Do(r)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return err
	}
	text := strings.TrimSpace(string(body))
	if response.StatusCode != http.StatusOK || !strings.HasPrefix(text, "Visits: ") {
		return fmt.Errorf("status %d: %s", response.StatusCode, text)
	}
	b.keep(response)
	return nil
}

// keep keeps the cookie of a response.
func (b *browser) keep(response *http.Response) {
	for _, c := range response.Cookies() {
		if c.Name == cookieName {
			b.ids[c.Value] = true
			if !b.stranger {
				b.cookie = c
			}
		}
	}
}

func (b *browser) close() { b.client.CloseIdleConnections() }
