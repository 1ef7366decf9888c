package igfake

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
)

// Together is one webhook of what several tell, in their order, as Meta posts what comes
// at once.
func (s *Server) Together(hooks ...Hook) Hook {
	whole := struct {
		Object string            `json:"object"`
		Entry  []json.RawMessage `json:"entry"`
	}{Object: "instagram"}
	for _, h := range hooks {
		one := whole
		one.Entry = nil
		if err := json.Unmarshal(h.Body, &one); err != nil {
			panic(err)
		}
		whole.Entry = append(whole.Entry, one.Entry...)
	}
	body, err := json.Marshal(whole)
	if err != nil {
		panic(err)
	}
	return Hook{body, s.Sign(body)}
}

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
