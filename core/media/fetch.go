package media

import (
	"context"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"time"

	"prilavok/core/call"
	"prilavok/core/fault"
)

const (
	maxRedirects = 3
	fetchTime    = 40 * time.Second
)

// Config says where files are taken from.
type Config struct {
	Do    call.Doer // reaches the internet only, and follows no redirect to another host
	Hosts string    // names, with what stands below them, between commas; "" is DefaultHosts
	Max   int64     // bytes of a file; 0 is DefaultMax
	// Anywhere takes any address over plain HTTP, too: for tests against this machine.
	Anywhere bool
}

// Fetcher gets files from the hosts of its list, over HTTPS only. Each step of a redirect
// is checked as the first was; what a name resolves to, Do checks when it dials.
type Fetcher struct {
	Config
	hosts []string
}

// NewFetcher returns a fetcher.
func NewFetcher(c Config) *Fetcher {
	if c.Hosts == "" {
		c.Hosts = DefaultHosts
	}
	if c.Max <= 0 {
		c.Max = DefaultMax
	}
	f := &Fetcher{Config: c}
	for h := range strings.SplitSeq(c.Hosts, ",") {
		if h = strings.ToLower(strings.Trim(strings.TrimSpace(h), "*.")); h != "" {
			f.hosts = append(f.hosts, h)
		}
	}
	return f
}

// Get fetches an attachment of a kind. It is called outside of units of work, once; who
// calls tries again where the fault is retryable.
//
// Faults: those of the package, and those of call.Doer; none holds the address.
func (f *Fetcher) Get(ctx context.Context, kind, address string) (File, error) {
	most := f.Max
	if kind == "photo" || kind == "sticker" {
		most = min(most, maxPhoto)
	}
	ctx, stop := context.WithTimeout(ctx, fetchTime)
	defer stop()
	for range maxRedirects + 1 {
		if !f.may(address) {
			return File{}, ErrHost
		}
		r, err := f.Do.Do(ctx, call.Request{Method: "GET", URL: address, Timeout: fetchTime, MaxBody: most,
			Header: map[string]string{"accept-encoding": "identity"}, Service: "media", Name: kind})
		switch {
		case fault.CodeOf(err) == "call.too_large":
			return File{}, ErrTooLarge
		case err != nil:
			return File{}, err
		}
		next, err := status(r, address)
		if err != nil {
			return File{}, err
		}
		if next == "" {
			return judge(kind, r)
		}
		address = next
	}
	return File{}, ErrHost
}

// status reads what an answer means: the file (next is ""), the address to go on to, or a
// fault. Links that have ended are answered with 403, 404 or 410.
func status(r call.Response, address string) (next string, err error) {
	switch {
	case r.Status == 200:
		return "", nil
	case r.Status == 301, r.Status == 302, r.Status == 303, r.Status == 307, r.Status == 308:
		from, err := url.Parse(address)
		if err != nil {
			return "", ErrHost
		}
		to, err := from.Parse(r.Header["location"])
		if err != nil || r.Header["location"] == "" {
			return "", ErrAway
		}
		return to.String(), nil
	case r.Status == 206:
		return "", ErrPartial
	case r.Status == 401, r.Status == 403, r.Status == 404, r.Status == 410:
		return "", ErrGone
	}
	return "", ErrAway
}

// judge looks at a whole answer: all of it, and what it claims to be.
func judge(kind string, r call.Response) (File, error) {
	if n, err := strconv.Atoi(r.Header["content-length"]); err == nil && r.Header["content-encoding"] == "" && n != len(r.Body) {
		return File{}, ErrPartial
	}
	if len(r.Body) == 0 {
		return File{}, ErrPartial
	}
	mime := Sniff(r.Body)
	if mime != "" {
		mime = fits(kind, mime)
	}
	if mime == "" || !plain(r.Header["content-type"]) {
		return File{}, ErrKind
	}
	return File{mime, r.Body}, nil
}

// may reports whether an address is one that files are taken from: HTTPS at its own port,
// a name of the list, no bare address of a machine, nobody's password.
func (f *Fetcher) may(address string) bool {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.User != nil {
		return false
	}
	if f.Anywhere {
		return u.Scheme == "http" || u.Scheme == "https"
	}
	host := strings.ToLower(strings.TrimSuffix(u.Hostname(), "."))
	if _, err := netip.ParseAddr(host); err == nil || u.Scheme != "https" || u.Port() != "" && u.Port() != "443" {
		return false
	}
	for _, h := range f.hosts {
		if host == h || strings.HasSuffix(host, "."+h) {
			return true
		}
	}
	return false
}
