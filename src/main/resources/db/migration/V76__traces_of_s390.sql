-- Traces of s390 are read, and where no caller is told the place alone names a splat. Those that are stored become what they would be now, as in V72.
create temporary table renamed on commit drop as
select s.id, s.kind || ' ' || array_to_string(
           case when p.told and f.frames is null then array[p.place]
                when p.told and p.place <> f.frames[1] then array[p.place] || f.frames
                else f.frames end, ' < ') as fingerprint
  from splat s
 cross join lateral (select regexp_replace(s.text, '\ybpf_prog_[0-9a-f]{16}_', 'bpf_prog_', 'g') as text,
                            '^(dump_stack|show_stack|panic|__warn|report_bug|handle_bug|exc_|asm_exc_|die|page_fault|no_context|__die|print_report|kasan_|__asan|__kasan'
                            '|entry_SYSCALL|do_syscall|__x64_sys|__do_sys|ret_from_fork|__s390x_sys|__do_syscall|system_call|__do_pgm_check|pgm_check_handler'
                            '|monitor_event_exception|illegal_op)' as noise) w
 cross join lateral (select regexp_replace(w.text, 'Call [Tt]race:.*$', '') as head,
                            regexp_replace(substring(w.text from 'Call [Tt]race:(.*)$'), 'Last Breaking-Event-Address.*$', '') as trace) t
 cross join lateral (
       select coalesce(substring(t.head from 'RIP: 0010:([A-Za-z_][[:alnum:]_.]*)\+0x'), substring(t.head from 'pc : ([A-Za-z_][[:alnum:]_.]*)\+0x'),
                       substring(t.head from 'Krnl PSW : [0-9a-f]+ [0-9a-f]+ \(([A-Za-z_][[:alnum:]_.]*)\+0x')) as place) h
 cross join lateral (select h.place, s.kind in ('WARNING', 'BUG', 'OOPS') and coalesce(h.place !~ w.noise, false) as told) p
 cross join lateral (
       select (array_agg(m.frame[1] order by m.line))[1:5] as frames
         from regexp_matches(t.trace, '(?<!\()\[<[0-9a-f]{8,16}>\] ([A-Za-z_][[:alnum:]_.]*)\+0x[0-9a-f]+/0x', 'g') with ordinality as m (frame, line)
        where m.frame[1] !~ w.noise) f
 where f.frames is not null
    or p.told and substring(s.fingerprint from length(s.kind) + 2) !~ '^[A-Za-z_][[:alnum:]_.]*( < [A-Za-z_][[:alnum:]_.]*)*$';

update splat s set fingerprint = left(r.fingerprint, 300 + length(s.kind) + 1) from renamed r where r.id = s.id;

truncate splat_kind;
insert into splat_kind (fingerprint, kind, title, seen, first_at, first_attempt, last_at, last_attempt)
select s.fingerprint, min(s.kind), min(s.title), count(*), min(a.created_at), min(a.id), max(a.created_at), max(a.id)
  from splat s join attempt a on a.id = s.attempt_id group by s.fingerprint;
