import assert from 'node:assert/strict';
import { test } from 'node:test';
import { byLabel, Rates, sum, Trace } from '../../../src/WsBroker.Server/wwwroot/admin/rates.js';
import { bytes, duration, number, visible } from '../../../src/WsBroker.Server/wwwroot/admin/text.js';

const SHOWN = [['chat/lobby', 'chat/lobby'], ['a\u202eb', 'a\\u{202e}b'], ['\u001b[31m', '\\u{1b}[31m'], ['<b>', '<b>'], ['\ud800', '\\u{d800}'],
    ['\u2028', '\\u{2028}'], ['Zürich 🍵', 'Zürich 🍵'], [null, ''], ['\u0085\u200b', '\\u{85}\\u{200b}']];

for (const [text, safe] of SHOWN) {
    test(`${JSON.stringify(text)} is shown as ${safe}`, () => assert.equal(visible(text), safe));
}

test('a counter has a rate once it was looked at twice, and not when it begins anew', () => {
    const rates = new Rates();
    rates.begin(0);
    assert.ok(Number.isNaN(rates.of('a', 10)));
    rates.begin(2000);
    assert.equal(rates.of('a', 30), 10);
    rates.begin(4000);
    assert.ok(Number.isNaN(rates.of('a', 5)));
    rates.keep(new Set());
    rates.begin(6000);
    assert.ok(Number.isNaN(rates.of('a', 7)));
});

test('a trace keeps its last values between the edges', () => {
    const trace = new Trace(3);
    [1, 2, 4, NaN].forEach((value) => trace.add(value));
    assert.equal(trace.points, '0.0,15.0 50.0,1.0 100.0,29.0');
});

test('metrics are read by their labels, the most first', () => {
    const metrics = { 'a_total{reason="x"}': 1, 'a_total{reason="y"}': 3, 'a_total{reason="z"}': 0, a_totals: 9, b: 2 };
    assert.deepEqual(byLabel(metrics, 'a_total'), [['y', 3], ['x', 1]]);
    assert.equal(sum(metrics, 'a_total'), 4);
    assert.equal(sum(metrics, 'b'), 2);
    assert.ok(Number.isNaN(sum(metrics, 'c')));
});

test('numbers, bytes and times are short', () => {
    assert.deepEqual([0, 1.25, 1234.5, NaN].map(number), ['0', '1.3', '1,235', '–']);
    assert.deepEqual([0, 1023, 1024, 5.5 * 1024 ** 3].map(bytes), ['0 B', '1,023 B', '1 KiB', '5.5 GiB']);
    assert.deepEqual([0, 59, 61, 3600, 90061].map(duration), ['0 s', '59 s', '1 min 1 s', '1 h 0 min', '1 d 1 h']);
});
