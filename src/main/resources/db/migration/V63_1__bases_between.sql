-- A search is among the patches of a series, or among the commits between a base on which tests passed and a newer one that fails them.
alter table bisection
    add column tree_id   bigint references tree,
    add column good_base bigint references base,
    add column commits   text[], -- after the good base, the oldest first, up to the bad one; nothing until that is looked up
    add column whole     boolean; -- whether they are all that lie between; otherwise only those that the farm had adopted
create unique index bisection_of_tree on bisection (tree_id) where state = 'RUNNING';

alter table run
    add column at_commit text; -- of a step of such a search: what is built in the place of its base
