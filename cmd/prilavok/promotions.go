package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"prilavok/app/server"
	"prilavok/core/promotion"
	"prilavok/core/txn"
)

var errPromotionsUsage = errors.New("usage: prilavok promotions list SLUG [all] | add SLUG FILE | archive SLUG ID")

// promotions lists a shop's promotions, adds those of a JSON file (one, or a list: all or
// none), or ends one for good.
func (c console) promotions(ctx context.Context, args []string) error {
	return c.with(ctx, args, func(s *server.Server, rest []string) error {
		if len(rest) < 2 {
			return errPromotionsUsage
		}
		sh, err := shopBySlug(ctx, s, rest[1])
		if err != nil {
			return err
		}
		ctx := txn.ForShop(ctx, sh.ID)
		switch {
		case rest[0] == "list" && len(rest) == 2, rest[0] == "list" && len(rest) == 3 && rest[2] == "all":
			return c.listPromotions(ctx, s, len(rest) == 3)
		case rest[0] == "add" && len(rest) == 3:
			return c.addPromotions(ctx, s, rest[2])
		case rest[0] == "archive" && len(rest) == 3:
			_, err := s.App.Promos.Archive(ctx, rest[2])
			return err
		}
		return errPromotionsUsage
	})
}

func (c console) listPromotions(ctx context.Context, s *server.Server, all bool) error {
	for cursor := ""; ; {
		page, err := s.App.Promos.List(ctx, all, cursor)
		if err != nil {
			return err
		}
		for _, p := range page.Promotions {
			how := "automatic"
			if !p.Automatic() {
				how = strings.Join(p.Codes, " ")
			}
			fmt.Fprintf(c.Out, "%s\t%s\t%s\t%s\tused %d\t%s\n", p.ID, p.Status, p.Kind, how, p.Used, p.Title.In("ru", "en"))
		}
		if cursor = page.Next; cursor == "" {
			return nil
		}
	}
}

func (c console) addPromotions(ctx context.Context, s *server.Server, file string) error {
	body, err := c.ReadFile(file)
	if err != nil {
		return err
	}
	list, err := readPromotions(body)
	if err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	var made []promotion.Promotion
	err = s.App.Store.InTx(ctx, func(ctx context.Context) error {
		made = nil
		for i, p := range list {
			p, err := s.App.Promos.Create(ctx, p)
			if err != nil {
				return fmt.Errorf("promotion %d: %w", i+1, err)
			}
			made = append(made, p)
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, p := range made {
		fmt.Fprintf(c.Out, "%s\t%s\n", p.ID, p.Title.In("ru", "en"))
	}
	return nil
}

// readPromotions reads one promotion or a list. Unknown fields are faults: they are typos.
func readPromotions(body []byte) ([]promotion.Promotion, error) {
	body = bytes.TrimSpace(body)
	if len(body) > 0 && body[0] == '{' {
		body = append(append([]byte("["), body...), ']')
	}
	var list []promotion.Promotion
	dec := json.NewDecoder(bytes.NewReader(body))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&list); err != nil {
		return nil, err
	}
	for i := range list {
		list[i].ID = "" // ids are ours
	}
	return list, nil
}
