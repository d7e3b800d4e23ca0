namespace WsBroker.Redis.Topics;

/// <summary>The scripts that Redis runs on a topic, each in one step.</summary>
/// <remarks>
/// Keys of a topic: <c>m</c> a hash with the epoch <c>e</c>, the last offset <c>o</c>, it and when it was taken <c>a</c> and the bytes in the stream <c>b</c>;
/// <c>s</c> the stream, of which an entry's id is its offset, <c>t</c> when it was taken and <c>p</c> the publication; <c>r</c> the retained publication;
/// <c>k:KEY</c> where the one with an idempotency key stands. Whoever calls says how far the topic has been seen, and when what stands there was taken: what has less of
/// that epoch, or something else there, has lost something, and begins another.
/// </remarks>
internal sealed class TopicScripts
{
    /// <summary>How many arguments of <see cref="Append"/> come before the publications.</summary>
    public const int AppendHead = 12;

    /// <summary>What <see cref="Append"/> returns where no offset is left.</summary>
    public const int NoOffsetsLeft = -1;

    private const string TellAll = """
        local function publish(message)
          redis.call('PUBLISH', ARGV[4], message)
        end

        """;

    // A pattern on this server says that somebody listens by filters, which hear no sharded channel (FilterMarks)
    private const string TellServersOfTopic = """
        local function publish(message)
          redis.call('SPUBLISH', ARGV[4], message)
          if redis.call('PUBSUB', 'NUMPAT') > 0 then redis.call('PUBLISH', ARGV[4], message) end
        end

        """;

    // 1 m 2 s 3 r; 1 known epoch 2 known offset 3 new epoch 4 channel 5 sender 6 how long m is kept (0: for ever) 7 when the known was taken (0: not known)
    private const string Begin = """
        local m, s, r = KEYS[1], KEYS[2], KEYS[3]
        local time = redis.call('TIME')
        local now = time[1] * 1000 + math.floor(time[2] / 1000)
        local function text(n) return string.format('%.0f', n) end
        local function tell(e, first, before, count, bodies)
          local head = ARGV[5] .. struct.pack('>I8I8I4', first, now, count) .. string.char(#e) .. e .. struct.pack('>I8', before)
          publish(string.char(1) .. struct.pack('>I2', #head) .. head .. bodies)
        end
        local known = redis.call('HMGET', m, 'e', 'o', 'b', 'a')
        local e, o, b = known[1], tonumber(known[2]), tonumber(known[3])
        local last, at = string.match(known[4] or '', '^(%d+) (%d+)$')
        at = last == known[2] and tonumber(at) or 0
        local function hasLost(seen, seenAt)
          if o <= seen or seenAt == 0 then return o < seen or (at ~= seenAt and at > 0 and seenAt > 0) end
          local entry = redis.call('XRANGE', s, text(seen) .. '-0', text(seen) .. '-0')[1]
          return entry and tonumber(entry[2][2]) ~= seenAt
        end
        local isNew = not e or not o or not b or (e == ARGV[1] and hasLost(tonumber(ARGV[2]), tonumber(ARGV[7])))
        if isNew then
          local had = e
          e, o, b, at = ARGV[3], 0, 0, 0
          redis.call('DEL', s, r)
          redis.call('HSET', m, 'e', e, 'o', 0, 'b', 0, 'a', '')
          if had then tell(e, 1, 0, 0, '') end
        end
        local function keep()
          if ARGV[6] == '0' then redis.call('PERSIST', m) else redis.call('PEXPIRE', m, ARGV[6]) end
        end

        """;

