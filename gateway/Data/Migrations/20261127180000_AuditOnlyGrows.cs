using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Meida.Gateway.Data.Migrations
{
    /// <inheritdoc />
    [DbContext(typeof(GatewayDbContext))]
    [Migration("20261127180000_AuditOnlyGrows")]
    public partial class AuditOnlyGrows : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql(
                """
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
