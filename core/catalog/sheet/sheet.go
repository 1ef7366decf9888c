// Package sheet is the catalog as a table: CSV in, with every bad row explained, and
// CSV out, so that what is written is read back without a change. It knows nothing of
// files and nothing of other formats.
package sheet

import (
	"time"

	"prilavok/core/catalog"
	"prilavok/core/id"
	"prilavok/core/lang"
	"prilavok/core/txn"
)

// Service imports and exports the catalog of a shop.
type Service struct {
	goods *catalog.Service
	tx    txn.Runner
	store Store
	now   func() time.Time
	ids   *id.Maker
}

// New returns the service.
func New(goods *catalog.Service, store Store, tx txn.Runner, now func() time.Time, ids *id.Maker) *Service {
	return &Service{goods, tx, store, now, ids}
}

// Limits of a sheet that is imported.
const (
	MaxBytes = 64 << 20
	MaxRows  = 50_000
	maxCells = 200
	maxCell  = 20_000 // bytes of one cell
	maxSKU   = 64
)

// Problem is why a row was not taken.
type Problem struct {
	Row      int    // as a spreadsheet counts: the header is row 1
	Column   string // as it is headed in the file, "" the row as a whole
	Value    string // what stands there, shortened
	Expected lang.Phrase
}

// Options say how a sheet is read.
type Options struct {
	Currency string    // of all prices
	Lang     lang.Lang // of columns that name no language
	GoodRows bool      // takes products without a problem; else all or nothing
	DryRun   bool      // changes nothing, tells what would change
	By       string    // who imports, for the stock log and the list of imports
	File     string    // what the file is called, for the list of imports
	Expect   string    // the digest of the preview that this has to be; "" any
}

// Outcome is what came of a variant.
type Outcome string

const (
	Created   Outcome = "created"
	Updated   Outcome = "updated"
	Unchanged Outcome = "unchanged"
)

// Change is what an import does, or would do, to a variant.
type Change struct {
	Row     int
	SKU     string
	Product string // its title
	Outcome Outcome
	Fields  []Difference // of the product too, where this is its first row
}

// Report tells what an import did.
type Report struct {
	Changes   []Change
	Problems  []Problem
	Ignored   []string // columns that were not understood
	Created   int      // variants
	Updated   int
	Unchanged int
	Digest    string // names what is done, for Options.Expect
	Applied   bool   // false after a dry run, or when all or nothing was nothing
	ImportID  string // of what was done, for Undo; "" nothing was
}

func (r *Report) add(c Change) {
	r.Changes = append(r.Changes, c)
	switch c.Outcome {
	case Created:
		r.Created++
	case Updated:
		r.Updated++
	case Unchanged:
		r.Unchanged++
	}
}

// field is what a column holds.
type field string

const (
	fSKU         field = "sku"
	fHandle      field = "handle"
	fTitle       field = "title"
	fDescription field = "description"
	fCategory    field = "category"
	fBrand       field = "brand"
	fPrice       field = "price"
	fCompareAt   field = "compare_at"
	fStock       field = "stock"
	fStatus      field = "status"
	fActive      field = "active"
	fImages      field = "images"
	fPosition    field = "position"
	fOption      field = "option"
	fAttribute   field = "attribute"
)

// column is one column of a sheet.
type column struct {
	head  string // as it stands in the file
	field field
	lang  lang.Lang  // of titles and descriptions
	name  lang.Texts // of options and attributes
}

