-- What the shop has asked a customer about an order and waits for in words or pictures:
-- a new address, the reason of a return. '' when nothing.
ALTER TABLE prilavok.conversations ADD COLUMN question text NOT NULL DEFAULT '';
