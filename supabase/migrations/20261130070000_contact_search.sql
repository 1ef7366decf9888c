-- What the list of customers is searched by, as orders are: the name folded, the name with
-- its last word first, the phone's digits from the end. Names on channels are Latin letters.
ALTER TABLE prilavok.contacts
  ADD COLUMN name_key  text COLLATE "C" NOT NULL DEFAULT '',
  ADD COLUMN name_back text COLLATE "C" NOT NULL DEFAULT '',
  ADD COLUMN phone_key text COLLATE "C" NOT NULL DEFAULT '';
-- Rows that stand already; whoever writes a contact writes these, folded by Go.
UPDATE prilavok.contacts SET name_key = translate(name, 'АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯABCDEFGHIJKLMNOPQRSTUVWXYZё', 'абвгдеежзийклмнопрстуфхцчшщъыьэюяabcdefghijklmnopqrstuvwxyzе'),
  phone_key = reverse(regexp_replace(coalesce(phone, ''), '[^0-9]', '', 'g'));
UPDATE prilavok.contacts SET name_back = regexp_replace(name_key, '^(.*) ([^ ]+)$', '\2 \1') WHERE position(' ' IN name_key) > 0;
CREATE INDEX contacts_name ON prilavok.contacts (shop_id, name_key, id);
CREATE INDEX contacts_name_back ON prilavok.contacts (shop_id, name_back, id);
CREATE INDEX contacts_phone_key ON prilavok.contacts (shop_id, phone_key, id);
ALTER TABLE prilavok.addresses ADD COLUMN username_key text COLLATE "C" GENERATED ALWAYS AS (lower(username)) STORED;
CREATE INDEX addresses_username ON prilavok.addresses (shop_id, username_key, contact_id) WHERE username_key IS NOT NULL;
CREATE INDEX conversations_labeled ON prilavok.conversations (shop_id, labels, contact_id) WHERE labels <> '';
