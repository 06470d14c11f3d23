create table log_segment (
    attempt_id   bigint not null references attempt,
    start_offset bigint not null,
    length       int not null,
    sha256       text not null,
    primary key (attempt_id, start_offset)
);

create table artifact (
    id         bigint generated always as identity primary key,
    attempt_id bigint not null references attempt,
    name       text not null,
    sha256     text not null,
    size       bigint not null,
    unique (attempt_id, name)
);
create index artifact_of_blob on artifact (sha256);
