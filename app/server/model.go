package server

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"math"
	"strconv"
	"time"

	"prilavok/app"
	"prilavok/app/config"
	"prilavok/app/obs"
	"prilavok/core/assistant"
	"prilavok/core/call"
	"prilavok/provider/openai"
)

// modelOf sets up the model path; without a model the Model is zero.
func modelOf(cfg config.Config, do call.Doer, m *obs.Metrics) (app.Model, error) {
	if !cfg.UsesModel() {
		return app.Model{}, nil
	}
	c, err := client(cfg, do)
	if err != nil {
		return app.Model{}, err
	}
	salt := sha256.Sum256([]byte("prilavok markers " + cfg.SecretKey))
	out := app.Model{Generate: m.Model(c), Config: assistant.Config{Model: cfg.Model.Name, Vision: c.Sees(), CallTime: cfg.Model.Timeout,
		TurnTokens: cfg.Limits.TurnTokens, ContactTokens: cfg.Limits.ContactTokens, DailyTokens: cfg.Limits.DailyTokens, Salt: hex.EncodeToString(salt[:])}}
	if c.Hears() {
		out.Hear = c
	}
	return out, nil
}

func client(cfg config.Config, do call.Doer) (*openai.Client, error) {
	micro := func(v float64) int64 { return int64(math.Round(v * 1e6)) }
	return openai.New(openai.Config{Profile: cfg.Model.Profile, BaseURL: cfg.Model.BaseURL, Key: cfg.Model.Key, Model: cfg.Model.Name,
		SpeechModel: cfg.Model.Transcribe, Timeout: cfg.Model.Timeout,
		Prices: map[string]assistant.Price{cfg.Model.Name: {Input: micro(cfg.Model.InputPrice), Cached: micro(cfg.Model.InputPrice),
			CacheWrite: micro(cfg.Model.InputPrice), Output: micro(cfg.Model.OutputPrice)}}}, do, time.Now, nil)
}

// ListModels returns how to ask the model service for its models; nil when none is set up.
func ListModels(cfg config.Config, do call.Doer) func(ctx context.Context) ([]string, error) {
	if !cfg.UsesModel() {
		return nil
	}
	return func(ctx context.Context) ([]string, error) {
		c, err := client(cfg, do)
		if err != nil {
			return nil, err
		}
		return c.Models(ctx)
	}
}

func formatID(n int64) string { return strconv.FormatInt(n, 10) }
