using Microsoft.Extensions.Logging.Abstractions;
using WsBroker.Actors;
using WsBroker.Broker.Engines;
using WsBroker.Broker.Publications;
using WsBroker.Broker.Topics;
using WsBroker.Disk;

namespace WsBroker.Broker.Tests.Simulation;

/// <summary>The log on disk, in real files, for a simulation: what it is told is answered before the call returns, on the caller's thread.</summary>
internal sealed class FileStore : ITopicStore, IDisposable
{
    private const int SmallSegment = 4096;

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(30);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("wsbroker-model-");
    private DiskTopicStore _log;

    public FileStore() => _log = OpenLog();

    public IReadOnlyCollection<TopicName> Topics => _log.Topics;

    /// <summary>Closes the log and opens it once more, as the next process would.</summary>
    public void Restart()
    {
        _log.Dispose();
        _log = OpenLog();
    }

    public void Open(TopicName topic, ActorRef<TopicMessage> replyTo) => Ask(replyTo, answer => _log.Open(topic, answer));

    public void Append(string epoch, Publication publication, ActorRef<TopicMessage> replyTo) =>
        Ask(replyTo, answer => _log.Append(epoch, publication, answer));

    public void Trim(TopicName topic, long firstKept) => _log.Trim(topic, firstKept);

    public void Forget(TopicName topic) => _log.Forget(topic);

    public void Dispose()
    {
        _log.Dispose();
        _folder.Delete(recursive: true);
    }

    private DiskTopicStore OpenLog() =>
        DiskTopicStore.Open(new DiskOptions(_folder.FullName) { SegmentBytes = SmallSegment }, NullLogger.Instance);

    private static void Ask(ActorRef<TopicMessage> replyTo, Action<ActorRef<TopicMessage>> ask)
    {
        using var answer = new Answer();
        ask(answer);
        replyTo.Tell(answer.Await());
    }

    private sealed class Answer : ActorRef<TopicMessage>, IDisposable
    {
        private readonly ManualResetEventSlim _isThere = new();
        private TopicMessage? _told;

        public override void Tell(TopicMessage message)
        {
            _told = message;
            _isThere.Set();
        }

        public TopicMessage Await() => _isThere.Wait(_patience) ? _told! : throw new TimeoutException("The log has not answered.");

        public void Dispose() => _isThere.Dispose();
    }
}
