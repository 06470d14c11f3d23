-- Results of an attempt and the length of their excerpts: strangers' programs may know its token, so it is bounded what is taken.
alter table attempt add column reports int not null default 0, add column excerpts bigint not null default 0;
