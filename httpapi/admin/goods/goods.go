// Package goods is the part of the shop's API that its catalog is kept with: products as
// rows of a table by filters, their categories, tickets for pictures, many cells at once,
// tables that are imported, and who waits for what. Products whole are the admin's.
package goods

import (
	"context"
	"net/http"
	"time"

	"prilavok/core/catalog"
	"prilavok/core/catalog/sheet"
	"prilavok/core/catalog/shelf"
	"prilavok/core/catalog/waitlist"
	"prilavok/core/lang"
	"prilavok/core/picture"
	"prilavok/core/shop"
	"prilavok/core/staff"
	"prilavok/httpapi/admin/gate"
)

// Services is what the routes call; without Pictures there are no tickets.
type Services struct {
	Catalog  *catalog.Service
	Shops    *shop.Service
	Sheets   *sheet.Service
	Waits    *waitlist.Service
	Now      func() time.Time
	Pictures *picture.Service
}

// Routes is this part of the table of routes.
var Routes = []gate.Route{
	{ID: "goods.list", Method: http.MethodGet, Path: "/goods", Scope: staff.CatalogRead, Summary: "Products as rows of a table, by any of the panel's filters"},
	{ID: "goods.cells", Method: http.MethodPost, Path: "/goods-cells", Scope: staff.CatalogWrite, Summary: "Change many cells of the table together: all, or none where somebody was faster"},
	{ID: "imports.preview", Method: http.MethodPost, Path: "/goods-imports/preview", Scope: staff.CatalogWrite, Quiet: true, Summary: "What a table would change, value by value, and every bad row"},
	{ID: "imports.create", Method: http.MethodPost, Path: "/goods-imports", Scope: staff.CatalogWrite, Summary: "Import a table: exactly what its preview has shown, or nothing"},
	{ID: "imports.list", Method: http.MethodGet, Path: "/goods-imports", Scope: staff.CatalogRead, Summary: "Tables that were imported, newest first: who, when, how much, and what taking one back left"},
	{ID: "imports.undo", Method: http.MethodPost, Path: "/goods-imports/{id}/undo", Scope: staff.CatalogWrite, Summary: "Take an import back; what was changed since stays as it is, by name"},
	{ID: "waits.list", Method: http.MethodGet, Path: "/stock-waits", Scope: staff.CatalogRead, Summary: "What customers wait for, most waited for first; no customer is named"},
	{ID: "waits.of", Method: http.MethodGet, Path: "/variants/{id}/waits", Scope: staff.ContactsRead, Summary: "Who waits for a variant, in turn"},
	{ID: "waits.remove", Method: http.MethodDelete, Path: "/variants/{id}/waits/{part}", Scope: staff.ContactsWrite, Status: http.StatusNoContent, Summary: "Take a customer off the list of a variant; they are told nothing"},
	{ID: "waits.tell", Method: http.MethodPost, Path: "/variants/{id}/waits/tell", Scope: staff.CatalogWrite, Summary: "Tell those who wait that it can be had, as many as there are pieces"},
	{ID: "products.archive", Method: http.MethodPost, Path: "/products/{id}/archive", Scope: staff.CatalogWrite, Status: http.StatusNoContent, Summary: "Take a product out of sale; orders still name it"},
	{ID: "products.restore", Method: http.MethodPost, Path: "/products/{id}/restore", Scope: staff.CatalogWrite, Status: http.StatusNoContent, Summary: "Put an archived product back on sale"},
	{ID: "categories.create", Method: http.MethodPost, Path: "/categories", Scope: staff.CatalogWrite, Status: http.StatusCreated, Summary: "Add a category"},
	{ID: "categories.put", Method: http.MethodPut, Path: "/categories/{id}", Scope: staff.CatalogWrite, Summary: "Replace a category; its products are found under its new name at once"},
	{ID: "pictures.ticket", Method: http.MethodPost, Path: "/picture-tickets", Scope: staff.CatalogWrite, Quiet: true, Summary: "Where one picture is to be sent, and its address then"},
	{ID: "pictures.check", Method: http.MethodPost, Path: "/picture-checks", Scope: staff.CatalogWrite, Quiet: true, Status: http.StatusNoContent, Summary: "Tell that a picture was sent, where its ticket asks for it: it is looked at, and products may show it"},
}

