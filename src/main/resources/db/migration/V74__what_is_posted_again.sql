-- A series that is posted and is here already, from another posting or an upload, is known by the new mails as well. Ids may be too
-- long for other indexes.
alter table patchwork_series add column message_id text; -- of the cover letter, or of the first patch
create index patchwork_series_by_message on patchwork_series using hash (message_id);
create index patchwork_patch_by_message on patchwork_patch using hash (message_id);

-- What was uploaded first counts as posted from then on.
update series s set source = p.source from patchwork_series p where p.series_id = s.id and s.source = 'upload';
