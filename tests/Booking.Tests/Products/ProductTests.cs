using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Meida.Contracts.Booking;
using Meida.Contracts.Tickets;
using Meida.SharedKernel;

namespace Meida.Booking.Tests.Products;

[Collection(nameof(BookingService))]
public sealed class ProductTests(BookingService service)
{
    private static int _serials;

    private readonly HttpClient _ops = service.As("ops_manager");

    [Theory]
    [InlineData(0, "IN_WARRANTY")]
    [InlineData(1, "OUT_OF_WARRANTY")]
    public async Task The_last_day_of_the_warranty_counts(int daysAfter, string coverage)
    {
        var serial = Serial();
        var product = await Put(serial, new { model = "JZT-7B13", category = "燃气灶", purchasedOn = Date(Bookings.Today().AddMonths(-12).AddDays(-daysAfter)), warrantyMonths = 12 });

        Assert.Equal(coverage, product.GetProperty("coverage").GetString());
        Assert.Equal(Date(Bookings.Today().AddMonths(-12).AddDays(-daysAfter).AddMonths(12)), product.GetProperty("warrantyUntil").GetString());
        Assert.Equal(coverage, (await service.Client.Read($"/api/public/products/{serial.ToLowerInvariant()}")).GetProperty("coverage").GetString());
    }

    [Fact]
    public async Task An_extended_warranty_covers_what_the_manufacturers_does_not_any_more()
    {
        var product = await Put(Serial(), new { model = "JZT-7B13", purchasedOn = "2020-01-01", warrantyMonths = 12, extendedUntil = Bookings.Day(0) });

        Assert.Equal("EXTENDED", product.GetProperty("coverage").GetString());
        Assert.Equal("UNKNOWN", (await Put(Serial(), new { model = "JZT-7B13" })).GetProperty("coverage").GetString());
    }

    [Fact]
    public async Task The_public_learns_nothing_but_model_and_warranty()
    {
        var serial = Serial();
        await Put(serial, new { model = "JZT-7B13", category = "燃气灶", purchasedOn = "2020-01-01", warrantyMonths = 12 });
        await service.Client.Booked(b => b["serialNumber"] = serial);

        var product = await service.Client.Read($"/api/public/products/{serial}");

        Assert.Equal(
            ["category", "coverage", "extendedUntil", "model", "serialNumber", "warrantyUntil"],
            product.EnumerateObject().Select(field => field.Name).Order(StringComparer.Ordinal));
        using var unknown = await service.Client.GetAsync(new Uri($"/api/public/products/{Serial()}", UriKind.Relative));
        Assert.Equal("not-found", await unknown.Problem(HttpStatusCode.NotFound));
    }

    [Fact]
    public async Task A_booking_with_a_known_serial_number_announces_its_model_and_warranty()
    {
        var serial = Serial();
        await Put(serial, new { model = "JZT-7B13", purchasedOn = Bookings.Day(-10), warrantyMonths = 1 });
        await using var announced = await service.Listen<BookingSubmitted>();

        var (id, _) = await service.Client.Booked(b => b["serialNumber"] = $" {serial.ToLowerInvariant()}\u200b");

        var message = await announced.Single(m => m.TicketId == id);
        Assert.Equal((serial.ToLowerInvariant(), "JZT-7B13", "JZT-7B13", Bookings.Today().AddDays(-10).AddMonths(1)), (
            message.SerialNumber, message.ProductModel, message.Product!.Model, message.Product.WarrantyUntil));
        Assert.Equal(message.Product, (await service.Ask<FindProduct, ProductLookup>(new FindProduct(serial.ToLowerInvariant()))).Product);
    }

    [Theory]
    [InlineData("SN1")]
    [InlineData("SN 12345")]
    [InlineData("序列号12345")]
    [InlineData("----")]
    public async Task A_booking_names_a_serial_number_or_none(string serial)
    {
        using var answer = await service.Client.Book(Bookings.Body(b => b["serialNumber"] = serial));
        Assert.Equal("serialNumber:format", await answer.BrokenRule());
    }

    [Fact]
    public async Task A_product_shows_its_whole_history_and_a_technician_his_own_part_of_it()
    {
        var serial = Serial();
        await Put(serial, new { model = "JZT-7B13" });
        var (_, first) = await service.Client.Booked(b => b["serialNumber"] = serial);
        var (id, second) = await service.Client.Booked(b => (b["serialNumber"], b["appointmentDate"]) = (serial.ToLowerInvariant(), Bookings.Day(5)));
        var technician = Guid.NewGuid();
        await service.Publish(new TicketAssigned(
            id, second, 2, DateTimeOffset.UtcNow, Guid.NewGuid(), technician, null, null, Bookings.Today().AddDays(5), new TimeOnly(10, 0)));

        await Testing.Eventually.Is(async () => Assert.Equal([second], Numbers(await service.As("technician", technician).Read($"/api/products/{serial}"))));
        Assert.Equal([second, first], Numbers(await service.As("agent").Read($"/api/products/{serial}")));
        var listed = (await service.As("agent").Read($"/api/products?serialNumber={serial}")).GetProperty("items");
        Assert.Equal([second, first], Numbers(Assert.Single(listed.EnumerateArray())));
    }

