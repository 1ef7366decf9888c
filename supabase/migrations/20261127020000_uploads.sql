-- Pictures of conversations on channels that keep none themselves (the chat page):
-- what visitors send, and what operators send them. Forgotten after 90 days.
CREATE TABLE prilavok.uploads (
  shop_id    text NOT NULL REFERENCES prilavok.shops (shop_id),
  id         text NOT NULL,
  account_id text NOT NULL REFERENCES prilavok.channel_accounts (id) ON DELETE CASCADE,
  key        text NOT NULL,
  mime       text NOT NULL,
  size       integer NOT NULL,
  data       bytea NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (shop_id, id)
);
-- Pictures are packed already: compressing them again costs time and saves nothing.
ALTER TABLE prilavok.uploads ALTER COLUMN data SET STORAGE EXTERNAL;
CREATE INDEX uploads_key ON prilavok.uploads (account_id, key, created_at);
CREATE INDEX uploads_age ON prilavok.uploads (shop_id, created_at);
SELECT prilavok.secure('uploads');
