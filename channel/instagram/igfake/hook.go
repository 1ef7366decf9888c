package igfake

import (
	"bytes"
	"context"
	"net/http"
)

// Post posts a webhook as Meta does and returns the status of the answer.
func (h Hook) Post(ctx context.Context, client *http.Client, address string) (status int, err error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(h.Body))
	if err != nil {
		return 0, err
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("X-Hub-Signature-256", h.Signature)
	resp, err := client.Do(r)
	if err != nil {
		return 0, err
	}
	return resp.StatusCode, resp.Body.Close()
}
