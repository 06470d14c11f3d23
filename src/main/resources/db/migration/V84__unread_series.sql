-- Of a series whose author is not known nothing is fetched before somebody approves it.
alter table series add unread int; -- commits that are yet to be read
