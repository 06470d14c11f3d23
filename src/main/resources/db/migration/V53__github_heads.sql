-- What became of a commit is asked by scripts.
create index github_pull_head on github_pull (repository, head) where state = 'IGNORED';