// aliases lists what people call the columns, folded.
var aliases = map[string]field{
	"sku": fSKU, "артикул": fSKU, "арт": fSKU, "код": fSKU, "код товара": fSKU, "article": fSKU, "variant sku": fSKU,
	"handle": fHandle, "slug": fHandle, "ссылка": fHandle, "чпу": fHandle, "адрес": fHandle,
	"title": fTitle, "name": fTitle, "название": fTitle, "наименование": fTitle, "товар": fTitle, "название товара": fTitle, "product": fTitle,
	"description": fDescription, "описание": fDescription, "body": fDescription, "текст": fDescription,
	"category": fCategory, "категория": fCategory, "раздел": fCategory, "группа": fCategory, "type": fCategory,
	"brand": fBrand, "бренд": fBrand, "производитель": fBrand, "марка": fBrand, "vendor": fBrand,
	"price": fPrice, "цена": fPrice, "стоимость": fPrice, "цена продажи": fPrice, "variant price": fPrice,
	"compare at": fCompareAt, "compare_at": fCompareAt, "old price": fCompareAt, "старая цена": fCompareAt, "цена до скидки": fCompareAt,
	"stock": fStock, "остаток": fStock, "остатки": fStock, "количество": fStock, "наличие": fStock, "quantity": fStock, "qty": fStock, "на складе": fStock,
	"status": fStatus, "статус": fStatus, "active": fActive, "активен": fActive, "в продаже": fActive,
	"images": fImages, "image": fImages, "фото": fImages, "картинка": fImages, "картинки": fImages, "изображение": fImages, "изображения": fImages, "photo": fImages,
	"position": fPosition, "порядок": fPosition, "позиция": fPosition,
	"размер": fOption, "цвет": fOption, "size": fOption, "color": fOption, "объем": fOption, "volume": fOption, "вес": fOption, "weight": fOption,
}

// What is expected in a cell that is wrong.
var (
	wantSKUColumn   = lang.Phrase{RU: "в таблице нужен столбец «Артикул» (sku)", EN: "the sheet needs a column “SKU”"}
	wantSKU         = lang.Phrase{RU: "артикул до 64 знаков, без него строку не узнать", EN: "a SKU of up to 64 characters, which tells the row apart"}
	wantUnique      = lang.Phrase{RU: "артикул, которого нет в строках выше", EN: "a SKU that no row above has"}
	wantOneProduct  = lang.Phrase{RU: "артикул этого же товара: такой уже есть у другого", EN: "a SKU of this product: another product has this one"}
	wantTitle       = lang.Phrase{RU: "название: это новый товар", EN: "a title: this is a new product"}
	wantPrice       = lang.Phrase{RU: "цена, например 1 490,50", EN: "a price such as 1490.50"}
	wantStock       = lang.Phrase{RU: "целое число от нуля или пусто, если остаток не считают", EN: "a whole number from zero, or nothing if stock is not counted"}
	wantReserved    = lang.Phrase{RU: "не меньше, чем уже обещано покупателям", EN: "no less than what customers were promised"}
	wantStatus      = lang.Phrase{RU: "active, draft или archived (продаётся, черновик, архив)", EN: "active, draft or archived"}
	wantYesNo       = lang.Phrase{RU: "да или нет", EN: "yes or no"}
	wantInteger     = lang.Phrase{RU: "целое число от нуля", EN: "a whole number from zero"}
	wantImage       = lang.Phrase{RU: "адреса картинок через пробел: https://… или /media/…", EN: "addresses of pictures with spaces between: https://… or /media/…"}
	wantShorter     = lang.Phrase{RU: "текст короче: в ячейке помещается 20 000 байт", EN: "a shorter text: a cell holds 20,000 bytes"}
	wantFewerCells  = lang.Phrase{RU: "не больше ячеек, чем в первой строке", EN: "no more cells than the first row has"}
	wantFewerRows   = lang.Phrase{RU: "не больше 50 000 строк: разделите файл", EN: "no more than 50,000 rows: split the file"}
	wantSmaller     = lang.Phrase{RU: "файл до 64 МБ", EN: "a file of up to 64 MB"}
	wantCSV         = lang.Phrase{RU: "CSV: кавычки в ячейке удваивают, вся ячейка — в кавычках", EN: "CSV: quotes inside a cell are doubled and the cell is quoted"}
	wantHandle      = lang.Phrase{RU: "латиница, цифры и дефисы, например red-mug", EN: "Latin letters, digits and hyphens, such as red-mug"}
	wantRows        = lang.Phrase{RU: "таблица с заголовками в первой строке", EN: "a table with headings in its first row"}
	wantOneOfColumn = lang.Phrase{RU: "один такой столбец, второй лишний", EN: "one such column, not two"}
)
