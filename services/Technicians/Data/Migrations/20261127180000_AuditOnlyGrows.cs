using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Meida.Technicians.Data.Migrations
{
    /// <inheritdoc />
    [DbContext(typeof(TechniciansDbContext))]
    [Migration("20261127180000_AuditOnlyGrows")]
    public partial class AuditOnlyGrows : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(
                """
                create function refuse_change_of_audit_logs() returns trigger language plpgsql as $$
                begin
                    raise exception 'audit_logs takes new rows only';
                end $$;
                create trigger audit_logs_only_grow before update or delete on audit_logs
                    for each statement execute function refuse_change_of_audit_logs();

                -- Whoever is not the owner: the service's login, where there is one.
                do $$
                declare closed record;
                begin
                    for closed in
                        select distinct c.oid::regclass as name, r.rolname as login
                        from pg_class c, aclexplode(c.relacl) a join pg_roles r on r.oid = a.grantee
                        where c.oid in ('audit_logs'::regclass) and a.grantee <> c.relowner
                    loop
                        execute format('revoke update, delete on %s from %I', closed.name, closed.login);
                    end loop;
                end $$;
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(
                """
                drop trigger audit_logs_only_grow on audit_logs;
                drop function refuse_change_of_audit_logs();
                do $$
                declare opened record;
                begin
                    for opened in
                        select distinct c.oid::regclass as name, r.rolname as login
                        from pg_class c, aclexplode(c.relacl) a join pg_roles r on r.oid = a.grantee
                        where c.oid in ('audit_logs'::regclass) and a.grantee <> c.relowner
                    loop
                        execute format('grant update, delete on %s to %I', opened.name, opened.login);
                    end loop;
                end $$;
                """);
        }
    }
}
