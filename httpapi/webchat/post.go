package webchat

import (
	"errors"
	"io"
	"mime"
	"net/http"
	"time"

	"prilavok/core/inbox"
)

const (
	maxBody       = 16 << 10
	cookieSeconds = 180 * 24 * 3600
)

// session gives the visitor a token: in a cookie that scripts cannot read, or, when
// the page stands in a foreign frame (embed=1), in the answer.
func (h *Handler) session(w http.ResponseWriter, r *http.Request) error {
	if err := h.mayPost(w, r); err != nil {
		return err
	}
	e, err := h.entry(r.Context(), r.URL.Query().Get("account"), "")
	if err != nil {
		return err
	}
	if r.URL.Query().Get("embed") == "1" {
		return answer(w, http.StatusCreated, map[string]string{"account": e.account.ID, "token": h.o.IDs.Token(tokenLength)})
	}
	status, token := http.StatusCreated, h.o.IDs.Token(tokenLength)
	if c, err := r.Cookie(cookieName(e.account.ID)); err == nil && validToken(c.Value) {
		status, token = http.StatusOK, c.Value // renewed
	}
	http.SetCookie(w, &http.Cookie{Name: cookieName(e.account.ID), Value: token, Path: "/api/webchat/",
		MaxAge: cookieSeconds, HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: h.secure(r)})
	return answer(w, status, map[string]string{"account": e.account.ID})
}

// mayPost checks what every post of JSON must be: of our own page, small, not too often.
func (h *Handler) mayPost(w http.ResponseWriter, r *http.Request) error {
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err := h.mayPostTo(r, err == nil && kind == "application/json", errType); err != nil {
		return err
	}
	r.Body = http.MaxBytesReader(w, r.Body, maxBody)
	return nil
}

// mayPostTo is mayPost for a body of any media type; fits says whether it is the right
// one, else wrong is answered.
func (h *Handler) mayPostTo(r *http.Request, fits bool, wrong error) error {
	if !h.ownPage(r) {
		return errCrossSite
	}
	if !fits {
		return wrong
	}
	if wait, ok := h.posts.take(h.address(r)); !ok {
		return errTooMany.After(wait)
	}
	return nil
}

// posted is the answer to an accepted message.
type posted struct {
	ClientID string `json:"client_id"`
}

// post takes a visitor's message through stops 1 to 3. When it answers 202 the message
// is stored; the same client_id again changes nothing.
func (h *Handler) post(w http.ResponseWriter, r *http.Request) error {
	if err := h.mayPost(w, r); err != nil {
		return err
	}
	v, err := h.visitor(r)
	if err != nil {
		return err
	}
	if wait, ok := h.visitors.take(v.account.ID + v.hash); !ok {
		return errTooFast.After(wait)
	}
	raw, err := readBody(r)
	if err != nil {
		return err
	}
	from := inbox.Person{ExternalID: v.hash, Lang: acceptLanguage(r)}
	in, err := h.o.Parse(raw, v.account.ID, from)
	if err != nil {
		return err
	}
	if err := h.ownPictures(r.Context(), v, &in); err != nil {
		return err
	}
	in.SentAt = h.o.Now().UTC().Truncate(time.Millisecond)
	if err := h.o.Receive(r.Context(), v.account, []inbox.Incoming{in}); err != nil {
		return err
	}
	h.o.Hub.Wake(v.account.ID, v.hash)
	return answer(w, http.StatusAccepted, posted{in.ExternalID})
}

func readBody(r *http.Request) ([]byte, error) {
	raw, err := io.ReadAll(r.Body)
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		return nil, errTooLarge
	}
	return raw, err
}

// acceptLanguage is the browser's first choice, "" when it says none.
func acceptLanguage(r *http.Request) string {
	s := r.Header.Get("Accept-Language")
	for i, c := range s {
		if c == ',' || c == ';' || c == ' ' {
			return s[:i]
		}
	}
	if len(s) > 35 {
		return ""
	}
	return s
}
