-- Names with any other filter are found by index alone: the facet holds all that the
-- filters pick from.
DROP INDEX orders_name;
DROP INDEX orders_name_back;
CREATE INDEX orders_name ON orders (shop_id, name_key, listed_at, id, facet);
CREATE INDEX orders_name_back ON orders (shop_id, name_back, listed_at, id, facet);
