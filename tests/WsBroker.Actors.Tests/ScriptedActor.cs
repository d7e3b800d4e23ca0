namespace WsBroker.Actors.Tests;

/// <summary>Notes in a journal all that befalls it, and does what the test says.</summary>
internal sealed class ScriptedActor(string name, Journal journal) : Actor<string>
{
    public Action<ScriptedActor>? OnStart { get; init; }

    public Action<ScriptedActor, string>? OnMessage { get; init; }

    public Action<ScriptedActor>? OnTurnEnded { get; init; }

    public Action<ScriptedActor>? OnRestart { get; init; }

    public Action<ScriptedActor>? OnStopped { get; init; }

    public ActorContext<string> Self => Context;

    public void Note(string what) => journal.Add($"{name} {what}");

    protected override void PreStart()
    {
        Note("starts");
        OnStart?.Invoke(this);
    }

    protected override void Receive(string message)
    {
        Note(message);
        OnMessage?.Invoke(this, message);
    }

    protected override void TurnEnded() => OnTurnEnded?.Invoke(this);

    protected override void PreRestart(Exception failure)
    {
        Note($"retires: {failure.Message}");
        OnRestart?.Invoke(this);
    }

    protected override void PostStop(Exception? failure)
    {
        Note(failure is null ? "stopped" : $"ended: {failure.Message}");
        OnStopped?.Invoke(this);
    }
}
