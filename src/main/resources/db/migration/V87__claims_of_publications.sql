-- Whose a publication is to say: a word that is another one each time it is claimed.
alter table publication
    add column claim text;
