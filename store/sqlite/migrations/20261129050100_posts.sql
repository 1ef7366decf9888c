-- See supabase/migrations/20261129050100_posts.sql, whose twin this is.
CREATE TABLE posts (
  shop_id    text NOT NULL REFERENCES shops (shop_id),
  account_id text NOT NULL REFERENCES channel_accounts (id) ON DELETE CASCADE,
  id         text NOT NULL,
  code       text,
  url        text,
  caption    text NOT NULL,
  kind       text NOT NULL,
  products   text NOT NULL,
  linked     boolean NOT NULL,
  guess      text,
  asked      integer NOT NULL,
  asked_at   text,
  updated_at text NOT NULL,
  PRIMARY KEY (shop_id, account_id, id)
);
CREATE INDEX posts_code ON posts (shop_id, account_id, code);
CREATE INDEX posts_asked ON posts (shop_id, linked, asked);
CREATE INDEX posts_account ON posts (account_id);
