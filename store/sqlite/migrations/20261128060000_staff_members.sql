-- See supabase/migrations/20261128060000_staff_members.sql, whose twin this is.
CREATE TABLE staff_members (
  shop_id    text NOT NULL REFERENCES shops (shop_id) ON DELETE CASCADE,
  id         text NOT NULL,
  user_id    text NOT NULL,
  email      text NOT NULL,
  role       text NOT NULL,
  created_at text NOT NULL,
  ended_at   text,
  PRIMARY KEY (shop_id, id)
);
CREATE UNIQUE INDEX staff_members_user ON staff_members (user_id, shop_id);

-- SQLite takes no foreign key away: the table is made anew.
CREATE TABLE api_requests_anybodys (
  shop_id    text NOT NULL REFERENCES shops (shop_id) ON DELETE CASCADE,
  key_id     text NOT NULL,
  key        text NOT NULL,
  op_id      text NOT NULL,
  route      text NOT NULL,
  body_hash  text NOT NULL,
  done       boolean NOT NULL,
  status     integer NOT NULL,
  headers    text NOT NULL,
  body       text NOT NULL,
  created_at text NOT NULL,
  started_at text NOT NULL,
  PRIMARY KEY (shop_id, key_id, key)
);
INSERT INTO api_requests_anybodys (shop_id, key_id, key, op_id, route, body_hash, done, status, headers, body, created_at, started_at)
  SELECT shop_id, key_id, key, op_id, route, body_hash, done, status, headers, body, created_at, started_at FROM api_requests;
DROP TABLE api_requests;
ALTER TABLE api_requests_anybodys RENAME TO api_requests;
CREATE INDEX api_requests_age ON api_requests (shop_id, created_at);
