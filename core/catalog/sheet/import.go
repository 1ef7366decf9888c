package sheet

import (
	"context"
	"io"
	"slices"
	"strings"

	"prilavok/core/catalog"
	"prilavok/core/fold"
	"prilavok/core/lang"
)

// Import reads products from CSV. A row is a variant, known by its SKU; rows of one
// handle, or else one title, are a product. Columns that are missing and variants that
// are not named stay as they are. What is wrong with rows stands in the report; the
// error is the reader's or the database's. It is not part of another unit of work.
func (s *Service) Import(ctx context.Context, r io.Reader, opt Options) (Report, error) {
	if opt.Lang == "" {
		opt.Lang = lang.RU
	}
	sh, err := readSheet(r, opt.Lang)
	if err != nil {
		return Report{}, err
	}
	if len(sh.columns) == 0 {
		return Report{Problems: sh.problems, Ignored: sh.ignored}, nil
	}
	var rep Report
	run := s.goods.Locked // what was read is still so when it is changed
	if opt.DryRun {
		run = s.tx.View
	}
	err = run(ctx, func(ctx context.Context) (err error) {
		im := importer{s: s, opt: opt, sheet: sh, rep: Report{Ignored: sh.ignored, Problems: slices.Clone(sh.problems)}}
		if err := im.plan(ctx); err != nil {
			return err
		}
		if im.rep.Digest, err = im.rep.digest(); err != nil {
			return err
		}
		if opt.Expect != "" && opt.Expect != im.rep.Digest {
			return ErrMoved
		}
		bad := len(im.rep.Problems) > 0
		if !opt.DryRun && (!bad || opt.GoodRows) {
			if err := im.apply(ctx); err != nil {
				return err
			}
			im.rep.Applied = true
		}
		rep = im.rep
		return nil
	})
	slices.SortStableFunc(rep.Problems, func(a, b Problem) int { return a.Row - b.Row })
	slices.SortStableFunc(rep.Changes, func(a, b Change) int { return a.Row - b.Row })
	return rep, err
}

// importer is one run over one state of the database.
type importer struct {
	s          *Service
	opt        Options
	sheet      sheet
	rep        Report
	owners     map[string]catalog.SKUOwner
	known      map[string]catalog.Product
	slugs      map[string]bool
	categories []catalog.Category
	made       []string // ids of categories that were missing
	items      []*item
}

// item is a product of the sheet.
type item struct {
	rows    []cells
	product catalog.Product
	was     catalog.Product // zero for a new one
	path    []string
	stock   map[string]int64 // by SKU: counts of variants that are known
	changed bool
}

func (im *importer) plan(ctx context.Context) error {
	var err error
	if im.categories, err = im.s.goods.AllCategories(ctx); err != nil {
		return err
	}
	if err := im.load(ctx); err != nil {
		return err
	}
	if err := im.group(ctx); err != nil {
		return err
	}
	im.slugs = map[string]bool{}
	good := im.items[:0]
	for _, it := range im.items {
		before := len(im.rep.Problems)
		if err := im.overlay(ctx, it); err != nil {
			return err
		}
		if len(im.rep.Problems) > before {
			continue // a product is taken whole or not at all
		}
		good = append(good, it)
		im.compare(it)
	}
	im.items = good
	return nil
}

// load reads what the database has of the sheet's SKUs.
func (im *importer) load(ctx context.Context) error {
	sku := slices.IndexFunc(im.sheet.columns, func(c column) bool { return c.field == fSKU })
	var skus, ids []string
	for _, r := range im.sheet.rows {
		skus = append(skus, r.cells[sku])
	}
	var err error
	if im.owners, err = im.s.goods.SKUOwners(ctx, skus); err != nil {
		return err
	}
	for _, o := range im.owners {
		ids = append(ids, o.ProductID)
	}
	slices.Sort(ids)
	im.known = map[string]catalog.Product{}
	for part := range slices.Chunk(slices.Compact(ids), 200) {
		list, err := im.s.goods.Products(ctx, part)
		if err != nil {
			return err
		}
		for _, p := range list {
			im.known[p.ID] = p
		}
	}
	return nil
}

// group puts the rows of a product together.
func (im *importer) group(ctx context.Context) error {
	by := map[string]*item{}
	skus := map[string]bool{}
	for _, r := range im.sheet.rows {
		c := cells{r, im.sheet.columns, im.opt, &im.rep.Problems}
		sku := c.text(fSKU)
		switch {
		case sku == "" || len([]rune(sku)) > maxSKU:
			c.wrong(fSKU, wantSKU)
			continue
		case skus[sku]:
			c.wrong(fSKU, wantUnique)
			continue
		}
		skus[sku] = true
		key, p, err := im.identify(ctx, c)
		if err != nil {
			return err
		}
		it := by[key]
		if it == nil {
			it = &item{product: p, was: p, stock: map[string]int64{}}
			by[key] = it
			im.items = append(im.items, it)
		}
		it.rows = append(it.rows, c)
	}
	return nil
}

// identify finds the product of a row: by its handle, by its SKU, else by its title.
func (im *importer) identify(ctx context.Context, c cells) (string, catalog.Product, error) {
	owner, owned := im.owners[c.text(fSKU)]
	handle := c.text(fHandle)
	if handle == "" {
		if owned {
			return "id " + owner.ProductID, im.known[owner.ProductID], nil
		}
		title := c.texts(fTitle, nil)
		return "title " + fold.Text(title.In(im.opt.Lang, lang.RU)), catalog.Product{}, nil
	}
	if owned && im.known[owner.ProductID].Slug == handle {
		return "id " + owner.ProductID, im.known[owner.ProductID], nil
	}
	id, err := im.s.goods.SlugOwner(ctx, handle)
	if err != nil || id == "" {
		return "handle " + handle, catalog.Product{}, err
	}
	if p, ok := im.known[id]; ok {
		return "id " + id, p, nil
	}
	list, err := im.s.goods.Products(ctx, []string{id})
	if err != nil || len(list) == 0 {
		return "handle " + handle, catalog.Product{}, err
	}
	im.known[id] = list[0]
	return "id " + id, list[0], nil
}

