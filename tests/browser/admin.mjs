// node admin.mjs BASE_URL OUT_DIR KEY [CHECK…]: the dashboard as an operator meets it; leaves screenshots in OUT_DIR

import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { DESKTOP, PHONE, TRUSTING, withBrowser } from './browser.mjs';
import { run } from './checks.mjs';

const [base, folder, key, ...wanted] = process.argv.slice(2);
await mkdir(folder, { recursive: true });

const HOSTILE = ['<img src=x onerror=alert(1)>', '"><script>alert(1)</script>', 'turned\u202eround', "a'b\"c&lt;d"];
const PATIENCE_MS = 20_000;

async function api(path, body) {
    const answer = await fetch(new URL(`/api/${path}`, base), {
        method: body ? 'POST' : 'GET', body: body && JSON.stringify(body),
        headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' },
    });
    assert.equal(answer.status, 200, await answer.clone().text());
    return answer.json();
}

/** An open client with a name, which subscribes to topics. */
async function client(name, topics) {
    const socket = new WebSocket(base.replace(/^http/, 'ws'));
    await new Promise((resolve, reject) => Object.assign(socket, { onopen: resolve, onerror: reject }));
    socket.send(JSON.stringify({ connect: { name } }));
    const subscribed = new Promise((resolve) => {
        let left = topics.length;
        socket.onmessage = ({ data }) => data.includes('"subscribed"') && --left === 0 && resolve();
    });
    topics.forEach((topic, id) => socket.send(JSON.stringify({ id, subscribe: { topic } })));
    await subscribed;
    const closed = new Promise((resolve) => { socket.onclose = ({ code }) => resolve(code); });
    return { socket, closed };
}

/** Somebody at the dashboard, who has nothing to complain about in the end. */
async function withOperator(device, work) {
    await withBrowser(async (browser) => {
        const context = await browser.newContext({ ...device, ...TRUSTING, reducedMotion: 'reduce' });
        context.setDefaultTimeout(PATIENCE_MS);
        const page = await context.newPage();
        const complaints = [];
        const addresses = [];
        page.on('console', (line) => line.type() === 'error' && !line.text().includes('401') && complaints.push(line.text()));
        page.on('pageerror', (error) => complaints.push(String(error)));
        page.on('dialog', (dialog) => complaints.push(`a dialog: ${dialog.message()}`));
        page.on('request', (request) => addresses.push(request.url()));
        await page.goto(new URL('admin', base).href);
        await work(page);
        assert.deepEqual(complaints, []);
        assert.ok(addresses.every((address) => !address.includes(key)), 'the key is in an address');
    });
}

async function login(page, typed = key) {
    await page.getByLabel('Key').fill(typed);
    await page.getByRole('button', { name: 'Show' }).first().click();
}

async function search(page, text) {
    await page.getByLabel('Topic or filter').fill(text);
    await page.locator('#topics-form').getByRole('button').click();
}

async function shown(page) {
    await page.getByText('Live', { exact: true }).waitFor();
}

await run({
    async login() {
        await withOperator(DESKTOP, async (page) => {
            await login(page, 'wrong');
            await page.getByText('The broker knows no such key.').waitFor();
            await login(page);
            await shown(page);
            assert.equal(new URL(page.url()).pathname, '/admin/');
            await page.getByRole('region', { name: 'Insecure settings' }).getByText('any web page may connect').waitFor();
            assert.equal(await page.locator('#warnings li').count(), (await api('status')).insecure.length);
            assert.equal(await page.evaluate(() => document.cookie + localStorage.length), '0');

            await page.reload();
            await shown(page);
            await page.getByRole('button', { name: 'Forget the key' }).click();
            assert.equal(await page.evaluate(() => sessionStorage.length), 0);
            await page.reload();
            await page.getByLabel('Key').waitFor();
        });
    },

    async hostile() {
        const { socket } = await client(HOSTILE[0], HOSTILE);
        await api('publish', { topics: HOSTILE, text: HOSTILE[0] });
        await withOperator(DESKTOP, async (page) => {
            await login(page);
            await shown(page);
            for (const name of HOSTILE) {
                const safe = name.replace('\u202e', '\\u{202e}');
                await page.locator('#topics').getByText(safe, { exact: true }).waitFor();
            }

            await page.locator('#connections').getByText(`(${HOSTILE[0]})`).waitFor();
            assert.equal(await page.locator('main img, main script').count(), 0);
            assert.ok(!(await page.locator('body').innerText()).includes('\u202e'));
        });
        socket.close();
    },

    async disconnect() {
        const gone = await client('to go', ['t']);
        const stays = await client('stays', ['t']);
        await withOperator(DESKTOP, async (page) => {
            await login(page);
            await shown(page);
            const row = page.locator('#connections tbody tr', { hasText: 'to go' });
            await row.getByRole('button', { name: 'Disconnect' }).click();
            await page.getByRole('dialog').getByRole('button', { name: 'Keep' }).click();
            await row.getByRole('button', { name: 'Disconnect' }).click();
            await page.getByRole('dialog').getByRole('button', { name: 'Disconnect' }).click();
            assert.equal(await gone.closed, 4002);
            await row.waitFor({ state: 'detached' });
            assert.equal(await page.locator('#connections tbody tr', { hasText: 'stays' }).count(), 1);
        });
        stays.socket.close();
    },

    async many() {
        for (let begun = 0; begun < 6; begun++) {
            await api('publish', { topics: Array.from({ length: 1000 }, (_, at) => `many/${begun}/${at}`), text: 'x' });
        }

        await withOperator(DESKTOP, async (page) => {
            await login(page);
            await shown(page);
            await page.getByText('6,000 topics are too many to list').waitFor();
            assert.equal(await page.locator('#topics').isVisible(), false);

            await search(page, 'many/3/');
            await page.getByText('50 of 1,000 are shown.').waitFor();
            await search(page, 'many/3/7');
            await page.locator('#topics').getByText('many/3/7', { exact: true }).waitFor();
            assert.equal(await page.locator('#topics tbody tr').count(), 1);
            await search(page, 'many/+/8');
            await page.locator('#topics').getByText('many/5/8', { exact: true }).waitFor();
            await search(page, '#');
            await page.getByText('50 of 6,000 are shown, as they were when you searched.').waitFor();
            await search(page, '');
            await page.getByText('6,000 topics are too many to list').waitFor();
            assert.equal(await page.locator('#topics').isVisible(), false);
        });
    },

    async looks() {
        const { socket } = await client('Mia', ['chat/lobby', 'prices/+']);
        for (const [device, name] of [[DESKTOP, 'admin-desktop'], [PHONE, 'admin-phone']]) {
            await withOperator(device, async (page) => {
                await login(page);
                await shown(page);
                for (let round = 0; round < 3; round++) {
                    await api('publish', { topics: ['chat/lobby', 'prices/a', 'prices/b'], text: 'x' });
                    await page.waitForResponse((answer) => answer.url().includes('/api/status'));
                }

                await page.locator('#topics').getByText('chat/lobby').waitFor();
                const { first, version } = { first: await page.locator('.tile .value').first().innerText(), ...(await api('status')) };
                assert.match(first, /^\d/);
                await page.getByText(version, { exact: true }).waitFor();
                assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth), 0);
                await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
            });
        }

        socket.close();
    },
}, wanted);
