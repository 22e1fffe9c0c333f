package sandbox_test

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"redis-tutor/sandbox"
	"redis-tutor/sandbox/reply"
	"redis-tutor/sandbox/sandboxtest"
)

// authority signs certificates, which lie in files of the folder.
type authority struct {
	dir  string
	file string
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
}

func newAuthority(t *testing.T, name string) *authority {
	a := &authority{dir: t.TempDir()}
	a.cert = &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: name},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
	}
	a.file, _ = a.sign(t, name, a.cert)
	return a
}

// sign writes a certificate and its key and returns the files.
func (a *authority) sign(t *testing.T, name string, c *x509.Certificate) (cert, key string) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	if a.key == nil {
		a.key = private
	}
	der, err := x509.CreateCertificate(rand.Reader, c, a.cert, &private.PublicKey, a.key)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalECPrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	write := func(file, kind string, der []byte) string {
		file = filepath.Join(a.dir, file)
		if err := os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}), 0o600); err != nil {
			t.Fatal(err)
		}
		return file
	}
	return write(name+".crt", "CERTIFICATE", der), write(name+".key", "EC PRIVATE KEY", secret)
}

// leaf is a certificate for names, valid until the end.
func leaf(end time.Time, names ...string) *x509.Certificate {
	c := &x509.Certificate{
		SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: "redis"},
		NotBefore: time.Now().Add(-2 * time.Hour), NotAfter: end,
	}
	for _, name := range names {
		if ip := net.ParseIP(name); ip != nil {
			c.IPAddresses = append(c.IPAddresses, ip)
		} else {
			c.DNSNames = append(c.DNSNames, name)
		}
	}
	return c
}

// freePort returns a port of 127.0.0.1 that nobody listens on.
func freePort(t *testing.T) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}

// tlsServer starts a server that speaks TLS with the certificate.
func tlsServer(t *testing.T, ca *authority, c *x509.Certificate, args ...string) sandbox.Options {
	t.Helper()
	out, _ := exec.Command(sandboxtest.NeedRedis(t), "--tls-port", "0", "--version").CombinedOutput()
	if bytes.Contains(out, []byte("Bad directive")) {
		t.Skip("this redis-server is built without TLS")
	}
	cert, key := ca.sign(t, "server", c)
	port := freePort(t)
	sandboxtest.Server(t, append([]string{"--tls-port", fmt.Sprint(port), "--tls-cert-file", cert,
		"--tls-key-file", key, "--tls-ca-cert-file", ca.file}, args...)...)
	return sandbox.Options{Kind: sandbox.Server, Port: port, DialTimeout: 5 * time.Second}
}

func TestTLS(t *testing.T) {
	t.Parallel()
	ca, other := newAuthority(t, "ca"), newAuthority(t, "other")
	soon := time.Now().Add(time.Hour)
	open := tlsServer(t, ca, leaf(soon, "127.0.0.1", "redis.example"), "--tls-auth-clients", "no")
	nameless := tlsServer(t, ca, leaf(soon), "--tls-auth-clients", "no")
	elsewhere := tlsServer(t, ca, leaf(soon, "redis.example"), "--tls-auth-clients", "no")
	expired := tlsServer(t, ca, leaf(time.Now().Add(-time.Hour), "127.0.0.1"), "--tls-auth-clients", "no")
	strict := tlsServer(t, ca, leaf(soon, "127.0.0.1"), "--tls-auth-clients", "yes")
	cert, key := ca.sign(t, "client", leaf(soon))
	theirCert, theirKey := other.sign(t, "client", leaf(soon))
	tests := []struct {
		name   string
		server sandbox.Options
		tls    *sandbox.TLS
		want   string // in the error, "" for none
		hint   string
	}{
		{"authority file", open, &sandbox.TLS{CACert: ca.file}, "", ""},
		{"authority folder", open, &sandbox.TLS{CACertDir: ca.dir}, "", ""},
		{"certificate without names", nameless, &sandbox.TLS{CACert: ca.file}, "", ""},
		{"client certificate", strict, &sandbox.TLS{CACert: ca.file, Cert: cert, Key: key}, "", ""},
		{"name", elsewhere, &sandbox.TLS{CACert: ca.file, SNI: "redis.example"}, "", ""},
		{"insecure", expired, &sandbox.TLS{Insecure: true}, "", ""},
		{"wrong authority", open, &sandbox.TLS{CACert: other.file}, "signed by nobody who is trusted here", "--cacert"},
		{"system's authorities", open, &sandbox.TLS{}, "signed by nobody who is trusted here", "--cacert"},
		{"wrong name", elsewhere, &sandbox.TLS{CACert: ca.file}, `the server's certificate is for redis.example, not for "127.0.0.1"`, "--sni"},
		{"expired", expired, &sandbox.TLS{CACert: ca.file}, "the server's certificate is not valid today", "clock"},
		{"no client certificate", strict, &sandbox.TLS{CACert: ca.file}, "refused the TLS connection", "--cert"},
		{"wrong client certificate", strict, &sandbox.TLS{CACert: ca.file, Cert: theirCert, Key: theirKey}, "refused the TLS connection", "--cert"},
		{"certificate without key", open, &sandbox.TLS{Cert: cert}, "a client certificate needs its key", "--key"},
		{"no certificate in the file", open, &sandbox.TLS{CACert: key}, "there is no certificate in", ""},
		{"no such file", open, &sandbox.TLS{CACert: "nowhere"}, "nowhere: no such file", ""},
		{"plain to TLS", open, nil, "the server closed the connection", "--tls"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			o := tt.server
			o.TLS = tt.tls
			ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
			defer cancel()
			s, err := sandbox.Open(ctx, o)
			if tt.want == "" {
				if err != nil {
					t.Fatal(err)
				}
				defer s.Close()
				useTLS(t, ctx, s)
				return
			}
			if err == nil {
				s.Close()
			}
			wantError(t, err, tt.want, tt.hint)
		})
	}
}

