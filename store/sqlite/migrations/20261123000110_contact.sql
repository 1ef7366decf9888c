-- See supabase/migrations/20261123000110_contact.sql, whose twin this is.
CREATE TABLE contact_codes (
  shop_id    text NOT NULL,
  hash       text NOT NULL,
  contact_id text NOT NULL,
  until      text NOT NULL,
  PRIMARY KEY (shop_id, hash),
  FOREIGN KEY (shop_id, contact_id) REFERENCES contacts (shop_id, id) ON DELETE CASCADE
);
CREATE INDEX contact_codes_contact ON contact_codes (shop_id, contact_id);