// GoodsTexts is a text by language.
type GoodsTexts struct {
	RU string `json:"ru,omitempty" maxLength:"500"`
	EN string `json:"en,omitempty" maxLength:"500"`
}

func textsOf(t lang.Texts) GoodsTexts { return GoodsTexts{t[lang.RU], t[lang.EN]} }

func (t GoodsTexts) core() lang.Texts {
	out := lang.Texts{}
	if t.RU != "" {
		out[lang.RU] = t.RU
	}
	if t.EN != "" {
		out[lang.EN] = t.EN
	}
	return out
}

// GoodsRow is a product in a table.
type GoodsRow struct {
	ID         string         `json:"id"`
	Slug       string         `json:"slug"`
	Title      GoodsTexts     `json:"title"`
	Brand      string         `json:"brand,omitempty"`
	CategoryID string         `json:"category_id,omitempty"`
	Status     string         `json:"status" enum:"active,draft,archived"`
	Image      string         `json:"image,omitempty" doc:"a path under /media/ or an address"`
	Currency   string         `json:"currency"`
	Variants   []GoodsVariant `json:"variants"`
	UpdatedAt  time.Time      `json:"updated_at"`
}

// GoodsVariant is a line of a product's row. Amounts are minor units.
type GoodsVariant struct {
	ID        string     `json:"id"`
	SKU       string     `json:"sku"`
	Options   GoodsTexts `json:"options" doc:"values of the options, in one line"`
	Price     int64      `json:"price"`
	CompareAt int64      `json:"compare_at,omitempty"`
	OnHand    int64      `json:"on_hand"`
	Reserved  int64      `json:"reserved"`
	Tracked   bool       `json:"tracked"`
	Active    bool       `json:"active"`
}

func rowOf(p catalog.Product) GoodsRow {
	r := GoodsRow{ID: p.ID, Slug: p.Slug, Title: textsOf(p.Title), Brand: p.Brand, CategoryID: p.CategoryID, Status: string(p.Status), Variants: []GoodsVariant{}, UpdatedAt: p.UpdatedAt}
	if len(p.Images) > 0 {
		r.Image = p.Images[0].URL
	}
	for _, v := range p.Variants {
		r.Currency = v.Price.Currency
		r.Variants = append(r.Variants, GoodsVariant{v.ID, v.SKU, optionsOf(v), v.Price.Amount, v.CompareAt.Amount, v.OnHand, v.Reserved, v.Tracked, v.Active})
	}
	return r
}

func optionsOf(v catalog.Variant) (line GoodsTexts) {
	for i, o := range v.Options {
		sep := ""
		if i > 0 {
			sep = ", "
		}
		line.RU += sep + o.Value.In(lang.RU, lang.EN)
		line.EN += sep + o.Value.In(lang.EN, lang.RU)
	}
	return line
}

type listIn struct {
	Search    string `query:"search" maxLength:"200" doc:"in people's own words, or a SKU"`
	Category  string `query:"category_id" maxLength:"64"`
	Status    string `query:"status" enum:"active,draft,archived,kept" default:"kept" doc:"kept is all but archived"`
	Stock     string `query:"stock" enum:"in,out"`
	NoPicture bool   `query:"no_picture"`
	Cursor    string `query:"cursor" maxLength:"200" doc:"next of the page before; leave out for the first page"`
	Limit     int    `query:"limit" minimum:"1" maximum:"100" default:"50"`
}

type goodsPage struct {
	Items []GoodsRow `json:"items"`
	Next  string     `json:"next" doc:"the cursor of the next page; empty at the end"`
}

// GoodsCategory is a shelf of the shop, as it is written.
type GoodsCategory struct {
	Slug     string     `json:"slug" minLength:"1" maxLength:"200"`
	ParentID string     `json:"parent_id,omitempty" maxLength:"64"`
	Title    GoodsTexts `json:"title"`
	Position int        `json:"position,omitempty" minimum:"0"`
	Active   bool       `json:"active,omitempty"`
}

