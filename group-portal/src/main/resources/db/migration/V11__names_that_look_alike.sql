-- What a group's name is compared by: names that look alike have the same key.
alter table vpn_group add column name_key varchar(256) default '' not null;
update vpn_group set name_key = lower(name);
-- Groups that looked alike before keep their names; new ones cannot join them. No name begins with a space.
update vpn_group set name_key = ' ' || id || ' ' || name_key
  where exists (select 1 from vpn_group o where lower(o.name) = lower(vpn_group.name) and o.id < vpn_group.id);
alter table vpn_group add constraint vpn_group_name_key_unique unique (name_key);
