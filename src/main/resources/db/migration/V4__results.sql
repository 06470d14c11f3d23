create table test (
    id      int generated always as identity primary key,
    suite   text not null,
    test    text not null,
    subtest text not null, -- empty for the test itself
    unique (suite, test, subtest)
);

create table variant (
    id          int generated always as identity primary key,
    arch        text not null,
    compiler    text not null,
    accelerator text not null,
    unique (arch, compiler, accelerator)
);

-- Partitioned by week; a partition is made when its first result comes.
create table test_result (
    day         date not null,
    attempt_id  bigint not null,
    test_id     int not null,
    variant_id  int not null,
    status      smallint not null, -- the place of the outcome from best to worst: PASS SKIP MISSING ERROR FAIL
    duration_ms int not null,
    detail_id   bigint,
    primary key (attempt_id, test_id, day)
) partition by range (day);
create index test_result_history on test_result (test_id, day desc);

create table result_detail (
    id     bigint generated always as identity primary key,
    sha256 text not null unique,
    text   text not null
);

create table splat (
    id          bigint generated always as identity primary key,
    attempt_id  bigint not null references attempt,
    kind        text not null,
    fingerprint text not null,
    title       text not null,
    line        bigint not null,
    text        text not null
);
create index splat_of_attempt on splat (attempt_id);
create index splat_history on splat (fingerprint, id desc);

-- What a run says about the tests that differ from its base's, or are broken in both; written with the verdict.
create table finding (
    id       bigint generated always as identity primary key,
    run_id   bigint not null references run,
    job_id   bigint not null references job,
    test_id  int references test,
    verdict  text not null,
    base     text,
    patched  text,
    title    text not null,
    detail   text
);
create index finding_of_run on finding (run_id, id);
create index finding_of_job on finding (job_id, id);
