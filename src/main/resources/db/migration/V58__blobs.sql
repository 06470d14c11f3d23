-- Blobs that somebody was promised of late: stored, or found to be there. The sweep leaves them alone, named or not.
create table blob_claim (
    sha256 text primary key,
    at     timestamptz not null,
    going  boolean not null default false -- being thrown away: who wants it waits until it is gone, and stores it again
);
create index blob_claim_at on blob_claim (at);
create index blob_claim_going on blob_claim (sha256) where going;

-- Who names a blob: artifact_of_blob is there already.
create index log_segment_of_blob on log_segment (sha256);
create index base_of_source on base (source_blob) where source_blob is not null;
create index base_of_ci on base (ci_blob) where ci_blob is not null;
create index series_of_delta on series (delta_blob) where delta_blob is not null;
create index run_of_delta on run (delta_blob) where delta_blob is not null;

-- By what the store of blobs knows whose it is.
create table blob_owner (name text not null);
insert into blob_owner values (cast(gen_random_uuid() as text));
