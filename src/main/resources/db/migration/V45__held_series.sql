-- Whose author is not known waits until somebody approves this very version.
alter table series add held boolean not null default false;
