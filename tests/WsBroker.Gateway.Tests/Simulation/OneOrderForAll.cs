using WsBroker.TestKit;
using WsBroker.WebSockets.Closing;

namespace WsBroker.Gateway.Tests.Simulation;

/// <summary>A whole broker with clients that come, publish, stall and go as the seed decides.</summary>
public sealed class OneOrderForAll
{
    [Theory]
    [InlineData(1)]
    [InlineData(51)]
    [InlineData(101)]
    [InlineData(151)]
    public void Every_subscriber_sees_a_run_of_one_order_without_gap_or_duplicate(int firstSeed)
    {
        for (var seed = firstSeed; seed < firstSeed + 50; seed++)
        {
            using var run = new BrokerRun((ulong)seed);
            run.Run();
        }
    }

    private sealed class BrokerRun(ulong seed) : IDisposable
    {
        private static readonly string[] _topics = ["a", "b"];

        private readonly SeededNumbers _numbers = new(seed);
        private readonly SimulatedBroker _broker = new(new SimulationOptions { Seed = seed });
        private readonly List<(SimulatedClient Client, string Topic)> _listeners = [];
        private readonly List<(SimulatedClient Client, string Topic)> _publishers = [];
        private readonly List<(SimulatedClient Client, string Topic)> _gone = [];
        private readonly Dictionary<string, List<string>> _orders = [];
        private int _published;

        public void Run()
        {
            foreach (var topic in _topics)
            {
                // They were there from the first to the last, so theirs is the order
                _listeners.Add((_broker.Open($"/topics/{topic}?mode=sub"), topic));
            }

            for (var step = 0; step < 300; step++)
            {
                Step();
            }

            Settle();
            Check();
        }

        public void Dispose() => _broker.Dispose();

        private void Step()
        {
            switch (_numbers.Below(10))
            {
                case 0:
                    Connect();
                    break;
                case 1 when _listeners.Count > _topics.Length:
                    Disconnect();
                    break;
                case 2 or 3 or 4 when _publishers.Count > 0:
                    Publish();
                    break;
                case 5:
                    _numbers.Pick(_listeners).Client.Transport.LimitRoom(_numbers.Below(100));
                    break;
                case 6:
                    _numbers.Pick(_listeners).Client.Transport.LimitRoom(int.MaxValue);
                    break;
                default:
                    _broker.Dispatcher.RunUntilIdle(maxTurns: _numbers.Below(20));
                    break;
            }
        }

        private void Connect()
        {
            var topic = _numbers.Pick(_topics);
            var client = new SimulatedClient(_broker.Dispatcher);
            _broker.Acceptor.Connect(client.Transport);
            var isPublisher = _numbers.OneIn(3);
            WriteInPieces(client, SimulatedClient.Request($"/topics/{topic}?mode={(isPublisher ? "pub" : "sub")}"));
            (isPublisher ? _publishers : _listeners).Add((client, topic));
        }

        private void Publish()
        {
            var (client, topic) = _numbers.Pick(_publishers);
            for (var more = 1 + _numbers.Below(3); more > 0; more--)
            {
                WriteInPieces(client, SimulatedClient.Text($"{topic}{++_published}"));
            }
        }

        private void Disconnect()
        {
            var one = _listeners[_topics.Length + _numbers.Below(_listeners.Count - _topics.Length)];
            _listeners.Remove(one);
            _gone.Add(one);
            switch (_numbers.Below(3))
            {
                case 0:
                    one.Client.Transport.Reset();
                    break;
                case 1:
                    one.Client.Transport.End();
                    break;
                default:
                    WriteInPieces(one.Client, SimulatedClient.Close(CloseCode.GoingAway));
                    break;
            }
        }

        private void WriteInPieces(SimulatedClient client, byte[] bytes)
        {
            var cut = _numbers.Below(bytes.Length + 1);
            client.Transport.Write(bytes.AsMemory(0, cut));
            _broker.Dispatcher.RunUntilIdle(maxTurns: _numbers.Below(4));
            client.Transport.Write(bytes.AsMemory(cut));
        }

        private void Settle()
        {
            foreach (var (client, _) in _listeners)
            {
                client.Transport.LimitRoom(int.MaxValue);
            }

            _broker.Dispatcher.RunUntilIdle();
        }

        private void Check()
        {
            foreach (var (client, topic) in _listeners.Take(_topics.Length))
            {
                _orders.Add(topic, [.. client.Messages]);
            }

            Assert.Equal(_published, _orders.Values.Sum(static order => order.Distinct(StringComparer.Ordinal).Count()));
            Assert.All(_listeners, listener => AssertIsRun(listener.Client, listener.Topic, isToTheEnd: true));
            Assert.All(_gone, listener => AssertIsRun(listener.Client, listener.Topic, isToTheEnd: false));
        }

        private void AssertIsRun(SimulatedClient client, string topic, bool isToTheEnd)
        {
            var order = _orders[topic];
            var told = client.Messages.ToArray();
            var start = told.Length == 0 ? order.Count : order.IndexOf(told[0]);
            var isRun = start >= 0 && order.Skip(start).Take(told.Length).SequenceEqual(told, StringComparer.Ordinal);
            Assert.True(isRun, $"seed {seed}, {topic}: {string.Join(' ', told)} is no run of {string.Join(' ', order)}");
            Assert.True(!isToTheEnd || start + told.Length == order.Count, $"seed {seed}, {topic}: the end is missing");
        }
    }
}
