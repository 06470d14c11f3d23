-- The words of a text as people see them. PostgreSQL's own parser takes selftests/bpf for a file's name and anna@example.org for an address, one word
-- each, of which a part is not found. Only what ASCII has between words goes: of other alphabets the parser knows more than a pattern does.
create function words_of(said text) returns tsvector language sql immutable strict parallel safe
return to_tsvector('simple', regexp_replace(said, '[!-/:-@[-`{-~]+', ' ', 'g'));

-- All words of what is asked, or their beginnings; nothing when it has none.
create function asked_words(asked text) returns tsquery language sql immutable strict parallel safe
return (select cast(string_agg(quote_literal(w.lexeme) || ':*', ' & ') as tsquery) from unnest(words_of(asked)) w);

drop index series_words;
create index series_words on series using gin (words_of(title || ' ' || submitter));
