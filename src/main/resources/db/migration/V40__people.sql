-- Who may do what. People are known by who vouches for them and what they are called there.
create table person (
    id         bigint generated always as identity primary key,
    issuer     text not null, -- local, or the OIDC provider's address
    subject    text not null,
    name       text not null, -- for people
    role       text not null, -- READER, MEMBER, OPERATOR: as of the last sign-in
    unique (issuer, subject)
);

create table api_token (
    id         bigint generated always as identity primary key,
    person_id  bigint not null references person,
    parent_id  bigint references api_token, -- the token by which it was made, and with which it is revoked
    name       text not null,
    hash       text not null unique,
    scopes     text[] not null, -- READ, SUBMIT, ACT, OPERATE
    made_at    timestamptz not null,
    expires_at timestamptz, -- none: the farm's admin token
    used_at    timestamptz, -- to the minute
    revoked_at timestamptz
);
create index api_token_of_person on api_token (person_id, id desc) where revoked_at is null;
create index api_token_of_parent on api_token (parent_id) where parent_id is not null;
create index api_token_of_admin on api_token (id) where expires_at is null and revoked_at is null;
create index api_token_live on api_token (id desc) where revoked_at is null;

create table session (
    hash       text primary key,
    person_id  bigint not null references person,
    token_id   bigint references api_token, -- by which it began, and with which it ends
    began_at   timestamptz not null,
    expires_at timestamptz not null
);
create index session_expired on session (expires_at);
create index session_of_token on session (token_id) where token_id is not null;
