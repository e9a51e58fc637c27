using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Meida.Tickets.Data.Migrations
{
    /// <inheritdoc />
    public partial class ReturnsSearchAndErasure : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // The column search_text stays for services of the release before; the next one takes it away.
            migrationBuilder.DropIndex(
                name: "ix_tickets_trigrams",
                table: "tickets");
            migrationBuilder.Sql(DatabaseCode.Fold);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "erased_at",
                table: "tickets",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "former_technician_id",
                table: "ticket_events",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "refused_for",
                table: "assignments",
                type: "character varying(30)",
                maxLength: 30,
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "replaces_assignment_id",
                table: "assignments",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "searched",
                table: "tickets",
                type: "text",
                nullable: false,
                computedColumnSql: "ticket_fold(ticket_no || E'\\n' || customer_name || E'\\n' || address || E'\\n' || issue_desc || E'\\n' || customer_phone_masked || E'\\n' || coalesce(product_model, ''))",
                stored: true);

            migrationBuilder.CreateIndex(
                name: "ix_tickets_phone",
                table: "tickets",
                columns: new[] { "customer_phone_hash", "created_at", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_tickets_retention",
                table: "tickets",
                column: "updated_at",
                filter: "erased_at is null and status in ('COMPLETED','CANCELED')");

            migrationBuilder.CreateIndex(
                name: "ix_tickets_searched_trigrams",
                table: "tickets",
                column: "searched")
                .Annotation("Npgsql:IndexMethod", "gin")
                .Annotation("Npgsql:IndexOperators", new[] { "gin_trgm_ops" });

            migrationBuilder.CreateIndex(
                name: "ix_audit_logs_ticket_no",
                table: "audit_logs",
                columns: new[] { "ticket_no", "at" });
            migrationBuilder.Sql(DatabaseCode.Searched);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_tickets_phone",
                table: "tickets");

            migrationBuilder.DropIndex(
                name: "ix_tickets_retention",
                table: "tickets");

            migrationBuilder.DropIndex(
                name: "ix_tickets_searched_trigrams",
                table: "tickets");

            migrationBuilder.DropIndex(
                name: "ix_audit_logs_ticket_no",
                table: "audit_logs");

            migrationBuilder.DropColumn(
                name: "searched",
                table: "tickets");

            migrationBuilder.DropColumn(
                name: "erased_at",
                table: "tickets");

            migrationBuilder.DropColumn(
                name: "former_technician_id",
                table: "ticket_events");

            migrationBuilder.DropColumn(
                name: "refused_for",
                table: "assignments");

            migrationBuilder.DropColumn(
                name: "replaces_assignment_id",
                table: "assignments");

            migrationBuilder.Sql(
                """
                drop function ticket_search_estimate(text);
                drop function ticket_fold(text);
                create index ix_tickets_grams on tickets using gin (ticket_grams(search_text));
                """);

            migrationBuilder.CreateIndex(
                name: "ix_tickets_trigrams",
                table: "tickets",
                column: "search_text")
                .Annotation("Npgsql:IndexMethod", "gin")
                .Annotation("Npgsql:IndexOperators", new[] { "gin_trgm_ops" });
        }
    }
}
