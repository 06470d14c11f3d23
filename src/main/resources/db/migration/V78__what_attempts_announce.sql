-- The blobs that a running attempt has said it will leave: strangers' programs may know its token, so it is bounded what is taken.
create table announced_blob (
    attempt_id bigint not null references attempt,
    sha256     text   not null,
    size       bigint not null,
    primary key (attempt_id, sha256)
);
