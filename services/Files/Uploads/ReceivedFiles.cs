using Meida.Files.Images;
using Meida.ServiceDefaults.Refusals;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Meida.Files.Uploads;

/// <summary>Takes the files of an upload as they come, and puts into words why one is refused.</summary>
internal static class ReceivedFiles
{
    private const string RetryAfterSeconds = "5";

    /// <param name="type">What the files show, as far as that is known when one is there.</param>
    /// <returns>The refusal of the upload; null when every file was taken.</returns>
    public static async Task<ProblemHttpResult?> Take(
        UploadReader reader, ImageIntake intake, Guid ticketId, Func<string?> type, IReadOnlyList<string> expected, UploadBudget budget,
        HttpResponse response, CancellationToken ct)
    {
        var files = 0;
        await foreach (var file in reader.Files(ct))
        {
            files++;
            if (file.Length == 0)
                return Refused("empty", $"File {files} is empty.");
            try
            {
                await intake.Take(ticketId, file, type(), expected.ElementAtOrDefault(files - 1), budget, ct);
            }
            catch (ImageRejectedException rejected)
            {
                return rejected.Fault switch
                {
                    ImageFault.Unsupported => Problems.Create(415, "unsupported-image", $"File {files}: {rejected.Message}"),
                    ImageFault.Altered => Refused("checksum", $"File {files}: {rejected.Message}"),
                    ImageFault.TooCostly => Refused("too-costly", $"File {files}: {rejected.Message}"),
                    ImageFault.TooManyPixels => Refused("too-many-pixels", $"File {files}: {rejected.Message}"),
                    _ => Refused("damaged", $"File {files}: {rejected.Message}"),
                };
            }
            catch (DecodersBusyException busy)
            {
                response.Headers.RetryAfter = RetryAfterSeconds;
                return Problems.Create(429, "too-many-requests", busy.Message + " Send the upload again in a moment.");
            }
        }

        if (files == 0)
            return Refused("required", "At least one file is required, in a part named 'files'.");
        return expected.Count > 0 && expected.Count != files
            ? new FieldErrors().Add(SentChecksums.Header, "count", $"Names {expected.Count} checksums, and {files} files came.").ToProblem()
            : null;
    }

    private static ProblemHttpResult Refused(string code, string message) => new FieldErrors().Add("files", code, message).ToProblem();
}
