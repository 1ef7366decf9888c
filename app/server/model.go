package server

import (
	"context"
	"strconv"

	"prilavok/app"
	"prilavok/app/config"
	"prilavok/app/obs"
	"prilavok/core/call"
)

// modelOf sets up the model path, when there is one.
func modelOf(cfg config.Config, do call.Doer, m *obs.Metrics) (app.Model, error) {
	return app.Model{}, nil
}

// ListModels returns how to ask the model service for its models; nil when none is set up.
func ListModels(cfg config.Config, do call.Doer) func(ctx context.Context) ([]string, error) {
	return nil
}

func formatID(n int64) string { return strconv.FormatInt(n, 10) }
