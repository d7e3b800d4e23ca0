"""ws.py BASE_WS_URL [CHECK…]: the raw endpoint as Python's package websockets sees it."""

import asyncio
import sys
import traceback
import uuid

try:
    import websockets
    from websockets.extensions.permessage_deflate import PerMessageDeflate
except ImportError:
    sys.exit("Python's package websockets is missing: apt-get install python3-websockets, or run tests/run")

# Both sides of every limit of a length field (RFC 6455 §5.2), and the largest message taken by default
SIZES = [0, 1, 125, 126, 65_535, 65_536, 1024 * 1024]

PATIENCE_S = 20


async def pair(base):
    """Two clients in a topic that nobody else uses; both compress."""
    topic = f"{base.rstrip('/')}/topics/python/{uuid.uuid4()}"
    peers = [await websockets.connect(topic), await websockets.connect(topic)]
    for peer in peers:
        assert [type(extension) for extension in peer.extensions] == [PerMessageDeflate], peer.extensions
    return peers


async def close_all(*peers):
    for peer in peers:
        await peer.close()
        assert peer.close_code == 1000, peer.close_code


async def exchange(base, of_size):
    one, other = await pair(base)
    for size in SIZES:
        for sender, receiver in ((one, other), (other, one)):
            message = of_size(size)
            await sender.send(message)
            received = await receiver.recv()
            assert received == message, f"{size} came as {len(received)} or altered"
    await close_all(one, other)


async def text(base):
    await exchange(base, lambda size: ("é" * (size // 2)) + "x" * (size % 2))


async def binary(base):
    await exchange(base, lambda size: bytes(at * 7 % 256 for at in range(size)))


async def fragments(base):
    one, other = await pair(base)
    parts = ["Grüße ", "in ", "", "Stücken 👋 ", "und mehr " * 500]
    await one.send(parts)
    assert await other.recv() == "".join(parts)
    await other.send([part.encode() for part in parts])
    assert await one.recv() == "".join(parts).encode()
    await close_all(one, other)


async def ping(base):
    one, other = await pair(base)
    # The package resolves it only for a pong with the same payload
    await (await one.ping(b"\x00 of the test \xff"))
    await (await one.ping())
    await close_all(one, other)


async def close(base):
    one, other = await pair(base)
    await one.close(code=1000, reason="done")
    assert one.close_code == 1000, one.close_code
    await other.close(code=3001, reason="our own")
    assert other.close_code == 3001, other.close_code


CHECKS = {check.__name__: check for check in (text, binary, fragments, ping, close)}


async def main(base, names):
    failed = False
    for name in names or CHECKS:
        try:
            await asyncio.wait_for(CHECKS[name](base), PATIENCE_S)
        except Exception:
            failed = True
            print(f"{name}:\n{traceback.format_exc()}")
    return failed


sys.exit(asyncio.run(main(sys.argv[1], sys.argv[2:])))
