import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linesFor } from '../../../src/WsBroker.Server/wwwroot/chat/elsewhere.js';
import { endpoint, hashOf, roomOf, tidy } from '../../../src/WsBroker.Server/wwwroot/chat/room.js';

const ROWS = [['', 'lobby'], ['  tea ', 'tea'], ['#tea', 'tea'], ['a+b#c', 'abc'], ['a//b/', 'a/b'], ['..', 'lobby'],
    ['a/../b/./c', 'a/b/c'], ['line\nbreak', 'linebreak'], ['\ud800x', 'x'], ['Küche 🍵', 'Küche 🍵']];

for (const [typed, room] of ROWS) {
    test(`${JSON.stringify(typed)} is the room ${room}`, () => assert.equal(tidy(typed), room));
}

test('a room is a topic of at most 255 bytes and 32 levels', () => {
    assert.ok(Buffer.byteLength(`chat/${tidy('é'.repeat(1000))}`) <= 255);
    assert.equal(`chat/${tidy('a/'.repeat(100))}`.split('/').length, 32);
});

test('a link leads to its room', () => {
    for (const room of ['lobby', 'a/b', 'Küche 🍵', '100%', "it's"]) assert.equal(roomOf(hashOf(room)), room);
});

test('a broken link leads somewhere', () => {
    assert.equal(roomOf('#100%'), '100%');
    assert.equal(roomOf(''), 'lobby');
});

test('the endpoint lies beside the page', () => {
    assert.equal(endpoint('a b/ü', 'http://h:1/'), 'ws://h:1/topics/chat/a%20b/%C3%BC');
    assert.equal(endpoint('x', 'https://h/broker/', '?last=1'), 'wss://h/broker/topics/chat/x?last=1');
});

test('lines for a shell are quoted', () => {
    const publish = linesFor("it's", 'http://localhost:8080/').find(({ title }) => title === 'Publish from a shell');

    assert.equal(publish.line, String.raw`echo hi | wsbroker pub 'chat/it'\''s'`);
});
