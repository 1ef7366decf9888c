// Package hook tells other programs what happens in a shop: every event of orders,
// payments, parcels, returns and stock is posted to the addresses that its owner names,
// signed, until it is taken. Signatures are those of Standard Webhooks. It tells no people
// (notify does) and takes no webhooks itself (httpapi does).
package hook

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"prilavok/core/fault"
)

// Endpoint is an address that takes events.
type Endpoint struct {
	ID           string
	URL          string
	SecretKeyID  string
	Secret       []byte   // sealed
	Events       []string // "order.*", "payment.captured"; empty is all
	Active       bool
	Reason       string    // why it is not active
	FailingSince time.Time // first failure after the last success
	CreatedAt    time.Time
	UpdatedAt    time.Time
}

// State of a delivery.
type State string

const (
	Waiting State = "waiting" // to be sent, or sent again at NextAt
	Done    State = "done"
	Failed  State = "failed" // not taken within the time; it can be replayed
)

// Delivery is one event on its way to one endpoint.
type Delivery struct {
	ID         string
	EndpointID string
	EventID    string
	Event      string
	Body       string // as it is sent, the same each time
	State      State
	Run        int64 // counts replays
	Attempts   int64 // of this run
	Status     int   // HTTP, of the last attempt; 0 when there was no answer
	Fault      string
	NextAt     time.Time
	CreatedAt  time.Time
	UpdatedAt  time.Time
}

// waits are the pauses between attempts: a bit more than a day together.
var waits = []time.Duration{5 * time.Second, time.Minute, 5 * time.Minute, 15 * time.Minute, time.Hour, 2 * time.Hour, 4 * time.Hour, 8 * time.Hour, 10 * time.Hour}

// patience is how long an endpoint may fail before it is switched off.
const patience = 5 * 24 * time.Hour

// secretColumn is the associated data of an endpoint's secret; secretPrefix stands before
// it where people see it.
const (
	secretColumn = "webhook_endpoints.secret"
	secretPrefix = "whsec_"
)

// Groups are the beginnings of the events that are sent.
var Groups = []string{"order.", "payment.", "refund.", "fulfillment.", "return.", "shipment.", "stock."}

// Carries reports whether events of this name are sent.
func Carries(event string) bool {
	return slices.ContainsFunc(Groups, func(g string) bool { return strings.HasPrefix(event, g) })
}

// Takes reports whether an endpoint wants an event.
func (e Endpoint) Takes(event string) bool {
	return len(e.Events) == 0 || slices.ContainsFunc(e.Events, func(want string) bool {
		group, all := strings.CutSuffix(want, "*")
		return want == event || all && strings.HasPrefix(event, group)
	})
}

// Sign makes the header webhook-signature of a message: HMAC-SHA256 over "id.time.body".
func Sign(secret []byte, id string, at time.Time, body []byte) string {
	mac := hmac.New(sha256.New, secret)
	mac.Write([]byte(id + "." + strconv.FormatInt(at.Unix(), 10) + "."))
	mac.Write(body)
	return "v1," + base64.StdEncoding.EncodeToString(mac.Sum(nil))
}

// checkURL refuses an address that cannot be, or that names a machine of the inside; what
// a name resolves to is checked when it is dialed. Loose takes anything over HTTP.
func checkURL(raw string, loose bool) error {
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" || u.User != nil || u.Fragment != "" || (u.Scheme != "https" && u.Scheme != "http") {
		return ErrURL
	}
	if loose {
		return nil
	}
	host := strings.ToLower(u.Hostname())
	ip, err := netip.ParseAddr(host)
	if u.Scheme != "https" || err == nil && !ip.IsGlobalUnicast() || err == nil && ip.IsPrivate() ||
		host == "localhost" || strings.HasSuffix(host, ".localhost") || strings.HasSuffix(host, ".internal") {
		return ErrURL
	}
	return nil
}

// checkEvents refuses a filter that can never match.
func checkEvents(list []string) error {
	for _, e := range list {
		if !Carries(e) {
			return ErrEvents
		}
	}
	return nil
}

// Faults of webhooks.
var (
	ErrNoEndpoint = fault.New(fault.NotFound, "hook.no_endpoint", "there is no such webhook")
	ErrNoDelivery = fault.New(fault.NotFound, "hook.no_delivery", "there is no such delivery")
	ErrURL        = fault.New(fault.Invalid, "hook.url", "a webhook's address is https and on the internet; WEBHOOK_PRIVATE=yes takes addresses of the inside")
	ErrEvents     = fault.New(fault.Invalid, "hook.events", "events are named like payment.captured or order.*")
	ErrSpot       = fault.New(fault.Invalid, "hook.cursor", "take the cursor from next of the answer before, as it is")
	ErrInactive   = fault.New(fault.Conflict, "hook.inactive", "the webhook is switched off: switch it on first")
)