type categoryKept struct {
	ID string `json:"id"`
	GoodsCategory
}

// PictureTicket says how one picture is sent.
type PictureTicket struct {
	Method string            `json:"method"`
	URL    string            `json:"url" doc:"a path of this server or an address"`
	Header map[string]string `json:"headers" doc:"to be sent with it"`
	Public string            `json:"public" doc:"what the picture's address is then"`
	Check  bool              `json:"check" doc:"tell when it was sent (POST /picture-checks), before a product shows it"`
	Until  time.Time         `json:"until"`
}

type out[T any] struct{ Body T }

type nothing struct{}

type byID struct {
	ID string `path:"id" minLength:"1" maxLength:"64"`
}

type api struct{ Services }

// Add gives the routes their handlers.
func Add(g *gate.Gate, s Services) {
	a := &api{s}
	gate.Add(g, "goods.list", a.list)
	gate.Add(g, "products.archive", func(ctx context.Context, in *byID) (*nothing, error) {
		return &nothing{}, a.Catalog.Archive(ctx, in.ID)
	})
	gate.Add(g, "products.restore", func(ctx context.Context, in *byID) (*nothing, error) {
		return &nothing{}, a.Catalog.Restore(ctx, in.ID)
	})
	gate.Add(g, "categories.create", func(ctx context.Context, in *struct{ Body GoodsCategory }) (*out[categoryKept], error) {
		return a.category(ctx, "", in.Body)
	})
	gate.Add(g, "categories.put", func(ctx context.Context, in *struct {
		byID
		Body GoodsCategory
	}) (*out[categoryKept], error) {
		return a.category(ctx, in.ID, in.Body)
	})
	gate.Add(g, "goods.cells", a.cells)
	a.imports(g)
	a.waits(g)
	gate.Add(g, "pictures.ticket", a.ticket)
	gate.Add(g, "pictures.check", func(ctx context.Context, in *struct {
		Body struct {
			Public string `json:"public" minLength:"1" maxLength:"500" doc:"as its ticket says"`
		}
	}) (*nothing, error) {
		return &nothing{}, a.Pictures.Check(ctx, in.Body.Public)
	})
}

func (a *api) list(ctx context.Context, in *listIn) (*out[goodsPage], error) {
	after, err := gate.ReadCursor(in.Cursor)
	if err != nil {
		return nil, err
	}
	f := catalog.Filter{CategoryID: in.Category, Status: catalog.Status(in.Status), InStock: in.Stock == "in", OutOfStock: in.Stock == "out", NoPicture: in.NoPicture}
	found, err := shelf.New(a.Catalog).Goods(ctx, in.Search, gate.CallerOf(ctx).Lang, f, after, in.Limit)
	if err != nil {
		return nil, err
	}
	p := goodsPage{Items: []GoodsRow{}, Next: gate.Cursor(found.Next)}
	for _, x := range found.Products {
		p.Items = append(p.Items, rowOf(x))
	}
	return &out[goodsPage]{p}, nil
}

// category keeps a category; one that is to be replaced is there.
func (a *api) category(ctx context.Context, id string, in GoodsCategory) (*out[categoryKept], error) {
	c, err := shelf.New(a.Catalog).PutCategory(ctx, catalog.Category{ID: id, Slug: in.Slug, ParentID: in.ParentID, Title: in.Title.core(), Position: in.Position, Active: in.Active})
	if err != nil {
		return nil, err
	}
	return &out[categoryKept]{categoryKept{c.ID, in}}, nil
}

func (a *api) ticket(ctx context.Context, in *struct {
	Body struct {
		Type  string `json:"type" enum:"image/jpeg,image/png,image/webp"`
		Bytes int64  `json:"bytes" minimum:"1"`
	}
}) (*out[PictureTicket], error) {
	t, err := a.Pictures.Ticket(ctx, picture.Want{MIME: in.Body.Type, Bytes: in.Body.Bytes})
	if err != nil {
		return nil, err
	}
	return &out[PictureTicket]{PictureTicket(t)}, nil
}