    [Fact]
    public async Task What_is_known_anew_of_a_product_that_a_booking_names_is_announced_and_audited()
    {
        var (known, unnamed) = (Serial(), Serial());
        await service.Client.Booked(b => b["serialNumber"] = known.ToLowerInvariant());
        await using var changed = await service.Listen<ProductWarrantyChanged>();
        await using var recorded = await service.Listen<ProductsRecorded>();

        await Put(unnamed, new { model = "A" });
        await Put(known, new { model = "JZT-7B13", purchasedOn = "2026-01-01", warrantyMonths = 24 });

        Assert.Equal(new DateOnly(2028, 1, 1), (await changed.Single(m => m.SerialNumber == known)).Product.WarrantyUntil);
        var written = await recorded.Single(m => m.SerialNumber == known);
        Assert.Equal((1, 0, "ops_manager"), (written.Created, written.Changed, written.ActorRole));
    }

    [Theory]
    [InlineData("""{}""", "model:required")]
    [InlineData("""{"model":"A","purchasedOn":"2999-01-01"}""", "purchasedOn:format")]
    [InlineData("""{"model":"A","purchasedOn":"2150-01-01"}""", "purchasedOn:range")]
    [InlineData("""{"model":"A","purchasedOn":"2020-01-01","extendedUntil":"2019-01-01","warrantyMonths":241}""", "extendedUntil:range warrantyMonths:range")]
    [InlineData("""{"model":"A","warrantyMonths":-1}""", "warrantyMonths:range")]
    [InlineData("""{"model":"A","coverage":"IN_WARRANTY"}""", "coverage:not-changeable")]
    [InlineData("""{"model":"A","serialNumber":"SN-OTHER"}""", "serialNumber:not-changeable")]
    public async Task A_wrong_field_of_a_product_is_named(string body, string rules)
    {
        using var answer = await _ops.PutAsJsonAsync($"/api/products/{Serial()}", JsonDocument.Parse(body).RootElement);
        Assert.Equal(rules, await answer.BrokenRule());
    }

