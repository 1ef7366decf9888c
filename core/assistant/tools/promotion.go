package tools

import (
	"context"
	"encoding/json"

	"prilavok/core/assistant"
	"prilavok/core/cart"
	"prilavok/core/money"
	"prilavok/core/promotion"
)

// viewPromotions adds what promotions took off, and what is wrong with the code entered.
func viewPromotions(s assistant.Session, v map[string]any, list []promotion.Reason, off money.Money, code string, trouble cart.Trouble) {
	if !off.IsZero() {
		v["discount"] = txtSale.In(s.Lang) + " " + price(s, off)
	}
	var why []string
	for _, r := range list {
		why = append(why, assistant.Clean(r.Text(s.Lang, off.Currency), 160))
	}
	if why != nil {
		v["promotions"] = why
	}
	if code != "" {
		v["code_entered"] = true
	}
	if trouble.Code != "" {
		v["code_problem"] = string(trouble.Code)
		if trouble.Code == cart.ProblemCodeMinTotal {
			v["code_least_total"] = price(s, trouble.Amount)
		}
	}
}

// ApplyCode enters a promo code. It needs no confirmation: a cart binds nobody.
func ApplyCode(c Carts) assistant.Tool {
	return assistant.Tool{Name: "apply_code", Writes: true,
		Description: "Enters a promo code that the customer wrote, for the whole cart; code_problem tells why it gives nothing. Never invent or offer codes.",
		Schema:      object("code", text("The code as the customer wrote it")),
		Run: func(ctx context.Context, s assistant.Session, args json.RawMessage) (assistant.Result, error) {
			var a struct{ Code string }
			if err := decode(args, &a); err != nil {
				return assistant.Result{}, err
			}
			got, err := c.EnterCode(ctx, s.ContactID(), assistant.Clean(a.Code, 2*promotion.MaxCode))
			if err != nil {
				return assistant.Result{}, err
			}
			return assistant.Result{Data: viewCart(s, got), Changed: true, Button: checkoutButton(s, got)}, nil
		}}
}

// RemoveCode drops the promo code of the cart.
func RemoveCode(c Carts) assistant.Tool {
	return assistant.Tool{Name: "remove_code", Description: "Removes the promo code from the cart.", Schema: object(), Writes: true,
		Run: func(ctx context.Context, s assistant.Session, args json.RawMessage) (assistant.Result, error) {
			if err := decode(args, &struct{}{}); err != nil {
				return assistant.Result{}, err
			}
			got, err := c.RemoveCode(ctx, s.ContactID())
			if err != nil {
				return assistant.Result{}, err
			}
			return assistant.Result{Data: viewCart(s, got), Changed: true}, nil
		}}
}
