package server

import (
	"cmp"
	"context"
	"sync"
	"time"

	"prilavok/app/doctor"
	"prilavok/app/obs"
	"prilavok/channel/telegram"
	"prilavok/core/lang"
	"prilavok/core/shop/link"
	"prilavok/httpapi/admin/system"
)

// checkWithin bounds the checks that the panel asks for: somebody waits before them.
const checkWithin = 6 * time.Second

// host is what this process tells of itself.
func (s *Server) host(h system.Host) system.Host {
	h.Build, h.Started, h.Checks = s.version, s.started, s.examine
	if s.App.Model.Generate != nil {
		h.Budget = cmp.Or(s.App.Model.Config.DailyTokens, 5_000_000)
	}
	return h
}

// examine makes the checks of prilavok doctor that need no more than a running server has,
// at the same time. What errors say is told without what looks like a secret.
func (s *Server) examine(ctx context.Context) []system.Finding {
	ctx, stop := context.WithTimeout(ctx, checkWithin)
	defer stop()
	checks := s.checks()
	found := make([]system.Finding, len(checks))
	var wg sync.WaitGroup
	for i, c := range checks {
		wg.Go(func() {
			r := c.Run(ctx)
			found[i] = system.Finding{Name: c.Name, State: string(r.State), Title: c.Title, Detail: hidden(r.Detail), Mend: hidden(r.Mend)}
		})
	}
	wg.Wait()
	return found
}

func hidden(p lang.Phrase) lang.Phrase {
	return lang.Phrase{RU: obs.Redact(p.RU), EN: obs.Redact(p.EN)}
}

func (s *Server) checks() []doctor.Check {
	cfg, do, now := s.Config, s.App.HTTP, s.App.Now
	list := []doctor.Check{
		doctor.Database(string(s.App.Store.Dialect()), s.App.Store.Ping),
		doctor.Migrations(func(ctx context.Context) ([]string, error) { return Pending(ctx, s.DB) }),
		doctor.SecretKey(len(cfg.Keys())),
		doctor.Instagram(func(ctx context.Context) ([]link.Linked, map[string]int64, error) {
			all, err := s.App.Links.List(ctx)
			return all, nil, err
		}, now),
		doctor.Model(cfg.Model.Name, ListModels(cfg, do)),
		doctor.Disk(cfg.DataDir, doctor.Free),
	}
	// Bots that were connected in the panel are looked at there; this one comes from the settings.
	if cfg.Telegram.Token != "" {
		hook := ""
		if cfg.PublicURL != "" {
			hook = s.publicURL() + "/hook/telegram/"
		}
		bot := telegram.New(telegram.Options{Token: cfg.Telegram.Token, Base: cfg.Telegram.APIURL, Do: do, Now: now})
		list = append(list, doctor.Telegram(bot, hook, now), doctor.Clock(now, doctor.DateOf("Telegram", do, cfg.Telegram.APIURL)))
	}
	return list
}