    [Fact]
    public async Task Only_those_who_may_write_products_do()
    {
        foreach (var role in (string[])["agent", "technician"])
        {
            using var put = await service.As(role).PutAsJsonAsync($"/api/products/{Serial()}", new { model = "A" });
            using var import = await service.As(role).PostAsync(new Uri("/api/products/import", UriKind.Relative), Csv("serialNumber,model"));
            Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.Forbidden), (put.StatusCode, import.StatusCode));
        }

        using var anonymous = await service.Client.GetAsync(new Uri("/api/products", UriKind.Relative));
        Assert.Equal(HttpStatusCode.Unauthorized, anonymous.StatusCode);
    }

    [Theory]
    [InlineData("utf-8", null)]
    [InlineData("gb18030", null)]
    [InlineData("gb18030", "gb18030")]
    public async Task A_file_is_read_as_a_spreadsheet_wrote_it(string encoding, string? named)
    {
        var (first, second) = (Serial(), Serial());
        var text = $"\"序列号\",型号,品类,购买日期,保修月数,备注\r\n{first},\"灶具 \"\"双眼\"\", 黑\",燃气灶,2026/1/5,24,x\r\n\r\n{second},\"两行\n型号\",,,,\r\n";

        var answer = await Import(text.Replace("两行\n型号", "联通", StringComparison.Ordinal), encoding, named);

        Assert.Equal((2, 0, 0), Counts(answer));
        var product = await service.As("agent").Read($"/api/products/{first}");
        Assert.Equal(("灶具 \"双眼\", 黑", "燃气灶", "2028-01-05"), (
            product.GetProperty("model").GetString(), product.GetProperty("category").GetString(), product.GetProperty("warrantyUntil").GetString()));
        Assert.Equal("联通", (await service.As("agent").Read($"/api/products/{second}")).GetProperty("model").GetString());
        Assert.Equal((0, 0, 0), Counts(await Import(text.Replace("两行\n型号", "联通", StringComparison.Ordinal), encoding, named)));
        Assert.Equal((0, 1, 0), Counts(await Import($"serialNumber,model\n{first.ToLowerInvariant()},新型号", encoding, named)));
    }

    [Fact]
    public async Task Every_refused_line_is_named_and_the_others_are_taken()
    {
        var (good, last) = (Serial(), Serial());
        var text = $"serialNumber,model,purchasedOn,warrantyMonths\n{good},A\nSN,A\n{good.ToLowerInvariant()},B\n{Serial()},,2026-02-30,x\n"
            + $"{Serial()},\"two\nlines\"\n{Serial()},\"open\n{last},C\n";

        var answer = await Import(text);

        Assert.Equal((2, 0), (answer.GetProperty("created").GetInt32(), answer.GetProperty("changed").GetInt32()));
        Assert.Equal(
            [
                "3 serialNumber format", "4 serialNumber duplicate", "5 model required", "5 purchasedOn format", "5 warrantyMonths range",
                "6 model control-characters", "8 line quotes",
            ],
            answer.GetProperty("refused").EnumerateArray().Select(r => $"{r.GetProperty("line")} {r.GetProperty("field")} {r.GetProperty("code")}"));
        Assert.Equal("A", (await service.As("agent").Read($"/api/products/{good}")).GetProperty("model").GetString());
        Assert.Equal("C", (await service.As("agent").Read($"/api/products/{last}")).GetProperty("model").GetString());
    }

    [Fact]
    public async Task A_line_in_another_encoding_than_the_file_is_refused()
    {
        byte[] mixed = [.. Encoding.UTF8.GetBytes($"serialNumber,model\n{Serial()},灶具\n{Serial()},"), 0xD4, 0xEE, (byte)'\n'];
        using var answer = await _ops.PostAsync(new Uri("/api/products/import", UriKind.Relative), Csv(mixed));

        Assert.Equal("3 line encoding", Line((await answer.Json()).GetProperty("refused")[0]));
    }

    [Fact]
    public async Task A_hundred_thousand_lines_are_taken_as_they_come()
    {
        var prefix = Serial();
        var text = new StringBuilder("serialNumber,model,purchasedOn,warrantyMonths\n");
        for (var i = 0; i < 100_000; i++)
            text.Append($"{prefix}-{i},型号{i % 7},2026-01-01,12\n");
        text.Append($"{prefix}-more,A,,\n");

        var answer = await Import(text.ToString());

        Assert.Equal((100_000, 0, 1), Counts(answer));
        Assert.Equal("100002 line too-many", Line(answer.GetProperty("refused")[0]));
        var found = await service.As("agent").Read($"/api/products?q={prefix}-9999%20型号");
        Assert.Equal(11, found.GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task What_is_no_file_of_products_is_refused_whole()
    {
        using var json = await _ops.PostAsJsonAsync("/api/products/import", new { });
        using var charset = await _ops.PostAsync(new Uri("/api/products/import", UriKind.Relative), new StringContent("a", Encoding.Latin1, "text/csv"));
        using var columns = await _ops.PostAsync(new Uri("/api/products/import", UriKind.Relative), Csv("model,colour\nA,red"));

        Assert.Equal("unsupported-media-type", await json.Problem(HttpStatusCode.UnsupportedMediaType));
        Assert.Equal("unsupported-media-type", await charset.Problem(HttpStatusCode.UnsupportedMediaType));
        Assert.Equal("columns:required", await columns.BrokenRule());
    }

    private static string Serial() => $"SN-{Guid.NewGuid().ToString("N")[..12].ToUpperInvariant()}-{Interlocked.Increment(ref _serials)}";

    private static string Date(DateOnly date) => date.ToString("yyyy-MM-dd");

    private async Task<JsonElement> Put(string serial, object product)
    {
        using var answer = await _ops.PutAsJsonAsync($"/api/products/{serial}", product);
        Assert.True(answer.StatusCode == HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        return await answer.Json();
    }

    private async Task<JsonElement> Import(string text, string encoding = "utf-8", string? named = null)
    {
        var bytes = encoding == "utf-8" ? Encoding.UTF8.GetBytes(text) : CodePagesEncodingProvider.Instance.GetEncoding(encoding)!.GetBytes(text);
        using var answer = await _ops.PostAsync(new Uri("/api/products/import", UriKind.Relative), Csv(bytes, named));
        Assert.True(answer.StatusCode == HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
        return await answer.Json();
    }

    private static ByteArrayContent Csv(string text) => Csv(Encoding.UTF8.GetBytes(text));

    private static ByteArrayContent Csv(byte[] bytes, string? charset = null) =>
        new(bytes) { Headers = { ContentType = new("text/csv") { CharSet = charset } } };

    private static (int, int, int) Counts(JsonElement answer) =>
        (answer.GetProperty("created").GetInt32(), answer.GetProperty("changed").GetInt32(), answer.GetProperty("refused").GetArrayLength());

    private static string Line(JsonElement refused) => $"{refused.GetProperty("line")} {refused.GetProperty("field")} {refused.GetProperty("code")}";

    private static IEnumerable<string?> Numbers(JsonElement product) =>
        product.GetProperty("tickets").EnumerateArray().Select(ticket => ticket.GetProperty("ticketNo").GetString());
}
