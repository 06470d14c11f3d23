-- What the agent says of a build: nothing of those from before.
alter table attempt
    add column warnings        int,    -- each counted once, as far as it was kept
    add column kernel_bytes    bigint, -- of the image
    add column selftests_bytes bigint; -- of what a VM needs of them

-- The first ones.
create table build_warning (
    attempt_id bigint not null references attempt,
    place      int not null,
    file       text not null, -- empty when none is named
    line       int not null,  -- 0 when none is named
    words      text not null,
    primary key (attempt_id, place)
);
