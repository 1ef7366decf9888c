package webchat

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"prilavok/core/shop"
	"prilavok/core/txn"
)

// tokenLength characters of 5 bits each: 260 bits.
const tokenLength = 52

// entry is an account with its shop.
type entry struct {
	account shop.Account
	shop    shop.Shop
}

// entryCache keeps entries for a short time, so that a message does not ask twice
// which shop it is for. Bounded.
type entryCache struct {
	now func() time.Time
	mu  sync.Mutex
	m   map[[2]string]cachedEntry
}

type cachedEntry struct {
	entry
	until time.Time
}

const (
	entryLife  = 5 * time.Second
	maxEntries = 2000
)

func (h *Handler) entry(ctx context.Context, accountID, slug string) (entry, error) {
	c, key := &h.entries, [2]string{accountID, slug}
	c.mu.Lock()
	kept, ok := c.m[key]
	c.mu.Unlock()
	if ok && c.now().Before(kept.until) {
		return kept.entry, nil
	}
	var e entry
	err := h.o.Store.View(txn.ForSystem(ctx), func(ctx context.Context) error {
		a, s, found, err := h.o.Store.WebchatEntry(ctx, accountID, slug)
		if err == nil && !found {
			err = errNoShop
		}
		e = entry{a, s}
		return err
	})
	if err != nil {
		return entry{}, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.m == nil || len(c.m) >= maxEntries {
		c.m = map[[2]string]cachedEntry{}
	}
	c.m[key] = cachedEntry{e, c.now().Add(entryLife)}
	return e, nil
}

// visitor is who a request is from: an account's page, and the hash of their token.
type visitor struct {
	entry
	hash string
}

// visitor finds out who asks. A token in a header proves itself; one in a cookie
// travels with any request of the browser, so the request must be our page's own.
func (h *Handler) visitor(r *http.Request) (visitor, error) {
	e, err := h.entry(r.Context(), r.URL.Query().Get("account"), "")
	if err != nil {
		return visitor{}, err
	}
	token, fromHeader := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if !fromHeader {
		if c, err := r.Cookie(cookieName(e.account.ID)); err == nil {
			token = c.Value
		}
	}
	if !validToken(token) {
		return visitor{}, errNoSession
	}
	if !fromHeader && !h.ownPage(r) {
		return visitor{}, errCrossSite
	}
	return visitor{e, hashToken(e.account.ID, token)}, nil
}

func cookieName(accountID string) string { return "prilavok_" + accountID }

func validToken(t string) bool {
	return len(t) == tokenLength && strings.Trim(t, "0123456789abcdefghjkmnpqrstvwxyz") == ""
}

// hashToken is the address's external id. The account is hashed with it, so that one
// browser is not the same visitor in two shops.
func hashToken(accountID, token string) string {
	sum := sha256.Sum256([]byte("webchat\x00" + accountID + "\x00" + token))
	return hex.EncodeToString(sum[:])
}

// ownPage reports whether a request comes from a page of this host. Browsers say so
// in Sec-Fetch-Site and, for posts, in Origin; a client that says neither is no
// browser and carries no cookie by accident.
func (h *Handler) ownPage(r *http.Request) bool {
	switch r.Header.Get("Sec-Fetch-Site") {
	case "", "same-origin", "none":
	default:
		return false
	}
	origin := r.Header.Get("Origin")
	if origin == "" {
		return true
	}
	if h.origin != "" && origin == h.origin {
		return true
	}
	u, err := url.Parse(origin)
	return err == nil && u.Host == r.Host
}

// secure reports whether the visitor's browser speaks https to us.
func (h *Handler) secure(r *http.Request) bool {
	return r.TLS != nil || strings.HasPrefix(h.origin, "https:") || (h.o.TrustProxy && r.Header.Get("X-Forwarded-Proto") == "https")
}

// address is the visitor's IP address; an IPv6 one stands for its /64, which is what
// one person has.
func (h *Handler) address(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		host = r.RemoteAddr
	}
	if h.o.TrustProxy {
		list := strings.Split(r.Header.Get("X-Forwarded-For"), ",")
		if last := strings.TrimSpace(list[len(list)-1]); net.ParseIP(last) != nil {
			host = last
		}
	}
	ip := net.ParseIP(host)
	if ip == nil || ip.To4() != nil {
		return host
	}
	return ip.Mask(net.CIDRMask(64, 128)).String()
}
