package goods

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/base64"
	"io"
	"time"

	"prilavok/core/catalog/sheet"
	"prilavok/core/fault"
	"prilavok/core/lang"
	"prilavok/httpapi/admin/gate"
)

// ErrFile says that what was sent is no table.
var ErrFile = fault.New(fault.Invalid, "sheet.file", "the table comes as CSV, packed with gzip, in base64, and unpacks to no more than 16 MB")

// Bounds of what is imported through the API; the command line takes more.
const (
	maxTable = 16 << 20
	shown    = 1000 // rows of each kind that a preview names
)

// GoodsTable is a table that is to be imported.
type GoodsTable struct {
	Data     string `json:"data" minLength:"1" maxLength:"1000000" doc:"CSV, packed with gzip, in base64"`
	GoodRows bool   `json:"good_rows,omitempty" doc:"take products without a problem; else all or nothing"`
	Token    string `json:"token,omitempty" maxLength:"64" doc:"of the preview that is to be done; required for doing it"`
	File     string `json:"file,omitempty" maxLength:"200" doc:"what the file is called, for the list of imports"`
}

// GoodsImport is what an import does, or would do.
type GoodsImport struct {
	Token     string               `json:"token" doc:"names exactly this; whoever does it sends it"`
	Applied   bool                 `json:"applied"`
	ImportID  string               `json:"import_id,omitempty" doc:"of what was done, for taking it back"`
	Created   int                  `json:"created"`
	Updated   int                  `json:"updated"`
	Unchanged int                  `json:"unchanged"`
	Bad       int                  `json:"bad" doc:"problems there are"`
	Changes   []GoodsImportRow     `json:"changes" doc:"the first 1,000 that are not unchanged"`
	Problems  []GoodsImportTrouble `json:"problems" doc:"the first 1,000"`
	Ignored   []string             `json:"ignored" doc:"columns that were not understood"`
}

// GoodsImportRow is what becomes of one row.
type GoodsImportRow struct {
	Row     int                 `json:"row" doc:"as a spreadsheet counts: the header is row 1"`
	SKU     string              `json:"sku"`
	Product string              `json:"product"`
	Outcome string              `json:"outcome" enum:"created,updated"`
	Fields  []GoodsImportChange `json:"fields"`
}

// GoodsImportChange is one value that changes.
type GoodsImportChange struct {
	Field string `json:"field"`
	Was   string `json:"was"`
	Now   string `json:"now"`
}

// GoodsImportTrouble is why a row is not taken.
type GoodsImportTrouble struct {
	Row      int    `json:"row"`
	Column   string `json:"column,omitempty"`
	Value    string `json:"value,omitempty"`
	Expected string `json:"expected" doc:"in the language of the request"`
}

type tableIn struct{ Body GoodsTable }

func (a *api) imports(g *gate.Gate) {
	gate.Add(g, "imports.preview", func(ctx context.Context, in *tableIn) (*out[GoodsImport], error) {
		in.Body.Token = ""
		return a.load(ctx, in.Body, true)
	})
	gate.Add(g, "imports.create", func(ctx context.Context, in *tableIn) (*out[GoodsImport], error) {
		if in.Body.Token == "" {
			return nil, sheet.ErrMoved
		}
		return a.load(ctx, in.Body, false)
	})
	gate.Add(g, "imports.list", a.done)
	gate.Add(g, "imports.undo", a.undo)
}

func (a *api) load(ctx context.Context, t GoodsTable, dry bool) (*out[GoodsImport], error) {
	csv, err := unpack(t.Data)
	if err != nil {
		return nil, err
	}
	sh, err := a.Shops.Get(ctx)
	if err != nil {
		return nil, err
	}
	caller := gate.CallerOf(ctx)
	opt := sheet.Options{Currency: sh.Currency, Lang: sh.DefaultLang(), GoodRows: t.GoodRows, DryRun: dry, By: caller.ID, Expect: t.Token, File: t.File}
	rep, err := a.Sheets.Import(ctx, bytes.NewReader(csv), opt)
	if err != nil {
		return nil, err
	}
	res := importOf(rep, caller.Lang)
	if !dry {
		gate.Changed(ctx, "import", nil, res.Changes)
	}
	return &out[GoodsImport]{res}, nil
}

// unpack reads no more than maxTable, however small what was packed is.
func unpack(data string) ([]byte, error) {
	raw, err := base64.StdEncoding.DecodeString(data)
	if err != nil {
		return nil, ErrFile
	}
	z, err := gzip.NewReader(bytes.NewReader(raw))
	if err != nil {
		return nil, ErrFile
	}
	csv, err := io.ReadAll(io.LimitReader(z, maxTable+1))
	if err != nil || len(csv) > maxTable {
		return nil, ErrFile
	}
	return csv, nil
}

