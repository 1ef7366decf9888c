package scenario

import (
	"context"
	"net/http"
	"strings"

	"prilavok/httpapi/pay"
	"prilavok/httpapi/webhook"
)

// Place is where the bot of a scenario runs.
type Place interface {
	// Post brings a request to the bot and returns what it answers.
	Post(path string, header map[string]string, body []byte) (status int, answer []byte)
	// Work returns when nothing is left to do that is due.
	Work()
	// Restart ends the process and starts it again on the same database.
	Restart()
}

// inside is a bot in this process.
type inside struct{ *Stage }

// Post implements Place.
func (s inside) Post(path string, header map[string]string, body []byte) (int, []byte) {
	get := func(key string) string { return header[http.CanonicalHeaderKey(key)] }
	if strings.HasPrefix(path, "/pay/") {
		res := s.app.Pay.Serve(context.Background(), pay.Request{Method: "POST", Path: path, Header: get, Body: body})
		return res.Status, res.Body
	}
	res := s.app.Webhook.Serve(context.Background(), webhook.Request{Method: "POST", Path: path, Header: get, Body: body})
	return res.Status, res.Body
}

// Work implements Place.
func (s inside) Work() {
	s.t.Helper()
	_, err := s.app.Jobs.Drain(context.Background())
	s.ok(err)
}

// Restart implements Place.
func (s inside) Restart() { s.start() }
