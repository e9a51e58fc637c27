using System.Text;

namespace Meida.Booking.Products;

/// <summary>A record of a file.</summary>
/// <param name="Line">The line it begins on, from 1.</param>
/// <param name="Fields">Its fields; none when it is broken.</param>
/// <param name="Fault">What is wrong with it as a whole: <c>quotes</c>, <c>encoding</c> or <c>length</c>; else null.</param>
internal sealed record CsvRecord(int Line, IReadOnlyList<string> Fields, string? Fault)
{
    public bool IsBlank => Fault is null && Fields.All(string.IsNullOrWhiteSpace);
}

/// <summary>
/// Reads comma-separated records (RFC 4180) from a stream, one at a time. Commas, quotes and line breaks are told apart before
/// the text is decoded: in UTF-8 and in GB18030 no byte of a longer character is one of them.
/// </summary>
/// <remarks>
/// Without a named encoding the first characters beyond ASCII decide for the whole file: what is no UTF-8 is GB18030, as
/// spreadsheets write it in China.
/// </remarks>
internal sealed class CsvReader(Stream stream, Encoding? encoding)
{
    private const int LongestRecord = 16 * 1024;

    private static readonly Encoding Utf8 = new UTF8Encoding(false, throwOnInvalidBytes: true);
    private static readonly Encoding Gb18030 = CodePagesEncodingProvider.Instance.GetEncoding(
        "GB18030", EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)!;

    private readonly byte[] _buffer = new byte[4 * LongestRecord];
    private int _start;
    private int _end;
    private bool _isAtEnd;
    private int _line = 1;
    private bool _hasBegun;
    private Encoding? _encoding = encoding;

    /// <summary>The encoding that a content type names; null when it names none, or one that is none of ours.</summary>
    public static bool TryGetEncoding(string? charset, out Encoding? encoding)
    {
        encoding = charset?.Trim('"').ToUpperInvariant() switch
        {
            "UTF-8" or "UTF8" => Utf8,
            "GB18030" or "GBK" or "GB2312" or "CP936" => Gb18030,
            _ => null,
        };
        return charset is null || encoding is not null;
    }

    /// <summary>The next record; null after the last.</summary>
    public async ValueTask<CsvRecord?> Read(CancellationToken cancel)
    {
        while (true)
        {
            var (length, lines, isBroken) = _end > _start ? Scan() : (-1, 0, false);
            if (length < 0 && !_isAtEnd && _end - _start < LongestRecord)
            {
                await Fill(cancel);
                continue;
            }

            if (_end == _start)
                return null;
            return length < 0 || isBroken ? Broken(isTooLong: length < 0 && _end - _start >= LongestRecord) : Take(length, lines);
        }
    }

    private async ValueTask Fill(CancellationToken cancel)
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        var read = await stream.ReadAsync(_buffer.AsMemory(_end), cancel);
        _end += read;
        _isAtEnd = read == 0;
        if (_hasBegun || (_end < 3 && !_isAtEnd))
            return;

        _hasBegun = true;
        if (_buffer.AsSpan(0, _end).StartsWith(Utf8Mark))
            (_start, _encoding) = (Utf8Mark.Length, Utf8);
    }

    private static ReadOnlySpan<byte> Utf8Mark => [0xEF, 0xBB, 0xBF];

    // The length of the record with its line break, -1 when its end is not there yet.
    private (int Length, int Lines, bool IsBroken) Scan()
    {
        var (isQuoted, isFieldStart, lines) = (false, true, 0);
        for (var i = _start; i < Math.Min(_end, _start + LongestRecord); i++)
        {
            var next = i + 1 < _end ? _buffer[i + 1] : (byte)0;
            switch (_buffer[i])
            {
                case (byte)'"' when isQuoted && i + 1 >= _end && !_isAtEnd:
                    return (-1, 0, false);
                case (byte)'"' when isQuoted && next == '"':
                    i++;
                    break;
                case (byte)'"' when isQuoted:
                    isQuoted = false;
                    if (i + 1 < _end && next is not ((byte)',' or (byte)'\r' or (byte)'\n'))
                        return (0, 0, true);
                    break;
                case (byte)'"' when isFieldStart:
                    isQuoted = true;
                    break;
                case (byte)'"':
                    return (0, 0, true);
                case (byte)'\n':
                    lines++;
                    if (!isQuoted)
                        return (i + 1 - _start, lines, false);
                    break;
            }

            isFieldStart = !isQuoted && _buffer[i] == ',';
        }

        return _isAtEnd && !isQuoted && _end - _start < LongestRecord ? (_end - _start, lines, false) : (-1, 0, false);
    }

    // Nobody knows where it ends: the next line is taken for the next record.
    private CsvRecord Broken(bool isTooLong)
    {
        var at = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
        _start = at < 0 ? _end : _start + at + 1;
        return new(_line++, [], isTooLong && at < 0 ? "length" : "quotes");
    }

    private CsvRecord Take(int length, int lines)
    {
        var bytes = _buffer.AsSpan(_start, length).TrimEnd("\r\n"u8).ToArray();
        _start += length;
        var line = _line;
        _line += Math.Max(1, lines);
        try
        {
            return new(line, Split(Decode(bytes)), null);
        }
        catch (DecoderFallbackException)
        {
            return new(line, [], "encoding");
        }
    }

    private string Decode(byte[] bytes)
    {
        if (_encoding is not null || Ascii.IsValid(bytes))
            return (_encoding ?? Utf8).GetString(bytes);

        try
        {
            var text = Utf8.GetString(bytes);
            _encoding = Utf8;
            return text;
        }
        catch (DecoderFallbackException)
        {
            var text = Gb18030.GetString(bytes);
            _encoding = Gb18030;
            return text;
        }
    }

    private static List<string> Split(string text)
    {
        var fields = new List<string>();
        for (var i = 0; ; i++)
        {
            int end;
            if (i < text.Length && text[i] == '"')
            {
                end = i + 1;
                while (text[end] != '"' || (end + 1 < text.Length && text[end + 1] == '"'))
                    end += text[end] == '"' ? 2 : 1;
                fields.Add(text[(i + 1)..end].Replace("\"\"", "\"", StringComparison.Ordinal));
                end++;
            }
            else
            {
                end = text.IndexOf(',', i) is >= 0 and var comma ? comma : text.Length;
                fields.Add(text[i..end]);
            }

            if (end >= text.Length)
                return fields;
            i = end;
        }
    }
}
