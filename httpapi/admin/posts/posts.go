// Package posts is the part of the shop's API that links posts of channel accounts to
// products, and lists what people asked about in vain.
package posts

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"prilavok/core/post"
	"prilavok/core/staff"
	"prilavok/httpapi/admin/gate"
)

// Service is what the routes call.
type Service = post.Service

// Routes is this part of the table of routes.
var Routes = []gate.Route{
	{ID: "posts.list", Method: http.MethodGet, Path: "/posts", Scope: staff.CatalogRead, Summary: "Posts that are linked to products, or those that people asked about and nobody linked, most asked about first"},
	{ID: "posts.link", Method: http.MethodPut, Path: "/posts", Scope: staff.CatalogWrite, Summary: "Say which products a post, a reel or a story is about; none takes the link away"},
}

// Post is a post, a reel or a story of a channel account.
type Post struct {
	ID        string     `json:"id" doc:"the media id, or what the address ends in where only that is known"`
	AccountID string     `json:"account_id"`
	URL       string     `json:"url,omitempty" example:"https://www.instagram.com/p/CxYz123/"`
	Caption   string     `json:"caption,omitempty"`
	Kind      string     `json:"kind,omitempty" doc:"post, reel, story"`
	Products  []string   `json:"products" doc:"ids, in their order"`
	Guess     string     `json:"guess,omitempty" doc:"the product that a customer said it shows"`
	Asked     int64      `json:"asked" doc:"how often people asked about it while it was not linked"`
	AskedAt   *time.Time `json:"asked_at,omitempty"`
	UpdatedAt time.Time  `json:"updated_at"`
}

func postOf(p post.Post) Post {
	out := Post{p.ID, p.AccountID, p.URL, p.Caption, p.Kind, gate.ListOf(p.Products), p.Guess, p.Asked, nil, p.UpdatedAt}
	if !p.AskedAt.IsZero() {
		out.AskedAt = &p.AskedAt
	}
	return out
}

type listIn struct {
	Linked bool   `query:"linked" doc:"those that are linked instead of those that are not"`
	Cursor string `query:"cursor" maxLength:"200" doc:"next of the page before; leave out for the first page"`
}

type linkIn struct {
	Body struct {
		AccountID string   `json:"account_id" minLength:"1" maxLength:"64"`
		MediaID   string   `json:"media_id,omitempty" maxLength:"64" doc:"this or url"`
		URL       string   `json:"url,omitempty" maxLength:"500" doc:"the post's address" example:"https://www.instagram.com/p/CxYz123/"`
		Products  []string `json:"products" maxItems:"10" doc:"ids, in the order they are shown"`
	}
}

type page struct {
	Items []Post `json:"items"`
	Next  string `json:"next" doc:"the cursor of the next page; empty at the end"`
}

type out[T any] struct{ Body T }

const pageSize = 50

// Add gives the routes their handlers.
func Add(g *gate.Gate, s *Service) {
	gate.Add(g, "posts.list", func(ctx context.Context, in *listIn) (*out[page], error) {
		cursor, err := gate.ReadCursor(in.Cursor)
		if err != nil {
			return nil, err
		}
		offset, _ := strconv.Atoi(cursor)
		list, err := s.List(ctx, in.Linked, pageSize+1, max(offset, 0))
		if err != nil {
			return nil, err
		}
		p := page{Items: []Post{}}
		for i, x := range list {
			if i == pageSize {
				p.Next = gate.Cursor(strconv.Itoa(offset + pageSize))
				break
			}
			p.Items = append(p.Items, postOf(x))
		}
		return &out[page]{p}, nil
	})
	gate.Add(g, "posts.link", func(ctx context.Context, in *linkIn) (*out[Post], error) {
		b := in.Body
		p, err := s.Link(ctx, post.Ref{AccountID: b.AccountID, MediaID: b.MediaID, URL: b.URL}, b.Products)
		if err != nil {
			return nil, err
		}
		return &out[Post]{postOf(p)}, nil
	})
}
