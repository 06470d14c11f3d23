-- What a base that is a part of a kernel lays over it is a blob as all others.
create index base_of_delta on base (delta_blob) where delta_blob is not null;
create index base_of_kernel on base (kernel_id) where kernel_id is not null;
