-- See supabase/migrations/20261123000220_search.sql, whose twin this is.
-- The search index: which terms a product has, and which terms there are. Terms are
-- made in Go (stems, sounds), so both engines hold the same rows; text
-- compares by bytes here.
CREATE TABLE product_terms (
  shop_id    text NOT NULL,
  product_id text NOT NULL,
  term       text NOT NULL,
  rank       integer NOT NULL,
  price_min  integer NOT NULL,
  price_max  integer NOT NULL,
  PRIMARY KEY (shop_id, product_id, term),
  FOREIGN KEY (shop_id, product_id) REFERENCES products (shop_id, id) ON DELETE CASCADE
) WITHOUT ROWID;
CREATE INDEX product_terms_term ON product_terms (shop_id, term, rank, product_id, price_min, price_max);

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
