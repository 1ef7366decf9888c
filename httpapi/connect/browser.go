package connect

import "strings"

// Names of the cookie that binds a login to the browser that began it: somebody who is sent the
// end of another's login could otherwise give the shop an account that is not its own. __Host-
// makes browsers take it from this host over https only. Meta asks for https, so the other name
// is for a machine of one's own.
const (
	cookieName  = "__Host-prilavok-connect"
	cookieLocal = "prilavok-connect-local"
)

// cookieAge is for how long browsers keep it, in seconds: as long as an attempt is good.
const cookieAge = "1800"

func (h *Handler) cookie() string {
	if strings.HasPrefix(h.base(), "http://") {
		return cookieLocal
	}
	return cookieName
}

// give is the header that has the browser hold a secret. Lax: the browser comes back from
// Meta's pages, and nothing but that page's own address is asked for with it.
func (h *Handler) give(secret string) string {
	name := h.cookie()
	secure := ""
	if name == cookieName {
		secure = "; Secure"
	}
	return name + "=" + secret + "; Path=/; Max-Age=" + cookieAge + secure + "; HttpOnly; SameSite=Lax"
}

// held reads the secret of a cookie; "" when there is none. Two of the name are nobody's: one
// of them was put there.
func held(header, name string) string {
	found := ""
	for part := range strings.SplitSeq(header, ";") {
		key, value, _ := strings.Cut(strings.TrimSpace(part), "=")
		if key != name {
			continue
		}
		if found != "" || !secretLike(value) {
			return ""
		}
		found = value
	}
	return found
}

// secretLike reports whether a value may be one that give has given.
func secretLike(v string) bool {
	return len(v) == 32 && strings.Trim(v, "0123456789abcdefghijklmnopqrstuvwxyz") == ""
}
