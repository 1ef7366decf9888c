-- One-time codes that join two addresses of one person; only hashes are kept.
CREATE TABLE prilavok.contact_codes (
  shop_id    text NOT NULL,
  hash       text NOT NULL,
  contact_id text NOT NULL,
  until      timestamptz NOT NULL,
  PRIMARY KEY (shop_id, hash),
  FOREIGN KEY (shop_id, contact_id) REFERENCES prilavok.contacts (shop_id, id) ON DELETE CASCADE
);
CREATE INDEX contact_codes_contact ON prilavok.contact_codes (shop_id, contact_id);
SELECT prilavok.secure('contact_codes');