    private const string AppendBody = """
        local n = (#ARGV - 12) / 2
        if o + n > 9007199254740991 then return -1 end
        if redis.call('EXISTS', s) == 0 then b = 0 end
        local first, places, bodies, isRepeated, last = o + 1, {}, {}, false, nil
        for i = 1, n do
          local body, meta = ARGV[11 + 2 * i], tonumber(ARGV[12 + 2 * i])
          local k = math.floor(meta / 2)
          local earlier = nil
          if k > 0 then
            local place = redis.call('GET', KEYS[3 + k])
            local at = place and string.find(place, ' ', 1, true)
            if at and string.sub(place, at + 1) == e then earlier = tonumber(string.sub(place, 1, at - 1)) end
          end
          if earlier then
            places[i] = -earlier
            isRepeated = true
          else
            o = o + 1
            places[i] = o
            if k > 0 then redis.call('SET', KEYS[3 + k], text(o) .. ' ' .. e, 'PX', ARGV[11]) end
            redis.call('XADD', s, text(o) .. '-0', 't', text(now), 'p', body)
            b = b + #body
            bodies[#bodies + 1] = struct.pack('>I4', #body)
            bodies[#bodies + 1] = body
            last = { body, meta % 2 == 1 }
          end
        end
        if last then
          local count, bytes = tonumber(ARGV[8]), tonumber(ARGV[9])
          local drop = redis.call('XLEN', s) - count
          if drop > 64 or b > bytes + bytes / 4 then
            repeat
              local old, upTo = redis.call('XRANGE', s, '-', '+', 'COUNT', 64), nil
              for _, entry in ipairs(old) do
                if drop <= 0 and b <= bytes then break end
                upTo, drop, b = entry[1], drop - 1, b - #entry[2][4]
              end
              if upTo then redis.call('XTRIM', s, 'MINID', '=', text(tonumber(string.match(upTo, '^%d+')) + 1) .. '-0') end
            until not upTo or (drop <= 0 and b <= bytes)
          end
          redis.call('PEXPIRE', s, ARGV[10])
          if ARGV[12] == '1' then
            if last[2] then redis.call('DEL', r) else redis.call('SET', r, text(o) .. ' ' .. text(now) .. ' ' .. last[1]) end
          end
          redis.call('HSET', m, 'o', text(o), 'b', text(b), 'a', text(o) .. ' ' .. text(now))
          tell(e, first, at, o - first + 1, table.concat(bodies))
        end
        keep()
        if isRepeated then return { e, text(now), first, text(at), places } end
        return { e, text(now), first, text(at) }
        """;

    private const string LookBody = """
        keep()
        local command, from, to, step, entries, most, room = 'XRANGE', '', '+', 1, {}, tonumber(ARGV[8]), tonumber(ARGV[10])
        if ARGV[9] ~= '' then
          command, from, to, step = 'XREVRANGE', ARGV[9], '-', -1
        else
          local after = 0
          if e == ARGV[1] then after = tonumber(ARGV[2]) end
          from = text(after + 1) .. '-0'
        end
        while #entries < most and room > 0 do
          local count = math.min(64, most - #entries)
          local part = redis.call(command, s, from, to, 'COUNT', count)
          for _, entry in ipairs(part) do
            entries[#entries + 1] = entry
            room = room - #entry[2][4]
          end
          if #part < count then break end
          from = text(tonumber(string.match(part[count][1], '^%d+')) + step) .. '-0'
        end
        return { e, text(o), text(now), redis.call('GET', r), entries, text(at) }
        """;

    private const string ForgetBody = """
        local was = not isNew and 1 or 0
        if was == 1 then
          redis.call('DEL', s, r)
          redis.call('HSET', m, 'e', ARGV[3], 'o', 0, 'b', 0, 'a', '')
          tell(ARGV[3], 1, 0, 0, '')
        end
        keep()
        return was
        """;

    private TopicScripts(string publish) => (Append, Look, Forget) = (publish + Begin + AppendBody, publish + Begin + LookBody, publish + Begin + ForgetBody);

    /// <summary>By which all servers of a cluster are told.</summary>
    public static TopicScripts Classic { get; } = new(TellAll);

    /// <summary>By which only those are told that have the topic, and the others while somebody listens by filters.</summary>
    public static TopicScripts Sharded { get; } = new(TellServersOfTopic);

    /// <summary>
    /// Appends and tells all nodes. Arguments beyond the common ones: 8 count and 9 bytes that are kept, 10 for how long, 11 for how long keys are known, 12 whether the last is
    /// retained; then for each publication its bytes, and twice the number of its key among the keys, plus 1 if its payload is empty. Gives the epoch, the time, the first
    /// offset, when what stands before it was taken (0: not known), and, if there were duplicates, for each publication its offset, negative for a duplicate.
    /// </summary>
    public string Append { get; }

    /// <summary>
    /// Reads where a topic stands. Arguments beyond the common ones: 8 how many entries at most, 9 up to which entry, newest first; or nothing: those that follow on the known offset
    /// (in another epoch: from the beginning); 10 of how many bytes, but for the last 64 entries, which may go beyond. Gives the epoch, the last offset, the time, the retained publication or nothing, the entries,
    /// and when the last was taken (0: not known).
    /// </summary>
    public string Look { get; }

    /// <summary>Forgets a topic, which begins a new epoch, and tells all nodes. Gives whether there was something.</summary>
    public string Forget { get; }
}
