using Meida.ServiceDefaults.Refusals;
using Meida.SharedKernel;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace Meida.Booking.Products;

/// <summary>What became of a file.</summary>
/// <param name="Created">Products that were not known.</param>
/// <param name="Changed">Products of which something else is known now.</param>
/// <param name="Refused">Lines that changed nothing, with what is wrong.</param>
internal sealed record ImportedProducts(int Created, int Changed, IReadOnlyList<RefusedLine> Refused);

/// <summary>A line that was not taken.</summary>
/// <param name="Line">From 1; the line of column names counts.</param>
/// <param name="Field">The column, or <c>line</c> for the line as a whole.</param>
/// <param name="Code">A stable word.</param>
internal sealed record RefusedLine(int Line, string Field, string Code);

/// <summary>
/// Takes products from a file as spreadsheets write it: each line by itself, a thousand in one transaction, none of them in
/// memory longer than that. A file that is sent again changes nothing.
/// </summary>
internal static class ImportProducts
{
    public const int LargestFile = 32 * 1024 * 1024;

    private const int MostLines = 100_000;
    private const int Batch = 1000;

    // As the API calls them, and as people head their columns.
    private static readonly Dictionary<string, string> Columns = new(StringComparer.OrdinalIgnoreCase)
    {
        ["serialNumber"] = "serialNumber", ["serial_number"] = "serialNumber", ["serial number"] = "serialNumber", ["序列号"] = "serialNumber", ["机身编码"] = "serialNumber",
        ["model"] = "model", ["型号"] = "model", ["产品型号"] = "model",
        ["category"] = "category", ["品类"] = "category", ["产品类别"] = "category",
        ["purchasedOn"] = "purchasedOn", ["purchased_on"] = "purchasedOn", ["购买日期"] = "purchasedOn",
        ["warrantyMonths"] = "warrantyMonths", ["warranty_months"] = "warrantyMonths", ["保修月数"] = "warrantyMonths",
        ["extendedUntil"] = "extendedUntil", ["extended_until"] = "extendedUntil", ["延保至"] = "extendedUntil", ["延保到期"] = "extendedUntil",
    };

    public static async Task<Results<Ok<ImportedProducts>, ProblemHttpResult>> Handle(
        HttpContext http, ProductStore store, TimeProvider clock, CancellationToken cancel)
    {
        if (!MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type) || !type.MediaType.Equals("text/csv", StringComparison.OrdinalIgnoreCase)
            || !CsvReader.TryGetEncoding(type.Charset.Value, out var encoding))
        {
            return Problems.Create(
                StatusCodes.Status415UnsupportedMediaType, "unsupported-media-type", "Send text/csv in UTF-8 or GB18030.");
        }

        var file = new CsvReader(http.Request.Body, encoding);
        var columns = await ReadColumns(file, cancel);
        if (columns is null)
            return new FieldErrors().Add("columns", "required", "The first line must name the columns, serialNumber and model among them.").ToProblem();

        var (today, count, refused, seen) = (AppointmentSlots.Today(clock), default(ProductCount), new List<RefusedLine>(), new HashSet<string>());
        var batch = new List<ProductFields>(Batch);
        for (var lines = 0; await file.Read(cancel) is { } record;)
        {
            if (record.IsBlank)
                continue;
            if (++lines > MostLines)
            {
                refused.Add(new(record.Line, "line", "too-many"));
                break;
            }

            if (Read(record, columns, today, seen, refused) is { } fields)
                batch.Add(fields);
            if (batch.Count == Batch)
            {
                count += await store.Write(batch, cancel);
                batch.Clear();
            }
        }

        if (batch.Count > 0)
            count += await store.Write(batch, cancel);
        await store.AuditFile(count, refused.Count, http, cancel);
        return TypedResults.Ok(new ImportedProducts(count.Created, count.Changed, refused));
    }

    private static async Task<Dictionary<string, int>?> ReadColumns(CsvReader file, CancellationToken cancel)
    {
        if (await file.Read(cancel) is not { Fault: null } head)
            return null;

        var columns = new Dictionary<string, int>();
        for (var i = 0; i < head.Fields.Count; i++)
        {
            if (Columns.TryGetValue(RequestText.Trim(head.Fields[i]), out var column))
                columns.TryAdd(column, i);
        }

        return columns.ContainsKey("serialNumber") && columns.ContainsKey("model") ? columns : null;
    }

    private static ProductFields? Read(
        CsvRecord record, Dictionary<string, int> columns, DateOnly today, HashSet<string> seen, List<RefusedLine> refused)
    {
        if (record.Fault is not null)
        {
            refused.Add(new(record.Line, "line", record.Fault));
            return null;
        }

        var errors = new FieldErrors();
        var fields = ProductFields.Read(
            Field("serialNumber"), Field("model"), Field("category"), Field("purchasedOn"), Field("warrantyMonths"), Field("extendedUntil"),
            today, errors);
        if (fields is null)
            refused.AddRange(errors.All.Select(error => new RefusedLine(record.Line, error.Field, error.Code)));
        else if (!seen.Add(SerialNumber.Key(fields.SerialNumber)))
            refused.Add(new(record.Line, "serialNumber", "duplicate"));
        else
            return fields;
        return null;

        string? Field(string column) => columns.TryGetValue(column, out var i) && i < record.Fields.Count ? record.Fields[i] : null;
    }
}
