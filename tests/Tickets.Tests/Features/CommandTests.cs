using System.Net;
using System.Text.Json;
using Meida.SharedKernel;
using Microsoft.EntityFrameworkCore;

namespace Meida.Tickets.Tests.Features;

[Collection(nameof(TicketsService))]
public sealed class CommandTests(TicketsService service)
{
    [Theory]
    [InlineData("confirm", null)]
    [InlineData("reschedule", """{"appointmentDate":"DAY","appointmentTime":"09:30"}""")]
    [InlineData("assign", "{}")]
    [InlineData("start", null)]
    [InlineData("complete", null)]
    [InlineData("cancel", """{"reason":"又改主意了"}""")]
    [InlineData("return", """{"reason":"病了"}""")]
    [InlineData("priority", """{"priority":"HIGH"}""")]
    public async Task A_completed_ticket_takes_no_command(string command, string? body)
    {
        var (id, _) = await service.Completed();
        var json = body is null ? (JsonElement?)null : JsonDocument.Parse(body.Replace("DAY", Day(5), StringComparison.Ordinal)).RootElement;
        Assert.Equal("illegal-transition", await service.Admin.Command($"/api/tickets/{id}/{command}", json).Refusal(HttpStatusCode.Conflict));
        Assert.Equal("illegal-transition", await service.Admin.Command($"/api/tickets/{id}", new { customerName = "新名" }, method: HttpMethod.Patch).Refusal(HttpStatusCode.Conflict));
    }

    [Fact]
    public async Task A_stale_version_is_refused_with_the_current_one_and_changes_nothing()
    {
        var id = await service.Booked();
        await service.Agent.Done($"/api/tickets/{id}/confirm");

        using var answer = await service.Agent.Command($"/api/tickets/{id}/cancel", new { reason = "客户取消" }, version: 1);
        var problem = await Meida.Testing.ProblemDocumentReader.Problem(answer);

        Assert.Equal((412, "version-conflict", 2), (problem.Status, problem.Slug, problem.Json.GetProperty("currentVersion").GetInt32()));
        Assert.Equal("CONFIRMED", (await service.Agent.Read($"/api/tickets/{id}")).Status());
    }

    [Fact]
    public async Task The_version_is_the_etag_and_the_next_command_takes_it()
    {
        var id = await service.Booked();
        using var read = await service.Agent.GetAsync(new Uri($"/api/tickets/{id}", UriKind.Relative));
        Assert.Equal("\"1\"", read.Headers.ETag?.Tag);
        using var confirmed = await service.Agent.Command($"/api/tickets/{id}/confirm", version: 1);
        Assert.Equal("\"2\"", confirmed.Headers.ETag?.Tag);
    }

    [Theory]
    [InlineData("confirm")]
    [InlineData("start")]
    [InlineData("reveal-phone")]
    public async Task A_command_without_fields_reads_its_body_all_the_same(string command)
    {
        var path = $"/api/tickets/{await service.Booked()}/{command}";
        foreach (var body in (string[])["{", "[]", "5", "\"x\"", "{\"a\":}", "{} {}"])
            Assert.Equal("validation", await Send(body, "application/json").Refusal(HttpStatusCode.BadRequest));
        Assert.Equal("unsupported-media-type", await Send("a=b", "application/x-www-form-urlencoded").Refusal(HttpStatusCode.UnsupportedMediaType));
        foreach (var body in (string[])["", "null", "{}", "{\"unknown\":[1]}"])
        {
            using var answer = await Send(body, "application/json");
            Assert.True(answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.Conflict, $"{command} {body}: {answer.StatusCode}");
        }

        Task<HttpResponseMessage> Send(string body, string contentType) => service.Admin.PostAsync(
            new Uri(path, UriKind.Relative), new StringContent(body, System.Text.Encoding.UTF8, contentType));
    }

    [Fact]
    public async Task The_ticket_an_agent_opens_is_named_as_a_booking_names_it()
    {
        using var answer = await service.Agent.Command("/api/tickets", new
        {
            customerName = "王小明",
            customerPhone = "13912345678",
            address = "杭州市西湖区文三路 1287 号",
            issueDesc = "集成灶漏水",
            appointmentDate = Day(5),
            appointmentTime = "09:30",
        });
        var ticket = await answer.Json(HttpStatusCode.Created);

        Assert.Equal(ticket.GetProperty("id").GetGuid(), ticket.GetProperty("ticketId").GetGuid());
        Assert.Equal(("BOOKED", $"/api/tickets/{ticket.GetProperty("id")}"), (ticket.Status(), answer.Headers.Location?.OriginalString));
    }

