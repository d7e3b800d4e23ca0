using StackExchange.Redis;
using WsBroker.Broker.Cluster;

namespace WsBroker.Redis.Letters;

/// <summary>Letters of nodes as bytes.</summary>
internal static class LetterFormat
{
    private const string Greeting = "greeting";

    /// <summary>Writes a letter.</summary>
    public static byte[] Write(NodeLetter letter)
    {
        var body = letter switch
        {
            NodeLetter.Greeting greeting => new LetterBody { Kind = Greeting, Node = NodeFormat.BodyOf(greeting.Node) },
            NodeLetter.Question question => QuestionFormat.Write(question.What) with { Number = question.Number },
            NodeLetter.Answer answer => AnswerFormat.Write(answer.What) with
            {
                To = answer.To.ToString(),
                Number = answer.Number,
                Parts = answer.Parts,
                Cut = answer.IsCut,
            },
            _ => throw new ArgumentOutOfRangeException(nameof(letter), letter, "no such letter"),
        };
        return LetterJson.Write(body with { V = LetterBody.Version, From = letter.From.ToString() });
    }

    /// <summary>Reads a letter, whoever wrote it.</summary>
    /// <returns>Null if it is to be passed over.</returns>
    public static NodeLetter? Read(RedisValue message, out LetterProblem problem)
    {
        var body = LetterJson.Read<LetterBody>(message, out problem);
        if (body is null)
        {
            return null;
        }

        if (body.V != LetterBody.Version)
        {
            problem = LetterProblem.OtherVersion;
            return null;
        }

        var isKnown = body.Kind is Greeting || QuestionFormat.Knows(body.Kind) || AnswerFormat.Knows(body.Kind);
        var letter = HexNumber.TryRead(body.From, out var from) ? Read(body, new NodeId(from)) : null;
        problem = (letter, isKnown) switch
        {
            (not null, _) => LetterProblem.None,
            (null, true) => LetterProblem.InvalidMember,
            _ => LetterProblem.UnknownKind,
        };
        return letter;
    }

    private static NodeLetter? Read(LetterBody body, NodeId from)
    {
        if (body.Kind is Greeting)
        {
            return NodeFormat.Read(body.Node) is { } node && node.Id == from ? new NodeLetter.Greeting(node) : null;
        }

        if (QuestionFormat.Read(body) is { } question)
        {
            return new NodeLetter.Question(from, body.Number, question);
        }

        return AnswerFormat.Read(body) is { } answer && HexNumber.TryRead(body.To, out var to) && body.Parts is >= 1 and <= AnswerFormat.MaxParts
            ? new NodeLetter.Answer(from, new NodeId(to), body.Number, body.Parts, answer) { IsCut = body.Cut }
            : null;
    }
}
