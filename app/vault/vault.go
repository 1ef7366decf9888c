// Package vault wires pictures of products into a store of files, where the configuration names
// one: who invites browsers there, and that products show only what was looked at.
package vault

import (
	"context"
	"time"

	"prilavok/app/config"
	"prilavok/core/call"
	"prilavok/core/catalog"
	"prilavok/core/picture"
	"prilavok/provider/bucket"
	"prilavok/store"
)

// Of is the pictures of a configuration's bucket; nil when it names none.
func Of(cfg config.Config, st *store.Store, do call.Doer, now func() time.Time) *picture.Service {
	if cfg.S3.Bucket == "" {
		return InSupabase(cfg, st, do, now)
	}
	return picture.In(bucket.S3{Do: do, Endpoint: cfg.S3.Endpoint, Bucket: cfg.S3.Bucket, Region: cfg.S3.Region, KeyID: cfg.S3.KeyID, Secret: cfg.S3.Secret, Read: cfg.S3.Read, Now: now}, st, st, now)
}

// InSupabase is Of for the edge, where there is a project's Storage, and no room for another.
func InSupabase(cfg config.Config, st *store.Store, do call.Doer, now func() time.Time) *picture.Service {
	if cfg.Supabase.Pictures == "" {
		return nil
	}
	return picture.In(bucket.Supabase{Do: do, Project: cfg.Supabase.URL, Key: cfg.Supabase.Service, Bucket: cfg.Supabase.Pictures, Now: now}, st, st, now)
}

// Goods is the catalog's store, which asks about the pictures of each product that it saves.
func Goods(st *store.Store, p *picture.Service) catalog.Stores {
	if p == nil {
		return st
	}
	return shown{st, p}
}

// shown has the catalog's methods alone: all of a store's would be wrapped, a fifth of a megabyte
// at the edge.
type shown struct {
	catalog.Stores
	pictures *picture.Service
}

// SaveProduct implements catalog.Store.
func (s shown) SaveProduct(ctx context.Context, p catalog.Product) error {
	before, err := s.ProductsByID(ctx, []string{p.ID})
	if err != nil {
		return err
	}
	var had []string
	for _, old := range before {
		had = append(had, addresses(old.Images)...)
	}
	if err := s.pictures.Shown(ctx, had, addresses(p.Images)); err != nil {
		return err
	}
	return s.Stores.SaveProduct(ctx, p)
}

func addresses(list []catalog.Image) (out []string) {
	for _, i := range list {
		out = append(out, i.URL)
	}
	return out
}
