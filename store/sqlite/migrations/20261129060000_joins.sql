-- See supabase/migrations/20261129060000_joins.sql, whose twin this is.
CREATE TABLE contact_joins (
  shop_id   text NOT NULL,
  id        text NOT NULL,
  gone_id   text NOT NULL,
  kept_id   text NOT NULL,
  how       text NOT NULL,
  by_whom   text NOT NULL DEFAULT '',
  why       text NOT NULL DEFAULT '',
  state     text NOT NULL,
  fault     text NOT NULL DEFAULT '',
  before    text NOT NULL DEFAULT '{}',
  asked_at  text NOT NULL,
  done_at   text,
  undone_at text,
  undone_by text NOT NULL DEFAULT '',
  PRIMARY KEY (shop_id, id),
  FOREIGN KEY (shop_id) REFERENCES shops (shop_id) ON DELETE CASCADE
);
CREATE INDEX contact_joins_kept ON contact_joins (shop_id, kept_id);
CREATE INDEX contact_joins_gone ON contact_joins (shop_id, gone_id);

CREATE TABLE contact_join_rows (
  shop_id text NOT NULL,
  join_id text NOT NULL,
  tbl     text NOT NULL,
  row_id  text NOT NULL,
  PRIMARY KEY (shop_id, join_id, tbl, row_id),
  FOREIGN KEY (shop_id, join_id) REFERENCES contact_joins (shop_id, id) ON DELETE CASCADE
);

CREATE TABLE contact_guesses (
  shop_id    text NOT NULL,
  id         text NOT NULL,
  address_id text NOT NULL,
  created_at text NOT NULL,
  PRIMARY KEY (shop_id, id),
  FOREIGN KEY (shop_id, address_id) REFERENCES addresses (shop_id, id) ON DELETE CASCADE
);
CREATE INDEX contact_guesses_address ON contact_guesses (shop_id, address_id, created_at);

ALTER TABLE contact_consents ADD COLUMN channel text NOT NULL DEFAULT '';
ALTER TABLE contact_consents ADD COLUMN version text NOT NULL DEFAULT '';
