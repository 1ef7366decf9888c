package openai

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"path"
	"strings"
	"time"

	"prilavok/core/assistant"
	"prilavok/core/call"
)

// maxAudio is the largest recording that OpenAI takes.
const maxAudio = 25 << 20

// Transcribe implements assistant.Transcriber.
//
// Faults: those of assistant.Model; model.unsupported when the service has no
// transcription or none is set up, model.request for a recording that is too large.
func (c *Client) Transcribe(ctx context.Context, a assistant.Audio) (assistant.Transcript, error) {
	if !c.Hears() {
		return assistant.Transcript{}, assistant.ErrNoCan
	}
	if len(a.Data) == 0 || len(a.Data) > maxAudio {
		return assistant.Transcript{}, assistant.ErrRequest
	}
	if end := endings[a.MIME]; end != "" { // the service goes by the name's ending
		a.Name = strings.TrimSuffix(a.Name, path.Ext(a.Name)) + end
	}
	out := assistant.Transcript{Model: c.cfg.SpeechModel}
	_, err := c.send(ctx, outgoing{name: "transcribe", path: "/audio/transcriptions", model: c.cfg.SpeechModel,
		body: func() ([]byte, string, error) { return c.form(a) },
		read: func(body []byte) error {
			var w struct {
				Text  *string         `json:"text"`
				Usage json.RawMessage `json:"usage"`
			}
			if err := json.Unmarshal(body, &w); err != nil || w.Text == nil {
				return assistant.ErrBadAnswer
			}
			out.Text = cut(strings.TrimSpace(*w.Text), maxText)
			out.Usage = speechUsage(w.Usage)
			return nil
		}})
	out.Usage.Cost = c.price(c.cfg.SpeechModel).Cost(out.Usage)
	return out, err
}

// endings are names' endings by what a recording is: Instagram's are no .ogg.
var endings = map[string]string{"audio/mp4": ".m4a", "audio/mpeg": ".mp3", "audio/wav": ".wav", "video/webm": ".webm"}

func speechUsage(raw json.RawMessage) assistant.Usage {
	var u struct {
		In  int64 `json:"input_tokens"`
		Out int64 `json:"output_tokens"`
	}
	if json.Unmarshal(raw, &u) != nil {
		return assistant.Usage{}
	}
	return assistant.Usage{Prompt: max(u.In, 0), Completion: max(u.Out, 0)}
}

// form writes a recording as multipart/form-data (RFC 7578). mime/multipart is not
// used: it brings the net package into the edge build.
func (c *Client) form(a assistant.Audio) ([]byte, string, error) {
	mark, err := c.hex(16)
	if err != nil {
		return nil, "", err
	}
	var b bytes.Buffer
	field := func(name, value string) {
		if value != "" {
			fmt.Fprintf(&b, "--%s\r\nContent-Disposition: form-data; name=%q\r\n\r\n%s\r\n", mark, name, value)
		}
	}
	field("model", c.cfg.SpeechModel)
	field("language", a.Lang)
	field("prompt", strings.NewReplacer("\r", " ", "\n", " ").Replace(a.Hint))
	field("response_format", "json")
	fmt.Fprintf(&b, "--%s\r\nContent-Disposition: form-data; name=\"file\"; filename=%q\r\nContent-Type: %s\r\n\r\n",
		mark, fileName(a), mediaType(a.MIME))
	b.Write(a.Data)
	fmt.Fprintf(&b, "\r\n--%s--\r\n", mark)
	return b.Bytes(), "multipart/form-data; boundary=" + mark, nil
}

func fileName(a assistant.Audio) string {
	keep := strings.Map(func(r rune) rune {
		if r == '.' || r == '-' || r == '_' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' {
			return r
		}
		return -1
	}, a.Name)
	if !strings.Contains(keep, ".") {
		return "voice.ogg"
	}
	return keep
}

func mediaType(s string) string {
	if s == "" || strings.ContainsAny(s, "\r\n") {
		return "audio/ogg"
	}
	return s
}

func (c *Client) hex(n int) (string, error) {
	b := make([]byte, n)
	_, err := io.ReadFull(c.random, b)
	return hex.EncodeToString(b), err
}

// exchange gives the short-lived token for the key (GigaChat: 30 minutes, asked for
// with a fresh RqUID), from memory while it is good for another minute.
func (c *Client) exchange(ctx context.Context) (string, error) {
	c.mu.Lock()
	token, until := c.token, c.expires
	c.mu.Unlock()
	if token != "" && c.now().Add(time.Minute).Before(until) {
		return token, nil
	}
	uid, err := c.hex(16)
	if err != nil {
		return "", assistant.ErrUnavailable
	}
	uid = uid[:8] + "-" + uid[8:12] + "-4" + uid[13:16] + "-8" + uid[17:20] + "-" + uid[20:]
	scope := c.cfg.Scope
	if scope == "" {
		scope = "GIGACHAT_API_PERS"
	}
	res, err := c.do.Do(ctx, call.Request{Method: "POST", URL: c.profile.TokenURL, Service: "openai", Name: "token",
		Timeout: 10 * time.Second, MaxBody: 1 << 16, Body: []byte("scope=" + scope),
		Header: map[string]string{"authorization": "Basic " + c.cfg.Key, "rquid": uid,
			"accept": "application/json", "content-type": "application/x-www-form-urlencoded"}})
	if err != nil {
		f, _ := transport(ctx, err)
		return "", f
	}
	if res.Status != 200 {
		return "", annotate(named(res.Status, wireError{}), res.Status, wireError{}, res)
	}
	var w struct {
		Token   string `json:"access_token"`
		Expires int64  `json:"expires_at"` // milliseconds
	}
	if json.Unmarshal(res.Body, &w) != nil || w.Token == "" {
		return "", assistant.ErrBadAnswer
	}
	c.mu.Lock()
	c.token, c.expires = w.Token, time.UnixMilli(w.Expires)
	c.mu.Unlock()
	return w.Token, nil
}

// forgetToken drops an exchanged token that the service no longer takes; false when
// there is none to drop.
func (c *Client) forgetToken() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	had := c.token != ""
	c.token = ""
	return had
}

// BasicKey joins GigaChat's client id and secret into the key it wants.
func BasicKey(id, secret string) string {
	return base64.StdEncoding.EncodeToString([]byte(id + ":" + secret))
}
