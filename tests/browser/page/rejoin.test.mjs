import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Rejoin } from '../../../src/WsBroker.Server/wwwroot/chat/rejoin.js';

/** What is shown when `arrived` comes after `known`, and whether a gap is told; a letter is a message. */
function rejoin(known, arrived, { quiet = true } = {}) {
    const rejoin = new Rejoin([...known]);
    const steps = [...arrived].map((print) => rejoin.accept({ print }));
    if (quiet) steps.push(rejoin.settle());
    return {
        shown: steps.flatMap(({ fresh }) => fresh).map(({ print }) => print).join(''),
        gap: steps.some(({ gap }) => gap),
    };
}

const ROWS = [
    ['nothing known', '', 'abc', 'abc', false],
    ['nothing new', 'abc', 'abc', '', false],
    ['nothing arrives', 'abc', '', '', false],
    ['one new', 'abc', 'abcd', 'd', false],
    ['history shorter than what is known', 'abcdef', 'efg', 'g', false],
    ['history longer than what is known', 'cd', 'abcde', 'abcde', true],
    ['everything missed', 'abc', 'xyz', 'xyz', true],
    ['the same text again', 'aa', 'aaa', 'a', false],
    ['the same text again, and no more', 'aa', 'aa', '', false],
    ['an overlap that looks longer at first', 'abab', 'abx', 'x', false],
    ['an overlap that looks longer until quiet', 'aba', 'ab', 'b', false],
    ['a history that was lost and begun again with a known text', 'ab', 'a', 'a', true],
];

for (const [name, known, arrived, shown, gap] of ROWS) {
    test(name, () => assert.deepEqual(rejoin(known, arrived), { shown, gap }));
}

test('what is new is shown at once when the overlap is certain', () => {
    assert.equal(rejoin('abc', 'abcd', { quiet: false }).shown, 'd');
});

test('each run of any topic is shown once', () => {
    const topic = 'abacabadabacabaeabacabadabacaba';
    for (let known = 1; known < topic.length; known++) {
        for (let end = known; end < topic.length; end++) {
            const { shown } = rejoin(topic.slice(0, known), topic.slice(0, end));
            assert.equal(shown, topic.slice(known, end), `${known} known of ${end}`);
        }
    }
});
