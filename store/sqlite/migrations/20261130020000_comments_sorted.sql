-- How a model told what a comment asks for: NULL it was not asked, 'model' it did, else the
-- code of its fault.
ALTER TABLE comments ADD COLUMN sorted text;
