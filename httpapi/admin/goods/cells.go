package goods

import (
	"context"

	"prilavok/core/catalog/shelf"
	"prilavok/httpapi/admin/gate"
)

// GoodsCell is one value that is to change, as text.
type GoodsCell struct {
	ProductID string `json:"product_id" minLength:"1" maxLength:"64"`
	VariantID string `json:"variant_id,omitempty" maxLength:"64" doc:"left out: the product's own"`
	Field     string `json:"field" enum:"title.ru,title.en,brand,category,status,position,sku,price,compare_at,stock,active"`
	Was       string `json:"was" maxLength:"2000" doc:"what the caller has seen there; amounts are minor units"`
	Value     string `json:"value" maxLength:"2000"`
}

// GoodsClash is why a cell stays as it is.
type GoodsClash struct {
	Cell int    `json:"cell" doc:"its place in the list, from 0"`
	Why  string `json:"why" enum:"changed,gone,invalid,reserved"`
	Is   string `json:"is" doc:"what stands there now"`
}

// GoodsCells is what came of a change of cells: all of them, or none.
type GoodsCells struct {
	Changed bool         `json:"changed"`
	Clashes []GoodsClash `json:"clashes"`
}

type cellsIn struct {
	Body struct {
		Cells []GoodsCell `json:"cells" minItems:"1" maxItems:"1000"`
	}
}

func (a *api) cells(ctx context.Context, in *cellsIn) (*out[GoodsCells], error) {
	var list []shelf.Cell
	for _, c := range in.Body.Cells {
		list = append(list, shelf.Cell(c))
	}
	clashes, err := shelf.New(a.Catalog).SetCells(ctx, list, gate.CallerOf(ctx).ID)
	if err != nil {
		return nil, err
	}
	res := GoodsCells{Changed: len(clashes) == 0, Clashes: []GoodsClash{}}
	for _, c := range clashes {
		res.Clashes = append(res.Clashes, GoodsClash(c))
	}
	if res.Changed {
		gate.Changed(ctx, "goods", was(in.Body.Cells), in.Body.Cells)
	}
	return &out[GoodsCells]{res}, nil
}

// was are the cells as they were.
func was(cells []GoodsCell) []GoodsCell {
	list := make([]GoodsCell, len(cells))
	for i, c := range cells {
		c.Value = c.Was
		list[i] = c
	}
	return list
}
