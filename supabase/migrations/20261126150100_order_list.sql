-- The list of orders at a million of them. listed_at is what it is ordered by; facet holds
-- all that its filters pick from, so that one index serves any combination: there are only
-- as many different facets as combinations that occur, and each is read from the newest on.
-- Generated, they are right whoever writes the row. The order of the parts is read by
-- store/order_list.go.
ALTER TABLE prilavok.orders
  ADD COLUMN listed_at timestamptz GENERATED ALWAYS AS (coalesce(placed_at, created_at)) STORED,
  ADD COLUMN facet text COLLATE "C" GENERATED ALWAYS AS (
    status || '|' || payment_status || '|' || fulfillment_status || '|' || source || '|' || payment_method || '|' ||
    CASE WHEN status IN ('placed', 'completed') AND total_amount - returned_amount > captured_amount - refunded_amount THEN '1' ELSE '0' END || '|' ||
    CASE WHEN captured_amount - refunded_amount > CASE WHEN status = 'canceled' THEN 0 ELSE total_amount - returned_amount END THEN '1' ELSE '0' END || '|' ||
    CASE WHEN lapsed_at IS NOT NULL THEN '1' ELSE '0' END || '|' || label) STORED;
CREATE INDEX orders_listed ON prilavok.orders (shop_id, listed_at, id, facet, name_key, name_back); -- the newest are looked through in it alone
CREATE INDEX orders_facet ON prilavok.orders (shop_id, facet, listed_at, id);

-- Names are found by index alone, newest first; what the facet serves needs no index of its own.
DROP INDEX prilavok.orders_name;
DROP INDEX prilavok.orders_name_back;
CREATE INDEX orders_name ON prilavok.orders (shop_id, name_key, listed_at, id);
CREATE INDEX orders_name_back ON prilavok.orders (shop_id, name_back, listed_at, id);
DROP INDEX prilavok.orders_status;
DROP INDEX prilavok.orders_payment;
DROP INDEX prilavok.orders_fulfillment;
DROP INDEX prilavok.orders_placed;
DROP INDEX prilavok.orders_owing;
DROP INDEX prilavok.orders_owed;
DROP INDEX prilavok.orders_label;
