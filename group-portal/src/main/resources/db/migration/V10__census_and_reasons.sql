-- How large the group was when its newest revocation list was made: a list says it.
alter table revocation_list add column members int default 0 not null;
alter table revocation_list add column nodes int default 0 not null;

-- Why a certificate was revoked; empty for those that were not.
alter table certificate add column revoked_reason varchar(24) default '' not null;
update certificate set revoked_reason = 'PRIVILEGE_WITHDRAWN' where revoked_at is not null;
