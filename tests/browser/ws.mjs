// node ws.mjs BASE_WS_URL [CHECK…]: the raw endpoint as the npm package ws sees it

import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { run, within } from './checks.mjs';
import { Peer } from './peer.mjs';

/** Both sides of every limit of a length field (RFC 6455 §5.2), and the largest message taken by default. */
const SIZES = [0, 1, 125, 126, 65_535, 65_536, 1024 * 1024];

const [base, ...wanted] = process.argv.slice(2);

/** A topic that nobody else uses. */
function freshTopic() {
    return new URL(`topics/ws/${randomUUID()}`, base).href;
}

/** Two clients in a topic of their own. */
async function pair() {
    const topic = freshTopic();
    return [await Peer.connect(topic), await Peer.connect(topic)];
}

async function closeAll(...peers) {
    await Promise.all(peers.map((peer) => peer.close()));
}

async function arrives(from, to, data, isBinary) {
    from.socket.send(data, { binary: isBinary });
    const received = await to.receive();
    assert.equal(received.isBinary, isBinary);
    assert.ok(received.data.equals(data), `${data.length} bytes came as ${received.data.length} or altered`);
}

await run({
    async sizes() {
        const [one, other] = await pair();
        for (const size of SIZES) {
            await arrives(one, other, Buffer.from('é'.repeat(size / 2).padEnd(size / 2 + (size % 2), 'x')), false);
            await arrives(other, one, randomBytes(size), true);
        }
        await closeAll(one, other);
    },

    async compressed() {
        const topic = freshTopic();
        const plain = await Peer.connect(topic);
        const usual = await Peer.connect(topic, true);
        const small = await Peer.connect(topic, { threshold: 0, serverMaxWindowBits: 9, clientMaxWindowBits: 10 });
        assert.deepEqual([plain, usual, small].map(({ socket }) => socket.extensions), ['', 'permessage-deflate', 'permessage-deflate']);

        for (const size of SIZES) {
            const text = Buffer.from(JSON.stringify(Array(Math.ceil(size / 10)).fill('é-price')).slice(0, size / 2));
            for (const from of [plain, usual, small]) {
                from.socket.send(text, { binary: false });
                for (const to of [plain, usual, small].filter((peer) => peer !== from)) {
                    const received = await to.receive();
                    assert.ok(received.data.equals(text), `${text.length} bytes came as ${received.data.length} or altered`);
                }
            }
        }

        for (const part of ['in ', 'three ', 'parts '.repeat(500)]) usual.socket.send(part, { fin: false });
        usual.socket.send('', { fin: true });
        assert.equal((await small.receive()).data.toString(), `in three ${'parts '.repeat(500)}`);
        assert.deepEqual(await usual.close(1000), { code: 1000, reason: '' });
        await closeAll(plain, small);
    },

    async fragments() {
        const [one, other] = await pair();
        const whole = Buffer.from('Grüße in Stücken 👋');

        for (const byte of whole.subarray(0, -1)) one.socket.send(Buffer.of(byte), { binary: false, fin: false });
        one.socket.send(whole.subarray(-1), { fin: true });

        const received = await other.receive();
        assert.equal(received.isBinary, false);
        assert.equal(received.data.toString(), whole.toString());
        await closeAll(one, other);
    },

    async pings() {
        const [one, other] = await pair();

        one.socket.send('first ', { fin: false });
        one.socket.ping('in between');
        const [pong] = await within(10_000, 'the pong', once(one.socket, 'pong'));
        one.socket.send('last', { fin: true });

        assert.equal(pong.toString(), 'in between');
        assert.equal((await other.receive()).data.toString(), 'first last');
        await closeAll(one, other);
    },

    async close() {
        const [one, other] = await pair();

        assert.deepEqual(await one.close(1000), { code: 1000, reason: '' });
        assert.deepEqual(await other.close(1000), { code: 1000, reason: '' });
    },

    async echo() {
        const topic = freshTopic();
        const deaf = await Peer.connect(topic);
        const hearing = await Peer.connect(`${topic}?echo=true`);

        deaf.socket.send('of the deaf');
        assert.equal((await hearing.receive()).data.toString(), 'of the deaf');
        hearing.socket.send('of the hearing');

        assert.equal((await hearing.receive()).data.toString(), 'of the hearing');
        assert.equal((await deaf.receive()).data.toString(), 'of the hearing');
        await closeAll(deaf, hearing);
    },
}, wanted);
