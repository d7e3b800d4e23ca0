import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decode, encodeImage, encodeText, fingerprint, sniff } from '../../../src/WsBroker.Server/wwwroot/chat/frames.js';

const PNG = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3);
const ENVELOPE = { id: 'a.b.0', from: 'Zoë 🦊', at: 1_732_250_000_123 };

test('a text comes back as it was sent', () => {
    assert.deepEqual(decode(encodeText({ ...ENVELOPE, text: 'one\ntwo' })), { kind: 'text', ...ENVELOPE, text: 'one\ntwo' });
});

test('an image comes back with its sender', () => {
    const { kind, type, image, ...envelope } = decode(encodeImage(ENVELOPE, PNG).buffer);

    assert.deepEqual({ kind, type, ...envelope }, { kind: 'image', type: 'image/png', ...ENVELOPE });
    assert.deepEqual([...image], [...PNG]);
});

for (const text of ['', 'hi', '{', 'null', '3', '[]', '{"from":"Mia"}', '{"from":1,"text":"x"}', '{"temperature":21}']) {
    test(`text that is none of ours is shown as it is: ${text}`, () => {
        assert.deepEqual(decode(text), { kind: 'text', id: null, from: null, at: null, text });
    });
}

test('a sender that makes no sense is nobody', () => {
    const { id, from, at } = decode('{"id":7,"from":"  ","at":"now","text":"x"}');

    assert.deepEqual([id, from, at], [null, null, null]);
});

test('a time that no date can hold is none', () => {
    assert.equal(decode('{"from":"Mia","text":"x","at":9e99}').at, null);
});

test('a name is cut to its limit', () => {
    assert.equal(decode(JSON.stringify({ from: 'x'.repeat(1000), text: '' })).from.length, 40);
});

test('an image without a header is nobody\'s', () => {
    const { kind, from } = decode(PNG.buffer);

    assert.deepEqual([kind, from], ['image', null]);
});

test('every part of an image message is decoded without an exception', () => {
    const whole = encodeImage(ENVELOPE, PNG);

    for (let length = 0; length < whole.length - 3; length++) {
        const { kind } = decode(whole.slice(0, length).buffer);
        assert.equal(kind, 'bytes', `${length} bytes`);
    }
});

test('a header that claims more than there is belongs to nobody', () => {
    const lying = encodeImage({ ...ENVELOPE, id: '' }, PNG).fill(0xff, 4, 6);

    assert.deepEqual(decode(lying.buffer), { kind: 'bytes', id: null, from: null, at: null, length: lying.length });
});

test('other bytes are counted', () => {
    assert.deepEqual(decode(new ArrayBuffer(5)), { kind: 'bytes', id: null, from: null, at: null, length: 5 });
});

test('the first bytes tell the type', () => {
    assert.equal(sniff(Uint8Array.of(0xff, 0xd8, 0xff, 0xe0)), 'image/jpeg');
    assert.equal(sniff(Buffer.from('GIF89a')), 'image/gif');
    assert.equal(sniff(Buffer.from('RIFF....WEBPVP8 ')), 'image/webp');
    assert.equal(sniff(Buffer.from('RIFF....WAVEfmt ')), null);
    assert.equal(sniff(Buffer.from('<svg xmlns="…"/>')), null);
});

test('text and bytes of the same content differ in their fingerprint', () => {
    assert.notEqual(fingerprint('ab'), fingerprint(Uint8Array.of(0x61, 0x62).buffer));
    assert.notEqual(fingerprint(Uint8Array.of(1, 2).buffer), fingerprint(Uint8Array.of(2, 1).buffer));
    assert.equal(fingerprint(Uint8Array.of(1, 2).buffer), fingerprint(Uint8Array.of(1, 2).buffer));
});
