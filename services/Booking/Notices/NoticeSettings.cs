using System.Globalization;
using Meida.SharedKernel;

namespace Meida.Booking.Notices;

/// <summary>How customers are told: the section <c>Notices</c>. Nobody is, unless a channel is set.</summary>
internal sealed record NoticeSettings
{
    public const string None = "none";
    public const string File = "file";
    public const string Sms = "sms";
    public const string Smtp = "smtp";

    public required string Channel { get; init; }

    public bool IsOff => Channel == None;

    public bool IsEnglish { get; init; }

    /// <summary>Where the pages are, for links; null: no links.</summary>
    public Uri? SiteUrl { get; init; }

    /// <summary>From when to when, at the service center, nobody is disturbed; null: at any time.</summary>
    public (TimeOnly From, TimeOnly To)? QuietHours { get; init; }

    public int MaxTries { get; init; } = 10;

    /// <summary>How often is looked for what is due.</summary>
    public TimeSpan LookEvery { get; init; } = TimeSpan.FromSeconds(1);

    public string Folder { get; init; } = "";

    public SmsSettings? SmsGateway { get; init; }

    public SmtpSettings? MailServer { get; init; }

    /// <summary>Reads the section.</summary>
    /// <exception cref="InvalidOperationException">Something is missing or wrong; the message names it.</exception>
    public static NoticeSettings Read(IConfiguration configuration, IHostEnvironment environment)
    {
        var section = configuration.GetSection("Notices");
        var folder = section["Folder"];
        // In Development they can be read in a folder, where one is named.
        var channel = section["Channel"] is { Length: > 0 } set ? set.ToLowerInvariant() : environment.IsDevelopment() && !string.IsNullOrEmpty(folder) ? File : None;
        if (channel is not (None or File or Sms or Smtp))
            throw new InvalidOperationException($"Notices:Channel is '{channel}'; it must be none, file, sms or smtp.");

        return new NoticeSettings
        {
            Channel = channel,
            IsEnglish = Language(section["Language"]),
            SiteUrl = section["SiteUrl"] is { Length: > 0 } url ? Address("Notices:SiteUrl", url) : null,
            QuietHours = Quiet(section["QuietHours"] ?? "21:00-08:00"),
            MaxTries = section.GetValue("MaxTries", 10) is var tries and >= 1 and <= 50
                ? tries
                : throw new InvalidOperationException("Notices:MaxTries must be from 1 to 50."),
            LookEvery = section.GetValue("LookEvery", TimeSpan.FromSeconds(1)),
            Folder = channel == File ? Needed(section, "Folder") : "",
            SmsGateway = channel == Sms
                ? new(Address("Notices:Sms:Url", Needed(section, "Sms:Url")), Needed(section, "Sms:Secret"),
                    section.GetSection("Sms:Templates").GetChildren().ToDictionary(Kind, template => template.Value ?? ""))
                : null,
            MailServer = channel == Smtp ? Mail(section) : null,
        };
    }

    public bool IsQuiet(DateTimeOffset now) => QuietHours is var (from, to) && TimeOnly.FromDateTime(AppointmentSlots.LocalTime(now)).IsBetween(from, to);

    /// <summary>When something due then is sent at the earliest.</summary>
    public DateTimeOffset NotBefore(DateTimeOffset due)
    {
        if (!IsQuiet(due))
            return due;

        var local = AppointmentSlots.LocalTime(due);
        var (day, end) = (DateOnly.FromDateTime(local), QuietHours!.Value.To);
        return AppointmentSlots.StartsAt(TimeOnly.FromDateTime(local) < end ? day : day.AddDays(1), end);
    }

    private static NoticeKind Kind(IConfigurationSection template) => EnumText.TryParse<NoticeKind>(template.Key, out var kind)
        ? kind
        : throw new InvalidOperationException($"Notices:Sms:Templates names '{template.Key}'; it may name {string.Join(", ", Enum.GetValues<NoticeKind>().Select(EnumText.Of))}.");

    private static bool Language(string? text) => text?.ToLowerInvariant() switch
    {
        null or "" or "zh" => false,
        "en" => true,
        _ => throw new InvalidOperationException($"Notices:Language is '{text}'; it must be zh or en."),
    };

    private static (TimeOnly, TimeOnly)? Quiet(string text) => text.Split('-', StringSplitOptions.TrimEntries) switch
    {
        [""] or ["none"] => null,
        [var from, var to] when Time(from) is { } start && Time(to) is { } end => (start, end),
        _ => throw new InvalidOperationException($"Notices:QuietHours is '{text}'; it must be like 21:00-08:00, or none."),
    };

    private static TimeOnly? Time(string text) =>
        TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null;

    private static SmtpSettings Mail(IConfigurationSection section)
    {
        var to = Needed(section, "Smtp:To");
        if (!to.Contains(SmtpSettings.Phone, StringComparison.Ordinal))
            throw new InvalidOperationException($"Notices:Smtp:To must contain {SmtpSettings.Phone}: bookings carry no e-mail address, a bridge from mail to telephones is written to.");
        var security = section["Smtp:Security"] ?? "starttls";
        if (security is not ("none" or "starttls" or "tls"))
            throw new InvalidOperationException($"Notices:Smtp:Security is '{security}'; it must be none, starttls or tls.");
        return new(Needed(section, "Smtp:Host"), section.GetValue("Smtp:Port", 587), security, section["Smtp:User"], section["Smtp:Password"], Needed(section, "Smtp:From"), to);
    }

    private static string Needed(IConfigurationSection section, string key) => section[key] is { Length: > 0 } value
        ? value
        : throw new InvalidOperationException($"Notices:{key} must be set for the channel of Notices:Channel.");

    private static Uri Address(string key, string text) => Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
        ? url
        : throw new InvalidOperationException($"{key} must be an address that begins with http:// or https://.");
}

/// <summary>A provider of text messages.</summary>
/// <param name="Url">Where messages are posted.</param>
/// <param name="Secret">What they are signed with.</param>
/// <param name="Templates">The provider's names of the texts.</param>
internal sealed record SmsSettings(Uri Url, string Secret, IReadOnlyDictionary<NoticeKind, string> Templates)
{
    /// <summary>Does not name the secret.</summary>
    public override string ToString() => nameof(SmsSettings);
}

/// <summary>A mail server before a bridge to telephones.</summary>
internal sealed record SmtpSettings(string Host, int Port, string Security, string? User, string? Password, string From, string To)
{
    public const string Phone = "{phone}";

    /// <summary>Does not name the password.</summary>
    public override string ToString() => nameof(SmtpSettings);
}
