using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Meida.Tickets.Data.Migrations
{
    /// <inheritdoc />
    public partial class CustomersAndProducts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "coverage",
                table: "tickets",
                type: "character varying(16)",
                maxLength: 16,
                nullable: false,
                defaultValue: "UNKNOWN");

            migrationBuilder.AddColumn<DateOnly>(
                name: "extended_until",
                table: "tickets",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "product_version",
                table: "tickets",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "rated_at",
                table: "tickets",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "rating_comment",
                table: "tickets",
                type: "character varying(1000)",
                maxLength: 1000,
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "rating_score",
                table: "tickets",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "serial_number",
                table: "tickets",
                type: "character varying(30)",
                maxLength: 30,
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "urged_at",
                table: "tickets",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "warranty_until",
                table: "tickets",
                type: "date",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_tickets_coverage",
                table: "tickets",
                columns: new[] { "coverage", "appointment_date", "appointment_time", "id" },
                filter: "coverage <> 'UNKNOWN'");

            migrationBuilder.CreateIndex(
                name: "ix_tickets_urged",
                table: "tickets",
                columns: new[] { "appointment_date", "appointment_time", "id" },
                filter: "urged_at is not null");

            migrationBuilder.AddCheckConstraint(
                name: "ck_tickets_rating",
                table: "tickets",
                sql: "(rating_score is null) = (rated_at is null) and rating_score between 1 and 5");
            migrationBuilder.Sql(DatabaseCode.Serials);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("drop index ix_tickets_serial;");
            migrationBuilder.DropIndex(
                name: "ix_tickets_coverage",
                table: "tickets");

            migrationBuilder.DropIndex(
                name: "ix_tickets_urged",
                table: "tickets");

            migrationBuilder.DropCheckConstraint(
                name: "ck_tickets_rating",
                table: "tickets");

            migrationBuilder.DropColumn(
                name: "coverage",
                table: "tickets");

            migrationBuilder.DropColumn(
                name: "extended_until",
                table: "tickets");

            migrationBuilder.DropColumn(
                name: "product_version",
                table: "tickets");

            migrationBuilder.DropColumn(
                name: "rated_at",
                table: "tickets");

            migrationBuilder.DropColumn(
                name: "rating_comment",
                table: "tickets");

            migrationBuilder.DropColumn(
                name: "rating_score",
                table: "tickets");

            migrationBuilder.DropColumn(
                name: "serial_number",
                table: "tickets");

            migrationBuilder.DropColumn(
                name: "urged_at",
                table: "tickets");

            migrationBuilder.DropColumn(
                name: "warranty_until",
                table: "tickets");
        }
    }
}