// useTLS runs commands on all connections that a sandbox has.
func useTLS(t *testing.T, ctx context.Context, s *sandbox.Sandbox) {
	t.Helper()
	value := strings.Repeat("x", 3<<20)
	if v, err := s.Do(ctx, "SET", "k", value); err != nil || !v.IsOK() {
		t.Fatalf("SET: %v, %v", v, err)
	}
	if v, err := sandboxtest.In(s, 0)(ctx, "GET", "k"); err != nil || v.Text != value {
		t.Errorf("GET gives %d bytes, %v", len(v.Text), err)
	}
	ctx, cancel := context.WithCancel(ctx)
	err := s.Stream(ctx, []string{"SUBSCRIBE", "news"}, func(reply.Value) error { cancel(); return nil })
	if err != nil {
		t.Errorf("SUBSCRIBE: %v", err)
	}
}

// wantError wants an error that holds a text and a hint that holds another.
func wantError(t *testing.T, err error, want, hint string) {
	t.Helper()
	if err == nil || !strings.Contains(err.Error(), want) {
		t.Fatalf("error %v, want %q", err, want)
	}
	if hint == "" {
		return
	}
	var h hinted
	if !errors.As(err, &h) || !strings.Contains(strings.Join(h.Hints(), "\n"), hint) {
		t.Errorf("the hints of %q do not speak of %q", err, hint)
	}
}

func TestTLSToPlain(t *testing.T) {
	port := freePort(t)
	sandboxtest.Server(t, "--port", fmt.Sprint(port))
	_, err := sandbox.Open(context.Background(), sandbox.Options{
		Kind: sandbox.Server, URI: fmt.Sprintf("rediss://127.0.0.1:%d", port), DialTimeout: 200 * time.Millisecond,
	})
	wantError(t, err, "no answer to the TLS handshake in time", "--tls")
}

// TestRefusals opens servers that will not have us, and wants plain words.
func TestRefusals(t *testing.T) {
	full := sandboxtest.Server(t, "--maxclients", "1")
	var first net.Conn
	sandboxtest.WaitFor(t, "to be the one client", func() bool {
		var err error
		if first, err = net.Dial("unix", full.Socket); err != nil {
			t.Fatal(err)
		}
		fmt.Fprint(first, "PING\r\n")
		buf := make([]byte, 64)
		n, _ := first.Read(buf)
		return strings.HasPrefix(string(buf[:n]), "+PONG") || first.Close() != nil
	})
	defer first.Close()
	_, err := sandbox.Open(context.Background(), full)
	wantError(t, err, "the server has as many clients as it takes", "maxclients")

	acl := sandboxtest.Server(t, "--user", "ann", "on", ">secret", "~*", "+@all")
	acl.User, acl.Password = "ann", "guess"
	_, err = sandbox.Open(context.Background(), acl)
	wantError(t, err, "wrong user name or password", "--user")
	acl.Password = "secret"
	s := open(t, acl)
	if v, err := s.Do(context.Background(), "ACL", "WHOAMI"); err != nil || v.Text != "ann" {
		t.Errorf("ACL WHOAMI: %v, %v", v, err)
	}
}

// TestDenied answers as a server in protected mode does, which only talks so
// to other machines.
func TestDenied(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			fmt.Fprint(conn, "-DENIED Redis is running in protected mode because protected mode is enabled.\r\n")
			conn.Close()
		}
	}()
	_, err = sandbox.Open(context.Background(), sandbox.Options{Kind: sandbox.Server, Port: l.Addr().(*net.TCPAddr).Port})
	wantError(t, err, "protected mode", "127.0.0.1")
}
