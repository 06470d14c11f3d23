-- Which tests an attempt was to run and to leave out, as its suite was told; a list that many attempts share is here once.
create table test_list (
    id      bigint generated always as identity primary key,
    sha256  text not null unique,
    entries text[] not null
);
alter table attempt
    add column allowed      bigint references test_list, -- an empty list allows all
    add column denied       bigint references test_list,
    add column list_sources text[]; -- of which lists these were made
