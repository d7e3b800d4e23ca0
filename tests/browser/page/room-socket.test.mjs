import assert from 'node:assert/strict';
import { test } from 'node:test';
import { wait } from '../../../src/WsBroker.Server/wwwroot/chat/room-socket.js';

test('the bound of a wait doubles to half a minute', () => {
    const bounds = [0, 1, 2, 3, 4, 5, 6, 1000].map((attempt) => wait(attempt, 1));

    assert.deepEqual(bounds, [1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
});

test('a wait is anything up to its bound', () => {
    assert.deepEqual([0, 0.25, 0.5].map((random) => wait(3, random)), [0, 2000, 4000]);
});
