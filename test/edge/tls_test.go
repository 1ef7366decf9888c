package edge_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/pem"
	"fmt"
	"math/big"
	"net/url"
	"strings"
	"testing"
	"time"

	"prilavok/store/storetest"
)

// authority is a certificate that others come from.
type authority struct {
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
	pem  string
}

func newAuthority(t *testing.T) authority {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	ok(t, err)
	of := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "test"}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign}
	raw, err := x509.CreateCertificate(rand.Reader, of, of, key.Public(), key)
	ok(t, err)
	cert, err := x509.ParseCertificate(raw)
	ok(t, err)
	return authority{cert, key, string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: raw}))}
}

// leaf makes a certificate for localhost and its key, in PEM.
func (a authority) leaf(t *testing.T) (cert, key string) {
	t.Helper()
	k, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	ok(t, err)
	of := &x509.Certificate{SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: "localhost"}, DNSNames: []string{"localhost"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}}
	raw, err := x509.CreateCertificate(rand.Reader, of, a.cert, k.Public(), a.key)
	ok(t, err)
	der, err := x509.MarshalPKCS8PrivateKey(k)
	ok(t, err)
	return string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: raw})), string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}))
}

// TestTLS: the connection to Postgres is encrypted, and the server's certificate must come
// from the one that PRILAVOK_DATABASE_CA holds.
func TestTLS(t *testing.T) {
	t.Parallel()
	b, err := breakable()
	ok(t, err)
	_, super := ownCluster(t)
	s := newSceneOn(t, b, super)
	ca := newAuthority(t)
	cert, key := ca.leaf(t)
	// The server writes its own files: they must be its user's.
	for name, content := range map[string]string{"server.crt": cert, "server.key": key} {
		s.exec(fmt.Sprintf(`COPY (SELECT 1) TO PROGRAM 'umask 077; echo %s | base64 -d > %s'`, base64.StdEncoding.EncodeToString([]byte(content)), name))
	}
	s.exec(`ALTER SYSTEM SET ssl = on`)
	s.exec(`SELECT pg_reload_conf()`)
	s.env["PRILAVOK_DATABASE_URL"] = strings.Replace(strings.Replace(storetest.AsOwner(super), "127.0.0.1", "localhost", 1), "sslmode=disable", "sslmode=verify-full", 1)
	for _, which := range []string{pinned, newest} {
		s.start(isolate{deno: which, env: map[string]string{"PRILAVOK_DATABASE_CA": newAuthority(t).pem}})
		s.step(which+" another authority", (*scene).refused)
		s.start(isolate{deno: which, env: map[string]string{"PRILAVOK_DATABASE_CA": ca.pem}})
		s.step(which+" the authority", func(s *scene) {
			u := s.bot.User(int64(len(which)), "Ольга")
			s.say(u, "кружка")
			s.answeredOnce(u)
			if n := s.count(`SELECT count(*) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE ssl AND application_name = 'prilavok-edge'`); n == 0 {
				s.t.Error("no connection is encrypted")
			}
		})
	}
}

// TestPassword: the server asks for a proof of the password, SCRAM-SHA-256; a wrong one is
// refused, and so is a server that would take an MD5.
func TestPassword(t *testing.T) {
	t.Parallel()
	b, err := breakable()
	ok(t, err)
	_, super := ownCluster(t)
	s := newSceneOn(t, b, super)
	asks := func(method string) {
		lines := "host all prilavok_app all " + method + "\nhost all all all trust\nlocal all all trust\n"
		s.exec(fmt.Sprintf(`COPY (SELECT 1) TO PROGRAM 'echo %s | base64 -d > pg_hba.conf'`, base64.StdEncoding.EncodeToString([]byte(lines))))
		s.exec(`SELECT pg_reload_conf()`)
	}
	s.exec(`ALTER ROLE prilavok_app PASSWORD 'п@ss/word'`)
	asks("scram-sha-256")
	with := func(password string) isolate {
		u, err := url.Parse(storetest.AsOwner(super))
		ok(t, err)
		u.User = url.UserPassword("prilavok_app", password)
		return isolate{env: map[string]string{"PRILAVOK_DATABASE_URL": u.String()}}
	}
	s.start(with("п@ss/word"))
	u := s.bot.User(1, "Ольга")
	s.say(u, "кружка")
	s.answeredOnce(u)
	s.start(with("wrong"))
	s.step("a wrong password", (*scene).refused)
	asks("password")
	s.start(with("п@ss/word"))
	s.step("the password as it is", (*scene).refused)
}

func (s *scene) exec(query string) {
	s.t.Helper()
	_, err := s.db.ExecContext(s.t.Context(), query)
	ok(s.t, err)
}
