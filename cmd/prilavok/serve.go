package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"prilavok/app/config"
	"prilavok/app/obs"
	"prilavok/app/server"
	"prilavok/core/lang"
	"prilavok/core/seal"
	"prilavok/core/shop"
	"prilavok/core/txn"
	"prilavok/sample"
)

func (c console) load(args []string, demo bool) (config.Config, []string, error) {
	return config.Load(config.Input{Demo: demo, Args: args, Env: c.Env, ReadFile: c.ReadFile})
}

func (c console) open(ctx context.Context, cfg config.Config) (*server.Server, error) {
	log := obs.NewLogger(c.Err, cfg.Logs.Level, cfg.Logs.Format)
	return server.Open(ctx, cfg, server.Options{Version: version(), Log: log})
}

func (c console) serve(ctx context.Context, args []string) error {
	cfg, _, err := c.load(args, false)
	if err != nil {
		return err
	}
	s, err := c.open(ctx, cfg)
	if err != nil {
		return err
	}
	defer s.Close()
	if err := firstShop(ctx, s, cfg); err != nil {
		return err
	}
	ln, err := net.Listen("tcp", cfg.Listen)
	if err != nil {
		return fmt.Errorf("LISTEN: %w", err)
	}
	fmt.Fprintf(c.Out, "Prilavok serves on %s\n", ln.Addr())
	if host, port, _ := net.SplitHostPort(cfg.Listen); port == "0" { // any free one
		cfg.Listen = net.JoinHostPort(host, strconv.Itoa(ln.Addr().(*net.TCPAddr).Port))
	}
	if err := serveMetrics(ctx, s, cfg); err != nil {
		return err
	}
	if err := c.firstLinks(ctx, s, address(cfg)); err != nil {
		return err
	}
	return s.Run(ctx, ln)
}

// firstLinks prints where the owner of a shop without one begins.
func (c console) firstLinks(ctx context.Context, s *server.Server, address string) error {
	links, err := s.FirstLinks(ctx, address)
	for _, link := range links {
		fmt.Fprintf(c.Out, "A shop has no owner yet. This link makes one; it works once, for 24 hours:\n  %s\n", link)
	}
	return err
}

// firstShop gives an installation without shops one, and a configured bot its account.
func firstShop(ctx context.Context, s *server.Server, cfg config.Config) error {
	shops, err := s.App.Shops.List(ctx)
	if err != nil {
		return err
	}
	if len(shops) == 0 {
		sh, err := newShop(ctx, s, "shop", "Мой магазин")
		if err != nil {
			return err
		}
		shops = append(shops, sh)
	}
	if cfg.Telegram.Token == "" {
		return nil
	}
	_, err = s.UseBot(ctx, shops[0].ID, cfg.Telegram.Token)
	return err
}

// newShop makes a shop with a chat page.
func newShop(ctx context.Context, s *server.Server, slug, name string) (shop.Shop, error) {
	sh, err := s.App.Shops.Create(ctx, shop.Shop{Slug: slug, Name: lang.Texts{lang.RU: name}, Languages: []lang.Lang{lang.RU, lang.EN},
		Currency: "RUB", TimeZone: "Europe/Moscow"})
	if err != nil {
		return sh, err
	}
	return sh, addWebchat(ctx, s, sh)
}

func addWebchat(ctx context.Context, s *server.Server, sh shop.Shop) error {
	_, err := s.App.Shops.SaveAccount(txn.ForShop(ctx, sh.ID), shop.Account{Channel: shop.Webchat, Name: sh.Slug, ExternalID: sh.ID, Status: "active"}, "", "")
	return err
}

func serveMetrics(ctx context.Context, s *server.Server, cfg config.Config) error {
	if cfg.MetricsAddr == "" {
		return nil
	}
	ln, err := net.Listen("tcp", cfg.MetricsAddr)
	if err != nil {
		return fmt.Errorf("METRICS_ADDR: %w", err)
	}
	srv := &http.Server{Handler: s.MetricsHandler()}
	go func() {
		<-ctx.Done()
		_ = srv.Close()
	}()
	go func() { _ = srv.Serve(ln) }()
	return nil
}

// demo is serve with a sample shop, a key of its own and the next free port.
func (c console) demo(ctx context.Context, args []string) error {
	cfg, _, err := c.load(args, true)
	if err != nil {
		return err
	}
	if err := demoKey(&cfg); err != nil {
		return err
	}
	s, err := c.open(ctx, cfg)
	if err != nil {
		return err
	}
	defer s.Close()
	sh, err := demoShop(ctx, s)
	if err != nil {
		return err
	}
	if err := s.DemoPayments(ctx, sh); err != nil {
		return err
	}
	if cfg.Telegram.Token != "" {
		acc, err := s.UseBot(ctx, sh.ID, cfg.Telegram.Token)
		if err != nil {
			return fmt.Errorf("TELEGRAM_BOT_TOKEN: %w", err)
		}
		fmt.Fprintf(c.Out, "Telegram: https://t.me/%s\n", strings.TrimPrefix(acc.Name, "@"))
	}
	ln, err := listenFree(cfg.Listen)
	if err != nil {
		return err
	}
	if err := serveMetrics(ctx, s, cfg); err != nil {
		return err
	}
	s.UseAddress(fmt.Sprintf("http://localhost:%d", ln.Addr().(*net.TCPAddr).Port))
	fmt.Fprintf(c.Out, "\n  %s is open: http://localhost:%d/\n\n  Write to the shop in the browser, put something in the cart, check out.\n  Stop with Ctrl+C; the data stays in %s.\n\n",
		sh.Name.In(lang.EN, lang.RU), ln.Addr().(*net.TCPAddr).Port, cfg.DataDir)
	if err := c.firstLinks(ctx, s, fmt.Sprintf("http://localhost:%d", ln.Addr().(*net.TCPAddr).Port)); err != nil {
		return err
	}
	return s.Run(ctx, ln)
}

// listenFree listens where it is told, or on the next free port.
func listenFree(addr string) (net.Listener, error) {
	host, text, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, err
	}
	port, err := strconv.Atoi(text)
	if err != nil {
		return nil, err
	}
	for try := range 50 {
		p := port
		if p != 0 {
			p += try
		}
		ln, listenErr := net.Listen("tcp", net.JoinHostPort(host, strconv.Itoa(p)))
		if listenErr == nil {
			return ln, nil
		}
		err = listenErr
	}
	return nil, fmt.Errorf("no free port from %d on: %w", port, err)
}

// demoKey reads or makes the key that demo encrypts with.
func demoKey(cfg *config.Config) error {
	if cfg.SecretKey != "" {
		return nil
	}
	name := cfg.KeyFile()
	if b, err := os.ReadFile(name); err == nil {
		cfg.SecretKey = strings.TrimSpace(string(b))
		return nil
	} else if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	key, err := seal.NewKey(rand.Reader)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		return err
	}
	cfg.SecretKey = key
	return os.WriteFile(name, []byte(key+"\n"), 0o600)
}

// demoShop makes the sample shop, once.
func demoShop(ctx context.Context, s *server.Server) (shop.Shop, error) {
	shops, err := s.App.Shops.List(ctx)
	if err != nil {
		return shop.Shop{}, err
	}
	for _, sh := range shops {
		if sh.Slug == sample.Slug {
			return sh, nil
		}
	}
	sh, err := sample.Create(ctx, s.App)
	if err != nil {
		return sh, err
	}
	return sh, addWebchat(ctx, s, sh)
}
