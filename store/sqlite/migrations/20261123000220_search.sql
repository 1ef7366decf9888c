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

CREATE TABLE terms (
  shop_id text NOT NULL REFERENCES shops (shop_id) ON DELETE CASCADE,
  term    text NOT NULL,
  PRIMARY KEY (shop_id, term)
);

CREATE TABLE term_trigrams (
  shop_id text NOT NULL,
  trigram text NOT NULL,
  term    text NOT NULL,
  PRIMARY KEY (shop_id, trigram, term),
  FOREIGN KEY (shop_id, term) REFERENCES terms (shop_id, term) ON DELETE CASCADE
);
CREATE INDEX term_trigrams_term ON term_trigrams (shop_id, term);

CREATE TABLE synonyms (
  shop_id text NOT NULL REFERENCES shops (shop_id) ON DELETE CASCADE,
  stem    text NOT NULL,
  words   text NOT NULL,
  PRIMARY KEY (shop_id, stem)
);
