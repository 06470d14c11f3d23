-- What the farm would do in a repository, and may not: said until it could, or until the farm is started again.
alter table github_repository add column remark text;
