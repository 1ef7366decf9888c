-- Conversations are found by the names that orders were placed under: the index tells whose
-- the orders are, so that none of them has to be read.
DROP INDEX orders_name;
DROP INDEX orders_name_back;
CREATE INDEX orders_name ON orders (shop_id, name_key, listed_at, id, facet, contact_id);
CREATE INDEX orders_name_back ON orders (shop_id, name_back, listed_at, id, facet, contact_id);
