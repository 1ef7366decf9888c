package sheet

import (
	"context"
	"encoding/csv"
	"io"
	"slices"
	"strconv"
	"strings"

	"prilavok/core/catalog"
	"prilavok/core/lang"
)

// ExportOptions say how a sheet is written.
type ExportOptions struct {
	Lang  lang.Lang // of columns that name no language: options, attributes, categories
	Comma rune      // 0 is a comma; spreadsheets with Russian settings open ';'
}

// exportPage is how many products are read at a time.
const exportPage = 500

// Export writes all products as CSV in UTF-8 with a byte order mark, one row a variant.
// What it writes, Import reads without a change. Cells that a spreadsheet would run as
// a formula begin with an apostrophe.
func (s *Service) Export(ctx context.Context, w io.Writer, opt ExportOptions) error {
	if opt.Lang == "" {
		opt.Lang = lang.RU
	}
	ex := exporter{opt: opt}
	if err := s.pages(ctx, ex.learn); err != nil {
		return err
	}
	list, err := s.goods.AllCategories(ctx)
	if err != nil {
		return err
	}
	ex.categories = list
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return err
	}
	ex.out = csv.NewWriter(w)
	if opt.Comma != 0 {
		ex.out.Comma = opt.Comma
	}
	if err := ex.out.Write(ex.head()); err != nil {
		return err
	}
	if err := s.pages(ctx, ex.write); err != nil {
		return err
	}
	ex.out.Flush()
	return ex.out.Error()
}

// pages calls do with all products, a page a unit of work and do outside of it.
func (s *Service) pages(ctx context.Context, do func([]catalog.Product) error) error {
	after := ""
	for {
		list, err := s.goods.ProductsAfter(ctx, after, exportPage)
		if err != nil || len(list) == 0 {
			return err
		}
		if err := do(list); err != nil {
			return err
		}
		after = list[len(list)-1].ID
	}
}

// exporter knows the columns that the products need.
type exporter struct {
	opt        ExportOptions
	options    []lang.Texts
	attributes []lang.Texts
	categories []catalog.Category
	out        *csv.Writer
}

// learn collects the names of options and attributes; a name that a product has twice
// gets two columns.
func (ex *exporter) learn(list []catalog.Product) error {
	for _, p := range list {
		widen(&ex.attributes, p.Attributes)
		for _, v := range p.Variants {
			widen(&ex.options, v.Options)
		}
	}
	return nil
}

func widen(names *[]lang.Texts, list []catalog.Attribute) {
	for i, a := range list {
		need, have := 1, 0
		for _, b := range list[:i] {
			if sameTexts(a.Name, b.Name) {
				need++
			}
		}
		for _, n := range *names {
			if sameTexts(n, a.Name) {
				have++
			}
		}
		if have < need {
			*names = append(*names, a.Name)
		}
	}
}

var fixedHead = []string{"sku", "handle", "title_ru", "title_en", "description_ru", "description_en", "category", "brand", "price", "compare_at", "stock", "status", "active", "position", "images"}

func (ex *exporter) head() []string {
	out := slices.Clone(fixedHead)
	for _, n := range ex.options {
		out = append(out, "option:"+inBoth(n, ex.opt.Lang))
	}
	for _, n := range ex.attributes {
		out = append(out, "attribute:"+inBoth(n, ex.opt.Lang))
	}
	return out
}

func (ex *exporter) write(list []catalog.Product) error {
	for _, p := range list {
		urls := make([]string, len(p.Images))
		for i, im := range p.Images {
			urls[i] = im.URL
		}
		for _, v := range p.Variants {
			row := []string{v.SKU, p.Slug, p.Title[lang.RU], p.Title[lang.EN], p.Description[lang.RU], p.Description[lang.EN], ex.path(p.CategoryID), p.Brand,
				v.Price.Decimal(), "", "", string(p.Status), "no", strconv.Itoa(p.Position), strings.Join(urls, " ")}
			if !v.CompareAt.IsZero() {
				row[9] = v.CompareAt.Decimal()
			}
			if v.Tracked {
				row[10] = strconv.FormatInt(v.OnHand, 10)
			}
			if v.Active {
				row[12] = "yes"
			}
			row = append(row, ex.values(ex.options, v.Options)...)
			row = append(row, ex.values(ex.attributes, p.Attributes)...)
			for i := range row {
				row[i] = guard(strings.ReplaceAll(row[i], "\r\n", "\n"))
			}
			if err := ex.out.Write(row); err != nil {
				return err
			}
		}
	}
	return nil
}

// values lays a list of attributes out under the names of the columns.
func (ex *exporter) values(names []lang.Texts, list []catalog.Attribute) []string {
	out := make([]string, len(names))
	used := make([]bool, len(list))
	for i, n := range names {
		for k, a := range list {
			if !used[k] && sameTexts(n, a.Name) {
				out[i], used[k] = inBoth(a.Value, ex.opt.Lang), true
				break
			}
		}
	}
	return out
}

// path writes where a category stands: "Обувь > Кроссовки".
func (ex *exporter) path(id string) string {
	var parts []string
	for id != "" && len(parts) < 16 {
		i := slices.IndexFunc(ex.categories, func(c catalog.Category) bool { return c.ID == id })
		if i < 0 {
			break
		}
		parts = append(parts, escape(ex.categories[i].Title.In(ex.opt.Lang, lang.RU), '>'))
		id = ex.categories[i].ParentID
	}
	slices.Reverse(parts)
	return strings.Join(parts, " > ")
}
