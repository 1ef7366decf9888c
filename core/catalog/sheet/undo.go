package sheet

import (
	"context"
	"slices"
	"strconv"

	"prilavok/core/catalog"
	"prilavok/core/lang"
)

// Imports lists imports that were done, newest first, limit at a time below the id before;
// more says that there is another page.
func (s *Service) Imports(ctx context.Context, before string, limit int) (list []Entry, more bool, err error) {
	err = s.tx.View(ctx, func(ctx context.Context) error {
		var err error
		if list, err = s.store.Imports(ctx, before, limit+1); err != nil {
			return err
		}
		if more = len(list) > limit; more {
			list = list[:limit]
		}
		return nil
	})
	return list, more, err
}

// Undo takes an import back, in one unit of work: every field that is still as the import
// left it is what it was before; of goods that are counted, what was sold since stays sold.
// What somebody has changed since stays as it is, and so does a product that the import
// made and that was sold or changed; others that it made are archived. Undoing twice is
// undoing once, with the same answer.
//
// Faults: ErrNoImport, ErrTooLate.
func (s *Service) Undo(ctx context.Context, id, by string) (Entry, error) {
	var e Entry
	err := s.goods.Locked(ctx, func(ctx context.Context) error {
		var err error
		if e, err = s.store.ImportByID(ctx, id); err != nil || !e.UndoneAt.IsZero() {
			return err
		}
		if !e.Undoable(s.now()) {
			return ErrTooLate
		}
		u := undoer{s: s, entry: e, by: by}
		for after := ""; ; {
			part, err := s.store.Touched(ctx, id, after, 200)
			if err != nil {
				return err
			}
			if len(part) == 0 {
				break
			}
			if err := u.products(ctx, part); err != nil {
				return err
			}
			after = part[len(part)-1].ProductID
		}
		if err := u.categories(ctx); err != nil {
			return err
		}
		e.UndoneAt, e.UndoneBy, e.Outcome = s.now(), by, u.done
		return s.store.EndImport(ctx, e)
	})
	return e, err
}

// undoer takes one import back.
type undoer struct {
	s      *Service
	entry  Entry
	by     string
	done   Undone
	held   []string         // variants that were ever held or sold
	counts map[string]int64 // counts to be set, by variant
}

func (u *undoer) products(ctx context.Context, part []Touched) error {
	u.counts = map[string]int64{}
	var ids, made []string
	for _, t := range part {
		ids = append(ids, t.ProductID)
		for _, f := range t.Fields {
			if f.Name == fieldMade {
				made = append(made, f.Variant)
			}
		}
	}
	list, err := u.s.goods.Products(ctx, ids)
	if err != nil {
		return err
	}
	if u.held, err = u.s.store.EverHeld(ctx, made); err != nil {
		return err
	}
	var changed []catalog.Product
	for _, t := range part {
		i := slices.IndexFunc(list, func(p catalog.Product) bool { return p.ID == t.ProductID })
		if i < 0 {
			u.leave(catalog.Product{ID: t.ProductID}, "", "product", WhyGone)
			continue
		}
		p := list[i]
		p.Variants = slices.Clone(p.Variants)
		touched, err := u.product(ctx, &p, t)
		if err != nil {
			return err
		}
		if touched {
			changed = append(changed, p)
		}
	}
	return u.keep(ctx, changed)
}

