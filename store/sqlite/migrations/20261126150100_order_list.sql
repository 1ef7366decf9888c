-- The list of orders at a million of them. listed_at is what it is ordered by; facet holds
-- all that its filters pick from, so that one index serves any combination: there are only
-- as many different facets as combinations that occur, and each is read from the newest on.
-- Generated, they are right whoever writes the row. The order of the parts is read by
-- store/order_list.go.
ALTER TABLE orders ADD COLUMN listed_at text GENERATED ALWAYS AS (coalesce(placed_at, created_at)) VIRTUAL;
ALTER TABLE orders ADD COLUMN facet text GENERATED ALWAYS AS (
    status || '|' || payment_status || '|' || fulfillment_status || '|' || source || '|' || payment_method || '|' ||
    CASE WHEN status IN ('placed', 'completed') AND total_amount - returned_amount > captured_amount - refunded_amount THEN '1' ELSE '0' END || '|' ||
    CASE WHEN captured_amount - refunded_amount > CASE WHEN status = 'canceled' THEN 0 ELSE total_amount - returned_amount END THEN '1' ELSE '0' END || '|' ||
    CASE WHEN lapsed_at IS NOT NULL THEN '1' ELSE '0' END || '|' || label) VIRTUAL;
CREATE INDEX orders_listed ON orders (shop_id, listed_at, id, facet, name_key, name_back); -- the newest are looked through in it alone
CREATE INDEX orders_facet ON orders (shop_id, facet, listed_at, id);

-- Names are found by index alone, newest first; what the facet serves needs no index of its own.
DROP INDEX orders_name;
DROP INDEX orders_name_back;
CREATE INDEX orders_name ON orders (shop_id, name_key, listed_at, id);
CREATE INDEX orders_name_back ON orders (shop_id, name_back, listed_at, id);
DROP INDEX orders_status;
DROP INDEX orders_payment;
DROP INDEX orders_fulfillment;
DROP INDEX orders_placed;
DROP INDEX orders_owing;
DROP INDEX orders_owed;
DROP INDEX orders_label;
