// node events.mjs BASE_URL: EventSource in a real browser, which comes back by itself when its stream ends

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { TRUSTING, withBrowser } from './browser.mjs';
import { run } from './checks.mjs';

const [base, ...wanted] = process.argv.slice(2);
const PATIENCE_MS = 20_000;

async function post(path, body) {
    const answer = await fetch(new URL(path, base), { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) });
    assert.equal(answer.status, 200, await answer.clone().text());
    return answer.json();
}

await run({
    async eventsource() {
        await withBrowser(async (browser) => {
            const [one, two] = [`sse/${randomUUID()}`, `sse/${randomUUID()}`];
            const page = await browser.newPage(TRUSTING);
            page.setDefaultTimeout(PATIENCE_MS);
            await page.goto(base);
            await page.evaluate((topics) => {
                const heard = [];
                const source = new EventSource(`/sse?${topics.map((topic) => `topic=${encodeURIComponent(topic)}`).join('&')}`);
                for (const name of ['message', 'subscribed', 'closed', 'gap', 'unsubscribed']) {
                    source.addEventListener(name, ({ data }) => heard.push({ name, data: JSON.parse(data) }));
                }
                Object.assign(window, { heard, source });
            }, [one, two]);
            const heard = (count, name) => page.waitForFunction(
                ([count, name]) => window.heard.filter((event) => event.name === name).length >= count, [count, name]);
            await heard(2, 'subscribed');

            await post('/api/publish', { topics: [one, two], data: { line: 'first\nsecond' } });
            await heard(2, 'message');
            const { connections } = await (await fetch(new URL('/api/connections', base))).json();
            const { client } = connections.find(({ subscriptions }) => subscriptions.includes(one));
            await post('/api/disconnect', { client });
            await heard(1, 'closed');
            for (const text of ['missed', 'missed too']) await post('/api/publish', { topics: [one, two], text });
            await heard(4, 'subscribed');
            await heard(6, 'message');
            await post('/api/publish', { topic: two, text: 'live again' });
            await heard(7, 'message');

            const all = await page.evaluate(() => window.heard);
            for (const topic of [one, two]) {
                const offsets = all.filter(({ name, data }) => name === 'message' && data.topic === topic).map(({ data }) => data.offset);
                assert.deepEqual(offsets, topic === one ? [1, 2, 3] : [1, 2, 3, 4]);
            }
            assert.equal(all.find(({ name }) => name === 'closed').data.code, 4002);
            assert.deepEqual(all.filter(({ name }) => name === 'subscribed').map(({ data }) => data.recovered), [undefined, undefined, true, true]);
        });
    },

    async refused() {
        await withBrowser(async (browser) => {
            const page = await browser.newPage(TRUSTING);
            await page.goto(base);

            const state = await page.evaluate(() => new Promise((resolve) => {
                const source = new EventSource('/sse?topic=$user/somebody');
                source.onerror = () => resolve(source.readyState);
            }));

            // CLOSED: a browser does not come back to what is refused
            assert.equal(state, 2);
        });
    },
}, wanted);
