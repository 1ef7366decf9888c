-- What the list of customers is searched by: see supabase/migrations/20261130070000_contact_search.sql, whose twin this is.
ALTER TABLE contacts ADD COLUMN name_key text NOT NULL DEFAULT '';
ALTER TABLE contacts ADD COLUMN name_back text NOT NULL DEFAULT '';
ALTER TABLE contacts ADD COLUMN phone_key text NOT NULL DEFAULT '';
-- lower() leaves Cyrillic alone here.
UPDATE contacts SET name_key = replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(lower(name), 'А', 'а'), 'Б', 'б'), 'В', 'в'), 'Г', 'г'), 'Д', 'д'), 'Е', 'е'), 'Ё', 'е'), 'Ж', 'ж'), 'З', 'з'), 'И', 'и'), 'Й', 'й'), 'К', 'к'), 'Л', 'л'), 'М', 'м'), 'Н', 'н'), 'О', 'о'), 'П', 'п'), 'Р', 'р'), 'С', 'с'), 'Т', 'т'), 'У', 'у'), 'Ф', 'ф'), 'Х', 'х'), 'Ц', 'ц'), 'Ч', 'ч'), 'Ш', 'ш'), 'Щ', 'щ'), 'Ъ', 'ъ'), 'Ы', 'ы'), 'Ь', 'ь'), 'Э', 'э'), 'Ю', 'ю'), 'Я', 'я'), 'ё', 'е') WHERE name <> '';
-- The last word first: what rtrim leaves when it may take all letters but the space.
UPDATE contacts SET name_back = substr(name_key, length(rtrim(name_key, replace(name_key, ' ', ''))) + 1) || ' ' || rtrim(rtrim(name_key, replace(name_key, ' ', '')))
  WHERE instr(name_key, ' ') > 0;
UPDATE contacts SET phone_key = substr(replace(phone, '+', ''), 16, 1) || substr(replace(phone, '+', ''), 15, 1) || substr(replace(phone, '+', ''), 14, 1) || substr(replace(phone, '+', ''), 13, 1) || substr(replace(phone, '+', ''), 12, 1) || substr(replace(phone, '+', ''), 11, 1) || substr(replace(phone, '+', ''), 10, 1) || substr(replace(phone, '+', ''), 9, 1) || substr(replace(phone, '+', ''), 8, 1) || substr(replace(phone, '+', ''), 7, 1) || substr(replace(phone, '+', ''), 6, 1) || substr(replace(phone, '+', ''), 5, 1) || substr(replace(phone, '+', ''), 4, 1) || substr(replace(phone, '+', ''), 3, 1) || substr(replace(phone, '+', ''), 2, 1) || substr(replace(phone, '+', ''), 1, 1) WHERE phone IS NOT NULL;
CREATE INDEX contacts_name ON contacts (shop_id, name_key, id);
CREATE INDEX contacts_name_back ON contacts (shop_id, name_back, id);
CREATE INDEX contacts_phone_key ON contacts (shop_id, phone_key, id);
ALTER TABLE addresses ADD COLUMN username_key text GENERATED ALWAYS AS (lower(username)) VIRTUAL;
CREATE INDEX addresses_username ON addresses (shop_id, username_key, contact_id) WHERE username_key IS NOT NULL;
CREATE INDEX conversations_labeled ON conversations (shop_id, labels, contact_id) WHERE labels <> '';
