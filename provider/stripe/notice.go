package stripe

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"prilavok/core/fault"
	"prilavok/core/payment"
)

// tolerance is how old a signature may be, and how far in the future.
const tolerance = 300 * time.Second

var errSignature = fault.New(fault.Unauthorized, "stripe.signature", "the notice is not signed by Stripe, or too long ago")

// Notice implements payment.Provider. Events come in any order and more than once; what
// they say is only where to look.
func (c *client) Notice(header func(key string) string, body []byte) (payment.Hint, error) {
	if c.hook != "" && !signed(c.hook, header("Stripe-Signature"), body, c.now()) {
		return payment.Hint{}, errSignature
	}
	var e struct {
		ID   string `json:"id"`
		Type string `json:"type"`
		Data struct {
			Object struct {
				ID       string            `json:"id"`
				Object   string            `json:"object"`
				Metadata map[string]string `json:"metadata"`
			} `json:"object"`
		} `json:"data"`
	}
	if err := json.Unmarshal(body, &e); err != nil || e.ID == "" || e.Type == "" {
		return payment.Hint{}, fault.New(fault.Invalid, "stripe.notice", "this is no event of Stripe's")
	}
	h := payment.Hint{Key: e.ID, Kind: e.Type}
	switch o := e.Data.Object; {
	case o.Object == "checkout.session":
		h.Ref = payment.Ref{ExternalID: o.ID}
	case o.Metadata["payment_id"] != "":
		h.Ref = payment.Ref{OurID: o.Metadata["payment_id"]}
	}
	return h, nil
}

// signed checks a Stripe-Signature header ("t=…,v1=…"): any of its v1 may fit.
func signed(secret, header string, body []byte, now time.Time) bool {
	var stamp string
	var given []string
	for part := range strings.SplitSeq(header, ",") {
		k, v, _ := strings.Cut(strings.TrimSpace(part), "=")
		switch k {
		case "t":
			stamp = v
		case "v1":
			given = append(given, v)
		}
	}
	t, err := strconv.ParseInt(stamp, 10, 64)
	if err != nil {
		return false
	}
	if age := now.Sub(time.Unix(t, 0)); age > tolerance || age < -tolerance {
		return false
	}
	m := hmac.New(sha256.New, []byte(secret))
	m.Write([]byte(stamp + "."))
	m.Write(body)
	want := m.Sum(nil)
	ok := false
	for _, v := range given {
		got, err := hex.DecodeString(v)
		ok = err == nil && hmac.Equal(got, want) || ok
	}
	return ok
}
