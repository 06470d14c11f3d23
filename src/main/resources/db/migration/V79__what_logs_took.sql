-- Bytes that were stored for an attempt's log, those included that another piece was faster than.
alter table attempt add column log_sent bigint not null default 0;
