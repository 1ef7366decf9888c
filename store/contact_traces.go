package store

import "context"

// What a contact has beside their own rows: $1 is the shop, $2 the contact.
const (
	theirTalks    = `(SELECT id FROM conversations WHERE shop_id = $1 AND contact_id = $2)`
	theirOrders   = `(SELECT id FROM orders WHERE shop_id = $1 AND contact_id = $2)`
	theirPayments = `(SELECT id FROM payments WHERE shop_id = $1 AND order_id IN ` + theirOrders + `)`

	// Which rows of a table tell of them.
	ofComments = `(conversation_id IN ` + theirTalks + ` OR EXISTS (SELECT 1 FROM addresses a
			WHERE a.shop_id = $1 AND a.contact_id = $2 AND a.account_id = comments.account_id AND a.external_id = comments.person_id))`
	ofEvents  = `(contact_id = $2 OR subject_id = $2 OR conversation_id IN ` + theirTalks + ` OR subject_id IN ` + theirOrders + `)`
	ofChanges = `(subject = $2 OR subject IN ` + theirOrders + ` OR subject IN ` + theirTalks + `)`
)

// traces takes a person out of rows that are not theirs alone, and have to stay or name no
// contact. It runs before EraseContact takes away addresses and conversations, by which they are
// found. docs/privacy.md lists every column of every table; a test holds it to the schema.
var traces = []struct{ what, text string }{
	// A comment stays as a line of the ledger, so that it is never answered twice; one that waits
	// for its answer gets none.
	{"comments", `UPDATE comments SET person_id = NULL, username = NULL, text = '', private_text = NULL, public_text = NULL, due_at = NULL, step = NULL,
		reason = CASE WHEN state = 'open' THEN 'erased' ELSE reason END, state = CASE WHEN state = 'open' THEN 'skipped' ELSE state END
		WHERE shop_id = $1 AND ` + ofComments},
	// Raw bodies name a person by the channel's id alone, as a text or a number of JSON.
	{"intake", `UPDATE intake SET raw = '' WHERE shop_id = $1 AND raw <> '' AND EXISTS (SELECT 1 FROM addresses a
		WHERE a.shop_id = $1 AND a.contact_id = $2 AND a.account_id = intake.account_id AND (intake.raw LIKE '%"' || a.external_id || '"%'
			OR intake.raw LIKE '%:' || a.external_id || ',%' OR intake.raw LIKE '%:' || a.external_id || '}%'))`},
	{"hooks", `DELETE FROM webhook_deliveries WHERE shop_id = $1 AND event_id IN (SELECT id FROM events WHERE shop_id = $1
		AND ` + ofEvents + `
		UNION SELECT id FROM order_events WHERE shop_id = $1 AND order_id IN ` + theirOrders + `)`},
	{"events", `UPDATE events SET data = '{}' WHERE shop_id = $1
		AND ` + ofEvents},
	{"timelines", `UPDATE order_events SET why = '', data = '{}' WHERE shop_id = $1 AND order_id IN ` + theirOrders},
	{"notices of staff", `DELETE FROM notices WHERE shop_id = $1 AND (conversation_id IN ` + theirTalks + ` OR subject_id IN ` + theirOrders + `)`},
	{"bell", `DELETE FROM bell_items WHERE shop_id = $1 AND (conversation_id IN ` + theirTalks + ` OR order_id IN ` + theirOrders + `)`},
	{"jobs", `DELETE FROM jobs WHERE shop_id = $1 AND status <> 'running' AND (
		EXISTS (SELECT 1 FROM conversations c WHERE c.shop_id = $1 AND c.contact_id = $2 AND CAST(jobs.payload AS text) LIKE '%"' || c.id || '"%')
		OR status = 'dead' AND EXISTS (SELECT 1 FROM orders o WHERE o.shop_id = $1 AND o.contact_id = $2 AND CAST(jobs.payload AS text) LIKE '%"' || o.id || '"%'))`},
	{"answers of the API", `DELETE FROM api_requests WHERE shop_id = $1 AND (body LIKE '%"' || $2 || '"%'
		OR EXISTS (SELECT 1 FROM orders o WHERE o.shop_id = $1 AND o.contact_id = $2 AND api_requests.body LIKE '%"' || o.id || '"%'))`},
	{"log of changes", `UPDATE audit_log SET before = '{}', after = '{}' WHERE shop_id = $1 AND ` + ofChanges},
	{"returns", `UPDATE order_returns SET reason = '', photos = '[]', refusal = '' WHERE shop_id = $1 AND order_id IN ` + theirOrders},
	{"parcels", `UPDATE fulfillments SET tracking = '', tracking_url = '' WHERE shop_id = $1 AND order_id IN ` + theirOrders},
	{"shipments", `UPDATE delivery_shipments SET number = '', url = '', parcel = '{}', place = '', check_at = NULL WHERE shop_id = $1 AND order_id IN ` + theirOrders},
	{"payments", `UPDATE payments SET url = '', back = '', token = NULL, reason = '', proof = '{}' WHERE shop_id = $1 AND order_id IN ` + theirOrders},
	// A request to a provider has the receipt's e-mail or phone. The receipt itself is the tax
	// service's and the provider's, who have to keep it.
	{"operations", `UPDATE payment_operations SET request = '{}', why = '' WHERE shop_id = $1 AND order_id IN ` + theirOrders},
	{"problems of money", `UPDATE payment_problems SET data = '{}' WHERE shop_id = $1 AND order_id IN ` + theirOrders},
	{"approvals", `UPDATE payment_approvals SET payer = '' WHERE shop_id = $1 AND payment_id IN ` + theirPayments},
	{"charges", `UPDATE payment_charges SET payer = '' WHERE shop_id = $1 AND payment_id IN ` + theirPayments},
	{"notices of providers", `UPDATE payment_notices SET raw = '' WHERE shop_id = $1 AND EXISTS (SELECT 1 FROM payments p
		WHERE p.shop_id = $1 AND p.order_id IN ` + theirOrders + ` AND p.account_id = payment_notices.account_id AND (payment_notices.raw LIKE '%"' || p.id || '"%'
			OR coalesce(p.external_id, '') <> '' AND payment_notices.raw LIKE '%"' || p.external_id || '"%'))`},
	{"demo payments", `DELETE FROM demo_payments WHERE shop_id = $1 AND id IN (SELECT external_id FROM payments WHERE shop_id = $1 AND external_id IS NOT NULL AND order_id IN ` + theirOrders + `)`},
}

// eraseTraces does what traces say.
func (s *Store) eraseTraces(ctx context.Context, contactID string) error {
	for _, x := range traces {
		if _, err := s.conn(ctx).exec(ctx, "erase "+x.what, x.text, shopID(ctx), contactID); err != nil {
			return err
		}
	}
	return nil
}
