-- What a test did on one day, by tree and variant: counted when a run is judged, kept for ever, and what pages read.
create table test_daily (
    test_id         int not null,
    tree_id         bigint not null,
    variant_id      int not null,
    day             date not null,
    pass            int not null, -- on bases alone
    fail            int not null, -- on bases alone, in the rerun too
    skip            int not null, -- on bases alone
    flaky           int not null, -- failed and passed on the same code, with a series or without
    patched         int not null, -- with a series on the base
    patched_fail    int not null, -- with a series on the base, in the rerun too
    timed           int not null, -- how many of these say how long they took
    total_ms        bigint not null,
    failing_attempt bigint, -- the newest in which it did not pass
    primary key (test_id, tree_id, variant_id, day)
);
create index test_daily_flaky on test_daily (day) where flaky > 0;

-- How a test stands on the newest base that ran it, and since which base.
create table test_standing (
    test_id     int not null,
    tree_id     bigint not null,
    variant_id  int not null,
    outcome     smallint not null, -- as in test_result; that of the rerun where there was one
    base_id     bigint not null,
    run_id      bigint not null,
    runs        int not null, -- of bases in a row, with nothing better or worse between
    since_base  bigint not null,
    since_run   bigint not null,
    since_at    timestamptz not null,
    before_base bigint, -- the last one on which it was otherwise
    primary key (test_id, tree_id, variant_id)
);
create index test_standing_broken on test_standing (tree_id) where outcome >= 2;

create index finding_of_test on finding (test_id, id desc);

-- One row for each fingerprint that a console has shown.
create table splat_kind (
    fingerprint   text primary key,
    kind          text not null,
    title         text not null,
    seen          bigint not null,
    first_at      timestamptz not null,
    first_attempt bigint not null,
    last_at       timestamptz not null,
    last_attempt  bigint not null
);
create index splat_kind_newest on splat_kind (last_at desc, fingerprint);

insert into splat_kind (fingerprint, kind, title, seen, first_at, first_attempt, last_at, last_attempt)
select s.fingerprint, min(s.kind), min(s.title), count(*), min(a.created_at), min(a.id), max(a.created_at), max(a.id)
  from splat s join attempt a on a.id = s.attempt_id group by s.fingerprint;

create index series_words on series using gin (to_tsvector('simple', title || ' ' || submitter));
create index base_commit on base (commit_id text_pattern_ops);
