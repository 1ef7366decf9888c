package server

import (
	"cmp"
	"context"
	"strconv"
	"time"

	"prilavok/app"
	"prilavok/app/config"
	"prilavok/app/obs"
	"prilavok/core/assistant"
	"prilavok/core/call"
	"prilavok/provider/picture"
)

// modelOf sets up the model path, measured; without a model the Model is zero.
func modelOf(cfg config.Config, do call.Doer, m *obs.Metrics) (app.Model, error) {
	out, err := app.OpenAI(cfg, do)
	if err == nil && out.Generate != nil {
		out.Generate, out.Shrink = m.Model(out.Generate), picture.Shrink
	}
	return out, err
}

// ListModels returns how to ask the model service for its models; nil when none is set up.
func ListModels(cfg config.Config, do call.Doer) func(ctx context.Context) ([]string, error) {
	if !cfg.UsesModel() {
		return nil
	}
	return func(ctx context.Context) ([]string, error) {
		c, err := app.ModelClient(cfg, do)
		if err != nil {
			return nil, err
		}
		return c.Models(ctx)
	}
}

// TestModel implements settings.Model.
func (s *Server) TestModel(ctx context.Context) (string, error) {
	m := s.App.Model
	r, err := m.Generate.Generate(ctx, assistant.Request{Model: m.Config.Model, MaxTokens: 16, Timeout: 15 * time.Second,
		Messages: []assistant.Message{{Role: assistant.RoleUser, Text: "Answer with one word: ready?"}}})
	return cmp.Or(r.Model, m.Config.Model), err
}

func formatID(n int64) string { return strconv.FormatInt(n, 10) }
