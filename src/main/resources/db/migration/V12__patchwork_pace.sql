-- When a source is asked next: a server may want to be left alone for a while.
alter table patchwork_source
    add column not_before timestamptz;
-- Why a question was put off, for each kind of question.
alter table patchwork_patch
    add column reason text;
alter table patchwork_comment
    add column reason text;
update patchwork_patch set delegate = '' where delegate is null;
alter table patchwork_patch
    alter column delegate set default '',
    alter column delegate set not null;

-- Of what was said only the last two days are compared: the index must not grow with what was said before.
drop index publication_verified;
create index publication_recent on publication (changed_at) where status = 'SENT';
