package app

import (
	"crypto/sha256"
	"encoding/hex"
	"math"
	"time"

	"prilavok/app/config"
	"prilavok/core/assistant"
	"prilavok/core/call"
	"prilavok/provider/openai"
)

// OpenAI sets up the model path that a configuration names; the zero Model when it names
// none.
func OpenAI(cfg config.Config, do call.Doer) (Model, error) {
	if !cfg.UsesModel() {
		return Model{}, nil
	}
	c, err := ModelClient(cfg, do)
	if err != nil {
		return Model{}, err
	}
	salt := sha256.Sum256([]byte("prilavok markers " + cfg.SecretKey))
	out := Model{Generate: c, Config: assistant.Config{Model: cfg.Model.Name, Vision: c.Sees(), CallTime: cfg.Model.Timeout,
		TurnTokens: cfg.Limits.TurnTokens, ContactTokens: cfg.Limits.ContactTokens, DailyTokens: cfg.Limits.DailyTokens, Salt: hex.EncodeToString(salt[:])}}
	if c.Hears() {
		out.Hear = c
	}
	return out, nil
}

// ModelClient is the client of the model service that a configuration names.
func ModelClient(cfg config.Config, do call.Doer) (*openai.Client, error) {
	micro := func(v float64) int64 { return int64(math.Round(v * 1e6)) }
	return openai.New(openai.Config{Profile: cfg.Model.Profile, BaseURL: cfg.Model.BaseURL, Key: cfg.Model.Key, Model: cfg.Model.Name,
		SpeechModel: cfg.Model.Transcribe, Timeout: cfg.Model.Timeout,
		Prices: map[string]assistant.Price{cfg.Model.Name: {Input: micro(cfg.Model.InputPrice), Cached: micro(cfg.Model.InputPrice),
			CacheWrite: micro(cfg.Model.InputPrice), Output: micro(cfg.Model.OutputPrice)}}}, do, time.Now, nil)
}
