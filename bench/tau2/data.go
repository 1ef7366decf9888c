// Package tau2 measures the order services with a public retail data set, tau2-bench's
// retail domain: its shop is imported, every task's gold actions are carried out
// through our own services, and the end state is compared with the one that the data
// set's semantics prescribe. Its rules live here, as policy over public services: no
// rule, status or quirk of it is in core. It runs no model and grades no conversation.
package tau2

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// State is the data set's database, as its own program keeps it.
type State struct {
	Products map[string]Product `json:"products"`
	Users    map[string]User    `json:"users"`
	Orders   map[string]Order   `json:"orders"`
}

// Product is a type of goods with its variants by item id.
type Product struct {
	Name     string          `json:"name"`
	ID       string          `json:"product_id"`
	Variants map[string]Item `json:"variants"`
}

// Item is one variant, or one piece of an order.
type Item struct {
	Name      string            `json:"name,omitempty"`
	ProductID string            `json:"product_id,omitempty"`
	ID        string            `json:"item_id"`
	Options   map[string]string `json:"options"`
	Available bool              `json:"available,omitempty"`
	Price     Cents             `json:"price"`
}

// User is a customer.
type User struct {
	ID      string            `json:"user_id"`
	Name    Name              `json:"name"`
	Address Address           `json:"address"`
	Email   string            `json:"email"`
	Methods map[string]Method `json:"payment_methods"`
	Orders  []string          `json:"orders"`
}

// Name is a customer's name.
type Name struct {
	First string `json:"first_name"`
	Last  string `json:"last_name"`
}

// Address is a postal address.
type Address struct {
	Line1   string `json:"address1"`
	Line2   string `json:"address2"`
	City    string `json:"city"`
	Country string `json:"country"`
	State   string `json:"state"`
	Zip     string `json:"zip"`
}

// Method is one way of a customer to pay. Only a gift card has a balance.
type Method struct {
	Source  string `json:"source"`
	ID      string `json:"id"`
	Balance Cents  `json:"balance,omitempty"`
}

// gift reports whether the method is a gift card.
func (m Method) gift() bool { return m.Source == "gift_card" }

// Order is an order with what happened to it.
type Order struct {
	ID           string        `json:"order_id"`
	UserID       string        `json:"user_id"`
	Address      Address       `json:"address"`
	Items        []Item        `json:"items"`
	Status       string        `json:"status"`
	Fulfillments []Fulfillment `json:"fulfillments"`
	Payments     []Transaction `json:"payment_history"`

	CancelReason       string   `json:"cancel_reason,omitempty"`
	ExchangeItems      []string `json:"exchange_items,omitempty"`
	ExchangeNewItems   []string `json:"exchange_new_items,omitempty"`
	ExchangeMethod     string   `json:"exchange_payment_method_id,omitempty"`
	ExchangeDifference *Cents   `json:"exchange_price_difference,omitempty"`
	ReturnItems        []string `json:"return_items,omitempty"`
	ReturnMethod       string   `json:"return_payment_method_id,omitempty"`
}

// Fulfillment is a shipment: its tracking ids and what is in it.
type Fulfillment struct {
	Tracking []string `json:"tracking_id"`
	Items    []string `json:"item_ids"`
}

// Transaction is money in (payment) or out (refund).
type Transaction struct {
	Kind   string `json:"transaction_type"`
	Amount Cents  `json:"amount"`
	Method string `json:"payment_method_id"`
}

// Cents is an amount in hundredths, read exactly from the data set's decimals. Sums that
// the data set itself made with binary fractions are rounded to the cent.
type Cents int64

// UnmarshalJSON implements json.Unmarshaler.
func (c *Cents) UnmarshalJSON(b []byte) error {
	f, err := strconv.ParseFloat(string(bytes.TrimSpace(b)), 64)
	if err != nil {
		return fmt.Errorf("an amount: %w", err)
	}
	n, err := strconv.ParseInt(strings.Replace(strconv.FormatFloat(f, 'f', 2, 64), ".", "", 1), 10, 64)
	*c = Cents(n)
	return err
}

// Task is one request of a customer, with the actions that fulfill it.
type Task struct {
	ID       string `json:"id"`
	Criteria struct {
		Actions []Action `json:"actions"`
	} `json:"evaluation_criteria"`
}

// Action is one call of a tool.
type Action struct {
	Name      string    `json:"name"`
	Arguments Arguments `json:"arguments"`
}

// Arguments are those of the writing tools; others are left out.
type Arguments struct {
	OrderID    string   `json:"order_id"`
	UserID     string   `json:"user_id"`
	Reason     string   `json:"reason"`
	ItemIDs    []string `json:"item_ids"`
	NewItemIDs []string `json:"new_item_ids"`
	MethodID   string   `json:"payment_method_id"`
	Address
}

// Load reads db.json and tasks.json of a folder.
func Load(dir string) (State, []Task, error) {
	var st State
	if err := read(filepath.Join(dir, "db.json"), &st); err != nil {
		return State{}, nil, err
	}
	var tasks []Task
	if err := read(filepath.Join(dir, "tasks.json"), &tasks); err != nil {
		return State{}, nil, err
	}
	if len(st.Products) == 0 || len(st.Orders) == 0 || len(tasks) == 0 {
		return State{}, nil, fmt.Errorf("%s has no products, orders or tasks", dir)
	}
	return st, tasks, nil
}

func read(path string, to any) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(text, to); err != nil {
		return fmt.Errorf("%s: %w", filepath.Base(path), err)
	}
	return nil
}
