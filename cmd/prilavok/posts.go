package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"prilavok/app/server"
	"prilavok/core/post"
	"prilavok/core/txn"
)

var errPostsUsage = errors.New(`usage: prilavok posts list SLUG [linked] | link SLUG ACCOUNT POST [PRODUCT…]
POST is the address of a post, https://www.instagram.com/p/…, or its media id; PRODUCT is a product's id or slug. Without products the link is taken away.
list shows the posts that people asked about and nobody linked, or with linked those that are`)

// posts lists posts of a shop's accounts, or links one to products.
func (c console) posts(ctx context.Context, args []string) error {
	return c.with(ctx, args, func(s *server.Server, rest []string) error {
		if len(rest) < 2 {
			return errPostsUsage
		}
		sh, err := shopBySlug(ctx, s, rest[1])
		if err != nil {
			return err
		}
		ctx := txn.ForShop(ctx, sh.ID)
		switch {
		case rest[0] == "list" && len(rest) == 2, rest[0] == "list" && len(rest) == 3 && rest[2] == "linked":
			return c.listPosts(ctx, s, len(rest) == 3)
		case rest[0] == "link" && len(rest) >= 4:
			return c.linkPost(ctx, s, rest[2], rest[3], rest[4:])
		}
		return errPostsUsage
	})
}

func (c console) listPosts(ctx context.Context, s *server.Server, linked bool) error {
	const batch = 100
	for offset := 0; ; offset += batch {
		list, err := s.App.Posts.List(ctx, linked, batch, offset)
		if err != nil {
			return err
		}
		for _, p := range list {
			about := strings.Join(p.Products, " ")
			if about == "" && p.Guess != "" {
				about = "perhaps " + p.Guess
			}
			caption, _, _ := strings.Cut(p.Caption, "\n")
			fmt.Fprintf(c.Out, "%s\t%s\tasked %d\t%s\t%s\t%s\n", p.AccountID, p.ID, p.Asked, about, p.URL, caption)
		}
		if len(list) < batch {
			return nil
		}
	}
}

func (c console) linkPost(ctx context.Context, s *server.Server, account, name string, products []string) error {
	r := post.Ref{AccountID: account, URL: name}
	if post.CodeOf(name) == "" {
		r = post.Ref{AccountID: account, MediaID: name}
	}
	ids := make([]string, len(products))
	for i, p := range products {
		ids[i] = p
		found, err := s.App.Catalog.ProductBySlug(ctx, p)
		if err == nil {
			ids[i] = found.ID
		}
	}
	p, err := s.App.Posts.Link(ctx, r, ids)
	if err != nil {
		return err
	}
	fmt.Fprintf(c.Out, "%s\t%s\t%s\n", p.AccountID, p.ID, strings.Join(p.Products, " "))
	return nil
}
