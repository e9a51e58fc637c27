using System.Net;
using System.Text.Json;
using Meida.Contracts.Booking;
using Meida.Contracts.Tickets;

namespace Meida.Tickets.Tests.Visits;

[Collection(nameof(TicketsService))]
public sealed class CompletionTests(TicketsService service)
{
    private static readonly object Report = new
    {
        resolution = "更换水泵，试机正常",
        faultCode = "W-02-11",
        parts = new[]
        {
            new { code = "P-100", name = "水泵", quantity = 2, unitPrice = 12_350, oldPartReturned = true },
            new { code = "P-7", name = "密封圈", quantity = 3, unitPrice = 150, oldPartReturned = false },
        },
        fees = new { labour = 8_000, travel = 2_000 },
    };

    [Fact]
    public async Task What_was_done_and_what_it_costs_stands_on_the_ticket()
    {
        var id = await Started();

        var done = await service.Ops.Done($"/api/tickets/{id}/complete", Report);

        Assert.Equal(("COMPLETED", "更换水泵，试机正常", "W-02-11", 2 * 12_350 + 3 * 150 + 10_000), (
            done.Status(), done.GetProperty("resolution").GetString(), done.GetProperty("faultCode").GetString(), done.GetProperty("total").GetInt64()));
        var part = done.GetProperty("parts")[0];
        Assert.Equal(("P-100", "水泵", 2, 12_350, true), (
            part.GetProperty("code").GetString(), part.GetProperty("name").GetString(), part.GetProperty("quantity").GetInt32(),
            part.GetProperty("unitPrice").GetInt64(), part.GetProperty("oldPartReturned").GetBoolean()));
        Assert.Equal((8_000, 2_000), (done.GetProperty("fees").GetProperty("labour").GetInt64(), done.GetProperty("fees").GetProperty("travel").GetInt64()));
        Assert.Equal(done.GetProperty("total").GetInt64(), (await service.Agent.Read($"/api/tickets?q={done.GetProperty("ticketNo").GetString()}")).GetProperty("items")[0].GetProperty("total").GetInt64());
    }

    [Fact]
    public async Task Without_a_report_nothing_is_charged()
    {
        var done = await service.Ops.Done($"/api/tickets/{await Started()}/complete");

        Assert.Equal((0, 0, JsonValueKind.Null), (done.GetProperty("total").GetInt64(), done.GetProperty("parts").GetArrayLength(), done.GetProperty("fees").ValueKind));
    }

    [Fact]
    public async Task What_a_warranty_covers_costs_nothing_unless_it_is_said_why()
    {
        var (covered, charged) = (await Started(inWarranty: true), await Started(inWarranty: true));

        Assert.Equal(0, (await service.Ops.Done($"/api/tickets/{covered}/complete", Report)).GetProperty("total").GetInt64());
        var answer = await service.Ops.Done($"/api/tickets/{charged}/complete", new { fees = new { labour = 5_000 }, chargeReason = "人为损坏" });
        Assert.Equal((5_000, "人为损坏"), (answer.GetProperty("total").GetInt64(), answer.GetProperty("chargeReason").GetString()));
    }

    [Theory]
    [InlineData("""{"parts":[{"name":"泵","quantity":1,"unitPrice":1}]}""", "parts[0].code")]
    [InlineData("""{"parts":[{"code":"a","name":"泵","quantity":0,"unitPrice":1}]}""", "parts[0].quantity")]
    [InlineData("""{"parts":[{"code":"a","name":"泵","quantity":1,"unitPrice":-1}]}""", "parts[0].unitPrice")]
    [InlineData("""{"parts":[{"code":"a","name":"泵","quantity":1,"unitPrice":100000001}]}""", "parts[0].unitPrice")]
    [InlineData("""{"parts":[null]}""", "parts[0].code")]
    [InlineData("""{"fees":{"labour":-5}}""", "fees.labour")]
    [InlineData("""{"resolution":"\u0000"}""", "resolution")]
    public async Task A_report_that_breaks_a_rule_says_where_and_changes_nothing(string body, string field)
    {
        var id = await Started();

        using var answer = await service.Ops.Command($"/api/tickets/{id}/complete", JsonDocument.Parse(body).RootElement);
        var problem = await Meida.Testing.ProblemDocumentReader.Problem(answer);

        Assert.Equal((400, "validation"), (problem.Status, problem.Slug));
        Assert.True(problem.Json.GetProperty("errors").TryGetProperty(field, out _), problem.Json.GetRawText());
        Assert.Equal("IN_PROGRESS", (await service.Agent.Read($"/api/tickets/{id}")).Status());
    }

