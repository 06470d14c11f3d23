-- What a job of a name took last time: for progress with an expectation.
create index job_by_name on job (name, id desc);
