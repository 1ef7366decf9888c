-- What happened to an order's money and goods: see supabase/migrations/20261126100000_order_facts.sql, whose twin this is.
ALTER TABLE orders ADD COLUMN captured_amount integer NOT NULL DEFAULT 0;
ALTER TABLE orders ADD COLUMN refunded_amount integer NOT NULL DEFAULT 0;
ALTER TABLE orders ADD COLUMN authorized_amount integer NOT NULL DEFAULT 0;
ALTER TABLE orders ADD COLUMN pending_amount integer NOT NULL DEFAULT 0;
ALTER TABLE orders ADD COLUMN returned_amount integer NOT NULL DEFAULT 0;
ALTER TABLE orders ADD COLUMN money_tried boolean NOT NULL DEFAULT 0;
ALTER TABLE orders ADD COLUMN packed_count integer NOT NULL DEFAULT 0;
ALTER TABLE orders ADD COLUMN sent_count integer NOT NULL DEFAULT 0;
ALTER TABLE orders ADD COLUMN arrived_count integer NOT NULL DEFAULT 0;
ALTER TABLE orders ADD COLUMN returned_count integer NOT NULL DEFAULT 0;
ALTER TABLE orders ADD COLUMN label text NOT NULL DEFAULT '';
ALTER TABLE orders ADD COLUMN lapsed_at text;
ALTER TABLE orders ADD COLUMN name_key text NOT NULL DEFAULT '';
ALTER TABLE orders ADD COLUMN name_back text NOT NULL DEFAULT '';
ALTER TABLE orders ADD COLUMN phone_key text NOT NULL DEFAULT '';
CREATE INDEX orders_payment ON orders (shop_id, payment_status, id);
CREATE INDEX orders_fulfillment ON orders (shop_id, fulfillment_status, id);
CREATE INDEX orders_placed ON orders (shop_id, placed_at);
CREATE INDEX orders_name ON orders (shop_id, name_key);
CREATE INDEX orders_name_back ON orders (shop_id, name_back);
CREATE INDEX orders_phone ON orders (shop_id, phone_key);
CREATE INDEX orders_owing ON orders (shop_id, id)
  WHERE status IN ('placed', 'completed') AND total_amount - returned_amount > captured_amount - refunded_amount;
CREATE INDEX orders_owed ON orders (shop_id, id)
  WHERE captured_amount - refunded_amount > CASE WHEN status = 'canceled' THEN 0 ELSE total_amount - returned_amount END;
CREATE INDEX orders_lapsed ON orders (shop_id, id) WHERE lapsed_at IS NOT NULL;
CREATE INDEX orders_label ON orders (shop_id, label, id) WHERE label <> '';
