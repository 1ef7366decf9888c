package sample

import (
	"bytes"
	"encoding/json"
	"fmt"

	"prilavok/core/cart"
	"prilavok/core/knowledge"
	"prilavok/core/lang"
	"prilavok/core/promotion"
	"prilavok/core/shop"
)

// Data is the sample shop as its files tell it. Amounts are minor units of the shop's
// currency.
type Data struct {
	Shop       Shop
	Categories []Category
	Products   []Product
	Articles   []Article
	Delivery   []cart.Method
	Promotions []Promotion
}

// Shop is shop.json.
type Shop struct {
	Slug      string            `json:"slug"`
	Name      lang.Texts        `json:"name"`
	Tagline   lang.Texts        `json:"tagline"`
	Languages []lang.Lang       `json:"languages"`
	Currency  string            `json:"currency"`
	TimeZone  string            `json:"time_zone"`
	Greeting  lang.Texts        `json:"greeting"`
	Contact   shop.Contact      `json:"contact"`
	Persona   string            `json:"persona"`
	Orders    shop.Orders       `json:"orders"`
	Synonyms  [][]string        `json:"synonyms"` // a word stands in one group only
	Options   map[string]Option `json:"options"`
}

// Promotion is an entry of promotions.json. Its categories are slugs.
type Promotion struct {
	Slug string `json:"slug"`
	promotion.Promotion
}

// Option is a property that tells variants apart, with its values by their code.
type Option struct {
	Name   lang.Texts            `json:"name"`
	Values map[string]lang.Texts `json:"values"`
}

// Category is a line of categories.json, in the order of the shop.
type Category struct {
	Slug  string     `json:"slug"`
	Title lang.Texts `json:"title"`
}

// Product is an entry of products.json.
type Product struct {
	Slug        string      `json:"slug"`
	Category    string      `json:"category"`
	Brand       string      `json:"brand"`
	Title       lang.Texts  `json:"title"`
	Description lang.Texts  `json:"description"`
	Attributes  []Attribute `json:"attributes"`
	Images      []Image     `json:"images"`
	Variants    []Variant   `json:"variants"`
}

// Attribute is a property of a product.
type Attribute struct {
	Name  lang.Texts `json:"name"`
	Value lang.Texts `json:"value"`
}

// Image is a picture; Shows says which variants look like it, none all of them.
type Image struct {
	File  string            `json:"file"`
	Shows map[string]string `json:"shows,omitempty"`
	Alt   lang.Texts        `json:"alt"`
}

// Variant is what is bought. Options are codes of Shop.Options.
type Variant struct {
	SKU       string            `json:"sku"`
	Options   map[string]string `json:"options"`
	Price     int64             `json:"price"`
	OldPrice  int64             `json:"old_price,omitempty"`
	Stock     int64             `json:"stock"`
	Untracked bool              `json:"untracked,omitempty"` // stock is not counted
}

// Article is an entry of articles.json.
type Article struct {
	Slug     string         `json:"slug"`
	Kind     knowledge.Kind `json:"kind"`
	Title    lang.Texts     `json:"title"`
	Body     lang.Texts     `json:"body"`
	Keywords lang.Texts     `json:"keywords"`
}

// Read reads the files that are built in. Unknown fields are faults: they are typos.
func Read() (Data, error) {
	var d Data
	for name, v := range map[string]any{"shop": &d.Shop, "categories": &d.Categories, "products": &d.Products, "articles": &d.Articles, "delivery": &d.Delivery, "promotions": &d.Promotions} {
		b, err := data.ReadFile(name + ".json")
		if err != nil {
			return Data{}, err
		}
		dec := json.NewDecoder(bytes.NewReader(b))
		dec.DisallowUnknownFields()
		if err := dec.Decode(v); err != nil {
			return Data{}, fmt.Errorf("%s.json: %w", name, err)
		}
	}
	return d, nil
}
