-- The search index: which terms a product has, and which terms there are. Terms are
-- made in Go (stems, sounds), so both engines hold the same rows. It is a table and no
-- tsvector or pg_trgm column, because under row-level security Postgres may use an index
-- only with leakproof operators: = and < on text are, @@ and % are not. COLLATE "C"
-- lets "begins with" be a range.

-- rank orders by where the word stands, then by the owner's order; with the prices an
-- index alone gives the best candidates of a term.
CREATE TABLE prilavok.product_terms (
  shop_id    text NOT NULL,
  product_id text NOT NULL,
  term       text COLLATE "C" NOT NULL,
  rank       bigint NOT NULL,
  price_min  bigint NOT NULL,
  price_max  bigint NOT NULL,
  PRIMARY KEY (shop_id, product_id, term),
  FOREIGN KEY (shop_id, product_id) REFERENCES prilavok.products (shop_id, id) ON DELETE CASCADE
);
CREATE INDEX product_terms_term ON prilavok.product_terms (shop_id, term, rank, product_id, price_min, price_max);
SELECT prilavok.secure('product_terms');

-- The words of a shop; head (the first letter) and letters narrow the search for a word
-- with typos. Words that no product has any more stay: they lead nowhere.
CREATE TABLE prilavok.terms (
  shop_id text NOT NULL REFERENCES prilavok.shops (shop_id) ON DELETE CASCADE,
  term    text COLLATE "C" NOT NULL,
  head    text COLLATE "C" NOT NULL,
  letters integer NOT NULL,
  PRIMARY KEY (shop_id, term)
);
CREATE INDEX terms_head ON prilavok.terms (shop_id, head, letters, term);
SELECT prilavok.secure('terms');

CREATE TABLE prilavok.synonyms (
  shop_id text NOT NULL REFERENCES prilavok.shops (shop_id) ON DELETE CASCADE,
  stem    text NOT NULL,
  words   jsonb NOT NULL,
  PRIMARY KEY (shop_id, stem)
);
SELECT prilavok.secure('synonyms');
