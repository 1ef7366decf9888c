package sheet

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"prilavok/core/catalog"
	"prilavok/core/fault"
	"prilavok/core/lang"
	"prilavok/core/money"
)

// ErrMoved says that an import would not do any more what its preview has shown.
var ErrMoved = fault.New(fault.Conflict, "sheet.moved", "the file or the catalog has changed since the preview: look at what would change now")

// Difference is one value that an import changes, as people read it.
type Difference struct {
	Field string // title.ru, description.en, brand, category, status, position, attributes, images; options, price, compare_at, stock, active
	Was   string
	Now   string
}

// face is a product or a variant as pairs of a field and its value.
type face [][2]string

func (im *importer) product(p catalog.Product, path []string) face {
	var urls []string
	for _, i := range p.Images {
		urls = append(urls, i.URL)
	}
	shelf := strings.Join(path, " › ")
	if p.CategoryID != "" || shelf == "" {
		shelf = im.shelf(p.CategoryID)
	}
	return face{{"title.ru", sheetText(p.Title[lang.RU])}, {"title.en", sheetText(p.Title[lang.EN])}, {"description.ru", sheetText(p.Description[lang.RU])},
		{"description.en", sheetText(p.Description[lang.EN])}, {"brand", sheetText(p.Brand)}, {"category", shelf}, {"status", string(p.Status)}, {"position", strconv.Itoa(p.Position)},
		{"attributes", im.named(p.Attributes)}, {"images", strings.Join(urls, " ")}}
}

func (im *importer) line(v catalog.Variant) face {
	stock := ""
	if v.Tracked {
		stock = strconv.FormatInt(v.OnHand, 10)
	}
	return face{{"options", im.named(v.Options)}, {"price", sum(v.Price)}, {"compare_at", sum(v.CompareAt)}, {"stock", stock}, {"active", strconv.FormatBool(v.Active)}}
}

func sum(m money.Money) string {
	if m.Amount == 0 {
		return ""
	}
	return m.Format(string(lang.EN))
}

// shelf is the path of titles to a category.
func (im *importer) shelf(id string) string {
	var path []string
	for id != "" && len(path) < 16 {
		i := slices.IndexFunc(im.categories, func(c catalog.Category) bool { return c.ID == id })
		if i < 0 {
			break
		}
		path = append([]string{im.categories[i].Title.In(im.opt.Lang, lang.RU)}, path...)
		id = im.categories[i].ParentID
	}
	return strings.Join(path, " › ")
}

func (im *importer) named(list []catalog.Attribute) string {
	var out []string
	for _, a := range list {
		out = append(out, a.Name.In(im.opt.Lang, lang.RU)+": "+a.Value.In(im.opt.Lang, lang.RU))
	}
	slices.Sort(out) // an order that says the same is no difference
	return strings.Join(out, "; ")
}

// differences are the fields in which two faces are not the same.
func differences(was, now face) (out []Difference) {
	for i, f := range now {
		if was[i][1] != f[1] {
			out = append(out, Difference{f[0], was[i][1], f[1]})
		}
	}
	return out
}

// digest names all that a report says would be done, so that it can be asked for.
func (r *Report) digest() (string, error) {
	b, err := json.Marshal([]any{r.Changes, r.Problems})
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:16]), err
}
