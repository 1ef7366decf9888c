-- See supabase/migrations/20261123000220_search.sql, whose twin this is.
-- The search index: which products stand under which terms. Terms are made in Go
-- (stems, sounds), so both engines hold the same rows. It is tables of ours and no
-- tsvector or pg_trgm column, because under row-level security Postgres may use an index
-- only with leakproof operators: = and < on text are, @@ and % are not.

-- One row a shop: its lock keeps writers of the index in a queue, next_num numbers its
-- products.
CREATE TABLE search_state (
  shop_id  text NOT NULL REFERENCES shops (shop_id) ON DELETE CASCADE,
  next_num integer NOT NULL,
  PRIMARY KEY (shop_id)
);

-- A product's number and its terms, so that they can be taken out again.
CREATE TABLE product_terms (
  shop_id    text NOT NULL,
  product_id text NOT NULL,
  num        integer NOT NULL,
  terms      text NOT NULL,
  PRIMARY KEY (shop_id, product_id),
  UNIQUE (shop_id, num),
  FOREIGN KEY (shop_id, product_id) REFERENCES products (shop_id, id) ON DELETE CASCADE
);

-- The products under a term, 2,048 numbers a block: three bytes each, the offset in the
-- block and the weight, in the order of offsets.
CREATE TABLE postings (
  shop_id  text NOT NULL REFERENCES shops (shop_id) ON DELETE CASCADE,
  term     text NOT NULL,
  block    integer NOT NULL,
  products blob NOT NULL,
  PRIMARY KEY (shop_id, term, block)
) WITHOUT ROWID;

-- The words of a shop; head (the first letter) and letters narrow the search for a word
-- with typos. Words that no product has any more stay: they lead nowhere.
CREATE TABLE terms (
  shop_id text NOT NULL REFERENCES shops (shop_id) ON DELETE CASCADE,
  term    text NOT NULL,
  head    text NOT NULL,
  letters integer NOT NULL,
  PRIMARY KEY (shop_id, term)
);
CREATE INDEX terms_head ON terms (shop_id, head, letters, term);

CREATE TABLE synonyms (
  shop_id text NOT NULL REFERENCES shops (shop_id) ON DELETE CASCADE,
  stem    text NOT NULL,
  words   text NOT NULL,
  PRIMARY KEY (shop_id, stem)
);
