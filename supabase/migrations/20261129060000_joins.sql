-- Two contacts who became one, with what moved and how both were, so that a person of the
-- shop can undo it; wrong codes of an address, which are counted; where and in which words a
-- contact allowed something.
CREATE TABLE prilavok.contact_joins (
  shop_id   text NOT NULL,
  id        text NOT NULL,
  gone_id   text NOT NULL,
  kept_id   text NOT NULL,
  how       text NOT NULL,
  by_whom   text NOT NULL DEFAULT '',
  why       text NOT NULL DEFAULT '',
  state     text NOT NULL,
  fault     text NOT NULL DEFAULT '',
  before    jsonb NOT NULL DEFAULT '{}',
  asked_at  timestamptz NOT NULL,
  done_at   timestamptz,
  undone_at timestamptz,
  undone_by text NOT NULL DEFAULT '',
  PRIMARY KEY (shop_id, id),
  FOREIGN KEY (shop_id) REFERENCES prilavok.shops (shop_id) ON DELETE CASCADE
);
CREATE INDEX contact_joins_kept ON prilavok.contact_joins (shop_id, kept_id);
CREATE INDEX contact_joins_gone ON prilavok.contact_joins (shop_id, gone_id);
SELECT prilavok.secure('contact_joins');
SELECT prilavok.share('contact_joins', 'panel', 'SELECT, INSERT, UPDATE', 'before');

CREATE TABLE prilavok.contact_join_rows (
  shop_id text NOT NULL,
  join_id text NOT NULL,
  tbl     text NOT NULL,
  row_id  text NOT NULL,
  PRIMARY KEY (shop_id, join_id, tbl, row_id),
  FOREIGN KEY (shop_id, join_id) REFERENCES prilavok.contact_joins (shop_id, id) ON DELETE CASCADE
);
SELECT prilavok.secure('contact_join_rows');

CREATE TABLE prilavok.contact_guesses (
  shop_id    text NOT NULL,
  id         text NOT NULL,
  address_id text NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (shop_id, id),
  FOREIGN KEY (shop_id, address_id) REFERENCES prilavok.addresses (shop_id, id) ON DELETE CASCADE
);
CREATE INDEX contact_guesses_address ON prilavok.contact_guesses (shop_id, address_id, created_at);
SELECT prilavok.secure('contact_guesses');

ALTER TABLE prilavok.contact_consents
  ADD COLUMN channel text NOT NULL DEFAULT '',
  ADD COLUMN version text NOT NULL DEFAULT '';