func importOf(rep sheet.Report, l lang.Lang) GoodsImport {
	res := GoodsImport{Token: rep.Digest, Applied: rep.Applied, ImportID: rep.ImportID, Created: rep.Created, Updated: rep.Updated, Unchanged: rep.Unchanged, Bad: len(rep.Problems),
		Changes: []GoodsImportRow{}, Problems: []GoodsImportTrouble{}, Ignored: append([]string{}, rep.Ignored...)}
	for _, c := range rep.Changes {
		if c.Outcome == sheet.Unchanged || len(res.Changes) == shown {
			continue
		}
		row := GoodsImportRow{c.Row, c.SKU, c.Product, string(c.Outcome), []GoodsImportChange{}}
		for _, f := range c.Fields {
			row.Fields = append(row.Fields, GoodsImportChange{f.Field, brief(f.Was), brief(f.Now)})
		}
		res.Changes = append(res.Changes, row)
	}
	for _, p := range rep.Problems[:min(len(rep.Problems), shown)] {
		res.Problems = append(res.Problems, GoodsImportTrouble{p.Row, p.Column, p.Value, p.Expected.In(l)})
	}
	return res
}

// brief is a text as a row of a preview has room for it.
func brief(s string) string {
	if r := []rune(s); len(r) > 200 {
		return string(r[:200]) + "…"
	}
	return s
}

// ImportEntry is an import that was done.
type ImportEntry struct {
	ID        string       `json:"id"`
	At        time.Time    `json:"at"`
	By        string       `json:"by,omitempty" doc:"none: the command line"`
	ByName    string       `json:"by_name,omitempty"`
	File      string       `json:"file,omitempty"`
	Created   int          `json:"created" doc:"variants"`
	Updated   int          `json:"updated" doc:"variants"`
	Undoable  bool         `json:"undoable" doc:"it can be taken back: for 30 days, once"`
	UndoneAt  *time.Time   `json:"undone_at,omitempty"`
	Restored  int          `json:"restored" doc:"fields that were taken back"`
	Archived  int          `json:"archived" doc:"products that it had made"`
	Left      []ImportLeft `json:"left" doc:"what stayed as it was, the first 200"`
	LeftCount int          `json:"left_count" doc:"how much of that there is"`
}

// ImportLeft is what taking an import back left as it is.
type ImportLeft struct {
	ProductID string `json:"product_id"`
	Product   string `json:"product"`
	SKU       string `json:"sku,omitempty" doc:"none: the product as a whole"`
	Field     string `json:"field" doc:"product and variant are those that the import made"`
	Why       string `json:"why" enum:"changed,sold,promised,gone"`
}

type importsPage struct {
	Items []ImportEntry `json:"items"`
	Next  string        `json:"next"`
}

// pageIn asks for a page.
type pageIn struct {
	Cursor string `query:"cursor" maxLength:"200" doc:"next of the page before; leave out for the first page"`
	Limit  int    `query:"limit" minimum:"1" maximum:"100" default:"50"`
}

func (a *api) done(ctx context.Context, in *pageIn) (*out[importsPage], error) {
	before, err := gate.ReadCursor(in.Cursor)
	if err != nil {
		return nil, err
	}
	list, more, err := a.Sheets.Imports(ctx, before, in.Limit)
	if err != nil {
		return nil, err
	}
	p := importsPage{Items: []ImportEntry{}}
	for _, e := range list {
		p.Items = append(p.Items, a.entry(e))
	}
	if more {
		p.Next = gate.Cursor(list[len(list)-1].ID)
	}
	return &out[importsPage]{p}, nil
}

func (a *api) undo(ctx context.Context, in *byID) (*out[ImportEntry], error) {
	e, err := a.Sheets.Undo(ctx, in.ID, gate.CallerOf(ctx).ID)
	if err != nil {
		return nil, err
	}
	res := a.entry(e)
	gate.Changed(ctx, "import", nil, res)
	return &out[ImportEntry]{res}, nil
}

func (a *api) entry(e sheet.Entry) ImportEntry {
	x := ImportEntry{ID: e.ID, At: e.At, By: e.By, ByName: e.ByName, File: e.File, Created: e.Created, Updated: e.Updated, Undoable: e.Undoable(a.Now()),
		Restored: e.Outcome.Restored, Archived: e.Outcome.Archived, Left: []ImportLeft{}, LeftCount: len(e.Outcome.Left) + e.Outcome.More}
	if !e.UndoneAt.IsZero() {
		x.UndoneAt = &e.UndoneAt
	}
	for _, l := range e.Outcome.Left {
		x.Left = append(x.Left, ImportLeft{l.ProductID, l.Product, l.SKU, l.Field, string(l.Why)})
	}
	return x
}