    [Theory]
    [InlineData("7")]
    [InlineData("\"x\"")]
    [InlineData("\"-1\"")]
    public async Task An_unreadable_version_is_bad(string header)
    {
        var id = await service.Booked();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/tickets/{id}/confirm");
        request.Headers.TryAddWithoutValidation("If-Match", header);
        Assert.Equal("validation", await service.Agent.SendAsync(request).Refusal(HttpStatusCode.BadRequest));
    }

    [Fact]
    public async Task Of_racing_commands_exactly_one_wins()
    {
        for (var round = 0; round < 5; round++)
        {
            var id = await service.Booked();
            var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => i % 2 == 0
                ? service.Agent.Command($"/api/tickets/{id}/confirm", version: 1)
                : service.Agent.Command($"/api/tickets/{id}/cancel", new { reason = "客户取消" }, version: 1)));

            Assert.Single(answers, a => a.StatusCode == HttpStatusCode.OK);
            Assert.All(answers.Where(a => a.StatusCode != HttpStatusCode.OK), a => Assert.True((int)a.StatusCode is 409 or 412, $"{a.StatusCode}"));
            Assert.Equal(2, await service.Db(db => db.Events.CountAsync(e => e.TicketId == id)));
        }
    }

    [Fact]
    public async Task The_same_key_answers_the_same_and_acts_once()
    {
        var id = await service.Booked();
        using var first = await service.Agent.Command($"/api/tickets/{id}/confirm", key: "k1");
        using var second = await service.Agent.Command($"/api/tickets/{id}/confirm", key: "k1");

        Assert.Equal(await first.Content.ReadAsStringAsync(), await second.Content.ReadAsStringAsync());
        Assert.Equal("true", second.Headers.GetValues("Idempotency-Replayed").Single());
        Assert.Equal(first.Headers.ETag, second.Headers.ETag);
        Assert.Equal(2, await service.Db(db => db.Events.CountAsync(e => e.TicketId == id)));
    }

    [Fact]
    public async Task The_same_key_with_another_body_is_refused()
    {
        var id = await service.Booked();
        await service.Agent.Command($"/api/tickets/{id}/cancel", new { reason = "一" }, key: "k2");
        Assert.Equal(
            "idempotency-key-reused", await service.Agent.Command($"/api/tickets/{id}/cancel", new { reason = "二" }, key: "k2").Refusal(HttpStatusCode.UnprocessableEntity));
    }

    [Fact]
    public async Task Completing_without_a_receipt_is_refused_and_with_one_that_only_files_knows_it_works()
    {
        var (id, _) = await service.Assigned();
        Assert.Equal("receipt-required", await service.Ops.Command($"/api/tickets/{id}/complete").Refusal(HttpStatusCode.Conflict));
        Assert.Equal("illegal-transition", await service.Ops.Command($"/api/tickets/{await service.Confirmed()}/complete").Refusal(HttpStatusCode.Conflict));

        service.Others.AddReceipt(id);
        var completed = await service.Ops.Done($"/api/tickets/{id}/complete");
        Assert.Equal(("COMPLETED", 1), (completed.Status(), completed.GetProperty("images").GetArrayLength()));
    }

    [Fact]
    public async Task Completing_holds_nothing_in_the_database_while_files_thinks()
    {
        var (id, _) = await service.Assigned();
        service.Others.AddReceipt(id);
        var (asked, locks) = (0, -1L);
        service.Others.WhileFilesThinks = async ticket =>
        {
            if (ticket != id)
                return;
            asked++;
            locks = await service.Database.Scalar<long>(
                "select count(*) from pg_locks where locktype = 'relation' and relation = 'idempotency_keys'::regclass and mode = 'RowExclusiveLock'");
        };
        using var completed = await service.Ops.Command($"/api/tickets/{id}/complete", key: Guid.NewGuid().ToString());
        service.Others.WhileFilesThinks = _ => Task.CompletedTask;
        Assert.Equal((HttpStatusCode.OK, 1, 0L), (completed.StatusCode, asked, locks));
    }

    [Fact]
    public async Task A_receipt_is_recorded_once_whichever_way_it_comes_and_leaves_the_version()
    {
        var (id, _) = await service.Assigned();
        var receipt = StandIns.Receipt(id);
        await service.Ask<Contracts.Files.RecordReceipts, Contracts.Files.ReceiptsRecorded>(new([receipt]));
        var ticket = await service.Agent.Read($"/api/tickets/{id}");
        await service.Publish(receipt, Guid.NewGuid());
        await service.Ask<Contracts.Files.RecordReceipts, Contracts.Files.ReceiptsRecorded>(new([receipt]));

        Assert.Equal((3, 1), (ticket.Version(), ticket.GetProperty("receiptCount").GetInt32()));
        Assert.Equal($"/api/files/ticket-receipt/{receipt.ImageId}", ticket.GetProperty("images")[0].GetProperty("url").GetString());
        Assert.Equal(1, await service.Db(db => db.Events.CountAsync(e => e.TicketId == id && e.Action == Tickets.Domain.TicketAction.ReceiptUploaded)));
    }

    [Fact]
    public async Task The_phone_is_shown_on_demand_only_and_every_look_is_written_down()
    {
        var id = await service.Booked(b => b.Phone = "13700001234");
        var shown = await service.Agent.Done($"/api/tickets/{id}/reveal-phone");

        Assert.Equal("13700001234", shown.GetProperty("customerPhone").GetString());
        var ticket = await service.Agent.Read($"/api/tickets/{id}");
        Assert.Equal(("137****1234", 1), (ticket.GetProperty("customerPhoneMasked").GetString(), ticket.Version()));
        Assert.Equal(["BOOKED", "PHONE_REVEALED"], ticket.Actions());
        Assert.DoesNotContain("13700001234", ticket.GetRawText(), StringComparison.Ordinal);
        var audit = await service.AuditLog($"ticketId={id}&action=PHONE_REVEALED");
        Assert.Equal("agent", audit.GetProperty("items")[0].GetProperty("actor").GetString());
    }

    [Fact]
    public async Task A_look_repeated_with_its_key_is_a_look_and_only_for_whoever_may_still_look()
    {
        var (id, technician) = await service.Assigned(b => b.Phone = "13700001235");
        using var client = service.Technician(technician);
        foreach (var repeated in (bool[])[false, true])
        {
            using var answer = await client.Command($"/api/tickets/{id}/reveal-phone", key: $"look-{id}");
            Assert.Equal("13700001235", (await answer.Json(HttpStatusCode.OK)).GetProperty("customerPhone").GetString());
            Assert.Equal((repeated, true), (answer.Headers.Contains("Idempotency-Replayed"), answer.Headers.CacheControl!.NoStore));
        }

        Assert.Equal(2, (await service.Agent.Read($"/api/tickets/{id}")).Actions().Count(action => action == "PHONE_REVEALED"));
        await service.Ops.Done($"/api/tickets/{id}/assign", new { technicianId = service.Others.Hire() });
        Assert.Equal("not-found", await client.Command($"/api/tickets/{id}/reveal-phone", key: $"look-{id}").Refusal(HttpStatusCode.NotFound));
    }

    [Fact]
    public async Task A_phone_is_in_no_table_in_the_clear()
    {
        var id = await service.Booked(b => b.Phone = "13755554444");
        await service.Agent.Done($"/api/tickets/{id}/reveal-phone");
        (await service.Agent.Command($"/api/tickets/{id}/reveal-phone", key: $"look-{id}")).Dispose();
        var tables = await service.Db(db => db.Database.SqlQuery<string>(
            $"select table_name::text as \"Value\" from information_schema.tables where table_schema = 'public'").ToListAsync());
        foreach (var table in tables)
            Assert.False(await service.Database.Scalar<bool>($"select exists (select 1 from \"{table}\" t where t::text like '%13755554444%')"), table);
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("a\u0000b")]
    public async Task Canceling_needs_a_reason(string reason)
    {
        var id = await service.Booked();
        Assert.Equal("validation", await service.Agent.Command($"/api/tickets/{id}/cancel", new { reason }).Refusal(HttpStatusCode.BadRequest));
        Assert.Equal("validation", await service.Agent.Command($"/api/tickets/{id}/cancel", new { reason = new string('长', 501) }).Refusal(HttpStatusCode.BadRequest));
    }

    [Fact]
    public async Task An_agent_books_for_a_caller_and_booking_is_told()
    {
        using var answer = await service.Agent.Command("/api/tickets", Body());
        var ticket = await answer.Json(HttpStatusCode.Created);
        var id = ticket.GetProperty("id").GetString();

        Assert.Equal($"/api/tickets/{id}", answer.Headers.Location?.ToString());
        Assert.Matches("^TK[0-9A-HJKMNP-TV-Z]{8}$", ticket.GetProperty("ticketNo").GetString());
        Assert.Equal("agent", ticket.GetProperty("events")[0].GetProperty("actor").GetString());
        await Meida.Testing.Eventually.Is(() => service.Others.Heard.OfType<Contracts.Tickets.AgentBookingRecorded>()
            .Any(m => m.Booking.TicketId.ToString() == id && service.PersonalData.OpenDetails(m.Booking.SealedDetails).CustomerPhone == "13912345678"));
    }

    [Fact]
    public async Task Rescheduling_and_editing_change_what_they_say()
    {
        var id = await service.Confirmed(texts => texts.Date = SharedKernel.AppointmentSlots.Today(TimeProvider.System).AddDays(3));
        var moved = await service.Agent.Done($"/api/tickets/{id}/reschedule", new { appointmentDate = Day(7), appointmentTime = "13:30" });
        Assert.Equal((Day(7), "13:30", 3, "CONFIRMED"), (
            moved.GetProperty("appointmentDate").GetString(), moved.GetProperty("appointmentTime").GetString(), moved.Version(), moved.Status()));
        var edited = await service.Agent.Done($"/api/tickets/{id}", new { customerName = "赵六", productModel = "JZT-9" }, HttpMethod.Patch);
        Assert.Equal(("赵六", "JZT-9", 4), (edited.GetProperty("customerName").GetString(), edited.GetProperty("productModel").GetString(), edited.Version()));
        Assert.Equal("validation", await service.Agent.Command($"/api/tickets/{id}/reschedule", new { appointmentDate = "2020-01-01", appointmentTime = "13:30" }).Refusal(HttpStatusCode.BadRequest));
        Assert.Equal("validation", await service.Agent.Command($"/api/tickets/{id}", new { customerName = "" }, method: HttpMethod.Patch).Refusal(HttpStatusCode.BadRequest));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_returned_ticket_waits_for_another_technician(bool started)
    {
        var (id, technician) = started ? await service.InProgress() : await service.Assigned();
        var returned = await service.Ops.Done($"/api/tickets/{id}/return", new { reason = "配件不在，技师 张三 13712340000 请假" });

        Assert.Equal(("CONFIRMED", JsonValueKind.Null, "RETURNED"), (
            returned.Status(), returned.GetProperty("technicianId").ValueKind, returned.Actions()[^1]));
        await Meida.Testing.Eventually.Is(() => service.Others.Heard.OfType<Contracts.Tickets.TicketReturned>().Any(m => m.TicketId == id && m.FormerTechnicianId == technician));
        var audit = (await service.AuditLog($"ticketId={id}&action=RETURNED")).GetProperty("items")[0];
        Assert.DoesNotContain("13712340000", audit.GetRawText(), StringComparison.Ordinal);
        Assert.Equal("illegal-transition", await service.Ops.Command($"/api/tickets/{id}/return", new { reason = "又一次" }).Refusal(HttpStatusCode.Conflict));
        Assert.Equal("validation", await service.Ops.Command($"/api/tickets/{id}/return", new { reason = " " }).Refusal(HttpStatusCode.BadRequest));
        Assert.Equal("ASSIGNED", (await service.Ops.Done($"/api/tickets/{id}/assign", new { technicianId = service.Others.Hire() })).Status());
    }

    [Fact]
    public async Task A_corrected_phone_and_center_are_taken_and_booking_is_told()
    {
        var id = await service.Booked(b => b.CenterId = null);
        var edited = await service.Agent.Done(
            $"/api/tickets/{id}", new { customerPhone = "137 0000 9876", centerId = SealedTexts.Center, address = "杭州市滨江区江南大道 1 号" }, HttpMethod.Patch);

        Assert.Equal(("137****9876", SealedTexts.Center.ToString(), 2), (
            edited.GetProperty("customerPhoneMasked").GetString(), edited.GetProperty("centerId").GetString(), edited.Version()));
        Assert.Equal("13700009876", (await service.Agent.Done($"/api/tickets/{id}/reveal-phone")).GetProperty("customerPhone").GetString());
        await Meida.Testing.Eventually.Is(() => service.Others.Heard.OfType<Contracts.Tickets.TicketCorrected>().Any(m =>
            m.Booking.TicketId == id && m.Version == 2 && m.Booking.CenterId == SealedTexts.Center
            && service.PersonalData.OpenDetails(m.Booking.SealedDetails).CustomerPhone == "13700009876"));
        var audit = (await service.AuditLog($"ticketId={id}&action=EDITED")).GetProperty("items")[0].GetProperty("details");
        Assert.Equal("""{"fields":["address","centerId","customerPhone"]}""", audit.GetRawText().Replace(" ", "", StringComparison.Ordinal));

        var without = await service.Agent.Done($"/api/tickets/{id}", new { centerId = "" }, HttpMethod.Patch);
        Assert.Equal(JsonValueKind.Null, without.GetProperty("centerId").ValueKind);
    }

    [Theory]
    [InlineData("""{"customerPhone":"123"}""", "customerPhone:format")]
    [InlineData("""{"customerPhone":""}""", "customerPhone:required")]
    [InlineData("""{"centerId":"7"}""", "centerId:format")]
    [InlineData("""{"status":"COMPLETED","customerName":"新名"}""", "status:not-changeable")]
    [InlineData("""{"appointmentDate":null}""", "appointmentDate:not-changeable")]
    [InlineData("""{"TechnicianId":"x"}""", "technicianId:not-changeable")]
    [InlineData("""{"customerPhoneMasked":"137****9876"}""", "customerPhoneMasked:not-changeable")]
    public async Task What_an_edit_cannot_set_is_told_and_nothing_is_changed(string body, string rule)
    {
        var id = await service.Booked();
        using var answer = await service.Agent.Command($"/api/tickets/{id}", JsonDocument.Parse(body).RootElement, method: HttpMethod.Patch);

        var problem = await Meida.Testing.ProblemDocumentReader.Problem(answer);
        Assert.Equal((400, "validation"), (problem.Status, problem.Slug));
        Assert.Equal(rule, Assert.Single(problem.Json.GetProperty("codes").EnumerateObject().Select(field => $"{field.Name}:{field.Value[0].GetString()}")));
        Assert.Equal(1, (await service.Agent.Read($"/api/tickets/{id}")).Version());
        Assert.Equal(1, (await service.Agent.Done($"/api/tickets/{id}", new { coupon = 5 }, HttpMethod.Patch)).Version());
    }

    [Fact]
    public async Task A_caller_who_has_an_open_ticket_that_day_may_be_booked_twice_by_mistake()
    {
        var body = new
        {
            customerName = "王小明",
            customerPhone = "13612340001",
            address = "杭州市西湖区文三路 1287 号",
            appointmentDate = Day(9),
            appointmentTime = "10:00",
            issueDesc = "集成灶漏水",
        };
        using var first = await service.Agent.Command("/api/tickets", body);
        using var second = await service.Agent.Command("/api/tickets", body);
        using var otherDay = await service.Agent.Command("/api/tickets", body with { appointmentDate = Day(10) });
        var opened = await first.Json(HttpStatusCode.Created);

        Assert.Equal(0, opened.GetProperty("possibleDuplicates").GetArrayLength());
        Assert.Equal([opened.GetProperty("ticketNo").GetString()!], Duplicates(await second.Json(HttpStatusCode.Created)));
        Assert.Empty(Duplicates(await otherDay.Json(HttpStatusCode.Created)));
        await service.Agent.Done($"/api/tickets/{opened.GetProperty("id")}/cancel", new { reason = "重复" });
        using var third = await service.Agent.Command("/api/tickets", body);
        Assert.Single(Duplicates(await third.Json(HttpStatusCode.Created)));
        Assert.False((await service.Agent.Read($"/api/tickets/{opened.GetProperty("id")}")).TryGetProperty("possibleDuplicates", out _));
    }

    private static string[] Duplicates(JsonElement ticket) => [.. ticket.GetProperty("possibleDuplicates").EnumerateArray().Select(number => number.GetString()!)];

    [Fact]
    public async Task Refused_commands_are_in_the_audit_log_as_well()
    {
        var id = await service.Booked();
        await service.Agent.Command($"/api/tickets/{id}/start");
        var entries = await service.AuditLog($"ticketId={id}&action=START&actor=agent");
        var entry = Assert.Single(entries.GetProperty("items").EnumerateArray());
        Assert.Equal(("illegal-transition", id.ToString(), "agent"), (
            entry.GetProperty("result").GetString(), entry.GetProperty("ticketId").GetString(), entry.GetProperty("actorRole").GetString()));
    }

    private static string Day(int ahead) => AppointmentSlots.Today(TimeProvider.System).AddDays(ahead).ToString("yyyy-MM-dd");

    private static object Body() => new
    {
        customerName = "王小明",
        customerPhone = "139 1234 5678",
        address = "杭州市西湖区文三路 1287 号",
        appointmentDate = Day(3),
        appointmentTime = "10:00",
        issueDesc = "集成灶漏水",
    };
}
