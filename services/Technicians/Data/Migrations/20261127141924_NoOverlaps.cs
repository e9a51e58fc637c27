using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Meida.Technicians.Data.Migrations
{
    /// <inheritdoc />
    public partial class NoOverlaps : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AlterDatabase()
                .Annotation("Npgsql:PostgresExtension:btree_gist", ",,");

            migrationBuilder.AddColumn<bool>(
                name: "overlaps_of_old",
                table: "assignments",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            // Rows from before may overlap. The earliest visit of a chain is kept under the constraint, and so is the next one
            // that does not meet it; those between stay as they are, and come under it when they move.
            migrationBuilder.Sql(
                """
                lock table assignments in share row exclusive mode;
                do $$
                declare visit record; kept_of uuid; kept_until timestamp;
                begin
                    for visit in select id, technician_id, appointment_date + appointment_time as start from assignments
                                 where state <> 'RELEASED' order by technician_id, start, assigned_at, id
                    loop
                        if visit.technician_id = kept_of and visit.start < kept_until then
                            update assignments set overlaps_of_old = true where id = visit.id;
                        else
                            kept_of := visit.technician_id;
                            kept_until := visit.start + interval '120 minutes';
                        end if;
                    end loop;
                end $$;
                alter table assignments add constraint ex_assignments_overlap exclude using gist (
                    technician_id with =,
                    tsrange(appointment_date + appointment_time, appointment_date + appointment_time + interval '120 minutes') with &&)
                where (state <> 'RELEASED' and not overlaps_of_old);
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("alter table assignments drop constraint ex_assignments_overlap");

            migrationBuilder.DropColumn(
                name: "overlaps_of_old",
                table: "assignments");

            migrationBuilder.AlterDatabase()
                .OldAnnotation("Npgsql:PostgresExtension:btree_gist", ",,");
        }
    }
}
