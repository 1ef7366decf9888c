-- The search index: which products stand under which terms. Terms are made in Go
-- (stems, sounds), so both engines hold the same rows. It is tables of ours and no
-- tsvector or pg_trgm column, because under row-level security Postgres may use an index
-- only with leakproof operators: = and < on text are, @@ and % are not.

-- One row a shop: its lock keeps writers of the index in a queue, next_num numbers its
-- products.
CREATE TABLE prilavok.search_state (
  shop_id  text NOT NULL REFERENCES prilavok.shops (shop_id) ON DELETE CASCADE,
  next_num bigint NOT NULL,
  PRIMARY KEY (shop_id)
);
SELECT prilavok.secure('search_state');

-- A product's number and its terms, so that they can be taken out again.
CREATE TABLE prilavok.product_terms (
  shop_id    text NOT NULL,
  product_id text NOT NULL,
  num        bigint NOT NULL,
  terms      text NOT NULL,
  PRIMARY KEY (shop_id, product_id),
  UNIQUE (shop_id, num),
  FOREIGN KEY (shop_id, product_id) REFERENCES prilavok.products (shop_id, id) ON DELETE CASCADE
);
SELECT prilavok.secure('product_terms');

-- The products under a term, 2,048 numbers a block: three bytes each, the offset in the
-- block and the weight, in the order of offsets.
CREATE TABLE prilavok.postings (
  shop_id  text NOT NULL REFERENCES prilavok.shops (shop_id) ON DELETE CASCADE,
  term     text COLLATE "C" NOT NULL,
  block    bigint NOT NULL,
  products bytea NOT NULL,
  PRIMARY KEY (shop_id, term, block)
);
SELECT prilavok.secure('postings');

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
