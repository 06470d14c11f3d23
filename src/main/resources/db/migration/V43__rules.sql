-- What people have decided about tests. Nothing is deleted: who asks later finds what counted then.
create table rule (
    id       bigint generated always as identity primary key,
    kind     text not null, -- KNOWN_FAILURE, DENY
    tests    text not null, -- as in a line of a DENYLIST: test or test/subtest, * for anything
    tree     text,          -- by name; all without one, and so for the next two
    suite    text,
    arch     text,
    owner    text not null,
    reason   text not null,
    link     text,
    expires  date not null, -- the last day on which it counts, in UTC
    made_by  text not null,
    made_at  timestamptz not null,
    ended_at timestamptz,   -- taken back
    ended_by text
);
create index rule_counting on rule (expires) where ended_at is null;

create index test_by_name on test (test text_pattern_ops);

-- What was found and said before rules had their word; nothing where they had none.
alter table finding add rule_id bigint references rule, add raw_verdict text;
alter table run add raw_state text, add raw_sentence text;
