package sheet

import (
	"context"
	"encoding/json"

	"prilavok/core/catalog"
	"prilavok/core/lang"
	"prilavok/core/money"
)

// slot is a field that an import may change, as JSON that is written and read back.
type slot[T any] struct {
	name  string
	read  func(*T) string
	write func(*T, string) error
}

// plain is a field that stands in a T as it is. It is read into a new value: what stood
// there may be shared.
func plain[T, V any](name string, at func(*T) *V) slot[T] {
	return slot[T]{name, func(x *T) string { return written(at(x)) }, func(x *T, text string) error {
		var v V
		err := json.Unmarshal([]byte(text), &v)
		if err == nil {
			*at(x) = v
		}
		return err
	}}
}

// wording is a text in one language; "" is none.
func wording(name string, at func(*catalog.Product) *lang.Texts, l lang.Lang) slot[catalog.Product] {
	return slot[catalog.Product]{name + "." + string(l), func(p *catalog.Product) string { return written((*at(p))[l]) }, func(p *catalog.Product, text string) error {
		var s string
		if err := json.Unmarshal([]byte(text), &s); err != nil {
			return err
		}
		texts := lang.Texts{l: s}
		for other, t := range *at(p) {
			if other != l {
				texts[other] = t
			}
		}
		if s == "" {
			delete(texts, l)
		}
		*at(p) = texts
		return nil
	}}
}

func titleOf(p *catalog.Product) *lang.Texts       { return &p.Title }
func descriptionOf(p *catalog.Product) *lang.Texts { return &p.Description }

var productSlots = []slot[catalog.Product]{
	wording("title", titleOf, lang.RU), wording("title", titleOf, lang.EN),
	wording("description", descriptionOf, lang.RU), wording("description", descriptionOf, lang.EN),
	plain("brand", func(p *catalog.Product) *string { return &p.Brand }),
	plain("category", func(p *catalog.Product) *string { return &p.CategoryID }),
	plain("status", func(p *catalog.Product) *catalog.Status { return &p.Status }),
	plain("position", func(p *catalog.Product) *int { return &p.Position }),
	plain("attributes", func(p *catalog.Product) *[]catalog.Attribute { return &p.Attributes }),
	plain("images", func(p *catalog.Product) *[]catalog.Image { return &p.Images }),
}

// variantSlots are those of a variant. Counts are only read: they are set through the log
// of stock, and null is not counted.
var variantSlots = []slot[catalog.Variant]{
	plain("options", func(v *catalog.Variant) *[]catalog.Attribute { return &v.Options }),
	plain("price", func(v *catalog.Variant) *money.Money { return &v.Price }),
	plain("compare_at", func(v *catalog.Variant) *money.Money { return &v.CompareAt }),
	plain("active", func(v *catalog.Variant) *bool { return &v.Active }),
	{fieldStock, func(v *catalog.Variant) string {
		if !v.Tracked {
			return "null"
		}
		return written(v.OnHand)
	}, nil},
}

// Names of fields that are not undone like others.
const (
	fieldStock = "stock"
	fieldMade  = "made"
)

// written is a value as fields are kept and compared: no list and an empty one are the same.
func written(v any) string {
	b, err := json.Marshal(v)
	if err != nil || string(b) == "[]" {
		return "null"
	}
	return string(b)
}

// changes are the fields in which two states of a product differ; of a new product, and of a
// new variant, all.
func changes(was, now catalog.Product) (out []Field) {
	for _, s := range productSlots {
		if a, b := s.read(&was), s.read(&now); a != b || was.ID == "" {
			out = append(out, Field{Name: s.name, Was: a, Now: b})
		}
	}
	for i := range now.Variants {
		old, known := was.Variant(now.Variants[i].ID)
		if !known {
			out = append(out, Field{Variant: now.Variants[i].ID, Name: fieldMade, Now: written(snapshot(&now.Variants[i]))})
			continue
		}
		for _, s := range variantSlots {
			if a, b := s.read(&old), s.read(&now.Variants[i]); a != b {
				out = append(out, Field{Variant: old.ID, Name: s.name, Was: a, Now: b})
			}
		}
	}
	return out
}

// snapshot is all that an import may set of a variant.
func snapshot(v *catalog.Variant) map[string]string {
	out := map[string]string{}
	for _, s := range variantSlots {
		out[s.name] = s.read(v)
	}
	return out
}

// note keeps what was done to products, as the database has them now.
func (im *importer) note(ctx context.Context, importID string, part []*item, saved []catalog.Product) error {
	ids := make([]string, len(saved))
	for i, p := range saved {
		ids[i] = p.ID
	}
	now, err := im.s.goods.Products(ctx, ids)
	if err != nil {
		return err
	}
	var list []Touched
	for i, p := range now {
		list = append(list, Touched{ProductID: p.ID, Made: part[i].was.ID == "", Fields: changes(part[i].was, p)})
	}
	return im.s.store.AddTouched(ctx, importID, list)
}

// seal ends the record of an import, and forgets those that are too old to be taken back.
func (im *importer) seal(ctx context.Context, e Entry) error {
	e.At, e.Categories = im.s.now(), im.made
	if err := im.s.store.EndImport(ctx, e); err != nil {
		return err
	}
	return im.s.store.ForgetTouched(ctx, e.At.Add(-keptFor))
}
