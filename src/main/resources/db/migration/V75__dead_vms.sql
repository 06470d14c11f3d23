-- Whether its VM went down before its suite had ended, as the agent says; of attempts from before its sentence tells.
alter table attempt
    add column died boolean not null default false;

update attempt set died = true
 where state = 'FAILED' and (sentence like 'The kernel panicked%' or sentence like 'The VM went down without a word%' or sentence like 'The kernel does not boot%');
