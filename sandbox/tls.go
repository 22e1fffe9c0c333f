package sandbox

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
)

// TLS says how a connection is encrypted, in the terms of redis-cli's flags.
// The zero value trusts whom the system trusts.
type TLS struct {
	CACert    string // file of the authorities to trust, PEM
	CACertDir string // folder of such files
	Cert, Key string // files of the client's own certificate and key, PEM
	SNI       string // server name to ask for, if not the host's
	Insecure  bool   // take any certificate
}

// config reads the files. A wrong one is an error before anything is sent.
func (t *TLS) config(host string) (*tls.Config, error) {
	if (t.Cert == "") != (t.Key == "") {
		return nil, &advised{errors.New("a client certificate needs its key, and a key its certificate"), []string{"give both --cert FILE and --key FILE"}}
	}
	c := &tls.Config{ServerName: host, MinVersion: tls.VersionTLS12}
	if t.SNI != "" {
		c.ServerName = t.SNI
	}
	if t.Cert != "" {
		pair, err := tls.LoadX509KeyPair(t.Cert, t.Key)
		if err != nil {
			return nil, fmt.Errorf("the client certificate cannot be used: %w", err)
		}
		c.Certificates = []tls.Certificate{pair}
	}
	roots, err := t.roots()
	if err != nil {
		return nil, err
	}
	// Go's own check insists on names that certificates made for Redis often
	// lack, so the check is done here.
	c.InsecureSkipVerify = true
	if !t.Insecure {
		name := c.ServerName
		c.VerifyConnection = func(s tls.ConnectionState) error { return verify(s.PeerCertificates, roots, name) }
	}
	return c, nil
}

// roots returns the authorities to trust; nil are the system's.
func (t *TLS) roots() (*x509.CertPool, error) {
	var files []string
	if t.CACert != "" {
		files = append(files, t.CACert)
	}
	if t.CACertDir != "" {
		entries, err := os.ReadDir(t.CACertDir)
		if err != nil {
			return nil, err
		}
		for _, e := range entries {
			if !e.IsDir() {
				files = append(files, filepath.Join(t.CACertDir, e.Name()))
			}
		}
	}
	if t.CACert == "" && t.CACertDir == "" {
		return nil, nil
	}
	pool, found := x509.NewCertPool(), false
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		found = pool.AppendCertsFromPEM(text) || found
	}
	if !found {
		return nil, fmt.Errorf("there is no certificate in %q", t.CACert+t.CACertDir)
	}
	return pool, nil
}

// verify checks that a trusted authority has signed the certificate, as
// redis-cli does, and beyond that the name, where the certificate has any:
// those that Redis's own script makes have none.
func verify(chain []*x509.Certificate, roots *x509.CertPool, name string) error {
	if len(chain) == 0 {
		return errors.New("the server has shown no certificate")
	}
	o := x509.VerifyOptions{Roots: roots, Intermediates: x509.NewCertPool()}
	for _, c := range chain[1:] {
		o.Intermediates.AddCert(c)
	}
	first := chain[0]
	if len(first.DNSNames)+len(first.IPAddresses) > 0 {
		o.DNSName = name
	}
	_, err := first.Verify(o)
	return err
}

// encrypt makes a TLS connection of a plain one.
func encrypt(ctx context.Context, plain net.Conn, c *tls.Config) (net.Conn, error) {
	conn := tls.Client(plain, c)
	if err := conn.HandshakeContext(ctx); err != nil {
		plain.Close()
		return nil, handshakeError(err)
	}
	return conn, nil
}

// handshakeError says in words why there is no encrypted connection.
func handshakeError(err error) error {
	var unknown x509.UnknownAuthorityError
	var name x509.HostnameError
	var invalid x509.CertificateInvalidError
	var record tls.RecordHeaderError
	switch {
	case errors.As(err, &unknown):
		return &advised{errors.New("the server's certificate is signed by nobody who is trusted here"),
			[]string{"--cacert FILE names the authority to trust; --insecure takes any certificate, and with it anybody who listens in between"}}
	case errors.As(err, &name):
		return &advised{fmt.Errorf("the server's certificate is for %s, not for %q", names(name.Certificate), name.Host),
			[]string{"--sni NAME says which name to expect"}}
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return &advised{fmt.Errorf("the server's certificate is not valid today: %s", invalid.Detail),
			[]string{"is this machine's clock right? else whoever runs the server has to renew the certificate"}}
	case errors.As(err, &record):
		return &advised{errors.New("the server does not speak TLS at this port"),
			[]string{"leave --tls out (redis:// instead of rediss://), or name the TLS port with -p"}}
	case errors.Is(err, context.DeadlineExceeded):
		return &advised{errors.New("no answer to the TLS handshake in time"),
			[]string{"does this port speak TLS? if not, leave --tls out (redis:// instead of rediss://)"}}
	case errors.Is(err, io.EOF):
		return &advised{errors.New("the server closed the connection during the TLS handshake"),
			[]string{"does this port speak TLS? does the server want a client certificate (--cert, --key)?"}}
	}
	return refusedHandshake(err)
}

// names lists whom a certificate is for.
func names(c *x509.Certificate) string {
	all := c.DNSNames
	for _, ip := range c.IPAddresses {
		all = append(all, ip.String())
	}
	return strings.Join(all, ", ")
}

// refusedHandshake says what the server has against us. In TLS 1.3 it may
// only show when the first reply is read.
func refusedHandshake(err error) error {
	var alert tls.AlertError
	if !errors.As(err, &alert) {
		return err
	}
	return &advised{fmt.Errorf("the server refused the TLS connection (%s)", alert.Error()),
		[]string{"does it want a client certificate that it trusts? --cert FILE and --key FILE give one"}}
}
