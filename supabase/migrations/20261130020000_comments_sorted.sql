-- How a model told what a comment asks for: NULL it was not asked, 'model' it did, else the
-- code of its fault.
ALTER TABLE prilavok.comments ADD COLUMN sorted text;
-- A reader's grants name columns.
SELECT prilavok.share('comments', 'reader', 'SELECT', 'key, comment_id, parent_id, person_id, username, text, private_text, private_id, public_text, public_id, conversation_id');
