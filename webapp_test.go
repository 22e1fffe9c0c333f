package main

import (
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// freePort is the script command "freeport": it puts a port of this machine on
// which nothing listens into $PORT.
func freePort(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) > 0 {
		ts.Fatalf("usage: freeport")
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	ts.Check(err)
	defer l.Close()
	_, port, err := net.SplitHostPort(l.Addr().String())
	ts.Check(err)
	ts.Setenv("PORT", port)
}

// visitApp is the script command "visit [NAME]": a browser loads the first page
// of the app at $PORT, once it is there, logs in under a name if one is given,
// and leaves the last answer, status and page, in the file "page".
func visitApp(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) > 1 {
		ts.Fatalf("usage: visit [NAME]")
	}
	jar, err := cookiejar.New(nil)
	ts.Check(err)
	client := http.Client{Jar: jar, Timeout: 10 * time.Second}
	at := "http://127.0.0.1:" + ts.Getenv("PORT") + "/"
	res, err := client.Get(at)
	for tries := 0; err != nil && tries < 1000; tries++ {
		time.Sleep(10 * time.Millisecond)
		res, err = client.Get(at)
	}
	ts.Check(err)
	if len(args) == 1 {
		res.Body.Close()
		res, err = client.PostForm(at+"login", url.Values{"name": args})
		ts.Check(err)
	}
	defer res.Body.Close()
	page, err := io.ReadAll(res.Body)
	ts.Check(err)
	var b strings.Builder
	b.WriteString(res.Status + "\n")
	b.Write(page)
	ts.Check(os.WriteFile(ts.MkAbs("page"), []byte(b.String()), 0o600))
}
