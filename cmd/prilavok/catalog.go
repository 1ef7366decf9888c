package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"

	"prilavok/app"
	"prilavok/app/server"
	"prilavok/core/catalog"
	"prilavok/core/catalog/sheet"
	"prilavok/core/shop"
	"prilavok/core/txn"
)

var errCatalogUsage = errors.New("usage: prilavok catalog export SLUG | import SLUG FILE [partial] [dry] | stock-log SLUG [sku=…] [reason=…] [holder=…] [by=…]")

// catalog exports a shop's goods as CSV, or imports them: all rows or none, unless
// "partial" takes the good ones; "dry" only tells what would change.
func (c console) catalog(ctx context.Context, args []string) error {
	return c.with(ctx, args, func(s *server.Server, rest []string) error {
		if len(rest) < 2 {
			return errCatalogUsage
		}
		sh, err := shopBySlug(ctx, s, rest[1])
		if err != nil {
			return err
		}
		ctx := txn.ForShop(ctx, sh.ID)
		goods := sheet.New(s.App.Catalog, s.App.Store, s.App.Store, s.App.Now, s.App.IDs)
		switch {
		case rest[0] == "export":
			return goods.Export(ctx, c.Out, sheet.ExportOptions{Lang: sh.DefaultLang()})
		case rest[0] == "stock-log":
			return c.stockLog(ctx, s.App, rest[2:])
		case rest[0] == "import" && len(rest) > 2:
			return c.importGoods(ctx, goods, sh, rest[2], rest[3:])
		}
		return errCatalogUsage
	})
}

// stockLog prints what happened to stock, newest first.
func (c console) stockLog(ctx context.Context, a *app.App, words []string) error {
	var f catalog.LogFilter
	for _, word := range words {
		key, value, _ := strings.Cut(word, "=")
		switch key {
		case "sku":
			owners, err := a.Catalog.SKUOwners(ctx, []string{value})
			if err != nil {
				return err
			}
			if f.VariantID = owners[value].VariantID; f.VariantID == "" {
				return catalog.ErrNotFound
			}
		case "reason":
			f.Reason = value
		case "holder":
			f.Holder = value
		case "by":
			f.By = value
		default:
			return errCatalogUsage
		}
	}
	page, err := a.Catalog.StockLog(ctx, f, "")
	if err != nil {
		return err
	}
	var ids []string
	for _, m := range page.Movements {
		ids = append(ids, m.VariantID)
	}
	goods, err := a.Catalog.Offers(ctx, ids)
	if err != nil {
		return err
	}
	for _, m := range page.Movements {
		fmt.Fprintf(c.Out, "%s  %-24s  on hand %+d  reserved %+d  %s  %s  %s\n", m.At.Format("2006-01-02 15:04:05"), goods[m.VariantID].Variant.SKU,
			m.Delta, m.Held, m.Reason, m.Holder, m.By)
	}
	if page.Next != "" {
		fmt.Fprintln(c.Out, "older rows are left out: narrow it with sku=, reason=, holder= or by=")
	}
	return nil
}

func (c console) importGoods(ctx context.Context, goods *sheet.Service, sh shop.Shop, file string, how []string) error {
	opt := sheet.Options{Currency: sh.Currency, Lang: sh.DefaultLang(), By: "cli"}
	for _, word := range how {
		switch word {
		case "partial":
			opt.GoodRows = true
		case "dry":
			opt.DryRun = true
		default:
			return errCatalogUsage
		}
	}
	body, err := c.ReadFile(file)
	if err != nil {
		return err
	}
	rep, err := goods.Import(ctx, bytes.NewReader(body), opt)
	if err != nil {
		return err
	}
	for _, p := range rep.Problems {
		fmt.Fprintf(c.Out, "row %d, %s, %q: %s\n", p.Row, p.Column, p.Value, p.Expected.In(sh.DefaultLang()))
	}
	for _, col := range rep.Ignored {
		fmt.Fprintf(c.Out, "column %q was not understood and is left out\n", col)
	}
	fmt.Fprintf(c.Out, "%d created, %d updated, %d unchanged, %d problems\n", rep.Created, rep.Updated, rep.Unchanged, len(rep.Problems))
	if !rep.Applied && !opt.DryRun {
		return errors.New("nothing was changed: mend the rows above, or add the word partial to take the good ones")
	}
	return nil
}