// overlay lays the rows of a product over what it was.
func (im *importer) overlay(ctx context.Context, it *item) error {
	first := it.rows[0]
	it.product = first.product(it.product)
	it.product.Variants = slices.Clone(it.was.Variants)
	if it.was.ID == "" {
		it.product.Slug = first.text(fHandle)
		if it.product.Slug != "" && it.product.Slug != fold.Slug(it.product.Slug) {
			first.wrong(fHandle, wantHandle)
		}
		if len(it.product.Title) == 0 {
			first.wrong(fTitle, wantTitle)
		}
	} else if len(it.product.Title) == 0 {
		first.wrong(fTitle, wantTitle)
	}
	if v, _, ok := first.at(fCategory, ""); ok {
		it.path = slices.DeleteFunc(cutEscaped(v, '>'), func(s string) bool { return s == "" })
		it.product.CategoryID = im.category(it.path)
	}
	for _, c := range it.rows {
		im.variant(it, c)
	}
	if it.product.Slug == "" && len(it.product.Title) > 0 {
		return im.slug(ctx, it)
	}
	return nil
}

func (im *importer) variant(it *item, c cells) {
	sku := c.text(fSKU)
	if owner, taken := im.owners[sku]; taken && owner.ProductID != it.was.ID {
		c.wrong(fSKU, wantOneProduct)
		return
	}
	i := slices.IndexFunc(it.product.Variants, func(v catalog.Variant) bool { return v.SKU == sku })
	known := i >= 0
	if !known {
		it.product.Variants = append(it.product.Variants, catalog.Variant{Active: true})
		i = len(it.product.Variants) - 1
	}
	v, counted := c.variant(it.product.Variants[i], known)
	if known && counted {
		it.stock[sku] = v.OnHand
	}
	it.product.Variants[i] = v
}

// slug makes a handle of a title that nobody has.
func (im *importer) slug(ctx context.Context, it *item) error {
	base := fold.Slug(it.product.Title.In(lang.EN, im.opt.Lang))
	if base == "" {
		base = fold.Slug(it.rows[0].text(fSKU))
	}
	if base == "" {
		base = "product"
	}
	for n := 1; ; n++ {
		slug := base
		if n > 1 {
			slug += "-" + itoa(n)
		}
		id, err := im.s.goods.SlugOwner(ctx, slug)
		if err != nil {
			return err
		}
		if id == "" && !im.slugs[slug] {
			im.slugs[slug] = true
			it.product.Slug = slug
			return nil
		}
	}
}

// category finds a category by its path of titles; "" when it, or one above, is new.
func (im *importer) category(path []string) string {
	parent := ""
	for _, title := range path {
		i := slices.IndexFunc(im.categories, func(c catalog.Category) bool {
			if c.ParentID != parent {
				return false
			}
			for _, t := range c.Title {
				if fold.Text(sheetText(t)) == fold.Text(title) {
					return true
				}
			}
			return false
		})
		if i < 0 {
			return ""
		}
		parent = im.categories[i].ID
	}
	return parent
}

// compare notes what becomes of each variant of a product.
func (im *importer) compare(it *item) {
	same := sameProduct(it.was, it.product) && (len(it.path) == 0 || it.product.CategoryID != "")
	title := it.product.Title.In(im.opt.Lang, lang.RU)
	for n, c := range it.rows {
		sku := c.text(fSKU)
		find := func(p catalog.Product) (catalog.Variant, bool) {
			i := slices.IndexFunc(p.Variants, func(v catalog.Variant) bool { return v.SKU == sku })
			if i < 0 {
				return catalog.Variant{}, false
			}
			return p.Variants[i], true
		}
		was, known := find(it.was)
		now, _ := find(it.product)
		ch := Change{c.row.number, sku, title, Unchanged, differences(im.line(was), im.line(now))}
		if n == 0 {
			ch.Fields = append(differences(im.product(it.was, nil), im.product(it.product, it.path)), ch.Fields...)
		}
		switch {
		case !known:
			ch.Outcome = Created
		case !same || !sameVariant(was, now):
			ch.Outcome = Updated
		}
		it.changed = it.changed || ch.Outcome != Unchanged
		im.rep.add(ch)
	}
}

func sameProduct(a, b catalog.Product) bool {
	urls := func(p catalog.Product) string {
		var list []string
		for _, im := range p.Images {
			list = append(list, im.URL)
		}
		return strings.Join(list, " ")
	}
	return a.ID == b.ID && a.CategoryID == b.CategoryID && sameTexts(a.Title, b.Title) && sameTexts(a.Description, b.Description) && a.Brand == b.Brand &&
		sameAttributes(a.Attributes, b.Attributes) && urls(a) == urls(b) && a.Status == b.Status && a.Position == b.Position
}

func sameVariant(a, b catalog.Variant) bool {
	return sameAttributes(a.Options, b.Options) && a.Price == b.Price && a.CompareAt.Amount == b.CompareAt.Amount &&
		a.Tracked == b.Tracked && (a.OnHand == b.OnHand || !b.Tracked) && a.Active == b.Active
}
