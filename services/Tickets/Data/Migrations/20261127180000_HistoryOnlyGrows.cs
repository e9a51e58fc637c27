using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Meida.Tickets.Data.Migrations
{
    /// <inheritdoc />
    [DbContext(typeof(TicketsDbContext))]
    [Migration("20261127180000_HistoryOnlyGrows")]
    public partial class HistoryOnlyGrows : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(
                """
                create function refuse_change_of_history() returns trigger language plpgsql as $$
                begin
                    -- The one change there is: what people wrote freely goes when the customer is erased.
                    if tg_op = 'UPDATE' and to_jsonb(new) - 'details_json' = to_jsonb(old) - 'details_json'
                            and new.details_json = old.details_json - array['reason', 'text', 'comment'] then
                        return new;
                    end if;
                    raise exception '% takes new rows only', tg_table_name;
                end $$;
                create trigger ticket_events_only_grow before update or delete on ticket_events
                    for each row execute function refuse_change_of_history();
                create trigger audit_logs_only_grow before update or delete on audit_logs
                    for each row execute function refuse_change_of_history();

                -- With the owner's rights, for the service's login has none to change a row. The reason of a failed assignment is a code.
                create function erase_free_text(erased uuid) returns void language sql security definer
                    set search_path = pg_catalog, public as $$
                    update public.ticket_events set details_json = details_json - array['reason', 'text', 'comment']
                    where ticket_id = erased and action <> 'ASSIGNMENT_FAILED' and details_json ?| array['reason', 'text', 'comment'];
                    update public.audit_logs set details_json = details_json - array['reason', 'text', 'comment']
                    where ticket_id = erased and action <> 'ASSIGNMENT_FAILED' and details_json ?| array['reason', 'text', 'comment'];
                $$;
                revoke all on function erase_free_text(uuid) from public;

                -- Whoever is not the owner: the service's login, where there is one.
                do $$
                declare closed record;
                begin
                    for closed in
                        select distinct c.oid::regclass as name, r.rolname as login
                        from pg_class c, aclexplode(c.relacl) a join pg_roles r on r.oid = a.grantee
                        where c.oid in ('audit_logs'::regclass, 'ticket_events'::regclass) and a.grantee <> c.relowner
                    loop
                        execute format('revoke update, delete on %s from %I', closed.name, closed.login);
                    end loop;
                end $$;

                do $$
                declare login text;
                begin
                    for login in
                        select r.rolname from pg_class c, aclexplode(c.relacl) a join pg_roles r on r.oid = a.grantee
                        where c.oid = 'ticket_events'::regclass and a.grantee <> c.relowner and a.privilege_type = 'INSERT'
                    loop
                        execute format('grant execute on function erase_free_text(uuid) to %I', login);
                    end loop;
                end $$;
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(
                """
                drop function erase_free_text(uuid);
                drop trigger ticket_events_only_grow on ticket_events;
                drop trigger audit_logs_only_grow on audit_logs;
                drop function refuse_change_of_history();
                do $$
                declare opened record;
                begin
                    for opened in
                        select distinct c.oid::regclass as name, r.rolname as login
                        from pg_class c, aclexplode(c.relacl) a join pg_roles r on r.oid = a.grantee
                        where c.oid in ('audit_logs'::regclass, 'ticket_events'::regclass) and a.grantee <> c.relowner
                    loop
                        execute format('grant update, delete on %s to %I', opened.name, opened.login);
                    end loop;
                end $$;
                """);
        }
    }
}
