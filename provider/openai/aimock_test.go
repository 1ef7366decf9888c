package openai_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"prilavok/core/assistant"
	"prilavok/core/txn"
	"prilavok/provider/modeltest"
	"prilavok/provider/openai"
)

var epoch = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

func clock() time.Time { return epoch }

func noWait(context.Context, time.Duration) error { return nil }

// TestAgainstAimock runs the suite on the real client against a server that is not ours.
func TestAgainstAimock(t *testing.T) {
	url := modeltest.StartAimock(t, "modeltest.json")
	do := &modeltest.HTTP{}
	c, err := openai.New(openai.Config{Profile: "openai", BaseURL: url, Key: "sk-test-0123456789", Model: "gpt-test",
		SpeechModel: "gpt-4o-mini-transcribe", Prices: map[string]assistant.Price{"gpt-": {Input: 2_000_000, Cached: 500_000, Output: 8_000_000}}},
		do, clock, noWait)
	if err != nil {
		t.Fatal(err)
	}
	modeltest.Suite(t, c)
	t.Run("prices an answer", func(t *testing.T) {
		got, err := c.Generate(context.Background(), modeltest.Prompt("say hello"))
		// 120 × 2 + 9 × 8 millionths
		if err != nil || got.Usage.Cost != 120*2+9*8 || got.RequestID == "" {
			t.Errorf("usage is %+v, request %q, %v", got.Usage, got.RequestID, err)
		}
	})
	t.Run("lists models", func(t *testing.T) {
		ids, err := c.Models(context.Background())
		if err != nil || !slices.Contains(ids, "gpt-4o") {
			t.Errorf("models are %v, %v", ids, err)
		}
	})
	t.Run("transcribes", func(t *testing.T) {
		got, err := c.Transcribe(context.Background(), assistant.Audio{Name: "voice.ogg", MIME: "audio/ogg",
			Data: []byte("OggS\x00\r\n--x\xff"), Lang: "ru", Hint: "чай, кофе"})
		if err != nil || got.Text != "Есть ли зелёный чай?" {
			t.Fatalf("heard %+v, %v", got, err)
		}
		body := do.Sent[len(do.Sent)-1].Body
		if !bytes.Contains(body, []byte("OggS\x00\r\n--x\xff\r\n--")) || !bytes.Contains(body, []byte(`name="model"`)) {
			t.Error("the recording is not in the form as it was given")
		}
	})
	t.Run("refuses inside a unit of work", func(t *testing.T) {
		_, err := c.Generate(txn.WithUnit(context.Background(), &txn.Unit{}), modeltest.Prompt("say hello"))
		if !errors.Is(err, txn.ErrOpen) {
			t.Errorf("got %v, want txn.open", err)
		}
	})
	t.Run("sends equal bytes for equal requests", func(t *testing.T) {
		n := len(do.Sent)
		for range 2 {
			if _, err := c.Generate(context.Background(), modeltest.Prompt("say hello")); err != nil {
				t.Fatal(err)
			}
		}
		if !bytes.Equal(do.Sent[n].Body, do.Sent[n+1].Body) || !json.Valid(do.Sent[n].Body) {
			t.Error("two equal requests differ on the wire")
		}
		if strings.Contains(string(do.Sent[n].Body), "sk-test") {
			t.Error("the key is in the body")
		}
	})
}
