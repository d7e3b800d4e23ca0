using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace WsBroker.Broker.Topics;

/// <summary>The name of one topic: UTF-8, 1 to 255 bytes, at most 32 levels separated by <c>/</c>.</summary>
/// <remarks>Valid by construction and immutable. Two names are equal when their characters are; case matters.</remarks>
public sealed class TopicName : IEquatable<TopicName>
{
    /// <summary>The longest name, in bytes of UTF-8.</summary>
    public const int MaxBytes = 255;

    /// <summary>The most levels that a name may have.</summary>
    public const int MaxLevels = 32;

    private TopicName(string text) => Text = text;

    /// <summary>The name as it was given.</summary>
    public string Text { get; }

    /// <summary>Whether the broker keeps this name for itself: it begins with <c>$</c>.</summary>
    public bool IsSystem => Text[0] == '$';

    /// <summary>Takes <paramref name="text"/> as a name, or tells what is wrong with it.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out TopicName? name, out TopicProblem problem)
    {
        problem = CheckName(text);
        name = problem is TopicProblem.None ? new TopicName(text) : null;
        return name is not null;
    }

    /// <inheritdoc/>
    public bool Equals(TopicName? other) => other is not null && string.Equals(Text, other.Text, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as TopicName);

    /// <inheritdoc/>
    public override int GetHashCode() => Text.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => Text;

    /// <summary>What is wrong with a name, if anything is.</summary>
    internal static TopicProblem CheckName(ReadOnlySpan<char> text)
    {
        var problem = Check(text);
        return problem is TopicProblem.None && text.ContainsAny('+', '#') ? TopicProblem.WildcardInName : problem;
    }

    /// <summary>What names and filters have in common: size, levels and characters.</summary>
    internal static TopicProblem Check(ReadOnlySpan<char> text)
    {
        if (text.Length == 0)
        {
            return TopicProblem.Empty;
        }

        if (text.Length > MaxBytes || Encoding.UTF8.GetByteCount(text) > MaxBytes)
        {
            return TopicProblem.TooLong;
        }

        if (text.Count('/') >= MaxLevels)
        {
            return TopicProblem.TooManyLevels;
        }

        return CheckCharacters(text);
    }

    private static TopicProblem CheckCharacters(ReadOnlySpan<char> text)
    {
        // Nearly all are printable ASCII to their end
        for (var rest = text[PrintableLength(text)..]; rest.Length > 0;)
        {
            if (Rune.DecodeFromUtf16(rest, out var rune, out var used) is not System.Buffers.OperationStatus.Done)
            {
                return TopicProblem.NotUnicode;
            }

            if (Rune.IsControl(rune))
            {
                return TopicProblem.ControlCharacter;
            }

            rest = rest[used..];
        }

        return TopicProblem.None;
    }

    private static int PrintableLength(ReadOnlySpan<char> text)
    {
        var end = text.IndexOfAnyExceptInRange(' ', '~');
        return end < 0 ? text.Length : end;
    }
}
