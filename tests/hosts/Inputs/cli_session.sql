drop table if exists t;
create table t(k integer primary key, v text);
with recursive n(i) as (values (1) union all select i + 1 from n where i < 100)
insert into t(v) select 'row ' || i from n;
.mode json
.headers on
.parameter set :limit 2
select * from t limit :limit;
begin;
update t set v = upper(v) where k % 2;
savepoint s;
delete from t;
rollback to s;
commit;
.backup copy.db
.tables
.schema
.dump temp.sqlite_parameters
.selftest
attach ':memory:' as other;
create virtual table other.words using fts5(text);
insert into other.words select v from t;
select count(*) from other.words where words match 'row';
pragma integrity_check;
explain query plan select * from t where v = 'row 2';
