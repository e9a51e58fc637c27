using Meida.Files.Images;

namespace Meida.Files.Uploads;

/// <summary>What one upload may take of the processors, and of its uploader's time.</summary>
internal sealed class UploadBudget(string account, UploadSettings settings)
{
    private TimeSpan _work = settings.MaxDecodingTime;

    /// <summary>Who pays; accounts take turns.</summary>
    public string Account => account;

    /// <summary>How long the upload may still wait for its turns.</summary>
    public TimeSpan Patience { get; private set; } = settings.MaxQueueTime;

    /// <exception cref="ImageRejectedException">There is not so much left.</exception>
    public void Spend(TimeSpan work)
    {
        if (work > _work)
            throw new ImageRejectedException(ImageFault.TooCostly, "Together the images are too costly to check; send fewer at once, or smaller ones.");
        _work -= work;
    }

    public void Wait(TimeSpan time) => Patience = time < Patience ? Patience - time : TimeSpan.Zero;
}
