-- What happened to an order's money and goods, as sums and pieces: payment and
-- fulfillment status are derived from these columns. returned_amount is the worth of
-- goods that came back; label is a stage set by hand until the next fact; lapsed_at says
-- since when a standing order holds no stock. name_key, name_back and phone_key are
-- folded for search: the name, its last word first, the digits from the end.
ALTER TABLE prilavok.orders
  ADD COLUMN captured_amount   bigint NOT NULL DEFAULT 0,
  ADD COLUMN refunded_amount   bigint NOT NULL DEFAULT 0,
  ADD COLUMN authorized_amount bigint NOT NULL DEFAULT 0,
  ADD COLUMN pending_amount    bigint NOT NULL DEFAULT 0,
  ADD COLUMN returned_amount   bigint NOT NULL DEFAULT 0,
  ADD COLUMN money_tried       boolean NOT NULL DEFAULT false,
  ADD COLUMN packed_count      bigint NOT NULL DEFAULT 0,
  ADD COLUMN sent_count        bigint NOT NULL DEFAULT 0,
  ADD COLUMN arrived_count     bigint NOT NULL DEFAULT 0,
  ADD COLUMN returned_count    bigint NOT NULL DEFAULT 0,
  ADD COLUMN label             text NOT NULL DEFAULT '',
  ADD COLUMN lapsed_at         timestamptz,
  ADD COLUMN name_key          text COLLATE "C" NOT NULL DEFAULT '',
  ADD COLUMN name_back         text COLLATE "C" NOT NULL DEFAULT '',
  ADD COLUMN phone_key         text COLLATE "C" NOT NULL DEFAULT '';
CREATE INDEX orders_payment ON prilavok.orders (shop_id, payment_status, id);
CREATE INDEX orders_fulfillment ON prilavok.orders (shop_id, fulfillment_status, id);
CREATE INDEX orders_placed ON prilavok.orders (shop_id, placed_at);
CREATE INDEX orders_name ON prilavok.orders (shop_id, name_key);
CREATE INDEX orders_name_back ON prilavok.orders (shop_id, name_back);
CREATE INDEX orders_phone ON prilavok.orders (shop_id, phone_key);
CREATE INDEX orders_owing ON prilavok.orders (shop_id, id)
  WHERE status IN ('placed', 'completed') AND total_amount - returned_amount > captured_amount - refunded_amount;
CREATE INDEX orders_owed ON prilavok.orders (shop_id, id)
  WHERE captured_amount - refunded_amount > CASE WHEN status = 'canceled' THEN 0 ELSE total_amount - returned_amount END;
CREATE INDEX orders_lapsed ON prilavok.orders (shop_id, id) WHERE lapsed_at IS NOT NULL;
CREATE INDEX orders_label ON prilavok.orders (shop_id, label, id) WHERE label <> '';
