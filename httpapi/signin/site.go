package signin

import (
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"

	"prilavok/core/staff/person"
)

// Names of the cookie. __Host- makes browsers take it from this host over https only, and
// send it to no other host; it needs Secure. On this machine itself there is no https, and
// not every browser takes a Secure cookie there, so that one has another name: what was set
// over http is never taken for what was set over https.
const (
	cookieName  = "__Host-prilavok"
	cookieLocal = "prilavok-local"
)

// site is where the panel is open.
type site struct {
	secure bool
	person.Site
}

// siteOf finds out where a request's page is open: the installation's https address, another
// one that has TLS here, or this machine.
//
// Faults: person.ErrPlainHTTP.
func (h *Handler) siteOf(r *http.Request) (site, error) {
	local := loopback(r.Host)
	public, err := url.Parse(h.o.Public())
	switch {
	case r.TLS != nil:
		return siteAt("https", r.Host, true), nil
	case err == nil && public.Scheme == "https" && !local: // a proxy has the certificate
		return siteAt("https", public.Host, true), nil
	case local:
		return siteAt("http", r.Host, false), nil
	}
	return site{}, person.ErrPlainHTTP
}

// siteAt is a site by its address. Passkeys are bound to names: an address in numbers has none.
func siteAt(scheme, host string, secure bool) site {
	name := hostname(host)
	s := site{secure, person.Site{ID: name, Origin: scheme + "://" + host, Name: "Prilavok"}}
	if _, err := netip.ParseAddr(name); err == nil {
		s.ID = ""
	}
	return s
}

func hostname(host string) string {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	return strings.ToLower(strings.Trim(host, "[]"))
}

func loopback(host string) bool {
	name := hostname(host)
	a, err := netip.ParseAddr(name)
	return name == "localhost" || strings.HasSuffix(name, ".localhost") || err == nil && a.IsLoopback()
}

func (s site) cookie(value string, age int) *http.Cookie {
	c := &http.Cookie{Name: cookieLocal, Value: value, Path: "/", MaxAge: age, HttpOnly: true, SameSite: http.SameSiteStrictMode}
	if s.secure {
		c.Name, c.Secure = cookieName, true
	}
	return c
}

func (s site) set(w http.ResponseWriter, token string) {
	http.SetCookie(w, s.cookie(token, int(person.SessionLife.Seconds())))
}

func (s site) clear(w http.ResponseWriter) { http.SetCookie(w, s.cookie("", -1)) }

// token reads the cookie. Two of the name are nobody's: one of them was put there.
func (s site) token(r *http.Request) string {
	list := r.CookiesNamed(s.cookie("", 0).Name)
	if len(list) != 1 {
		return ""
	}
	return list[0].Value
}

// addressOf is where a request comes from, for people to read and for limits; those count
// a network of IPv6 as one, as one customer of a provider has all of it. A proxy on this
// machine or in a private network is believed about the last step before it.
func addressOf(r *http.Request) (address, network string) {
	a := parse(r.RemoteAddr)
	if a.IsLoopback() || a.IsPrivate() {
		list := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
		if before := parse(strings.TrimSpace(list[len(list)-1])); before.IsValid() {
			a = before
		}
	}
	if !a.IsValid() {
		return "", ""
	}
	if a.Is6() {
		if p, err := a.Prefix(64); err == nil {
			return a.String(), p.String()
		}
	}
	return a.String(), a.String()
}

func parse(s string) netip.Addr {
	if host, _, err := net.SplitHostPort(s); err == nil {
		s = host
	}
	a, err := netip.ParseAddr(strings.Trim(s, "[]"))
	if err != nil {
		return netip.Addr{}
	}
	return a.Unmap().WithZone("")
}