func (u *undoer) keep(ctx context.Context, list []catalog.Product) error {
	if len(list) == 0 {
		return nil
	}
	if _, err := u.s.goods.SaveAll(ctx, list); err != nil {
		return err
	}
	for _, p := range list {
		for _, v := range p.Variants {
			if n, counted := u.counts[v.ID]; counted {
				if err := u.s.goods.SetStock(ctx, v.ID, n, u.by); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// product makes a product what it was; false when nothing of it changes.
func (u *undoer) product(ctx context.Context, p *catalog.Product, t Touched) (changed bool, err error) {
	if t.Made {
		return u.unmake(p, t), nil
	}
	for _, f := range t.Fields {
		why, sku, err := u.field(ctx, p, f)
		if err != nil {
			return false, err
		}
		if why != "" {
			u.leave(*p, sku, named(f), why)
			continue
		}
		u.done.Restored++
		changed = true
	}
	return changed, nil
}

// named is what people know a field as.
func named(f Field) string {
	if f.Name == fieldMade {
		return "variant"
	}
	return f.Name
}

// unmake archives a product that the import made, where nothing came of it.
func (u *undoer) unmake(p *catalog.Product, t Touched) bool {
	if p.Status == catalog.Archived {
		return false
	}
	why := Why("")
	for _, f := range t.Fields {
		if w := u.madeStays(p, f); w != "" && why != WhySold {
			why = w
		}
	}
	variants := slices.DeleteFunc(slices.Clone(t.Fields), func(f Field) bool { return f.Name != fieldMade })
	if why == "" && len(p.Variants) != len(variants) {
		why = WhyChanged
	}
	if why != "" {
		u.leave(*p, "", "product", why)
		return false
	}
	p.Status = catalog.Archived
	u.done.Archived++
	return true
}

// madeStays says why a product that the import made is not what it was made as.
func (u *undoer) madeStays(p *catalog.Product, f Field) Why {
	if f.Variant != "" {
		why, _ := u.variantStays(p, f)
		return why
	}
	for _, s := range productSlots {
		if s.name == f.Name && s.read(p) != f.Now {
			return WhyChanged
		}
	}
	return ""
}

// variantStays says why a variant that the import made is not taken out of sale, and where
// it is.
func (u *undoer) variantStays(p *catalog.Product, f Field) (Why, int) {
	i := slices.IndexFunc(p.Variants, func(v catalog.Variant) bool { return v.ID == f.Variant })
	switch {
	case i < 0:
		return WhyGone, i
	case slices.Contains(u.held, f.Variant):
		return WhySold, i
	case written(snapshot(&p.Variants[i])) != f.Now:
		return WhyChanged, i
	}
	return "", i
}

// field makes one field what it was, or says why not, and of which variant it is.
func (u *undoer) field(ctx context.Context, p *catalog.Product, f Field) (why Why, sku string, err error) {
	if f.Variant == "" {
		return restore(productSlots, p, f), "", nil
	}
	i := slices.IndexFunc(p.Variants, func(v catalog.Variant) bool { return v.ID == f.Variant })
	if i < 0 {
		return WhyGone, "", nil
	}
	v := &p.Variants[i]
	switch f.Name {
	case fieldStock:
		why, err = u.stock(ctx, v, f)
	case fieldMade:
		if why, _ = u.variantStays(p, f); why == "" {
			v.Active = false
		}
	default:
		why = restore(variantSlots, v, f)
	}
	return why, v.SKU, err
}

func restore[T any](slots []slot[T], x *T, f Field) Why {
	for _, s := range slots {
		if s.name != f.Name {
			continue
		}
		if s.read(x) != f.Now || s.write(x, f.Was) != nil {
			return WhyChanged
		}
		return ""
	}
	return WhyGone
}

// stock sets how many there are: what there were before, less what has gone since.
func (u *undoer) stock(ctx context.Context, v *catalog.Variant, f Field) (Why, error) {
	was, before := count(f.Was)
	now, after := count(f.Now)
	if after != v.Tracked {
		return WhyChanged, nil
	}
	if after && v.OnHand != now {
		log, err := u.s.goods.StockLog(ctx, catalog.LogFilter{VariantID: v.ID, Reason: "set", From: u.entry.At}, "")
		if err != nil {
			return "", err
		}
		if slices.ContainsFunc(log.Movements, func(m catalog.Movement) bool { return m.At.After(u.entry.At) }) {
			return WhyChanged, nil
		}
	}
	if !before {
		v.Tracked = false
		return "", nil
	}
	n := was
	if after {
		n += v.OnHand - now
	}
	if n < max(v.Reserved, 0) {
		return WhyPromised, nil
	}
	v.Tracked = true
	u.counts[v.ID] = n
	return "", nil
}

// count reads what counted writes.
func count(text string) (n int64, tracked bool) {
	n, err := strconv.ParseInt(text, 10, 64)
	return n, err == nil
}

// categories hides those that the import made and that hold nothing now, the lowest first.
func (u *undoer) categories(ctx context.Context) error {
	all, err := u.s.goods.AllCategories(ctx)
	if err != nil {
		return err
	}
	for _, id := range slices.Backward(u.entry.Categories) {
		i := slices.IndexFunc(all, func(c catalog.Category) bool { return c.ID == id && c.Active })
		if i < 0 || slices.ContainsFunc(all, func(c catalog.Category) bool { return c.ParentID == id && c.Active }) {
			continue
		}
		page, err := u.s.goods.Browse(ctx, catalog.Filter{CategoryID: id, Status: catalog.Kept}, "", 1)
		if err != nil {
			return err
		}
		if len(page.Products) > 0 {
			continue
		}
		all[i].Active = false
		if _, err := u.s.goods.SaveCategory(ctx, all[i]); err != nil {
			return err
		}
	}
	return nil
}

func (u *undoer) leave(p catalog.Product, sku, field string, why Why) {
	if len(u.done.Left) == maxLeft {
		u.done.More++
		return
	}
	u.done.Left = append(u.done.Left, Left{p.ID, p.Title.In(lang.RU, lang.EN), sku, field, why})
}
