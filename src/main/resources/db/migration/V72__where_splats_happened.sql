-- A splat's fingerprint begins with the function in which it happened and has no tags of BPF programs. Those that are stored become what they would
-- be now: two defects that were one for having the same callers are two, and none is new on a base that has had it.
create temporary table renamed on commit drop as
select s.id, s.kind || ' ' || regexp_replace(
           case when p.place is null or p.place = split_part(p.frames, ' ', 1) or p.place ~ ('^(dump_stack|show_stack|panic|__warn|report_bug|handle_bug|exc_|asm_exc_'
                     '|die|page_fault|no_context|__die|print_report|kasan_|__asan|__kasan|entry_SYSCALL|do_syscall|__x64_sys|__do_sys|ret_from_fork)')
                then '' else p.place || ' < ' end || p.frames, '\ybpf_prog_[0-9a-f]{16}_', 'bpf_prog_', 'g') as fingerprint
  from splat s
 cross join lateral (select regexp_replace(s.text, 'Call [Tt]race:.*$', '') as head) h
 cross join lateral (
       select substring(s.fingerprint from length(s.kind) + 2) as frames,
              coalesce(substring(h.head from 'RIP: 0010:([A-Za-z_][[:alnum:]_.]*)\+0x'), substring(h.head from 'pc : ([A-Za-z_][[:alnum:]_.]*)\+0x'),
                       substring(h.head from 'Krnl PSW : [0-9a-f]+ [0-9a-f]+ \(([A-Za-z_][[:alnum:]_.]*)\+0x')) as place) p
 where s.kind in ('WARNING', 'BUG', 'OOPS') and p.frames ~ '^[A-Za-z_][[:alnum:]_.]*( < [A-Za-z_][[:alnum:]_.]*)*$';

update splat s set fingerprint = left(r.fingerprint, 300 + length(s.kind) + 1) from renamed r where r.id = s.id;

truncate splat_kind;
insert into splat_kind (fingerprint, kind, title, seen, first_at, first_attempt, last_at, last_attempt)
select s.fingerprint, min(s.kind), min(s.title), count(*), min(a.created_at), min(a.id), max(a.created_at), max(a.id)
  from splat s join attempt a on a.id = s.attempt_id group by s.fingerprint;