    [Theory]
    [InlineData("""{"parts":[{"code":"a","name":"泵","quantity":1.5,"unitPrice":1}]}""")]
    [InlineData("""{"parts":{}}""")]
    [InlineData("""[]""")]
    [InlineData("""{"fees":{"labour":"8000"}}""")]
    public async Task A_report_of_another_shape_is_refused(string body) => Assert.Equal(
        "validation", await service.Ops.Command($"/api/tickets/{await Started()}/complete", JsonDocument.Parse(body).RootElement).Refusal(HttpStatusCode.BadRequest));

    [Fact]
    public async Task The_customers_code_proves_the_visit_and_five_wrong_ones_wait_an_hour()
    {
        var (id, other) = (await Started(), await Started());
        var code = await Code(id);

        var done = await service.Ops.Done($"/api/tickets/{id}/complete", new { verificationCode = code });
        Assert.True(done.GetProperty("events").EnumerateArray().Last().GetProperty("details").GetProperty("verified").GetBoolean());

        var wrong = await Code(other) == "000000" ? "000001" : "000000";
        for (var i = 0; i < 5; i++)
            Assert.Equal("verification-code-wrong", await service.Ops.Command($"/api/tickets/{other}/complete", new { verificationCode = wrong }).Refusal(HttpStatusCode.UnprocessableEntity));
        using var sixth = await service.Ops.Command($"/api/tickets/{other}/complete", new { verificationCode = await Code(other) });
        Assert.Equal(HttpStatusCode.TooManyRequests, sixth.StatusCode);
        Assert.InRange(sixth.Headers.RetryAfter!.Delta!.Value.TotalMinutes, 50, 60);
        Assert.Equal("IN_PROGRESS", (await service.Agent.Read($"/api/tickets/{other}")).Status());
    }

    [Fact]
    public async Task Many_codes_tried_at_once_are_counted_all_the_same()
    {
        var id = await Started();
        var code = await Code(id);
        var wrong = Enumerable.Range(0, 30).Select(n => $"{n:D6}").Where(guess => guess != code);

        var answers = await Task.WhenAll(wrong.Select(guess => service.Ops.Command($"/api/tickets/{id}/complete", new { verificationCode = guess })));

        Assert.Equal(5, answers.Count(answer => answer.StatusCode == HttpStatusCode.UnprocessableEntity));
        Assert.All(answers, answer => Assert.True(answer.StatusCode is HttpStatusCode.UnprocessableEntity or HttpStatusCode.TooManyRequests));
    }

    [Fact]
    public async Task Where_it_is_set_a_visit_needs_the_code_and_a_signature()
    {
        await using var strict = await TicketsService.With(factory =>
        {
            factory.Settings["Visits:RequireVerificationCode"] = "true";
            factory.Settings["Visits:RequireSignature"] = "true";
            factory.Settings["Visits:FaultCodes:0"] = "W-01";
        });
        var (id, _) = await strict.InProgress();
        strict.Others.AddReceipt(id);

        Assert.Equal("signature-required", await strict.Ops.Command($"/api/tickets/{id}/complete", new { }).Refusal(HttpStatusCode.Conflict));
        strict.Others.AddImage(id, "SIGNATURE");
        Assert.Equal("verification-code-required", await strict.Ops.Command($"/api/tickets/{id}/complete", new { }).Refusal(HttpStatusCode.Conflict));
        Assert.Equal("validation", await strict.Ops.Command($"/api/tickets/{id}/complete", new { faultCode = "X" }).Refusal(HttpStatusCode.BadRequest));

        var seen = (await strict.Ask<GetTicketForCustomer, CustomerTicketAnswer>(new(id))).Ticket!;
        var done = await strict.Ops.Done($"/api/tickets/{id}/complete", new { faultCode = "W-01", verificationCode = strict.PersonalData.Open(seen.SealedVerificationCode!) });
        Assert.Equal("COMPLETED", done.Status());
        Assert.Null((await strict.Ask<GetTicketForCustomer, CustomerTicketAnswer>(new(id))).Ticket!.SealedVerificationCode);
    }

    private async Task<Guid> Started(bool inWarranty = false)
    {
        var (id, _) = await service.Assigned(b => b.Known = inWarranty ? new ProductWarranty(1, "JZT-7B13", b.Date, null) : null);
        await service.Agent.Done($"/api/tickets/{id}/start");
        service.Others.AddReceipt(id);
        return id;
    }

    private async Task<string> Code(Guid id) =>
        service.PersonalData.Open((await service.Ask<GetTicketForCustomer, CustomerTicketAnswer>(new(id))).Ticket!.SealedVerificationCode!);
}
